"""A card over the canvas, which asks about what was just done there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget


class CanvasCard(QFrame):
    """The frame of a card; `kept` is emitted on Enter, `dismissed` on Esc."""

    kept = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("judgement-card")
        escape = QShortcut(
            QKeySequence(Qt.Key.Key_Escape), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        escape.activated.connect(self.dismissed)

    def holds(self, widget: QObject | None) -> bool:
        """Whether a widget is the card, or in it or in what opens from it."""
        while widget is not None and widget is not self:
            widget = widget.parent()
        return widget is self

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle Enter and Esc that the focused widget ignored."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.kept.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)
