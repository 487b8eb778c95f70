"""File watch: reports when a file is changed, replaced or deleted by any program."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from stakemap.app.kit.worker import Worker

__all__ = ["FileState", "FileWatch", "Signature", "signature_of"]

#: Milliseconds within which notifications are coalesced.
_THROTTLE = 250
#: Milliseconds between checks of a missing file: many programs delete a file before they write it anew.
_RETRY_DELAYS = (300, 600, 1_200)

#: Time of the last change in nanoseconds, size in bytes and inode of a file.
Signature = tuple[int, int, int]


class FileState(NamedTuple):
    """The SHA-256 digest and the signature of a file; None where it cannot be read."""

    digest: str | None
    signature: Signature | None


class FileWatch(QObject):
    """Watches one file; `changed` carries its FileState whenever that differs from the last one.

    Writes of this process are reported too; receivers compare the digest with what they wrote. Drives
    without change notifications need calls of `check`.
    """

    changed = Signal(object)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self._real = Path(os.path.realpath(path))
        self._state: FileState | None = None
        self._retries = 0
        self._watcher: QFileSystemWatcher | None = None
        self._worker: Worker | None = None
        self._check_again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
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
        watcher.addPath(str(self._real.parent))
        self.check()

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
            self._timer.start(_THROTTLE)

    def check(self) -> None:
        """Read the state of the file in a worker thread, since a network drive may be slow."""
        if self._watcher is None:
            return
        if self._worker is not None:
            self._check_again = True
            return
        known = self._state.signature if self._state is not None else None
        self._worker = Worker(_state_of, self._real, known)
        self._worker.done.connect(self._checked)
        self._worker.failed.connect(self._failed)
        self._worker.start()

    def _failed(self, error: Exception) -> None:
        self._worker = None
        raise error

    def _checked(self, state: FileState | None) -> None:
        self._worker = None
        if self._watcher is None:
            return
        if str(self._real) not in self._watcher.files() and (state is None or state.signature is not None):
            self._watcher.addPath(str(self._real))
        if self._check_again:
            self._check_again = False
            self._timer.start(_THROTTLE)
        if state is None:
            self._retries = 0
            return
        if state.digest is None and self._retries < len(_RETRY_DELAYS):
            self._timer.start(_RETRY_DELAYS[self._retries])
            self._retries += 1
            return
        if state.digest is not None:
            self._retries = 0
        if state != self._state:
            self._state = state
            self.changed.emit(state)


def _state_of(_report: Callable[[float], bool], path: Path, known: Signature | None) -> FileState | None:
    """The state of a file; None while it still has the signature `known`."""
    import hashlib

    signature = signature_of(path)
    if signature is not None and signature == known:
        return None
    try:
        with path.open("rb") as stream:
            return FileState(hashlib.file_digest(stream, "sha256").hexdigest(), signature)
    except OSError:
        return FileState(None, None)


def signature_of(path: Path) -> Signature | None:
    """What changes whenever a file is written; None where there is no file."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
