"""The hover card: the whole judgement of an actor as plain text, beside the pointer and never under it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stakemap.app.plain import PlainLabel
from stakemap.app.style import GRID, RADIUS

__all__ = ["HoverCard", "card_place"]

_WIDTH = 320
_MOST_LINES = 14
#: How far the card keeps from the pointer.
_OFF = 18


def card_place(size: QSize, pointer: QPoint, area: QRect) -> QPoint:
    """The corner of a card of `size` near `pointer`: below right of it, else on whichever side has room."""
    left = pointer.x() + _OFF
    if left + size.width() > area.right():
        left = pointer.x() - _OFF - size.width()
    if left < area.left():
        left = max(area.left(), min(pointer.x() + _OFF, area.right() - size.width()))
        below = pointer.y() + _OFF
        above = pointer.y() - _OFF - size.height()
        return QPoint(left, below if below + size.height() <= area.bottom() else above)
    top = min(pointer.y() + _OFF, area.bottom() - size.height())
    return QPoint(left, max(top, area.top()))


class HoverCard(QWidget):
    """A small frame without a window of its own; the mouse passes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._name = PlainLabel(role="strong", wrap=True)
        self._lines: list[PlainLabel] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GRID * 2 - 2, GRID + 2, GRID * 2 - 2, GRID + 4)
        self._column.setSpacing(3)
        self._column.addWidget(self._name)
        self.hide()

    def show_judgement(self, described: Sequence[str], pointer: QPoint) -> None:
        """Show an actor's name and judgement, a line each, near `pointer`, a place in the parent."""
        self._name.setText(described[0])
        lines = described[1:]
        while len(self._lines) < min(len(lines), _MOST_LINES):
            label = PlainLabel(wrap=True)
            self._lines.append(label)
            self._column.addWidget(label)
        for index, label in enumerate(self._lines):
            label.setVisible(index < len(lines))
            label.setText(lines[index] if index < len(lines) else "")
        parent = self._canvas
        width = min(_WIDTH, parent.width() - 2 * GRID)
        self.setFixedWidth(width)
        height = min(self._column.heightForWidth(width), parent.height() - 2 * GRID)
        self.setFixedHeight(height)
        self.move(card_place(self.size(), pointer, parent.rect().adjusted(GRID, GRID, -GRID, -GRID)))
        self.show()
        self.raise_()

    @property
    def text(self) -> str:
        """All that the card says, a line each."""
        shown = [label.text() for label in self._lines if not label.isHidden()]
        return "\n".join([self._name.text(), *shown])

    def paintEvent(self, event: QPaintEvent) -> None:
        """A sheet with a thin border."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().mid().color(), 1))
        painter.setBrush(self.palette().base())
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def changeEvent(self, event: QEvent) -> None:
        """Take on a new theme's colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
