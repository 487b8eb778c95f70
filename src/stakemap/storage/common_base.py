"""The version from which two versions of a map were made, found among those that the store has kept."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import orjson

from stakemap.errors import MapReadError
from stakemap.model.document import StakeMap
from stakemap.storage.codec import decode
from stakemap.storage.deltas import Entry, apply_entries, assemble, checkpoint
from stakemap.storage.limits import HIGHEST_LIMITS
from stakemap.storage.versions import VersionStore

__all__ = ["common_base"]

#: The most versions that are looked at, and the seconds after which no further one is read.
_MOST, _SECONDS = 16, 0.3

#: The JSON of each record by its path of keys.
_Records = dict[tuple[str, ...], bytes | None]


def common_base(
    store: VersionStore, one: StakeMap, other: StakeMap, *, seconds: float = _SECONDS
) -> StakeMap | None:
    """The newest of the stored versions of a map that both versions continue; None where none is known.

    A version continues those stored before the first change that it lacks: where it has the value from before
    a change, it was made before that change. So an older version is taken in doubt, with which the merge
    finds more conflicts, never one that is newer than a side, with which it would undo what that side lacks.
    Of the oldest one, before which no change is known, ledgers and records that a side lacks tell that.
    `one` itself may be the base, where `other` was made from it. For a worker thread; looks at a bounded
    number of versions. A store that cannot be read knows none, nor does one without any other version.
    """
    sides = [_records(list(checkpoint(each))) for each in (one, other)]
    try:
        history = _history(store, one.id, seconds)
    except (sqlite3.Error, OSError):
        return None
    if not history:
        return None
    if history[-1] != sides[0] and _continued(history, sides[0]) == len(history) - 1:
        history.append(sides[0])
    if len(history) < 2:
        return None
    places = [_continued(history, side) for side in sides]
    if None in places:
        return None
    records = history[min(place for place in places if place is not None)]
    return one if records == sides[0] else _decoded(records)


def _records(entries: Sequence[Entry]) -> _Records:
    return {entry.place: entry.value for entry in entries}


def _history(store: VersionStore, map_id: str, seconds: float) -> list[_Records]:
    """The versions that are stored whole, the oldest first, each once."""
    until = time.monotonic() + seconds
    found: list[_Records] = []
    for entries in store.whole_versions(map_id, _MOST):
        records = _records(entries)
        if not found or found[-1] != records:
            found.append(records)
        if time.monotonic() > until:
            break
    return found[::-1]


def _continued(history: Sequence[_Records], version: _Records) -> int | None:
    """The index of the newest version of the history that `version` continues; None where it continues none.

    That is the newest one of which it has a change, and lacks none before; else the oldest.
    """
    last = 0
    for index, (before, after) in enumerate(pairwise(history), 1):
        votes = [
            _vote(place, version.get(place), before.get(place), after.get(place))
            for place in _changed(before, after)
        ]
        if any(is_old for is_old, _ in votes):
            break
        if any(is_new for _, is_new in votes):
            last = index
    return None if _is_newer(history[last], version, is_certain=last > 0) else last


def _vote(
    place: tuple[str, ...], value: bytes | None, before: bytes | None, after: bytes | None
) -> tuple[bool, bool]:
    """Whether a value shows that it is from before, or from after, a change of its record."""
    if value in (before, after):
        return value == before, value == after
    if value is None or before is None or after is None:
        return False, False
    now, old, new = (orjson.loads(each) for each in (value, before, after))
    if _is_judgement(place):
        # What was judged since follows what its ledger holds.
        return False, _alone(new) in now.get("earlier", ())
    names = [name for name in old.keys() | new.keys() if old.get(name) != new.get(name)]
    return (
        any(now.get(name) == old.get(name) for name in names),
        any(now.get(name) == new.get(name) for name in names),
    )


def _is_judgement(place: tuple[str, ...]) -> bool:
    return place[:1] == ("snapshots",) and len(place) > 3


def _changed(before: _Records, after: _Records) -> Iterator[tuple[str, ...]]:
    yield from (place for place, value in after.items() if before.get(place) != value)
    yield from (place for place in before if place not in after)


def _is_newer(base: _Records, version: _Records, *, is_certain: bool) -> bool:
    """Whether `base` was made after `version`: a ledger says so, or, unless it `is_certain` by a change that
    both have, it has records that the version lacks, which may have been added since.
    """
    for place, value in base.items():
        other = version.get(place)
        if other == value or value is None:
            continue
        if other is None:
            if not is_certain:
                return True
        elif _is_judgement(place) and _replaces(value, other):
            return True
    return False


def _replaces(newer: bytes, older: bytes) -> bool:
    """Whether a judgement has the other one in its ledger, and not the other way round."""
    if b'"earlier"' not in newer:
        return False
    one, other = orjson.loads(newer), orjson.loads(older)
    return _alone(other) in one.get("earlier", ()) and _alone(one) not in other.get("earlier", ())


def _alone(judgement: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in judgement.items() if name != "earlier"}


def _decoded(records: _Records) -> StakeMap | None:
    """The map of these records; None where they are damaged."""
    state: dict[str, Any] = {}
    try:
        apply_entries(state, [Entry(place, value) for place, value in records.items()])
        return decode(assemble(state), limits=HIGHEST_LIMITS).document
    except (MapReadError, ValueError, TypeError, AttributeError):
        return None
