"""Validation of JSON values into records in chunks, which stops early for a file with many faults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from pydantic import TypeAdapter, ValidationError

from stakemap.errors import Fault, MapReadError
from stakemap.i18n import tr, tr_count
from stakemap.model.checks import PlacedJudgements, judgements_by_place
from stakemap.model.document import (
    Actor,
    Group,
    Headline,
    Issue,
    Outcome,
    Relation,
    Resolution,
    Snapshot,
    Source,
    StakeMap,
)
from stakemap.model.faults import Place
from stakemap.model.judgements import Judgement, Stance, Standing, Tie
from stakemap.model.records import PAGE_KEY_LIMIT, Id, PageKey, UnknownFields
from stakemap.model.teamwork import Answer, Comment, OpenConflict, Review, Round
from stakemap.storage.reading.limits import Limits, Progress, report
from stakemap.wording.faults import fault_of

#: The number of records validated in one call of pydantic; only chunks with faults are validated singly.
CHUNK = 500
#: The maximum length of an id (see `model.records.Id`).
LONGEST_ID = 120
#: The cost of an empty snapshot, in records.
_SNAPSHOT_WEIGHT = 10
#: The progress of reading a map after parsing, and after validating its records.
PARSED, CHECKED = 0.2, 0.95

_RECORDS: dict[str, TypeAdapter[dict[str, Any]]] = {
    "actors": TypeAdapter(dict[Id, Actor]),
    "groups": TypeAdapter(dict[Id, Group]),
    "issues": TypeAdapter(dict[Id, Issue]),
    "snapshots": TypeAdapter(dict[Id, Snapshot]),
    "relations": TypeAdapter(dict[Id, Relation]),
    "sources": TypeAdapter(dict[Id, Source]),
    "headlines": TypeAdapter(dict[PageKey, Headline]),
    "resolutions": TypeAdapter(dict[Id, Resolution]),
    "outcomes": TypeAdapter(dict[Id, Outcome]),
    "conflicts": TypeAdapter(dict[Id, OpenConflict]),
    "comments": TypeAdapter(dict[Id, Comment]),
    "reviews": TypeAdapter(dict[Id, Review]),
    "rounds": TypeAdapter(dict[Id, Round]),
    "answers": TypeAdapter(dict[Id, Answer]),
    "standings": TypeAdapter(dict[Id, Standing]),
    "stances": TypeAdapter(dict[Id, Stance]),
    "ties": TypeAdapter(dict[Id, Tie]),
}
_MAP: TypeAdapter[StakeMap] = TypeAdapter(StakeMap)
_SNAPSHOT: TypeAdapter[Snapshot] = TypeAdapter(Snapshot)
#: Fields of judgements, besides citations, that may refer to something.
_WITH_REFERENCES = frozenset({"conditions", "earlier", "others"})
_KEYS: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[Id, Any])
_MAPPINGS: TypeAdapter[dict[str, dict[str, Any]]] = TypeAdapter(dict[Id, dict[str, Any]])


class FaultLimitError(Exception):
    """Validation was stopped, because the limit of faults was reached."""


def refused(faults: Sequence[Fault], limit: int) -> MapReadError:
    """The error for a map with faults, at most `limit` of them; its message is that of the first."""
    found = list(faults[:limit])
    first = found[0].message
    if len(found) == 1:
        return MapReadError(first, found)
    if len(found) == limit:
        more = tr("({count} faults were found before the search was stopped.)", count=limit)
    else:
        more = tr_count(
            "({count} more fault was found.)", "({count} more faults were found.)", len(found) - 1
        )
    return MapReadError(f"{first} {more}", found)


def validate(
    tree: Mapping[str, Any], limits: Limits, progress: Progress | None = None
) -> tuple[StakeMap, list[PlacedJudgements] | None]:
    """Validate a JSON value of the current version as a map; its records are removed from `tree`.

    References are not checked; returned with the map are the judgements that `check` has to look at, None for
    all. Raises MapReadError with the first `limits.faults` faults, and Cancelled when `progress` returns
    False.
    """
    reader = Reader(limits, tree, progress)
    try:
        document = reader.document(tree)
    except FaultLimitError:
        document = None
    if document is None or reader.faults:
        raise refused(reader.faults, limits.faults)
    return document, reader.candidates if reader.cited <= document.sources.keys() else None


def count_records(tree: Mapping[str, Any]) -> int:
    """The number of records in a map's JSON value, with a weight for each snapshot."""
    count = sum(len(part) for name, part in tree.items() if name in _RECORDS and isinstance(part, dict))
    snapshots = tree.get("snapshots")
    return count + sum(map(_weight, snapshots.values())) if isinstance(snapshots, dict) else count


def records_of(document: StakeMap) -> int:
    """The result of `count_records` for what a map is written as."""
    count = sum(len(getattr(document, name)) for name in StakeMap.containers)
    for snapshot in document.snapshots.values():
        count += _SNAPSHOT_WEIGHT + sum(len(getattr(snapshot, name)) for name in Snapshot.containers)
        count += sum(map(len, snapshot.stances.values()))
    return count


def check_count(records: int, limits: Limits) -> None:
    """Raise MapReadError if a map with so many records cannot be read."""
    if records > limits.records:
        message = tr(
            "The map has more records than Stakemap opens: {count}, and the limit is {limit}.",
            count=records,
            limit=limits.records,
        )
        raise MapReadError(message, [Fault("too-many-parts", "", message)])


def _weight(snapshot: Any) -> int:
    """The cost of a snapshot's JSON value in records, including `_SNAPSHOT_WEIGHT`."""
    if not isinstance(snapshot, dict):
        return 1
    return _SNAPSHOT_WEIGHT + sum(map(len, _mappings_in(snapshot)))


def _mappings_in(snapshot: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The mappings of a snapshot's JSON value, and those inside its stances."""
    for name in Snapshot.containers:
        mapping = snapshot.get(name)
        if isinstance(mapping, dict):
            yield mapping
            if name == "stances":
                yield from (part for part in mapping.values() if isinstance(part, dict))


def _widest(snapshot: Mapping[str, Any]) -> int:
    """The largest number of fields of a snapshot's JSON value and of its records."""
    records = (record for mapping in _mappings_in(snapshot) for record in mapping.values())
    return max(len(snapshot), *(len(record) for record in records if isinstance(record, dict)), 0)


class Reader:
    """Validates the records of one map and collects `faults` up to the limit.

    If there are none, `candidates` are the judgements with unknown fields or with references besides those to
    the `cited` sources.
    """

    def __init__(self, limits: Limits, tree: Mapping[str, Any], progress: Progress | None) -> None:
        self.faults: list[Fault] = []
        self.candidates: list[PlacedJudgements] = []
        self.cited: set[str] = set()
        self._limit = limits.faults
        self._fields = limits.fields
        self._total = count_records(tree)
        self._done = 0
        self._progress = progress
        check_count(self._total, limits)

    def document(self, tree: Mapping[str, Any]) -> StakeMap | None:
        """Validate a map; None when its own fields have faults.

        Raises FaultLimitError at the limit of faults.
        """
        head = self._checked(_MAP, self._head(tree, StakeMap.containers, ()), ())
        parts: dict[str, Any] = {}
        for name in StakeMap.model_fields:
            if name == "snapshots" and name in tree:
                parts[name] = self._snapshots(tree[name], (name,))
            elif name in StakeMap.containers and name in tree:
                parts[name] = self._records(tree[name], name, (name,))
        return None if head is None else head.model_copy(update=parts)

    def _snapshots(self, value: Any, place: Place) -> dict[str, Snapshot]:
        """Validate snapshots, small ones several at a time."""
        snapshots: dict[str, Snapshot] = {}
        for group, weight in _groups(self._entries(value, place)):
            if weight <= CHUNK and max(map(_widest, group.values())) <= self._fields:
                small = self._chunk("snapshots", group, place)
                self.candidates += judgements_by_place(small)
                snapshots.update(small)
                self._advance(weight)
                continue
            for key, item in group.items():
                snapshot = self._snapshot(item, (*place, key))
                if snapshot is not None:
                    snapshots[key] = snapshot
        return snapshots

    def _snapshot(self, tree: Mapping[str, Any], place: Place) -> Snapshot | None:
        head = self._checked(_SNAPSHOT, self._head(tree, Snapshot.containers, place), place)
        parts: dict[str, Any] = {}
        for name in Snapshot.model_fields:
            here = (*place, name)
            if name == "stances" and name in tree:
                entries = self._entries(tree[name], here)
                parts[name] = {issue: self._records(item, name, (*here, issue)) for issue, item in entries}
            elif name in Snapshot.containers and name in tree:
                parts[name] = self._records(tree[name], name, here)
        self._advance(1)
        return None if head is None else head.model_copy(update=parts)

    def _entries(self, value: Any, place: Place) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the entries of a mapping of mappings, except those with an invalid id or type."""
        if not isinstance(value, dict):
            self._checked(_MAPPINGS, value, place)
            return
        for chunk in self._chunks(value, place):
            try:
                _KEYS.validate_python(chunk)
                sound = all(isinstance(item, dict) for item in chunk.values())
            except ValidationError:
                sound = False
            for key, item in chunk.items():
                if sound or self._checked(_MAPPINGS, {key: item}, place):
                    yield key, item

    def _records(self, value: Any, name: str, place: Place) -> dict[str, Any]:
        if not isinstance(value, dict):
            self._checked(_RECORDS[name], value, place)
            return {}
        records: dict[str, Any] = {}
        for chunk in self._chunks(value, place):
            self._drop_crowded(chunk, place)
            records.update(self._chunk(name, chunk, place))
            self._advance(len(chunk))
        return records

    def _chunk(self, name: str, chunk: dict[str, Any], place: Place) -> dict[str, Any]:
        """Validate the records of a chunk; one by one if any has a fault."""
        adapter, unknown = _RECORDS[name], UnknownFields()
        try:
            records = adapter.validate_python(chunk, context=unknown)
        except ValidationError:
            records = {}
            for key, item in chunk.items():
                records.update(self._checked(adapter, {key: item}, place) or {})
            return records
        if name in Snapshot.containers:
            self._find_candidates(chunk, records, place, has_unknown=unknown.found)
        return records

    def _find_candidates(
        self, chunk: dict[str, Any], records: dict[str, Judgement], place: Place, *, has_unknown: bool
    ) -> None:
        """Note what a chunk of valid judgements cites and which of them are candidates.

        The JSON values are read, since they are in the processor's cache and dicts are faster than records.
        """
        self.cited.update(
            citation["source"] for item in chunk.values() for citation in item.get("citations", ())
        )
        found = records
        if not has_unknown:
            keys = [key for key, item in chunk.items() if item.keys() & _WITH_REFERENCES]
            found = {key: records[key] for key in keys}
        if found:
            self.candidates.append((".".join(map(str, place)), found))

    def _chunks(self, value: dict[str, Any], place: Place) -> Iterator[dict[str, Any]]:
        """Yield a mapping in chunks, without ids so long that errors quoting them would take much memory.

        The values of a chunk are removed after it, since a million JSON values freed at once delay a frame,
        and records that reuse their memory take less time.
        """
        entries = iter(value.items())
        longest = PAGE_KEY_LIMIT if place == ("headlines",) else LONGEST_ID
        while chunk := dict(islice(entries, CHUNK)):
            if max(map(len, chunk)) > longest:
                for key in [key for key in chunk if len(key) > longest]:
                    del chunk[key]
                    self._note(
                        {"type": "string_too_long", "ctx": {"max_length": longest}}, (*place, key, "[key]")
                    )
            yield chunk
            value.update(dict.fromkeys(chunk))

    def _drop_crowded(self, chunk: dict[str, Any], place: Place) -> None:
        """Remove records with so many fields that keeping the unknown ones would take much memory."""
        crowded = [key for key, item in chunk.items() if isinstance(item, dict) and len(item) > self._fields]
        for key in crowded:
            del chunk[key]
            self._note({"type": "too_long", "ctx": {"max_length": self._fields}}, (*place, key))

    def _checked(self, adapter: TypeAdapter[Any], value: Any, place: Place) -> Any:
        """Validate a value, recording its faults; None when it is invalid."""
        try:
            return adapter.validate_python(value)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                self._note(fault, (*place, *fault["loc"]))
            return None

    def _note(self, error: Mapping[str, Any], place: Place) -> None:
        self.faults.append(fault_of(error, place))
        if len(self.faults) >= self._limit:
            raise FaultLimitError

    def _head(self, tree: Mapping[str, Any], containers: frozenset[str], place: Place) -> dict[str, Any]:
        """The own fields of a record, without its containers."""
        if len(tree) > self._fields:
            self._note({"type": "too_long", "ctx": {"max_length": self._fields}}, place)
        names = [name for name in tree if name not in containers]
        return {name: tree[name] for name in names[: self._fields]}

    def _advance(self, count: int) -> None:
        self._done += count
        report(self._progress, PARSED + (CHECKED - PARSED) * min(self._done / max(self._total, 1), 1))


def _groups(
    entries: Iterable[tuple[str, dict[str, Any]]],
) -> Iterator[tuple[dict[str, dict[str, Any]], int]]:
    """Yield groups of snapshots with their weight, which exceeds `CHUNK` only for a single snapshot."""
    group: dict[str, dict[str, Any]] = {}
    total = 0
    for key, item in entries:
        weight = _weight(item)
        if group and total + weight > CHUNK:
            yield group, total
            group, total = {}, 0
        group[key] = item
        total += weight
    if group:
        yield group, total
