"""How uncertain a sum over actors is, which of its inputs that comes from, and what knowing one is worth.

First-order indices (Sobol' 1993) and the value of information (Raiffa and Schlaifer 1961; for single inputs
Strong, Oakley and Brennan 2014). They are exact for sums over independent actors, such as the difference
between the sides; for anything else, such as the median, they are estimated from draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import mul
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stakemap.analysis.balance.counted import FloatArray
from stakemap.analysis.balance.intervals import Triangle

#: Bins of an input of an estimated share.
BINS = 20
#: Nodes on either side of a mode: exact for polynomials to the degree 31.
_NODES = 16


class Distribution(NamedTuple):
    """Values of each actor's quantity and their probabilities, which sum to 1; of shape (actors, values)."""

    values: FloatArray
    chances: FloatArray

    @property
    def mean(self) -> FloatArray:
        """The expectation, by actor."""
        result: FloatArray = (self.values * self.chances).sum(axis=1)
        return result

    @property
    def variance(self) -> FloatArray:
        """The variance, by actor; exactly 0 where there is one value."""
        result: FloatArray = ((self.values - self.mean[:, None]) ** 2 * self.chances).sum(axis=1)
        return result


@cache
def _quadrature() -> tuple[FloatArray, FloatArray]:
    """Nodes and weights of Gauss and Legendre on the unit interval."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return (nodes + 1) / 2, weights / 2


def _is_certain(shape: Triangle) -> npt.NDArray[np.bool_]:
    # Ranges next to nothing have a width whose square is 0.
    certain: npt.NDArray[np.bool_] = (shape.rise <= 0) | (shape.fall <= 0)
    return certain


def distribution(shape: Triangle) -> Distribution:
    """Triangles as nodes of a quadrature that is exact for moments, with what lies beyond the scale at its
    ends, as `Triangle.at` clips it.
    """
    low, high = shape.scale
    start, end = np.maximum(shape.start, low), np.minimum(shape.end, high)
    certain = _is_certain(shape)
    rise, fall = np.where(certain, 1.0, shape.rise), np.where(certain, 1.0, shape.fall)
    nodes, weights = _quadrature()
    before, after = (shape.mode - start)[:, None], (end - shape.mode)[:, None]
    rising, falling = start[:, None] + before * nodes, shape.mode[:, None] + after * nodes
    values = np.column_stack([start, rising, falling, end])
    chances = np.column_stack(
        [
            (start - shape.start) ** 2 / rise,
            weights * before * 2 * (rising - shape.start[:, None]) / rise[:, None],
            weights * after * 2 * (shape.end[:, None] - falling) / fall[:, None],
            (shape.end - end) ** 2 / fall,
        ]
    )
    values[certain], chances[certain] = shape.mode[certain, None], 0.0
    chances[certain, 0] = 1.0
    return Distribution(values, chances / chances.sum(axis=1, keepdims=True))


def side_distribution(shape: Triangle, threshold: float) -> Distribution:
    """The side of each alignment: −1 against, 0 undecided, 1 for; undecided are those below `threshold` in
    absolute value, and 0 itself.
    """
    beyond = _is_certain(shape)
    against, supporting = _below(shape, -threshold), 1 - _below(shape, threshold)
    undecided = (np.abs(shape.mode) < threshold) | (shape.mode == 0)
    against[beyond] = (~undecided & (shape.mode < 0))[beyond]
    supporting[beyond] = (~undecided & (shape.mode > 0))[beyond]
    middle = np.maximum(1 - against - supporting, 0.0)
    chances = np.column_stack([against, middle, supporting])
    return Distribution(np.broadcast_to(np.array([-1.0, 0.0, 1.0]), chances.shape), chances)


def _below(shape: Triangle, place: float) -> FloatArray:
    """The probability of a value below `place`, which lies within the scale."""
    with np.errstate(invalid="ignore", divide="ignore"):
        risen = np.clip(place - shape.start, 0.0, None) ** 2 / shape.rise
        fallen = 1 - np.clip(shape.end - place, 0.0, None) ** 2 / shape.fall
    below: FloatArray = np.where(place < shape.mode, risen, fallen)
    return below


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """The shares of a variance: `first` of each input (shape: actors, inputs), which it has by itself, and
    `together` of the inputs of one actor acting on each other (by actor). All sum to 1.
    """

    variance: float
    first: FloatArray
    together: FloatArray


def shares_of_products(factors: Sequence[Distribution]) -> Shares | None:
    """The shares of the variance of a sum over actors of the product of independent `factors`.

    The first-order index of a factor is its variance times the squares of the means of the others; None if
    nothing varies.
    """
    means, variances = [factor.mean for factor in factors], [factor.variance for factor in factors]
    first = np.column_stack(
        [
            reduce(mul, (variance if place == other else means[other] ** 2 for other in range(len(factors))))
            for place, variance in enumerate(variances)
        ]
    )
    squares = [mean**2 for mean in means]
    of_actor = reduce(mul, [square + variance for square, variance in zip(squares, variances, strict=True)])
    together = np.maximum(of_actor - reduce(mul, squares) - first.sum(axis=1), 0.0)
    total = float(first.sum() + together.sum())
    if total <= 0:
        return None
    return Shares(total, first / total, together / total)


def value_of_information(values: FloatArray, chances: FloatArray) -> FloatArray:
    """What knowing the value beforehand is worth to somebody who gains it by acting and nothing otherwise:
    E max(0, Y) − max(0, E Y), along the last axis; in the unit of the values.
    """
    expected = (values * chances).sum(axis=-1, keepdims=True)
    # The same as the difference, without losing it to rounding: what lies on the other side of 0.
    other = np.maximum(0.0, np.where(expected > 0, -values, values))
    worth: FloatArray = (other * chances).sum(axis=-1)
    return worth


class BinnedShares:
    """First-order indices of independent inputs of any result, estimated from draws that come in chunks.

    The correlation ratio (Pearson 1905) of the result over `bins` equal bins of each input's cumulative
    probability, without the bias that chance gives it (Kelley 1935). Its noise is about (bins − 1) ÷ draws.
    """

    def __init__(self, inputs: int, bins: int = BINS) -> None:
        self._bins = bins
        self._offsets = np.arange(inputs, dtype=np.int64) * bins
        self._counts = np.zeros(inputs * bins)
        self._sums = np.zeros(inputs * bins)
        self._number, self._sum, self._squares = 0, 0.0, 0.0

    def add(self, uniform: FloatArray, results: FloatArray) -> None:
        """Add draws: cumulative probabilities of shape (draws, inputs), and results (draws)."""
        known = ~np.isnan(results)
        if not known.all():
            uniform, results = uniform[known], results[known]
        places = (uniform * self._bins).astype(np.int64)
        np.minimum(places, self._bins - 1, out=places)
        places += self._offsets
        flat = places.ravel()
        self._counts += np.bincount(flat, minlength=len(self._counts))
        weights = np.repeat(results, len(self._offsets))
        self._sums += np.bincount(flat, weights=weights, minlength=len(self._sums))
        self._number += len(results)
        self._sum += float(results.sum())
        self._squares += float((results**2).sum())

    @property
    def shares(self) -> FloatArray | None:
        """The index of each input, 0 … 1; None if the result does not vary or there are too few draws."""
        number, bins = self._number, self._bins
        if number <= bins:
            return None
        mean = self._sum / number
        total = self._squares - number * mean**2
        if total <= 1e-9 * max(self._squares, 1.0):
            return None
        counts, sums = self._counts.reshape(-1, bins), self._sums.reshape(-1, bins)
        with np.errstate(invalid="ignore", divide="ignore"):
            between = np.where(counts > 0, (sums - counts * mean) ** 2 / counts, 0.0).sum(axis=1)
        ratio = 1 - (number - 1) / (number - bins) * (1 - between / total)
        shares: FloatArray = np.clip(ratio, 0.0, 1.0)
        return shares
