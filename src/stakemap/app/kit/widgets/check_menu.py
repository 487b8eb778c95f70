"""A menu of switches that stays open while several of them are used."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu

__all__ = ["ChoicesMenu"]


class ChoicesMenu(QMenu):
    """A menu that stays open while choices in it are switched."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Switch what is under the pointer, and stay."""
        action = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable() and action.isEnabled():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space switches what is chosen, and the menu stays."""
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
            action.trigger()
        else:
            super().keyPressEvent(event)
