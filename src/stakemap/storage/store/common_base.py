"""The version from which two versions of a map were made, found among those that the store has kept."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import orjson

from stakemap.errors import MapReadError
from stakemap.model.document import StakeMap
from stakemap.model.sharing import sharing
from stakemap.storage.codec import decode
from stakemap.storage.reading.limits import HIGHEST_LIMITS
from stakemap.storage.store.deltas import Entry, Records, apply_entries, assemble, checkpoint, differences
from stakemap.storage.store.versions import VersionStore

#: The most versions that are looked at, the seconds after which no further one is read, and the least.
_MOST, _SECONDS, _LEAST = 16, 0.3, 3


def common_base(
    store: VersionStore, one: StakeMap, other: StakeMap, *, seconds: float = _SECONDS
) -> StakeMap | None:
    """The newest of the stored versions of a map that both versions continue; None where none is known.

    A version continues those stored before the first change that it lacks: where it has the value from before
    a change, it was made before that change. So an older version is taken in doubt, with which the merge
    finds more conflicts, never one that is newer than a side, with which it would undo what that side lacks.
    Of the oldest one, before which no change is known, ledgers and records that a side lacks decide that.
    `one` itself may be the base, where `other` was made from it. For a worker thread; looks at a bounded
    number of versions. A store that cannot be read knows none, nor does one without any other version.
    """
    mine = _changed_by({}, checkpoint(one))
    theirs = _changed_by(mine, differences(one, sharing(one, other)))
    try:
        history, is_whole = _history(store, one.id, seconds)
    except (sqlite3.Error, OSError):
        return None
    if not history:
        return None
    if history[-1] != mine and _continued(history, mine) == len(history) - 1:
        history.append(mine)
    places = [_continued(history, side) for side in (mine, theirs)]
    if None in places or len(history) < 2:
        return None
    chosen = min(place for place in places if place is not None)
    if chosen == 0 and not is_whole:
        # It may be newer than a side: what was changed before is stored, but was not read.
        return None
    return one if history[chosen] == mine else _decoded(history[chosen])


def _changed_by(records: Records, entries: Iterable[Entry]) -> Records:
    """The records after the entries of a delta were applied."""
    changed = dict(records)
    for place, value in entries:
        if value is not None:
            changed[place] = value.decode()
        elif changed.pop(place, None) is None:
            # A whole mapping was removed, with all that is in it.
            for key in [key for key in changed if key[: len(place)] == place]:
                del changed[key]
    return changed


def _history(store: VersionStore, map_id: str, seconds: float) -> tuple[list[Records], bool]:
    """The versions that are stored whole, the oldest first, each once, and whether these are all."""
    until = time.monotonic() + seconds
    found: list[Records] = []
    for count, records in enumerate(store.whole_versions(map_id, _MOST), 1):
        if not _is_of_sheet(records) and (not found or found[-1] != records):
            found.append(records)
        if count == _MOST or (len(found) >= _LEAST and time.monotonic() > until):
            return found[::-1], False
    return found[::-1], True


def _is_of_sheet(records: Records) -> bool:
    """Whether a version is the sheet of a round, which was opened here and lacks what was judged."""
    return any(place[:1] == ("rounds",) and '"analyst":"' in value for place, value in records.items())


def _continued(history: Sequence[Records], version: Records) -> int | None:
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
    continued = (
        index for index in range(last, -1, -1) if not _is_apart(history[index], version, is_certain=last > 0)
    )
    return next(continued, None)


def _vote(
    place: tuple[str, ...], value: str | None, before: str | None, after: str | None
) -> tuple[bool, bool]:
    """Whether a value shows that it is from before, or from after, a change of its record."""
    if value in (before, after):
        return value == before, value == after
    if value is None or before is None or after is None:
        return False, False
    now, old, new = (orjson.loads(each) for each in (value, before, after))
    if _is_judgement(place):
        # What was judged since follows what its ledger holds; that of others stands in none.
        return False, _alone(new) != _alone(old) and _alone(new) in now.get("earlier", ())
    names = [name for name in old.keys() | new.keys() if old.get(name) != new.get(name)]
    return (
        any(now.get(name) == old.get(name) for name in names),
        any(now.get(name) == new.get(name) for name in names),
    )


def _is_judgement(place: tuple[str, ...]) -> bool:
    return place[:1] == ("snapshots",) and len(place) > 3


def _changed(before: Records, after: Records) -> Iterator[tuple[str, ...]]:
    yield from (place for place, value in after.items() if before.get(place) != value)
    yield from (place for place in before if place not in after)


def _is_apart(base: Records, version: Records, *, is_certain: bool) -> bool:
    """Whether `version` was not made from `base`: it has a judgement that does not follow the one there, or,
    unless it has a change made since (`is_certain`), it lacks a record or a judgement of others, which may
    have been added since.
    """
    for place, value in base.items():
        other = version.get(place)
        if other == value:
            continue
        if other is None:
            if not is_certain:
                return True
        elif _is_judgement(place) and not (
            _follows(other, value) and (is_certain or _has_others(other, value))
        ):
            return True
    return False


def _has_others(version: str, base: str) -> bool:
    """Whether a judgement has all that others judge beside another one."""
    if '"others":' not in base:
        return True
    has, needed = (orjson.loads(each).get("others", ()) for each in (version, base))
    return all(each in has for each in needed)


def _follows(newer: str, older: str) -> bool:
    """Whether a judgement was made after another one: its ledger holds that, or it was replaced in place."""
    one, other = orjson.loads(newer), orjson.loads(older)
    if _alone(other) in one.get("earlier", ()):
        return True
    is_same_day = all(one.get(name) == other.get(name) for name in ("by", "on"))
    return is_same_day and _alone(one) not in other.get("earlier", ())


def _alone(judgement: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in judgement.items() if name not in ("earlier", "others")}


def _decoded(records: Records) -> StakeMap | None:
    """The map of these records; None where they are damaged."""
    state: dict[str, Any] = {}
    try:
        apply_entries(state, [Entry(place, value.encode()) for place, value in records.items()])
        return decode(assemble(state), limits=HIGHEST_LIMITS).document
    except (MapReadError, ValueError, TypeError, AttributeError):
        return None
