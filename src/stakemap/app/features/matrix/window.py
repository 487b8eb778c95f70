"""The window of actors × issues as a heat map, with numbers, or words where there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from stakemap.analysis.matrix import Cell, Matrix, Measure, matrix
from stakemap.app.kit.box_layouts import row_layout
from stakemap.app.kit.derived import Derived
from stakemap.app.kit.forms.editors import ChoiceEditor, Option
from stakemap.app.kit.plain_text import PlainLabel, name_combo_box, tooltip
from stakemap.app.kit.style import GRID, role_font
from stakemap.app.kit.widgets.colour_scale import ColourScale
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.order import actors_in_order
from stakemap.model.resolve import Resolver
from stakemap.picture.slides.matrix_key import cell_colour
from stakemap.picture.theme import Theme, mix, on_disc
from stakemap.text import shown_line, single_line

Index = QModelIndex | QPersistentModelIndex
_CELL_ROLE = Qt.ItemDataRole.UserRole + 1


def value_colour(value: float, measure: Measure, theme: Theme) -> str:
    """Return the fill of a cell; diverging for alignment, sequential for the other measures."""
    if measure == "alignment":
        return cell_colour(value, theme)
    return mix(theme.canvas, theme.text, 0.04 + 0.5 * value / 100)


#: The issue to sort by, None for names, and whether the lowest comes first.
Order = tuple[str | None, bool]


def _ordered(document: StakeMap, snapshot: str, measure: Measure, order: Order, resolver: Resolver) -> Matrix:
    """Return the matrix of a snapshot sorted by name or by an issue, unknown values last."""
    names, (sorted_by, falling) = actors_in_order(document), order
    if sorted_by not in document.issues:
        return matrix(document, snapshot, resolver, measure, names[::-1] if falling else names)
    found = matrix(document, snapshot, resolver, measure, names)
    column = found.issues.index(sorted_by)
    values = {actor: row[column].value for actor, row in zip(names, found.cells, strict=True)}
    sign = 1 if falling else -1

    def key(actor: str) -> tuple[bool, float]:
        value = values[actor]
        return value is None, 0.0 if value is None else sign * value

    return matrix(document, snapshot, resolver, measure, tuple(sorted(names, key=key)))


class MatrixModel(QAbstractTableModel):
    """The table model of a matrix; `reordered` requests it in another order."""

    reordered = Signal()

    def __init__(self, document: StakeMap) -> None:
        super().__init__()
        self.measure: Measure = "alignment"
        self.order: Order = (None, False)
        self.matrix: Matrix | None = None
        #: The map of the matrix, which may be older than that of the session.
        self.document = document

    def show(self, document: StakeMap, found: Matrix | None) -> None:
        self.beginResetModel()
        self.document, self.matrix = document, found
        if self.order[0] not in document.issues:
            self.order = (None, self.order[1])
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by name (column 0) or an issue; ascending puts the highest first, as in the actor table."""
        issues = self.matrix.issues if self.matrix is not None else ()
        sorted_by = issues[column - 1] if 0 < column <= len(issues) else None
        self.order = (sorted_by, order == Qt.SortOrder.DescendingOrder)
        self.reordered.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self.matrix is None else len(self.matrix.actors)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The number of issues plus 1 for the name."""
        return 0 if parent.isValid() or self.matrix is None else len(self.matrix.issues) + 1

    def cell(self, index: Index) -> Cell | None:
        """The cell of an actor on an issue; None for the column of names."""
        if self.matrix is None or not index.isValid() or index.column() == 0:
            return None
        return self.matrix.cells[index.row()][index.column() - 1]

    def subject(self, index: Index) -> tuple[str, str | None]:
        """The actor and the issue of a cell; the issue is None for the column of names."""
        assert self.matrix is not None
        column = index.column()
        return self.matrix.actors[index.row()], self.matrix.issues[column - 1] if column else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.matrix is None or not index.isValid():
            return None
        cell = self.cell(index)
        actor, issue = self.subject(index)
        name = shown_line(self.document.actors[actor].name)
        if role == Qt.ItemDataRole.DisplayRole:
            return name if cell is None else cell.text
        if role == _CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.TextAlignmentRole and cell is not None:
            return Qt.AlignmentFlag.AlignCenter
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            text = name
            if cell is not None and issue is not None:
                text = tr("{name}, {issue}: {value}", name=name, issue=self._issue(issue), value=cell.text)
                if cell.carried:
                    text += " " + tr("(carried over)")
            return tooltip(text) if role == Qt.ItemDataRole.ToolTipRole else text
        return None

    def _issue(self, issue: str) -> str:
        return shown_line(self.document.issues[issue].name) or issue

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or self.matrix is None:
            return None
        text = tr("Actor") if section == 0 else self._issue(self.matrix.issues[section - 1])
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return text
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 0:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return tooltip(text) if role == Qt.ItemDataRole.ToolTipRole else None


class _HeatDelegate(QStyledItemDelegate):
    """Fills a cell by its value; carried over values are italic, words are muted."""

    def __init__(self, theme: Callable[[], Theme], model: MatrixModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = index.data(_CELL_ROLE)
        if not isinstance(cell, Cell):
            super().paint(painter, option, index)
            return
        theme = self._theme()
        painter.save()
        area = option.rect.adjusted(1, 1, -1, -1)
        text = theme.text_muted
        if cell.value is not None:
            fill = value_colour(cell.value, self._model.measure, theme)
            painter.fillRect(area, QColor(fill))
            text = on_disc(fill, theme)
        chosen = QFont(option.font)
        chosen.setItalic(cell.carried)
        painter.setFont(chosen)
        painter.setPen(QColor(text))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, cell.text)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(theme.focus))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
            painter.drawRect(area.adjusted(1, 1, -2, -2))
        painter.restore()


class MatrixWindow(Dialog):
    """Follows a session and a view; `chosen` carries the actor and the issue, or None, of a cell."""

    chosen = Signal(str, object)

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        view: ViewState,
        resolver: Resolver,
        theme: Callable[[], Theme],
    ) -> None:
        super().__init__(parent, tr("Matrix of actors and issues"))
        self._session, self._view, self._resolver = session, view, resolver
        self.model = MatrixModel(session.document)
        self.model.setParent(self)
        self._matrix = Derived(self, self._inputs, _ordered, lag=0, shown=self)
        self.measure = ChoiceEditor(
            lambda: [
                Option("alignment", tr("Alignment")),
                Option("salience", tr("Salience")),
                Option("influence", tr("Influence")),
            ]
        )
        self.measure.show_content("alignment")
        name_combo_box(self.measure, tr("Value shown"))
        self.measure.finished.connect(self._measure_chosen)
        self.scale = ColourScale()
        self._theme = theme
        self.where = PlainLabel(role="muted", wrap=True)
        self.table = QTableView()
        self._set_up_table(theme)
        self.column.addLayout(row_layout(self.measure, (self.where, 1), self.scale))
        self.column.addWidget(self.table, 1)
        self.column.addWidget(
            PlainLabel(
                tr("Click a cell or press Enter to go to its actor and issue. Italics: carried over."),
                role="caption",
                wrap=True,
            )
        )
        self.add_reject(tr("Close")).setAutoDefault(False)
        self._show_scale()
        # As high as its rows, within bounds.
        self.resize(GRID * 110, GRID * (30 + 4 * min(max(len(session.document.actors), 10), 20)))
        self._matrix.changed.connect(self._show_matrix)
        self.model.reordered.connect(self._matrix.refresh)
        self._matrix.follow(session, bool, view, "snapshot")

    def _set_up_table(self, theme: Callable[[], Theme]) -> None:
        table = self.table
        table.setModel(self.model)
        table.setObjectName("matrix")
        table.setAccessibleName(tr("Matrix of actors and issues"))
        table.setItemDelegate(_HeatDelegate(theme, self.model, self))
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setCornerButtonEnabled(False)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(GRID * 4)
        header = table.horizontalHeader()
        header.setFont(role_font("caption"))
        header.setSectionsClickable(True)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(self.model.sort)
        header.setDefaultSectionSize(GRID * 18)
        header.setMinimumSectionSize(GRID * 10)
        table.activated.connect(self._go)
        table.clicked.connect(self._go)

    def showEvent(self, event: QShowEvent) -> None:
        """Size the columns and focus the first cell."""
        super().showEvent(event)
        header = self.table.horizontalHeader()
        header.resizeSection(0, GRID * 26)
        if self.model.columnCount() <= 5:
            for column in range(1, self.model.columnCount()):
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.table.setFocus()
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, min(1, self.model.columnCount() - 1)))

    def _inputs(self) -> tuple[StakeMap, str, Measure, Order, Resolver] | None:
        document, snapshot = self._session.document, self._view.snapshot
        if snapshot is None or snapshot not in document.snapshots:
            return None
        return document, snapshot, self.model.measure, self.model.order, self._resolver

    def _show_matrix(self) -> None:
        """Show the computed matrix, keeping the current cell."""
        current = self.table.currentIndex()
        row, column = current.row(), current.column()
        self.model.show(self._session.document, self._matrix.value)
        if row >= 0:
            self.table.setCurrentIndex(self.model.index(min(row, self.model.rowCount() - 1), column))
        document, snapshot = self.model.document, self._view.snapshot
        if self.model.matrix is None:
            self.where.setText(tr("No snapshot to show yet."))
        else:
            label = single_line(document.snapshots[snapshot or ""].label)
            count = tr_count("{count} actor", "{count} actors", self.model.rowCount())
            self.where.setText(tr("“{snapshot}”, {count}", snapshot=label, count=count))

    def _measure_chosen(self) -> None:
        chosen = self.measure.content()
        measures: dict[Any, Measure] = {
            "alignment": "alignment",
            "salience": "salience",
            "influence": "influence",
        }
        self.model.measure = measures.get(chosen, "alignment")
        self._show_scale()
        self._matrix.refresh()

    def _show_scale(self) -> None:
        measure = self.model.measure
        low, captions = 0.0, ["0", "100"]
        if measure == "alignment":
            low, captions = -100.0, [tr("against −100"), "0", tr("for +100")]
        self.scale.show_scale(
            lambda share: value_colour(low + share * (100.0 - low), measure, self._theme()), captions
        )

    def _go(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(*self.model.subject(index))
