"""Deltas between versions of a map, as (place, record) entries that can be stored and replayed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import orjson

from stakemap.model.changes import ChangedLayer, changed_fields, changed_layers
from stakemap.model.document import Snapshot, StakeMap
from stakemap.storage.codec import encode_record
from stakemap.storage.reading.limits import DEFAULT_LIMITS, HIGHEST_LIMITS

#: Bytes that one compressed byte may stand for, unless they are few: maps shrink to a tenth or so.
_MOST_GROWTH = 64
#: The most keys that lead to a record.
_DEEPEST = 8


#: The JSON of records by their paths of keys in a map.
Records = dict[tuple[str, ...], str]


class Entry(NamedTuple):
    """The path of keys of a record in a map, and its new JSON; None where it was removed."""

    place: tuple[str, ...]
    value: bytes | None


def differences(before: StakeMap, after: StakeMap) -> Iterator[Entry]:
    """Yield the delta between two versions of a map, compared by identity."""
    if any(changed_fields(before, after)):
        yield Entry((), encode_record(after, without=StakeMap.containers))
    yield from _entries(before, after)


def checkpoint(document: StakeMap) -> Iterator[Entry]:
    """Yield a whole map as entries that can be applied to an empty state; lazily, so that work can pause."""
    yield Entry((), encode_record(document, without=StakeMap.containers))
    yield from _entries(StakeMap(id=document.id), document)


def _entries(before: StakeMap, after: StakeMap) -> Iterator[Entry]:
    for layer in changed_layers(before, after):
        if layer.kind is None and layer.container == "snapshots":
            yield from _snapshots(layer)
        elif layer.kind is None or layer.snapshot in after.snapshots:
            place = layer.place
            if layer.after is None:
                yield Entry(place, None)
                continue
            for change in layer.changes():
                key = change.place.id if change.place.subject is None else change.place.subject.id
                value = None if change.after is None else encode_record(change.after)
                yield Entry((*place, key), value)


def _snapshots(layer: ChangedLayer) -> Iterator[Entry]:
    """Yield the own fields of snapshots; removing one removes all its judgements."""
    for change in layer.changes():
        place = ("snapshots", change.place.id)
        if change.after is None:
            yield Entry(place, None)
        elif change.before is None or any(change.fields):
            yield Entry((*place, ""), encode_record(change.after, without=Snapshot.containers))


def pack(entries: Iterable[Entry]) -> bytes:
    """Serialise entries as a JSON array, one at a time, since each call holds the GIL."""
    return b"[" + b",".join(map(pack_one, entries)) + b"]"


def pack_one(entry: Entry) -> bytes:
    """Serialise one entry as an element of the array of `pack`."""
    return orjson.dumps((entry.place, None if entry.value is None else entry.value.decode()))


def unpacked(packed: object, room: int = HIGHEST_LIMITS.size) -> bytes:
    """Decompress what is stored of entries or an edit, at most `room` bytes.

    Raises ValueError when it is damaged, or grows more than any map does.
    """
    if not isinstance(packed, bytes):
        raise ValueError("not compressed")
    likely = max(_MOST_GROWTH * len(packed), DEFAULT_LIMITS.size)
    limits = DEFAULT_LIMITS.with_size(min(likely, HIGHEST_LIMITS.size))
    most = min(limits.size, room)
    stream = zlib.decompressobj()
    try:
        data = stream.decompress(packed, most + 1)
    except zlib.error as error:
        raise ValueError("damaged") from error
    if len(data) > most or not stream.eof:
        raise ValueError("too large, or cut off")
    if sum(map(data.count, (b",", b"[", b"{"))) > limits.marks:
        raise ValueError("too many parts")
    return data


def unpack(data: bytes) -> list[Entry]:
    """Parse the output of `pack`. Raises ValueError or TypeError when it is damaged."""
    entries = [
        Entry(tuple(place), None if value is None else value.encode()) for place, value in orjson.loads(data)
    ]
    for place, _ in entries:
        if len(place) > _DEEPEST or not all(isinstance(key, str) for key in place):
            raise ValueError("not a place in a map")
    return entries


def records_in(data: bytes) -> Records:
    """The JSON of the records in the output of `pack`, by their paths; several times as fast as `unpack`.

    Raises ValueError or TypeError when it is damaged, though what the records hold is not looked at.
    """
    return {tuple(place): value for place, value in orjson.loads(data)}


def apply_entries(state: dict[str, Any], entries: list[Entry]) -> None:
    """Apply entries in place to a map held as nested dicts whose leaves are the JSON of records.

    The own fields of the map and of snapshots have the key "".
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
    """Join the state of `apply_entries` into the JSON of a map, which the codec can decode.

    A dict becomes an object; its own fields, if any, are the JSON object under the key "".
    """
    header: bytes = state.get("", b"{}")
    members = b",".join(
        orjson.dumps(key) + b":" + (assemble(value) if isinstance(value, dict) else value)
        for key, value in state.items()
        if key
    )
    separator = b"," if members and header != b"{}" else b""
    return header[:-1] + separator + members + b"}"
