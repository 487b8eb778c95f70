"""The autosave journal: writes every edit to the store of versions within a second, on a worker thread.

The GUI thread only enqueues two immutable maps; comparing, compressing and writing run on the worker, in
slices short enough not to delay a frame. Errors never stop the app, nor the worker: each map has a queue of
its own, in which requests wait until they are written, and a damaged store is set aside.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from stakemap.errors import StakemapError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.draft import Draft
from stakemap.model.edit import Edit
from stakemap.storage.saving.targets import refusal_of
from stakemap.storage.store.journal_rows import JournalledMap, JournalRequest, SessionState, without_history
from stakemap.storage.store.journal_sessions import SessionWriter
from stakemap.storage.store.versions import EntryKind, VersionStore, set_aside_sentence

_log = logging.getLogger(__name__)

#: Seconds for which edits are collected into one transaction.
BATCH_SECONDS = 0.2
#: Delays in seconds between attempts while the store cannot be written, and the longest one while only the
#: requests of a map cannot be.
RETRY_DELAYS = (0.1, 0.5, 2.0)
_LONGEST_DELAY = 10.0
#: Attempts after which requests that cannot be written give way to the whole map.
_HOPELESS_TRIES = 3
#: Seconds after which requests that are not written yet count as a problem.
PATIENCE = 3.0
#: Seconds between attempts to start the worker, and before it goes on after an error of its own.
RESTART_DELAY = 1.0


class Journal:
    """The journal of one map in one process; created by `JournalWriter.open`. Its methods do not block."""

    def __init__(self, writer: JournalWriter, document: StakeMap, path: Path | None, digest: str) -> None:
        self._writer = writer
        self.target = JournalledMap(document.id, document.title, SessionState(path, digest))
        #: The map after the latest request.
        self._latest: StakeMap | None = None

    @property
    def problem(self) -> str:
        """Why edits are not being kept at the moment; "" while they are."""
        return self._writer.problem_of(self.target)

    @property
    def is_waiting(self) -> bool:
        """Whether something is not written yet."""
        return self.target.waiting_since is not None

    def begin_with(self, label: str, document: StakeMap) -> None:
        """Record a whole map as unsaved, as after a recovery."""
        self._put("picture", after=document)
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
        based_on = before if replaced is None else replaced
        if self._latest is not None and based_on is not self._latest:
            # A request in between was lost, as when memory had run out, and differences would not add up.
            self._put("picture", after=based_on)
        self._put("edit", label=label, before=before, after=after, edit=edit, replaced=replaced)

    def saved(self, document: StakeMap, path: Path, digest: str) -> None:
        """Record the map that was saved to a file with this digest."""
        self._put("saved", after=document, path=path, digest=digest)

    def draft(self, draft: Draft, document: StakeMap) -> None:
        """Keep a text that was typed on this map, or forget the one of its place if it is empty."""
        self._writer.put(self._request(None, after=document, draft=draft))

    def close(self, *, forgets: Callable[[], bool] | None = None) -> None:
        """Close the session: the map was saved, or the user discarded the changes.

        If `forgets`, which the worker asks, nothing is kept of the map but work that is still offered for
        recovery.
        """
        self._writer.put(self._request(None, closes=True, forgets=forgets))

    def _put(self, kind: EntryKind, *, after: StakeMap, **fields: Any) -> None:
        self._writer.put(self._request(kind, after=after, **fields))
        self._latest = after

    def _request(self, kind: EntryKind | None, **fields: Any) -> JournalRequest:
        return JournalRequest(self.target, self._writer.store.clock(), kind, **fields)


def _log_trouble(_: str) -> None:
    """Log that there is trouble, without the sentence, which may name files."""
    _log.warning("the journal has trouble")


class JournalWriter:
    """The worker thread that writes the journals of all maps of a process.

    `on_trouble` is called on the worker with a sentence, once for each different error. The thread is started
    by the first journal and ended by `close`; whatever fails in it, it goes on.
    """

    def __init__(self, store: VersionStore, on_trouble: Callable[[str], None] = _log_trouble) -> None:
        self.store = store
        self._on_trouble = on_trouble
        self._reported: set[str] = set()
        self._targets: weakref.WeakSet[JournalledMap] = weakref.WeakSet()
        self._sessions = SessionWriter(store)
        #: Guards the maps that have unwritten requests, in the order of their first ones, and their queues.
        self._condition = threading.Condition()
        self._waiting: dict[JournalledMap, None] = {}
        self._closing = False
        #: Guards the worker and when to start it: two would write the same requests.
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._start_at = 0.0

    @property
    def owner(self) -> str | None:
        """The name of this process's lock, once it has written something."""
        return None if self._sessions.owner is None else self._sessions.owner.name

    def open(self, document: StakeMap, path: Path | None = None, digest: str = "") -> Journal:
        """Start the journal of a map; `digest` is that of the file it was read from."""
        journal = Journal(self, document, path, digest)
        with self._condition:
            self._targets.add(journal.target)
        self.put(JournalRequest(journal.target, self.store.clock(), None))
        return journal

    def put(self, request: JournalRequest) -> None:
        """Enqueue a request for the worker."""
        target, draft = request.target, request.draft
        with self._condition:
            if request.kind == "edit":
                target.unsaved = request
            elif request.kind == "saved" or request.closes:
                target.unsaved = None
            if request.closes:
                target.drafts.clear()
            elif draft is not None:
                target.drafts.pop(draft.place, None)
                if draft.text:
                    target.drafts[draft.place] = request
            self._enqueue(target, (request,))
        self.tend()

    def keep_anew(self) -> None:
        """Write what is unsaved of all maps again, since the store was set aside."""
        with self._condition:
            for target in tuple(self._targets):
                edits = () if target.unsaved is None else without_history((target.unsaved,))
                self._enqueue(target, (*edits, *target.drafts.values()))
        self.tend()

    def _enqueue(self, target: JournalledMap, requests: Sequence[JournalRequest]) -> None:
        if requests:
            target.requests.extend(requests)
            if target.waiting_since is None:
                target.waiting_since = time.monotonic()
            self._waiting[target] = None
            self._condition.notify_all()

    def tend(self) -> None:
        """Start the worker if it does not run, though not all the time where the system refuses."""
        try:
            with self._starting:
                now = time.monotonic()
                if (self._thread is not None and self._thread.is_alive()) or now < self._start_at:
                    return
                self._start_at = now + RESTART_DELAY
                thread = threading.Thread(target=self._work, name="stakemap-journal", daemon=True)
                thread.start()
                self._thread = thread
        except (RuntimeError, MemoryError) as error:
            self._report(error)

    def problem_of(self, target: JournalledMap) -> str:
        """Why the latest requests of a map are not written; "" where they are, or are about to be."""
        with self._condition:
            if target.problem or target.waiting_since is None:
                return target.problem
            is_late = time.monotonic() - target.waiting_since > PATIENCE
            return tr("they have been waiting to be written for some time") if is_late else ""

    def flush(self, seconds: float = 5.0, *, with_checkpoints: bool = True) -> bool:
        """Wait until all requests are written, and large checkpoints compressed; False on timeout."""

        def is_written() -> bool:
            return not self._waiting and not (with_checkpoints and self._sessions.checkpoints)

        until = time.monotonic() + seconds
        while True:
            with self._condition:
                if self._condition.wait_for(is_written, max(min(until - time.monotonic(), 0.25), 0.0)):
                    return True
            if time.monotonic() >= until:
                return False
            self.tend()

    def close(self, seconds: float = 5.0) -> None:
        """Write all pending requests, end the worker and release this process's lock."""
        with self._condition:
            self._closing = True
            for target in self._waiting:
                target.tries = 0
            self._condition.notify_all()
        if self._thread is not None:
            self._thread.join(seconds)
            self._thread = None
        self._sessions.release()

    # On the worker

    def _work(self) -> None:
        while True:
            try:
                due = self._next_due()
                if due is None:
                    return
                for target in due:
                    self._attempt(target)
                if self._sessions.checkpoints:
                    self._compress_checkpoint()
            except Exception as error:
                _log.error("the journal stumbled: %s", type(error).__name__)
                time.sleep(RESTART_DELAY)

    def _next_due(self) -> list[JournalledMap] | None:
        """Wait for maps whose requests are to be written now; None when the worker has to end.

        Requests are collected for a while, unless a checkpoint is being compressed, which may leave nothing.
        """
        with self._condition:
            while True:
                now, waiting = time.monotonic(), list(self._waiting)
                if self._closing:
                    due = [target for target in waiting if target.tries <= len(RETRY_DELAYS)]
                    return due if due or self._sessions.checkpoints else None
                due = [target for target in waiting if target.retry_at <= now]
                if self._sessions.checkpoints:
                    return due
                if due:
                    self._condition.wait_for(lambda: self._closing, BATCH_SECONDS)
                    return due
                self._condition.wait(min((target.retry_at - now for target in waiting), default=None))

    def _attempt(self, target: JournalledMap) -> None:
        """Write the requests of a map, which wait for another attempt if that fails."""
        due = True
        while due:
            with self._condition:
                requests = list(target.requests)
            try:
                due_next = self._sessions.write(requests)
            except Exception as error:
                self._failed(target, error)
                return
            with self._condition:
                for _ in requests:
                    target.requests.popleft()
                target.requests.extendleft(reversed(due_next))
                due = bool(due_next)
                target.tries, target.retry_at, target.problem = 0, 0.0, ""
                target.waiting_since = time.monotonic() if target.requests else None
                if not target.requests:
                    self._waiting.pop(target, None)
                self._condition.notify_all()

    def _failed(self, target: JournalledMap, error: Exception) -> None:
        """Note why an attempt failed, do what can be done, and when to try again."""
        target.tries += 1
        delay = RETRY_DELAYS[min(target.tries, len(RETRY_DELAYS)) - 1]
        if _is_about_requests(error):
            delay = min(delay * 2 ** max(target.tries - len(RETRY_DELAYS), 0), _LONGEST_DELAY)
            if target.tries >= _HOPELESS_TRIES:
                with self._condition:
                    target.requests = deque(without_history(target.requests))
            if target.tries == 1:
                _log.warning("requests of a map are not journalled: %s", type(error).__name__)
        target.retry_at = time.monotonic() + delay
        if isinstance(error, sqlite3.IntegrityError):
            self._sessions.restart((target,))
        elif _is_damage(error):
            self._set_aside(target)
            return
        target.problem = _reason(error)
        self._report(error)

    def _set_aside(self, target: JournalledMap) -> None:
        try:
            aside = self.store.set_aside()
        except OSError as error:
            target.problem = _reason(error)
            self._report(error)
            return
        self._sessions.checkpoints.clear()
        self._sessions.restart(tuple(self._targets))
        self.keep_anew()
        self._report_once(set_aside_sentence(aside))

    def _compress_checkpoint(self) -> None:
        try:
            self._sessions.compress_checkpoint(BATCH_SECONDS)
        except Exception as error:
            self._report(error)
            with self._condition:
                is_lasting = not isinstance(error, sqlite3.OperationalError)
                if is_lasting or self._condition.wait_for(lambda: self._closing, RETRY_DELAYS[-1]):
                    self._sessions.checkpoints.popleft()
        with self._condition:
            self._condition.notify_all()

    def _report(self, error: Exception) -> None:
        self._report_once(
            tr("Unsaved edits cannot be backed up right now, so save often: {reason}.", reason=_reason(error))
        )

    def _report_once(self, sentence: str) -> None:
        if sentence not in self._reported:
            self._reported.add(sentence)
            self._on_trouble(sentence)


def _is_damage(error: Exception) -> bool:
    return isinstance(error, sqlite3.DatabaseError) and not (
        isinstance(error, sqlite3.OperationalError | sqlite3.IntegrityError) or _is_about_requests(error)
    )


def _is_about_requests(error: Exception) -> bool:
    """Whether an error comes from what was to be written, and not from the store or the drive."""
    if isinstance(error, sqlite3.DatabaseError):
        return isinstance(error, sqlite3.DataError | sqlite3.ProgrammingError | sqlite3.NotSupportedError)
    return not isinstance(error, OSError)


def _reason(error: Exception) -> str:
    """Why something was not written, in words; the text of an unexpected error may quote the map."""
    if isinstance(error, OSError):
        return refusal_of(error)
    if isinstance(error, sqlite3.Error | StakemapError):
        return str(error)
    if isinstance(error, MemoryError):
        return tr("there is not enough memory")
    if isinstance(error, RuntimeError) and type(error) is RuntimeError:
        return tr("the system starts no more threads")
    return tr("part of the map could not be written")
