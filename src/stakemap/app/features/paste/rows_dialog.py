"""The preview of rows pasted from a spreadsheet: what each would change, with cells to correct in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QDialogButtonBox, QTableView, QWidget

from stakemap.app.kit.plain_text import PlainLabel, tooltip
from stakemap.app.kit.style import GRID, role_font
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.app.kit.worker import Worker
from stakemap.editing.session import Session
from stakemap.i18n import tr, tr_count
from stakemap.interchange.columns import heading
from stakemap.interchange.paste_plan import PlannedRow
from stakemap.interchange.spreadsheet import Plan, Table, plan_paste
from stakemap.model.document import StakeMap
from stakemap.model.edits_base import Authorship
from stakemap.model.resolve import Resolver
from stakemap.text import single_line
from stakemap.wording.names import issue_name

__all__ = ["PasteRowsDialog", "row_text"]

Index = QModelIndex | QPersistentModelIndex

_RESULT_WIDTH = GRID * 40
#: Tables with more rows are planned by a worker.
_WORKER_THRESHOLD = 200


def row_text(row: PlannedRow) -> str:
    """Describe what a row would change."""
    if row.refused:
        return tr_count("{count} cell to correct", "{count} cells to correct", len(row.refused))
    changes = [
        tr(
            "{field}: {before} → {after}",
            field=heading(change.field),
            before=change.before or "–",
            after=change.after or "–",
        )
        for change in row.changes
    ]
    if row.is_new:
        return tr("New actor")
    return "; ".join(changes) if changes else tr("No change")


def _where(document: StakeMap, snapshot: str, issue: str | None) -> str:
    """Describe the snapshot and issue that the judgements go to."""
    label = single_line(document.snapshots[snapshot].label)
    if issue is None:
        return tr("Judgements go to “{snapshot}”.", snapshot=label)
    return tr(
        "Judgements go to “{snapshot}”, alignments are on “{issue}”.",
        snapshot=label,
        issue=issue_name(document, issue),
    )


def _plan_in_worker(
    report: Callable[[float], bool],
    document: StakeMap,
    table: Table,
    snapshot: str,
    issue: str | None,
    authorship: Authorship,
) -> Plan:
    """Return a plan; runs in a worker."""
    return plan_paste(document, table, snapshot, issue, authorship, report=report)


class PasteModel(QAbstractTableModel):
    """The pasted table with a leading column of what each row would change; emits `planned` after each plan.

    Large tables are planned by a worker; meanwhile `plan` is None, and `progress` carries the share done, 0
    to 1.
    """

    planned = Signal()
    progress = Signal(float)

    def __init__(self, session: Session, table: Table, snapshot: str, issue: str | None) -> None:
        super().__init__()
        self._session, self._snapshot, self._issue = session, snapshot, issue
        self._resolver = Resolver()
        self._worker: Worker | None = None
        self.table = table
        self.plan: Plan | None = None
        self._refused: dict[tuple[int, int], str] = {}
        self._plan()

    def _plan(self) -> None:
        self.cancel()
        document, authorship = self._session.document, self._session.authorship
        place = (self.table, self._snapshot, self._issue, authorship)
        if len(self.table.rows) <= _WORKER_THRESHOLD:
            self._set_plan(plan_paste(document, *place, resolver=self._resolver))
            return
        self.plan, self._refused = None, {}
        worker = self._worker = Worker(_plan_in_worker, document, *place)
        worker.progress.connect(self.progress)
        worker.done.connect(self._planned)
        worker.failed.connect(self._failed)
        worker.start()

    def cancel(self) -> None:
        """Cancel the worker."""
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None

    def _set_plan(self, plan: Plan) -> None:
        self.plan = plan
        self._refused = {(cell.row, cell.column): cell.sentence for cell in plan.refused}

    def _planned(self, plan: Plan) -> None:
        self._worker = None
        self._set_plan(plan)
        self._all_changed()

    def _failed(self, error: Exception) -> None:
        self._worker = None
        raise error

    def _all_changed(self) -> None:
        if self.rowCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.planned.emit()

    def replace(self, table: Table) -> None:
        """Plan another table of the same size."""
        self.table = table
        self._plan()
        self._all_changed()

    def drop_rows(self, numbers: Iterable[int]) -> None:
        """Remove rows and plan the rest."""
        self.beginResetModel()
        self.table = self.table.without_rows(numbers)
        self._plan()
        self.endResetModel()
        self.planned.emit()

    def sentence(self, index: Index) -> str:
        """Return why a cell is refused, or all that its row would change."""
        if not index.isValid():
            return ""
        refused = self._refused.get((index.row(), index.column() - 1))
        return refused or self._row_text(index.row())

    def _row_text(self, row: int) -> str:
        return "…" if self.plan is None else row_text(self.plan.rows[row])

    @property
    def first_refused(self) -> QModelIndex:
        """The first refused cell, or an invalid index."""
        place = min(self._refused, default=None)
        return QModelIndex() if place is None else self.index(place[0], place[1] + 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The number of pasted columns plus 1."""
        return 0 if parent.isValid() else len(self.table.headers) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Pasted cells are editable."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() > 0 else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell; a refused one is marked, with the reason as tooltip."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column() - 1
        text = self._row_text(row) if column < 0 else self.table.rows[row][column]
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
            refused or (column < 0 and self.plan is not None and self.plan.rows[row].refused)
        ):
            return QColor(QGuiApplication.palette().brightText().color())
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Correct a cell and plan again."""
        if role != Qt.ItemDataRole.EditRole or index.column() < 1:
            return False
        if str(value) != self.table.rows[index.row()][index.column() - 1]:
            self.replace(self.table.with_cell(index.row(), index.column() - 1, str(value)))
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The pasted headings, and row numbers."""
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        if section == 0:
            return tr("What happens")
        field = self.table.columns[section - 1]
        header = single_line(self.table.headers[section - 1])
        return heading(field) if field is not None else tr("{header} (not read)", header=header)


class _Cells(QTableView):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            # Enter must finish the cell editor, not accept the dialog.
            return
        super().keyPressEvent(event)


class PasteRowsDialog(Dialog):
    """The preview dialog; once accepted, `table` can be pasted without refused cells."""

    def __init__(
        self, parent: QWidget | None, session: Session, table: Table, snapshot: str, issue: str | None
    ) -> None:
        super().__init__(parent, tr("Paste rows"))
        self.model = PasteModel(session, table, snapshot, issue)
        self.model.setParent(self)
        self.summary = PlainLabel(wrap=True)
        self.where = PlainLabel(_where(session.document, snapshot, issue), role="muted", wrap=True)
        self._is_skipping = False
        #: Whether the first plan has set the current cell; later ones keep it.
        self._has_current = False
        self.cells = _Cells()
        self._set_up_cells()
        self.sentence = PlainLabel(role="muted", wrap=True)
        self.sentence.setMinimumHeight(GRID * 5)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        for widget, stretch in ((self.where, 0), (self.summary, 0), (self.cells, 1), (self.sentence, 0)):
            self.column.addWidget(widget, stretch)
        self.skip = self.buttons.addButton(
            tr("&Leave out what cannot be taken"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.skip.clicked.connect(self._skip)
        self.paste = self.add_accept(tr("&Paste"))
        self.paste.clicked.connect(self.accept)
        self.add_reject()
        self.model.planned.connect(self._show)
        self.model.progress.connect(self._show_progress)
        self.finished.connect(lambda _result: self.model.cancel())
        self.resize(GRID * 110, GRID * 64)
        self._show()

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
        cells.selectionModel().currentChanged.connect(lambda _new, _old: self._update_sentence())

    @property
    def table(self) -> Table:
        """The corrected table."""
        return self.model.table

    def _skip(self) -> None:
        """Clear the refused cells, then remove the rows that are still refused."""
        plan = self.model.plan
        if plan is not None:
            self._is_skipping = True
            refused = ((cell.row, cell.column) for cell in plan.refused)
            self.model.replace(self.model.table.without_cells(refused))

    def _show_progress(self, share: float) -> None:
        count, done = self.model.rowCount(), round(100 * share)
        self.summary.setText(
            tr_count("Reading {count} row: {done} %", "Reading {count} rows: {done} %", count, done=done)
        )

    def _show(self) -> None:
        plan = self.model.plan
        if plan is None:
            self.skip.setVisible(False)
            self.paste.setEnabled(False)
            self._show_progress(0.0)
            self._update_sentence()
            return
        if self._is_skipping:
            self._is_skipping = False
            refused = {row.row for row in plan.rows if row.refused}
            if refused:
                self.model.drop_rows(refused)
                return
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
        if not self._has_current:
            self._has_current = True
            self._go_to_first()
        self._update_sentence()

    def _go_to_first(self) -> None:
        """Make the first refused cell current, or the first cell."""
        first = self.model.first_refused
        self.cells.setCurrentIndex(first if first.isValid() else self.model.index(0, 0))

    def _update_sentence(self) -> None:
        self.sentence.setText(self.model.sentence(self.cells.currentIndex()))
