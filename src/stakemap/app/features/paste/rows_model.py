"""The model of the preview of pasted rows: what each would change, with cells to correct in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication

from stakemap.app.kit.plain_text import tooltip
from stakemap.app.kit.worker import Worker
from stakemap.editing.session import Session
from stakemap.i18n import tr, tr_count
from stakemap.interchange.columns import heading
from stakemap.interchange.spreadsheet import Plan, PlannedRow, plan_paste
from stakemap.interchange.table import Table
from stakemap.model.document import StakeMap
from stakemap.model.edits_base import Authorship
from stakemap.model.resolve import Resolver
from stakemap.text import shortened, single_line

Index = QModelIndex | QPersistentModelIndex

#: Tables with more rows are planned by a worker.
_WORKER_THRESHOLD = 50
#: Characters of an actor's name beside the number of its row.
_NAME_LIMIT = 24


def _text_of(row: PlannedRow) -> str:
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


def _plan_in_worker(
    report: Callable[[float], bool],
    document: StakeMap,
    table: Table,
    snapshot: str,
    issue: str | None,
    authorship: Authorship,
    adds_groups: bool,
) -> Plan:
    """Return a plan; runs in a worker."""
    return plan_paste(document, table, snapshot, issue, authorship, adds_groups=adds_groups, report=report)


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
        #: Whether groups that the map lacks are added; their cells are refused otherwise.
        self.adds_groups = True
        self.plan: Plan | None = None
        self._refused: dict[tuple[int, int], str] = {}
        self._plan()

    def _plan(self) -> None:
        self.cancel()
        document, authorship = self._session.document, self._session.authorship
        place = (self.table, self._snapshot, self._issue, authorship)
        if len(self.table.rows) <= _WORKER_THRESHOLD:
            plan = plan_paste(document, *place, resolver=self._resolver, adds_groups=self.adds_groups)
            self._set_plan(plan)
            return
        self.plan, self._refused = None, {}
        worker = self._worker = Worker(_plan_in_worker, document, *place, self.adds_groups)
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
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, last.row())
        self.planned.emit()

    def replace(self, table: Table) -> None:
        """Plan another table of the same size."""
        self.table = table
        self._plan()
        self._all_changed()

    def add_groups(self, adds_groups: bool) -> None:
        """Add groups that the map lacks, or refuse their cells, and plan again."""
        self.adds_groups = adds_groups
        self.replace(self.table)

    def drop_rows(self, numbers: Iterable[int]) -> None:
        """Remove rows and plan the rest."""
        self.reset(self.table.without_rows(numbers))

    def reset(self, table: Table) -> None:
        """Plan another table with other rows."""
        self.beginResetModel()
        self.table = table
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
        return "…" if self.plan is None else _text_of(self.plan.rows[row])

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
        """The headings as they were pasted; the number and actor of each row, which stay in view."""
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            name = "" if self.plan is None else self.plan.rows[section].name
            return f"{section + 1}  {shortened(single_line(name), _NAME_LIMIT)}".rstrip()
        if section == 0:
            return tr("Result")
        return single_line(self.table.header(section - 1))
