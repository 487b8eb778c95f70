"""What the store of versions forgets: sessions of processes that are gone, then the oldest states."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from stakemap.storage import owners

__all__ = ["close_dead", "shrink"]


def close_dead(database: sqlite3.Connection, folder: Path, wanted: set[int]) -> None:
    """Let sessions end when they last changed whose process is gone and whose work nobody misses."""
    rows = database.execute(
        "SELECT s.id, s.owner, COALESCE((SELECT MAX(at) FROM entry WHERE session = s.id), s.opened)"
        " FROM session s WHERE s.closed IS NULL AND s.declined IS NULL"
    ).fetchall()
    for session, owner, at in rows:
        if session not in wanted and not owners.is_alive(folder, owner):
            database.execute("UPDATE session SET closed = ? WHERE id = ?", (at, session))


def shrink(database: sqlite3.Connection, size: int) -> None:
    """Forget ended sessions, those that ended first going first, then early states of the others."""
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
