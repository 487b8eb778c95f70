"""Copies in conflict that a shared folder puts beside the file of an open map: noticed, and offered once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject

from stakemap.app.document.file_watch import Signature, signature_of
from stakemap.app.document.other_versions import compare_file
from stakemap.app.kit.window import AppContext, Window
from stakemap.app.kit.worker import Worker
from stakemap.editing.session import Session
from stakemap.i18n import tr
from stakemap.storage.conflicts.conflict_copies import copies_beside
from stakemap.storage.files import digest_of
from stakemap.storage.reading.map_ids import map_id_of
from stakemap.storage.reading.regular_files import read_regular

_Known = frozenset[tuple[Path, Signature | None]]


class _Copy(NamedTuple):
    """A copy that was looked at, and the digest of its content; None where it holds another map, or none."""

    path: Path
    signature: Signature | None
    digest: str | None


class CopiesBeside(QObject):
    """Looks for copies in conflict with the file of a session, and offers those that hold its map.

    `offered` has the files, with their digests, that were offered before, which are not offered again.
    """

    def __init__(self, context: AppContext, session: Session, offered: set[tuple[Path, str]]) -> None:
        super().__init__()
        self._context, self._session, self._offered = context, session, offered
        self._known: _Known = frozenset()
        self._worker: Worker | None = None

    def look(self) -> None:
        """Look for copies in a worker, unless that goes on already."""
        path, session = self._session.path, self._session
        if path is None or self._worker is not None:
            return
        limit = self._context.limits.size
        self._worker = Worker(_look, path, session.document.id, self._known, limit)
        self._worker.done.connect(partial(self._looked, path))
        self._worker.start()

    def end(self) -> None:
        """Stop looking, since the session has ended."""
        if self._worker is not None:
            self._worker.cancel()
        self.deleteLater()

    def _looked(self, beside: Path, copies: tuple[_Copy, ...]) -> None:
        self._worker = None
        self._known |= {(copy.path, copy.signature) for copy in copies}
        if beside != self._session.path:
            return
        for path, _, digest in copies:
            is_new = digest not in (None, self._session.digest) and (path, digest) not in self._offered
            if digest is not None and is_new and path not in self._context.shown_paths:
                self._offered.add((path, digest))
                for window in self._context.windows_of(self._session):
                    _offer(window, path)


def _offer(window: Window, path: Path) -> None:
    key = f"copy {path}"

    def merge() -> None:
        window.notices.withdraw(key)
        compare_file(window, path)

    text = tr("“{name}” lies beside this map and is another version of it.", name=path.name)
    leave = partial(window.notices.withdraw, key)
    window.notices.post(key, text, ((tr("Compare and &merge…"), merge), (tr("&Leave it"), leave)))


def _look(
    report: Callable[[float], bool], path: Path, map_id: str, known: _Known, limit: int
) -> tuple[_Copy, ...]:
    """The copies beside a file that are not known yet."""
    found = []
    for copy in copies_beside(path):
        signature = signature_of(copy)
        if report(0.0) and (copy, signature) not in known:
            found.append(
                _Copy(copy, signature, _digest_of(copy, limit) if map_id_of(copy) == map_id else None)
            )
    return tuple(found)


def _digest_of(path: Path, limit: int) -> str | None:
    try:
        return digest_of(read_regular(path, limit))
    except (OSError, ValueError):
        return None
