"""The likelihoods of scenarios in sentences: each with its band, and whether all of them can hold together.

A sentence on a likelihood never speaks of confidence, as the Intelligence Community Directive 203 demands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stakemap.analysis.balance.intervals import Interval
from stakemap.analysis.report import Finding
from stakemap.analysis.scenarios.scenarios import (
    BANDS,
    Coherence,
    Comparison,
    Viewed,
    coherence,
    expectation,
    siblings,
)
from stakemap.i18n import comma_list, joined, tr, tr_count
from stakemap.model.document import Likelihood, StakeMap
from stakemap.model.terms import term
from stakemap.wording.names import NAMES_SHOWN, listing, snapshot_name
from stakemap.wording.numbers import figure, signed_figure


def likelihood_text(likelihood: Likelihood) -> str:
    """A likelihood with its band: "roughly even chance (45 to 55 %)"."""
    low, high = BANDS[likelihood]
    return tr("{term} ({low} to {high} %)", term=term(likelihood), low=low, high=high)


def expected(found: Sequence[Comparison], document: StakeMap, base: str) -> Interval | None:
    """The interval of the weighted mean that is expected if exactly one of the scenarios built directly
    on the base comes about; None unless all of them are compared, judged, and have weight.
    """
    means = {each.after.snapshot: each.after.balance.mean for each in found}
    outcomes: list[tuple[float, Likelihood]] = []
    chosen = siblings(document, base)
    for scenario in chosen:
        mean, likelihood = means.get(scenario), document.snapshots[scenario].likelihood
        if mean is None or likelihood is None:
            return None
        outcomes.append((mean, likelihood))
    return expectation(outcomes) if len(outcomes) > 1 else None


def likelihood_findings(document: StakeMap, view: Viewed, found: Sequence[Comparison]) -> Iterator[Finding]:
    """How likely the scenarios are judged, and whether those of one base can hold together."""
    yield _judged(document, found)
    chosen = siblings(document, view.base)
    together = coherence([document.snapshots[each].likelihood for each in chosen])
    if together is not None:
        yield _coherence(document, view.base, chosen, together)
    interval = expected(found, document, view.base)
    if interval is not None and interval.low < 0 < interval.high:
        yield _no_sign(document, found, interval)


def _judged(document: StakeMap, found: Sequence[Comparison]) -> Finding:
    scenarios = [each.after.snapshot for each in found]
    judged = [
        (snapshot_name(document, each), likelihood)
        for each in scenarios
        if (likelihood := document.snapshots[each].likelihood) is not None
    ]
    others = [
        snapshot_name(document, each) for each in scenarios if document.snapshots[each].likelihood is None
    ]
    how = tr("Bands of the Intelligence Community Directive 203 (2015).")
    if not judged:
        text = tr_count(
            "No likelihood is set for “{names}”, so nothing is said of how likely it is.",
            "No likelihood is set for any of the {count} scenarios, so none says how likely it is.",
            len(others),
            names=others[0],
        )
        return Finding("likelihood", text, kind="detail")
    if len(scenarios) == 1:
        ((name, likelihood),) = judged
        text = tr("“{name}” is judged: {likelihood}.", name=name, likelihood=likelihood_text(likelihood))
        return Finding("likelihood", text, how)
    parts = [
        tr("“{name}” {likelihood}", name=name, likelihood=likelihood_text(likelihood))
        for name, likelihood in judged[:NAMES_SHOWN]
    ]
    if len(judged) > NAMES_SHOWN:
        parts.append(tr_count("{count} more", "{count} more", len(judged) - NAMES_SHOWN))
    text = tr("Judged likelihoods: {parts}.", parts=comma_list(parts))
    if others:
        quoted = [tr("“{name}”", name=name) for name in others]
        text = f"{text} {tr('None is set for {names}.', names=listing(quoted))}"
    return Finding("likelihood", text, how)


def _coherence(document: StakeMap, base: str, chosen: Sequence[str], found: Coherence) -> Finding:
    values = {
        "count": found.judged,
        "base": snapshot_name(document, base),
        "low": figure(found.low, 2),
        "high": figure(found.high, 2),
    }
    if found.finding == "too-likely":
        text = tr(
            "The likelihoods of the {count} scenarios built on “{base}” add up to more than 1 even at the "
            "low ends ({low} to {high}): if no two of them can come about together, at least one is judged "
            "too likely.",
            **values,
        )
    elif found.finding == "leaves-room":
        text = tr(
            "The likelihoods of the {count} scenarios built on “{base}” add up to {low} to {high}: if no two "
            "of them can come about together, at least {rest} is left for what none of them describes.",
            rest=figure(1 - found.high, 2),
            **values,
        )
    else:
        text = tr(
            "The likelihoods of the {count} scenarios built on “{base}” add up to {low} to {high}, so they "
            "can all hold even if no two of them can come about together.",
            **values,
        )
    bands = [
        (snapshot_name(document, each), *BANDS[likelihood])
        for each in chosen
        if (likelihood := document.snapshots[each].likelihood) is not None
    ]
    lows = " + ".join(figure(low / 100, 2) for _, low, _ in bands)
    highs = " + ".join(figure(high / 100, 2) for _, _, high in bands)
    how = "\n".join(
        (
            tr("Low ends: {terms} = {total}", terms=lows, total=values["low"]),
            tr("High ends: {terms} = {total}", terms=highs, total=values["high"]),
            tr(
                "In this order: {names}. Probabilities of what excludes each other add up to 1 at most; the "
                "check assumes that these scenarios do, which the map does not say.",
                names=joined([tr("“{name}”", name=row[0]) for row in bands]),
            ),
        )
    )
    return Finding("coherence", text, how, "detail" if found.finding == "fits" else "result")


def _no_sign(document: StakeMap, found: Sequence[Comparison], interval: Interval) -> Finding:
    text = tr(
        "These likelihoods do not settle which side the expected weighted mean would be on ({low} to "
        "{high} if exactly one of the scenarios comes about), so the scenarios are shown side by side and "
        "not averaged.",
        low=signed_figure(interval.low, 1),
        high=signed_figure(interval.high, 1),
    )
    lines = [
        tr(
            "“{name}”: weighted mean {mean}, {likelihood}",
            name=snapshot_name(document, each.after.snapshot),
            mean=signed_figure(each.after.balance.mean or 0.0, 1),
            likelihood=likelihood_text(likelihood),
        )
        for each in found
        if (likelihood := document.snapshots[each.after.snapshot].likelihood) is not None
    ]
    lines.append(
        tr(
            "The least and the greatest Σ probability × weighted mean over all probabilities within "
            "these bands that add up to 1."
        )
    )
    return Finding("expectation", text, "\n".join(lines), "detail")
