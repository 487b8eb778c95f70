"""File watch: reports when a file is changed, replaced or deleted by any program."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from stakemap.app.kit.worker import Worker
from stakemap.storage.reading.regular_files import open_regular

#: Milliseconds within which notifications are coalesced.
THROTTLE = 250
#: Milliseconds between checks of a missing file: many programs delete a file before rewriting it.
RETRY_DELAYS = (300, 600, 1_200)
#: The most bytes that are read at once.
_PIECE = 2**20

#: Of a file the times of the last changes of content and inode in nanoseconds, size in bytes, inode, device,
#: kind and mode; its real path; inode and time of the link that leads to it, if one does.
Signature = tuple[int | str, ...]


class FileState(NamedTuple):
    """The SHA-256 digest and the signature of a file; None where it cannot be read, or is not there."""

    digest: str | None
    signature: Signature | None


class Place(NamedTuple):
    """A file or folder that notifies of changes, with its device, inode, kind and mode."""

    path: str
    device: int
    inode: int
    mode: int


class _Look(NamedTuple):
    """The state of a file, None while it has the known signature; and the places that notify of changes."""

    state: FileState | None
    places: frozenset[Place]


class FileWatch(QObject):
    """Watches one file; `changed` carries its FileState whenever that differs from the last one.

    Only regular files of up to `limit` bytes are read. Writes of this process are reported too; receivers
    compare the digest with what they wrote. Of drives without change notifications, and of links and folders
    that come to lead elsewhere, calls of `check` tell. `looked` is emitted after each check, as when anything
    in the folder has changed.
    """

    changed = Signal(object)
    looked = Signal()

    def __init__(self, path: Path, limit: int) -> None:
        super().__init__()
        self.path, self._limit = path, limit
        self._state: FileState | None = None
        self._retries = 0
        self._watcher: QFileSystemWatcher | None = None
        self._places: frozenset[Place] = frozenset()
        self._worker: Worker | None = None
        self._check_again = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.check)

    @property
    def state(self) -> FileState | None:
        """The state at the last check; None before the first."""
        return self._state

    def start(self) -> None:
        """Start watching the file and its folder, since the watcher loses a file that is replaced."""
        watcher = self._watcher = QFileSystemWatcher(self)
        watcher.fileChanged.connect(self._notified)
        watcher.directoryChanged.connect(self._notified)
        self.check()

    def _watch(self, places: frozenset[Place]) -> bool:
        """Let these places notify, and no others; whether any is new.

        All of them answered a moment ago: adding one on a drive that hangs would stop the app.
        """
        assert self._watcher is not None
        places = frozenset(place for place in places if _can_be_told_to_qt(place.path))
        watched = {*self._watcher.files(), *self._watcher.directories()}
        # A watch stays with a folder that is renamed, and is gone with a file that is replaced.
        stale = watched - {place.path for place in places & self._places}
        if stale:
            self._watcher.removePaths([*stale])
        new = {place.path for place in places} - (watched - stale)
        if new:
            self._watcher.addPaths([*new])
        self._places = places
        return bool(new)

    def stop(self) -> None:
        """Stop watching."""
        self._timer.stop()
        if self._worker is not None:
            self._worker.cancel()
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None

    def reset(self) -> None:
        """Drop the last state, so that the next check reports the file even if it is unchanged."""
        self._state = None

    def _notified(self, _path: str) -> None:
        # Throttled, not debounced: in a folder that changes all the time the timer would never fire.
        if not self._timer.isActive():
            self._timer.start(THROTTLE)

    def check(self) -> None:
        """Read the state of the file in a worker thread, since a network drive may be slow."""
        if self._watcher is None:
            return
        if self._worker is not None:
            self._check_again = True
            return
        known = self._state.signature if self._state is not None else None
        self._worker = Worker(_look, self.path, known, self._limit)
        self._worker.done.connect(self._checked)
        self._worker.failed.connect(self._failed)
        self._worker.start()

    def _failed(self, error: Exception) -> None:
        self._worker = None
        raise error

    def _checked(self, look: _Look) -> None:
        self._worker = None
        if self._watcher is None:
            return
        self.looked.emit()
        state = look.state
        # What was written between the look and a new watch is not notified.
        if self._watch(look.places) or self._check_again:
            self._check_again = False
            self._timer.start(THROTTLE)
        if state is None:
            self._retries = 0
            return
        if state.digest is None and self._retries < len(RETRY_DELAYS):
            self._timer.start(RETRY_DELAYS[self._retries])
            self._retries += 1
            return
        if state.digest is not None:
            self._retries = 0
        if state != self._state:
            self._state = state
            self.changed.emit(state)


def _look(report: Callable[[float], bool], path: Path, known: Signature | None, limit: int) -> _Look:
    signature = signature_of(path)
    real = Path(os.path.realpath(path))
    places = filter(None, (_place(real.parent), _place(path.parent), _place(real)))
    watched = frozenset(place for place in places if stat.S_IFMT(place.mode) in (stat.S_IFDIR, stat.S_IFREG))
    if signature is None:
        return _Look(FileState(None, None), watched)
    if signature == known:
        return _Look(None, watched)
    return _Look(FileState(_digest_of(report, path, limit), signature), watched)


def _can_be_told_to_qt(path: str) -> bool:
    """Whether a path is text: Qt would look for bytes that are none by another name, and warn of it."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _place(path: Path) -> Place | None:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return Place(str(path), status.st_dev, status.st_ino, status.st_mode)


def _digest_of(report: Callable[[float], bool], path: Path, limit: int) -> str | None:
    """The digest of a regular file of at most `limit` bytes; None of all else."""
    digest, size = hashlib.sha256(), 0
    try:
        with open_regular(path) as stream:
            if os.fstat(stream.fileno()).st_size > limit:
                return None
            while size <= limit and report(0.0) and (piece := stream.read(_PIECE)):
                size += len(piece)
                digest.update(piece)
    except (OSError, ValueError):
        return None
    return digest.hexdigest() if size <= limit else None


def signature_of(path: Path) -> Signature | None:
    """A value that changes when a file is written or its path is redirected; None where there is no file.

    The time of the inode, which nobody can set, tells files of the same size and time apart.
    """
    try:
        status, link = path.stat(), path.lstat()
        real = os.path.realpath(path)
    except (OSError, ValueError):
        return None
    is_link = (link.st_dev, link.st_ino) != (status.st_dev, status.st_ino)
    times = (status.st_mtime_ns, status.st_ctime_ns)
    named = (status.st_size, status.st_ino, status.st_dev, status.st_mode)
    return (*times, *named, real, *((link.st_ino, link.st_mtime_ns) if is_link else ()))
