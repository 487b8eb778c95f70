"""Pruning of the store of versions: mends values, closes ended sessions, deletes the oldest states."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from stakemap.storage.locks import owners
from stakemap.storage.reading.limits import LATEST_TIME
from stakemap.storage.store.values import time_of

#: The most seconds by which pruning advances at a time, whatever the clock says.
_STEP = 7 * 86_400.0
#: The tables and columns in which texts and times are.
_TEXTS = {"session": ("map_id", "path", "title", "base_digest", "owner"), "entry": ("label", "digest")}
_TIMES = {"session": ("opened", "closed", "declined"), "entry": ("at",)}


def mend(database: sqlite3.Connection, now: float) -> int:
    """Replace texts and times that are none, so that their rows are kept and grow old like others: by "" and
    `now`. Returns the number of such values.
    """
    mended = 0
    for table, names in _TEXTS.items():
        for name in names:
            mended += database.execute(
                f"UPDATE {table} SET {name} = '' WHERE typeof({name}) != 'text'"
            ).rowcount
    for table, names in _TIMES.items():
        for name in names:
            mended += database.execute(
                f"UPDATE {table} SET {name} = ? WHERE {name} IS NOT NULL"
                f" AND (typeof({name}) NOT IN ('real', 'integer') OR {name} NOT BETWEEN 0 AND ?)",
                (now, LATEST_TIME),
            ).rowcount
    return mended


def advance(database: sqlite3.Connection, clock: float) -> float:
    """The time from which ages count: it follows the clock in steps, so that a clock that is wrong for one
    start, or a long absence, deletes little.
    """
    database.execute("CREATE TABLE IF NOT EXISTS pruned (at REAL)")
    (before,) = database.execute("SELECT MAX(at) FROM pruned").fetchone()
    if not time_of(before):
        # Of a store that was never pruned: when it was last used.
        before = max(
            database.execute(
                f"SELECT COALESCE(MAX({name}), 0) FROM {table} WHERE {name} <= ?", (LATEST_TIME,)
            ).fetchone()[0]
            for table, names in _TIMES.items()
            for name in names
        )
    now = min(clock, time_of(before) + _STEP)
    database.execute("DELETE FROM pruned")
    database.execute("INSERT INTO pruned VALUES (?)", (now,))
    return now


def close_abandoned(database: sqlite3.Connection, folder: Path, recoverable: set[int]) -> None:
    """Close sessions whose process has ended, except `recoverable` ones, at the time of their last entry."""
    rows = database.execute(
        "SELECT s.id, s.owner, COALESCE((SELECT MAX(at) FROM entry WHERE session = s.id), s.opened)"
        " FROM session s WHERE s.closed IS NULL AND s.declined IS NULL"
    ).fetchall()
    for session, owner, at in rows:
        if session not in recoverable and not owners.is_alive(folder, owner):
            database.execute("UPDATE session SET closed = ? WHERE id = ?", (at, session))


def forget_ended(database: sqlite3.Connection, before: float) -> None:
    """Delete the sessions that were closed or declined before a time, in seconds since 1970."""
    database.execute("DELETE FROM session WHERE closed < ? OR declined < ?", (before, before))


def shrink(database: sqlite3.Connection, size: int) -> None:
    """Delete closed sessions, oldest first, then early states of the others, until `size` bytes remain."""
    (total,) = database.execute(
        "SELECT COALESCE(SUM(LENGTH(data) + LENGTH(COALESCE(edit, ''))), 0) FROM entry"
    ).fetchone()
    ended = database.execute(
        """
        SELECT s.id, SUM(LENGTH(e.data) + LENGTH(COALESCE(e.edit, '')))
        FROM session s JOIN entry e ON e.session = s.id
        WHERE s.closed IS NOT NULL GROUP BY s.id ORDER BY s.closed
        """
    ).fetchall()
    for session, length in ended:
        if total <= size:
            return
        database.execute("DELETE FROM session WHERE id = ?", (session,))
        total -= length
    if total > size:
        database.execute(
            """
            DELETE FROM entry WHERE id < (
                SELECT MAX(id) FROM entry AS later
                WHERE later.session = entry.session AND later.kind IN ('picture', 'saved')
                  AND length(later.data) > 0 AND later.id < (
                    SELECT MAX(id) FROM entry AS last
                    WHERE last.session = entry.session AND last.kind = 'edit'))
            """
        )
