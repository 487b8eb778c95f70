"""What one edit changed, as a list of (place, record) that is small to write and can be applied again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import orjson

from stakemap.model.compare import changed_keys
from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.records import Record
from stakemap.storage.codec import encode_record

__all__ = ["Entry", "apply_entries", "assemble", "differences", "pack", "pack_one", "picture", "unpack"]


class Entry(NamedTuple):
    """One place of a map, as the keys that lead to it, and what stands there now; None where it is gone."""

    place: tuple[str, ...]
    value: bytes | None


def differences(before: StakeMap, after: StakeMap) -> Iterator[Entry]:
    """What changed from one version of a map to the next, by identity, as edits share what is the same."""
    yield from _fields(before, after)
    for container in sorted(StakeMap.containers - {"snapshots"}):
        yield from _records((container,), getattr(before, container), getattr(after, container))
    for key in changed_keys(before.snapshots, after.snapshots):
        yield from _snapshot(key, before.snapshots.get(key), after.snapshots.get(key))


def picture(document: StakeMap) -> Iterator[Entry]:
    """A whole map as entries: applied to nothing, they give the map. Lazy, so it can be written in pauses."""
    yield Entry((), encode_record(document, without=StakeMap.containers))
    for container in sorted(StakeMap.containers - {"snapshots"}):
        yield from _records((container,), {}, getattr(document, container))
    for key, snapshot in document.snapshots.items():
        yield from _snapshot(key, None, snapshot)


def _fields(before: StakeMap, after: StakeMap) -> Iterator[Entry]:
    names = StakeMap.model_fields.keys() - StakeMap.containers
    same = all(getattr(before, name) == getattr(after, name) for name in names)
    if not same or before.model_extra != after.model_extra:
        yield Entry((), encode_record(after, without=StakeMap.containers))


def _records(
    place: tuple[str, ...], before: Mapping[str, Record], after: Mapping[str, Record]
) -> Iterator[Entry]:
    for key in changed_keys(before, after):
        record = after.get(key)
        yield Entry((*place, key), None if record is None else encode_record(record))


def _snapshot(key: str, before: Snapshot | None, after: Snapshot | None) -> Iterator[Entry]:
    place = ("snapshots", key)
    if after is None:
        yield Entry(place, None)
        return
    header = encode_record(after, without=Snapshot.containers)
    if before is None or header != encode_record(before, without=Snapshot.containers):
        yield Entry((*place, ""), header)
    yield from _records((*place, "standings"), before.standings if before else {}, after.standings)
    yield from _records((*place, "ties"), before.ties if before else {}, after.ties)
    issues = before.stances if before else {}
    for issue in changed_keys(issues, after.stances):
        if issue not in after.stances:
            yield Entry((*place, "stances", issue), None)
            continue
        yield from _records((*place, "stances", issue), issues.get(issue, {}), after.stances[issue])


def pack(entries: Iterable[Entry]) -> bytes:
    """Entries as one piece of JSON; made one at a time, as no other thread runs while one is made."""
    return b"[" + b",".join(map(pack_one, entries)) + b"]"


def pack_one(entry: Entry) -> bytes:
    """One entry as it stands in what `pack` writes."""
    return orjson.dumps((entry.place, None if entry.value is None else entry.value.decode()))


def unpack(data: bytes) -> list[Entry]:
    """What `pack` wrote; ValueError when it is damaged."""
    return [
        Entry(tuple(place), None if value is None else value.encode()) for place, value in orjson.loads(data)
    ]


def apply_entries(state: dict[str, Any], entries: list[Entry]) -> None:
    """Bring a map, held as nested dicts whose leaves are JSON texts of records, up to date in place.

    The map's and a snapshot's own fields stand under the key "".
    """
    for place, value in entries:
        if not place:
            state[""] = value
            continue
        where = state
        for key in place[:-1]:
            where = where.setdefault(key, {})
        if value is None:
            where.pop(place[-1], None)
        else:
            where[place[-1]] = value


def assemble(state: Mapping[str, Any]) -> bytes:
    """The JSON text of the map that `apply_entries` built; the codec reads it like any file.

    A dict is an object whose own fields, if it has any, stand under the key "" as the text of an object.
    """
    header: bytes = state.get("", b"{}")
    members = b",".join(
        orjson.dumps(key) + b":" + (assemble(value) if isinstance(value, dict) else value)
        for key, value in state.items()
        if key
    )
    separator = b"," if members and header != b"{}" else b""
    return header[:-1] + separator + members + b"}"
