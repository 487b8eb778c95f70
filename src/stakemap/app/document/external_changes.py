"""External changes: when another program changes the file of an open map, reload it or offer a choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from stakemap.app.document.copies_beside import CopiesBeside
from stakemap.app.document.file_watch import FileState, FileWatch
from stakemap.app.document.git_conflicts import look_for_conflict, merge_in_git
from stakemap.app.document.map_writer import MapWriter
from stakemap.app.document.opening import open_in_thread
from stakemap.app.document.saving import Saving
from stakemap.app.kit.widgets.notices import NoticeChoice
from stakemap.app.kit.window import AppContext, Window
from stakemap.app.kit.worker import Worker
from stakemap.editing.session import Session
from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.storage.files import OpenedMap, is_in_conflict

#: Milliseconds until the watch of a file starts, so that it does not delay the first frame.
WATCH_DELAY = 500
#: Milliseconds between checks whether the user is still busy, see `_WatchedFile._is_busy`.
RETRY_INTERVAL = 400
#: Milliseconds between checks while a window of the map is active, since some changes are not notified: those
#: of network drives, of links and of folders that are renamed.
POLL_INTERVAL = 3_000
NOTICE = "outside"


class ExternalChanges(QObject):
    """Watches the files of all open sessions; one for all windows."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._followed: dict[Session, _WatchedFile] = {}
        #: The copies in conflict that were offered, with their digests.
        self._offered: set[tuple[Path, str]] = set()

    def follow(self, session: Session) -> None:
        """Watch the file of a session, also after it is saved elsewhere."""
        copies = CopiesBeside(self._context, session, self._offered)
        self._followed[session] = _WatchedFile(self._context, session, copies)

    def unfollow(self, session: Session) -> None:
        """Stop watching the file of a session that has ended."""
        watched = self._followed.pop(session, None)
        if watched is not None:
            watched.end()

    def watch_of(self, session: Session) -> FileWatch | None:
        """The file watch of a session; None while there is none."""
        watched = self._followed.get(session)
        return None if watched is None else watched.watch

    def check(self, session: Session) -> None:
        """Check at once whether the file of a session has changed, since a window of it became active."""
        watched = self._followed.get(session)
        if watched is not None:
            watched.check()


class _WatchedFile(QObject):
    """The file of one session, and the handling of its changes."""

    def __init__(self, context: AppContext, session: Session, copies: CopiesBeside) -> None:
        super().__init__()
        self._context, self._session, self._copies = context, session, copies
        self._path: Path | None = None
        self._digest: str | None = None
        self.watch: FileWatch | None = None
        self._worker: Worker | None = None
        self._git_worker: Worker | None = None
        #: The digest of the last change that was handled, so that none is reported twice.
        self._handled: str | None = None
        self._is_lost = False
        #: The map that the file held before it was deleted or became unreadable.
        self._last_in_file: StakeMap | None = None
        self._retry_timer = QTimer(self, singleShot=True, interval=RETRY_INTERVAL)
        self._retry_timer.timeout.connect(self._retry)
        self._start_timer = QTimer(self, singleShot=True, interval=WATCH_DELAY)
        self._start_timer.timeout.connect(self._start)
        self._poll_timer = QTimer(self, interval=POLL_INTERVAL)
        self._poll_timer.timeout.connect(self._poll)
        session.state_changed.connect(self._state_changed)
        self._state_changed()

    def _state_changed(self) -> None:
        session = self._session
        if session.path != self._path:
            self._path = session.path
            self._stop()
            if session.path is not None:
                self._start_timer.start()
        if session.digest != self._digest:
            # It was saved or reloaded, which resolves whatever was reported.
            self._digest, self._handled, self._is_lost = session.digest, None, False
            self._stop_reading()
            self._withdraw()
        elif self._handled is not None and session.has_merged(self._handled):
            self._withdraw()

    def _start(self) -> None:
        if self._path is not None:
            self.watch = FileWatch(self._path, self._context.limits.size)
            self.watch.changed.connect(self._file_changed)
            self.watch.looked.connect(self._copies.look)
            self.watch.start()
            self._poll_timer.start()
            self._git_worker = look_for_conflict(self._context, self._session)

    def _stop(self) -> None:
        for timer in (self._start_timer, self._retry_timer, self._poll_timer):
            timer.stop()
        if self.watch is not None:
            self.watch.stop()
            self.watch.deleteLater()
            self.watch = None
        if self._git_worker is not None:
            self._git_worker.cancel()
        self._stop_reading()

    def _stop_reading(self) -> None:
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None

    def end(self) -> None:
        """Stop watching, since the session has ended."""
        self._session.state_changed.disconnect(self._state_changed)
        self._stop()
        self._copies.end()
        self.deleteLater()

    def check(self) -> None:
        """Look at the file at once, since a window of its map became active, and again as long as it is."""
        if self.watch is not None:
            self.watch.check()
            self._poll_timer.start()

    def _poll(self) -> None:
        if any(window.isActiveWindow() for window in self._windows()):
            self.check()
        else:
            self._poll_timer.stop()

    def _retry(self) -> None:
        """Let the watch report the file again, although it has not changed since."""
        if self.watch is not None:
            self.watch.reset()
            self.watch.check()

    # Handling of changes

    def _file_changed(self, state: FileState) -> None:
        session = self._session
        if state.digest == session.digest:
            self._restored()
        elif state.digest is None:
            self._missing(is_there=state.signature is not None)
        elif state.digest != self._handled:
            if self._is_busy():
                self._retry_timer.start()
            else:
                self._changed(state.digest)

    def _is_busy(self) -> bool:
        """Whether a gesture, a dialog, a menu, a save or a reload is under way, so that no map may come."""
        return (
            self._session.gesture is not None
            or self._context.service(MapWriter).is_writing(self._session)
            or self._worker is not None
            or QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
            or QApplication.activeModalWidget() is not None
            or QApplication.activePopupWidget() is not None
        )

    def _windows(self) -> list[Window]:
        return self._context.windows_of(self._session)

    def _withdraw(self) -> None:
        for window in self._windows():
            window.notices.withdraw(NOTICE)

    def _restored(self) -> None:
        """The file has the content that was read or saved here, again or still."""
        self._handled = None
        self._withdraw()
        if self._is_lost:
            self._is_lost = False
            self._session.file_found(self._last_in_file)

    def _missing(self, *, is_there: bool) -> None:
        if self._is_lost or self._path is None:
            return
        self._mark_lost()
        if is_there:
            text = tr(
                "“{name}” can no longer be read: it was replaced by what is no file, or is too large. The "
                "map stays open here.",
                name=self._path.name,
            )
            self._post(text, lambda window: ((tr("Save a &copy…"), window.service(Saving).save_as),))
            return
        text = tr(
            "“{name}” is no longer there: it was moved, renamed or deleted. The map stays open here.",
            name=self._path.name,
        )
        self._post(text, lambda window: ((tr("&Save it again"), window.service(Saving).save),))

    def _mark_lost(self) -> None:
        """Mark the map as unsaved, since no file holds it any more."""
        if not self._is_lost:
            self._is_lost = True
            self._last_in_file = self._session.file_lost()

    def _has_edits(self) -> bool:
        """Whether the map has edits that were never saved."""
        session = self._session
        return session.document is not self._last_in_file if self._is_lost else session.is_modified

    def _changed(self, digest: str) -> None:
        for window in self._windows():
            window.commit_pending()
        if self._has_edits():
            self._report_conflict(digest)
        else:
            self._reload(digest)

    def _report_conflict(self, digest: str) -> None:
        assert self._path is not None
        self._handled = digest
        text = tr(
            "“{name}” was changed by another program, and there are unsaved changes here.",
            name=self._path.name,
        )
        self._post(text, lambda window: external_change_choices(window, digest))

    def _post(self, text: str, choices: Callable[[Window], Sequence[NoticeChoice]]) -> None:
        for window in self._windows():
            window.notices.post(NOTICE, text, choices(window))

    def _reload(self, digest: str) -> None:
        path = self._path
        assert path is not None
        self._handled = digest
        self._worker = Worker(open_in_thread, path, self._context.limits)
        self._worker.done.connect(self._loaded)
        self._worker.failed.connect(self._unreadable)
        self._worker.start()

    def _loaded(self, opened: OpenedMap) -> None:
        self._worker = None
        session = self._session
        if self._has_edits():
            # Edited while the file was being read.
            self._report_conflict(opened.digest)
            return
        session.reload(opened.document, opened.digest, tr("Reload the changed file"))
        for window in self._windows():
            window.say(
                tr("“{name}” was changed by another program and has been reloaded.", name=opened.path.name)
            )

    def _unreadable(self, error: Exception) -> None:
        self._worker = None
        if not isinstance(error, MapReadError):
            self._context.on_error(error)
            return
        assert self._path is not None
        if is_in_conflict(error):
            self._report_git(self._handled or "")
            return
        self._mark_lost()
        text = tr(
            "“{name}” was changed by another program and cannot be read: {reason} The map here is unchanged.",
            name=self._path.name,
            reason=error,
        )
        digest = self._handled or ""
        self._post(
            text,
            lambda window: (
                (tr("Save a &copy…"), window.service(Saving).save_as),
                (tr("&Overwrite it"), lambda: window.service(Saving).overwrite(digest)),
            ),
        )

    def _report_git(self, digest: str) -> None:
        assert self._path is not None
        self._mark_lost()
        text = tr("Git could not merge “{name}”: it has another version of this map.", name=self._path.name)
        self._post(
            text,
            lambda window: (
                (tr("Compare and &merge…"), partial(merge_in_git, window)),
                (tr("Save a &copy…"), window.service(Saving).save_as),
                (tr("&Overwrite it"), lambda: window.service(Saving).overwrite(digest)),
            ),
        )


def external_change_choices(window: Window, digest: str) -> Sequence[NoticeChoice]:
    """The buttons of the notice when a file with this digest conflicts with the edits here."""
    saving = window.service(Saving)
    return (
        (tr("Compare and &merge…"), saving.merge_own_file),
        (tr("See what &differs…"), saving.show_file_differences),
        (tr("Save a &copy…"), saving.save_as),
        (tr("&Overwrite it"), lambda: saving.overwrite(digest)),
        (tr("&Reload it"), saving.read_again),
    )
