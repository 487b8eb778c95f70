"""Pruning of the store of versions: closes sessions of ended processes, deletes the oldest states."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from stakemap.storage import owners

__all__ = ["close_abandoned", "shrink"]


def close_abandoned(database: sqlite3.Connection, folder: Path, recoverable: set[int]) -> None:
    """Close sessions whose process has ended, except `recoverable` ones, at the time of their last entry."""
    rows = database.execute(
        "SELECT s.id, s.owner, COALESCE((SELECT MAX(at) FROM entry WHERE session = s.id), s.opened)"
        " FROM session s WHERE s.closed IS NULL AND s.declined IS NULL"
    ).fetchall()
    for session, owner, at in rows:
        if session not in recoverable and not owners.is_alive(folder, owner):
            database.execute("UPDATE session SET closed = ? WHERE id = ?", (at, session))


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
