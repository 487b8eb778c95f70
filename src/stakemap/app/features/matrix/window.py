"""Actors × issues as a heat map in a window of its own: numbers, and words where there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from stakemap.analysis.matrix import Cell, Matrix, Measure, matrix
from stakemap.app.kit.forms.editors import ChoiceEditor, Option
from stakemap.app.kit.plain_text import PlainLabel, name_choice, shown_line, tooltip
from stakemap.app.kit.style import GRID, role_font
from stakemap.app.kit.widgets.colour_scale import ColourScale
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.order import actors_in_order
from stakemap.model.resolve import Resolver
from stakemap.picture.matrix_slide import cell_colour
from stakemap.picture.theme import Theme, mix, on_disc

__all__ = ["MatrixWindow"]

Index = QModelIndex | QPersistentModelIndex
_CELL_ROLE = Qt.ItemDataRole.UserRole + 1


def value_colour(value: float, measure: Measure, theme: Theme) -> str:
    """What fills a cell; only an alignment is for or against, the others are more or less."""
    if measure == "alignment":
        return cell_colour(value, theme)
    return mix(theme.canvas, theme.text, 0.04 + 0.5 * value / 100)


class MatrixModel(QAbstractTableModel):
    """The matrix of what a view shows, sorted by name or by an issue, the highest first; unknowns last."""

    def __init__(self, session: Session, view: ViewState, resolver: Resolver) -> None:
        super().__init__()
        self._session, self._view, self._resolver = session, view, resolver
        self.measure: Measure = "alignment"
        self.sorted_by: str | None = None
        self._falling = False
        self.matrix: Matrix | None = None
        #: The map that it shows, which may have been edited since it was refreshed.
        self.document: StakeMap = session.document

    def refresh(self) -> None:
        """Show the map as it is."""
        self.beginResetModel()
        document, snapshot = self._session.document, self._view.snapshot
        self.document = document
        self.matrix = None
        if snapshot in document.snapshots:
            self.matrix = matrix(document, snapshot, self._resolver, self.measure, self._order(snapshot))
        self.endResetModel()

    def _order(self, snapshot: str) -> tuple[str, ...]:
        names = actors_in_order(self.document)
        if self.sorted_by not in self.document.issues:
            self.sorted_by = None
            return names[::-1] if self._falling else names
        found = matrix(self.document, snapshot, self._resolver, self.measure, names)
        column = found.issues.index(self.sorted_by)
        values = {actor: row[column].value for actor, row in zip(names, found.cells, strict=True)}
        sign = 1 if self._falling else -1

        def key(actor: str) -> tuple[bool, float]:
            value = values[actor]
            return value is None, 0.0 if value is None else sign * value

        return tuple(sorted(names, key=key))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by the name (column 0) or an issue; rising means the highest first, as in the actor table."""
        issues = self.matrix.issues if self.matrix is not None else ()
        self.sorted_by = issues[column - 1] if 0 < column <= len(issues) else None
        self._falling = order == Qt.SortOrder.DescendingOrder
        self.refresh()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many actors there are."""
        return 0 if parent.isValid() or self.matrix is None else len(self.matrix.actors)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The name and the issues."""
        return 0 if parent.isValid() or self.matrix is None else len(self.matrix.issues) + 1

    def cell(self, index: Index) -> Cell | None:
        """The cell of an actor on an issue; None for the column of names."""
        if self.matrix is None or not index.isValid() or index.column() == 0:
            return None
        return self.matrix.cells[index.row()][index.column() - 1]

    def subject(self, index: Index) -> tuple[str, str | None]:
        """The actor and the issue of a cell."""
        assert self.matrix is not None
        column = index.column()
        return self.matrix.actors[index.row()], self.matrix.issues[column - 1] if column else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names, numbers and words."""
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
        """The issues."""
        if orientation != Qt.Orientation.Horizontal or self.matrix is None:
            return None
        text = tr("Actor") if section == 0 else self._issue(self.matrix.issues[section - 1])
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return text
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 0:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return tooltip(text) if role == Qt.ItemDataRole.ToolTipRole else None


class _HeatDelegate(QStyledItemDelegate):
    """Fills a cell by its value; what was carried over is in italics, words are muted."""

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
    """Follows a session and a view; `chosen(actor, issue or None)` leads the window to a cell's subject."""

    chosen = Signal(str, object)

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        view: ViewState,
        resolver: Resolver,
        theme: Callable[[], Theme],
    ) -> None:
        super().__init__(parent, tr("Actors and issues"))
        self._view = view
        self.model = MatrixModel(session, view, resolver)
        self.model.setParent(self)
        self.measure = ChoiceEditor(
            lambda: [
                Option("alignment", tr("Alignment")),
                Option("salience", tr("Salience")),
                Option("influence", tr("Influence")),
            ]
        )
        self.measure.show_content("alignment")
        name_choice(self.measure, tr("What it shows"))
        self.measure.finished.connect(self._measure_chosen)
        self.scale = ColourScale()
        self._theme = theme
        self.where = PlainLabel(role="muted", wrap=True)
        self.table = QTableView()
        self._set_up_table(theme)
        top = QHBoxLayout()
        top.addWidget(self.measure)
        top.addWidget(self.where, 1)
        top.addWidget(self.scale)
        self.column.addLayout(top)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(
            PlainLabel(
                tr("Enter or a click leads to the actor and the issue. Italics: carried over."),
                role="caption",
                wrap=True,
            )
        )
        self.add_reject(tr("Close")).setAutoDefault(False)
        self._show_scale()
        self.resize(GRID * 110, GRID * 66)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.refresh)
        session.changed.connect(self._document_changed)
        view.changed.connect(self._view_changed)

    def _set_up_table(self, theme: Callable[[], Theme]) -> None:
        table = self.table
        table.setModel(self.model)
        table.setObjectName("matrix")
        table.setAccessibleName(tr("Actors and issues"))
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
        """Show how things are now."""
        super().showEvent(event)
        self.refresh()
        header = self.table.horizontalHeader()
        header.resizeSection(0, GRID * 26)
        if self.model.columnCount() <= 5:
            for column in range(1, self.model.columnCount()):
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.table.setFocus()
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, min(1, self.model.columnCount() - 1)))

    def refresh(self) -> None:
        """Show the map and the snapshot as they are; the current cell stays."""
        if not self.isVisible():
            return
        current = self.table.currentIndex()
        row, column = current.row(), current.column()
        self.model.refresh()
        if row >= 0:
            self.table.setCurrentIndex(self.model.index(min(row, self.model.rowCount() - 1), column))
        document, snapshot = self.model.document, self._view.snapshot
        if self.model.matrix is None:
            self.where.setText(tr("There is no snapshot to show."))
        else:
            label = " ".join(document.snapshots[snapshot or ""].label.split())
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
        self.refresh()

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

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        if self.isVisible():
            self._timer.start()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if "snapshot" in fields and self.isVisible():
            self._timer.start()
