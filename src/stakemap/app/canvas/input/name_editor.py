"""A field on the canvas in which a name is written: of a new actor, or of one that is renamed in place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from stakemap.app.kit.style import GRID
from stakemap.model.records import NAME_LIMIT
from stakemap.text import single_line

__all__ = ["NameEditor"]

_WIDTH = 200


class NameEditor(QLineEdit):
    """Enter, or going elsewhere, keeps the name; Esc, or an empty name, keeps nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = parent
        self.setMaxLength(NAME_LIMIT)
        self._keep: Callable[[str], None] | None = None
        self._closed: Callable[[], None] | None = None
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether a name is being written."""
        return self._keep is not None

    def ask(
        self,
        name: str,
        place: QRectF,
        hint: str,
        keep: Callable[[str], None],
        closed: Callable[[], None] | None = None,
    ) -> None:
        """Write a name, beginning with `name`, near the disc that fills `place` (in the parent's pixels).

        `hint` says what the field is for; `keep` is called with the name, on one line and not empty, after
        `closed`, which comes in any case.
        """
        self.discard()
        self.setText(name)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        parent = self._canvas
        height = self.sizeHint().height()
        width = min(max(_WIDTH, self.fontMetrics().horizontalAdvance(name) + 5 * GRID), 2 * _WIDTH)
        width = min(width, parent.width() - 2 * GRID)
        left = min(round(place.right()) + 4, parent.width() - width - GRID)
        top = round(place.center().y() - height / 2)
        if left < place.right():
            top = round(place.bottom()) + 4
        top = min(max(top, GRID), parent.height() - height - GRID)
        self.setGeometry(max(left, GRID), top, width, height)
        self._keep, self._closed = keep, closed
        self.show()
        self.raise_()
        self.selectAll()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def discard(self) -> None:
        """Close without keeping what was written."""
        closed, self._keep, self._closed = self._closed, None, None
        self.hide()
        if closed is not None:
            closed()

    def _finish(self) -> None:
        keep, name = self._keep, single_line(self.text())
        self.discard()
        if keep is not None and name:
            keep(name)

    def event(self, event: QEvent) -> bool:
        """Enter and Esc belong to the field while it is open, whatever shortcut they have elsewhere."""
        own = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        asks = event.type() == QEvent.Type.ShortcutOverride
        if asks and isinstance(event, QKeyEvent) and event.key() in own:
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps, Esc does not; both give the keyboard back to the canvas."""
        if event.key() == Qt.Key.Key_Escape:
            self.discard()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
        else:
            super().keyPressEvent(event)
            return
        self._canvas.setFocus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Going elsewhere keeps the name; a menu of the field's own does not count."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and self.is_open:
            self._finish()
