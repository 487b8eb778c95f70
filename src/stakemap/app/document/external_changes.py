"""What becomes of an open map when another program changes its file: it follows, or the user chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from stakemap.app.document.file_watch import FileWatch, Look
from stakemap.app.document.opening import is_large
from stakemap.app.document.saving import Saving
from stakemap.app.kit.worker import Worker
from stakemap.errors import MapReadError
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.app.kit.widgets.notices import NoticeChoice
    from stakemap.app.kit.window import AppContext, Window
    from stakemap.editing.session import Session
    from stakemap.model.document import StakeMap
    from stakemap.storage.files import OpenedMap

__all__ = ["ExternalChanges"]

#: Milliseconds after which a file begins to be watched: the first picture comes first.
_STARTS_AFTER = 500
#: Milliseconds until it is asked again whether the hand is at rest.
_REST = 400
NOTICE = "outside"


class ExternalChanges(QObject):
    """Follows the files of the sessions that are open; one for all windows."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._followed: dict[Session, _WatchedFile] = {}

    def follow(self, session: Session) -> None:
        """Watch the file of a session from now on, whichever it is."""
        self._followed[session] = _WatchedFile(self._context, session)

    def let_go(self, session: Session) -> None:
        """A session has ended."""
        watched = self._followed.pop(session, None)
        if watched is not None:
            watched.end()

    def watch_of(self, session: Session) -> FileWatch | None:
        """What watches the file of a session; None while nothing does."""
        follower = self._followed.get(session)
        return None if follower is None else follower.watch

    def look(self, session: Session) -> None:
        """See at once whether the file of a session changed."""
        watched = self._followed.get(session)
        if watched is not None:
            watched.glance()


class _WatchedFile(QObject):
    """Follows the file of one session."""

    def __init__(self, context: AppContext, session: Session) -> None:
        super().__init__()
        self._context, self._session = context, session
        self._path: Path | None = None
        self._digest: str | None = None
        self.watch: FileWatch | None = None
        self._worker: Worker | None = None
        #: What the file held when this was last told, so that nothing is told twice.
        self._told: str | None = None
        self._is_lost = False
        #: The map that the file held before it went away or became unreadable.
        self._held: StakeMap | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.look)
        self._start = QTimer(self)
        self._start.setSingleShot(True)
        self._start.setInterval(_STARTS_AFTER)
        self._start.timeout.connect(self._begin)
        session.state_changed.connect(self._state_changed)
        self._state_changed()

    def _state_changed(self) -> None:
        session = self._session
        if session.path != self._path:
            self._path = session.path
            self._stop()
            if session.path is not None:
                self._start.start()
        if session.digest != self._digest:
            # It was saved or read anew, so whatever was said of the file is settled.
            self._digest, self._told, self._is_lost = session.digest, None, False
            self._withdraw()

    def _begin(self) -> None:
        if self._path is not None:
            self.watch = FileWatch(self._path)
            self.watch.changed.connect(self._looked)
            self.watch.start()

    def _stop(self) -> None:
        self._start.stop()
        self._rest.stop()
        if self.watch is not None:
            self.watch.stop()
            self.watch.deleteLater()
            self.watch = None
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None

    def end(self) -> None:
        """The session has ended."""
        self._session.state_changed.disconnect(self._state_changed)
        self._stop()
        self.deleteLater()

    def glance(self) -> None:
        """See whether the file changed since it was last looked at."""
        if self.watch is not None:
            self.watch.look()

    def look(self) -> None:
        """See what the file is now."""
        if self.watch is not None:
            self.watch.forget()
            self.watch.look()

    # What was found

    def _looked(self, look: Look) -> None:
        session = self._session
        if look.digest == session.digest:
            self._found_again()
        elif look.digest is None:
            self._gone()
        elif look.digest != self._told:
            if self._is_busy():
                self._rest.start()
            else:
                self._changed(look.digest)

    def _is_busy(self) -> bool:
        """Whether something is under way that a new map would pull away from under the hand."""
        return (
            self._session.gesture is not None
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

    def _found_again(self) -> None:
        """The file is as it was read or saved: it came back, or was changed back."""
        self._told = None
        self._withdraw()
        if self._is_lost:
            self._is_lost = False
            self._session.file_found(self._held)

    def _gone(self) -> None:
        if self._is_lost or self._path is None:
            return
        self._lose()
        text = tr(
            "“{name}” is no longer there: it was moved, renamed or deleted. The map stays open here.",
            name=self._path.name,
        )
        self._post(text, lambda window: ((tr("&Save it anew"), window.service(Saving).save),))

    def _lose(self) -> None:
        """No file holds the map any more, so closing it has to ask."""
        if not self._is_lost:
            self._is_lost = True
            self._held = self._session.file_lost()

    def _has_edits(self) -> bool:
        """Whether there is something here that was in no file."""
        session = self._session
        return session.document is not self._held if self._is_lost else session.is_modified

    def _changed(self, digest: str) -> None:
        for window in self._windows():
            window.commit_pending()
        if self._has_edits():
            self._offer(digest)
        else:
            self._read_quietly(digest)

    def _offer(self, digest: str) -> None:
        assert self._path is not None
        self._told = digest
        text = tr(
            "“{name}” was changed by another program, and there are unsaved changes here.",
            name=self._path.name,
        )
        self._post(text, lambda window: external_change_choices(window, digest))

    def _post(self, text: str, choices: Callable[[Window], Sequence[NoticeChoice]]) -> None:
        for window in self._windows():
            window.notices.post(NOTICE, text, choices(window))

    def _read_quietly(self, digest: str) -> None:
        from stakemap.app.document.opening import open_in_thread
        from stakemap.storage.files import open_map

        path = self._path
        assert path is not None
        self._told = digest
        if is_large(path):
            self._worker = Worker(open_in_thread, path, self._context.limits)
            self._worker.done.connect(self._read)
            self._worker.failed.connect(self._unreadable)
            self._worker.start()
            return
        try:
            opened = open_map(path, limits=self._context.limits)
        except MapReadError as error:
            self._unreadable(error)
        else:
            self._read(opened)

    def _read(self, opened: OpenedMap) -> None:
        self._worker = None
        session = self._session
        if self._has_edits():
            # There was an edit meanwhile.
            self._offer(opened.digest)
            return
        session.reload(opened.document, opened.digest, tr("Read the changed file"))
        for window in self._windows():
            window.say(
                tr("“{name}” was changed by another program and has been read again.", name=opened.path.name)
            )

    def _unreadable(self, error: Exception) -> None:
        self._worker = None
        if not isinstance(error, MapReadError):
            self._context.on_error(error)
            return
        assert self._path is not None
        self._lose()
        text = tr(
            "“{name}” was changed by another program and cannot be read: {reason} The map stays as it was "
            "here.",
            name=self._path.name,
            reason=error,
        )
        digest = self._told or ""
        self._post(
            text,
            lambda window: (
                (tr("Save a &copy…"), window.service(Saving).save_as),
                (tr("&Overwrite it"), lambda: window.service(Saving).overwrite(digest)),
            ),
        )


def external_change_choices(window: Window, digest: str) -> Sequence[NoticeChoice]:
    """The ways out when the file holds something else, known by its digest, than what is edited here."""
    saving = window.service(Saving)
    return (
        (tr("See what &differs…"), saving.show_file_differences),
        (tr("Save a &copy…"), saving.save_as),
        (tr("&Overwrite it"), lambda: saving.overwrite(digest)),
        (tr("&Read it again"), saving.read_again),
    )
