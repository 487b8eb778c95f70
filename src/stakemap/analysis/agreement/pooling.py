"""Several analysts' estimates of one quantity, made one: linear opinion pool, median, or mean of quantiles.

A linear pool (Stone 1961) is the mean of the analysts' distributions, which is as wide as they disagree. The
mean of their quantiles (Lichtendahl, Grushka-Cockayne and Winkler 2013) has the same mean and is narrower.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import fsum
from typing import NamedTuple

import numpy as np

from stakemap.analysis.balance.balance import weighted_median
from stakemap.analysis.balance.counted import FloatArray, Quantity
from stakemap.analysis.balance.intervals import TAIL, Triangle, triangle
from stakemap.model.judgements import Estimate, PoolMethod

_BISECTIONS = 60
#: Shares of weight that differ by less are the same.
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Pool:
    """A pooled value with its 10th and 90th percentile, in the unit of the estimates, and their number.

    `low` and `high` are None where no estimate has a range and all have the same value.
    """

    value: float
    low: float | None
    high: float | None
    method: PoolMethod
    count: int


def pools(
    rows: Sequence[Sequence[Estimate]],
    method: PoolMethod = "linear",
    weights: Sequence[Sequence[float]] | None = None,
) -> list[Pool | None]:
    """Pool each row of estimates, all on one scale, with equal weights unless others are given; None for a
    row without any.

    An estimate with a range is a triangular distribution, as in simulations; one without is certain. The
    value is the mean of the values, or their median. Raises ValueError for weights that are not as many, are
    negative or infinite, or are all 0.
    """
    given = [[1.0] * len(row) for row in rows] if weights is None else weights
    weighed = [_weighed(row, each) for row, each in zip(rows, given, strict=True)]
    wanted = [place for place, row in enumerate(weighed) if not _are_same(row)]
    spans: dict[int, tuple[float, float]] = {}
    if method == "linear" and wanted:
        spans = dict(zip(wanted, _mixture_spans([weighed[place] for place in wanted]), strict=True))
    return [
        _pool(row, method, spans.get(place), len(rows[place])) if row else None
        for place, row in enumerate(weighed)
    ]


class _Weighed(NamedTuple):
    """An estimate as three numbers, and its weight."""

    value: float
    low: float
    high: float
    has_range: bool
    weight: float
    scale: tuple[float, float]


def _weighed(estimates: Sequence[Estimate], weights: Sequence[float]) -> list[_Weighed]:
    """The estimates that have weight, in an order that does not depend on the one in which they came."""
    if len(estimates) != len(weights):
        raise ValueError("there are not as many weights as estimates")
    total = fsum(weights)
    if estimates and (min(weights) < 0 or not 0 < total < np.inf):
        raise ValueError("weights are at least 0, and not all 0")
    found = []
    for estimate, weight in zip(estimates, weights, strict=True):
        if weight:
            value = estimate.value
            low, high = estimate.low, estimate.high
            ends = (value, value) if low is None or high is None else (low, high)
            found.append(_Weighed(value, *ends, low is not None, weight, estimate.scale))
    return sorted(found)


def _are_same(row: Sequence[_Weighed]) -> bool:
    return len({(each.value, each.low, each.high) for each in row}) < 2


def _pool(row: Sequence[_Weighed], method: PoolMethod, span: tuple[float, float] | None, count: int) -> Pool:
    if _are_same(row):
        value, low, high = row[0].value, row[0].low, row[0].high
    else:
        middle = _median if method == "median" else _mean
        weights = [each.weight for each in row]
        value = middle([each.value for each in row], weights)
        low, high = span or (
            middle([each.low for each in row], weights),
            middle([each.high for each in row], weights),
        )
    # Where a few are far from all others, their mean is outside of what most hold plausible.
    low, high = min(low, value), max(high, value)
    if low == high and not any(each.has_range for each in row):
        return Pool(value, None, None, method, count)
    return Pool(value, low, high, method, count)


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    mean = fsum(value * weight for value, weight in zip(values, weights, strict=True)) / fsum(weights)
    return min(max(mean, min(values)), max(values))


def _median(values: Sequence[float], weights: Sequence[float]) -> float:
    median = weighted_median(np.array(values), np.array(weights))
    assert median is not None
    return median


def _mixture_spans(rows: Sequence[Sequence[_Weighed]]) -> list[tuple[float, float]]:
    """The 10th and 90th percentiles of the mean of the distributions of each row."""
    width = max(map(len, rows))
    shape = (len(rows), width)
    value, low, high, weight = (np.zeros(shape) for _ in range(4))
    for place, row in enumerate(rows):
        # What is only there to fill a row has no weight.
        filled = [*row, *[row[0]._replace(weight=0.0)] * (width - len(row))]
        value[place] = [each.value for each in filled]
        low[place], high[place] = [each.low for each in filled], [each.high for each in filled]
        weight[place] = [each.weight for each in filled]
    weight /= weight.sum(axis=1, keepdims=True)
    triangles = triangle(Quantity(value, low, high, rows[0][0].scale))
    start, end = (
        np.maximum(triangles.start, triangles.scale[0]),
        np.minimum(triangles.end, triangles.scale[1]),
    )
    between = start.min(axis=1), end.max(axis=1)
    below = quantile_between(lambda place: _below(triangles, weight, place), TAIL, *between)
    # From above, so that a mirrored scale gives mirrored percentiles where distributions have steps.
    above = -quantile_between(
        lambda place: 1 - _below(triangles, weight, -place, strictly=True), TAIL, -between[1], -between[0]
    )
    return list(zip(below.tolist(), above.tolist(), strict=True))


def _below(shapes: Triangle, weight: FloatArray, place: FloatArray, *, strictly: bool = False) -> FloatArray:
    """The probability of at most `place` (or, `strictly`, of less) in the mixture of each row."""
    at = place[:, None]
    low, high = shapes.scale
    with np.errstate(invalid="ignore", divide="ignore"):
        risen = np.clip(at - shapes.start, 0.0, None) ** 2 / shapes.rise
        fallen = 1 - np.clip(shapes.end - at, 0.0, None) ** 2 / shapes.fall
    share = np.where(at < shapes.mode, risen, fallen)
    certain = (shapes.rise <= 0) | (shapes.fall <= 0)
    share = np.where(certain, shapes.mode < at if strictly else shapes.mode <= at, share)
    # What lies beyond the scale is at its ends.
    share = np.where(at <= low if strictly else at < low, 0.0, share)
    share = np.where(at > high if strictly else at >= high, 1.0, share)
    result: FloatArray = (share * weight).sum(axis=1)
    return result


def quantile_between(
    below: Callable[[FloatArray], FloatArray], share: float, least: FloatArray, most: FloatArray
) -> FloatArray:
    """The least places between `least` and `most` up to which a `share` of each distribution lies.

    `below` gives the probability of at most each place, which never falls.
    """
    least, most = least.copy(), most.copy()
    reached = below(least) >= share - _SLACK
    most = np.where(reached, least, most)
    for _ in range(_BISECTIONS):
        middle = (least + most) / 2
        enough = below(middle) >= share - _SLACK
        most = np.where(enough, middle, most)
        least = np.where(enough, least, middle)
    return most
