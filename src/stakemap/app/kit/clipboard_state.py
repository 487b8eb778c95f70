"""What the clipboard holds, for the actions that paste."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

__all__ = ["ClipboardState"]


class ClipboardState(QObject):
    """Whether the clipboard holds actors or text; `changed` is emitted when that changes."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.has_actors = self.has_text = False
        QGuiApplication.clipboard().dataChanged.connect(self._update)

    def _update(self) -> None:
        from stakemap.editing.clipboard import MIME_TYPE

        data = QGuiApplication.clipboard().mimeData()
        actors = data is not None and data.hasFormat(MIME_TYPE)
        text = data is not None and data.hasText()
        if (actors, text) != (self.has_actors, self.has_text):
            self.has_actors, self.has_text = actors, text
            self.changed.emit()
