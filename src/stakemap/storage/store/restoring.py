"""Restoring a map from the store of versions: a whole map, and the differences after it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from stakemap.storage.codec import decode
from stakemap.storage.files import digest_of
from stakemap.storage.reading.limits import HIGHEST_LIMITS
from stakemap.storage.reading.regular_files import read_regular
from stakemap.storage.store.deltas import apply_entries, checkpoint, unpack, unpacked
from stakemap.storage.store.values import absolute_path

#: The bytes that all rows of one map may unpack to together.
_MOST_BYTES = 2 * HIGHEST_LIMITS.size


def state_after(database: sqlite3.Connection, entry: int) -> dict[str, Any]:
    """The state of `apply_entries` after an entry.

    Raises LookupError when something is missing that it is based on, and sqlite3.Error, OSError, ValueError,
    TypeError, AttributeError or MapReadError for data that is damaged.
    """
    found = database.execute(
        "SELECT s.id, s.map_id, s.path, s.base_digest, e.kind"
        " FROM session s JOIN entry e ON e.session = s.id WHERE e.id = ?",
        (entry,),
    ).fetchone()
    if found is None:
        raise LookupError(entry)
    session, map_id, path, digest, kind = found
    if kind == "opened":
        return _apply_rows({}, database.execute("SELECT data FROM entry WHERE id = ?", (entry,)))
    start = database.execute(
        "SELECT MAX(id) FROM entry WHERE session = ? AND id <= ? AND kind IN ('picture', 'saved')"
        " AND length(data) > 0",
        (session, entry),
    ).fetchone()[0]
    state: dict[str, Any] = {}
    if start is None:
        file = absolute_path(path)
        start, state = _saved_in_file(database, session, entry, file) or (
            0,
            _base(database, map_id, file, digest),
        )
    rows = database.execute(
        "SELECT data FROM entry WHERE session = ? AND id >= ? AND id <= ? AND kind != 'opened'"
        " AND length(data) > 0 ORDER BY id",
        (session, start, entry),
    )
    return _apply_rows(state, rows)


def _saved_in_file(
    database: sqlite3.Connection, session: int, entry: int, path: Path | None
) -> tuple[int, dict[str, Any]] | None:
    """The id and map of the last save before an entry, read from the file if it is unchanged; else None."""
    saved = database.execute(
        "SELECT id, digest FROM entry WHERE session = ? AND id <= ? AND kind = 'saved' ORDER BY id DESC",
        (session, entry),
    ).fetchone()
    try:
        data = b"" if saved is None or path is None else read_regular(path, HIGHEST_LIMITS.size)
    except OSError:
        return None
    if not data or digest_of(data) != saved[1]:
        return None
    return saved[0], _state_of(data)


def _state_of(data: bytes) -> dict[str, Any]:
    """Decode the bytes of a file into the state of `apply_entries`."""
    state: dict[str, Any] = {}
    apply_entries(state, list(checkpoint(decode(data, limits=HIGHEST_LIMITS).document)))
    return state


def _base(database: sqlite3.Connection, map_id: object, path: Path | None, digest: object) -> dict[str, Any]:
    """The map on which a session's first edit is based, from a checkpoint or the unchanged file."""
    kept = database.execute(
        """
        SELECT e.data FROM session s JOIN entry e ON e.session = s.id
        WHERE s.map_id = ? AND e.digest = ? AND e.digest != '' AND e.kind IN ('saved', 'opened')
          AND length(e.data) > 0
        ORDER BY e.id DESC LIMIT 1
        """,
        (map_id, digest),
    ).fetchall()
    if kept:
        return _apply_rows({}, kept)
    if path is None:
        raise LookupError("no picture and no file to begin with")
    data = read_regular(path, HIGHEST_LIMITS.size)
    if digest_of(data) != digest:
        raise LookupError("the file is no longer what the edits began with")
    return _state_of(data)


def _apply_rows(state: dict[str, Any], rows: Iterable[tuple[Any]]) -> dict[str, Any]:
    room = _MOST_BYTES
    for (packed,) in rows:
        data = unpacked(packed, room)
        room -= len(data)
        apply_entries(state, unpack(data))
    return state
