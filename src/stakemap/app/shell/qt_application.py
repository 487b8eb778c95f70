"""The QApplication of Stakemap: what the desktop tells the process as a whole."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

__all__ = ["APPLICATION_ID", "Application"]

#: The name of the app in reverse domain notation, by which desktops know its windows, files and shortcuts.
APPLICATION_ID = "org.stakemap.Stakemap"


class Application(QApplication):
    """The QApplication; it keeps the files that the desktop asks for until they are taken.

    macOS tells of a double click by an event, often before there is a window, and never as an argument.
    `files_requested` is emitted for each event.
    """

    files_requested = Signal()

    def __init__(self, arguments: list[str]) -> None:
        _claim_taskbar_button()
        super().__init__(arguments)
        self._requested: list[Path] = []

    def event(self, event: QEvent) -> bool:
        """Keep the file of a request; a URL of anything but a file is ignored."""
        if isinstance(event, QFileOpenEvent):
            if event.file():
                self._requested.append(Path(event.file()))
                self.files_requested.emit()
            return True
        return super().event(event)

    def take_requested(self) -> tuple[Path, ...]:
        """The files that were asked for since the last call, in that order."""
        requested, self._requested = tuple(self._requested), []
        return requested


def _claim_taskbar_button() -> None:
    """Have Windows group the windows below the shortcut of the app, not below that of Python."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APPLICATION_ID)
