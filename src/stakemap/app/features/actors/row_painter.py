"""Paints the rows of the actor table without delegates, which took longer than painting the canvas."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QTableView

from stakemap.app.features.actors.model import ActorModel
from stakemap.app.features.actors.rows import NUMBERS, ActorRow, Column
from stakemap.app.kit.style import role_font
from stakemap.paint.fonts import font
from stakemap.picture.theme import Theme, on_disc
from stakemap.text import shown_line

_DISC = 11.0
#: The columns that hold what somebody typed; all others hold numbers and terms of ours.
_TYPED = frozenset({Column.NAME, Column.GROUP})
#: Horizontal padding of cells in pixels: that of the style sheet plus Qt's own margin.
_INSET = 4 + 3


class _TextPainter:
    """Paints the texts of cells as Qt's delegates do, with fonts, colours and measures cached."""

    def __init__(self, painter: QPainter, table: QTableView) -> None:
        palette = table.palette()
        self._painter, self._reversed = painter, table.isRightToLeft()
        self._selected = palette.highlightedText().color()
        self._normal = _Face(table.font(), palette.text().color())
        self._muted = _Face(role_font("caption"), palette.placeholderText().color())

    def paint(self, cell: QRect, column: Column, text: str, selected: bool) -> None:
        """Paint an elided text: numbers right-aligned, words in their place muted."""
        at_right = column in NUMBERS
        face = self._muted if at_right and text[-1:].isalpha() else self._normal
        room = cell.width() - 2 * _INSET
        left, width = float(cell.left() + _INSET), face.metrics.horizontalAdvance(text)
        if width > room:
            text = face.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            width = face.metrics.horizontalAdvance(text)
        if at_right is not self._reversed:
            left += room - width
        top = cell.top() + cell.height() // 2 - face.height // 2
        self._painter.setFont(face.font)
        self._painter.setPen(self._selected if selected else face.colour)
        self._painter.drawText(QPointF(left, top + face.ascent), text)


class _Face:
    """A font with its colour and metrics."""

    def __init__(self, font: QFont, colour: QColor) -> None:
        self.font, self.colour, self.metrics = font, colour, QFontMetricsF(font)
        self.height, self.ascent = round(self.metrics.height()), self.metrics.ascent()


class RowPainter:
    """Paints the rows of a table.

    The code is a disc as on the canvas, hollow for a judgement carried over; words in place of numbers are
    muted; the current cell has a frame.
    """

    def __init__(self, table: QTableView, model: ActorModel, theme: Theme) -> None:
        self._table, self._model, self.theme = table, model, theme

    def paint(self, painter: QPainter, area: QRect) -> None:
        """Paint the rows within an area of the viewport."""
        table, model = self._table, self._model
        first, last = table.rowAt(area.top()), table.rowAt(area.bottom())
        if first < 0:
            return
        if last < 0:
            last = model.rowCount() - 1
        painter.setLayoutDirection(table.layoutDirection())
        columns = self._columns(area)
        selection, highlight = table.selectionModel(), table.palette().highlight()
        text = _TextPainter(painter, table)
        for number in range(first, last + 1):
            row = model.row(model.actor(number))
            top, height = table.rowViewportPosition(number), table.rowHeight(number)
            # Rows are selected whole; `isRowSelected` would ask the model about each of their cells.
            selected = selection.isSelected(model.index(number, 0))
            for column, left, width in columns:
                cell = QRect(left, top, width, height)
                if selected:
                    painter.fillRect(cell, highlight)
                if column == Column.CODE:
                    self._paint_disc(painter, QRectF(cell), row)
                else:
                    content = row.texts[column]
                    text.paint(cell, column, shown_line(content) if column in _TYPED else content, selected)
        self._paint_current(painter)

    def _columns(self, area: QRect) -> list[tuple[Column, int, int]]:
        """Return the columns within an area, each with its position and width."""
        table = self._table
        found = []
        for column in Column:
            left, width = table.columnViewportPosition(column), table.columnWidth(column)
            if width and left <= area.right() and left + width > area.left():
                found.append((column, left, width))
        return found

    def _paint_disc(self, painter: QPainter, area: QRectF, row: ActorRow) -> None:
        code = row.texts[Column.CODE]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = area.center()
        if row.carried:
            painter.setPen(QPen(QColor(row.colour), 2))
            painter.setBrush(QColor(self.theme.canvas))
            painter.drawEllipse(centre, _DISC - 1, _DISC - 1)
            painter.setPen(QColor(self.theme.text))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(row.colour))
            painter.drawEllipse(centre, _DISC, _DISC)
            painter.setPen(QColor(on_disc(row.colour, self.theme)))
        painter.setFont(font(8 if len(code) < 4 else 7, 600))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, code)
        painter.restore()

    def _paint_current(self, painter: QPainter) -> None:
        """Outline the current cell while the table has the focus."""
        table = self._table
        if not table.hasFocus() or not table.currentIndex().isValid():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(table.palette().link().color()), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(table.visualRect(table.currentIndex()).adjusted(1, 2, -2, -2), 4, 4)
