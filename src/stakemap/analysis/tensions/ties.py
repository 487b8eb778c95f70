"""The ties between pairs of actors at a snapshot, as arrays: what several relations of a pair add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stakemap.model.document import StakeMap
from stakemap.model.order import actors_in_order
from stakemap.model.resolve import Resolver, placement

IntArray = npt.NDArray[np.int64]

#: Two actors, in the order of their names.
Pair = tuple[str, str]


class KnownTie(NamedTuple):
    """A relation whose strength is judged, −3 (hostile) to +3 (friendly), and the snapshot that judged it."""

    relation: str
    strength: int
    snapshot: str


@dataclass(frozen=True, slots=True, eq=False)
class TieNetwork:
    """Actors in the order of their names, and the pairs that are tied: two columns of their indices, the
    first below the second, and the strength of each, which is never 0.
    """

    actors: tuple[str, ...]
    pairs: IntArray
    strength: IntArray

    def pair(self, index: int) -> Pair:
        """The actors of a pair."""
        first, second = self.pairs[index].tolist()
        return self.actors[first], self.actors[second]

    def matrix(self) -> IntArray:
        """The symmetric matrix of strengths, 0 where there is no tie."""
        result = np.zeros((len(self.actors), len(self.actors)), dtype=np.int64)
        result[self.pairs[:, 0], self.pairs[:, 1]] = self.strength
        result[self.pairs[:, 1], self.pairs[:, 0]] = self.strength
        return result


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """The ties in effect at a snapshot.

    `by_pair` has the relations of each pair whose strength is judged and not 0; `contradictory` are the pairs
    that have both friendly and hostile ones, `neutral` those with a relation of strength 0. `unknown`,
    `neither` and `off_stage` are the relations that are no tie: of unknown or no judged strength, of strength
    0, and those that do not apply or whose actor does not.
    """

    network: TieNetwork
    by_pair: Mapping[Pair, tuple[KnownTie, ...]]
    contradictory: tuple[Pair, ...] = ()
    neutral: frozenset[Pair] = frozenset()
    unknown: tuple[str, ...] = ()
    neither: tuple[str, ...] = ()
    off_stage: tuple[str, ...] = ()

    def strength(self, pair: Pair) -> int:
        """What the relations of a pair add up to."""
        return sum(tie.strength for tie in self.by_pair.get(pair, ()))


@dataclass(slots=True)
class _Sorting:
    by_pair: dict[Pair, list[KnownTie]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    neither: dict[str, Pair] = field(default_factory=dict)
    off_stage: list[str] = field(default_factory=list)


def gather_ties(document: StakeMap, snapshot: str, resolver: Resolver) -> Ties:
    """Collect the ties in effect at `snapshot`, and add up those of a pair, whatever their direction."""
    place = {actor: index for index, actor in enumerate(actors_in_order(document))}
    sorting = _sorted(document, snapshot, resolver, place)
    sums = {pair: sum(tie.strength for tie in ties) for pair, ties in sorting.by_pair.items()}
    tied = sorted(
        (pair for pair, total in sums.items() if total), key=lambda pair: (place[pair[0]], place[pair[1]])
    )
    actors = sorted({actor for pair in tied for actor in pair}, key=place.__getitem__)
    index = {actor: number for number, actor in enumerate(actors)}
    network = TieNetwork(
        tuple(actors),
        np.array([(index[one], index[other]) for one, other in tied], dtype=np.int64).reshape(-1, 2),
        np.array([sums[pair] for pair in tied], dtype=np.int64),
    )
    contradictory = [
        pair
        for pair, ties in sorting.by_pair.items()
        if min(tie.strength for tie in ties) < 0 < max(tie.strength for tie in ties)
    ]
    return Ties(
        network,
        {pair: tuple(ties) for pair, ties in sorting.by_pair.items()},
        tuple(sorted(contradictory, key=lambda pair: (place[pair[0]], place[pair[1]]))),
        frozenset(sorting.neither.values()),
        tuple(sorting.unknown),
        tuple(sorting.neither),
        tuple(sorting.off_stage),
    )


def _sorted(document: StakeMap, snapshot: str, resolver: Resolver, place: Mapping[str, int]) -> _Sorting:
    """All relations between two actors, by pair or by why they are no tie."""
    standings, ties = resolver.standings(document, snapshot), resolver.ties(document, snapshot)
    off_stage = {
        actor
        for actor, standing in standings.items()
        if placement(standing.judgement, None) == "not-applicable"
    }
    sorting = _Sorting()
    for relation in sorted(document.relations):
        record, tie = document.relations[relation], ties.get(relation)
        one, other = sorted((record.source, record.target), key=place.__getitem__)
        if one == other:
            continue
        strength = None if tie is None else tie.judgement.strength
        if one in off_stage or other in off_stage or (tie and tie.judgement.state == "not-applicable"):
            sorting.off_stage.append(relation)
        elif tie is None or strength is None:
            sorting.unknown.append(relation)
        elif strength == 0:
            sorting.neither[relation] = (one, other)
        else:
            sorting.by_pair.setdefault((one, other), []).append(KnownTie(relation, strength, tie.snapshot))
    return sorting
