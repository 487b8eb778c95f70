"""The structured difference between two versions of a map, used by views, wording and the journal.

Records are compared by identity, since edits share what they do not change: one edit of a large map is found
without comparing every record.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any, NamedTuple
from weakref import ReferenceType, ref

from stakemap.model.changed_keys import changed_keys
from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.records import Record
from stakemap.model.subjects import Layer, Place, Subject, SubjectKind
from stakemap.values import frozen

#: The containers of a map, snapshots last, since their judgements refer to the others.
_CONTAINERS = (*sorted(StakeMap.containers - {"snapshots"}), "snapshots")
_NONE: Mapping[str, Any] = MappingProxyType({})
#: Up to so many judgements, what an edit is known to have changed is noted instead of being looked for.
_FEW = 100


class FieldChange(NamedTuple):
    """One field of a record, old and new value; the name "" stands for all unknown fields together."""

    field: str
    before: Any
    after: Any


class Change(NamedTuple):
    """One record that was added (no `before`), removed (no `after`) or replaced.

    A change of the map or of a snapshot is about its own fields only: its contents have their own changes.
    """

    place: Place
    before: Record | None
    after: Record | None

    @property
    def fields(self) -> Iterator[FieldChange]:
        """The fields that differ by value; empty for a record that was added or removed."""
        if self.before is not None and self.after is not None:
            yield from changed_fields(self.before, self.after)


class ChangedLayer(NamedTuple):
    """One mapping of records, before and after, and the `keys` whose records differ.

    It is a container of the map or, where `kind` is set, the judgements of one kind in a snapshot. `before`
    or `after` is None where that map has no such mapping.
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
        """The path of keys that leads to the mapping in a file."""
        if self.kind is None:
            return (self.container,)
        return (self.container, self.snapshot, *Layer(self.kind, self.issue, {}).place)

    def changes(self) -> Iterator[Change]:
        """One change for each differing record."""
        before, after = self.before or _NONE, self.after or _NONE
        for key in self.keys:
            if self.kind is None:
                place = Place(self.container, key)
            else:
                place = Place("snapshots", self.snapshot, Subject(self.kind, key, self.issue))
            yield Change(place, before.get(key), after.get(key))


def changed_layers(before: StakeMap, after: StakeMap) -> Iterator[ChangedLayer]:
    """Yield the mappings in which records differ: containers first, then the judgements of each snapshot."""
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
        old_layer, new_layer = old.get((kind, issue)), new.get((kind, issue))
        keys = changed_keys(old_layer or _NONE, new_layer or _NONE)
        if keys or (old_layer is None) != (new_layer is None):
            yield ChangedLayer("snapshots", key, kind, issue, old_layer, new_layer, keys)


def changes(before: StakeMap, after: StakeMap) -> Iterator[Change]:
    """Yield every record that differs by identity; fast when the maps share most records."""
    if any(changed_fields(before, after)):
        yield Change(Place(""), before, after)
    for layer in changed_layers(before, after):
        for change in layer.changes():
            is_header = layer.container == "snapshots" and layer.kind is None
            if not is_header or None in change or any(change.fields):
                yield change


def changed_fields(before: Record, after: Record) -> Iterator[FieldChange]:
    """Yield the fields of a record that differ by value, except its containers."""
    for name in type(after).model_fields:
        if name not in after.containers:
            old, new = getattr(before, name), getattr(after, name)
            if old != new:
                yield FieldChange(name, old, new)
    if (before.model_extra or {}) != (after.model_extra or {}):
        yield FieldChange("", before.model_extra, after.model_extra)


@frozen
class Touched:
    """Ids of the records added, removed or replaced, compared by identity; symmetric in the two maps.

    `texts` names the map's own fields that differ. `snapshots` holds every snapshot that differs in any way,
    `timeline` those that were added, removed or differ in their own fields (label, date, base).
    """

    texts: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    issues: frozenset[str] = frozenset()
    snapshots: frozenset[str] = frozenset()
    timeline: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    headlines: frozenset[str] = frozenset()
    resolutions: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()
    conflicts: frozenset[str] = frozenset()
    comments: frozenset[str] = frozenset()
    reviews: frozenset[str] = frozenset()
    rounds: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    #: (snapshot, actor)
    standings: frozenset[tuple[str, str]] = frozenset()
    #: (snapshot, issue, actor)
    stances: frozenset[tuple[str, str, str]] = frozenset()
    #: (snapshot, relation)
    ties: frozenset[tuple[str, str]] = frozenset()

    @property
    def count(self) -> int:
        """The number of records that differ."""
        return sum(len(getattr(self, each.name)) for each in fields(self)) - len(self.timeline)

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))

    @property
    def judged(self) -> list[tuple[str, Subject]] | None:
        """The judgements that differ, if they are few and nothing else does; None otherwise."""
        kinds = ("snapshots", "standings", "stances", "ties")
        others = (each.name for each in fields(self) if each.name not in kinds)
        if self.count > _FEW or any(getattr(self, name) for name in others):
            return None
        return [
            *((key, Subject.standing(actor)) for key, actor in self.standings),
            *((key, Subject.stance(issue, actor)) for key, issue, actor in self.stances),
            *((key, Subject.tie(relation)) for key, relation in self.ties),
        ]

    @property
    def judged_actors(self) -> frozenset[str]:
        """Actors whose record, standing or any stance differs, in any snapshot."""
        return self.actors | {actor for _, actor in self.standings} | {actor for _, _, actor in self.stances}


class _CachedDifference(NamedTuple):
    one: ReferenceType[StakeMap]
    other: ReferenceType[StakeMap]
    difference: Touched

    def partner(self, document: StakeMap) -> StakeMap | None:
        """The map from which `document` differs so, if it is one of the two."""
        one, other = self.one(), self.other()
        return other if one is document else one if other is document else None


class _DifferenceCache:
    """A cache of the latest differences, since every view asks for the same one after an edit or its undo.

    Maps are referenced weakly. The entries are replaced as a whole, so that any thread may call `get`.
    """

    _CAPACITY = 6

    def __init__(self) -> None:
        self._entries: tuple[_CachedDifference, ...] = ()

    def get(self, before: StakeMap, after: StakeMap) -> Touched:
        difference = self._known(before, after)
        if difference is None:
            difference = self._by_way_of_another(before, after) or _touched(before, after)
            self.put(before, after, difference)
        return difference

    def put(self, before: StakeMap, after: StakeMap, difference: Touched) -> None:
        kept = [entry for entry in self._entries if entry.one() is not None and entry.other() is not None]
        self._entries = (_CachedDifference(ref(before), ref(after), difference), *kept[: self._CAPACITY - 1])

    def _known(self, before: StakeMap, after: StakeMap) -> Touched | None:
        found = (entry.difference for entry in self._entries if entry.partner(before) is after)
        return next(found, None)

    def _by_way_of_another(self, before: StakeMap, after: StakeMap) -> Touched | None:
        """The difference of maps that both differ in judgements alone from a third one, as two nudges do."""
        for entry in self._entries:
            third = entry.partner(before)
            one, other = entry.difference, None if third is None else self._known(third, after)
            if other is not None and one.judged is not None and other.judged is not None:
                judged = {*one.judged, *other.judged}
                return _judged_otherwise(before, after, one.snapshots | other.snapshots, judged)
        return None


_difference_cache = _DifferenceCache()


def touched(before: StakeMap, after: StakeMap) -> Touched:
    """The ids of the records that differ between two versions of a map; cached, fast when most is shared."""
    return Touched() if before is after else _difference_cache.get(before, after)


def note_judged(before: StakeMap, after: StakeMap, snapshot: str, subjects: Collection[Subject]) -> None:
    """Note for `touched` that the maps can differ only in these judgements of a snapshot.

    To find one judgement among those of thousands of actors takes longer than to change it.
    """
    if after is not before and len(subjects) <= _FEW:
        judged = [(snapshot, subject) for subject in subjects]
        _difference_cache.put(before, after, _judged_otherwise(before, after, {snapshot}, judged))


def _judged_otherwise(
    before: StakeMap, after: StakeMap, snapshots: Collection[str], judged: Collection[tuple[str, Subject]]
) -> Touched:
    """The difference of two maps that can differ only in judgements `judged` of some `snapshots`."""
    old, new = before.snapshots, after.snapshots
    differing = [
        (key, subject)
        for key, subject in judged
        if old[key].judgement(subject) is not new[key].judgement(subject)
    ]
    return Touched(
        snapshots=frozenset(key for key in snapshots if old[key] is not new[key]),
        standings=frozenset((key, each.id) for key, each in differing if each.kind == "standing"),
        stances=frozenset(
            (key, each.issue or "", each.id) for key, each in differing if each.kind == "stance"
        ),
        ties=frozenset((key, each.id) for key, each in differing if each.kind == "tie"),
    )


def _touched(before: StakeMap, after: StakeMap) -> Touched:
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
