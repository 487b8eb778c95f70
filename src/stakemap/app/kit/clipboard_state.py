"""What the clipboard holds, for the actions that paste."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication


class ClipboardState(QObject):
    """Whether the clipboard is known to hold nothing; `changed` is emitted when that changes."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # It may hold what was copied before the start; asking its owner could take long.
        self.is_empty = False
        QGuiApplication.clipboard().dataChanged.connect(self._update)

    def _update(self) -> None:
        data = QGuiApplication.clipboard().mimeData()
        is_empty = data is None or not data.formats()
        if is_empty != self.is_empty:
            self.is_empty = is_empty
            self.changed.emit()
