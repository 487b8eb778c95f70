"""The writing of journals into the store: sessions, their rows, and checkpoints that are compressed later."""

from __future__ import annotations

import contextlib
import copy
import os
import sqlite3
import uuid
from collections import deque
from collections.abc import Iterable, Sequence

from stakemap.storage.locks.owners import Owner
from stakemap.storage.store import drafts
from stakemap.storage.store.checkpoints import Checkpoint
from stakemap.storage.store.erasing import empty_log, erase_closed
from stakemap.storage.store.journal_rows import (
    JournalledMap,
    JournalRequest,
    SessionState,
    due_checkpoints,
    ensure_base,
    record,
)
from stakemap.storage.store.path_keys import key_of
from stakemap.storage.store.versions import VersionStore

#: The most checkpoints that wait to be compressed; edits between dropped ones are kept in any case.
MAX_CHECKPOINTS = 12


class SessionWriter:
    """Writes the requests of maps into the store; used by the journal's worker only."""

    def __init__(self, store: VersionStore) -> None:
        self.store = store
        self.checkpoints: deque[Checkpoint] = deque()
        self.owner: Owner | None = None
        #: The maps of which nothing is kept, out of those whose ends are being written.
        self._forgotten: set[JournalledMap] = set()

    def write(self, requests: Sequence[JournalRequest]) -> list[JournalRequest]:
        """Write requests in one transaction; returns requests for the checkpoints that became due.

        After an error the states of their maps are as before.
        """
        states = {request.target: copy.copy(request.target.state) for request in requests}
        made: list[Checkpoint] = []
        self._forgotten = {each.target for each in requests if each.forgets is not None and each.forgets()}
        try:
            with self.store.transaction() as database:
                for request in requests:
                    made += self._write(database, request)
        except BaseException:
            for target, state in states.items():
                target.state = state
            raise
        if self._forgotten:
            with contextlib.suppress(sqlite3.Error, OSError):
                # Else the next clean-up does it.
                empty_log(self.store)
        self.checkpoints += made
        while len(self.checkpoints) > MAX_CHECKPOINTS:
            # Drop the oldest but the first, which may be partly compressed.
            del self.checkpoints[1]
        return due_checkpoints(requests)

    def compress_checkpoint(self, seconds: float) -> None:
        """Compress the oldest pending checkpoint for at most this time, and store it once it is complete."""
        first = self.checkpoints[0]
        if first.data is None and not first.advance(seconds):
            return
        with self.store.transaction() as database:
            database.execute(
                "UPDATE entry SET data = ? WHERE id = ? AND length(data) = 0", (first.data, first.row)
            )
        self.checkpoints.popleft()

    def restart(self, targets: Iterable[JournalledMap]) -> None:
        """Make journals begin new sessions with a checkpoint in the current store."""
        for target in targets:
            target.state = SessionState(target.state.path)

    def release(self) -> None:
        """Release this process's lock."""
        if self.owner is not None:
            self.owner.release()
            self.owner = None

    def _write(self, database: sqlite3.Connection, request: JournalRequest) -> list[Checkpoint]:
        """Write a request; returns its checkpoint if that is to be compressed later."""
        target, state = request.target, request.target.state
        if request.kind == "saved" and request.path != state.path:
            self._end(database, request)
            target.state = state = SessionState(request.path)
        if state.session is not None and not self._is_open(database, target):
            target.state = state = SessionState(state.path)
        if state.session is None:
            state.session = self._begin(database, request)
        if request.closes:
            self._end(database, request)
        elif request.draft is not None:
            if request.draft.text and request.after is not None:
                ensure_base(database, request, request.after)
            drafts.write(database, state.session, request.draft, request.at)
        elif request.after is not None:
            return record(database, request, request.after)
        return []

    def _begin(self, database: sqlite3.Connection, request: JournalRequest) -> int:
        if self.owner is None:
            self.owner = Owner(self.store.owners, uuid.uuid4().hex)
        target = request.target
        cursor = database.execute(
            "INSERT INTO session (map_id, path, title, base_digest, owner, pid, opened)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                target.map_id,
                key_of(target.state.path),
                target.title,
                target.state.base,
                self.owner.name,
                os.getpid(),
                request.at,
            ),
        )
        assert cursor.lastrowid is not None
        for typed in tuple(target.drafts.values()):
            if typed.draft is not None:
                drafts.write(database, cursor.lastrowid, typed.draft, typed.at)
        return cursor.lastrowid

    def _is_open(self, database: sqlite3.Connection, target: JournalledMap) -> bool:
        """Whether the session is still in the store, and offered after a crash.

        Another process may have set a damaged store aside. One that could not see that this process runs, as
        from another container, may have offered its work: what is declined or recovered there is the work
        until then.
        """
        found = database.execute(
            "SELECT 1 FROM session WHERE id = ? AND owner = ? AND map_id = ?"
            " AND closed IS NULL AND declined IS NULL",
            (target.state.session, self.owner and self.owner.name, target.map_id),
        )
        return found.fetchone() is not None

    def _end(self, database: sqlite3.Connection, request: JournalRequest) -> None:
        session = request.target.state.session
        if session is None:
            return
        drafts.remove_all(database, session)
        database.execute("UPDATE session SET closed = ? WHERE id = ?", (request.at, session))
        database.execute(
            "DELETE FROM session WHERE id = ? AND NOT EXISTS (SELECT 1 FROM entry WHERE session = ?)",
            (session, session),
        )
        if request.closes and request.target in self._forgotten:
            erase_closed(database, request.target.map_id)
