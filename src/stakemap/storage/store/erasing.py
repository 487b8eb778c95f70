"""Erasing from the store of versions: of maps, of their history, and of what deleted rows leave in its files.

What is deleted is overwritten with zeros (`secure_delete` in `storage.store.connection`). Stores of earlier
versions of Stakemap have remains of deleted rows in their pages, which `compact` removes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, NamedTuple

from stakemap.i18n import tr
from stakemap.storage.locks import owners
from stakemap.storage.store.connection import connection
from stakemap.storage.store.values import text_of, time_of

if TYPE_CHECKING:
    from stakemap.storage.store.versions import VersionStore


#: Seconds to wait for a store that another process has locked.
LOCK_TIMEOUT = 5.0
#: Seconds for which unsaved work on a map that leaves no traces is offered.
_OFFERED_SECONDS = 7 * 86_400.0
#: The sessions whose entries are history: those that have ended, and that of the process with a name.
_HISTORY = "(closed IS NOT NULL OR owner = ?)"


class History(NamedTuple):
    """How many earlier versions are kept, and their size in bytes."""

    versions: int
    size: int


def known_as(
    store: VersionStore, map_ids: Collection[str], paths: Collection[str]
) -> tuple[set[str], set[str]]:
    """The ids of a map, and the keys of the paths it was kept under, of which some are known.

    A path without a known id stands for the map that was kept under it last. Raises sqlite3.Error.
    """
    ids, keys = set(map_ids), set(paths)
    if store.file.exists():
        with connection(store.file, timeout=LOCK_TIMEOUT) as database:
            if not ids:
                for path in paths:
                    row = database.execute(
                        "SELECT map_id FROM session WHERE path = ? ORDER BY id DESC LIMIT 1", (path,)
                    )
                    ids |= {text_of(map_id) for (map_id,) in row}
            for map_id in ids:
                rows = database.execute("SELECT DISTINCT path FROM session WHERE map_id = ?", (map_id,))
                keys |= {text_of(path) for (path,) in rows}
    return ids - {""}, keys - {""}


def is_running_elsewhere(store: VersionStore, map_ids: Collection[str], owner: str | None) -> bool:
    """Whether another process than that with the lock `owner` keeps edits of a map. Raises sqlite3.Error."""
    if not store.file.exists():
        return False
    with connection(store.file, timeout=LOCK_TIMEOUT) as database:
        rows = database.execute("SELECT DISTINCT map_id, owner FROM session WHERE closed IS NULL").fetchall()
    return any(
        map_id in map_ids and name != owner and owners.is_alive(store.owners, text_of(name))
        for map_id, name in rows
    )


def erase_maps(
    store: VersionStore, map_ids: Collection[str], paths: Collection[str], *, but_of: str | None = None
) -> None:
    """Erase all that is kept of maps with these ids, and under the keys of these paths, unsaved work too.

    The sessions that the process with the lock `but_of` has open are left. Raises sqlite3.Error.
    """
    if not store.file.exists():
        return
    with store.transaction() as database:
        for column, values in (("map_id", map_ids), ("path", paths)):
            for value in values:
                database.execute(
                    f"DELETE FROM session WHERE {column} = ? AND NOT (closed IS NULL AND owner = ?)",
                    (value, but_of or ""),
                )


def erase_closed(database: sqlite3.Connection, map_id: str) -> None:
    """Erase the sessions of a map that have ended, without what is offered or was declined."""
    database.execute("DELETE FROM session WHERE map_id = ? AND closed IS NOT NULL", (map_id,))


def erase_ended(store: VersionStore, leaves_no_traces: Callable[[str], bool], *, keeps_history: bool) -> None:
    """Erase what is not to be kept of maps that are closed: all of those that leave no traces, but for work
    that has been offered for less than seven days; without `keeps_history` the earlier versions of all.

    Raises sqlite3.Error.
    """
    if not store.file.exists():
        return
    offered = {item.session: item.at for item in store.recoverable()}
    with connection(store.file, timeout=LOCK_TIMEOUT) as database:
        rows = database.execute("SELECT id, map_id, closed, declined FROM session").fetchall()
        oldest = _time_of_ages(database) - _OFFERED_SECONDS

    def is_gone(session: int, map_id: object, closed: object, declined: object) -> bool:
        if not leaves_no_traces(text_of(map_id)):
            return closed is not None and not keeps_history
        if session in offered:
            return offered[session] < oldest
        return closed is not None or declined is not None

    gone = [(row[0],) for row in rows if is_gone(*row)]
    if gone:
        with store.transaction() as database:
            database.executemany("DELETE FROM session WHERE id = ?", gone)
        compact(store)


def _time_of_ages(database: sqlite3.Connection) -> float:
    """The time from which ages count, see `storage.store.pruning`; 0 where the store was never pruned."""
    if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'pruned'").fetchone() is None:
        return 0.0
    return time_of(database.execute("SELECT MAX(at) FROM pruned").fetchone()[0])


def history_of(store: VersionStore, map_id: str | None, owner: str | None) -> History:
    """How much history is kept of a map, or of all (None): of closed maps, and of those that are open in the
    process with the lock `owner`. Raises sqlite3.Error.
    """
    if not store.file.exists():
        return History(0, 0)
    with connection(store.file, timeout=LOCK_TIMEOUT) as database:
        found = database.execute(
            f"""
            SELECT COALESCE(SUM(e.kind != 'picture'), 0), COALESCE(SUM(LENGTH(e.data)), 0)
            FROM session s JOIN entry e ON e.session = s.id
            WHERE {_HISTORY} AND (? IS NULL OR s.map_id = ?)
            """,
            (owner or "", map_id, map_id),
        ).fetchone()
    return History(*found)


def clear_history(store: VersionStore, map_id: str | None, owner: str | None, keeps: Collection[str]) -> None:
    """Erase the earlier versions of a map, or of all maps (None).

    Of maps that are open in the process with the lock `owner` the last whole state stays, with what came
    after it, where their id is in `keeps`. Other processes, and work that is offered or was declined, keep
    what they have. Raises sqlite3.Error.
    """
    if not store.file.exists():
        return
    with store.transaction() as database:
        rows = database.execute(
            f"SELECT id, map_id, closed FROM session WHERE {_HISTORY} AND (? IS NULL OR map_id = ?)",
            (owner or "", map_id, map_id),
        ).fetchall()
        for session, of_map, closed in rows:
            if closed is None and of_map in keeps:
                _keep_last_state(database, session)
            else:
                database.execute("DELETE FROM session WHERE id = ?", (session,))


def _keep_last_state(database: sqlite3.Connection, session: int) -> None:
    database.execute(
        "UPDATE session SET base_digest = COALESCE((SELECT digest FROM entry WHERE session = ?"
        " AND kind = 'saved' ORDER BY id DESC LIMIT 1), base_digest) WHERE id = ?",
        (session, session),
    )
    database.execute(
        # The map as it was opened is stored after the first edits.
        "DELETE FROM entry WHERE session = ? AND (kind = 'opened' OR id <"
        " (SELECT MAX(id) FROM entry WHERE session = ? AND kind = 'picture' AND LENGTH(data) > 0))",
        (session, session),
    )


def empty_log(store: VersionStore) -> None:
    """Empty the write-ahead log, which has what was erased. Raises sqlite3.Error, also while another process
    reads the store.
    """
    with connection(store.file, timeout=LOCK_TIMEOUT) as database:
        _empty_log(database)


def compact(store: VersionStore) -> None:
    """Rewrite the store without remains of deleted rows, and empty its log. Takes seconds for a store of
    256 MB, and as much free disk. Raises as `empty_log` does.
    """
    if store.file.exists():
        with connection(store.file, timeout=LOCK_TIMEOUT) as database:
            database.execute("VACUUM")
            _empty_log(database)


def _empty_log(database: sqlite3.Connection) -> None:
    (is_busy, *_) = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if is_busy:
        raise sqlite3.OperationalError(tr("another copy of Stakemap is reading it"))
