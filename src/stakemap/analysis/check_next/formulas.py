"""The formulas behind which judgement to check next, with their numbers put in."""

from __future__ import annotations

import math
from functools import reduce
from operator import mul

from stakemap.analysis.check_next.check_next import Checkable, Uncertainty
from stakemap.analysis.question import Question
from stakemap.i18n import tr, tr_count
from stakemap.model.terms import field_label
from stakemap.text import capital
from stakemap.wording.numbers import estimate_words, figure, signed_figure


def percent(share: float) -> str:
    """A share of 1 in per cent, never 0 % of what is not 0."""
    if 0 < share < 0.005:
        return tr("less than 1 %")
    return tr("{number} %", number=figure(100 * share))


def points(value: float) -> str:
    """A worth in points of weight, never 0 of what is not 0."""
    return tr("less than 1") if 0 < value < 0.5 else figure(value)


def points_of_weight(value: float) -> str:
    """A worth with its unit, that of the difference between the sides."""
    count = math.floor(value + 0.5)
    if count < 1:
        return tr("less than 1 point of weight")
    return tr_count("{count} point of weight", "{count} points of weight", count)


def how_of_share(question: Question, found: Uncertainty, each: Checkable) -> str:
    """How a value's share and worth come about, in lines."""
    if found.lead is None or not each.share:
        return _how_of_position(found, each)
    lines = [_formula(found, each, of_position=False)]
    if each.field == "alignment":
        lines += _side_lines(question, found, each)
    else:
        lines += _weight_lines(found, each)
    return "\n".join(lines)


def _how_of_position(found: Uncertainty, each: Checkable) -> str:
    if found.position is None or not each.share_of_position:
        return ""
    return "\n".join([_formula(found, each, of_position=True), _range_line(found, each)])


def _formula(found: Uncertainty, each: Checkable, *, of_position: bool) -> str:
    """The first-order index: variance × (product of the other means)² ÷ the variance of all."""
    factors = (found.distributions[0], *found.factors()[1:]) if of_position else found.factors()
    shares = found.position if of_position else found.lead
    assert shares is not None
    means = [float(factor.mean[each.row]) for factor in factors]
    others = [mean for place, mean in enumerate(means) if place != each.column]
    slope, variance = reduce(mul, others, 1.0), float(factors[each.column].variance[each.row])
    names = [tr("side"), field_label("influence"), tr("(salience ÷ 100)")]
    if of_position:
        names[0] = field_label("alignment")
    return tr(
        "share = (expected {others})² × variance of {value} ÷ variance of all = {slope}² × {variance} ÷ "
        "{all} = {share}",
        others=" × ".join(name for place, name in enumerate(names[: len(means)]) if place != each.column),
        value=names[each.column],
        slope=figure(abs(slope), 2),
        variance=figure(variance, 1 if variance >= 10 else 4),
        all=figure(shares.variance, 1),
        share=percent(float(shares.first[each.row, each.column])),
    )


def _side_lines(question: Question, found: Uncertainty, each: Checkable) -> list[str]:
    """The chances of each side, and what would be expected if it were known."""
    against, undecided, supporting = found.side.chances[each.row].tolist()
    weight = reduce(mul, [float(factor.mean[each.row]) for factor in found.factors()[1:]])
    mean = float(found.side.mean[each.row])
    known = [found.expected + weight * (side - mean) for side in (1, 0, -1)]
    lines = [_range_line(found, each)]
    lines.append(
        tr(
            "side: for (+1) in {supporting} of the range’s triangle, undecided (0, below {threshold}) in "
            "{undecided}, against (−1) in {against}; expected {mean}",
            supporting=percent(supporting),
            undecided=percent(undecided),
            against=percent(against),
            threshold=figure(question.limits.threshold),
            mean=signed_figure(mean, 2),
        )
    )
    lines.append(
        tr(
            "difference between the sides expected over all ranges: {all}; if it were known to be for: "
            "{supporting}, undecided: {undecided}, against: {against}",
            all=signed_figure(found.expected, 1),
            supporting=signed_figure(known[0], 1),
            undecided=signed_figure(known[1], 1),
            against=signed_figure(known[2], 1),
        )
    )
    lines.append(_worth_line(each))
    return lines


def _weight_lines(found: Uncertainty, each: Checkable) -> list[str]:
    factors = found.factors()
    means = [float(factor.mean[each.row]) for factor in factors]
    slope = reduce(mul, [mean for place, mean in enumerate(means) if place != each.column], 1.0)
    if each.field == "salience":
        slope /= 100
    line = tr(
        "difference between the sides, if it were known: {all} + ({slope}) × ({value} − {mean})",
        all=signed_figure(found.expected, 1),
        slope=signed_figure(slope, 3),
        value=field_label(each.field),
        mean=figure(float(found.distributions[each.column].mean[each.row]), 1),
    )
    return [_range_line(found, each), line, _worth_line(each)]


def _worth_line(each: Checkable) -> str:
    return tr(
        "worth = mean of max(0, difference if known) − max(0, expected difference) = {worth}",
        worth=figure(each.worth or 0.0, 1),
    )


def _range_line(found: Uncertainty, each: Checkable) -> str:
    """The judged range, and what its triangle amounts to."""
    assert each.estimate is not None
    of_value = found.distributions[each.column]
    return tr(
        "{field} {judged}: a triangle with its peak at the value, a tenth of it below the range and a tenth "
        "above, cut at the ends of the scale; mean {mean}, variance {variance}",
        field=capital(field_label(each.field)),
        judged=estimate_words(each.estimate, with_sign=each.field == "alignment"),
        mean=figure(float(of_value.mean[each.row]), 1),
        variance=figure(float(of_value.variance[each.row]), 1),
    )
