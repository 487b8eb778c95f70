"""Autosave: journals the edits of open maps, so that a crash costs at most a second, and recovers them."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from stakemap.app.document.file_watch import Signature, signature_of
from stakemap.app.document.opening import is_large
from stakemap.app.document.session_journal import SessionJournal
from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.logs import state_folder
from stakemap.model.document import StakeMap
from stakemap.model.draft import Draft
from stakemap.storage.files import digest_of, open_map
from stakemap.storage.folders import is_folder, is_state_used
from stakemap.storage.policy import policy
from stakemap.storage.reading.limits import HIGHEST_LIMITS
from stakemap.storage.reading.regular_files import read_regular
from stakemap.storage.saving.interrupted import interrupted_writes, remove_copy

if TYPE_CHECKING:
    from stakemap.editing.session import Session
    from stakemap.storage.reading.limits import Progress
    from stakemap.storage.store.erasing import History
    from stakemap.storage.store.journal import JournalWriter
    from stakemap.storage.store.versions import Recoverable, VersionInfo, VersionStore

T = TypeVar("T")

#: The most seconds that closing the last map waits for the store, and then for its thread to end.
LEAVING_SECONDS, ENDING_SECONDS = 0.8, 0.1
#: Milliseconds between looks at whether edits are being kept, while some are not written yet.
_LOOK_INTERVAL = 500
#: How much unsaved work is offered at once, and the seconds for which it is compared with its files first.
OFFERS_AT_ONCE, _COMPARE_SECONDS = 5, 2.0


class Autosave(QObject):
    """Writes every edit of the followed sessions into the store of versions; one for all windows.

    The store is opened on first use. `trouble` carries a sentence when it cannot be read or written,
    `not_kept` one when the last map was closed before all was written. `keeping_changed` is emitted when the
    edits of a map are not being kept any more, or are again.

    `leaves_no_traces` returns for the id of a map whether nothing is kept of it once it is closed; any thread
    may ask it.
    """

    trouble = Signal(str)
    not_kept = Signal(str)
    keeping_changed = Signal()

    def __init__(self, leaves_no_traces: Callable[[str], bool] = lambda _: policy().leave_no_traces) -> None:
        super().__init__()
        self.leaves_no_traces = leaves_no_traces
        self._writer: JournalWriter | None = None
        self._followed: dict[Session, SessionJournal] = {}
        #: Whether a state of unsaved work is what a state of its file holds.
        self._compared: dict[tuple[int, int, Signature | None], bool] = {}
        #: The sessions of unsaved work that is to be compared with its file before it is offered.
        self._pending: set[int] = set()
        self._problems: dict[Session, str] = {}
        self._look_timer = QTimer(self, interval=_LOOK_INTERVAL)
        self._look_timer.timeout.connect(self._look)

    def follow(self, session: Session) -> None:
        """Begin to journal the edits of a session."""
        self._followed[session] = SessionJournal(session, self._begin_writing, self.leaves_no_traces)

    def unfollow(self, session: Session) -> None:
        """Close the journal of a session that the user has closed, with its changes saved or discarded."""
        followed = self._followed.pop(session, None)
        self._problems.pop(session, None)
        if followed is not None:
            followed.end()
        if not self._followed and self._writer is not None:
            self._look_timer.stop()
            if not self._writer.flush(LEAVING_SECONDS, with_checkpoints=False):
                sentence = tr(
                    "Their store did not answer in time. What you saved is complete, but the next start may "
                    "offer work again that you saved or discarded, and the latest versions may be missing."
                )
                self.not_kept.emit(sentence)
            self._writer.close(ENDING_SECONDS)
            self._writer = None

    # Whether edits are being kept

    def problem_with(self, session: Session) -> str:
        """Why the edits of a map are not being kept at the moment; "" while they are."""
        return self._problems.get(session, "")

    def _begin_writing(self) -> JournalWriter:
        """The writer for something that is to be written; how it gets on is looked at until all is."""
        # A script without an application has no timers.
        if QCoreApplication.instance() is not None and not self._look_timer.isActive():
            self._look_timer.start()
        return self.writer

    def _look(self) -> None:
        if self._writer is not None:
            # Its thread may not have started, or have died.
            self._writer.tend()
        journals = {session: followed.journal for session, followed in self._followed.items()}
        problems = {
            session: journal.problem
            for session, journal in journals.items()
            if journal is not None and journal.problem
        }
        if not any(journal is not None and journal.is_waiting for journal in journals.values()):
            self._look_timer.stop()
        if problems != self._problems:
            self._problems = problems
            self.keeping_changed.emit()

    @property
    def writer(self) -> JournalWriter:
        """The journal writer of this process, created on first use."""
        if self._writer is None:
            from stakemap.storage.store.journal import JournalWriter

            self._writer = JournalWriter(self._store(), self.trouble.emit)
        return self._writer

    @property
    def owner(self) -> str | None:
        """The name of this process's lock in the store, once edits have been journalled."""
        return None if self._writer is None else self._writer.owner

    def flush(self) -> bool:
        """Wait until all edits are in the store; False where they are not after some seconds."""
        return self._writer is None or self._writer.flush()

    def _store(self) -> VersionStore:
        from stakemap.storage.store.versions import VersionStore

        return VersionStore(state_folder() / "versions")

    def recoverable(self) -> tuple[Recoverable, ...]:
        """Unsaved work of processes that have ended, newest first; empty where the store cannot be read.

        Work that its file holds already is left out, except where finding out takes long: see `is_pending`.
        For a worker thread, too, since the store may be locked and drives may hang.
        """
        return self._unsaved(declined=False)

    def declined(self) -> tuple[Recoverable, ...]:
        """Like `recoverable`, the unsaved work that was declined in the last seven days."""
        return self._unsaved(declined=True)

    def is_offered(self, item: Recoverable) -> bool:
        """Whether the work can still be recovered, or was declined, which another window may have done."""
        found = self._without_raising(lambda store: (*store.recoverable(), *store.recoverable(declined=True)))
        return item.session in {one.session for one in found or ()}

    def is_pending(self, item: Recoverable) -> bool:
        """Whether it is not known yet that the file of unsaved work does not hold it: of large files, and of
        all but the newest work.
        """
        return item.session in self._pending

    def _unsaved(self, *, declined: bool, path: Path | None = None) -> tuple[Recoverable, ...]:
        if is_folder(state_folder() / "recovery"):
            self._without_raising(_journal_interrupted_saves)
        found = self._without_raising(lambda store: store.recoverable(declined=declined, path=path)) or ()
        until = time.monotonic() + _COMPARE_SECONDS
        kept: list[Recoverable] = []
        for item in found:
            if item.path is None or item.drafts:
                kept.append(item)
            elif len(kept) >= OFFERS_AT_ONCE or time.monotonic() > until or is_large(item.path):
                self._pending.add(item.session)
                kept.append(item)
            elif self.is_in_file(item):
                self.settle(item)
            else:
                kept.append(item)
        return tuple(kept)

    def is_in_file(self, item: Recoverable, progress: Progress | None = None) -> bool:
        """Whether the file of unsaved work holds the very same map, so that there is nothing to recover.

        It is also taken to where it was written after work that cannot be restored, as when a save and the
        kill of its process came before the store had the map as it was opened.

        For a worker thread, too. `progress` is called with the share done; returning False raises Cancelled.
        """
        if item.path is None or not item.edits:
            return False
        known = (item.session, item.entry, signature_of(item.path))
        if known not in self._compared:
            try:
                in_file = open_map(item.path, limits=HIGHEST_LIMITS, progress=progress).document
            except MapReadError:
                return False
            try:
                self._compared[known] = self.load(item, progress) == in_file
            except MapReadError:
                return _is_written_after(item.path, item.at)
        return self._compared[known]

    def settle(self, item: Recoverable) -> None:
        """Stop offering unsaved work that is in its file; it stays among the earlier versions of the map."""
        self._without_raising(lambda store: store.mark_recovered(item.session))
        self._forget_ended()

    def drafts(self, item: Recoverable) -> tuple[Draft, ...] | None:
        """The texts of unsaved work that were typed and not applied; None where the store cannot be read."""
        return self._without_raising(lambda store: store.drafts(item.session)) if item.drafts else ()

    def load(self, item: Recoverable, progress: Progress | None = None) -> StakeMap:
        """The map of unsaved work; that of its file where only typed text is unsaved. Raises MapReadError."""
        if not item.edits and item.path is not None:
            with contextlib.suppress(MapReadError):
                return open_map(item.path, limits=HIGHEST_LIMITS, progress=progress).document
        return self._store().load(item.entry, progress)

    def versions(self, session: Session) -> tuple[VersionInfo, ...]:
        """The earlier versions of a session's map, newest first; empty where the store cannot be read."""
        if self._writer is not None:
            self._writer.flush(1.0)
        found = self._without_raising(lambda store: store.versions(session.document.id, session.path))
        return () if found is None else found

    def load_version(self, entry: int, progress: Progress | None = None) -> StakeMap:
        """The map of an earlier version. Raises MapReadError when the store cannot provide it."""
        return self._store().load(entry, progress)

    def resume(self, session: Session, drafts: Iterable[Draft], *, whole: bool = True) -> None:
        """Follow a session with recovered work and its typed texts; `settle_once_kept` is to be called next.

        Without `whole` the map is as it is in its file, and only texts that were typed come back.
        """
        self._followed[session] = followed = SessionJournal(
            session, self._begin_writing, self.leaves_no_traces
        )
        if whole:
            followed.record_whole_map(tr("Recover unsaved work"))
        session.drafts.recover(drafts)

    def settle_once_kept(self, item: Recoverable) -> None:
        """Stop offering recovered work once a journal of this process has it; for a worker thread."""
        if self.flush():
            self.settle(item)

    def keeps_declined(self, item: Recoverable) -> bool:
        """Whether unsaved work is kept for a week once it was declined, and not removed at once."""
        return policy().keeps_history and not self.leaves_no_traces(item.map_id)

    def decline(self, item: Recoverable) -> None:
        """Stop offering unsaved work at start; the store keeps it for a week, but not of a map that leaves no
        traces.
        """
        self._without_raising(lambda store: store.decline(item.session))
        self._forget_ended()

    def _forget_ended(self) -> None:
        """Erase what is not to be kept of maps that are not open."""
        from stakemap.storage.store.erasing import erase_ended

        keeps = policy().keeps_history
        self._without_raising(lambda store: erase_ended(store, self.leaves_no_traces, keeps_history=keeps))

    def keep_anew(self, session: Session, label: str) -> bool:
        """Write the unsaved work of a session whole, so that what was kept of it before is not needed; False
        where there is none.
        """
        has_work = session in self._followed and (session.is_modified or bool(session.drafts.typed))
        if has_work:
            self._followed[session].record_whole_map(label)
        return has_work

    def history(self, map_id: str | None) -> History:
        """How much can be cleared of the earlier versions of a map, or of all maps (None)."""
        from stakemap.storage.store.erasing import History, history_of

        owner = self.owner
        return self._without_raising(lambda store: history_of(store, map_id, owner)) or History(0, 0)

    def clean_up(self, folders: Iterable[Path] = ()) -> None:
        """Prune old versions and delete the temporary files of killed saves, in a thread.

        They are searched in `folders`, too, besides the folders that saves of this user have noted.
        """
        if is_folder(state_folder()):
            work = partial(self.clean_up_now, tuple(folders))
            threading.Thread(target=work, name="stakemap-clean-up", daemon=True).start()

    def clean_up_now(self, folders: tuple[Path, ...] = ()) -> None:
        """Do what `clean_up` does in a thread."""
        from stakemap.storage.clean_up import tidy_folders

        tidy_folders(folders)
        if is_folder(state_folder() / "versions"):
            if self._without_raising(lambda store: store.prune()):
                sentence = tr(
                    "Some entries of the store of earlier versions were damaged; what is left of them stays."
                )
                self.trouble.emit(sentence)
            self._forget_ended()

    def unsaved_work_on(self, path: Path) -> Recoverable | None:
        """The unsaved work on the map in this file, if there is any."""
        try:
            wanted = path.resolve()
        except (OSError, ValueError):
            return None
        return next(iter(self._unsaved(declined=False, path=wanted)), None)

    def _without_raising(self, work: Callable[[VersionStore], T]) -> T | None:
        """The result of `work` on the store; None after an error, which `trouble` reports. A damaged store is
        set aside.
        """
        try:
            if not is_state_used():
                return None
        except OSError as error:
            self._report(error)
            return None
        import sqlite3

        from stakemap.storage.store.versions import set_aside_sentence

        store = self._store()
        try:
            return work(store)
        except (sqlite3.OperationalError, OSError) as error:
            self._report(error)
        except sqlite3.DatabaseError:
            try:
                self.trouble.emit(set_aside_sentence(store.set_aside()))
                if (writer := self._writer) is not None:
                    writer.keep_anew()
            except OSError as error:
                self._report(error)
        return None

    def _report(self, error: Exception) -> None:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        self.trouble.emit(
            tr(
                "Earlier versions cannot be read or kept in {folder}, so save often: {reason}.",
                folder=state_folder(),
                reason=reason,
            )
        )


def _is_written_after(path: Path, at: float) -> bool:
    try:
        return path.stat().st_mtime > at
    except OSError:
        return False


def _journal_interrupted_saves(store: VersionStore) -> None:
    """Turn the copies of saves that were killed while writing in place into unsaved work."""
    from stakemap.storage.store.journal import JournalWriter

    for path, copy in interrupted_writes():
        try:
            written = open_map(copy, limits=HIGHEST_LIMITS)
            there = read_regular(path, HIGHEST_LIMITS.size)
        except (MapReadError, OSError):
            continue
        if written.digest != (digest := digest_of(there)):
            # Once its writer is closed, the store takes it for the work of a process that has ended.
            writer = JournalWriter(store)
            writer.open(written.document, path, digest).begin_with(tr("Save"), written.document)
            is_kept = writer.flush()
            writer.close()
            if not is_kept:
                continue
        remove_copy(copy)
