"""Notices that the file of an open map is another one by now, or gone, whoever changed it and however."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from stakemap.app.kit.worker import Worker

__all__ = ["FileWatch", "Look"]

#: Milliseconds in which a burst of changes is taken for one.
_SETTLES = 250
#: Milliseconds between looks at a file that is gone: many programs take it away before they write it anew.
_PATIENCE = (300, 600, 1_200)

Signature = tuple[int, int, int]


class Look(NamedTuple):
    """What a file was found to be: the SHA-256 of its bytes, None where there is no file to read."""

    digest: str | None
    signature: Signature | None


class FileWatch(QObject):
    """Watches one file; `changed` carries a Look each time that there is something else than before.

    Its own copy of the file's state comes from `Look`s alone, so whoever hears of one compares its digest
    with what it wrote itself. `look` asks at once, for drives that do not tell of changes.
    """

    changed = Signal(object)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self._real = Path(os.path.realpath(path))
        self._known: Look | None = None
        self._missed = 0
        self._watcher: QFileSystemWatcher | None = None
        self._worker: Worker | None = None
        self._again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    @property
    def known(self) -> Look | None:
        """What the file was when last looked at; None before the first look."""
        return self._known

    def start(self) -> None:
        """Begin to watch: the folder too, since a file that is replaced is another one to the system."""
        watcher = self._watcher = QFileSystemWatcher(self)
        watcher.fileChanged.connect(self._stirred)
        watcher.directoryChanged.connect(self._stirred)
        watcher.addPath(str(self._real.parent))
        self.look()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        if self._worker is not None:
            self._worker.cancel()
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None

    def forget(self) -> None:
        """Tell at the next look what the file is, also where it has not changed since the last."""
        self._known = None

    def _stirred(self, _path: str) -> None:
        # Not begun anew at each change, or a folder that is never quiet would never be looked at.
        if not self._timer.isActive():
            self._timer.start(_SETTLES)

    def look(self) -> None:
        """See what the file is now, in a thread, since a network drive may take its time."""
        if self._watcher is None:
            return
        if self._worker is not None:
            self._again = True
            return
        known = self._known.signature if self._known is not None else None
        self._worker = Worker(_look_at, self._real, known)
        self._worker.done.connect(self._looked)
        self._worker.failed.connect(self._failed)
        self._worker.start()

    def _failed(self, error: Exception) -> None:
        self._worker = None
        raise error

    def _looked(self, look: Look | None) -> None:
        self._worker = None
        if self._watcher is None:
            return
        if str(self._real) not in self._watcher.files() and (look is None or look.signature is not None):
            self._watcher.addPath(str(self._real))
        if self._again:
            self._again = False
            self._timer.start(_SETTLES)
        if look is None:
            self._missed = 0
            return
        if look.digest is None and self._missed < len(_PATIENCE):
            self._timer.start(_PATIENCE[self._missed])
            self._missed += 1
            return
        if look.digest is not None:
            self._missed = 0
        if look != self._known:
            self._known = look
            self.changed.emit(look)


def _look_at(_report: Callable[[float], bool], path: Path, known: Signature | None) -> Look | None:
    """What a file is now; None where it has not changed since it was found to have the signature `known`."""
    import hashlib

    try:
        status = path.stat()
        signature = (status.st_mtime_ns, status.st_size, status.st_ino)
        if signature == known:
            return None
        with path.open("rb") as stream:
            return Look(hashlib.file_digest(stream, "sha256").hexdigest(), signature)
    except OSError:
        return Look(None, None)
