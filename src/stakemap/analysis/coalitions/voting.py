"""Weighted voting games: smallest winning and blocking sets and power indices, exact in whole numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

#: Most players with a weight whose coalitions are all looked at: 2 ** 20 take some hundredths of a second.
ENUMERATED = 20
#: Most minimal sets that are kept, the smallest.
SETS_KEPT = 50
#: Players up to which the number of coalitions fits 64 bits.
_SIXTY_FOUR_BITS = 62
#: Most additions of a count by weights, in 64 bits and in whole numbers of any size: about 0.2 seconds.
_ADDITIONS, _LONG_ADDITIONS = 60_000_000, 3_000_000

#: Of 64 bits, or Python's own whole numbers.
_Counts = npt.NDArray[Any]


@dataclass(frozen=True)
class Game:
    """A coalition wins if its weights, whole numbers of at least 0, sum to `quota` or more (Shapley 1962)."""

    weights: tuple[int, ...]
    quota: int

    @classmethod
    def with_vetoes(cls, weights: Sequence[int], quota: int, vetoes: frozenset[int]) -> Game:
        """The game in which a coalition also needs all of `vetoes`, by their place.

        Each of them weighs so much more, and the quota is so much higher, that nobody makes up for them.
        """
        extra = max(sum(weights) - quota + 1, 1)
        heavier = tuple(weight + extra * (place in vetoes) for place, weight in enumerate(weights))
        return cls(heavier, max(quota, 0) + extra * len(vetoes))

    @cached_property
    def total(self) -> int:
        """The weight of all players."""
        return sum(self.weights)

    @property
    def dual(self) -> Game:
        """The game whose winning coalitions are those that block this one: the others fall short."""
        return Game(self.weights, self.total - self.quota + 1)


@dataclass(frozen=True, slots=True)
class MinimalSets:
    """Coalitions of which every member is needed, by the places of their members, the smallest first.

    `count` is the number of all and `members` are those who are in any of them; None if the players are too
    many to list all: then `sets` has one with the fewest members, if there is any.
    """

    sets: tuple[tuple[int, ...], ...]
    count: int | None
    members: frozenset[int] | None


def minimal_winning(game: Game) -> MinimalSets:
    """The minimal winning coalitions; up to `ENUMERATED` players with a weight all of them are counted, and
    the smallest kept: those with the fewest members, then the lightest (von Neumann and Morgenstern 1944).
    """
    if game.quota <= 0:
        return MinimalSets(((),), 1, frozenset())
    if game.quota > game.total:
        return MinimalSets((), 0, frozenset())
    ranked = sorted(
        (place for place, weight in enumerate(game.weights) if weight), key=lambda place: -game.weights[place]
    )
    if len(ranked) > ENUMERATED:
        return MinimalSets((_fewest(game, ranked),), None, None)
    masks, totals = _minimal_masks([game.weights[place] for place in ranked], game.quota)
    order = np.lexsort((masks, totals, np.bitwise_count(masks)))[:SETS_KEPT]
    in_any = int(np.bitwise_or.reduce(masks))
    return MinimalSets(
        tuple(_places(int(mask), ranked) for mask in masks[order]),
        len(masks),
        frozenset(_places(in_any, ranked)),
    )


def minimal_blocking(game: Game) -> MinimalSets:
    """The minimal coalitions without which the others fall short, counted like the winning ones."""
    return minimal_winning(game.dual)


def _places(mask: int, ranked: Sequence[int]) -> tuple[int, ...]:
    return tuple(place for bit, place in enumerate(ranked) if mask >> bit & 1)


def _fewest(game: Game, ranked: Sequence[int]) -> tuple[int, ...]:
    """The heaviest up to the quota. Each is needed, since without any of them there is less than without the
    lightest.
    """
    reached = np.cumsum([game.weights[place] for place in ranked])
    return tuple(ranked[: int(np.searchsorted(reached, game.quota)) + 1])


def _minimal_masks(weights: Sequence[int], quota: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Bit masks of the minimal winning coalitions of players sorted by falling weight, and their weights.

    A coalition is minimal if it wins, and does not without its lightest member. So the heavier ones fall
    short, and the lightest makes up for what is missing.
    """
    sums = np.zeros(1, dtype=np.int64)
    masks, totals = [], []
    for bit, weight in enumerate(weights):
        found = np.flatnonzero((sums < quota) & (sums >= quota - weight))
        masks.append(found | (1 << bit))
        totals.append(sums[found] + weight)
        sums = np.concatenate((sums, sums + weight))
    return np.concatenate(masks), np.concatenate(totals)


@dataclass(frozen=True, slots=True)
class Indices:
    """How often each player turns a losing coalition into a winning one by joining it, and the two indices.

    `swings` are the coalitions that it turns, `winning` the number of winning coalitions of all players.
    `shapley` are the shares of the orders of all players in which it is the one that turns it.
    """

    swings: tuple[int, ...]
    shapley: tuple[Fraction, ...]
    winning: int

    @property
    def banzhaf(self) -> tuple[Fraction, ...]:
        """The share of each in all swings (Banzhaf 1965); all 0 if there are none."""
        total = sum(self.swings)
        return tuple(Fraction(each, total) if total else Fraction(0) for each in self.swings)


def indices(game: Game) -> Indices | None:
    """The index of Banzhaf (1965) and that of Shapley and Shubik (1954), exactly, or None if neither weights
    nor players are small enough.

    Coalitions are counted by their size and weight up to the quota; taking a player out of that count gives
    the coalitions of the others.
    """
    number, divisor = len(game.weights), math.gcd(*game.weights)
    if divisor == 0 or not 0 < game.quota <= game.total:
        everybody = 2**number if game.quota <= 0 else 0
        return Indices((0,) * number, (Fraction(0),) * number, everybody)
    weights = tuple(weight // divisor for weight in game.weights)
    quota = -(-game.quota // divisor)
    additions = (number + len(set(weights))) * (number + 1) * quota
    if additions <= (_ADDITIONS if number <= _SIXTY_FOUR_BITS else _LONG_ADDITIONS):
        by_size, winning = _counted_by_weight(weights, quota)
    elif number <= ENUMERATED:
        by_size, winning = _counted_one_by_one(weights, quota)
    else:
        return None
    orders = [math.factorial(size) * math.factorial(number - 1 - size) for size in range(number)]
    return Indices(
        swings=tuple(sum(counts) for counts in by_size),
        shapley=tuple(
            Fraction(
                sum(count * order for count, order in zip(counts, orders, strict=True)),
                math.factorial(number),
            )
            for counts in by_size
        ),
        winning=winning,
    )


def _counted_by_weight(weights: tuple[int, ...], quota: int) -> tuple[list[list[int]], int]:
    """The swings of each player by the number of the others in the coalition, and all winning coalitions."""
    number = len(weights)
    counts: _Counts = np.zeros(
        (number + 1, quota), dtype=np.int64 if number <= _SIXTY_FOUR_BITS else np.object_
    )
    counts[0, 0] = 1
    for size, weight in enumerate(weights, start=1):
        if weight < quota:
            # The right side is computed before any of it is written.
            counts[1 : size + 1, weight:] = counts[1 : size + 1, weight:] + counts[:size, : quota - weight]
    swings = {weight: _swings(counts, weight, quota) for weight in set(weights)}
    return [swings[weight] for weight in weights], 2**number - int(counts.sum())


def _swings(counts: _Counts, weight: int, quota: int) -> list[int]:
    number = len(counts) - 1
    least = max(quota - weight, 0)
    found: list[int] = []
    others = counts[0]
    for size in range(number):
        if size:
            without = counts[size].copy()
            if weight < quota:
                without[weight:] -= others[: quota - weight]
            others = without
        found.append(int(others[least:].sum()) if weight else 0)
    return found


def _counted_one_by_one(weights: tuple[int, ...], quota: int) -> tuple[list[list[int]], int]:
    """The same by looking at each coalition, for few players with any weights."""
    number = len(weights)
    sums = np.zeros(1, dtype=np.int64)
    for weight in weights:
        sums = np.concatenate((sums, sums + weight))
    wins, sizes = sums >= quota, np.bitwise_count(np.arange(len(sums)))
    by_size: list[list[int]] = []
    for bit in range(number):
        halves = (-1, 2, 1 << bit)
        paired, others = wins.reshape(halves), sizes.reshape(halves)[:, 0]
        turned = paired[:, 1] & ~paired[:, 0]
        by_size.append(np.bincount(others[turned], minlength=number).tolist())
    return by_size, int(wins.sum())
