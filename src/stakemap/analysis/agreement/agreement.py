"""How far analysts agree: van der Eijk’s A, spread, outlier, rival readings, intraclass correlations."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import fsum
from typing import ClassVar, NamedTuple

import numpy as np

from stakemap.analysis.agreement.pooling import Pool
from stakemap.analysis.balance.counted import FloatArray
from stakemap.model.judgements import Estimate

#: Equal parts of a scale in which values are counted for their agreement.
PARTS = 5
#: How far around a value without a range others may be, as a share of the scale.
_MARGIN = 0.05


class Strength(Estimate):
    """The strength of a relation, −3 (hostile) to 3 (friendly), which is judged in whole steps."""

    scale: ClassVar[tuple[float, float]] = (-3.0, 3.0)


class Sides(NamedTuple):
    """The places of estimates above, below and at the middle of their scale."""

    above: tuple[int, ...]
    below: tuple[int, ...]
    middle: tuple[int, ...]


class Correlations(NamedTuple):
    """Intraclass correlations of single ratings (Shrout and Fleiss 1979): of raters that differ by subject,
    of a sample of raters, and of just these raters.
    """

    one: float
    two: float
    three: float


def agreement(counted: Sequence[int]) -> float | None:
    """The agreement A of van der Eijk (2001) on an ordered scale: 1 if all are in one category, 0 if evenly
    spread, −1 if half is at either end. `counted` has the number in each category; None if there are none.

    The counts are taken apart into layers, each with as many in each category that it occupies.
    """
    remaining, total = list(counted), sum(counted)
    if not total:
        return None
    parts = []
    while any(remaining):
        pattern = [count > 0 for count in remaining]
        least = min(count for count in remaining if count)
        parts.append(_agreement_of_pattern(pattern) * least * sum(pattern) / total)
        remaining = [count - least if count else 0 for count in remaining]
    return min(max(fsum(parts), -1.0), 1.0)


def _agreement_of_pattern(pattern: Sequence[bool]) -> float:
    """U · (1 − (S − 1)/(K − 1)) for S of K categories, with the unimodality U by triples of categories."""
    size, occupied = len(pattern), sum(pattern)
    if occupied in (1, size):
        return 1.0 if occupied == 1 else 0.0
    single, double = 0, 0
    for triple in combinations(pattern, 3):
        single += triple in ((True, True, False), (False, True, True))
        double += triple == (True, False, True)
    unimodality = ((size - 2) * single - (size - 1) * double) / ((size - 2) * (single + double))
    return unimodality * (1 - (occupied - 1) / (size - 1))


def counts(values: Sequence[float], scale: tuple[float, float], parts: int = PARTS) -> tuple[int, ...]:
    """How many values are in each of as many equal parts of a scale, lowest first.

    A value on a border is in the part that is nearer to the middle.
    """
    low, high = scale
    found = [0] * parts
    for value in values:
        place = (value - low) / (high - low) * parts
        index = int(place) if place <= parts / 2 else int(np.ceil(place)) - 1
        found[min(max(index, 0), parts - 1)] += 1
    return tuple(found)


def agreement_of_values(estimates: Sequence[Estimate]) -> float | None:
    """Van der Eijk's A of values over five equal parts of their scale, of strengths over their seven steps;
    None if there are none.
    """
    if not estimates:
        return None
    values, (low, high) = [each.value for each in estimates], estimates[0].scale
    if isinstance(estimates[0], Strength):
        return agreement(counts(values, (low - 0.5, high + 0.5), int(high - low) + 1))
    return agreement(counts(values, (low, high)))


def spread(values: Sequence[float]) -> float:
    """How far the highest value is above the lowest; 0 for fewer than two."""
    return max(values) - min(values) if values else 0.0


def plausible(estimate: Estimate) -> tuple[float, float]:
    """The range within which another value is compatible: 5 % of the scale around a value without one, and
    half a step around a strength.
    """
    if estimate.low is not None and estimate.high is not None:
        return estimate.low, estimate.high
    is_whole = isinstance(estimate, Strength)
    margin = 0.5 if is_whole else (estimate.scale[1] - estimate.scale[0]) * _MARGIN
    return estimate.value - margin, estimate.value + margin


def are_compatible(estimates: Sequence[Estimate]) -> bool:
    """Whether some value is plausible to all: any two ranges overlap or touch."""
    ranges = [plausible(each) for each in estimates]
    return not ranges or max(low for low, _ in ranges) <= min(high for _, high in ranges)


def sides_of_scale(estimates: Sequence[Estimate], threshold: float = 0.0) -> Sides:
    """The places of the estimates above, below and at the middle of their scale, within `threshold` of it."""
    above: list[int] = []
    below: list[int] = []
    between: list[int] = []
    for place, estimate in enumerate(estimates):
        beyond = estimate.value - fsum(estimate.scale) / 2
        side = between if beyond == 0 or abs(beyond) < threshold else above if beyond > 0 else below
        side.append(place)
    return Sides(tuple(above), tuple(below), tuple(between))


def are_rivals(estimates: Sequence[Estimate], threshold: float = 0.0) -> bool:
    """Whether some estimates above the middle of their scale and some below it exclude each other.

    Such readings are not to be averaged: nobody holds what is between them.
    """
    above, below, _ = sides_of_scale(estimates, threshold)
    if not above or not below:
        return False
    highest = max(plausible(estimates[place])[0] for place in above)
    lowest = min(plausible(estimates[place])[1] for place in below)
    return highest > lowest


def outlier_candidate(estimates: Sequence[Estimate]) -> int | None:
    """The place of the estimate that is farthest from the mean of the others; None if two are as far, if all
    are compatible, or for fewer than three.
    """
    number = len(estimates)
    if number < 3 or are_compatible(estimates):
        return None
    total = fsum(each.value for each in estimates)
    distances = [abs(each.value - (total - each.value) / (number - 1)) for each in estimates]
    farthest = max(distances)
    if sum(distance >= farthest - 1e-9 for distance in distances) > 1:
        return None
    return distances.index(farthest)


def is_beyond(estimate: Estimate, others: Pool | None) -> bool:
    """Whether the range of an estimate excludes that of the pool of the others."""
    if others is None:
        return False
    span = type(estimate)(value=others.value, low=others.low, high=others.high)
    return not are_compatible((estimate, span))


def correlations(ratings: FloatArray) -> Correlations | None:
    """ICC(1,1), ICC(2,1) and ICC(3,1) of ratings of shape (subjects, raters), without gaps; None for fewer
    than two of either, or where nothing differs.
    """
    subjects, raters = ratings.shape
    if subjects < 2 or raters < 2:
        return None
    mean = ratings.mean()
    between = raters * ((ratings.mean(axis=1) - mean) ** 2).sum()
    of_raters = subjects * ((ratings.mean(axis=0) - mean) ** 2).sum()
    within = max(float(((ratings - mean) ** 2).sum() - between), 0.0)
    rest = max(within - float(of_raters), 0.0)
    by_subject, inside = between / (subjects - 1), within / (subjects * (raters - 1))
    by_rater, error = of_raters / (raters - 1), rest / ((subjects - 1) * (raters - 1))
    denominators = (
        by_subject + (raters - 1) * inside,
        by_subject + (raters - 1) * error + raters * (by_rater - error) / subjects,
        by_subject + (raters - 1) * error,
    )
    if min(denominators) <= 1e-12:
        return None
    numerators = (by_subject - inside, by_subject - error, by_subject - error)
    return Correlations(*(float(top / bottom) for top, bottom in zip(numerators, denominators, strict=True)))
