"""Which judgement to check next: its tornado, its table, and its numbers as plain data."""

from __future__ import annotations

import math
from collections.abc import Sequence

from stakemap.analysis.balance.counted import FloatArray
from stakemap.analysis.balance.intervals import DRAWS, SEED, missing_ranges
from stakemap.analysis.check_next.check_next import NOISE, Answer, Checkable, Swing
from stakemap.analysis.check_next.formulas import percent, points
from stakemap.analysis.check_next.support import Support
from stakemap.analysis.question import Question
from stakemap.analysis.report import Bar, Bars, Table
from stakemap.analysis.shared_sentences import code_with_name
from stakemap.i18n import tr, tr_count
from stakemap.model.terms import field_label
from stakemap.wording.names import actor_name
from stakemap.wording.numbers import estimate_words, figure, signed_figure

#: Most bars of the tornado, and rows of the table.
BARS, ROWS = 10, 10


def tornado(question: Question, swings: Sequence[Swing]) -> Bars:
    """The widest swings of the weighted mean."""
    bars, mean = swings[:BARS], question.balance.mean or 0.0
    low = max(math.floor(min(each.low for each in bars)) - 1, -100)
    high = min(math.ceil(max(each.high for each in bars)) + 1, 100)
    codes = [code_with_name(question.document, each.actor) for each in bars]
    return Bars(
        title=tr("Weighted mean if one alignment were at either end of its range"),
        bars=tuple(
            Bar(
                code.name,
                each.low,
                each.high,
                tr("{low} to {high}", low=signed_figure(each.low), high=signed_figure(each.high)),
                strong=each.crosses,
                key=each.actor,
                short=code.code,
                code=code,
            )
            for each, code in zip(bars, codes, strict=True)
        ),
        scale=(float(low), float(high)),
        reference=mean,
        reference_label=tr("as judged: {value}", value=signed_figure(mean)),
        ends=(signed_figure(low), signed_figure(high)),
        strong_label=tr("could put it on the other side") if any(each.crosses for each in bars) else "",
    )


def table(answer: Answer, support: Support) -> Table:
    """The ranked values with their shares, and what all others have, so that shares sum to 100 %."""
    shown, rest, found = answer.known[:ROWS], answer.known[ROWS:], answer.found
    if found is None:
        return _table_of_support(answer, shown, support)
    rows = [_row(answer, each, support) for each in shown]
    if rest:
        label = tr_count("{count} other value", "{count} other values", len(rest))
        shares = [[each.share for each in rest], [each.share_of_position for each in rest]]
        rows.append((label, "", *(percent(sum(one or 0.0 for one in each)) for each in shares), "", "", ""))
    together = [
        "" if shares is None else percent(float(shares.together.sum()))
        for shares in (found.lead, found.position)
    ]
    rows.append((tr("Values of one actor acting on each other"), "", *together, "", "", ""))
    return Table(
        title=tr("What carries the uncertainty, and what supports it now"),
        headers=(
            tr("Value"),
            tr("As judged"),
            tr("Share: difference between the sides"),
            tr("Share: weighted mean"),
            tr("Share: median"),
            tr("Worth of knowing it"),
            tr("Behind it now"),
        ),
        rows=tuple(rows),
        numeric=frozenset({2, 3, 4, 5}),
        keys=(*(each.actor for each in shown), *("" for _ in rows[len(shown) :])),
    )


def _table_of_support(answer: Answer, shown: Sequence[Checkable], support: Support) -> Table:
    """What supports the values, where shares cannot be computed."""
    return Table(
        title=tr("What supports the weightiest values now"),
        headers=(tr("Value"), tr("As judged"), tr("Weight"), tr("Behind it now")),
        rows=tuple(
            (
                _value_label(answer.question, each),
                _as_judged(each),
                figure(each.weight),
                support.words(each),
            )
            for each in shown
        ),
        numeric=frozenset({2}),
        keys=tuple(each.actor for each in shown),
    )


def _as_judged(each: Checkable) -> str:
    estimate = each.estimate
    return "" if estimate is None else estimate_words(estimate, with_sign=each.field == "alignment")


def _row(answer: Answer, each: Checkable, support: Support) -> tuple[str, ...]:
    shares = ["" if share is None else percent(share) for share in (each.share, each.share_of_position)]
    median, of_median = "", answer.median_share(each)
    if of_median is not None:
        median = tr("under {share}", share=percent(NOISE)) if of_median < NOISE else percent(of_median)
    return (
        _value_label(answer.question, each),
        _as_judged(each),
        *shares,
        median,
        "" if each.worth is None else points(each.worth),
        support.words(each),
    )


def _value_label(question: Question, each: Checkable) -> str:
    """A judged value in a row: the actor first, which tells rows apart where there is little room."""
    name = actor_name(question.document, each.actor)
    return tr("{name}: {value}", name=name, value=field_label(each.field))


def data_of(answer: Answer, swings: Sequence[Swing], support: Support) -> dict[str, object]:
    """All numbers with their inputs."""
    question, found = answer.question, answer.found
    lead, position = (None, None) if found is None else (found.lead, found.position)
    moments = [] if found is None else [(each.mean, each.variance) for each in found.distributions]
    return {
        "issue": question.issue,
        "snapshot": question.snapshot,
        "threshold": question.limits.threshold,
        "weighted_by_salience": question.balance.by_salience,
        "difference": question.balance.net,
        "mean": question.balance.mean,
        "expected_difference": None if found is None else found.expected,
        "variance_of_difference": None if lead is None else lead.variance,
        "variance_of_position": None if position is None else position.variance,
        "together": None if lead is None else float(lead.together.sum()),
        "together_of_position": None if position is None else float(position.together.sum()),
        "worth_of_knowing_all": None if answer.drawn is None else answer.worth_of_all,
        "draws": DRAWS,
        "seed": SEED,
        "values": [_data_of_value(answer, each, support, moments) for each in answer.entries],
        "without_ranges": list(missing_ranges(question.inputs)),
        "left_out": [
            {"actor": actor, "most_weight": weight}
            for actor, weight in zip(
                question.inputs.left_out.actors, question.inputs.left_out.weight.tolist(), strict=True
            )
        ],
        "tornado": [{"actor": each.actor, "low": each.low, "high": each.high} for each in swings],
    }


def _data_of_value(
    answer: Answer, each: Checkable, support: Support, moments: Sequence[tuple[FloatArray, FloatArray]]
) -> dict[str, object]:
    found, estimate = answer.found, each.estimate
    data: dict[str, object] = {
        "actor": each.actor,
        "field": each.field,
        "value": None if estimate is None else estimate.value,
        "low": None if estimate is None else estimate.low,
        "high": None if estimate is None else estimate.high,
        "weight": each.weight,
        "share": each.share,
        "share_of_position": each.share_of_position,
        "share_of_median": answer.median_share(each),
        "worth": each.worth,
        **support.data(each),
    }
    if found is not None and each.is_known:
        mean, variance = moments[each.column]
        data["expected"], data["variance"] = float(mean[each.row]), float(variance[each.row])
        if each.field == "alignment":
            data["side_chances"] = found.side.chances[each.row].tolist()
    return data
