"""Intervals of a balance by Monte Carlo simulation from the ranges of judgements, seeded and in chunks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stakemap.analysis.balance.balance import TIE, weighs_by_salience
from stakemap.analysis.balance.counted import ALIGNMENT_SCALE, FloatArray, Inputs, Quantity
from stakemap.analysis.balance.sides import DEFAULT_THRESHOLD
from stakemap.values import frozen

DRAWS = 2_000
SEED = 1948
#: Cells (draws × actors) of one chunk: some milliseconds of work, which limits the delay of cancellation.
#: NumPy releases the interpreter lock within each array operation and waits for it afterwards, so that few
#: operations are better while other threads run. Another value changes the order of the draws of a seed.
CHUNK_CELLS = 200_000
#: Probability below and above a range, which spans the 10th to the 90th percentile.
TAIL = 0.1
_BISECTIONS = 52
#: The smallest positive alignment.
_LEAST = float(np.finfo(np.float64).smallest_subnormal)


@frozen
class Interval:
    """The 10th to the 90th percentile of the draws."""

    low: float
    high: float


@frozen
class Intervals:
    """Intervals of each result of a `Balance`, in the same units.

    Each value of each actor is drawn independently. An interval need not contain the balance's own value: if
    many actors are just on one side of a threshold, most draws put some of them on the other.
    """

    support: Interval
    opposition: Interval
    undecided: Interval
    net: Interval
    mean: Interval
    median: Interval
    draws: int
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class Triangle:
    """Triangular distributions, one per actor: `start` and `end` may lie beyond the scale (see `triangle`).

    `share` is the probability below the mode; `rise` and `fall` are factors in the inverse distribution
    function, start + √(u·rise) and end − √((1−u)·fall).
    """

    start: FloatArray
    mode: FloatArray
    end: FloatArray
    share: FloatArray
    rise: FloatArray
    fall: FloatArray
    scale: tuple[float, float]

    def at(self, uniform: FloatArray) -> FloatArray:
        """Quantiles for `uniform` (0 … 1; last axis: actors), clipped to the scale."""
        # Distances from start and end, both limited at the mode: one of the two always reaches the mode
        # exactly, which avoids choosing a branch for each value.
        risen = np.minimum(uniform, self.share)
        np.sqrt(np.multiply(risen, self.rise, out=risen), out=risen)
        fallen = np.subtract(1.0, np.maximum(uniform, self.share))
        np.sqrt(np.multiply(fallen, self.fall, out=fallen), out=fallen)
        drawn = np.subtract(risen, fallen, out=risen)
        drawn += self.start + (self.end - self.mode)
        return np.clip(drawn, *self.scale, out=drawn)


def _tail_distance(share: FloatArray) -> FloatArray:
    """Distance of the mode from the outer percentile, on the side with `share` of a triangle of width 1."""
    return share - np.sqrt(TAIL * share)


def triangle(quantity: Quantity) -> Triangle:
    """The triangular distributions whose mode is the value and whose 10th and 90th percentile are the range.

    With m the probability below the mode and W the width, the mode lies W·(m − √(m/10)) above the 10th
    percentile and W·(1−m − √((1−m)/10)) below the 90th. Their ratio grows with m from 0 at m = 1/10 (the
    value is the low end of its range) to ∞ at 9/10, so m is found by bisection and W follows: every range has
    exactly one such triangle. Draws beyond a scale are clipped to it; since a range lies within its scale,
    that does not change its percentiles. An empty range (low = high) always gives its value.
    """
    below, above = quantity.value - quantity.low, quantity.high - quantity.value
    least, most = np.full_like(below, TAIL), np.full_like(below, 1 - TAIL)
    for _ in range(_BISECTIONS):
        middle = (least + most) / 2
        too_low = _tail_distance(middle) * above < _tail_distance(1 - middle) * below
        least = np.where(too_low, middle, least)
        most = np.where(too_low, most, middle)
    share = (least + most) / 2
    width = (below + above) / (_tail_distance(share) + _tail_distance(1 - share))
    # A triangle reaches beyond its percentiles; for ranges next to nothing the products are rounded to less.
    before, after = np.maximum(width * share, below), np.maximum(width * (1 - share), above)
    return Triangle(
        start=quantity.value - before,
        mode=quantity.value,
        end=quantity.value + after,
        share=share,
        rise=width * before,
        fall=width * after,
        scale=quantity.scale,
    )


def missing_ranges(inputs: Inputs) -> tuple[str, ...]:
    """The counted actors that lack a range for a value the balance uses; intervals need all ranges."""
    complete = inputs.alignment.has_range & inputs.influence.has_range
    if weighs_by_salience(inputs):
        complete &= inputs.salience.has_range
    return tuple(actor for actor, has in zip(inputs.actors, complete.tolist(), strict=True) if not has)


class Simulated(NamedTuple):
    """A chunk of draws: the cumulative probabilities behind each drawn value, of shape (quantities, draws,
    actors), and the results of each draw, with rows of support, opposition, undecided, mean and median.
    """

    uniform: FloatArray
    results: FloatArray


def drawn_quantities(inputs: Inputs) -> tuple[Quantity, ...]:
    """The quantities that the balance uses, in the order in which they are drawn: alignment, influence and,
    if actors weigh by it, salience.
    """
    quantities = (inputs.alignment, inputs.influence)
    return (*quantities, inputs.salience) if weighs_by_salience(inputs) else quantities


def simulation(
    inputs: Inputs, threshold: float = DEFAULT_THRESHOLD, *, draws: int = DRAWS, seed: int = SEED
) -> Iterator[Simulated] | None:
    """The draws behind the intervals, in chunks; the same inputs and seed give the same draws on any machine.

    None if no actor is counted or has weight, or if ranges are missing.
    """
    if not inputs.actors or missing_ranges(inputs):
        return None
    quantities = drawn_quantities(inputs)
    if not np.prod([quantity.high for quantity in quantities[1:]], axis=0).any():
        return None
    return _chunks([triangle(quantity) for quantity in quantities], threshold, draws, seed)


def _chunks(triangles: list[Triangle], threshold: float, draws: int, seed: int) -> Iterator[Simulated]:
    actors = len(triangles[0].mode)
    rows = max(1, CHUNK_CELLS // actors)
    generator = np.random.default_rng(seed)
    for first in range(0, draws, rows):
        uniform = generator.random((len(triangles), min(rows, draws - first), actors))
        drawn = [shape.at(each) for shape, each in zip(triangles, uniform, strict=True)]
        weights = drawn[1] * drawn[2] / 100 if len(drawn) > 2 else drawn[1]
        yield Simulated(uniform, _results(drawn[0], weights, threshold))


def intervals(
    inputs: Inputs,
    threshold: float = DEFAULT_THRESHOLD,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    cancelled: Callable[[], bool] | None = None,
) -> Intervals | None:
    """Compute the intervals from the draws of `simulation`; None if there are none, or if `cancelled`, which
    is called after each chunk, returns True. Thread-safe.
    """
    chunks = simulation(inputs, threshold, draws=draws, seed=seed)
    if chunks is None:
        return None
    results: list[FloatArray] = []
    for chunk in chunks:
        if cancelled is not None and cancelled():
            return None
        results.append(chunk.results)
    return _summary(np.concatenate(results, axis=1), draws, seed)


def _results(alignment: FloatArray, weights: FloatArray, threshold: float) -> FloatArray:
    """Rows of support, opposition, undecided, mean and median from arrays of shape (draws, actors)."""
    total = weights.sum(axis=1)
    undecided = (np.abs(alignment) < threshold) | (alignment == 0)
    neutral = (weights * undecided).sum(axis=1)
    support = (weights * (alignment >= max(threshold, _LEAST))).sum(axis=1)
    with np.errstate(invalid="ignore"):
        mean = (alignment * weights).sum(axis=1) / total
    # Flat indices, which take a third of the time of indexing by row.
    rows = np.arange(len(alignment)) * alignment.shape[1]
    order = sorted_order(alignment) + rows[:, None]
    cumulative = weights.ravel()[order].cumsum(axis=1)
    # As in `weighted_median`: if exactly half of the weight is reached at an actor, the midpoint to the next.
    half, slack = cumulative[:, -1:] / 2, cumulative[:, -1:] * TIE
    lower = (cumulative < half - slack).sum(axis=1)
    upper = np.minimum((cumulative <= half + slack).sum(axis=1), alignment.shape[1] - 1)
    flat = order.ravel()
    around = alignment.ravel()[flat[rows + lower]] + alignment.ravel()[flat[rows + upper]]
    median = np.where(total > 0, around / 2, np.nan)
    return np.stack([support, total - support - neutral, neutral, mean, median])


def sorted_order(alignment: FloatArray) -> npt.NDArray[np.intp]:
    """`argsort` of each row in half the time, by sorting integers with the value in their upper bits and the
    index in their lower ones. Values closer than 10⁻⁹ may be swapped, which affects no result.
    """
    bits = alignment.shape[1].bit_length()
    low, high = ALIGNMENT_SCALE
    keys: npt.NDArray[np.intp] = ((alignment - low) * (2.0 ** (62 - bits) / (high - low))).astype(np.intp)
    keys <<= bits
    keys |= np.arange(alignment.shape[1])
    keys.sort(axis=1)
    keys &= (1 << bits) - 1
    return keys


def quantile(ordered: FloatArray, share: float) -> float:
    """The quantile `share` of sorted values, linearly interpolated.

    numpy.quantile would import masked arrays, which slows down the start of the app.
    """
    if not len(ordered):
        return float("nan")
    place = share * (len(ordered) - 1)
    before = min(int(place), len(ordered) - 2) if len(ordered) > 1 else 0
    low, high = float(ordered[before]), float(ordered[min(before + 1, len(ordered) - 1)])
    part = place - before
    return low + (high - low) * part if part < 0.5 else high - (high - low) * (1 - part)


def _summary(results: FloatArray, draws: int, seed: int) -> Intervals:
    support, opposition, undecided, mean, median = results

    def spread(values: FloatArray) -> Interval:
        known = np.sort(values[~np.isnan(values)])
        return Interval(quantile(known, TAIL), quantile(known, 1 - TAIL))

    return Intervals(
        support=spread(support),
        opposition=spread(np.maximum(opposition, 0.0)),
        undecided=spread(undecided),
        net=spread(support - opposition),
        mean=spread(mean),
        median=spread(median),
        draws=draws,
        seed=seed,
    )
