"""Which records differ between two versions of a map, told by identity, for views that touch only those."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from weakref import ReferenceType, ref

from stakemap.model.compare import changed_keys
from stakemap.model.document import Snapshot, StakeMap

__all__ = ["Touched", "touched"]


@dataclass(frozen=True, slots=True)
class Touched:
    """Ids of what was added, removed or replaced, told by identity; the same whichever map came first.

    `texts` names the map's own fields that differ. `snapshots` holds every snapshot that differs in any way,
    and `timeline` those of them whose own fields do (label, date, what they build on), that came or that
    went.
    """

    texts: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    issues: frozenset[str] = frozenset()
    snapshots: frozenset[str] = frozenset()
    timeline: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    #: (snapshot, actor)
    standings: frozenset[tuple[str, str]] = frozenset()
    #: (snapshot, issue, actor)
    stances: frozenset[tuple[str, str, str]] = frozenset()
    #: (snapshot, relation)
    ties: frozenset[tuple[str, str]] = frozenset()

    @property
    def count(self) -> int:
        """How many records differ."""
        return sum(len(getattr(self, name)) for name in self.__slots__) - len(self.timeline)

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)

    @property
    def judged_actors(self) -> frozenset[str]:
        """Actors whose record, standing or any stance differs, in whatever snapshot."""
        return self.actors | {actor for _, actor in self.standings} | {actor for _, _, actor in self.stances}


class _Answer(NamedTuple):
    one: ReferenceType[StakeMap]
    other: ReferenceType[StakeMap]
    difference: Touched

    def is_about(self, one: StakeMap, other: StakeMap) -> bool:
        known = self.one(), self.other()
        return (known[0] is one and known[1] is other) or (known[0] is other and known[1] is one)


class _LatestAnswers:
    """The differences asked for last: every view asks for the same one after an edit, and after its undo.

    The maps are not kept alive. What is remembered is replaced as a whole, so that any thread may ask.
    """

    _KEPT = 4

    def __init__(self) -> None:
        self._answers: tuple[_Answer, ...] = ()

    def get(self, before: StakeMap, after: StakeMap) -> Touched:
        answers = self._answers
        for answer in answers:
            if answer.is_about(before, after):
                return answer.difference
        difference = _touched(before, after)
        self._answers = (_Answer(ref(before), ref(after), difference), *answers[: self._KEPT - 1])
        return difference


_latest_answers = _LatestAnswers()


def touched(before: StakeMap, after: StakeMap) -> Touched:
    """The records that differ between two versions of a map; quick when they share most of it."""
    return _latest_answers.get(before, after)


def _touched(before: StakeMap, after: StakeMap) -> Touched:
    if before is after:
        return Touched()
    containers = {
        name: frozenset(changed_keys(getattr(before, name), getattr(after, name)))
        for name in StakeMap.containers
    }
    standings: set[tuple[str, str]] = set()
    stances: set[tuple[str, str, str]] = set()
    ties: set[tuple[str, str]] = set()
    timeline: set[str] = set()
    nothing = Snapshot(label="")
    for key in containers["snapshots"]:
        old, new = before.snapshots.get(key), after.snapshots.get(key)
        if old is None or new is None or any(_changed_fields(old, new)):
            timeline.add(key)
        old, new = old or nothing, new or nothing
        standings.update((key, actor) for actor in changed_keys(old.standings, new.standings))
        ties.update((key, relation) for relation in changed_keys(old.ties, new.ties))
        for issue in changed_keys(old.stances, new.stances):
            entries = changed_keys(old.stances.get(issue, {}), new.stances.get(issue, {}))
            stances.update((key, issue, actor) for actor in entries)
    return Touched(
        texts=frozenset(_changed_fields(before, after)),
        standings=frozenset(standings),
        stances=frozenset(stances),
        ties=frozenset(ties),
        timeline=frozenset(timeline),
        **containers,
    )


def _changed_fields(before: Any, after: Any) -> Iterator[str]:
    """Names of the fields of a record that differ, its containers aside; "" stands for unknown fields."""
    for name in type(after).model_fields:
        if name not in after.containers and getattr(before, name) != getattr(after, name):
            yield name
    if before.model_extra != after.model_extra:
        yield ""
