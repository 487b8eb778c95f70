"""Where it might settle, in sentences: models of bargaining on one line, with their differences."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from stakemap.analysis.balance.balance import powers
from stakemap.analysis.balance.intervals import Interval
from stakemap.analysis.balance.sentences import end_labels, interval_text, place_text
from stakemap.analysis.balance.sides import side_of
from stakemap.analysis.balance.verdict_sentences import names_of
from stakemap.analysis.question import Question
from stakemap.analysis.report import Finding, Report, Scale, Table, Tick
from stakemap.analysis.settlement.settlement import MODELS, MOST_OPTIONS, VOTES, Model, Settlement, settlement
from stakemap.analysis.shared_sentences import missing_report, rests_on_counted, without_view
from stakemap.i18n import comma_list, tr, tr_count
from stakemap.text import capital
from stakemap.wording.names import issue_name
from stakemap.wording.numbers import figure, signed, signed_figure

METHOD = "settlement"
#: Most terms of a sum that are written out.
_TERMS = 6


def caveat() -> str:
    """What the method cannot tell."""
    return tr(
        "An experiment: models disagree, none is tested on your case, and none knows a rule of decision "
        "or a veto. They say where bargaining by weight alone would lead, not where it will."
    )


def report(question: Question) -> Report:
    """The report on the issue and snapshot of a question."""
    if not question.has_view:
        return without_view(METHOD, caveat())
    found = settlement(question.inputs)
    if found is None:
        text = tr(
            "No actor has both a known alignment and a weight on “{issue}”, so no model can be applied.",
            issue=issue_name(question.document, question.issue or ""),
        )
        return missing_report(METHOD, "nothing", text, caveat())
    if len(found.options) == 1:
        text = tr(
            "All actors with a weight stand at {place}, so there is nothing between them to settle.",
            place=signed(float(found.options[0])),
        )
        return missing_report(METHOD, "one-place", text, caveat())
    return Report(
        METHOD,
        [_headline(question, found), *_places(question, found), *_differences(question, found)],
        charts=[_scale(question, found)],
        tables=[_table(question, found)] if found.chances else [],
        rests_on=_rests_on(question),
        caveat=caveat(),
        data=_data(question, found),
    )


def _names(found: Settlement) -> tuple[str, ...]:
    """The names of the models, in the order of `Settlement.places`."""
    names = tr("compromise (weighted mean)"), tr("median voter (weighted median)")
    return (*names, *map(_model_name, MODELS)) if found.chances else names


def _model_name(model: Model) -> str:
    return {
        "conditional": tr("one vote among all (KTAB, conditional)"),
        "markov-uniform": tr("challenge after challenge, all alike (KTAB, Markov)"),
        "markov-incentive": tr("challenge after challenge, by incentive (KTAB, Markov)"),
    }[model]


def _headline(question: Question, found: Settlement) -> Finding:
    low, high = min(found.places), max(found.places)
    values = {
        "low": signed_figure(low),
        "high": signed_figure(high),
        "difference": _difference(question, low, high),
        "count": len(found.places),
        "issue": issue_name(question.document, question.issue or ""),
    }
    if _shown(low) == _shown(high):
        text = tr(
            "Experiment: {count} models put “{issue}” at {low} on the scale from −100 to +100; "
            "none is tested on your case.",
            **values,
        )
    else:
        text = tr(
            "Experiment: {count} models put “{issue}” between {low} and {high} on the scale "
            "from −100 to +100; they disagree by {difference}, and none is tested on your case.",
            **values,
        )
    how = "\n".join(
        tr("{model}: {value}", model=name, value=signed_figure(place, 1))
        for name, place in zip(_names(found), found.places, strict=True)
    )
    return Finding("models", text, how)


def _shown(value: float) -> float:
    """A position as it is shown, so that differences are those of what is read."""
    return math.copysign(math.floor(abs(value) + 0.5), value)


def _difference(question: Question, low: float, high: float) -> str:
    """How far models differ, and whether they do on the side that the outcome leans to."""
    points = tr_count("{count} point", "{count} points", round(_shown(high) - _shown(low)))
    sides = {side_of(place, question.limits.threshold) for place in (low, high)}
    if len(sides) == 1:
        return points
    if "undecided" in sides:
        return tr("{points}, and on whether it leans to a side", points=points)
    return tr("{points}, and on the side it leans to", points=points)


def _places(question: Question, found: Settlement) -> list[Finding]:
    """A sentence for each model."""
    findings: list[Finding] = []
    ways = [_how_of_mean(found), _how_of_median(found)]
    ways += [_how_of_model(found, model) for model in MODELS] if found.chances else []
    identifiers = ("mean", "median", *MODELS)
    for identifier, name, place, how in zip(identifiers, _names(found), found.places, ways, strict=False):
        text = tr("{model}: {place}.", model=name, place=place_text(place, question.limits.threshold))
        findings.append(Finding(identifier, capital(text), how, kind="detail"))
    if not found.chances:
        text = tr(
            "KTAB’s models are not applied: {count} different positions are too many to set against each "
            "other (at most {most}).",
            count=len(found.options),
            most=MOST_OPTIONS,
        )
        findings.append(Finding("too-many", text, kind="missing"))
    return findings


def _how_of_mean(found: Settlement) -> str:
    total = float((found.options * found.weights).sum())
    return tr(
        "Σ(weight × alignment) ÷ Σ weight = {total} ÷ {weight} = {mean}",
        total=signed_figure(total),
        weight=figure(float(found.weights.sum()), 1),
        mean=signed_figure(found.mean, 1),
    )


def _how_of_median(found: Settlement) -> str:
    below = float(found.weights[found.options < found.median].sum())
    above = float(found.weights[found.options > found.median].sum())
    return tr(
        "below {median} stands a weight of {below}, above it {above}, of {weight} in all: neither is more "
        "than half",
        median=signed_figure(found.median, 1),
        below=figure(below, 1),
        above=figure(above, 1),
        weight=figure(float(found.weights.sum()), 1),
    )


def _how_of_model(found: Settlement, model: Model) -> str:
    shares = found.chances["proportional", model]
    heaviest = sorted(np.argsort(-shares, kind="stable")[:_TERMS].tolist())
    terms = " + ".join(
        tr(
            "{share} × ({place})",
            share=figure(float(shares[index]), 3),
            place=signed(float(found.options[index])),
        )
        for index in heaviest
    )
    if len(shares) > _TERMS:
        terms = tr("{terms} + …", terms=terms)
    way = {
        "conditional": tr("chance of a position ∝ Π chance to beat each other one"),
        "markov-uniform": tr(
            "each position challenges the favourite equally often and takes its place with the chance to "
            "beat it; the long run"
        ),
        "markov-incentive": tr(
            "each position challenges the favourite as often as votes for it × its chance to win, and takes "
            "its place with that chance; the long run"
        ),
    }[model]
    return "\n".join(
        (
            _weights_line(found, heaviest),
            tr("votes of an actor: weight × difference in utility, 1 − distance ÷ 200"),
            tr("chance to beat: votes for it ÷ votes for either"),
            way,
            tr(
                "Σ chance × position = {terms} = {place}",
                terms=terms,
                place=signed_figure(found.expected("proportional", model), 1),
            ),
        )
    )


def _weights_line(found: Settlement, shown: Sequence[int]) -> str:
    """The weights at positions, which is all that the chances come from."""
    weights = [
        tr(
            "{weight} at {place}",
            weight=figure(float(found.weights[index]), 1),
            place=signed(float(found.options[index])),
        )
        for index in shown
    ]
    if len(found.options) > len(shown):
        weights.append("…")
    return tr("weights: {weights}", weights=comma_list(weights))


def _differences(question: Question, found: Settlement) -> list[Finding]:
    """Other votes, and the ranges beside the differences of the models."""
    findings: list[Finding] = []
    if found.chances:
        others = [found.expected("half-cubic", model) for model in MODELS]
        text = tr(
            "If actors cared less for small differences (half by the difference, half by its cube), KTAB’s "
            "three models would put it at {conditional}, {uniform} and {incentive}.",
            conditional=signed_figure(others[0]),
            uniform=signed_figure(others[1]),
            incentive=signed_figure(others[2]),
        )
        how = tr("votes of an actor: weight × (½ × difference + ½ × difference³)")
        findings.append(Finding("cubic", text, how, kind="detail"))
    if question.intervals is not None:
        mean = question.intervals.mean
        width = _shown(mean.high) - _shown(mean.low)
        models = _shown(max(found.places)) - _shown(min(found.places))
        values = {
            "interval": interval_text(mean, with_sign=True),
            "width": figure(width),
            "points": figure(models),
        }
        text = tr(
            "By the ranges of the judgements alone, the compromise spans {interval} (10th to 90th "
            "percentile), {width} points; the models differ by {points}.",
            **values,
        )
        findings.append(Finding("ranges", text, kind="detail"))
    return findings


def _scale(question: Question, found: Settlement) -> Scale:
    intervals: list[Interval | None] = [None] * len(found.places)
    if question.intervals is not None:
        intervals[:2] = question.intervals.mean, question.intervals.median
    ticks = tuple(
        Tick(
            name,
            place,
            None if interval is None else interval.low,
            None if interval is None else interval.high,
            text=signed_figure(place),
        )
        for name, place, interval in zip(_names(found), found.places, intervals, strict=True)
    )
    low, high = end_labels(question.document, question.balance)[0]
    return Scale(tr("Where models put it (experiment)"), ticks, (-100.0, 100.0), (low, high))


def _table(question: Question, found: Settlement) -> Table:
    """The chance of each position in each model."""
    inputs, weights = question.inputs, powers(question.inputs)
    rows: list[tuple[str, ...]] = []
    for index, option in enumerate(found.options.tolist()):
        here = np.flatnonzero((inputs.alignment.value == option) & (weights > 0)).tolist()
        rows.append(
            (
                signed(option),
                names_of(question.document, [inputs.actors[place] for place in here]),
                figure(float(found.weights[index]), 1),
                *(figure(float(found.chances["proportional", model][index]), 2) for model in MODELS),
            )
        )
    return Table(
        title=tr("Chance of each position in KTAB’s models"),
        headers=(
            tr("Position"),
            tr("Held by"),
            tr("Weight"),
            tr("Conditional"),
            tr("Markov, all alike"),
            tr("Markov, by incentive"),
        ),
        rows=tuple(rows),
        numeric=frozenset({0, 2, 3, 4, 5}),
    )


def _rests_on(question: Question) -> str:
    assumed = tr(
        "In KTAB’s models only positions that are held may win, and nobody is taken to seek risks or to shun "
        "them."
    )
    return f"{rests_on_counted(question)} {assumed}"


def _data(question: Question, found: Settlement) -> dict[str, object]:
    return {
        "issue": question.issue,
        "snapshot": question.snapshot,
        "weighted_by_salience": question.balance.by_salience,
        "mean": found.mean,
        "median": found.median,
        "disagreement": found.disagreement,
        "positions": found.options.tolist(),
        "weights": found.weights.tolist(),
        "models": [
            {
                "model": model,
                "vote": vote,
                "expected": found.expected(vote, model),
                "chances": found.chances[vote, model].tolist(),
            }
            for vote in VOTES
            for model in MODELS
            if found.chances
        ],
    }
