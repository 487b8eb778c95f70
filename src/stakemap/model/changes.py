"""What differs between two versions of a map: the one comparison that views, words and the journal read.

It goes by identity, since edits share all that they do not change: one edit of a large map is found without
looking at each record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple
from weakref import ReferenceType, ref

from stakemap.model.compare import changed_keys
from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.records import Record
from stakemap.model.subjects import Layer, Subject, SubjectKind

__all__ = [
    "Change",
    "ChangedLayer",
    "FieldChange",
    "Place",
    "Touched",
    "changed_fields",
    "changed_layers",
    "changes",
    "touched",
]

#: What holds the records of a map, the snapshots last, since what they say is of the others.
_CONTAINERS = (*sorted(StakeMap.containers - {"snapshots"}), "snapshots")
_NONE: Mapping[str, Any] = MappingProxyType({})


class Place(NamedTuple):
    """Which record of a map: the map itself for no `container`; with a `subject` what a snapshot judges."""

    container: str
    id: str = ""
    subject: Subject | None = None


class FieldChange(NamedTuple):
    """One field of a record with its values; "" stands for all fields that this version does not know."""

    field: str
    before: Any
    after: Any


class Change(NamedTuple):
    """One record that was added, removed (None) or replaced.

    The map and its snapshots stand for their own fields alone: what they hold is told by changes of its own.
    """

    place: Place
    before: Record | None
    after: Record | None

    @property
    def fields(self) -> Iterator[FieldChange]:
        """The fields that differ by value; none where the record was added or removed."""
        if self.before is not None and self.after is not None:
            yield from changed_fields(self.before, self.after)


class ChangedLayer(NamedTuple):
    """One mapping of records of which some differ, under the `keys` of those.

    It is a container of the map, or, where `kind` is set, the judgements of one kind in a snapshot. It is
    None in a map that has no such mapping.
    """

    container: str
    snapshot: str
    kind: SubjectKind | None
    issue: str | None
    before: Mapping[str, Record] | None
    after: Mapping[str, Record] | None
    keys: list[str]

    @property
    def place(self) -> tuple[str, ...]:
        """Where it stands in the map, as the keys that lead to it in a file."""
        if self.kind is None:
            return (self.container,)
        return (self.container, self.snapshot, *Layer(self.kind, self.issue, {}).place)

    def changes(self) -> Iterator[Change]:
        """What differs, record by record."""
        before, after = self.before or _NONE, self.after or _NONE
        for key in self.keys:
            if self.kind is None:
                place = Place(self.container, key)
            else:
                place = Place("snapshots", self.snapshot, Subject(self.kind, key, self.issue))
            yield Change(place, before.get(key), after.get(key))


def changed_layers(before: StakeMap, after: StakeMap) -> Iterator[ChangedLayer]:
    """The mappings of a map in which records differ, containers first, then what each snapshot judges."""
    if before is after:
        return
    for name in _CONTAINERS:
        old, new = getattr(before, name), getattr(after, name)
        keys = changed_keys(old, new)
        if keys:
            yield ChangedLayer(name, "", None, None, old, new, keys)
    for key in changed_keys(before.snapshots, after.snapshots):
        yield from _changed_judgements(key, before.snapshots.get(key), after.snapshots.get(key))


def _changed_judgements(key: str, before: Snapshot | None, after: Snapshot | None) -> Iterator[ChangedLayer]:
    old, new = (
        {} if one is None else {each[:2]: each[2] for each in one.layers()} for one in (before, after)
    )
    for kind, issue in old | new:
        mine, theirs = old.get((kind, issue)), new.get((kind, issue))
        keys = changed_keys(mine or _NONE, theirs or _NONE)
        if keys or (mine is None) != (theirs is None):
            yield ChangedLayer("snapshots", key, kind, issue, mine, theirs, keys)


def changes(before: StakeMap, after: StakeMap) -> Iterator[Change]:
    """Every record that differs, by identity; quick when the maps share most."""
    if any(changed_fields(before, after)):
        yield Change(Place(""), before, after)
    for layer in changed_layers(before, after):
        for change in layer.changes():
            is_header = layer.container == "snapshots" and layer.kind is None
            if not is_header or None in change or any(change.fields):
                yield change


def changed_fields(before: Record, after: Record) -> Iterator[FieldChange]:
    """The own fields of a record that differ by value, its containers aside."""
    for name in type(after).model_fields:
        if name not in after.containers:
            old, new = getattr(before, name), getattr(after, name)
            if old != new:
                yield FieldChange(name, old, new)
    if (before.model_extra or {}) != (after.model_extra or {}):
        yield FieldChange("", before.model_extra, after.model_extra)


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
    containers: dict[str, frozenset[str]] = {}
    standings: set[tuple[str, str]] = set()
    stances: set[tuple[str, str, str]] = set()
    ties: set[tuple[str, str]] = set()
    timeline: set[str] = set()
    for layer in changed_layers(before, after):
        snapshot, issue = layer.snapshot, layer.issue
        if layer.kind is None:
            containers[layer.container] = frozenset(layer.keys)
            if layer.container == "snapshots":
                timeline.update(each.place.id for each in layer.changes() if None in each or any(each.fields))
        elif issue is None:
            (ties if layer.kind == "tie" else standings).update((snapshot, key) for key in layer.keys)
        else:
            stances.update((snapshot, issue, actor) for actor in layer.keys)
    return Touched(
        texts=frozenset(each.field for each in changed_fields(before, after)),
        standings=frozenset(standings),
        stances=frozenset(stances),
        ties=frozenset(ties),
        timeline=frozenset(timeline),
        **containers,
    )
