"""The store of versions: an append-only database of all edits, for recovery and for earlier versions.

One SQLite file (write-ahead log) in the user's state folder has sessions (a map edited by one process) and
their entries: the delta of an edit, or a checkpoint of the whole map. `storage.journal` writes it; this
module defines its schema and reads it.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
import uuid
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

from stakemap.errors import EditError, MapReadError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.draft import Draft
from stakemap.model.edit import Edit
from stakemap.storage import drafts, owners
from stakemap.storage.codec import decode
from stakemap.storage.deltas import apply_entries, assemble, checkpoint, unpack
from stakemap.storage.edit_codec import decode_edit
from stakemap.storage.files import digest_of
from stakemap.storage.limits import HIGHEST_LIMITS, Progress
from stakemap.storage.path_keys import key_of, path_of
from stakemap.storage.pruning import close_abandoned, shrink

__all__ = ["EntryKind", "Recoverable", "VersionInfo", "VersionStore", "set_aside_sentence"]

#: A delta; or a checkpoint: periodical ("picture"), as saved to a file, or as opened from a file, which is
#: written after the first edit but precedes it in time.
EntryKind = Literal["edit", "picture", "saved", "opened"]

KEPT_SECONDS = 90 * 86_400.0
DECLINED_SECONDS = 7 * 86_400.0
KEPT_BYTES = 256 * 1024 * 1024

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


#: What a session that did not end regularly left; {drafts} is their table, or one without rows.
_LEFT_BEHIND = """
WITH work AS (
    SELECT e.session, MAX(e.id) AS entry, MAX(e.at) AS at, SUM(e.kind = 'edit') AS edits FROM entry e
    WHERE e.kind != 'opened' AND e.id > COALESCE(
        (SELECT MAX(id) FROM entry WHERE session = e.session AND kind = 'saved'), 0)
    GROUP BY e.session HAVING SUM(e.kind = 'edit') > 0
),
typed AS (SELECT session, MAX(at) AS at, COUNT(*) AS drafts FROM {drafts} GROUP BY session),
saved AS (SELECT session, MAX(id) AS entry FROM entry WHERE kind = 'saved' GROUP BY session)
SELECT s.id, s.title, s.path, s.owner,
    COALESCE(work.entry, saved.entry, (SELECT MAX(id) FROM entry WHERE session = s.id), 0),
    MAX(COALESCE(work.at, 0), COALESCE(typed.at, 0)), COALESCE(work.edits, 0),
    COALESCE((SELECT digest FROM entry WHERE id = saved.entry), s.base_digest), COALESCE(typed.drafts, 0)
FROM session s LEFT JOIN work ON work.session = s.id LEFT JOIN typed ON typed.session = s.id
    LEFT JOIN saved ON saved.session = s.id
WHERE s.closed IS NULL AND (s.declined IS NOT NULL) = ?
    AND (work.edits IS NOT NULL OR typed.drafts IS NOT NULL)
ORDER BY 6 DESC
"""
_NO_DRAFTS = "(SELECT 0 AS session, 0 AS at WHERE 0)"


class Recoverable(NamedTuple):
    """Unsaved work of a session that did not end regularly; `path` is None for a map that was never saved.

    `at` is the time of the last change (seconds since 1970), `entry` the last state or 0 for that in the
    file, `edits` the number of edits, `digest` that of the file on which they are based, `drafts` the number
    of texts that were typed and not applied.
    """

    session: int
    entry: int
    title: str
    path: Path | None
    at: float
    edits: int
    digest: str
    drafts: int = 0


class VersionInfo(NamedTuple):
    """An earlier version of a map: time (seconds since 1970), label of its edit, whether it was saved."""

    entry: int
    at: float
    label: str
    saved: bool
    opened: bool = False


class VersionStore:
    """The versions of one user's maps. All methods raise sqlite3.Error when the database fails."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self.file = folder / "versions.sqlite3"
        self.owners = folder / "owners"
        self.clock = clock

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Open a connection with a transaction, committed at the end or rolled back on an exception."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(sqlite3.connect(self.file, timeout=5, isolation_level=None)) as database:
            database.execute("PRAGMA foreign_keys = ON")
            _open_schema(database)
            database.execute("BEGIN IMMEDIATE")
            try:
                if not _has_edit_column(database):
                    database.execute("ALTER TABLE entry ADD COLUMN edit BLOB")
                drafts.ensure_table(database)
                yield database
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        # Not a path, with which a missing database would be created.
        uri = f"{self.file.absolute().as_uri()}?mode=rw"
        with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=2, isolation_level=None)) as database:
            _open_schema(database)
            yield database

    def recoverable(self, *, declined: bool = False) -> tuple[Recoverable, ...]:
        """The unsaved work of ended processes, newest first, also where its file was written since.

        With `declined` only the work that the user declined to recover, else only other work.
        """
        if not self.file.exists():
            return ()
        with self._reading() as database:
            table = "draft" if drafts.has_table(database) else _NO_DRAFTS
            rows = database.execute(_LEFT_BEHIND.format(drafts=table), (declined,)).fetchall()
        return tuple(
            Recoverable(session, entry, title, path_of(path), at, edits, digest, typed)
            for session, title, path, owner, entry, at, edits, digest, typed in rows
            if not owners.is_alive(self.owners, owner)
        )

    def drafts(self, session: int) -> tuple[Draft, ...]:
        """The texts of a session that were typed and not applied."""
        if not self.file.exists():
            return ()
        with self._reading() as database:
            return drafts.read(database, session)

    def decline(self, session: int) -> None:
        """Mark a session's work as declined: it is not offered again, and kept for seven days."""
        with self.transaction() as database:
            database.execute("UPDATE session SET declined = ? WHERE id = ?", (self.clock(), session))

    def mark_recovered(self, session: int) -> None:
        """Mark a session's work as recovered."""
        with self.transaction() as database:
            database.execute(
                "UPDATE session SET closed = ?, declined = NULL WHERE id = ?", (self.clock(), session)
            )

    def versions(self, map_id: str, path: Path | None) -> tuple[VersionInfo, ...]:
        """The earlier versions of a map at a path, newest first, including those before its first save."""
        if not self.file.exists():
            return ()
        with self._reading() as database:
            rows = database.execute(
                """
                SELECT e.id, e.at, e.label, e.kind
                FROM session s JOIN entry e ON e.session = s.id
                WHERE s.map_id = ? AND s.path IN (?, '') AND e.kind != 'picture' AND length(e.data) > 0
                ORDER BY e.at DESC, e.kind = 'opened', e.id DESC
                """,
                (map_id, key_of(path)),
            ).fetchall()
        return tuple(
            VersionInfo(entry, at, label, kind == "saved", kind == "opened")
            for entry, at, label, kind in rows
        )

    def edit(self, entry: int) -> Edit | None:
        """The edit of an entry; None where it has none, or none that this version can decode."""
        if not self.file.exists():
            return None
        with self._reading() as database:
            if not _has_edit_column(database):
                return None
            found = database.execute("SELECT edit FROM entry WHERE id = ?", (entry,)).fetchone()
        try:
            data = None if found is None else found[0]
            return decode_edit(zlib.decompress(data)) if isinstance(data, bytes) else None
        except (EditError, zlib.error):
            return None

    def load(self, entry: int, progress: Progress | None = None) -> StakeMap:
        """Restore the map after an entry. Raises MapReadError when the data is damaged or incomplete.

        `progress` is called with the share done; returning False raises Cancelled.
        """
        try:
            return decode(assemble(self._state(entry)), limits=HIGHEST_LIMITS, progress=progress).document
        except (
            *(sqlite3.Error, zlib.error, OSError),
            # Rows that hold something else than was written into them.
            *(ValueError, TypeError, AttributeError, LookupError),
        ) as error:
            raise MapReadError(
                tr("This earlier version cannot be read: the store of versions is damaged.")
            ) from error

    def _state(self, entry: int) -> dict[str, Any]:
        with self._reading() as database:
            found = database.execute(
                "SELECT s.id, s.map_id, s.path, s.base_digest, e.kind"
                " FROM session s JOIN entry e ON e.session = s.id WHERE e.id = ?",
                (entry,),
            ).fetchone()
            if found is None:
                raise LookupError(entry)
            session, map_id, key, digest, kind = found
            path = path_of(key)
            if kind == "opened":
                return _apply_rows({}, database.execute("SELECT data FROM entry WHERE id = ?", (entry,)))
            start = database.execute(
                "SELECT MAX(id) FROM entry WHERE session = ? AND id <= ? AND kind IN ('picture', 'saved')"
                " AND length(data) > 0",
                (session, entry),
            ).fetchone()[0]
            state: dict[str, Any] = {}
            if start is None:
                start, state = _saved_in_file(database, session, entry, path) or (
                    0,
                    _base(database, map_id, path, digest),
                )
            rows = database.execute(
                "SELECT data FROM entry WHERE session = ? AND id >= ? AND id <= ? AND kind != 'opened'"
                " AND length(data) > 0 ORDER BY id",
                (session, start, entry),
            )
            return _apply_rows(state, rows)

    def prune(
        self,
        *,
        seconds: float = KEPT_SECONDS,
        declined_seconds: float = DECLINED_SECONDS,
        size: int = KEPT_BYTES,
    ) -> None:
        """Delete entries that are too old, then the oldest until the store is within `size` bytes.

        Of running or recoverable sessions only states before the latest checkpoint with a later edit are
        deleted, after all others.
        """
        owners.sweep(self.owners)
        now = self.clock()
        recoverable = {item.session for item in self.recoverable()}
        with self.transaction() as database:
            close_abandoned(database, self.owners, recoverable)
            database.execute("DELETE FROM session WHERE closed < ?", (now - seconds,))
            database.execute("DELETE FROM session WHERE declined < ?", (now - declined_seconds,))
            # Checkpoints that were never completed.
            database.execute(
                "DELETE FROM entry WHERE length(data) = 0"
                " AND session IN (SELECT id FROM session WHERE closed IS NOT NULL)"
            )
            shrink(database, size)
        with contextlib.closing(sqlite3.connect(self.file, timeout=2, isolation_level=None)) as database:
            # The pragma frees one page for each row fetched.
            database.execute("PRAGMA incremental_vacuum").fetchall()

    def set_aside(self) -> Path | None:
        """Rename a damaged database, so that a new one is created; its new path, None if it was missing."""
        aside = (
            self.folder / f"versions-damaged-{time.strftime('%Y%m%d-%H%M%S')}-{uuid.uuid4().hex[:6]}.sqlite3"
        )
        for suffix in ("-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        try:
            self.file.replace(aside)
        except FileNotFoundError:
            return None
        return aside


def set_aside_sentence(aside: Path | None) -> str:
    """A sentence about a damaged store that was moved to `aside`, or was missing (None)."""
    if aside is None:
        return tr("The store of earlier versions was damaged and is lost; a new one has been started.")
    return tr("The store of earlier versions was damaged. It was set aside as {name}.", name=aside.name)


def _open_schema(database: sqlite3.Connection) -> None:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version == _SCHEMA_VERSION:
        return
    if version > _SCHEMA_VERSION:
        raise sqlite3.OperationalError(tr("the store of versions is from a newer Stakemap"))
    database.execute("PRAGMA auto_vacuum = INCREMENTAL")
    database.execute("PRAGMA journal_mode = WAL")
    database.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_SCHEMA_VERSION}; COMMIT;")


def _has_edit_column(database: sqlite3.Connection) -> bool:
    return bool(database.execute("SELECT 1 FROM pragma_table_info('entry') WHERE name = 'edit'").fetchone())


def _saved_in_file(
    database: sqlite3.Connection, session: int, entry: int, path: Path | None
) -> tuple[int, dict[str, Any]] | None:
    """The id and map of the last save before an entry, read from the file if it is unchanged; else None."""
    saved = database.execute(
        "SELECT id, digest FROM entry WHERE session = ? AND id <= ? AND kind = 'saved' ORDER BY id DESC",
        (session, entry),
    ).fetchone()
    try:
        data = path.read_bytes() if saved is not None and path is not None else b""
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


def _base(database: sqlite3.Connection, map_id: str, path: Path | None, digest: str) -> dict[str, Any]:
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
    data = path.read_bytes()
    if digest_of(data) != digest:
        raise LookupError("the file is no longer what the edits began with")
    return _state_of(data)


def _apply_rows(state: dict[str, Any], rows: Iterable[tuple[bytes]]) -> dict[str, Any]:
    for (data,) in rows:
        apply_entries(state, unpack(zlib.decompress(data)))
    return state
