"""Connections to the database of the store of versions, whose file anything may have written."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import stat
import time
from collections.abc import Iterator
from pathlib import Path, PurePath
from urllib.parse import quote

from stakemap.i18n import tr
from stakemap.private_files import private_folder, private_opener

#: What SQLite appends to the name of a database for the files beside it, after "" for the database itself.
SUFFIXES = ("", "-wal", "-shm", "-journal")
#: The virtual instructions of SQLite between looks at the clock.
_INSTRUCTIONS = 10_000

#: The column `entry.edit` was added later without a new version: older versions of Stakemap ignore it, while
#: a higher version would keep them from recovering maps.
_SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS session (
    id INTEGER PRIMARY KEY,
    map_id TEXT NOT NULL,
    path TEXT NOT NULL,
    title TEXT NOT NULL,
    base_digest TEXT NOT NULL,
    owner TEXT NOT NULL,
    pid INTEGER NOT NULL,
    opened REAL NOT NULL,
    closed REAL,
    declined REAL
);
CREATE TABLE IF NOT EXISTS entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    at REAL NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    digest TEXT NOT NULL,
    data BLOB NOT NULL,
    edit BLOB
);
CREATE INDEX IF NOT EXISTS session_by_map ON session (map_id, path);
CREATE INDEX IF NOT EXISTS entry_by_session ON entry (session, id);
"""
#: The columns without which nothing can be read or written.
_COLUMNS = {
    "session": "id map_id path title base_digest owner pid opened closed declined",
    "entry": "id session at kind label digest data",
    "draft": "session place words text content at",
    "pruned": "at",
}
#: What would refuse rows that Stakemap writes, and is in none of its schemas.
_CONSTRAINT = re.compile(r"\b(?:CHECK|COLLATE|CONFLICT|UNIQUE)\b", re.IGNORECASE)
#: The schemas that were found to be good, since the store is opened for each edit.
_checked: set[str] = set()
#: The tables that stores of older versions do not have.
_LATER = ("draft", "pruned")


@contextlib.contextmanager
def connection(
    file: Path, *, timeout: float, seconds: float | None = None, creates: bool = False
) -> Iterator[sqlite3.Connection]:
    """Open the database, waiting `timeout` seconds for its lock; statements may take `seconds` together.

    Raises sqlite3.OperationalError when the database cannot be used now, another sqlite3.DatabaseError when
    it is none that Stakemap writes, and OSError.
    """
    is_missing = creates and not file.exists()
    if is_missing:
        private_folder(file.parent)
    if not all(is_regular(f"{file}{suffix}") for suffix in SUFFIXES):
        raise sqlite3.DatabaseError("not a regular file")
    if is_missing:
        # Private, as are the files that SQLite makes beside it. One that is there is not opened: to close it
        # would release the locks that this process has on it in other threads.
        with contextlib.suppress(FileExistsError):
            open(file, "xb", opener=private_opener).close()
    with contextlib.closing(
        sqlite3.connect(database_uri(file.absolute()), uri=True, timeout=timeout, isolation_level=None)
    ) as database:
        # Bytes that are no UTF-8 in one row must not hide the others.
        database.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
        if seconds is not None:
            until = time.monotonic() + timeout + seconds
            database.set_progress_handler(lambda: time.monotonic() > until, _INSTRUCTIONS)
        database.execute("PRAGMA trusted_schema = OFF")
        # What is deleted or replaced is overwritten.
        database.execute("PRAGMA secure_delete = ON")
        _open_schema(database)
        yield database


def database_uri(file: PurePath) -> str:
    """The URI of a database, with which none is created where it is missing.

    It is not that of `Path.as_uri`, in which SQLite refuses the server of a shared folder.
    """
    return f"file:{quote(os.fsencode(file), safe='')}?mode=rw"


def is_regular(path: str | Path) -> bool:
    """Whether SQLite may open a path: it leads to a regular file or nowhere. Raises OSError."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116 - of four paths for each edit
    except FileNotFoundError:
        return True


def _open_schema(database: sqlite3.Connection) -> None:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version > _SCHEMA_VERSION:
        raise sqlite3.OperationalError(tr("the store of versions is from a newer Stakemap"))
    if version == _SCHEMA_VERSION or database.execute("SELECT 1 FROM sqlite_master").fetchone():
        _check_schema(database)
    if version != _SCHEMA_VERSION:
        database.execute("PRAGMA auto_vacuum = INCREMENTAL")
        database.execute("PRAGMA journal_mode = WAL")
        database.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_SCHEMA_VERSION}; COMMIT;")


def _check_schema(database: sqlite3.Connection) -> None:
    """Raise sqlite3.DatabaseError for what Stakemap never makes, such as views that never end.

    Later versions may add tables, and columns that may be empty, but no constraints on these tables.
    """
    (schema,) = database.execute(
        "SELECT group_concat(quote(type) || quote(tbl_name) || quote(sql)) FROM sqlite_master"
    ).fetchone()
    if schema in _checked:
        return
    is_foreign = database.execute(
        "SELECT 1 FROM sqlite_master WHERE type NOT IN ('table', 'index') OR sql LIKE 'CREATE VIRTUAL%'"
    ).fetchone()
    made = database.execute(
        "SELECT lower(tbl_name), CAST(sql AS TEXT) FROM sqlite_master WHERE sql IS NOT NULL"
    )
    is_foreign = is_foreign or any(table in _COLUMNS and _CONSTRAINT.search(sql) for table, sql in made)
    if is_foreign or not all(_fits(database, table, set(names.split())) for table, names in _COLUMNS.items()):
        raise sqlite3.DatabaseError("not a store of versions")
    _checked.add(schema)


def _fits(database: sqlite3.Connection, table: str, known: set[str]) -> bool:
    """Whether a table has the known columns, and no others that need a value; some tables may be missing."""
    needs_value = dict(
        database.execute('SELECT name, "notnull" AND dflt_value IS NULL FROM pragma_table_info(?)', (table,))
    )
    if not needs_value:
        return table in _LATER
    return known <= needs_value.keys() and not any(needs_value[name] for name in needs_value.keys() - known)


def has_edit_column(database: sqlite3.Connection) -> bool:
    """Whether the table of entries has the column of edits yet."""
    return bool(database.execute("SELECT 1 FROM pragma_table_info('entry') WHERE name = 'edit'").fetchone())
