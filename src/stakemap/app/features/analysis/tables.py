"""The tables of a report: read-only, for the keyboard too, and to be copied into a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QTableView, QWidget

from stakemap.analysis.report import Table
from stakemap.app.features.analysis.charts import STALE_OPACITY
from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.plain_text import PlainLabel, tooltip
from stakemap.app.kit.style import GRID, role_font
from stakemap.text import shown_line

Index = QModelIndex | QPersistentModelIndex
#: The most rows that a table shows before it scrolls, and their height in pixels.
_MOST_ROWS, _ROW_HEIGHT = 12, GRID * 3
#: The most that the first and the other columns take for the sake of long texts, in pixels; the first one
#: takes up to half of a wide table. Tooltips have the rest.
_WIDEST_NAME, _WIDEST = GRID * 22, GRID * 45
#: The padding of a cell, both sides together, in pixels.
_AROUND = 18
#: How many rows are measured.
_MEASURED = 60


class _Model(QAbstractTableModel):
    """The texts of a table."""

    def __init__(self) -> None:
        super().__init__()
        self.table = Table("", (), ())

    def show(self, table: Table) -> None:
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.headers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        text = self.table.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown_line(text)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(text)
        return self._side(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return shown_line(self.table.headers[section])
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(self.table.headers[section])
        return self._side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in self.table.numeric else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class ReportTable(QTableView):
    """A table as high as its rows, up to a limit.

    `copied` carries the text that Ctrl+C copies: the selected rows, or all, with headers.
    """

    copied = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows = _Model()
        self.rows.setParent(self)
        #: The widths that the columns need.
        self._widths: list[int] = []
        self._is_stale = False
        self.setModel(self.rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.horizontalHeader().setFont(role_font("caption"))
        self.horizontalHeader().setHighlightSections(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_table(self, table: Table) -> None:
        """Show a table; its selection stays only while it is the same."""
        if table == self.rows.table:
            return
        self.rows.show(table)
        self.setAccessibleName(shown_line(table.title))
        self._widths = [self._needed_width(column) for column in range(len(table.headers))]
        self._fit()

    def _needed_width(self, column: int) -> int:
        """The width of a column with its first rows; to ask the delegate of each cell would take too long."""
        table = self.rows.table
        texts = [shown_line(row[column]) for row in table.rows[:_MEASURED]]
        needed = max(map(self.fontMetrics().horizontalAdvance, texts), default=0)
        head = self.horizontalHeader().fontMetrics().horizontalAdvance(shown_line(table.headers[column]))
        needed = max(needed, head) + _AROUND
        return min(needed, _WIDEST) if column else needed

    def _fit(self) -> None:
        """Give the first column the room that the others leave, and the table the height of its rows."""
        room = self.viewport().width()
        most = max(_WIDEST_NAME, room // 2)
        widths = [width if column else min(width, most) for column, width in enumerate(self._widths)]
        spare = max(room - sum(widths), 0)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width if column else width + spare)
        rows = min(self.rows.rowCount(), _MOST_ROWS) * _ROW_HEIGHT
        scrolls = sum(widths) > room
        bar = self.horizontalScrollBar().sizeHint().height() if scrolls else 0
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows + bar + 2)

    def set_stale(self, stale: bool) -> None:
        """Show pale what is about what was in view before."""
        if stale != self._is_stale:
            self._is_stale = stale
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells, and a veil over those that are stale."""
        super().paintEvent(event)
        if self._is_stale:
            veil = self.palette().window().color()
            veil.setAlphaF(1.0 - STALE_OPACITY)
            painter = QPainter(self.viewport())
            painter.fillRect(event.rect(), veil)
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def copied_text(self) -> str:
        """The headers and the selected rows, or all of them, with tabs between the cells."""
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        table = self.rows.table
        rows = [table.rows[row] for row in chosen] if chosen else list(table.rows)
        return "\n".join("\t".join(map(shown_line, row)) for row in (table.headers, *rows)) + "\n"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy on Ctrl+C."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit(self.copied_text())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+C from the window, which copies actors."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Copy)
        ):
            event.accept()
            return True
        return super().event(event)


class TableStack(QWidget):
    """Tables one below the other, each with its title; `copied` carries the text of one to be copied."""

    copied = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[ReportTable] = []
        self._titles: list[PlainLabel] = []
        self._column = column_layout(spacing=GRID // 2, on=self)

    def set_stale(self, stale: bool) -> None:
        """Show whether they are about what was in view before."""
        for table in self.tables:
            table.set_stale(stale)

    def show_tables(self, tables: Sequence[Table]) -> None:
        """Show tables in place of those before."""
        while len(self.tables) < len(tables):
            table = ReportTable()
            table.copied.connect(self.copied)
            title = PlainLabel(role="strong", wrap=True, buddy=table)
            title.setContentsMargins(0, GRID if self.tables else 0, 0, 0)
            self.tables.append(table)
            self._titles.append(title)
            self._column.addWidget(title)
            self._column.addWidget(table)
        for place, (title, table) in enumerate(zip(self._titles, self.tables, strict=True)):
            if place < len(tables):
                title.setText(tables[place].title.replace("&", "&&"))
                table.show_table(tables[place])
            title.setVisible(place < len(tables))
            table.setVisible(place < len(tables))
        self.setVisible(bool(tables))
