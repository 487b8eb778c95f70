"""Convergence across issues: how far each two actors stand on the same sides (MACTOR, Godet 1991).

For each issue on which both take a side, the mean of both intensities counts for convergence if it is the
same side, for divergence if not. Intensity is 1 (MACTOR's first form), the absolute alignment (second), or
that times the actor's weight (third). Actors undecided or unknown on an issue are left out there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stakemap.analysis.balance.counted import FloatArray
from stakemap.analysis.question import Question
from stakemap.model.document import StakeMap
from stakemap.model.order import actors_in_order, issues_in_order
from stakemap.model.placing import placing

BoolArray = npt.NDArray[np.bool_]

#: By how much an issue has to matter more to an actor than another one for a trade, on the scale of salience.
LEAST_GAP = 20.0
MOST_TRADES = 100


@dataclass(frozen=True, eq=False)
class Positions:
    """Actors × issues: alignment (−100 to 100; 0 for the undecided), salience and weight (0 to 100), NaN
    where unknown. Rows are in the order of names, columns in that of issues.

    `known` marks a known alignment, undecided ones included. The weight is influence, times salience ÷ 100 if
    `by_salience`: if salience is judged wherever alignment is.
    """

    actors: tuple[str, ...]
    issues: tuple[str, ...]
    alignment: FloatArray
    salience: FloatArray
    weight: FloatArray
    by_salience: bool

    @cached_property
    def sides(self) -> FloatArray:
        """1 for, −1 against, 0 on neither side or unknown."""
        return np.sign(np.nan_to_num(self.alignment))

    @property
    def weighted(self) -> FloatArray:
        """Alignment times weight ÷ 100, NaN where either is unknown."""
        return self.alignment * self.weight / 100


def positions(question: Question) -> Positions:
    """The positions at the snapshot in view of all actors that have a known alignment on an issue."""
    document, actors = question.document, actors_in_order(question.document)
    issues = issues_in_order(document)
    shape = (len(actors), len(issues))
    alignment, salience, influence = (np.full(shape, np.nan) for _ in range(3))
    for column, issue in enumerate(issues):
        stances = question.on(issue).stances
        for row, actor in enumerate(actors):
            placed = placing(question.standings, stances, actor)
            value, power = placed.position
            if placed.stance is None or placed.placement == "not-applicable" or value is None:
                continue
            alignment[row, column] = value if abs(value) >= question.limits.threshold else 0.0
            if power is not None:
                influence[row, column] = power
            if placed.stance.judgement.salience is not None:
                salience[row, column] = placed.stance.judgement.salience.value
    known = ~np.isnan(alignment)
    by_salience = bool(known.any() and not np.isnan(salience[known]).any())
    rows = known.any(axis=1)
    weight = influence * salience / 100 if by_salience else influence
    return Positions(
        tuple(actor for actor, has in zip(actors, rows.tolist(), strict=True) if has),
        issues,
        alignment[rows],
        salience[rows],
        weight[rows],
        by_salience,
    )


def related(document: StakeMap, actors: tuple[str, ...]) -> BoolArray:
    """Which pairs are a part and its whole, which are one actor and not two that agree."""
    index = {actor: number for number, actor in enumerate(actors)}
    result = np.eye(len(actors), dtype=np.bool_)
    for number, actor in enumerate(actors):
        whole, seen = document.actors[actor].part_of, {actor}
        while whole is not None and whole in document.actors and whole not in seen:
            seen.add(whole)
            if whole in index:
                result[number, index[whole]] = result[index[whole], number] = True
            whole = document.actors[whole].part_of
    return result


@dataclass(frozen=True, eq=False)
class Agreement:
    """Convergence and divergence of each two actors; both symmetric, with a diagonal of 0."""

    convergence: FloatArray
    divergence: FloatArray

    @cached_property
    def net(self) -> FloatArray:
        """Convergence minus divergence."""
        return self.convergence - self.divergence

    @property
    def share(self) -> float | None:
        """The share of convergence in both, 0 to 1; None where no two actors share an issue."""
        total = float((self.convergence + self.divergence).sum())
        return None if not total else float(self.convergence.sum()) / total

    @property
    def ambivalence(self) -> FloatArray:
        """For each actor 1 − Σ|C − D| ÷ Σ(C + D): 0 if it only converges or only diverges with each other
        actor, 1 if as much of both with each; NaN if it shares no issue with anybody.
        """
        both = (self.convergence + self.divergence).sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            result: FloatArray = 1 - np.abs(self.net).sum(axis=1) / both
        return result


def agreement(intensity: FloatArray, apart: BoolArray | None = None) -> Agreement:
    """MACTOR's matrices CAA and DAA of signed intensities (actors × issues, NaN or 0: takes no part).

    `apart` are pairs that are left out, besides the diagonal.
    """
    signed = np.nan_to_num(intensity)
    supports, opposes = (signed > 0).astype(np.float64), (signed < 0).astype(np.float64)
    support, opposition = np.maximum(signed, 0), np.maximum(-signed, 0)
    same = support @ supports.T + opposition @ opposes.T
    other = support @ opposes.T + opposition @ supports.T
    left_out = np.eye(len(signed), dtype=np.bool_) if apart is None else apart
    convergence, divergence = ((half + half.T) / 2 for half in (same, other))
    convergence[left_out] = divergence[left_out] = 0.0
    return Agreement(convergence, divergence)


class Trade(NamedTuple):
    """Two actors on opposite sides of two issues, each of which matters less to one of them: `first` gives
    way on the second issue, to which `second` attaches more salience, and the other way round. Indices.

    `gap` is by how much the less eager of both prefers its own issue.
    """

    first: int
    second: int
    own: int
    other: int
    gap: float


def trades(
    found: Positions, apart: BoolArray, cancelled: Callable[[], bool] = lambda: False
) -> tuple[Trade, ...]:
    """The possible trades with the widest gaps, at most `MOST_TRADES`, in the order of their gaps."""
    result: list[Trade] = []
    for own in range(len(found.issues)):
        for other in range(len(found.issues)):
            if own != other and not cancelled():
                result.extend(_trades(found, apart, own, other))
    return tuple(sorted(result, key=lambda trade: (-trade.gap, trade))[:MOST_TRADES])


def _trades(found: Positions, apart: BoolArray, own: int, other: int) -> Iterator[Trade]:
    """The trades between an actor to whom `own` matters more than `other`, and a later one to whom less."""
    prefers = found.salience[:, own] - found.salience[:, other]
    eager, reverse = np.flatnonzero(prefers >= LEAST_GAP), np.flatnonzero(prefers <= -LEAST_GAP)
    # Each trade is seen from both of its actors; the earlier one is named first.
    is_trade = np.less.outer(eager, reverse) & ~apart[np.ix_(eager, reverse)]
    for issue in (own, other):
        is_trade &= np.multiply.outer(found.sides[eager, issue], found.sides[reverse, issue]) < 0
    rows, columns = np.nonzero(is_trade)
    one, two = eager[rows], reverse[columns]
    gap = np.minimum(prefers[one], -prefers[two])
    for index in np.argsort(-gap, kind="stable")[:MOST_TRADES].tolist():
        yield Trade(int(one[index]), int(two[index]), own, other, float(gap[index]))
