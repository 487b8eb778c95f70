"""Two versions of a map side by side: each place where they differ, and their merge as it was decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from stakemap.errors import EditError
from stakemap.model.changes import Change, changed_fields, changes
from stakemap.model.document import StakeMap
from stakemap.model.edit import edit
from stakemap.model.headlines import parts_of
from stakemap.model.merging.conflicts import Conflict
from stakemap.model.merging.difference import Difference, Side, key_of
from stakemap.model.merging.excluding import without_left
from stakemap.model.merging.fields import COUNTS, field_of_unknown, unknown_name
from stakemap.model.merging.merge import Merged, merge
from stakemap.model.merging.recording import as_conflict, with_conflicts
from stakemap.model.merging.settling import Choice, settled_together
from stakemap.model.order import issues_in_order, snapshots_in_order, sort_key
from stakemap.model.places import place_at
from stakemap.model.records import Record
from stakemap.model.sharing import sharing
from stakemap.model.subjects import Place


@dataclass(frozen=True)
class Comparison:
    """Two versions of a map, their common `base` if one is known, and their merge.

    `differences` has the conflicts first, then the map and its records, then judgements by snapshot, issue
    and name.
    """

    base: StakeMap | None
    one: StakeMap
    other: StakeMap
    merged: Merged
    differences: tuple[Difference, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Difference]:
        """The differences by their keys."""
        return {each.key: each for each in self.differences}

    def decided(self, choices: Mapping[str, Choice]) -> StakeMap:
        """The merge in which differences are decided, by their keys.

        What only the other version changed is taken unless the choice is "one". What only the first one
        changed stays, unless another choice takes it back, as if it were in conflict. A conflict without a
        choice is recorded in the map. What cannot be without something that is left is left, too; what
        something that is taken refers to is taken. Raises EditError for what cannot be decided so.
        """
        left, taken = [], []
        for each in self.differences:
            if each.side == "other" and choices.get(each.key) == "one":
                left.append(each)
            elif each.side != "one":
                taken.append(each)
        document, conflicts = self.merged
        if left:
            other = without_left(self.base, self.other, left, taken)
            document, conflicts = merge(self.base, self.one, other)
        decided = list(self._taken_back(choices))
        undecided = []
        for conflict in conflicts:
            choice = choices.get(key_of(conflict.place, conflict.field))
            if choice is None:
                undecided.append(conflict)
            else:
                decided.append((conflict, choice))
        return with_conflicts(settled_together(document, decided), undecided)

    def _taken_back(self, choices: Mapping[str, Choice]) -> Iterator[tuple[Conflict, Choice]]:
        for key, choice in choices.items():
            difference = self.by_key.get(key)
            if difference is not None and difference.can_be_taken_back and choice != "one":
                yield Conflict(*difference[:5]), choice


def compare(base: StakeMap | None, one: StakeMap, other: StakeMap) -> Comparison:
    """Compare two versions of a map. Raises EditError for different maps, as `merge` does."""
    merged = merge(base, one, other)
    base = None if base is None else sharing(one, base)
    other = sharing(one, other)
    found = _Differences(base, one, other, merged).found()
    return Comparison(base, one, other, merged, _in_order(merged.document, found))


def open_conflicts(document: StakeMap) -> Comparison:
    """The conflicts that earlier merges left in a map, as a comparison of the map with itself.

    One whose values do not fit its place has none.
    """
    found = []
    for key, recorded in document.conflicts.items():
        try:
            conflict = as_conflict(document, recorded)
        except EditError:
            conflict = Conflict(place_at(recorded.place), recorded.field, None, None, None, recorded.kind)
        found.append(Difference(*conflict[:5], "both", conflict, key))
    conflicts = tuple(each.conflict for each in found if each.conflict is not None)
    return Comparison(None, document, document, Merged(document, conflicts), _in_order(document, found))


@edit("take-version")
def take_version(
    document: StakeMap, other: StakeMap, base: StakeMap | None, choices: Mapping[str, Choice]
) -> StakeMap:
    """Merge another version into the map, as decided (see `Comparison.decided`).

    Raises EditError for a different map.
    """
    return compare(base, document, other).decided(choices)


class _Differences:
    """Finds the differences of two versions, and who made each."""

    def __init__(self, base: StakeMap | None, one: StakeMap, other: StakeMap, merged: Merged) -> None:
        self._base = StakeMap(id=one.id) if base is None else base
        self._one, self._other, self._merged = one, other, merged
        self._conflicts = {(each.place, each.field): each for each in merged.conflicts}

    def found(self) -> Iterator[Difference]:
        for conflict in self._merged.conflicts:
            place, field, base, one, other, _ = conflict
            yield Difference(place, field, base, one, other, "both", conflict)
        for change in changes(self._one, self._other):
            if self._is_in_conflict(change.place, "") or self._follows(change):
                continue
            if change.before is not None and change.after is not None and change.place.subject is None:
                yield from self._fields(change)
            else:
                yield self._whole(change)

    def _is_in_conflict(self, place: Place, field: str) -> bool:
        is_judgement = place.subject is not None
        return (place, field) in self._conflicts or (is_judgement and (place, "earlier") in self._conflicts)

    def _whole(self, change: Change) -> Difference:
        place, one, other = change
        result = _found(self._merged.document, place)
        side: Side = "one" if result is one or result == one else "other"
        return Difference(place, "", _found(self._base, place), one, other, side)

    def _fields(self, change: Change) -> Iterator[Difference]:
        place, one, other = change
        assert one is not None
        assert other is not None
        base, result = _found(self._base, place), _found(self._merged.document, place)
        for name, mine, theirs in _field_values(one, other):
            if not self._is_in_conflict(place, name):
                before = _default_of(one, name) if base is None else _field_value(base, name)
                side: Side = "one" if _field_value(result, name) == mine else "other"
                yield Difference(place, name, before, mine, theirs, side)

    def _follows(self, change: Change) -> bool:
        """Whether a version lacks a judgement, a relation or a headline since it lacks what that is about.

        What goes with a record that was removed, or comes with a snapshot that was added, is no difference
        of its own.
        """
        place, one, other = change
        if (one is None) == (other is None):
            return False
        lacking = self._one if one is None else self._other
        if place.subject is not None and place.id not in lacking.snapshots:
            return True
        return any(
            key not in getattr(lacking, container) and key in getattr(self._base, container)
            for container, key in _about(place, one or other)
        )


def _about(place: Place, record: Any) -> Iterator[tuple[str, str]]:
    """The records without which there is no such judgement, relation or headline."""
    if place.subject is not None:
        yield "relations" if place.subject.kind == "tie" else "actors", place.subject.id
        if place.subject.issue is not None:
            yield "issues", place.subject.issue
    elif place.container == "relations":
        yield "actors", record.source
        yield "actors", record.target
    elif place.container == "headlines":
        parts = parts_of(place.id)
        for container, key in (
            ("issues", parts.issue),
            ("snapshots", parts.snapshot),
            ("snapshots", parts.against),
        ):
            if key is not None:
                yield container, key


def _found(document: StakeMap, place: Place) -> Any:
    """The record or judgement of a place, None where there is none."""
    if not place.container:
        return document
    record = getattr(document, place.container).get(place.id)
    if place.subject is None or record is None:
        return record
    return record.judgement(place.subject)


def _field_values(one: Record, other: Record) -> Iterator[tuple[str, Any, Any]]:
    """The fields that differ; unknown ones one by one, as mappings that hold them under their name."""
    for name, mine, theirs in changed_fields(one, other):
        if name in COUNTS:
            continue
        if name:
            yield name, mine, theirs
        else:
            for unknown in sorted((mine or {}).keys() | (theirs or {}).keys()):
                field = field_of_unknown(unknown)
                values = [_field_value(each, field) for each in (one, other)]
                if values[0] != values[1]:
                    yield field, *values


def _field_value(record: Record, name: str) -> Any:
    """The value of a field; of an unknown one a mapping that holds it under its name, or nothing."""
    if name in type(record).model_fields:
        return getattr(record, name)
    extra, unknown = record.model_extra or {}, unknown_name(name)
    return {unknown: extra[unknown]} if unknown in extra else {}


def _default_of(record: Record, name: str) -> Any:
    """What the field of a record has where nothing was said; an unknown one has nothing."""
    field = type(record).model_fields.get(name)
    return {} if field is None else field.get_default(call_default_factory=True)


def _in_order(document: StakeMap, differences: Iterable[Difference]) -> tuple[Difference, ...]:
    """The differences in the order in which they are listed; names are those of a map that has them all."""
    snapshots = {key: number for number, key in enumerate(snapshots_in_order(document))}
    issues = {key: number for number, key in enumerate(issues_in_order(document))}
    containers = ("", *sorted(StakeMap.containers - {"snapshots"}), "snapshots")

    def key(difference: Difference) -> tuple[object, ...]:
        container, record, subject = difference.place
        if subject is None:
            rank = containers.index(container)
            number = snapshots.get(record, len(snapshots)) if container == "snapshots" else 0
            return difference.side != "both", 0, rank, number, _name(document, container, record), record
        issue = -1 if subject.issue is None else issues.get(subject.issue, len(issues))
        name = _name(document, "relations" if subject.kind == "tie" else "actors", subject.id)
        number = snapshots.get(record, len(snapshots))
        return difference.side != "both", 1, number, issue, name, subject.id

    # The sort is stable: fields of a record stay in their order.
    return tuple(sorted(differences, key=key))


def _name(document: StakeMap, container: str, key: str) -> str:
    record = getattr(document, container).get(key) if container else None
    name = getattr(record, "name", None) or getattr(record, "title", None) or key
    return sort_key(name)
