"""Scenarios beside the snapshot that they build on, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stakemap.analysis.balance.sentences import caveat_lines
from stakemap.analysis.balance.verdict_sentences import names_of
from stakemap.analysis.levers.sentences import LeverWords
from stakemap.analysis.methods import MethodPage
from stakemap.analysis.question import Question
from stakemap.analysis.report import Finding, Report
from stakemap.analysis.scenarios.likelihood import likelihood_findings
from stakemap.analysis.scenarios.moves import (
    blocker_findings,
    move_findings,
    other_findings,
    place_of,
    reason_lines,
    steps_of,
    strength_findings,
)
from stakemap.analysis.scenarios.result import (
    changes_result,
    result_change,
    result_words,
    sum_line,
    sum_lines,
)
from stakemap.analysis.scenarios.scenarios import BANDS, MOST_SCENARIOS, Comparison, Viewed, compared, viewed
from stakemap.analysis.scenarios.tables import charts, data, table
from stakemap.analysis.shared_sentences import missing_report, without_view
from stakemap.i18n import comma_list, tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.terms import term
from stakemap.wording.names import enumeration, snapshot_name

#: Scenarios that have a sentence of their own; the others are in the table.
_SENTENCES = 3


def report(question: Question) -> Report:
    """What scenarios would change, as judged in them, on the issue in view."""
    if not question.has_view:
        return without_view("scenarios", _caveat())
    document = question.document
    view = viewed(document, question.snapshot or "")
    if view is None:
        return _missing(_no_scenario(question))
    found = compared(question, view)
    if not found or all(each.before.is_nothing and each.after.is_nothing for each in found):
        return _missing(
            tr(
                "On this issue nobody with a known alignment and influence has weight, neither in “{base}” "
                "nor in what builds on it, so there is nothing to compare.",
                base=snapshot_name(document, view.base),
            )
        )
    return Report(
        "scenarios",
        _one(question, view, found[0]) if len(found) == 1 else _several(question, view, found),
        charts(document, found),
        (table(document, found),),
        rests_on=_rests_on(document, found),
        caveat=_caveat(),
        data=data(question, view, found),
    )


def _caveat() -> str:
    return tr(
        "Strength is not probability. A scenario holds what was judged for it, and all else as in the "
        "snapshot that it builds on; it forecasts nothing. Scenarios stand side by side and are never "
        "averaged."
    )


def _missing(text: str) -> Report:
    return missing_report("scenarios", "nothing", text, _caveat())


def _no_scenario(question: Question) -> str:
    document, snapshot = question.document, question.snapshot or ""
    name = snapshot_name(document, snapshot)
    if document.snapshots[snapshot].scenario:
        return tr(
            "The scenario “{name}” builds on no other snapshot, so there is nothing to compare it with. "
            "Choose what it builds on in its details.",
            name=name,
        )
    return tr(
        "No scenario builds on “{name}”. Make one with “New scenario…”, or with “Make a scenario of "
        "it” in Levers, and judge in it who would move.",
        name=name,
    )


# --- one scenario ------------------------------------------------------------------------------------------


def _one(question: Question, view: Viewed, found: Comparison) -> list[Finding]:
    document = question.document
    return [
        _result(document, found),
        *move_findings(question, found),
        *other_findings(document, found),
        *strength_findings(document, found),
        *blocker_findings(document, found),
        *_lever_findings(question, (found,)),
        *likelihood_findings(document, view, (found,)),
    ]


def _result(document: StakeMap, found: Comparison) -> Finding:
    scenario = snapshot_name(document, found.after.snapshot)
    base = snapshot_name(document, found.before.snapshot)
    how: tuple[str, ...] = sum_lines(document, found)
    if document.snapshots[found.before.snapshot].scenario:
        note = tr("Compared with “{base}”, on which it builds and which is itself a scenario.", base=base)
        how = (note, *how)
    if found.is_unchanged:
        text = tr(
            "In “{scenario}” nothing is judged anew on this issue, so all is as in “{base}”; judge in it who "
            "would move.",
            scenario=scenario,
            base=base,
        )
        return Finding("result", text, "\n".join(how), "missing")
    moved = [each.actor for each in found.movement.movers]
    change = result_change(document, found)
    if not moved:
        text = tr(
            "In “{scenario}”, as judged there, the result {changes}.", scenario=scenario, changes=change
        )
    else:
        pattern = (
            tr("In “{scenario}”, as judged there, {names} would move, and the result {changes}.")
            if changes_result(document, found)
            else tr("In “{scenario}”, as judged there, {names} would move, but the result {changes}.")
        )
        text = pattern.format(scenario=scenario, names=names_of(document, moved), changes=change)
    return Finding("result", text, "\n".join(how), actors=tuple(moved))


# --- several scenarios -------------------------------------------------------------------------------------


def _several(question: Question, view: Viewed, found: Sequence[Comparison]) -> list[Finding]:
    document = question.document
    # Those that change the result first, then as in all views.
    ranked = sorted(found, key=lambda each: not changes_result(document, each))
    findings = [_result_of_all(document, view, found)]
    findings.extend(_in_short(question, each) for each in ranked[:_SENTENCES])
    findings.extend(_lever_findings(question, ranked[:_SENTENCES]))
    findings.extend(likelihood_findings(document, view, found))
    if view.number > len(found):
        text = tr_count(
            "{count} more scenario is left out, since no more than {most} are compared.",
            "{count} more scenarios are left out, since no more than {most} are compared.",
            view.number - len(found),
            most=MOST_SCENARIOS,
        )
        findings.append(Finding("more", text, kind="detail"))
    return findings


def _result_of_all(document: StakeMap, view: Viewed, found: Sequence[Comparison]) -> Finding:
    changing = [each for each in found if changes_result(document, each)]
    base = snapshot_name(document, view.base)
    if changing:
        names = [
            tr("“{scenario}”", scenario=snapshot_name(document, each.after.snapshot)) for each in changing
        ]
        text = tr(
            "Of {all} scenarios that build on “{base}”, {number} would change the result, as judged: "
            "{scenarios}.",
            all=len(found),
            base=base,
            number=len(changing),
            scenarios=enumeration(names, _SENTENCES),
        )
    else:
        text = tr(
            "None of the {number} scenarios that build on “{base}” would change the result, as judged: it "
            "stays {now}.",
            number=len(found),
            base=base,
            now=result_words(document, found[0].before),
        )
    cases = (found[0].before, *(each.after for each in found))
    return Finding("result", text, "\n".join(sum_line(document, case) for case in cases))


def _in_short(question: Question, found: Comparison) -> Finding:
    """A scenario in a sentence: who would move, and the result."""
    document, scenario, moved = question.document, found.after.snapshot, found.movement.movers
    values = {"scenario": snapshot_name(document, scenario), "changes": result_change(document, found)}
    if moved:
        text = tr(
            "“{scenario}”: the result {changes}. Who would move: {steps}.",
            steps=steps_of(document, moved),
            **values,
        )
    elif found.is_unchanged:
        text = tr("“{scenario}”: nothing is judged anew on this issue.", **values)
    else:
        text = tr("“{scenario}”: the result {changes}. Nobody would move on this issue.", **values)
    return Finding(
        f"scenario:{scenario}",
        text,
        "\n".join((*reason_lines(document, moved), *sum_lines(document, found))),
        place=place_of(question, moved[0]) if moved else None,
        actors=tuple(each.actor for each in moved),
    )


# --- what it rests on, and its page in Help ----------------------------------------------------------------


def _rests_on(document: StakeMap, found: Sequence[Comparison]) -> str:
    before = found[0].before
    counted = tr_count(
        "Rests on {count} actor with a known alignment and influence in “{base}”",
        "Rests on {count} actors with a known alignment and influence in “{base}”",
        before.balance.counted,
        base=snapshot_name(document, before.snapshot),
    )
    others = [
        tr(
            "{count} in “{scenario}”",
            count=each.after.balance.counted,
            scenario=snapshot_name(document, each.after.snapshot),
        )
        for each in found
        if each.after.balance.counted != before.balance.counted
    ]
    if not others:
        text = tr("{counted}, and on as many in what is compared with it.", counted=counted)
    else:
        text = tr("{counted}; {others}.", counted=counted, others=comma_list(others))
    return " ".join((text, *caveat_lines(document, before.balance)))


def page() -> MethodPage:
    """The page of the method in Help."""
    bands = [
        tr("{term} {low} to {high} %", term=term(name), low=low, high=high)
        for name, (low, high) in BANDS.items()
    ]
    return MethodPage(
        question=tr("What would a scenario change, and can the likelihoods of several hold together?"),
        formulas=(
            tr("Strength of a side = Σ weight × |alignment| ÷ 100; weight = influence × salience ÷ 100"),
            tr("Bands of likelihood: {bands}", bands=comma_list(bands)),
            tr(
                "Scenarios that exclude each other: the low ends of their bands add up to no more than 1; if "
                "one of them must come about, the high ends add up to no less than 1"
            ),
        ),
        sources=(
            tr("Michael Reich and David Cooper, PolicyMaker: Computer-Assisted Political Analysis, 1996"),
            tr(
                "Office of the Director of National Intelligence, Intelligence Community Directive 203: "
                "Analytic Standards, 2015"
            ),
        ),
        caveat=_caveat(),
    )


def _lever_findings(question: Question, found: Sequence[Comparison]) -> Iterator[Finding]:
    """One finding on the levers of some scenarios, those that have a result.

    What it proposes is shown on the canvas only in the view of the scenario itself, whose values it changes.
    """
    sentences: list[str] = []
    lines: list[str] = []
    proposed: list[Finding] = []
    for each in found:
        if each.after.is_nothing or question.cancelled():
            continue
        words = LeverWords(question.at(each.after.snapshot))
        claim = words.claim(in_short=len(found) > 1)
        name = snapshot_name(question.document, each.after.snapshot)
        sentences.append(tr("By the values of “{scenario}” alone: {claim}.", scenario=name, claim=claim.text))
        lines.append(tr("“{scenario}”, without the ranges of its values:", scenario=name))
        lines.append(claim.how)
        proposed.append(words.finding("levers", "", claim.levers, claim.how))
    if not sentences:
        return
    is_in_view = len(proposed) == 1 and question.snapshot == found[0].after.snapshot
    yield Finding(
        "levers",
        " ".join(sentences),
        "\n".join(lines),
        place=proposed[0].place,
        actors=tuple(dict.fromkeys(actor for each in proposed for actor in each.actors)),
        moves=proposed[0].moves if is_in_view else (),
        reason=proposed[0].reason if is_in_view else "",
    )
