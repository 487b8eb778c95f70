"""The legend on the canvas: explains the symbols on show; collapsed where it would cover an actor."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from stakemap.app.canvas.labels.legend_entries import Entry
from stakemap.app.canvas.labels.legend_placement import Obstacles, free_place, least_bad_place
from stakemap.app.kit.icons import pixmap
from stakemap.app.kit.plain_text import set_tooltip
from stakemap.app.kit.style import RADIUS
from stakemap.i18n import tr
from stakemap.paint.fonts import QtMeasure, cap_height
from stakemap.paint.marks import colour, paint_legend_symbol, paint_text
from stakemap.picture.legend import LegendEntry
from stakemap.picture.marks import LegendMark
from stakemap.picture.measure import elide
from stakemap.picture.occupancy import Box
from stakemap.picture.theme import Theme, mix

__all__ = ["Legend"]

_SIZE, _ROW, _HEAD = 12.0, 18.0, 26.0
#: Offsets from the left edge of a column to the centre of its symbols, and to its texts.
_SIGN, _WORDS = 20.0, 38.0
_RADIUS, _ICON = 6.0, 14
_WIDEST, _PAD = 190.0, 8.0
_MOST_COLUMNS = 3


class Legend(QWidget):
    """An overlay of the view that lists its entries; a click on its header collapses or expands it.

    It collapses by itself where it would cover something, unless the user has expanded it there.
    `wanted_changed` carries whether it is to be expanded where possible; `moved` is emitted when it has moved
    or changed its size by itself, `entered` when the pointer enters it from the view.
    """

    wanted_changed = Signal(bool)
    moved = Signal()
    entered = Signal()

    def __init__(self, measure: QtMeasure, theme: Theme, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._measure, self._theme = measure, theme
        self.entries: tuple[Entry, ...] = ()
        self._obstacles = Obstacles(())
        self._wanted, self._pinned, self._is_hidden = True, False, False
        self._columns = 1
        self._box: Box | None = None
        self._room = (0.0, 0.0)
        self.is_expanded = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Legend"))
        self.hide()

    # Entries

    def show_entries(self, entries: Sequence[Entry], obstacles: Obstacles, theme: Theme) -> None:
        """Show these entries at a free position between the obstacles."""
        self.entries, self._obstacles, self._theme = tuple(entries), obstacles, theme
        self.setAccessibleDescription("\n".join(entry.label for entry in entries))
        self._lay_out()
        self.update()

    def unpin(self) -> None:
        """Allow it to collapse where it covers something, since the content of the view has changed."""
        self._pinned = False

    # Collapsing

    @property
    def wanted(self) -> bool:
        """Whether it is to be expanded where possible."""
        return self._wanted

    @wanted.setter
    def wanted(self, wanted: bool) -> None:
        if wanted != self._wanted:
            self._wanted, self._pinned = wanted, False
            self._lay_out()
            self.moved.emit()

    def toggle(self) -> None:
        """Collapse it, or expand it even where that covers something."""
        wanted = not self.is_expanded
        self._pinned = wanted
        changed, self._wanted = wanted != self._wanted, wanted
        self._lay_out()
        self.moved.emit()
        if changed:
            self.wanted_changed.emit(wanted)

    def hide_under(self, boxes: Sequence[Box]) -> bool:
        """Hide when the boxes of dragged actors overlap it. Without boxes the next `show_entries` shows it
        again at a free position; True when that is to be called soon.
        """
        away = self._box is not None and any(box.overlaps(self._box) for box in boxes)
        comes_back = self._is_hidden and not boxes
        if away:
            # The dropped actor must not be covered afterwards, either.
            self._is_hidden, self._pinned = True, False
            self.hide()
        elif comes_back:
            self._is_hidden = False
        return comes_back

    # Layout

    @property
    def box(self) -> Box | None:
        """Its box in pixels of the view; None while it has no entries."""
        return self._box if self.entries else None

    def _lay_out(self) -> None:
        room = (float(self._view.width()), float(self._view.height()))
        before = self._box if room == self._room else None
        self._room = room
        sizes = [self._size(columns) for columns in range(1, _MOST_COLUMNS + 1)]
        found = free_place(sizes, room, self._obstacles, before) if self._wanted else None
        if found is None and self._wanted and self._pinned:
            found = least_bad_place(sizes, room, self._obstacles)
        self.is_expanded = found is not None
        if found is None:
            button = [self._collapsed_size()]
            found = free_place(button, room, self._obstacles, before)
            found = found or least_bad_place(button, room, self._obstacles) or Box(0, 0, *button[0])
        else:
            self._columns = 1 + sizes.index((found.width, found.height))
        self._box = found
        self.setGeometry(round(found.left), round(found.top), round(found.width), round(found.height))
        tip = tr("Fold the legend") if self.is_expanded else tr("Unfold the legend: what the signs mean")
        set_tooltip(self, tip)
        self.setVisible(bool(self.entries) and not self._is_hidden)
        self.update()

    def _rows(self, columns: int) -> int:
        return max(math.ceil(len(self.entries) / columns), 1)

    def _widths(self, columns: int) -> list[float]:
        """The widths of the texts in each column."""
        rows, found = self._rows(columns), []
        for first in range(0, len(self.entries), rows):
            texts = [entry.label for entry in self.entries[first : first + rows]]
            widest = max(self._measure.extent(text, _SIZE).width for text in texts)
            found.append(min(math.ceil(widest) + 2.0, _WIDEST))
        return found

    def _size(self, columns: int) -> tuple[float, float]:
        widths = self._widths(columns)
        width = sum(widths) + len(widths) * (_WORDS + _PAD)
        return max(width, self._collapsed_size()[0]), _HEAD + self._rows(columns) * _ROW + _PAD

    def _collapsed_size(self) -> tuple[float, float]:
        words = self._measure.extent(tr("Legend"), _SIZE, 600).width
        return math.ceil(words) + 3 * _PAD + _ICON, _HEAD

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint background and border, the header, then the entries in columns."""
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_background(painter)
            if self.is_expanded:
                self._paint_entries(painter)
        finally:
            # The painter must be ended here, even if an entry still holds a reference to it.
            painter.end()

    def _paint_background(self, painter: QPainter) -> None:
        theme = self._theme
        lit = self.underMouse() and not self.is_expanded
        painter.setPen(QPen(colour(theme.border), 1))
        painter.setBrush(colour(mix(theme.canvas, theme.text, 0.06) if lit else theme.canvas))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        baseline = _HEAD / 2 + cap_height(_SIZE, 600) / 2
        paint_text(painter, QPointF(_PAD + 2, baseline), tr("Legend"), _SIZE, 600, theme.text_muted)
        sign = "chevron-down" if self.is_expanded else "chevron-up"
        picture = pixmap(sign, _ICON, theme.text_muted, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(self.width() - _PAD - _ICON, (_HEAD - _ICON) / 2), picture)

    def _paint_entries(self, painter: QPainter) -> None:
        theme, rows, left = self._theme, self._rows(self._columns), 0.0
        for column, width in enumerate(self._widths(self._columns)):
            for row, entry in enumerate(self.entries[column * rows : (column + 1) * rows]):
                middle = _HEAD + (row + 0.5) * _ROW
                if isinstance(entry, LegendEntry):
                    paint_legend_symbol(painter, LegendMark(entry, left + _SIGN, middle, _RADIUS), theme)
                else:
                    entry.paint(painter, QPointF(left + _SIGN, middle), theme)
                text = elide(entry.label, width, _SIZE, self._measure)
                at = QPointF(left + _WORDS, middle + cap_height(_SIZE, 400) / 2)
                paint_text(painter, at, text, _SIZE, 400, theme.text)
            left += _WORDS + width + _PAD

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Collapse or expand it by a press on its header; other presses do not reach the canvas below."""
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton and event.position().y() <= _HEAD:
            self.toggle()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Treat it as a second press; a double click on the canvas would add an actor."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Keep the pointer from hovering the canvas below."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Pass the wheel to the view below, which zooms."""
        below = QWheelEvent(
            self.mapToParent(event.position()),
            event.globalPosition(),
            event.pixelDelta(),
            event.angleDelta(),
            event.buttons(),
            event.modifiers(),
            event.phase(),
            event.inverted(),
            event.source(),
            event.pointingDevice(),
        )
        QApplication.sendEvent(self._view, below)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Repaint when the pointer enters or leaves, and emit `entered`."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        if event.type() == QEvent.Type.Enter:
            self.entered.emit()
        return bool(super().event(event))
