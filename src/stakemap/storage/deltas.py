"""What one edit changed, as a list of (place, record) that is small to write and can be applied again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import orjson

from stakemap.model.changes import ChangedLayer, changed_fields, changed_layers
from stakemap.model.document import Snapshot, StakeMap
from stakemap.storage.codec import encode_record

__all__ = ["Entry", "apply_entries", "assemble", "differences", "pack", "pack_one", "picture", "unpack"]


class Entry(NamedTuple):
    """One place of a map, as the keys that lead to it, and what stands there now; None where it is gone."""

    place: tuple[str, ...]
    value: bytes | None


def differences(before: StakeMap, after: StakeMap) -> Iterator[Entry]:
    """What changed from one version of a map to the next, by identity, as edits share what is the same."""
    if any(changed_fields(before, after)):
        yield Entry((), encode_record(after, without=StakeMap.containers))
    yield from _entries(before, after)


def picture(document: StakeMap) -> Iterator[Entry]:
    """A whole map as entries: applied to nothing, they give the map. Lazy, so it can be written in pauses."""
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
    """What snapshots say of themselves; one that is gone takes all that was judged there with it."""
    for change in layer.changes():
        place = ("snapshots", change.place.id)
        if change.after is None:
            yield Entry(place, None)
        elif change.before is None or any(change.fields):
            yield Entry((*place, ""), encode_record(change.after, without=Snapshot.containers))


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
