"""The second page of the guided import: which sheets are read, and where on them headings and rows are."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from stakemap.app.features.importing.page import Page, Table
from stakemap.app.features.importing.roles import layout_text, left_out_text
from stakemap.app.features.importing.sheet_model import SheetModel
from stakemap.app.features.importing.state import ImportState
from stakemap.app.features.importing.steps import Step
from stakemap.app.kit.box_layouts import STRETCH, column_layout, row_layout
from stakemap.app.kit.plain_text import PlainLabel, name_combo_box
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox, NumberBox
from stakemap.i18n import tr
from stakemap.interchange.register.link_sheets import has_relations
from stakemap.interchange.register.plan import SheetPlan
from stakemap.interchange.tables.sheets import MOST_ROWS, Sheet
from stakemap.text import shown_line

_LAYOUTS = ("one", "pairs", "runs", "links")
_MOST_HEADER_ROWS = 12
#: So many merged ranges are shown.
_MOST_SPANS = 500
#: So many sheets are seen at once.
_MOST_SHEETS = 5
_WIDEST_COLUMN = GRID * 28


class SheetPage(Page):
    """Shows the sheets with a tick for those that are read, and of the one chosen its first rows, with fields
    for where its headings and rows are.
    """

    step = Step.SHEET

    def __init__(self, state: ImportState) -> None:
        super().__init__(state, tr("Which sheets and rows to read"))
        self.sheets = QListWidget()
        self.sheets.setAccessibleName(tr("Sheets"))
        self.sheets.currentRowChanged.connect(self._sheet_chosen)
        self.sheets.itemChanged.connect(self._ticked)
        self.column.addWidget(self.sheets)
        self.header_row, self.header_rows = NumberBox(), NumberBox()
        self.first_row, self.last_row = NumberBox(), NumberBox()
        self.layout_choice = ChoiceBox()
        self.fields = self._make_fields()
        self.column.addWidget(self.fields)
        self.cells = Table(tr("First rows of the sheet"))
        self.model = SheetModel()
        self.model.setParent(self)
        self.cells.setModel(self.model)
        self.column.addWidget(self.cells, 1)
        self.doubts = PlainLabel(role="caption", wrap=True)
        self.column.addWidget(self.doubts)

    def _make_fields(self) -> QWidget:
        self.header_row.setRange(1, MOST_ROWS)
        self.header_rows.setRange(0, _MOST_HEADER_ROWS)
        self.header_rows.setSpecialValueText(tr("None"))
        self.first_row.setRange(1, MOST_ROWS)
        self.last_row.setRange(0, MOST_ROWS)
        self.last_row.setSpecialValueText(tr("Last one"))
        for layout in _LAYOUTS:
            self.layout_choice.addItem(layout_text(layout), layout)
        holder = QWidget()
        row = row_layout(spacing=GRID * 2, on=holder)
        for caption, box in (
            (tr("&Heading in row"), self.header_row),
            (tr("Heading ro&ws"), self.header_rows),
            (tr("&First row of data"), self.first_row),
            (tr("&Last row of data"), self.last_row),
        ):
            box.valueChanged.connect(self._rows_changed)
            row.addLayout(_captioned(caption, box))
        self.layout_choice.activated.connect(self._layout_chosen)
        self.layout_choice.setMinimumContentsLength(16)
        self.layout_choice.setSizeAdjustPolicy(
            ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        row.addLayout(_captioned(tr("La&yout"), self.layout_choice), 1)
        name_combo_box(self.layout_choice, tr("Layout"))
        return holder

    @property
    def asks(self) -> bool:
        """Registers have sheets, files of other tools do not."""
        return self._state.plan is not None

    @property
    def first(self) -> QWidget:
        """The cells, or the list if there are several sheets."""
        return self.sheets if self.sheets.count() > 1 else self.cells

    @property
    def problem(self) -> str:
        """Whether no sheet is read."""
        if self._state.read_sheets:
            return ""
        sheets = () if self._state.plan is None else self._state.plan.sheets
        if any(sheet.left_out == "chosen" for sheet in sheets):
            return tr("Tick at least one sheet.")
        return tr("No table of actors was found. Tick the sheet that has one, and say what its columns hold.")

    # The sheet that is shown

    @property
    def place(self) -> int:
        """The place of the sheet that is shown, in the plan."""
        return max(0, self.sheets.currentRow())

    @property
    def _plan(self) -> SheetPlan | None:
        plan = self._state.plan
        return plan.sheets[self.place] if plan is not None and self.place < len(plan.sheets) else None

    def _sheet(self) -> Sheet | None:
        return self._sheet_at(self.place)

    def _sheet_at(self, place: int) -> Sheet | None:
        looked, plan = self._state.looked, self._state.plan
        if looked is None or plan is None or place >= len(plan.sheets):
            return None
        return looked.file.workbook.sheet(plan.sheets[place].sheet)

    def fill(self) -> None:
        """List the sheets, the first one that is read being chosen."""
        plan = self._state.plan
        sheets = () if plan is None else plan.sheets
        with QSignalBlocker(self.sheets):
            self.sheets.clear()
            for sheet in sheets:
                item = QListWidgetItem()
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                self.sheets.addItem(item)
                _describe(item, sheet)
            read = [number for number, sheet in enumerate(sheets) if not sheet.left_out]
            self.sheets.setCurrentRow(read[0] if read else 0)
        self.sheets.setVisible(len(sheets) > 1 or not read)
        rows = min(len(sheets), _MOST_SHEETS)
        self.sheets.setFixedHeight(rows * max(self.sheets.sizeHintForRow(0), GRID) + GRID)
        self._sheet_chosen(self.place)

    def show_plan(self) -> None:
        """Show the sheet as it is read now."""
        plan, sheet = self._plan, self._sheet()
        if plan is None or self._state.plan is None:
            return
        with QSignalBlocker(self.sheets):
            for number, each in enumerate(self._state.plan.sheets):
                item = self.sheets.item(number)
                if item is not None:
                    _describe(item, each)
        for box, value in (
            (self.header_row, plan.first_header_row),
            (self.header_rows, plan.header_rows),
            (self.first_row, plan.first_row),
            (self.last_row, plan.last_row),
        ):
            with QSignalBlocker(box):
                box.setValue(value)
        self.layout_choice.setCurrentIndex(_LAYOUTS.index(plan.layout))
        self.fields.setEnabled(not plan.left_out)
        with self.cells.keeping_current():
            self.model.show(sheet, plan)
        self._span()
        self.doubts.setText("\n".join(f"⚠ {doubt}" for doubt in (sheet.doubts if sheet else ())))
        self.doubts.setVisible(bool(self.doubts.text()))

    def _span(self) -> None:
        """Let merged cells span as in the sheet, and a text that stands alone above the headings the row."""
        self.cells.clearSpans()
        sheet, rows, columns = self._sheet(), self.model.rowCount(), self.model.columnCount()
        if sheet is None or columns < 2:
            return
        for first_row, first, last_row, last in sheet.merged[:_MOST_SPANS]:
            high, wide = min(last_row, rows) - first_row + 1, min(last, columns) - first + 1
            if high > 0 and wide > 0 and high * wide > 1:
                self.cells.setSpan(first_row - 1, first - 1, high, wide)
        merged = {row for span in sheet.merged for row in range(span.first_row, span.last_row + 1)}
        for number in range(1, min(self.header_row.value(), rows + 1)):
            filled = [place for place, cell in enumerate(sheet.rows[number - 1]) if cell != ""]
            if number not in merged and len(filled) == 1 and filled[0] < columns - 1:
                self.cells.setSpan(number - 1, filled[0], 1, columns - filled[0])

    def _sheet_chosen(self, _row: int) -> None:
        self.show_plan()
        plan = self._plan
        self.cells.fit_columns(0 if plan is None else plan.first_header_row - 1, _WIDEST_COLUMN)

    # Choices

    def _ticked(self, item: QListWidgetItem) -> None:
        number = self.sheets.row(item)
        reads = item.checkState() == Qt.CheckState.Checked
        sheet = self._sheet_at(number)
        # Of relations it is known how they are read.
        reading = "relations" if sheet is not None and has_relations(sheet) else ""
        self._state.change_sheet(number, left_out=reading if reads else "chosen")

    def _rows_changed(self) -> None:
        """Take over the rows; below other headings, the rest of the sheet is detected again."""
        plan = self._plan
        if plan is None:
            return
        header = (self.header_row.value(), self.header_rows.value())
        if header != (plan.first_header_row, plan.header_rows):
            self._state.move_headings(self.place, *header)
            return
        first_row = max(self.first_row.value(), sum(header))
        self._state.change_sheet(self.place, first_row=first_row, last_row=self.last_row.value())

    def _layout_chosen(self, _index: int) -> None:
        self._state.change_sheet(self.place, layout=str(self.layout_choice.currentData()))


def _describe(item: QListWidgetItem, sheet: SheetPlan) -> None:
    why = left_out_text(sheet)
    name = shown_line(sheet.sheet)
    if sheet.left_out == "relations":
        item.setText(tr("{sheet}: relations", sheet=name))
    else:
        item.setText(tr("{sheet}: left out, {why}", sheet=name, why=why) if why else name)
    item.setCheckState(Qt.CheckState.Unchecked if why else Qt.CheckState.Checked)


def _captioned(caption: str, box: QWidget) -> QVBoxLayout:
    column = column_layout(PlainLabel(caption, role="caption", buddy=box), box, STRETCH, spacing=GRID // 2)
    box.setAccessibleName(caption.replace("&", ""))
    return column
