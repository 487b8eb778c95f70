"""A driver of the dialog of the guided import: presses keys, and waits for what comes of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from stakemap.app.features.importing.dialog import ImportDialog

__all__ = ["ImportDialogDriver", "Register", "UseImportDialog"]

#: Writes the file of a register of `fixtures/registers`, by its name.
Register = Callable[[str], Path]


class ImportDialogDriver:
    """Presses keys in an import dialog, and waits for what comes of them."""

    def __init__(self, qtbot: QtBot, dialog: ImportDialog) -> None:
        self._qtbot, self.dialog = qtbot, dialog
        self.settle()

    def settle(self) -> None:
        """Wait until the outcome of all choices is known, or a problem is."""
        state = self.dialog.state
        # The editor of a cell commits once it has processed its key.
        QApplication.processEvents()
        self._qtbot.waitUntil(lambda: not (state.is_busy or state.is_drawing), timeout=20_000)

    def press(self, *keys: Qt.Key) -> None:
        """Press keys where the focus is, and wait."""
        for key in keys:
            QTest.keyClick(self.dialog.focusWidget() or self.dialog, key)
            self.settle()

    def enter(self, times: int = 1) -> None:
        """Press Enter where the focus is, some times."""
        self.press(*[Qt.Key.Key_Return] * times)


#: Makes what answers the dialog of what is done with a driver of it.
UseImportDialog = Callable[[Callable[[ImportDialogDriver], object]], Callable[[ImportDialog], None]]
