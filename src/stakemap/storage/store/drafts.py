"""The table of drafts in the store of versions: text that was typed and is not an edit yet.

It was added without a new version of the schema, since older versions of Stakemap ignore it.
"""

from __future__ import annotations

import sqlite3

from stakemap.model.draft import Draft

_TABLE = """
CREATE TABLE IF NOT EXISTS draft (
    session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    place TEXT NOT NULL,
    words TEXT NOT NULL,
    text TEXT NOT NULL,
    content TEXT,
    at REAL NOT NULL,
    PRIMARY KEY (session, place)
)
"""
#: The most drafts that are read of a session.
_MOST = 1_000


def has_table(database: sqlite3.Connection) -> bool:
    """Whether the store has the table."""
    found = database.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'draft'")
    return found.fetchone() is not None


def ensure_table(database: sqlite3.Connection) -> None:
    """Create the table where it is missing."""
    if not has_table(database):
        database.execute(_TABLE)


def write(database: sqlite3.Connection, session: int, draft: Draft, at: float) -> None:
    """Store a draft in place of the earlier one of its place; one without text only removes that."""
    if not draft.text:
        database.execute("DELETE FROM draft WHERE session = ? AND place = ?", (session, draft.place))
        return
    texts = (_storable(part) for part in (draft.place, draft.where, draft.text))
    content = None if draft.content is None else _storable(draft.content)
    database.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?, ?)", (session, *texts, content, at))


def remove_all(database: sqlite3.Connection, session: int) -> None:
    """Remove the drafts of a session that has ended."""
    database.execute("DELETE FROM draft WHERE session = ?", (session,))


def read(database: sqlite3.Connection, session: int) -> tuple[Draft, ...]:
    """The drafts of a session, oldest first; rows that hold something else than text are left out."""
    if not has_table(database):
        return ()
    rows = database.execute(
        "SELECT place, words, text, content FROM draft WHERE session = ? ORDER BY at LIMIT ?",
        (session, _MOST),
    )
    return tuple(
        Draft(place, where, text, content)
        for place, where, text, content in rows
        if all(isinstance(part, str) for part in (place, where, text)) and isinstance(content, str | None)
    )


def _storable(text: str) -> str:
    """A text with its lone surrogates, which SQLite refuses, replaced."""
    return text.encode("utf-8", "replace").decode()
