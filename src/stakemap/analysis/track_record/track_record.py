"""The track record: how often ranges held what was later found, and likelihoods against what came about.

Ranges are the 80 % intervals of their analysts, likelihoods the terms of the Intelligence Community
Directive 203.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from stakemap.analysis.balance.intervals import Interval
from stakemap.analysis.scenarios.scenarios import BANDS
from stakemap.model.dates import end_of, start_of
from stakemap.model.document import Likelihood, Outcome, Resolution

#: The share of ranges that should hold what was found.
TARGET = 0.8
#: Below this count nothing is reported: any rate could be chance.
LEAST = 10
#: The normal quantile of a two-sided 95 % interval.
_Z = 1.959964
#: A record is called too narrow or too wide where one at least as far off has a smaller probability.
_UNLIKELY = 0.05

#: The days within which a date is usually judged; who judges it later may know what came of it.
_SOON = 90

G = TypeVar("G")


# --- ranges ------------------------------------------------------------------------------------------------


def miss(resolution: Resolution) -> float:
    """How far what was found lies above the range (negative: below), 0 within it, in points of the scale.

    Without a range, from the value.
    """
    low = resolution.value if resolution.low is None else resolution.low
    high = resolution.value if resolution.high is None else resolution.high
    return resolution.found - min(max(resolution.found, low), high)


def is_hit(resolution: Resolution) -> bool:
    """Whether what was found lies within the range, ends included."""
    return miss(resolution) == 0


def is_hindsight(resolution: Resolution) -> bool:
    """Whether it was judged long after the time for which it was found, so that it may have been known."""
    if resolution.date is None or resolution.judged_on is None:
        return False
    return (start_of(resolution.judged_on) - end_of(resolution.date)).days > _SOON


def interval_score(low: float, high: float, found: float) -> float:
    """The interval score of an 80 % range, in points; the smaller, the better.

    Width plus 2/α = 10 times the distance of what lies outside (Gneiting and Raftery, Strictly Proper Scoring
    Rules, Prediction, and Estimation, Journal of the American Statistical Association 102, 2007).
    """
    penalty = 2 / (1 - TARGET)
    return (high - low) + penalty * max(low - found, 0.0) + penalty * max(found - high, 0.0)


@dataclass(frozen=True, slots=True)
class Score:
    """The mean interval score of so many ranges, and its part that is their mean width."""

    count: int
    mean: float
    width: float


def mean_score(resolutions: Sequence[Resolution]) -> Score | None:
    """The mean interval score of ranges on one scale; None below `LEAST`."""
    ranges = [
        (each.low, each.high, each.found)
        for each in resolutions
        if each.low is not None and each.high is not None
    ]
    if len(ranges) < LEAST:
        return None
    count = len(ranges)
    total = sum(interval_score(*each) for each in ranges)
    return Score(count, total / count, sum(high - low for low, high, _ in ranges) / count)


def wilson(hits: int, count: int) -> Interval:
    """The 95 % interval of a rate (Wilson, Probable Inference, the Law of Succession, and Statistical
    Inference, Journal of the American Statistical Association 22, 1927). Needs a `count` above 0.
    """
    rate, square = hits / count, _Z * _Z
    middle = rate + square / (2 * count)
    reach = _Z * math.sqrt(rate * (1 - rate) / count + square / (4 * count * count))
    divisor = 1 + square / count
    return Interval(max((middle - reach) / divisor, 0.0), min((middle + reach) / divisor, 1.0))


def probability_at_most(hits: int, count: int) -> float:
    """The binomial probability of `hits` or fewer of `count` at a true rate of `TARGET`."""
    return min(math.fsum(_binomial(each, count, TARGET) for each in range(hits + 1)), 1.0)


def _binomial(hits: int, count: int, rate: float) -> float:
    ways = math.lgamma(count + 1) - math.lgamma(hits + 1) - math.lgamma(count - hits + 1)
    return math.exp(ways + hits * math.log(rate) + (count - hits) * math.log1p(-rate))


def chance(count: int) -> tuple[int, int]:
    """The numbers of hits between which nine of ten records of true 80 % ranges lie."""
    below, low, high = 0.0, -1, count
    for hits in range(count + 1):
        below += _binomial(hits, count, TARGET)
        if low < 0 and below > _UNLIKELY:
            low = hits
        if below >= 1 - _UNLIKELY:
            high = hits
            break
    return low, high


@dataclass(frozen=True, slots=True)
class HitRate:
    """How many of `count` ranges held, and the probabilities of so few and of so many if 80 % truly did."""

    count: int
    hits: int
    interval: Interval
    at_most: float
    at_least: float

    @property
    def rate(self) -> float:
        """The share that held, 0 to 1."""
        return self.hits / self.count

    @property
    def verdict(self) -> Literal["narrow", "fits", "wide"]:
        """Whether so few or so many would be unlikely (under 5 %) for true 80 % ranges."""
        if self.at_most < _UNLIKELY:
            return "narrow"
        return "wide" if self.at_least < _UNLIKELY else "fits"


def calibration(counted: Sequence[int], shares: Sequence[float] = (0.1, 0.8, 0.1)) -> float | None:
    """Cooke's calibration (1991): the probability by chance of a record at least as far from the `shares` as
    the counts below, within and above the ranges are; None without counts.

    exp(−N·I) of N counts with the relative information I, which is the chi-squared test with two degrees of
    freedom. 1 is perfect.
    """
    number = sum(counted)
    if not number:
        return None
    parts = [
        count / number * math.log(count / number / share)
        for count, share in zip(counted, shares, strict=True)
        if count
    ]
    return min(1.0, math.exp(-number * math.fsum(parts)))


def calibration_of(resolutions: Iterable[Resolution]) -> float | None:
    """The calibration of those that have a range; None below `LEAST`."""
    misses = [miss(each) for each in resolutions if each.has_range]
    below, above = sum(each < 0 for each in misses), sum(each > 0 for each in misses)
    return calibration((below, len(misses) - below - above, above)) if len(misses) >= LEAST else None


def hit_rate(resolutions: Iterable[Resolution]) -> HitRate | None:
    """The hit rate of those that have a range; None below `LEAST`."""
    held = [is_hit(each) for each in resolutions if each.has_range]
    count, hits = len(held), sum(held)
    if count < LEAST:
        return None
    at_least = 1 - probability_at_most(hits - 1, count) if hits else 1.0
    return HitRate(count, hits, wilson(hits, count), probability_at_most(hits, count), at_least)


def by_group(
    resolutions: Iterable[Resolution], group_of: Callable[[Resolution], G]
) -> Mapping[G, Sequence[Resolution]]:
    """The resolved judgements with a range by what they have in common."""
    groups: dict[G, list[Resolution]] = {}
    for each in resolutions:
        if each.has_range:
            groups.setdefault(group_of(each), []).append(each)
    return groups


# --- scenarios ---------------------------------------------------------------------------------------------


def midpoint(likelihood: Likelihood) -> float:
    """The probability for which a likelihood stands here: the middle of its band, 0 to 1."""
    return sum(BANDS[likelihood]) / 200


@dataclass(frozen=True, slots=True)
class Forecasts:
    """How many of `count` forecasts of one `probability` came about."""

    probability: float
    count: int
    happened: int


@dataclass(frozen=True, slots=True)
class Brier:
    """The Brier score, 0 (perfect) to 1, as reliability − resolution + uncertainty.

    `skill` compares it with always giving the share that came about; None where all or none did.
    """

    count: int
    score: float
    reliability: float
    resolution: float
    uncertainty: float

    @property
    def skill(self) -> float | None:
        """1 − score ÷ uncertainty: 1 is perfect, 0 no better than the base rate."""
        return 1 - self.score / self.uncertainty if self.uncertainty > 0 else None


def brier(groups: Sequence[Forecasts]) -> Brier | None:
    """The Brier score of forecasts with its decomposition (Murphy, A New Vector Partition of the Probability
    Score, Journal of Applied Meteorology 12, 1973); None below `LEAST`.
    """
    count = sum(each.count for each in groups)
    if count < LEAST:
        return None
    base = sum(each.happened for each in groups) / count
    reliability = math.fsum(
        each.count * (each.probability - each.happened / each.count) ** 2 for each in groups
    )
    resolution = math.fsum(each.count * (each.happened / each.count - base) ** 2 for each in groups)
    score = math.fsum(
        each.happened * (1 - each.probability) ** 2 + (each.count - each.happened) * each.probability**2
        for each in groups
    )
    return Brier(count, score / count, reliability / count, resolution / count, base * (1 - base))


def forecasts(outcomes: Iterable[Outcome]) -> Sequence[tuple[Likelihood, Forecasts]]:
    """The outcomes that have a likelihood, by that, least likely first."""
    counted: dict[Likelihood, list[bool]] = {}
    for each in outcomes:
        if each.likelihood is not None:
            counted.setdefault(each.likelihood, []).append(each.happened)
    return [
        (likelihood, Forecasts(midpoint(likelihood), len(counted[likelihood]), sum(counted[likelihood])))
        for likelihood in BANDS
        if likelihood in counted
    ]
