"""A list view whose rows have two lines, a name and a caption, both plain text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from stakemap.app.kit.plain_text import tooltip
from stakemap.app.kit.style import GRID, role_font
from stakemap.text import shown_line

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
_EDGE = GRID


class TwoLineRow(NamedTuple):
    """One row: a key that is stable while its texts change, both lines, and more text for screen readers."""

    key: object
    first: str
    second: str
    more: str = ""


class TwoLineModel(QAbstractListModel):
    """A model whose rows are replaced at once; selection and scroll position stay while the keys do."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[TwoLineRow] = ()

    def show_rows(self, rows: Sequence[TwoLineRow]) -> None:
        """Replace the rows; resets the model only if the keys differ."""
        if list(rows) == list(self._rows):
            return
        if [row.key for row in rows] == [row.key for row in self._rows]:
            self._rows = tuple(rows)
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row(self, index: Index) -> TwoLineRow | None:
        """The row at an index."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def index_of(self, key: object) -> QModelIndex:
        """The index of the row with a key; an invalid one if there is none."""
        for place, row in enumerate(self._rows):
            if row.key == key:
                return self.index(place)
        return QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        """The number of rows, which have no children."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The texts of a row by role; the row itself for `ROW_ROLE`."""
        row = self.row(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return shown_line(row.first)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ". ".join(shown_line(part) for part in (row.first, row.second, row.more) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip("\n".join(part for part in (row.first, row.second, row.more) if part))
        return row if role == ROW_ROLE else None


def line_heights() -> tuple[int, int]:
    """The heights of the first and the second line, in pixels."""
    return QFontMetrics(role_font("strong")).height(), QFontMetrics(role_font("caption")).height()


def row_height() -> int:
    """The height of a row with both lines, in pixels."""
    return sum(line_heights()) + GRID + GRID // 2


def paint_two_lines(
    painter: QPainter, area: QRect, option: QStyleOptionViewItem, first: str, second: str
) -> None:
    """Paint both lines into an area, elided to its width."""
    heights = line_heights()
    top = area.top() + (area.height() - sum(heights) - 2) // 2
    palette = option.palette
    painter.save()
    for text, height, role, colour in (
        (first, heights[0], "strong", palette.text().color()),
        (second, heights[1], "caption", palette.placeholderText().color()),
    ):
        line = QRect(area.left(), top, area.width(), height)
        painter.setFont(role_font("strong" if role == "strong" else "caption"))
        painter.setPen(colour)
        shown = painter.fontMetrics().elidedText(shown_line(text), Qt.TextElideMode.ElideRight, line.width())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextSingleLine
        painter.drawText(line, flags, shown)
        top += height + 2
    painter.restore()


class RowDelegate(QStyledItemDelegate):
    """The base class of delegates that paint what stands in a row themselves."""

    def paint_background(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row as the style does, without its text."""
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)


class TwoLineDelegate(RowDelegate):
    """Paints the rows of a TwoLineModel."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the background as the style does, and both lines on it."""
        row = index.data(ROW_ROLE)
        self.paint_background(painter, option, index)
        if isinstance(row, TwoLineRow):
            area = option.rect.adjusted(_EDGE, 0, -_EDGE, 0)
            paint_two_lines(painter, area, option, row.first, row.second)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The same height for all rows."""
        return QSize(GRID * 20, row_height())


def set_up_list(view: QListView) -> None:
    """Have a list select one row, edit nothing and scroll by pixels, never sideways; Tab leaves it."""
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setTabKeyNavigation(False)


class TwoLineList(QListView):
    """A single-selection list. `chosen` carries a row's key on Enter and on a double click, or any click with
    `one_click`; `pressed_key` one of `own_keys` (such as Delete), even if it is a shortcut of the window.
    """

    chosen = Signal(object)
    pressed_key = Signal(object)

    def __init__(
        self,
        name: str,
        parent: QWidget | None = None,
        *,
        one_click: bool = False,
        own_keys: Sequence[QKeySequence.StandardKey] = (),
    ) -> None:
        super().__init__(parent)
        self._own_keys = own_keys
        self.rows = TwoLineModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(TwoLineDelegate(self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        set_up_list(self)
        signal = self.clicked if one_click else self.doubleClicked
        signal.connect(lambda index: self._choose(index))

    def _choose(self, index: Index) -> None:
        row = self.rows.row(index)
        if row is not None:
            self.chosen.emit(row.key)

    @property
    def current(self) -> object:
        """The key of the current row, None for none."""
        row = self.rows.row(self.currentIndex())
        return None if row is None else row.key

    def show_current(self, key: object) -> None:
        """Make the row with a key the current one, if there is one."""
        index = self.rows.index_of(key)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        else:
            self.selectionModel().clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses the current row; `own_keys` are emitted."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._choose(self.currentIndex())
            return
        for key in self._own_keys:
            if event.matches(key):
                self.pressed_key.emit(key)
                return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Override the window's shortcuts for `own_keys`."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and any(event.matches(key) for key in self._own_keys)
        ):
            event.accept()
            return True
        return super().event(event)
