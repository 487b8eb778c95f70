"""The results of a balance that levers turn, by the side that they are on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from stakemap.analysis.balance.balance import TIE, powers, weighted_mean, weighted_median
from stakemap.analysis.balance.counted import FloatArray, Inputs, Quantity, RoleHolder
from stakemap.analysis.balance.sides import DEFAULT_LIMITS, SideLimits, side_of

#: A result that a change may turn: which side leads (see `analysis.balance.verdict.leader`), on which side of
#: 0 the weighted mean or median is, and whether anybody who can block is against.
Target = Literal["verdict", "mean", "median", "blocked"]
TARGETS: tuple[Target, ...] = ("blocked", "verdict", "mean", "median")
#: How far a value goes beyond a limit that does not itself turn the result, in points of the scale.
NUDGE = 1e-6
#: Means and medians nearer to 0 than this are at 0: what is left are errors of rounding.
_NOISE = 1e-11


@dataclass(frozen=True, eq=False)
class Setting:
    """The inputs of a balance with its limits, and what all targets need of them."""

    inputs: Inputs
    limits: SideLimits = DEFAULT_LIMITS

    @property
    def place(self) -> FloatArray:
        """The alignments of the counted actors (−100 … 100)."""
        return self.inputs.alignment.value

    @cached_property
    def weight(self) -> FloatArray:
        """The weights of the counted actors (0 … 100)."""
        return powers(self.inputs)

    @cached_property
    def side(self) -> FloatArray:
        """The sides of the counted actors: 1 for, −1 against, 0 undecided."""
        return sides_of(self.place, self.limits.threshold)

    @cached_property
    def total(self) -> float:
        """The weight of all counted actors."""
        return float(self.weight.sum())

    @cached_property
    def net(self) -> float:
        """The weight for minus the weight against."""
        return float((self.side * self.weight).sum())

    @cached_property
    def products(self) -> float:
        """Σ(weight × alignment), which has the sign of the mean."""
        return float((self.weight * self.place).sum())

    @property
    def margin(self) -> float:
        """The share of the weight (0 … 1) up to which the sides are evenly balanced."""
        return self.limits.margin / 100

    @cached_property
    def blockers(self) -> tuple[RoleHolder, ...]:
        """Who can block."""
        return tuple(holder for holder in self.inputs.roles if holder.role == "can-block")

    @cached_property
    def opposed(self) -> tuple[RoleHolder, ...]:
        """Who can block and is against."""
        return tuple(holder for holder in self.blockers if self.is_against(holder.alignment))

    def is_against(self, alignment: float | None) -> bool:
        """Whether an alignment is on the side against."""
        return side_of(alignment, self.limits.threshold) == "against"

    def result(self, target: Target) -> int | None:
        """The side of a result as it is (see `side_of_result`); of "blocked" −1 if it is, else 0."""
        if target == "blocked":
            return -1 if self.opposed else 0
        return self._results[target]

    @cached_property
    def _results(self) -> dict[Target, int | None]:
        return {
            target: side_of_result(target, self.place, self.weight, self.limits)
            for target in TARGETS
            if target != "blocked"
        }


def sides_of(place: FloatArray, threshold: float) -> FloatArray:
    """The side of each alignment: 1 for, −1 against, 0 undecided."""
    return np.where(np.abs(place) < threshold, 0.0, np.sign(place))


def side_of_result(
    target: Target, place: FloatArray, weight: FloatArray, limits: SideLimits = DEFAULT_LIMITS
) -> int | None:
    """The side of a result: 1 for, −1 against, 0 if the sides are even or the mean or median is at 0.

    None if nothing has weight. Whether anybody blocks needs the roles (see `Setting.result`).
    """
    total = float(weight.sum())
    if total <= 0:
        return None
    if target == "verdict":
        value = float((sides_of(place, limits.threshold) * weight).sum())
        level = (limits.margin / 100 + TIE) * total
    else:
        value = (weighted_mean if target == "mean" else weighted_median)(place, weight) or 0.0
        level = _NOISE
    return 0 if abs(value) <= level else int(math.copysign(1, value))


def half_ranges(quantity: Quantity) -> FloatArray:
    """Half of the width of each range; NaN where there is none or it has no width."""
    half = (quantity.high - quantity.low) / 2
    return np.where(half > 0, half, np.nan)
