"""The balance on an issue: effective power for and against, weighted mean and median, and who can block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from stakemap.analysis.counted import FloatArray, Inputs

__all__ = [
    "DEFAULT_THRESHOLD",
    "Balance",
    "Side",
    "Verdict",
    "Voice",
    "balance",
    "powers",
    "side_of",
    "weighs_by_salience",
    "weighted_mean",
    "weighted_median",
]

#: An actor whose absolute alignment (0 … 100) is below this is undecided.
DEFAULT_THRESHOLD = 5.0
#: Tolerance for the equality of sums of weights, as a share of the total.
TIE = 1e-12

Side = Literal["for", "against", "undecided", "unknown"]
Verdict = Literal["for", "against", "even", "blocked", "nothing"]


class Voice(NamedTuple):
    """An actor that decides or can block, and the side it is on."""

    actor: str
    side: Side


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance on one issue at one snapshot.

    `support`, `opposition` and `undecided` are sums of effective power (influence × salience ÷ 100, each
    actor at most 100), or of influence if `by_salience` is False since salience was not judged for
    `without_salience`. `mean` and `median` are alignments (−100 … 100), None if no counted actor has weight.
    `power` holds the weight of each counted actor. The remaining fields name the actors left out, by reason
    (see `Inputs`).
    """

    support: float
    opposition: float
    undecided: float
    mean: float | None
    median: float | None
    verdict: Verdict
    threshold: float
    by_salience: bool
    power: tuple[tuple[str, float], ...]
    without_salience: tuple[str, ...]
    unknown: tuple[str, ...]
    without_influence: tuple[str, ...]
    within: tuple[tuple[str, str], ...]
    deciders: tuple[Voice, ...]
    blockers: tuple[Voice, ...]

    @property
    def net(self) -> float:
        """Support minus opposition."""
        return self.support - self.opposition

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


def side_of(alignment: float | None, threshold: float = DEFAULT_THRESHOLD) -> Side:
    """The side of an alignment (−100 … 100); 0 is undecided at any threshold."""
    if alignment is None:
        return "unknown"
    if alignment == 0 or abs(alignment) < threshold:
        return "undecided"
    return "for" if alignment > 0 else "against"


def weighs_by_salience(inputs: Inputs) -> bool:
    """Whether salience was judged for every counted actor; otherwise weights are influence alone."""
    return bool(inputs.salience.is_judged.all())


def powers(inputs: Inputs) -> FloatArray:
    """The weight of each counted actor, 0 … 100: effective power (Efird, Lester, Wise 2016) or influence."""
    if weighs_by_salience(inputs):
        return inputs.influence.value * inputs.salience.value / 100
    return inputs.influence.value


def balance(inputs: Inputs, threshold: float = DEFAULT_THRESHOLD) -> Balance:
    """Compute the balance; actors with an absolute alignment below `threshold` (0 … 100) are undecided."""
    weights = powers(inputs)
    alignment = inputs.alignment.value
    undecided = (np.abs(alignment) < threshold) | (alignment == 0)
    support = float(weights[~undecided & (alignment > 0)].sum())
    opposition = float(weights[~undecided & (alignment < 0)].sum())
    voices = {
        role: tuple(
            Voice(holder.actor, side_of(holder.alignment, threshold))
            for holder in inputs.roles
            if holder.role == role
        )
        for role in ("decides", "can-block")
    }
    judged = inputs.salience.is_judged
    return Balance(
        support=support,
        opposition=opposition,
        undecided=float(weights[undecided].sum()),
        mean=weighted_mean(alignment, weights),
        median=weighted_median(alignment, weights),
        verdict=_verdict(support, opposition, float(weights.sum()), voices["can-block"]),
        threshold=threshold,
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
    )


def _verdict(support: float, opposition: float, total: float, blockers: tuple[Voice, ...]) -> Verdict:
    if total <= 0:
        return "nothing"
    if abs(support - opposition) <= TIE * total:
        return "even"
    if support < opposition:
        return "against"
    return "blocked" if any(voice.side == "against" for voice in blockers) else "for"
