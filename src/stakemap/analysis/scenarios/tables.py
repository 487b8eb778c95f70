"""Scenarios beside the snapshot that they build on: as bars, as a table, and as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from stakemap.analysis.balance.verdict_sentences import names_of
from stakemap.analysis.question import Question
from stakemap.analysis.report import ChartSide, Segment, Stack, Stacks, Table
from stakemap.analysis.scenarios.likelihood import expected, likelihood_text
from stakemap.analysis.scenarios.result import result_words
from stakemap.analysis.scenarios.scenarios import BANDS, Case, Comparison, Viewed, coherence, siblings
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.text import capital
from stakemap.wording.names import snapshot_name
from stakemap.wording.numbers import figure, signed_figure


def charts(document: StakeMap, found: Sequence[Comparison]) -> tuple[Stacks, ...]:
    """Weight and strength by side, in the base and in each scenario; none if their units differ."""
    cases = _cases(found)
    if not all(each.has_one_unit for each in found) or not any(case.balance.weight > 0 for case in cases):
        return ()
    unit = tr("effective power") if cases[0].balance.by_salience else tr("influence")
    weight = _stacks(
        tr("{unit} by side", unit=capital(unit)),
        document,
        cases,
        lambda case: (
            ("against", tr("against"), case.balance.opposition),
            ("undecided", tr("undecided"), case.balance.undecided),
            ("for", tr("for"), case.balance.support),
        ),
    )
    strength = _stacks(
        tr("Strength by side: weight × |alignment| ÷ 100"),
        document,
        cases,
        lambda case: (
            ("against", tr("against"), case.strength.opposition),
            ("for", tr("for"), case.strength.support),
        ),
    )
    return weight, strength


_Parts = tuple[tuple[ChartSide, str, float], ...]


def _stacks(title: str, document: StakeMap, cases: Sequence[Case], parts: Callable[[Case], _Parts]) -> Stacks:
    stacks = [
        Stack(
            snapshot_name(document, case.snapshot),
            tuple(
                Segment(
                    tr("{side} {value}", side=word, value=figure(value)), value, side, short=figure(value)
                )
                for side, word, value in parts(case)
                if value > 0
            ),
        )
        for case in cases
    ]
    total = max(sum(segment.value for segment in stack.segments) for stack in stacks)
    return Stacks(title, tuple(stacks), total or 1.0)


def _cases(found: Sequence[Comparison]) -> list[Case]:
    return [found[0].before, *(each.after for each in found)]


def table(document: StakeMap, found: Sequence[Comparison]) -> Table:
    """A row for the base and one for each scenario."""
    rows: list[tuple[str, ...]] = []
    for case in _cases(found):
        record, result = document.snapshots[case.snapshot], case.balance
        likelihood = ""
        if record.scenario:
            likelihood = likelihood_text(record.likelihood) if record.likelihood else tr("not set")
        rows.append(
            (
                snapshot_name(document, case.snapshot),
                capital(result_words(document, case)),
                "" if result.mean is None else signed_figure(result.net),
                "" if result.mean is None else signed_figure(result.mean),
                names_of(document, case.blockers),
                likelihood,
            )
        )
    return Table(
        tr("Side by side"),
        (
            tr("Snapshot"),
            tr("Result"),
            tr("For − against"),
            tr("Weighted mean"),
            tr("Against and can block"),
            tr("Likelihood"),
        ),
        tuple(rows),
        frozenset({2, 3}),
    )


def data(question: Question, view: Viewed, found: Sequence[Comparison]) -> Mapping[str, object]:
    """All numbers with their inputs, as plain JSON values."""
    document = question.document
    chosen = siblings(document, view.base)
    likelihoods = [document.snapshots[each].likelihood for each in chosen]
    together, interval = coherence(likelihoods), expected(found, document, view.base)
    return {
        "threshold": question.limits.threshold,
        "margin": question.limits.margin,
        "base": _case_data(document, found[0].before),
        "scenarios": [_comparison_data(document, each) for each in found],
        "scenarios_in_all": view.number,
        "coherence": None
        if together is None
        else {**together._asdict(), "scenarios": list(chosen), "likelihoods": list(likelihoods)},
        "expected_weighted_position": None if interval is None else [interval.low, interval.high],
    }


def _case_data(document: StakeMap, case: Case) -> dict[str, object]:
    result, inputs = case.balance, case.inputs
    likelihood = document.snapshots[case.snapshot].likelihood
    columns = (inputs.alignment.value, inputs.influence.value, inputs.salience.value)
    return {
        "snapshot": case.snapshot,
        "verdict": case.verdict,
        "weight": {"for": result.support, "against": result.opposition, "undecided": result.undecided},
        "strength": {"for": case.strength.support, "against": case.strength.opposition},
        "net": result.net,
        "net_interval": None if case.interval is None else [case.interval.low, case.interval.high],
        "mean": result.mean,
        "median": result.median,
        "weighted_by_salience": result.by_salience,
        "against_and_can_block": list(case.blockers),
        "likelihood": likelihood,
        "likelihood_per_cent": None if likelihood is None else list(BANDS[likelihood]),
        "actors": [
            {
                "actor": actor,
                "alignment": alignment,
                "influence": influence,
                # NaN, which JSON does not have, stands for what was not judged.
                "salience": None if salience != salience else salience,
                "weight": weight,
            }
            for (actor, weight), alignment, influence, salience in zip(
                result.power, *(column.tolist() for column in columns), strict=True
            )
        ],
    }


def _comparison_data(document: StakeMap, found: Comparison) -> dict[str, object]:
    moved = found.movement
    return {
        **_case_data(document, found.after),
        "movers": [
            {
                "actor": each.actor,
                "alignment": [each.before[0], each.after[0]],
                "influence": [each.before[1], each.after[1]],
                "reasons": [why._asdict() for why in each.why],
            }
            for each in moved.movers
        ],
        "appeared": list(moved.appeared),
        "vanished": list(moved.vanished),
        "judged_anew": [each._asdict() for each in found.restated],
    }
