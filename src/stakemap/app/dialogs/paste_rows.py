"""Rows from a spreadsheet before they are pasted: what each would change, and cells to correct in place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QDialogButtonBox, QTableView, QWidget

from stakemap.app.dialogs.base import Dialog
from stakemap.app.plain import PlainLabel, tooltip
from stakemap.app.style import GRID, role_font
from stakemap.editing.session import Session
from stakemap.i18n import tr, tr_count
from stakemap.interchange.columns import heading
from stakemap.interchange.paste_plan import PlannedRow
from stakemap.interchange.spreadsheet import Plan, Table, plan_paste
from stakemap.model.resolve import Resolver

__all__ = ["PasteRowsDialog", "row_text"]

Index = QModelIndex | QPersistentModelIndex

_RESULT_WIDTH = GRID * 34


def row_text(row: PlannedRow) -> str:
    """What a row would do, in words."""
    if row.refused:
        return tr_count("{count} cell to correct", "{count} cells to correct", len(row.refused))
    changes = [
        tr(
            "{field}: {before} → {after}",
            field=heading(change.field),
            before=change.before or "–",
            after=change.after,
        )
        for change in row.changes
    ]
    if row.is_new:
        return tr("New actor")
    return "; ".join(changes) if changes else tr("No change")


class PasteModel(QAbstractTableModel):
    """The pasted table with what each row would do before it. `planned` comes after each new plan."""

    planned = Signal()

    def __init__(self, session: Session, table: Table, snapshot: str, issue: str | None) -> None:
        super().__init__()
        self._session, self._snapshot, self._issue = session, snapshot, issue
        self._resolver = Resolver()
        self.table = table
        self.plan: Plan
        self._refused: dict[tuple[int, int], str] = {}
        self._plan()

    def _plan(self) -> None:
        self.plan = plan_paste(
            self._session.document,
            self.table,
            self._snapshot,
            self._issue,
            self._session.authorship,
            resolver=self._resolver,
        )
        self._refused = {(cell.row, cell.column): cell.sentence for cell in self.plan.refused}

    def replace(self, table: Table) -> None:
        """Plan another table with as many rows and columns."""
        self.table = table
        self._plan()
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.planned.emit()

    def drop_rows(self, numbers: Iterable[int]) -> None:
        """Leave rows out."""
        self.beginResetModel()
        self.table = self.table.without_rows(numbers)
        self._plan()
        self.endResetModel()
        self.planned.emit()

    def sentence(self, index: Index) -> str:
        """Why a cell cannot be taken, or all that its row would change."""
        if not index.isValid():
            return ""
        refused = self._refused.get((index.row(), index.column() - 1))
        return refused or row_text(self.plan.rows[index.row()])

    @property
    def first_refused(self) -> QModelIndex:
        """The first cell to correct."""
        place = min(self._refused, default=None)
        return QModelIndex() if place is None else self.index(place[0], place[1] + 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows were pasted."""
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The pasted columns and one before them."""
        return 0 if parent.isValid() else len(self.table.headers) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Pasted cells can be corrected."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() > 0 else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The cell's text; one that cannot be taken bears a sign, and says why when pointed at."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column() - 1
        text = row_text(self.plan.rows[row]) if column < 0 else self.table.rows[row][column]
        refused = self._refused.get((row, column))
        if role == Qt.ItemDataRole.DisplayRole:
            return f"⚠ {text}" if refused else text
        if role == Qt.ItemDataRole.EditRole:
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(refused or text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{text}. {refused}" if refused else text
        if role == Qt.ItemDataRole.ForegroundRole and (
            refused or (column < 0 and self.plan.rows[row].refused)
        ):
            return QColor(QGuiApplication.palette().brightText().color())
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Correct a cell."""
        if role != Qt.ItemDataRole.EditRole or index.column() < 1:
            return False
        if str(value) != self.table.rows[index.row()][index.column() - 1]:
            self.replace(self.table.with_cell(index.row(), index.column() - 1, str(value)))
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The pasted headings; numbers of rows."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        if section == 0:
            return tr("What happens")
        field = self.table.columns[section - 1]
        header = " ".join(self.table.headers[section - 1].split())
        return heading(field) if field is not None else tr("{header} (not read)", header=header)


class _Cells(QTableView):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            # Enter ends the correction of a cell, not the dialog.
            return
        super().keyPressEvent(event)


class PasteRowsDialog(Dialog):
    """Accepted, its `table` can be pasted as it is."""

    def __init__(
        self, parent: QWidget | None, session: Session, table: Table, snapshot: str, issue: str | None
    ) -> None:
        super().__init__(parent, tr("Paste rows"))
        self.model = PasteModel(session, table, snapshot, issue)
        self.model.setParent(self)
        self.summary = PlainLabel(wrap=True)
        self.cells = _Cells()
        self._set_up_cells()
        self.sentence = PlainLabel(role="muted", wrap=True)
        self.sentence.setMinimumHeight(GRID * 5)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        for widget, stretch in ((self.summary, 0), (self.cells, 1), (self.sentence, 0)):
            self.column.addWidget(widget, stretch)
        self.skip = self.buttons.addButton(
            tr("&Leave out what cannot be taken"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.skip.clicked.connect(self._skip)
        self.paste = self.add_accept(tr("&Paste"))
        self.paste.clicked.connect(self.accept)
        self.add_reject()
        self.model.planned.connect(self._show)
        self.resize(GRID * 110, GRID * 64)
        self._show()
        first = self.model.first_refused
        self.cells.setCurrentIndex(first if first.isValid() else self.model.index(0, 0))

    def _set_up_cells(self) -> None:
        cells = self.cells
        cells.setModel(self.model)
        cells.setAccessibleName(tr("Pasted rows"))
        cells.setWordWrap(False)
        cells.setShowGrid(True)
        cells.setCornerButtonEnabled(False)
        cells.setTabKeyNavigation(False)
        cells.horizontalHeader().setFont(role_font("caption"))
        cells.verticalHeader().setFont(role_font("caption"))
        cells.verticalHeader().setDefaultSectionSize(GRID * 4)
        cells.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        cells.setColumnWidth(0, _RESULT_WIDTH)
        cells.selectionModel().currentChanged.connect(lambda _new, _old: self._tell())

    @property
    def table(self) -> Table:
        """The table as corrected."""
        return self.model.table

    def _skip(self) -> None:
        """Leave the refused cells empty; rows that say nothing else do nothing."""
        table = self.model.table.without_cells(self.model.plan.refused)
        self.model.replace(table)
        hopeless = {row.row for row in self.model.plan.rows if row.refused}
        if hopeless:
            self.model.drop_rows(hopeless)

    def _show(self) -> None:
        plan = self.model.plan
        parts = [
            tr_count("{count} new actor", "{count} new actors", plan.added),
            tr_count("{count} actor changed", "{count} actors changed", plan.changed),
            tr_count("{count} row without a change", "{count} rows without a change", plan.unchanged),
        ]
        text = ", ".join(parts) + "."
        if plan.ignored:
            text += " " + tr("Not read: {columns}.", columns=", ".join(plan.ignored))
        if plan.refused:
            text += " " + tr_count(
                "{count} cell cannot be taken; correct it below or leave it out.",
                "{count} cells cannot be taken; correct them below or leave them out.",
                len(plan.refused),
            )
        self.summary.setText(text)
        self.skip.setVisible(bool(plan.refused))
        self.paste.setEnabled(plan.result is not None and plan.added + plan.changed > 0)
        self._tell()

    def _tell(self) -> None:
        self.sentence.setText(self.model.sentence(self.cells.currentIndex()))
