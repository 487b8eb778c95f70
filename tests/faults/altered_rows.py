"""Rows of the store of versions whose values are altered, each column × values of every type."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from samples import sample
from stakemap.errors import MapReadError
from stakemap.model.edits import set_texts
from stakemap.storage.files import save_map
from stakemap.storage.store.journal import JournalWriter
from stakemap.storage.store.versions import VersionStore

__all__ = ["COLUMNS", "WRONG", "alter", "execute", "fill", "leave_behind", "look_at", "titles_loaded"]

#: Values of each type, and of the types that there should be; as SQL.
WRONG = (
    *(
        "0",
        "5",
        "-1",
        "9223372036854775807",
        "1e308",
        "9e999",
        "-9e999",
        "x''",
        "x'fffe'",
        "zeroblob(100000)",
    ),
    *("''", "'text'", "CAST(x'ff' AS TEXT)", "'a' || char(0) || 'b'", "'../x'", "'/dev/zero'", "'bytes:%00'"),
    *("'/nowhere/' || hex(zeroblob(100000))", "NULL"),
)
COLUMNS = {
    "session": (
        "id",
        "map_id",
        "path",
        "title",
        "base_digest",
        "owner",
        "pid",
        "opened",
        "closed",
        "declined",
    ),
    "entry": ("id", "session", "at", "kind", "label", "digest", "data", "edit"),
    "draft": ("session", "place", "words", "text", "content", "at"),
    "pruned": ("at",),
}
#: The columns by which rows belong to a session.
_OWNERS = {"session": "id", "entry": "session", "draft": "session", "pruned": "1"}


def leave_behind(store: VersionStore, title: str, path: Path | None = None) -> None:
    """One edit of a process that was killed."""
    writer = JournalWriter(store)
    document = sample()
    digest = save_map(path, document) if path is not None else ""
    writer.open(document, path, digest).record("Retitle", document, set_texts(document, title=title))
    assert writer.flush()
    writer.close()


def execute(store: VersionStore, *statements: str) -> None:
    """Do something to the database that Stakemap would not do."""
    with closing(sqlite3.connect(store.file)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def fill(store: VersionStore) -> bytes:
    """The bytes of a store with two sessions of unsaved work, the first one with a draft."""
    leave_behind(store, "Altered")
    leave_behind(store, "Untouched")
    store.prune()
    execute(store, "INSERT INTO draft VALUES (1, 'place', 'words', 'text', NULL, 5.0)")
    with closing(sqlite3.connect(store.file, isolation_level=None)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return store.file.read_bytes()


def alter(store: VersionStore, table: str, column: str, value: str) -> None:
    """Give the rows of the first session a value in a column, if it takes that."""
    with suppress(sqlite3.IntegrityError):
        execute(store, f"UPDATE OR IGNORE {table} SET {column} = {value} WHERE {_OWNERS[table]} = 1")


def titles_loaded(store: VersionStore) -> set[str]:
    """The titles of all work that is offered and can be loaded."""
    loaded = set()
    for item in store.recoverable():
        with suppress(MapReadError):
            loaded.add(store.load(item.entry).title)
    return loaded


def look_at(store: VersionStore) -> list[str]:
    """Read all that is offered, and prune; what is wrong with it."""
    losses = []
    for item in (*store.recoverable(), *store.recoverable(declined=True)):
        if item.path is not None and not item.path.is_absolute():
            losses.append("a relative path")
        if not 0 <= item.at < 1e11:
            losses.append("no time")
        item.title.encode()
        store.drafts(item.session)
    for version in store.versions(sample().id, None):
        version.label.encode()
        store.edit(version.entry)
    store.prune()
    if "Untouched" not in titles_loaded(store):
        losses.append("other work is gone")
    return losses
