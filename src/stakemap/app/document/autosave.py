"""Keeps what is done to open maps, so that a crash costs a second at most, and brings back what one left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.storage.files import digest_of, open_map
from stakemap.storage.folders import config_folder, state_folder
from stakemap.storage.limits import LARGEST, limits_for

if TYPE_CHECKING:
    from stakemap.editing.session import Session
    from stakemap.storage.journal import Journal, JournalWriter
    from stakemap.storage.limits import Progress
    from stakemap.storage.versions import Recoverable, VersionInfo, VersionStore

__all__ = ["Autosave"]

T = TypeVar("T")


class Autosave(QObject):
    """Writes every edit of the sessions it follows into the store of versions; one for all windows.

    Nothing is opened before the first edit or question. `trouble` carries a sentence when edits cannot be
    kept.
    """

    trouble = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._writer: JournalWriter | None = None
        self._followed: dict[Session, _SessionAutosave] = {}

    def follow(self, session: Session) -> None:
        """Keep what is done in a session from now on."""
        self._followed[session] = _SessionAutosave(self, session)

    def let_go(self, session: Session) -> None:
        """A session ended as its user wished: saved, or its changes given up."""
        followed = self._followed.pop(session, None)
        if followed is not None:
            followed.end()
        if not self._followed and self._writer is not None:
            self._writer.close()
            self._writer = None

    @property
    def writer(self) -> JournalWriter:
        """The writer of this process; made when first asked for."""
        if self._writer is None:
            from stakemap.storage.journal import JournalWriter

            self._writer = JournalWriter(self._store(), self.trouble.emit)
        return self._writer

    def _store(self) -> VersionStore:
        from stakemap.storage.versions import VersionStore

        return VersionStore(state_folder() / "versions")

    def recoverable(self) -> tuple[Recoverable, ...]:
        """What processes that are gone left unsaved, newest first; nothing where the store cannot tell."""
        if (state_folder() / "recovery").is_dir():
            self._quietly(_take_in_interrupted)
        found = self._quietly(lambda store: store.recoverable())
        return () if found is None else found

    def declined(self) -> tuple[Recoverable, ...]:
        """What was declined in the last seven days and can still be had back, newest first."""
        found = self._quietly(lambda store: store.recoverable(declined=True))
        return () if found is None else found

    def load(self, item: Recoverable, progress: Progress | None = None) -> StakeMap:
        """The map as it was left. Raises MapReadError when the store cannot tell any more."""
        return self._store().load(item.entry, progress)

    def versions(self, session: Session) -> tuple[VersionInfo, ...]:
        """The earlier states of a session's map, newest first; nothing where the store cannot tell."""
        if self._writer is not None:
            self._writer.flush(1.0)
        found = self._quietly(lambda store: store.versions(session.document.id, session.path))
        return () if found is None else found

    def load_version(self, entry: int, progress: Progress | None = None) -> StakeMap:
        """The map of an earlier version. Raises MapReadError when the store cannot tell any more."""
        return self._store().load(entry, progress)

    def take_up(self, item: Recoverable, session: Session) -> None:
        """Go on with recovered work in a session: what is kept of it from now on is this session's."""
        followed = _SessionAutosave(self, session)
        self._followed[session] = followed
        followed.begin_with_all()
        if self.writer.flush():
            self._quietly(lambda store: store.settle(item.session))

    def decline(self, item: Recoverable) -> None:
        """Offer this work no more by itself; the store keeps it for a week."""
        self._quietly(lambda store: store.decline(item.session))

    def tidy(self, folders: Iterable[Path] = ()) -> None:
        """Forget what is too old or too much, and sweep what killed saves left, beside the window.

        They are looked for in `folders` too, besides where this user's saves noted that they work.
        """
        if state_folder().is_dir():
            work = partial(self._tidy, tuple(folders))
            threading.Thread(target=work, name="stakemap-tidy", daemon=True).start()

    def _tidy(self, folders: tuple[Path, ...]) -> None:
        from stakemap.storage.interrupted import forget_old_copies
        from stakemap.storage.leftovers import sweep_noted, sweep_temporary
        from stakemap.storage.presence import sweep_claims

        sweep_claims()
        sweep_noted()
        sweep_temporary([*folders, config_folder(), state_folder() / "recovery"])
        forget_old_copies()
        if (state_folder() / "versions").is_dir():
            self._quietly(_prune)

    def unsaved_on(self, path: Path) -> Recoverable | None:
        """What was left unsaved of the map in this file; None where nothing was."""
        try:
            wanted = path.resolve()
        except (OSError, ValueError):
            return None
        return next((item for item in self.recoverable() if item.path == wanted), None)

    def _quietly(self, work: Callable[[VersionStore], T]) -> T | None:
        """What the store answers; None where it cannot, which is told. A damaged one is set aside."""
        if not (state_folder() / "versions").is_dir() and not (state_folder() / "recovery").is_dir():
            return None
        import sqlite3

        from stakemap.storage.versions import set_aside_sentence

        store = self._store()
        try:
            return work(store)
        except (sqlite3.OperationalError, OSError) as error:
            self.trouble.emit(tr("The store of earlier versions cannot be used: {reason}.", reason=error))
        except sqlite3.DatabaseError:
            try:
                self.trouble.emit(set_aside_sentence(store.set_aside()))
            except OSError as error:
                self.trouble.emit(tr("The store of earlier versions cannot be used: {reason}.", reason=error))
        return None


def _prune(store: VersionStore) -> None:
    store.prune()


def _take_in_interrupted(store: VersionStore) -> None:
    """Make unsaved work of maps that were being written into their files when the process was killed."""
    from stakemap.storage.interrupted import finished, interrupted_writes
    from stakemap.storage.journal import JournalWriter

    for path, copy in interrupted_writes():
        try:
            written, there = open_map(copy, limits=limits_for(LARGEST[1])), path.read_bytes()
        except (MapReadError, OSError):
            continue
        if written.digest != (digest := digest_of(there)):
            # A process of its own, as good as dead once its writer is closed.
            writer = JournalWriter(store)
            writer.open(written.document, path, digest).begin_with(tr("Save"), written.document)
            is_kept = writer.flush()
            writer.close()
            if not is_kept:
                continue
        finished(copy)


class _SessionAutosave:
    """Follows one session; a journal begins with the first edit."""

    def __init__(self, autosave: Autosave, session: Session) -> None:
        self._autosave, self._session = autosave, session
        self._path, self._digest = session.path, session.digest or ""
        self._journal: Journal | None = None
        session.changed.connect(self._changed)
        session.state_changed.connect(self._state_changed)

    def _changed(self, before: StakeMap, after: StakeMap) -> None:
        session = self._session
        edit = session.edit_between(before, after)
        self._begun(before).record(session.undo_label or "", before, after, edit)

    def _begun(self, document: StakeMap) -> Journal:
        if self._journal is None:
            self._journal = self._autosave.writer.open(document, self._path, self._digest)
        return self._journal

    def begin_with_all(self) -> None:
        """Keep the whole map as something not saved yet, as after a recovery."""
        document = self._session.document
        self._begun(document).begin_with(tr("Recover unsaved work"), document)

    def _state_changed(self) -> None:
        session = self._session
        digest = session.digest or ""
        if (session.path, digest) == (self._path, self._digest) or session.path is None:
            return
        self._path, self._digest = session.path, digest
        self._begun(session.document).saved(session.document, session.path, digest)

    def end(self) -> None:
        """No more of this session."""
        self._session.changed.disconnect(self._changed)
        self._session.state_changed.disconnect(self._state_changed)
        if self._journal is not None:
            self._journal.close()
