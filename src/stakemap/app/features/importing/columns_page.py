"""The third page of the guided import: what each column holds, above the first rows as they would be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QSignalBlocker, QStringListModel, Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QTableView, QWidget

from stakemap.app.features.importing.column_details import ColumnDetails
from stakemap.app.features.importing.page import Page, Table
from stakemap.app.features.importing.roles import CHOICES, choice_text
from stakemap.app.features.importing.sheet_model import SHOWN_COLUMNS, SheetModel
from stakemap.app.features.importing.state import ImportState
from stakemap.app.features.importing.steps import Step
from stakemap.app.kit.box_layouts import STRETCH, column_layout, row_layout
from stakemap.app.kit.plain_text import PlainLabel, name_combo_box
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.app.kit.widgets.column_boxes import ColumnBoxes
from stakemap.i18n import tr
from stakemap.interchange.content import column_letters
from stakemap.interchange.register.plan import ColumnPlan, ColumnRole, SheetPlan
from stakemap.text import shown_line

_COLUMN_WIDTH = GRID * 19


class RoleBoxes(ColumnBoxes):
    """A box with the role of each column, or its two roles; `chosen` carries the number of a column and its
    new roles.
    """

    chosen = Signal(int, object)
    entered = Signal(int)

    def __init__(self, cells: QTableView) -> None:
        super().__init__(cells, rows=1)
        self._texts = QStringListModel([choice_text(roles) for roles in CHOICES], self)

    def show_columns(self, columns: Mapping[int, tuple[ColumnPlan, ...]], count: int) -> None:
        """Show the roles of `count` columns, by their numbers."""
        boxes = self.rows[0]
        for place in range(len(boxes), count):
            box = self.new_box(0, place)
            box.setModel(self._texts)
            # Not by the program, only by the user.
            box.activated.connect(partial(self._chosen, place))
            box.show()
        for place, box in boxes.items():
            plans = columns.get(place + 1) or (ColumnPlan(column=place + 1),)
            box.setVisible(place < count)
            roles = _roles_of(plans)
            box.setCurrentIndex(CHOICES.index(roles if roles in CHOICES else roles[:1]))
            heading = plans[0].heading
            name = shown_line(heading) or column_letters(place + 1)
            name_combo_box(box, tr("Content of “{column}”", column=name))
        self.fit_rows()

    def _chosen(self, place: int, index: int) -> None:
        self.chosen.emit(place + 1, CHOICES[index])


class ColumnsPage(Page):
    """Asks for the role of each column, and for the issue and the date that its values are about."""

    step = Step.COLUMNS

    def __init__(self, state: ImportState) -> None:
        super().__init__(state, tr("What each column holds"))
        self.sheets = ChoiceBox()
        name_combo_box(self.sheets, tr("Sheet"))
        self.sheets.activated.connect(lambda _index: self.show_plan())
        self.contacts = QCheckBox(tr("Include contact &data"))
        self.contacts.toggled.connect(self._contacts_toggled)
        self.recalled = PlainLabel(role="muted")
        self.anew = QPushButton(tr("&Detect anew"))
        self.anew.setProperty("slim", True)
        self.anew.clicked.connect(self._detect_anew)
        top = row_layout(self.sheets, self.contacts, self.recalled, self.anew, STRETCH, spacing=GRID * 2)
        self.column.addLayout(top)
        self.cells = Table(tr("First rows of data"))
        self.model = SheetModel(only_data=True)
        self.model.setParent(self)
        self.cells.setModel(self.model)
        self.cells.horizontalHeader().setDefaultSectionSize(_COLUMN_WIDTH)
        self.boxes = RoleBoxes(self.cells)
        self.boxes.chosen.connect(self._role_chosen)
        self.column.addLayout(column_layout(self.boxes, (self.cells, 1), spacing=GRID // 2), 1)
        self.details = ColumnDetails(state)
        self.column.addWidget(self.details)
        self.cells.selectionModel().currentChanged.connect(self._current_changed)

    @property
    def asks(self) -> bool:
        """Registers have columns with roles."""
        return self._state.plan is not None

    @property
    def first(self) -> QWidget:
        """The box of the first column."""
        return next(self.boxes.tab_order(), self.cells)

    @property
    def problem(self) -> str:
        """Why the columns cannot be read so."""
        for _, sheet in self._state.read_sheets:
            if not any(each.role in ("name", "id") for each in sheet.columns):
                return tr("Choose the column with the names of the actors.")
        return ""

    # The sheet that is shown

    @property
    def place(self) -> int:
        """The place in the plan of the sheet that is shown."""
        chosen = self.sheets.currentData()
        return chosen if isinstance(chosen, int) else 0

    @property
    def _plan(self) -> SheetPlan | None:
        plan = self._state.plan
        return plan.sheets[self.place] if plan is not None and self.place < len(plan.sheets) else None

    def show_plan(self) -> None:
        """Show the columns of the sheet as they are read now."""
        looked, plan = self._state.looked, self._state.plan
        if looked is None or plan is None:
            return
        self._list_sheets()
        with QSignalBlocker(self.contacts):
            self.contacts.setChecked(plan.keeps_contacts)
        self.contacts.setVisible(bool(self._state.columns_where(lambda each: each.role == "contact")))
        self.recalled.setText(tr("Read as last time.") if looked.is_recalled else "")
        self.recalled.setVisible(looked.is_recalled)
        self.anew.setVisible(looked.is_recalled)
        sheet = self._plan
        assert sheet is not None
        with self.cells.keeping_current():
            self.model.show(looked.file.workbook.sheet(sheet.sheet), sheet)
        count = min(self.model.columnCount(), SHOWN_COLUMNS)
        self.boxes.show_columns(_by_number(sheet.columns), count)
        self._show_details()
        self._order_tabs()

    def _list_sheets(self) -> None:
        read = self._state.read_sheets
        shown = [self.sheets.itemData(index) for index in range(self.sheets.count())]
        if shown != [place for place, _ in read]:
            before = self.place
            self.sheets.clear()
            for place, sheet in read:
                self.sheets.addItem(shown_line(sheet.sheet), place)
            self.sheets.setCurrentIndex(max(0, self.sheets.findData(before)))
        self.sheets.setVisible(len(read) > 1)

    def _order_tabs(self) -> None:
        order = (self.sheets, self.contacts, self.anew, *self.boxes.tab_order(), self.cells)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def show_outcome(self) -> None:
        """Show what the cells become."""
        sheet, outcome = self._plan, self._state.outcome
        if sheet is not None and outcome is not None:
            self.model.show_results(outcome.results_of(self.place))

    def _current_changed(self) -> None:
        self._show_details()

    def _show_details(self) -> None:
        self.details.show_column(self.place, self.cells.currentIndex().column() + 1)

    # Choices

    def _role_chosen(self, column: int, roles: tuple[ColumnRole, ...]) -> None:
        """Give a column other roles; the only column of names gives it up to another one."""
        plan = self._plan
        assert plan is not None
        columns = _by_number(plan.columns)
        known = columns.get(column) or (ColumnPlan(column=column),)
        self.cells.setCurrentIndex(self.model.index(max(0, self.cells.currentIndex().row()), column - 1))
        if roles == _roles_of(known):
            return
        if roles == ("name",):
            columns = {number: tuple(map(_without_name, each)) for number, each in columns.items()}
        columns[column] = tuple(_with_role(known[0], role) for role in roles)
        changed = tuple(each for number in sorted(columns) for each in columns[number])
        self._state.change_sheet(self.place, columns=changed)

    def _contacts_toggled(self, keeps: bool) -> None:
        assert self._state.plan is not None
        self._state.set_plan(self._state.plan.model_copy(update={"keeps_contacts": keeps}))

    def _detect_anew(self) -> None:
        self._state.open(self._state.path, anew=True)


def _by_number(columns: Iterable[ColumnPlan]) -> dict[int, tuple[ColumnPlan, ...]]:
    """The plans of columns by their numbers: two of one that says two things."""
    found: dict[int, tuple[ColumnPlan, ...]] = {}
    for each in columns:
        found[each.column] = (*found.get(each.column, ()), each)
    return found


def _roles_of(plans: tuple[ColumnPlan, ...]) -> tuple[ColumnRole, ...]:
    return tuple(plan.role for plan in plans)


def _without_name(column: ColumnPlan) -> ColumnPlan:
    return column.model_copy(update={"role": "ignored"}) if column.role == "name" else column


def _with_role(column: ColumnPlan, role: ColumnRole) -> ColumnPlan:
    """A column with another role: what belonged to the one before goes."""
    return column.model_copy(update={"role": role, "quantity": None, "value": None, "scale": None})
