"""The balance on an issue: effective power for and against, weighted mean and median, and who can block."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stakemap.analysis.balance.counted import FloatArray, Inputs, LeftOut
from stakemap.analysis.balance.sides import DEFAULT_MARGIN, DEFAULT_THRESHOLD, Side, side_of
from stakemap.values import frozen

#: Most actors that a potential holds by name.
WEIGHTIEST = 3
#: Tolerance for the equality of sums of weights, as a share of the total.
TIE = 1e-12


class KeyActor(NamedTuple):
    """An actor that decides or can block, and the side it is on."""

    actor: str
    side: Side


class Potential(NamedTuple):
    """What those left out could weigh at most on one side; those on the side "unknown" on either.

    `number` is that of those that could weigh anything, `weightiest` has the first of them.
    """

    side: Side
    weight: float
    number: int
    weightiest: tuple[tuple[str, float], ...]


@frozen
class Balance:
    """The balance on one issue at one snapshot; `analysis.balance.verdict` says what it amounts to.

    `support`, `opposition` and `undecided` are sums of effective power (influence × salience ÷ 100, each
    actor at most 100), or of influence if `by_salience` is False since salience was not judged for
    `without_salience`. `mean` and `median` are alignments (−100 … 100), None if no counted actor has weight.
    `counts` are the numbers of counted actors for, against and undecided. `margin` is the difference between
    the sides, in per cent of the counted weight, up to which they are evenly balanced. `power` holds the
    weight of each counted actor, `potential` what those left out could weigh at most, by side; it is empty if
    nobody is left out. The remaining fields
    name the actors left out, by reason (see `Inputs`).
    """

    support: float
    opposition: float
    undecided: float
    mean: float | None
    median: float | None
    counts: tuple[int, int, int]
    threshold: float
    margin: float
    by_salience: bool
    power: tuple[tuple[str, float], ...]
    without_salience: tuple[str, ...]
    unknown: tuple[str, ...]
    without_influence: tuple[str, ...]
    within: tuple[tuple[str, str], ...]
    deciders: tuple[KeyActor, ...]
    blockers: tuple[KeyActor, ...]
    potential: tuple[Potential, ...] = ()
    issue: str = ""

    @property
    def net(self) -> float:
        """Support minus opposition."""
        return self.support - self.opposition

    @property
    def weight(self) -> float:
        """The weight of all counted actors."""
        return self.support + self.opposition + self.undecided

    @property
    def counted(self) -> int:
        """Number of counted actors."""
        return len(self.power)


def weighted_mean(positions: FloatArray, weights: FloatArray) -> float | None:
    """The weighted mean position; None if the weights sum to 0.

    The compromise model (Achen 2006): the outcome of bargaining in which actors' losses count by weight.
    """
    total = float(weights.sum())
    if total <= 0:
        return None
    # Divide weights first, so that the sum cannot overflow.
    mean = float((positions * (weights / total)).sum())
    weighted = positions[weights > 0]
    return min(max(mean, float(weighted.min())), float(weighted.max()))


def weighted_median(positions: FloatArray, weights: FloatArray) -> float | None:
    """The weighted median position, which no majority of weight prefers to leave; None if weights sum to 0.

    The median voter (Black 1948). If exactly half of the weight is reached at a position, every point up to
    the next position is a median, and the midpoint is returned.
    """
    weighted = weights > 0
    if not weighted.any():
        return None
    order = np.argsort(positions[weighted], kind="stable")
    ordered = positions[weighted][order]
    cumulative = np.cumsum(weights[weighted][order])
    half, slack = cumulative[-1] / 2, cumulative[-1] * TIE
    lower = int(np.searchsorted(cumulative, half - slack, side="left"))
    upper = int(np.searchsorted(cumulative, half + slack, side="right"))
    return float((ordered[lower] + ordered[min(upper, len(ordered) - 1)]) / 2)


def weighs_by_salience(inputs: Inputs) -> bool:
    """Whether salience was judged for every counted actor; otherwise weights are influence alone."""
    return bool(inputs.salience.is_judged.all())


def powers(inputs: Inputs) -> FloatArray:
    """The weight of each counted actor, 0 … 100: effective power (Efird, Lester, Wise 2016) or influence."""
    if weighs_by_salience(inputs):
        return inputs.influence.value * inputs.salience.value / 100
    return inputs.influence.value


def _on_sides(alignment: FloatArray, threshold: float) -> dict[Side, npt.NDArray[np.bool_]]:
    """Masks of the actors on each side, as defined by `side_of`; NaN is unknown."""
    unknown = np.isnan(alignment)
    undecided = (np.abs(alignment) < threshold) | (alignment == 0)
    return {
        "for": ~undecided & (alignment > 0),
        "against": ~undecided & (alignment < 0),
        "undecided": undecided,
        "unknown": unknown,
    }


def _potential(left_out: LeftOut, threshold: float) -> tuple[Potential, ...]:
    """What those left out could weigh at most. Computed in each frame of a drag, therefore from arrays."""
    found: list[Potential] = []
    for side, mask in _on_sides(left_out.alignment, threshold).items():
        if mask.any():
            ranked = np.flatnonzero(mask & (left_out.weight > 0))
            first = ranked[:WEIGHTIEST].tolist()
            weightiest = tuple((left_out.actors[index], float(left_out.weight[index])) for index in first)
            found.append(Potential(side, float(left_out.weight[mask].sum()), len(ranked), weightiest))
    return tuple(found)


def balance(inputs: Inputs, threshold: float = DEFAULT_THRESHOLD, margin: float = DEFAULT_MARGIN) -> Balance:
    """Compute the balance.

    Actors with an absolute alignment below `threshold` (0 … 100) are undecided; the sides are evenly balanced
    if they differ by at most `margin` per cent of the weight.
    """
    weights = powers(inputs)
    alignment = inputs.alignment.value
    sides = _on_sides(alignment, threshold)
    voices = {
        role: tuple(
            KeyActor(holder.actor, side_of(holder.alignment, threshold))
            for holder in inputs.roles
            if holder.role == role
        )
        for role in ("decides", "can-block")
    }
    judged = inputs.salience.is_judged
    return Balance(
        support=float(weights[sides["for"]].sum()),
        opposition=float(weights[sides["against"]].sum()),
        undecided=float(weights[sides["undecided"]].sum()),
        mean=weighted_mean(alignment, weights),
        median=weighted_median(alignment, weights),
        counts=(int(sides["for"].sum()), int(sides["against"].sum()), int(sides["undecided"].sum())),
        threshold=threshold,
        margin=margin,
        by_salience=bool(judged.all()),
        power=tuple(zip(inputs.actors, weights.tolist(), strict=True)),
        without_salience=tuple(
            actor for actor, has in zip(inputs.actors, judged.tolist(), strict=True) if not has
        ),
        unknown=inputs.unknown,
        without_influence=inputs.without_influence,
        within=inputs.within,
        deciders=voices["decides"],
        blockers=voices["can-block"],
        potential=_potential(inputs.left_out, threshold),
        issue=inputs.issue,
    )
