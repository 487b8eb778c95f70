"""Structural balance of signed ties: unbalanced triads, and the division into camps that least ties oppose.

A triad is balanced if the product of its signs is positive (Cartwright and Harary 1956). The frustration of
a division is the weight of the hostile ties inside a camp and of the friendly ones across (Abelson and
Rosenberg 1958); weak balance allows more than two camps (Davis 1967). Ties weigh by the absolute value of
their strength.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from stakemap.analysis.tensions.ties import IntArray, TieNetwork

#: The most actors for whom every division is tried, by the number of camps: some 500,000 divisions.
MOST_ACTORS = {2: 20, 3: 13}
#: Random divisions from which a search begins, besides one camp of all.
STARTS = 20
SEED = 20_260_101
#: Most unbalanced triads and best divisions that are kept.
_KEPT_TRIADS, _KEPT_DIVISIONS = 100, 10_000
_CHUNK_CELLS = 4_000_000


def _never() -> bool:
    return False


# --- triads ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Triads:
    """The triads of a network of which all three pairs are tied: how many there are, how many of them are
    unbalanced, and the most tense of these: by their weakest tie, then by the sum of all three, then those
    with a friend of two enemies before three enemies, which weak balance allows.

    `members` has rows of three indices i < j < k, `strengths` those of the pairs (i, j), (i, k), (j, k).
    """

    total: int
    unbalanced: int
    members: IntArray
    strengths: IntArray

    @property
    def balanced_share(self) -> float | None:
        """The share of balanced triads (the "triangle index"); None without any triad."""
        return None if not self.total else 1 - self.unbalanced / self.total


def triads(network: TieNetwork, cancelled: Callable[[], bool] = _never) -> Triads:
    """Find all triads; each is seen once, from the pair of its first two actors."""
    weights = network.matrix()
    tied = weights != 0
    later = np.triu(tied, 1)
    rows = max(1, _CHUNK_CELLS // max(len(network.actors), 1))
    total = unbalanced = 0
    members, strengths = np.zeros((0, 3), dtype=np.int64), np.zeros((0, 3), dtype=np.int64)
    for start in range(0, len(network.pairs), rows):
        if cancelled():
            break
        first, second = network.pairs[start : start + rows].T
        pair, third = np.nonzero(tied[first] & later[second])
        i, j = first[pair], second[pair]
        found = np.stack([weights[i, j], weights[i, third], weights[j, third]], axis=1)
        is_unbalanced = (found < 0).sum(axis=1) % 2 == 1
        total, unbalanced = total + len(found), unbalanced + int(is_unbalanced.sum())
        members = np.concatenate([members, np.stack([i, j, third], axis=1)[is_unbalanced]])
        strengths = np.concatenate([strengths, found[is_unbalanced]])
        size = np.abs(strengths)
        hostile = (strengths < 0).sum(axis=1)
        order = np.lexsort((hostile, -size.sum(axis=1), -size.min(axis=1)))[:_KEPT_TRIADS]
        members, strengths = members[order], strengths[order]
    return Triads(total, unbalanced, members, strengths)


# --- parts -------------------------------------------------------------------------------------------------


def parts(network: TieNetwork) -> tuple[TieNetwork, ...]:
    """The parts of a network that no tie connects, those with most actors first.

    Each is divided for itself, since nothing says which camp of one goes with which of another.
    """
    count = len(network.actors)
    label = np.arange(count)
    first, second = network.pairs.T
    while True:
        lowest = label.copy()
        np.minimum.at(lowest, first, label[second])
        np.minimum.at(lowest, second, label[first])
        lowest = lowest[lowest]
        if (lowest == label).all():
            break
        label = lowest
    found = []
    for root in np.unique(label).tolist():
        inside = np.flatnonzero(label == root)
        number = np.zeros(count, dtype=np.int64)
        number[inside] = np.arange(len(inside))
        chosen = label[first] == root
        actors = tuple(network.actors[index] for index in inside.tolist())
        found.append(TieNetwork(actors, number[network.pairs[chosen]], network.strength[chosen]))
    return tuple(sorted(found, key=lambda part: -len(part.actors)))


def circles(part: TieNetwork) -> int:
    """The number of independent circles of ties in a connected part; without any, all ties fit two camps."""
    return len(part.pairs) - len(part.actors) + 1


# --- camps -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """A division of a connected part into camps that least of its ties oppose.

    `camp` has the number of each actor's camp. `frustration` is the weight of the ties that oppose it, which
    `frustrated` has as indices of pairs, the strongest first. `is_exact` says whether every division was
    tried; if so, `number` is how many do as well, this one included, and `moved` are the actors who change
    their camp in another one of them, as few as possible.
    """

    camp: IntArray
    frustration: int
    frustrated: tuple[int, ...]
    is_exact: bool
    number: int = 1
    moved: tuple[int, ...] = ()

    @property
    def camps(self) -> tuple[tuple[int, ...], ...]:
        """The actors of each camp, those with most actors first, then by the order of their actors."""
        found = [np.flatnonzero(self.camp == number).tolist() for number in range(int(self.camp.max()) + 1)]
        return tuple(sorted((tuple(camp) for camp in found if camp), key=lambda camp: (-len(camp), camp)))


def divide(part: TieNetwork, camps: int = 2, cancelled: Callable[[], bool] = _never) -> Division:
    """The division of a connected part into at most `camps` camps (2 or 3) with the least frustration.

    Up to `MOST_ACTORS` actors every division is tried; beyond, single actors change camps as long as that
    helps, from `STARTS` random divisions and one camp of all; the result is the best that was found.
    """
    is_exact = len(part.actors) <= MOST_ACTORS[camps]
    best, number = _all_divisions(part, camps) if is_exact else (_search(part, camps, cancelled), 1)
    first, second = part.pairs.T
    camp = best[0]
    is_opposed = (camp[first] == camp[second]) == (part.strength < 0)
    opposed = np.flatnonzero(is_opposed)
    strongest = opposed[np.argsort(-np.abs(part.strength[opposed]), kind="stable")]
    return Division(
        camp,
        int(np.abs(part.strength[opposed]).sum()),
        tuple(strongest.tolist()),
        is_exact,
        number,
        _nearest(best) if camps == 2 else (),
    )


def _all_divisions(part: TieNetwork, camps: int) -> tuple[IntArray, int]:
    """Those of all divisions with the least frustration, a row each, and their number; the first actor is in
    camp 0, so that none is counted twice that differs in the names of two camps alone.

    Frustration is least where the ties inside camps add up to most. An actor that is added to a division
    adds its ties with those in its own camp, so that the sums of all divisions grow by doubling (trebling).
    """
    weights = part.matrix()
    inside = np.zeros(1, dtype=np.int64)
    for actor in range(1, len(part.actors)):
        # The ties of the actor with each camp; the division of those before it is a number to base `camps`.
        ties = [np.array([weights[actor, 0] if camp == 0 else 0]) for camp in range(camps)]
        for other in range(1, actor):
            ties = [
                np.concatenate(
                    [known + (weights[actor, other] if camp == chosen else 0) for chosen in range(camps)]
                )
                for camp, known in enumerate(ties)
            ]
        inside = np.concatenate([inside + known for known in ties])
    found = np.flatnonzero(inside == inside.max())
    codes = found[:_KEPT_DIVISIONS]
    digits = codes[:, None] // camps ** np.arange(len(part.actors) - 1) % camps
    return np.concatenate([np.zeros((len(codes), 1), dtype=np.int64), digits], axis=1), len(found)


def _search(part: TieNetwork, camps: int, cancelled: Callable[[], bool]) -> IntArray:
    """The best division that local search finds, as a row.

    From all starts together, those move who have most ties with another camp than their own, until nobody
    does. Actors who are not tied to each other move at the same time, which is as if one moved after another.
    """
    camp = np.random.default_rng(SEED).integers(0, camps, (len(part.actors), STARTS + 1))
    camp[:, -1] = 0
    membership = np.eye(camps, dtype=np.int64)
    classes = _untied(part)
    has_moved = True
    while has_moved and not cancelled():
        has_moved = False
        for each in classes:
            # The ties of each actor with each camp, by start.
            ties = each.strength[:, None, None] * membership[camp[each.others]]
            ties = np.add.reduceat(ties, each.bounds, axis=0)
            own, to = camp[each.actors], ties.argmax(axis=2)
            known = np.take_along_axis(ties, np.stack([own, to], axis=2), axis=2)
            to = np.where(known[:, :, 1] > known[:, :, 0], to, own)
            has_moved |= bool((to != own).any())
            camp[each.actors] = to
    first, second = part.pairs.T
    inside = (part.strength[:, None] * (camp[first] == camp[second])).sum(axis=0)
    return camp.T[[inside.argmax()]]


class _Untied(NamedTuple):
    """Actors no two of whom are tied, with those whom they are tied to, actor by actor from each of `bounds`,
    and the strength of these ties.
    """

    actors: IntArray
    others: IntArray
    strength: IntArray
    bounds: IntArray


def _untied(part: TieNetwork) -> list[_Untied]:
    """All actors in classes, in none of which two are tied to each other."""
    earlier: list[list[int]] = [[] for _ in part.actors]
    for one, other in part.pairs.tolist():
        earlier[other].append(one)
    colours: list[int] = []
    for others in earlier:
        taken = {colours[other] for other in others}
        colours.append(next(colour for colour in range(len(taken) + 1) if colour not in taken))
    colour = np.array(colours)
    ends = np.concatenate([part.pairs, part.pairs[:, ::-1]])
    ends, strength = ends[order := ends[:, 0].argsort(kind="stable")], np.tile(part.strength, 2)[order]
    classes = []
    for number in range(int(colour.max()) + 1):
        chosen = colour[ends[:, 0]] == number
        actors, bounds = np.unique(ends[chosen, 0], return_index=True)
        classes.append(_Untied(actors, ends[chosen, 1], strength[chosen], bounds))
    return classes


def _nearest(best: IntArray) -> tuple[int, ...]:
    """The actors who change camps from the first of some divisions in two to the nearest of the others."""
    if len(best) < 2:
        return ()
    differs = best[1:] != best[0]
    # To swap both camps changes nothing.
    differs = np.where((differs.sum(axis=1) * 2 > differs.shape[1])[:, None], ~differs, differs)
    return tuple(np.flatnonzero(differs[differs.sum(axis=1).argmin()]).tolist())
