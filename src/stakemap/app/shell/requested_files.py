"""Files that the desktop asks the running app to open, as macOS does when one is double-clicked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext


class Application(QApplication):
    """The QApplication; keeps the files that the desktop asks for until they are taken.

    macOS asks by an event, never by an argument, and often before there is a window. `files_requested` is
    emitted for each event.
    """

    files_requested = Signal()

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._requested: list[Path] = []

    def event(self, event: QEvent) -> bool:
        """Keep the file of a request; what is no file, but another address, is ignored."""
        if not isinstance(event, QFileOpenEvent):
            return super().event(event)
        if event.file():
            self._requested.append(Path(event.file()))
            self.files_requested.emit()
        return True

    def take_first(self) -> Path | None:
        """The first file that was requested and not taken yet."""
        return self._requested.pop(0) if self._requested else None

    def requested_at_start(self) -> tuple[Path, ...]:
        """Take the files for which the desktop started the app."""
        if sys.platform == "darwin":
            # They arrive with the first events; without this, the welcome page would be seen before the map.
            self.processEvents()
        requested, self._requested = tuple(self._requested), []
        return requested


def open_when_requested(context: AppContext, application: Application) -> None:
    """From now on open what the desktop asks for, in a window without a map if there is one, else in another.

    One after another, as opening may ask a question; files that are requested meanwhile wait.
    """
    from stakemap.app.document.documents import Documents

    is_opening = False

    def open_all() -> None:
        nonlocal is_opening
        if is_opening:
            return
        is_opening = True
        try:
            while (path := application.take_first()) is not None:
                free = next((window for window in context.windows if window.session is None), None)
                context.service(Documents).open_file(path, free)
        finally:
            is_opening = False

    application.files_requested.connect(open_all)
    open_all()
