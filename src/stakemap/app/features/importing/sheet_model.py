"""The model of the first rows of a sheet: its cells as they stand there, and what becomes of each row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from stakemap.app.features.importing.roles import skipped_text
from stakemap.app.kit.plain_text import tooltip
from stakemap.app.kit.style import role_font
from stakemap.i18n import tr
from stakemap.interchange.content import column_letters
from stakemap.interchange.register.plan import SheetPlan
from stakemap.interchange.tables.sheets import Sheet
from stakemap.text import shown_line

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

#: So many rows after the headings are shown, and so many columns.
SHOWN_ROWS, SHOWN_COLUMNS = 30, 200
#: So many characters of a cell.
_LIMIT = 200


def shown_cell(cell: object) -> str:
    """A cell as a spreadsheet shows it, in one line."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return shown_line(str(cell)[:_LIMIT])


class SheetModel(QAbstractTableModel):
    """The first rows of one sheet, as its plan reads them.

    With `only_data` rows of headings and those before them are not shown, and the headings of columns are
    those of the plan. `results` has what cells become, by row and column.
    """

    def __init__(self, *, only_data: bool = False) -> None:
        super().__init__()
        self._only_data = only_data
        self._sheet: Sheet | None = None
        self._plan: SheetPlan | None = None
        self._columns = 0
        self._first = 1
        self._skipped: dict[int, str] = {}
        self.results: Mapping[tuple[int, int], str] = {}

    def show(self, sheet: Sheet | None, plan: SheetPlan | None) -> None:
        """Show a sheet, or none."""
        self.beginResetModel()
        self._sheet, self._plan = sheet, plan
        self.results = {}
        self._skipped = {} if plan is None else {each.row: skipped_text(each) for each in plan.skipped}
        self._first = plan.first_row if plan is not None and self._only_data else 1
        rows = () if sheet is None else sheet.rows[: self._first + SHOWN_ROWS + 20]
        widest = max(map(len, rows), default=0)
        described = 0 if plan is None else max((each.column for each in plan.columns), default=0)
        self._columns = min(max(widest, described), SHOWN_COLUMNS)
        self.endResetModel()

    def show_results(self, results: Mapping[tuple[int, int], str]) -> None:
        """Show what the cells of rated columns become."""
        self.results = results
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def row_number(self, row: int) -> int:
        """The number in the sheet of a row of the model."""
        return self._first + row

    def state_of(self, number: int) -> str:
        """What becomes of a row of the sheet, in words; "" for one that is imported."""
        plan = self._plan
        if plan is None:
            return ""
        if plan.left_out:
            return "" if plan.left_out == "relations" else tr("Left out")
        if plan.first_header_row <= number < plan.first_header_row + plan.header_rows:
            return tr("Headings")
        if number < plan.first_row:
            return tr("Above the headings")
        if plan.last_row and number > plan.last_row:
            return tr("Below the table")
        return self._skipped.get(number, "")

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if parent.isValid() or self._sheet is None:
            return 0
        start = self._first if self._plan is None else max(self._first, self._plan.first_row)
        return max(0, min(len(self._sheet.rows), start + SHOWN_ROWS - 1) - self._first + 1)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._columns

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """The text of a cell; headings are bold, what is left out is fainter."""
        if not index.isValid() or self._sheet is None:
            return None
        number, column = self.row_number(index.row()), index.column() + 1
        if role in (Role.DisplayRole, Role.ToolTipRole):
            text, result = shown_cell(self._sheet.cell(number, column)), self.results.get((number, column))
            shown = f"{text} → {result}" if result and result != text else text
            return shown if role == Role.DisplayRole else tooltip(shown)
        state = self.state_of(number)
        if role == Role.ForegroundRole and state and state != tr("Headings"):
            return _faint()
        if role == Role.FontRole and state == tr("Headings"):
            return role_font("strong")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Letters or headings of columns; numbers of rows with what becomes of them."""
        if role not in (Role.DisplayRole, Role.AccessibleTextRole, Role.ToolTipRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            number = self.row_number(section)
            text = f"{number}  {self.state_of(number)}".rstrip()
        else:
            text = self._heading(section + 1)
        return tooltip(text) if role == Role.ToolTipRole else text

    def _heading(self, column: int) -> str:
        if self._only_data and self._plan is not None:
            known = next((each for each in self._plan.columns if each.column == column), None)
            if known is not None and known.heading:
                return shown_line(known.heading)
        return column_letters(column)


def _faint() -> QColor:
    return QGuiApplication.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
