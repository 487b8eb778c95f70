"""Plain JSON values to records, one after another, so that a file full of faults costs no more than its first few."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from pydantic import TypeAdapter, ValidationError

from stakemap.errors import Fault, MapReadError
from stakemap.i18n import tr, tr_count
from stakemap.model.document import Actor, Group, Issue, Relation, Snapshot, Source, StakeMap
from stakemap.model.judgements import Stance, Standing, Tie
from stakemap.model.records import Id
from stakemap.storage.limits import Limits, Progress, report
from stakemap.storage.sentences import Place, fault_of

__all__ = ["PARSED", "EnoughError", "Reader", "count_records", "refused", "validate"]

#: So many records are checked in one call of pydantic; only a chunk with a fault is gone through one by one.
CHUNK = 500
#: The shares of reading a map that are done once it is parsed, and once its records are checked.
PARSED, RECORDS = 0.3, 0.95

_MAPPINGS: dict[str, TypeAdapter[dict[str, Any]]] = {
    "actors": TypeAdapter(dict[Id, Actor]),
    "groups": TypeAdapter(dict[Id, Group]),
    "issues": TypeAdapter(dict[Id, Issue]),
    "relations": TypeAdapter(dict[Id, Relation]),
    "sources": TypeAdapter(dict[Id, Source]),
    "standings": TypeAdapter(dict[Id, Standing]),
    "stances": TypeAdapter(dict[Id, Stance]),
    "ties": TypeAdapter(dict[Id, Tie]),
}
_ANY_MAPPING: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[Id, dict[str, Any]])
_MAP: TypeAdapter[StakeMap] = TypeAdapter(StakeMap)
_SNAPSHOT: TypeAdapter[Snapshot] = TypeAdapter(Snapshot)


class EnoughError(Exception):
    """So many faults were found that looking for more helps nobody."""


def refused(faults: list[Fault], limit: int) -> MapReadError:
    """The error for a map with faults, the first of which its message tells."""
    first = str(faults[0].message)
    if len(faults) == 1:
        return MapReadError(first, faults)
    if len(faults) >= limit:
        more = tr("({count} faults were found before the search was stopped.)", count=len(faults))
    else:
        more = trcount_records(
            "({count} more fault was found.)", "({count} more faults were found.)", len(faults) - 1
        )
    return MapReadError(f"{first} {more}", faults)


def validate(tree: Mapping[str, Any], limits: Limits, progress: Progress | None = None) -> StakeMap:
    """The map that a JSON value of the current version holds; references are not followed.

    Raises MapReadError with the first `limits.faults` faults, and Cancelled when `progress` returns False.
    """
    reader = Reader(limits.faults, count_records(tree), progress)
    try:
        document = reader.document(tree)
    except EnoughError:
        document = None
    if document is None or reader.faults:
        raise refused(reader.faults, limits.faults)
    return document


def count_records(tree: Mapping[str, Any]) -> int:
    """How many records a map has, near enough to show how far reading it is."""
    count = sum(len(part) for part in tree.values() if isinstance(part, dict))
    snapshots = tree.get("snapshots")
    for snapshot in snapshots.values() if isinstance(snapshots, dict) else ():
        if isinstance(snapshot, dict):
            parts = [snapshot.get("standings"), snapshot.get("ties")]
            stances = snapshot.get("stances")
            parts.extend(stances.values() if isinstance(stances, dict) else ())
            count += sum(len(part) for part in parts if isinstance(part, dict))
    return count


class Reader:
    """Makes records and gathers faults until there are `limit` of them."""

    def __init__(self, limit: int, total: int, progress: Progress | None) -> None:
        self.faults: list[Fault] = []
        self._limit = limit
        self._total = max(total, 1)
        self._done = 0
        self._progress = progress

    def document(self, tree: Mapping[str, Any]) -> StakeMap | None:
        head = self._checked(_MAP, _head(tree, StakeMap.containers), ())
        parts: dict[str, Any] = {}
        for name in StakeMap.model_fields:
            if name in StakeMap.containers and name in tree:
                read = self._snapshots if name == "snapshots" else self._records
                parts[name] = read(tree[name], name, (name,))
        return None if head is None else head.model_copy(update=parts)

    def _snapshots(self, value: Any, name: str, place: Place) -> dict[str, Snapshot]:
        snapshots = {}
        for key, item in self._entries(value, place):
            snapshot = self._snapshot(item, (*place, key))
            if snapshot is not None:
                snapshots[key] = snapshot
        return snapshots

    def _snapshot(self, tree: Mapping[str, Any], place: Place) -> Snapshot | None:
        head = self._checked(_SNAPSHOT, _head(tree, Snapshot.containers), place)
        parts: dict[str, Any] = {}
        for name in Snapshot.model_fields:
            if name in Snapshot.containers and name in tree:
                here = (*place, name)
                if name == "stances":
                    parts[name] = {
                        issue: self._records(item, name, (*here, issue))
                        for issue, item in self._entries(tree[name], here)
                    }
                else:
                    parts[name] = self._records(tree[name], name, here)
        self._advance(1)
        return None if head is None else head.model_copy(update=parts)

    def _entries(self, value: Any, place: Place) -> list[tuple[str, dict[str, Any]]]:
        """The entries of a mapping that holds further mappings, those left out whose id or kind is wrong."""
        if not isinstance(value, dict):
            self._checked(_ANY_MAPPING, value, place)
            return []
        return [(key, item) for key, item in value.items() if self._checked(_ANY_MAPPING, {key: item}, place)]

    def _records(self, value: Any, name: str, place: Place) -> dict[str, Any]:
        adapter = _MAPPINGS[name]
        if not isinstance(value, dict):
            self._checked(adapter, value, place)
            return {}
        records: dict[str, Any] = {}
        entries = iter(value.items())
        while chunk := dict(islice(entries, CHUNK)):
            try:
                records.update(adapter.validate_python(chunk))
            except ValidationError:
                for key, item in chunk.items():
                    records.update(self._checked(adapter, {key: item}, place) or {})
            self._advance(len(chunk))
        return records

    def _checked(self, adapter: TypeAdapter[Any], value: Any, place: Place) -> Any:
        try:
            return adapter.validate_python(value)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                self.faults.append(fault_of(fault, (*place, *fault["loc"])))
                if len(self.faults) >= self._limit:
                    raise EnoughError from None
            return None

    def _advance(self, count: int) -> None:
        self._done += count
        report(self._progress, PARSED + (RECORDS - PARSED) * min(self._done / self._total, 1))


def _head(tree: Mapping[str, Any], containers: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in tree.items() if name not in containers}
