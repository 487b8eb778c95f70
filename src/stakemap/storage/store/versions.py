"""The store of versions: an append-only database of all edits, for recovery and for earlier versions.

One SQLite file (write-ahead log) in the user's state folder has sessions (a map edited by one process) and
their entries: the delta of an edit, or a checkpoint of the whole map. `storage.store.journal` writes it; this
module reads it, `storage.store.connection` defines its schema.
"""

from __future__ import annotations

import contextlib
import functools
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from stakemap.errors import EditError, MapReadError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.draft import Draft
from stakemap.model.edit import Edit
from stakemap.storage.codec import decode
from stakemap.storage.locks import owners
from stakemap.storage.policy import policy
from stakemap.storage.reading.limits import DEFAULT_LIMITS, HIGHEST_LIMITS, Progress
from stakemap.storage.store import drafts
from stakemap.storage.store.connection import SUFFIXES, connection, has_edit_column, is_regular
from stakemap.storage.store.deltas import Records, assemble, records_in, unpacked
from stakemap.storage.store.edit_codec import decode_edit
from stakemap.storage.store.path_keys import key_of
from stakemap.storage.store.pruning import advance, close_abandoned, forget_ended, mend, shrink
from stakemap.storage.store.restoring import state_after
from stakemap.storage.store.values import absolute_path, text_of, time_of

#: A delta; or a checkpoint: periodical ("picture"), as saved to a file, or as opened from a file, which is
#: written after the first edit but precedes it in time.
EntryKind = Literal["edit", "picture", "saved", "opened"]

KEPT_SECONDS = 90 * 86_400.0
DECLINED_SECONDS = 7 * 86_400.0
KEPT_BYTES = 256 * 1024 * 1024
#: Seconds to wait for a store that another process has locked, to write or to read, and for the answer to a
#: question to it.
WRITE_TIMEOUT, _READ_TIMEOUT, READ_SECONDS = 5.0, 2.0, 10.0


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
SELECT s.owner, s.id,
    COALESCE(work.entry, saved.entry, (SELECT MAX(id) FROM entry WHERE session = s.id), 0), s.title, s.path,
    MAX(COALESCE(work.at, 0), COALESCE(typed.at, 0)), COALESCE(work.edits, 0),
    COALESCE((SELECT digest FROM entry WHERE id = saved.entry), s.base_digest), COALESCE(typed.drafts, 0),
    s.map_id
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
    map_id: str = ""


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
        with connection(self.file, timeout=WRITE_TIMEOUT, creates=True) as database:
            database.execute("PRAGMA foreign_keys = ON")
            database.execute("BEGIN IMMEDIATE")
            try:
                _complete_schema(database)
                yield database
            except BaseException:
                # After some errors, as of a full disk, SQLite has done so, and would hide them by another.
                if database.in_transaction:
                    database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with connection(self.file, timeout=_READ_TIMEOUT, seconds=READ_SECONDS) as database:
            yield database

    def recoverable(self, *, declined: bool = False, path: Path | None = None) -> tuple[Recoverable, ...]:
        """The unsaved work of ended processes, newest first, also where its file was written since.

        With `declined` only the work that the user declined to recover, else only other work; with `path`
        only that on one file.
        """
        if not self.file.exists():
            return ()
        with self._reading() as database:
            table = "draft" if drafts.has_table(database) else _NO_DRAFTS
            rows = database.execute(_LEFT_BEHIND.format(drafts=table), (declined,)).fetchall()
        wanted = None if path is None else key_of(path)
        ended = functools.cache(lambda owner: not owners.is_alive(self.owners, owner))
        return tuple(
            _recoverable_of(*row)
            for owner, *row in rows
            if wanted in (None, row[3]) and ended(text_of(owner))
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
            VersionInfo(entry, time_of(at), text_of(label), kind == "saved", kind == "opened")
            for entry, at, label, kind in rows
        )

    def whole_versions(self, map_id: str, most: int) -> Iterator[Records]:
        """The newest versions of a map that are stored whole, wherever its files lie, newest first.

        Those that cannot be read are left out.
        """
        if not self.file.exists():
            return
        with self._reading() as database:
            rows = database.execute(
                """
                SELECT e.data FROM session s JOIN entry e ON e.session = s.id
                WHERE s.map_id = ? AND e.kind IN ('saved', 'opened', 'picture') AND length(e.data) > 0
                ORDER BY e.at DESC, e.kind = 'opened', e.id DESC LIMIT ?
                """,
                (map_id, most),
            )
            for (packed,) in rows:
                with contextlib.suppress(ValueError, TypeError, AttributeError):
                    yield records_in(unpacked(packed))

    def edit(self, entry: int) -> Edit | None:
        """The edit of an entry; None where it has none, or none that this version can decode."""
        if not self.file.exists():
            return None
        with self._reading() as database:
            if not has_edit_column(database):
                return None
            found = database.execute("SELECT edit FROM entry WHERE id = ?", (entry,)).fetchone()
        try:
            return None if found is None else decode_edit(unpacked(found[0], DEFAULT_LIMITS.size))
        except (EditError, ValueError):
            return None

    def load(self, entry: int, progress: Progress | None = None) -> StakeMap:
        """Restore the map after an entry. Raises MapReadError when the data is damaged or incomplete.

        `progress` is called with the share done; returning False raises Cancelled.
        """
        try:
            with self._reading() as database:
                state = state_after(database, entry)
            return decode(assemble(state), limits=HIGHEST_LIMITS, progress=progress).document
        except (
            *(sqlite3.Error, OSError, MemoryError),
            # Rows that hold something else than was written into them.
            *(ValueError, TypeError, AttributeError, LookupError, RecursionError, OverflowError),
        ) as error:
            raise MapReadError(
                tr("This earlier version cannot be read: the store of versions is damaged.")
            ) from error

    def prune(
        self,
        *,
        seconds: float = KEPT_SECONDS,
        declined_seconds: float = DECLINED_SECONDS,
        size: int = KEPT_BYTES,
    ) -> int:
        """Delete entries that are too old, then the oldest until the store is within `size` bytes.

        Where a policy says how long earlier versions are kept, that replaces `seconds`, and ages count by the
        clock alone.
        Of running or recoverable sessions only states before the latest checkpoint with a later edit are
        deleted, after all others. Values that no version of Stakemap writes are replaced; returns the number
        of rows with any.
        """
        owners.sweep(self.owners)
        recoverable = {item.session for item in self.recoverable()}
        with self.transaction() as database:
            now = advance(database, self.clock())
            mended = mend(database, now)
            close_abandoned(database, self.owners, recoverable)
            database.execute("DELETE FROM session WHERE declined < ?", (now - declined_seconds,))
            days = policy().keep_history_days
            if days is None:
                database.execute("DELETE FROM session WHERE closed < ?", (now - seconds,))
            else:
                forget_ended(database, self.clock() - days * 86_400)
            # Checkpoints that were never completed.
            database.execute(
                "DELETE FROM entry WHERE length(data) = 0"
                " AND session IN (SELECT id FROM session WHERE closed IS NOT NULL)"
            )
            shrink(database, size)
        with connection(self.file, timeout=_READ_TIMEOUT) as database:
            # The pragma frees one page for each row fetched.
            database.execute("PRAGMA incremental_vacuum").fetchall()
        return mended

    def set_aside(self) -> Path | None:
        """Rename a damaged database, so that a new one is created; its new path, None if it was missing."""
        aside = (
            self.folder / f"versions-damaged-{time.strftime('%Y%m%d-%H%M%S')}-{uuid.uuid4().hex[:6]}.sqlite3"
        )
        beside = [self.file.with_name(self.file.name + suffix) for suffix in SUFFIXES[1:]]
        odd = [path for path in beside if not is_regular(path)]
        for path in odd:
            # Only this is damaged: a folder, or a pipe, that is in the way.
            path.rename(aside.with_name(aside.stem + path.name.removeprefix(self.file.name)))
        if odd:
            return aside
        for path in beside:
            path.unlink(missing_ok=True)
        try:
            self.file.replace(aside)
        except FileNotFoundError:
            return None
        return aside


def kept_days() -> int:
    """How many days earlier versions are kept once a map is closed."""
    days = policy().keep_history_days
    return round(KEPT_SECONDS / 86_400) if days is None else days


def set_aside_sentence(aside: Path | None) -> str:
    """A sentence about a damaged store that was moved to `aside`, or was missing (None)."""
    if aside is None:
        return tr("The store of earlier versions was damaged and is lost; a new one has been started.")
    return tr("The store of earlier versions was damaged. It was set aside as {name}.", name=aside.name)


def _complete_schema(database: sqlite3.Connection) -> None:
    """Add what stores of older versions lack."""
    try:
        # Faster than to ask what there is, for each edit.
        database.execute("SELECT entry.edit, draft.text FROM entry, draft LIMIT 0")
    except sqlite3.OperationalError:
        if not has_edit_column(database):
            database.execute("ALTER TABLE entry ADD COLUMN edit BLOB")
        drafts.ensure_table(database)


def _recoverable_of(
    session: int,
    entry: int,
    title: object,
    path: object,
    at: object,
    edits: int,
    digest: object,
    typed: int,
    map_id: object,
) -> Recoverable:
    """What a row offers, whatever the types of its values are."""
    file = absolute_path(path)
    # A file of which the digest is not known has been changed, so that it is not overwritten unasked.
    known = text_of(digest) or ("unknown" if file is not None else "")
    return Recoverable(
        session, entry, text_of(title), file, time_of(at), edits, known, typed, text_of(map_id)
    )
