"""The hover card: the whole judgement of an actor as plain text, beside the pointer and never under it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMargins, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID, RADIUS, TextRole
from stakemap.wording.judgements import Line

#: The widths to try, in pixels: a long judgement gets a wider card before it is shortened.
_WIDTHS = (320, 440, 560)
_NARROWEST = 200
_MOST_LINES = 14
#: The distance of the card from the pointer, in pixels.
_OFF = 18
#: The fewest characters that a line is shortened to before the last line is dropped.
_FEWEST_LETTERS = 40
#: The text role of each kind of line and the space above it: a value begins a paragraph.
_SET: dict[str, tuple[TextRole, int]] = {
    "name": ("heading", 0),
    "value": ("strong", GRID),
    "reason": ("body", 0),
    "ground": ("caption", 0),
}


def card_place(size: QSize, pointer: QPoint, area: QRect, off: int = _OFF) -> QPoint | None:
    """The corner of a card of `size` near `pointer`, wholly in `area` and `off` pixels from it, or None.

    Right of the pointer if there is room, else left of it, else below, else above.
    """
    most_left = area.left() + area.width() - size.width()
    most_top = area.top() + area.height() - size.height()
    if most_left < area.left() or most_top < area.top():
        return None
    beside = max(area.top(), min(pointer.y() + off, most_top))
    along = max(area.left(), min(pointer.x() + off, most_left))
    right, left = pointer.x() + off, pointer.x() - off - size.width()
    below, above = pointer.y() + off, pointer.y() - off - size.height()
    for corner in (
        QPoint(right, beside),
        QPoint(left, beside),
        QPoint(along, below),
        QPoint(along, above),
    ):
        if area.contains(QRect(corner, size)):
            return corner
    return None


class HoverCard(QWidget):
    """A frame that is transparent to the mouse.

    It is a child of the window, so that it may overlap the panels where the canvas is too small for it.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = parent
        parent.installEventFilter(self)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._name = PlainLabel(role="heading", wrap=True)
        self._lines: list[PlainLabel] = []
        self._off = _OFF
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GRID * 2 - 2, GRID + 2, GRID * 2 - 2, GRID + 4)
        self._column.setSpacing(3)
        self._column.addWidget(self._name)
        self.hide()

    def show_judgement(self, described: Sequence[Line], pointer: QPoint, off: int = _OFF) -> None:
        """Show an actor's name and judgement, a line each, `off` pixels from `pointer`, a place in the
        parent.
        """
        self._off = off
        self._name.setText(described[0].text)
        while self._lines:
            old = self._lines.pop()
            self._column.removeWidget(old)
            old.deleteLater()
        for line in described[1 : _MOST_LINES + 1]:
            role, above = _SET[line.kind]
            label = PlainLabel(line.text, role=role, wrap=True)
            label.setContentsMargins(0, above, 0, 0)
            self._lines.append(label)
            self._column.addWidget(label)
            label.show()
        window = self._canvas.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        inside = QMargins(GRID, GRID, GRID, GRID)
        canvas = QRect(self._canvas.mapTo(window, QPoint()), self._canvas.size()).marginsRemoved(inside)
        whole, at = window.rect().marginsRemoved(inside), self._canvas.mapTo(window, pointer)
        fits = self._fit(at, canvas, _WIDTHS[:1]) or self._fit(at, whole, _WIDTHS)
        while not fits and self._shorten():
            fits = self._fit(at, whole, (*_WIDTHS, _NARROWEST))
        self.setVisible(fits)
        self.raise_()

    def _fit(self, pointer: QPoint, area: QRect, widths: Sequence[int]) -> bool:
        """Apply the first of the `widths` with which all text fits into `area`, and the position for it."""
        self._column.invalidate()
        for width in widths:
            size = QSize(width, self._column.heightForWidth(width))
            place = card_place(size, pointer, area, self._off)
            if place is not None:
                self.setFixedSize(size)
                self.move(place)
                return True
        return False

    def _shorten(self) -> bool:
        """Shorten the longest text, or else drop the last line. False if nothing is left."""
        shown = [label for label in self._lines if not label.isHidden()]
        longest = max([self._name, *shown], key=lambda label: len(label.text()))
        text = longest.text()
        if len(text) > _FEWEST_LETTERS:
            longest.setText(text[: max(len(text) * 4 // 5, _FEWEST_LETTERS - 1)].rstrip(" …") + "…")
        elif shown:
            shown[-1].hide()
        return len(text) > _FEWEST_LETTERS or bool(shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide with the canvas, which is not the card's parent."""
        if watched is self._canvas and event.type() == QEvent.Type.Hide:
            self.hide()
        return False

    @property
    def text(self) -> str:
        """The text of the card, for tests and screen readers."""
        shown = [label.text() for label in self._lines if not label.isHidden()]
        return "\n".join([self._name.text(), *shown])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint background and border."""
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
