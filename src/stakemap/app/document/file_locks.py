"""File locks: claims by which processes of Stakemap know which files the others have open."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal

from stakemap.i18n import tr
from stakemap.storage.folders import is_folder
from stakemap.text import single_line
from stakemap.wording.dates import moment_text

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext, Window
    from stakemap.editing.session import Session
    from stakemap.storage.locks.presence import Claim, Holder


class FileLocks(QObject):
    """The claims of all open sessions; one for all windows. `analyst` returns the name for a claim, and
    `leaves_no_traces` whether the path of a map, given by its id, is not to be named in it.

    `show_requested` carries a session whose window another process asks to see, and the activation token that
    came with the request, or "".
    """

    show_requested = Signal(object, str)

    def __init__(self, analyst: Callable[[], str], leaves_no_traces: Callable[[str], bool]) -> None:
        super().__init__()
        self._analyst, self._leaves_no_traces = analyst, leaves_no_traces
        self._locks: dict[Session, _SessionLock] = {}
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._look_for_requests)

    def claim(self, path: Path, map_id: str) -> Claim:
        """Claim a file; `holder` of the claim is the other process that has it open, if there is one."""
        from stakemap.storage.locks.presence import Claim, requests_folder

        claim = Claim(path, self._analyst(), names_path=not self._leaves_no_traces(map_id))
        folder = requests_folder()
        if not self._watcher.directories() and is_folder(folder):
            self._watcher.addPath(str(folder))
        return claim

    def follow(self, session: Session, claim: Claim | None = None) -> None:
        """Hold the claim of a session while it is open; saving under another name replaces the claim."""
        self._locks[session] = _SessionLock(self, session, claim)
        # One may have come while the file was being opened.
        self._look_for_requests()

    def _look_for_requests(self) -> None:
        for session, lock in tuple(self._locks.items()):
            token = lock.take_request()
            if token is not None:
                self.show_requested.emit(session, token)

    def unfollow(self, session: Session) -> None:
        """Release the claim of a session that has ended."""
        lock = self._locks.pop(session, None)
        if lock is not None:
            lock.end()

    def hide_path(self, session: Session) -> None:
        """Tell other processes the path of a session no more."""
        lock = self._locks.get(session)
        if lock is not None:
            lock.hide_path()

    def can_change(self, session: Session) -> bool:
        """Claim the file of a session again that another process had; whether it is free now."""
        lock = self._locks.get(session)
        return lock is not None and lock.retry()


class _SessionLock:
    """The claim of one session, renewed when its path changes."""

    def __init__(self, claims: FileLocks, session: Session, claim: Claim | None) -> None:
        self._claims, self._session = claims, session
        self._path, self._claim = session.path, claim
        self._saved = (session.digest, session.is_modified)
        session.state_changed.connect(self._state_changed)

    def _state_changed(self) -> None:
        before, self._saved = self._saved, (self._session.digest, self._session.is_modified)
        if self._session.path != self._path:
            self._release()
            self._path = self._session.path
            if self._path is not None:
                self._claim = self._claims.claim(self._path, self._session.document.id)
        elif (
            self._claim is not None
            and self._claim.holder is None
            and self._saved != before
            and not self._session.is_modified
        ):
            # A save puts another file in the place of the one that was opened.
            self._claim.renew()

    def take_request(self) -> str | None:
        return None if self._claim is None else self._claim.take_request()

    def retry(self) -> bool:
        if self._path is None or self._claim is None or self._claim.holder is None:
            return False
        self._claim = self._claims.claim(self._path, self._session.document.id)
        return self._claim.holder is None

    def hide_path(self) -> None:
        if self._claim is not None:
            self._claim.hide_path()

    def _release(self) -> None:
        if self._claim is not None:
            self._claim.release()
            self._claim = None

    def end(self) -> None:
        self._session.state_changed.disconnect(self._state_changed)
        self._release()


def allow_to_raise(holder: Holder) -> None:
    """Let another process raise its window, which Windows forbids to those that the user does not work in."""
    if sys.platform == "win32" and holder.pid:
        import ctypes

        getattr(ctypes, "windll").user32.AllowSetForegroundWindow(holder.pid)  # noqa: B009


def holder_text(holder: Holder) -> str:
    """A sentence that says which process has a file open."""
    if not holder.pid:
        return tr("Another copy of Stakemap has it open.")
    since = moment_text(holder.since)
    if holder.analyst.strip():
        return tr(
            "Another copy of Stakemap (process {pid}, analyst {name}) has had it open since {moment}.",
            pid=str(holder.pid),
            name=single_line(holder.analyst),
            moment=since,
        )
    return tr(
        "Another copy of Stakemap (process {pid}) has had it open since {moment}.",
        pid=str(holder.pid),
        moment=since,
    )


def may_open_copy(context: AppContext, path: Path, window: Window | None, holder: Holder) -> bool:
    """Ask whether to open a file read-only that another process has open."""
    headline = tr("“{name}” is open elsewhere", name=path.name)
    text = tr(
        "{who} You can view it here and see what is saved there. To change it, close it there, or save it "
        "here under another name.",
        who=holder_text(holder),
    )
    return context.message_boxes.confirm(window, headline, text, tr("Open &read-only"))
