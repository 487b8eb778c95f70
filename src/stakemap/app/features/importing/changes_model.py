"""The table of what an import would do: a row for each record, and one for each of its changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from stakemap.app.kit.plain_text import tooltip
from stakemap.i18n import comma_list, tr
from stakemap.interchange.merging.planned import FieldChange, MergePlan, PlannedRecord
from stakemap.model.document import StakeMap
from stakemap.model.terms import field_label
from stakemap.text import capital, shown_line
from stakemap.wording.names import actor_name, issue_name, relation_name, snapshot_text

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
Filter = Literal["all", "question", "new", "changed", "confirmed", "unchanged", "missing"]
FILTERS: tuple[Filter, ...] = ("all", "question", "new", "changed", "confirmed", "unchanged", "missing")
_NAME, _STATUS, _FIELD, _BEFORE, _AFTER, _PLACE = range(6)
_KINDS = ("actor", "relation", "issue", "snapshot", "group", "source")
#: The fields of a new record that are listed.
_SHOWN = ("alignment", "influence", "salience", "strength", "kind", "group", "label", "date", "tags", "note")
#: The rows are in this order of what becomes of their records.
_ORDER = ("question", "refused", "changed", "new", "confirmed", "unchanged", "missing")


def filter_text(chosen: Filter) -> str:
    """A filter in words."""
    return {
        "all": tr("All"),
        "question": tr("To decide"),
        "new": tr("New"),
        "changed": tr("Changed"),
        "confirmed": tr("Confirmed"),
        "unchanged": tr("Unchanged"),
        "missing": tr("Not in the file"),
    }[chosen]


def _kind_text(kind: str) -> str:
    return {
        "actor": tr("Actor"),
        "group": tr("Group"),
        "issue": tr("Issue"),
        "snapshot": tr("Snapshot"),
        "relation": tr("Relation"),
        "source": tr("Source"),
    }[kind]


def _status_text(status: str) -> str:
    return {
        "question": tr("To decide"),
        "refused": tr("⚠ Refused"),
        "changed": tr("Changed"),
        "new": tr("New"),
        "confirmed": tr("Confirmed"),
        "unchanged": tr("Unchanged"),
        "missing": tr("Not in the file"),
    }[status]


class ChangeRow(NamedTuple):
    """A record, one change of it, or an actor of the map that the file does not have."""

    status: str
    name: str
    record: PlannedRecord | None = None
    change: FieldChange | None = None

    @property
    def token(self) -> str:
        """What leaves it out; "" for what cannot be."""
        if self.change is not None:
            return self.change.token
        if self.record is None or self.record.status not in ("new", "changed"):
            return ""
        return self.record.token

    @property
    def is_skipped(self) -> bool:
        """Whether it is left out."""
        is_record_skipped = self.record is not None and self.record.is_skipped
        return is_record_skipped or (self.change is not None and self.change.is_skipped)


def is_question(record: PlannedRecord) -> bool:
    """Whether the user is asked which record of the map is meant."""
    return bool(record.candidates) and record.status in ("new", "ambiguous")


def rows_of(plan: MergePlan, base: StakeMap) -> Iterator[ChangeRow]:
    """The rows of a plan, those to decide first."""
    by_status: dict[str, list[PlannedRecord]] = {status: [] for status in _ORDER}
    for record in sorted(plan.records, key=lambda record: _KINDS.index(record.kind)):
        by_status["question" if is_question(record) else _listed(record)].append(record)
    for status, records in by_status.items():
        for record in records:
            name = _name_of(record, plan.result)
            yield ChangeRow(status, name, record)
            if status == "changed":
                # One more source is the least of what changes.
                for change in sorted(record.changes, key=lambda change: change.field == "citations"):
                    yield ChangeRow(status, name, record, change)
        if status == "missing":
            yield from (ChangeRow(status, actor_name(base, actor)) for actor in plan.missing)


def _name_of(record: PlannedRecord, result: StakeMap) -> str:
    """The name of a record; where the file has none, such as of the only issue, that of the map."""
    if record.kind == "snapshot" and record.id in result.snapshots:
        return snapshot_text(result.snapshots[record.id])
    if record.name:
        return record.name
    names = {"issue": issue_name, "relation": relation_name}
    return names[record.kind](result, record.id) if record.kind in names else record.id


def _listed(record: PlannedRecord) -> str:
    if record.is_only_cited:
        return "confirmed"
    return "refused" if record.status in ("ambiguous", "refused") else record.status


class ChangesModel(QAbstractTableModel):
    """The rows that a filter lets through; `ticked` carries the token of a row and whether it is imported."""

    ticked = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[ChangeRow, ...] = ()
        self.rows: tuple[ChangeRow, ...] = ()
        self._result: StakeMap | None = None
        self._snapshot = ""
        self._filter: Filter = "all"

    def show(self, plan: MergePlan, base: StakeMap) -> None:
        """Show another plan for importing into the map `base`."""
        self.beginResetModel()
        self._result, self._snapshot = plan.result, plan.snapshot
        self._all = tuple(rows_of(plan, base))
        self.rows = self._filtered()
        self.endResetModel()

    def filter(self, chosen: Filter) -> None:
        """Show only the rows of one status."""
        self.beginResetModel()
        self._filter = chosen
        self.rows = self._filtered()
        self.endResetModel()

    def _filtered(self) -> tuple[ChangeRow, ...]:
        if self._filter == "all":
            return self._all
        return tuple(row for row in self._all if row.status == self._filter)

    def count(self, chosen: Filter) -> int:
        """How many records a filter lets through."""
        rows = (row for row in self._all if row.change is None)
        return sum(1 for row in rows if chosen == "all" or row.status == chosen)

    def place_of(self, wanted: ChangeRow | None) -> int | None:
        """The number of the row that another plan has for the same record and field; None without one."""
        if wanted is None or wanted.record is None:
            return None
        field = wanted.change and wanted.change.field
        for number, row in enumerate(self.rows):
            if row.record is None or (row.change and row.change.field) != field:
                continue
            if (row.record.kind, row.record.key) == (wanted.record.kind, wanted.record.key):
                return number
        return None

    def row(self, index: Index) -> ChangeRow | None:
        """The row of an index."""
        return self.rows[index.row()] if index.isValid() and index.row() < len(self.rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 6

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What can be left out has a box to tick."""
        flags = super().flags(index)
        row = self.row(index)
        has_box = index.column() == _NAME and row is not None and bool(row.token)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if has_box else flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """The text of a cell, and whether its row is imported."""
        row = self.row(index)
        if row is None:
            return None
        if role in (Role.DisplayRole, Role.ToolTipRole):
            text = shown_line(self._text(row, index.column()))
            return text if role == Role.DisplayRole else tooltip(text)
        if role == Role.CheckStateRole and index.column() == _NAME and row.token:
            return Qt.CheckState.Unchecked if row.is_skipped else Qt.CheckState.Checked
        if role == Role.ForegroundRole and (row.is_skipped or row.status in ("unchanged", "missing")):
            return _faint()
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Tell that a box was ticked or not."""
        row = self.row(index)
        if role != Role.CheckStateRole or row is None or not row.token:
            return False
        self.ticked.emit(row.token, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def _text(self, row: ChangeRow, column: int) -> str:
        if row.change is not None:
            return self._change_text(row.change, column)
        record = row.record
        if column == _NAME:
            return row.name
        if column == _STATUS:
            return _status_text(row.status)
        if record is None:
            return ""
        if column == _FIELD:
            return _kind_text(record.kind)
        if column == _AFTER and record.is_only_cited:
            return tr("As before, with another source")
        if column == _AFTER and record.status == "new":
            return self._new_text(record)
        return str(record.place) if column == _PLACE else ""

    def _new_text(self, record: PlannedRecord) -> str:
        """The fields of a new record that a list has room for, its values first."""
        shown = [change for change in record.changes if change.field in _SHOWN]
        shown.sort(key=lambda change: _SHOWN.index(change.field))
        parts = []
        for change in shown:
            about = [*self._about(change)] if change.field in ("alignment", "salience") else []
            field = ", ".join((capital(field_label(change.field)), *about))
            parts.append(f"{field} {change.after}" if not about else f"{field}: {change.after}")
        return comma_list(parts)

    def _change_text(self, change: FieldChange, column: int) -> str:
        if column == _FIELD:
            return ", ".join((capital(field_label(change.field)), *self._about(change)))
        return {_BEFORE: change.before or "–", _AFTER: change.after or "–", _PLACE: str(change.place)}.get(
            column, ""
        )

    def _about(self, change: FieldChange) -> Iterator[str]:
        """The issue of a change, if there are several, and its snapshot, if it is not that of the import."""
        result = self._result
        if result is not None and change.issue and len(result.issues) > 1:
            yield issue_name(result, change.issue)
        if result is not None and change.snapshot not in ("", self._snapshot):
            yield snapshot_text(result.snapshots[change.snapshot])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The headings of the columns; rows have none."""
        if role != Role.DisplayRole or orientation == Qt.Orientation.Vertical:
            return None
        headings = (tr("Name"), tr("Result"), tr("Field"), tr("Before"), tr("After"), tr("In the file"))
        return headings[section]


def _faint() -> QColor:
    return QGuiApplication.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
