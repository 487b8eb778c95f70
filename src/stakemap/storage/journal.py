"""The autosave journal: writes every edit to the store of versions within a second, on a worker thread.

The GUI thread only enqueues two immutable maps; comparing, compressing and writing run on the worker, in
slices short enough not to delay a frame. Errors never stop the app: each is reported once, edits wait in
memory meanwhile, and a damaged store is set aside.
"""

from __future__ import annotations

import contextlib
import copy
import logging
import os
import queue
import sqlite3
import threading
import time
import uuid
import weakref
from collections import deque
from collections.abc import Callable
from pathlib import Path

from stakemap.errors import StakemapError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.edit import Edit
from stakemap.storage.checkpoints import Checkpoint
from stakemap.storage.journal_rows import JournalledMap, JournalRequest, SessionState, due_checkpoints, record
from stakemap.storage.owners import Owner
from stakemap.storage.versions import EntryKind, VersionStore, key_of, set_aside_sentence

__all__ = ["Journal", "JournalWriter"]

_log = logging.getLogger(__name__)

#: Seconds for which edits are collected into one transaction.
BATCH_SECONDS = 0.2
#: The most checkpoints that wait to be compressed; edits between dropped ones are kept in any case.
MAX_CHECKPOINTS = 12
#: Delays in seconds between attempts while the store cannot be written.
RETRY_DELAYS = (0.1, 0.5, 2.0)


class Journal:
    """The journal of one map in one process; created by `JournalWriter.open`. Its methods do not block."""

    def __init__(self, writer: JournalWriter, document: StakeMap, path: Path | None, digest: str) -> None:
        self._writer = writer
        self.target = JournalledMap(document.id, document.title, SessionState(path, digest))

    def begin_with(self, label: str, document: StakeMap) -> None:
        """Record a whole map as unsaved, as after a recovery."""
        self._put(kind="picture", after=document)
        self.record(label, document, document)

    def record(
        self,
        label: str,
        before: StakeMap,
        after: StakeMap,
        edit: Edit | None = None,
        replaced: StakeMap | None = None,
    ) -> None:
        """Record an edit, or with `edit` None an undo or redo, as the difference of two maps.

        With `replaced` the edit replaces the latest one, which led to that map: both become one row, unless
        a checkpoint or a save came between them.
        """
        self._put(kind="edit", label=label, before=before, after=after, edit=edit, replaced=replaced)

    def saved(self, document: StakeMap, path: Path, digest: str) -> None:
        """Record the map that was saved to a file with this digest."""
        self._put(kind="saved", after=document, path=path, digest=digest)

    def close(self) -> None:
        """Close the session: the map was saved, or the user discarded the changes."""
        self._put(kind=None, closes=True)

    def _put(
        self,
        kind: EntryKind | None,
        *,
        label: str = "",
        before: StakeMap | None = None,
        after: StakeMap | None = None,
        path: Path | None = None,
        digest: str = "",
        closes: bool = False,
        edit: Edit | None = None,
        replaced: StakeMap | None = None,
    ) -> None:
        at = self._writer.store.clock()
        self._writer.put(
            JournalRequest(
                *(self.target, at, kind, label, before, after, path, digest, closes),
                edit=edit,
                replaced=replaced,
            )
        )


class JournalWriter:
    """The worker thread that writes the journals of all maps of a process.

    `on_trouble` is called on the worker with a sentence, once for each different error. The thread is started
    by the first journal and ended by `close`.
    """

    def __init__(self, store: VersionStore, on_trouble: Callable[[str], None] = _log.warning) -> None:
        self.store = store
        self._on_trouble = on_trouble
        self._reported: set[str] = set()
        self._requests: queue.SimpleQueue[JournalRequest | None] = queue.SimpleQueue()
        self._targets: weakref.WeakSet[JournalledMap] = weakref.WeakSet()
        #: Used by the worker only.
        self._checkpoints: deque[Checkpoint] = deque()
        self._pending = 0
        self._all_written = threading.Condition()
        self._thread: threading.Thread | None = None
        self._owner: Owner | None = None
        self._closing = threading.Event()

    @property
    def owner(self) -> str | None:
        """The name of this process's lock, once it has written something."""
        return None if self._owner is None else self._owner.name

    def open(self, document: StakeMap, path: Path | None = None, digest: str = "") -> Journal:
        """Start the journal of a map; `digest` is that of the file it was read from."""
        journal = Journal(self, document, path, digest)
        self._targets.add(journal.target)
        self.put(JournalRequest(journal.target, self.store.clock(), None))
        return journal

    def put(self, request: JournalRequest) -> None:
        """Enqueue a request for the worker."""
        with self._all_written:
            self._pending += 1
        self._requests.put(request)
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="stakemap-journal", daemon=True)
            self._thread.start()

    def flush(self, seconds: float = 5.0, *, with_checkpoints: bool = True) -> bool:
        """Wait until all requests are written, and large checkpoints compressed; False on timeout."""

        def is_written() -> bool:
            return self._pending == (0 if with_checkpoints else len(self._checkpoints))

        with self._all_written:
            return self._all_written.wait_for(is_written, seconds)

    def close(self, seconds: float = 5.0) -> None:
        """Write all pending requests, end the worker and release this process's lock."""
        self._closing.set()
        if self._thread is not None:
            self._requests.put(None)
            self._thread.join(seconds)
            self._thread = None
        if self._owner is not None:
            self._owner.release()
            self._owner = None

    def _work(self) -> None:
        ended = False
        waiting: list[JournalRequest] = []
        while not ended or self._checkpoints:
            requests: list[JournalRequest] = []
            if not ended:
                requests, ended = self._next_batch(RETRY_DELAYS[-1] if waiting else None)
            before, checkpoints = len(waiting) + len(requests), len(self._checkpoints)
            waiting = self._write_with_retries([*waiting, *requests])
            self._mark_done(before - len(waiting) - len(self._checkpoints) + checkpoints)
            if self._checkpoints:
                self._compress_checkpoint()

    def _mark_done(self, count: int) -> None:
        """Mark a number of requests or checkpoints as done."""
        with self._all_written:
            self._pending -= count
            self._all_written.notify_all()

    def _next_batch(self, timeout: float | None) -> tuple[list[JournalRequest], bool]:
        """Collect the next batch of requests, and whether the worker has to end after it.

        Waits for the first request at most `timeout` seconds if given; not at all while a checkpoint is being
        compressed.
        """
        busy = bool(self._checkpoints)
        try:
            first = self._requests.get(timeout=0.0 if busy else timeout)
        except queue.Empty:
            return [], False
        if first is None:
            return [], True
        requests = [first]
        until = time.monotonic() + (0 if busy or self._closing.is_set() else BATCH_SECONDS)
        with contextlib.suppress(queue.Empty):
            while True:
                request = self._requests.get(timeout=max(until - time.monotonic(), 0))
                if request is None:
                    return requests, True
                requests.append(request)
        return requests, False

    def _compress_checkpoint(self) -> None:
        """Compress the oldest pending checkpoint for a while, and store it once it is complete."""
        first = self._checkpoints[0]
        if first.data is None and not first.advance(BATCH_SECONDS):
            return
        try:
            with self.store.transaction() as database:
                database.execute(
                    "UPDATE entry SET data = ? WHERE id = ? AND length(data) = 0", (first.data, first.row)
                )
        except (sqlite3.Error, OSError) as error:
            self._report(error)
            if isinstance(error, sqlite3.OperationalError) and not self._closing.wait(RETRY_DELAYS[-1]):
                # Transient: try again later.
                return
        self._drop_checkpoints(1)

    def _drop_checkpoints(self, count: int) -> None:
        for _ in range(count):
            self._checkpoints.popleft()
        self._mark_done(count)

    def _write_with_retries(self, requests: list[JournalRequest]) -> list[JournalRequest]:
        """Write requests with retries; returns those still unwritten, which precede the next ones."""
        for pause in (0.0, *RETRY_DELAYS):
            self._closing.wait(pause)
            try:
                while requests:
                    requests = self._write_batch(requests)
            except sqlite3.OperationalError as error:
                self._report(error)
            except sqlite3.IntegrityError as error:
                self._report(error)
                self._restart_sessions()
            except sqlite3.DatabaseError:
                self._set_aside()
            except (OSError, StakemapError) as error:
                self._report(error)
            except Exception as error:
                _log.exception("the journal failed")
                self._report(error)
            else:
                return []
        return requests

    def _write_batch(self, requests: list[JournalRequest]) -> list[JournalRequest]:
        """Write requests in one transaction; returns requests for the checkpoints that became due."""
        states = {request.target: copy.copy(request.target.state) for request in requests}
        checkpoints: list[Checkpoint] = []
        try:
            with self.store.transaction() as database:
                for request in requests:
                    checkpoints += self._write(database, request)
        except BaseException:
            for target, state in states.items():
                target.state = state
            raise
        self._checkpoints += checkpoints
        while len(self._checkpoints) > MAX_CHECKPOINTS:
            # Drop the oldest but the first, which may be partly compressed.
            del self._checkpoints[1]
        return due_checkpoints(requests)

    def _write(self, database: sqlite3.Connection, request: JournalRequest) -> list[Checkpoint]:
        """Write a request; returns its checkpoint if that is to be compressed later."""
        target, state = request.target, request.target.state
        if request.kind == "saved" and request.path != state.path:
            self._end(database, request)
            target.state = state = SessionState(request.path)
        if state.session is not None and not self._session_exists(database, target):
            target.state = state = SessionState(state.path)
        if state.session is None:
            state.session = self._begin(database, request)
        if request.closes:
            self._end(database, request)
        elif request.after is not None:
            return record(database, request, request.after)
        return []

    def _begin(self, database: sqlite3.Connection, request: JournalRequest) -> int:
        if self._owner is None:
            self._owner = Owner(self.store.owners, uuid.uuid4().hex)
        target = request.target
        cursor = database.execute(
            "INSERT INTO session (map_id, path, title, base_digest, owner, pid, opened)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                target.map_id,
                key_of(target.state.path),
                target.title,
                target.state.base,
                self._owner.name,
                os.getpid(),
                request.at,
            ),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def _session_exists(self, database: sqlite3.Connection, target: JournalledMap) -> bool:
        """Whether the session is still in the store; another process may have set a damaged one aside."""
        found = database.execute(
            "SELECT 1 FROM session WHERE id = ? AND owner = ? AND map_id = ?",
            (target.state.session, self.owner, target.map_id),
        )
        return found.fetchone() is not None

    def _end(self, database: sqlite3.Connection, request: JournalRequest) -> None:
        session = request.target.state.session
        database.execute("UPDATE session SET closed = ? WHERE id = ?", (request.at, session))
        database.execute(
            "DELETE FROM session WHERE id = ? AND NOT EXISTS (SELECT 1 FROM entry WHERE session = ?)",
            (session, session),
        )

    def _restart_sessions(self) -> None:
        """Make every journal begin a new session with a checkpoint in the current store."""
        self._checkpoints.clear()
        for target in tuple(self._targets):
            target.state = SessionState(target.state.path)

    def _set_aside(self) -> None:
        try:
            aside = self.store.set_aside()
        except OSError as error:
            self._report(error)
            return
        self._restart_sessions()
        self._report_once(set_aside_sentence(aside))

    def _report(self, error: Exception) -> None:
        self._report_once(
            tr("Unsaved edits cannot be backed up right now, so save often: {reason}.", reason=error)
        )

    def _report_once(self, sentence: str) -> None:
        if sentence not in self._reported:
            self._reported.add(sentence)
            self._on_trouble(sentence)
