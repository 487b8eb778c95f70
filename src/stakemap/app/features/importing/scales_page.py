"""The fourth page of the guided import: the scale of each rated column, and the positions that result."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHeaderView, QLineEdit, QListWidget, QSizePolicy, QWidget

from stakemap.app.features.importing.histogram import Histogram
from stakemap.app.features.importing.page import Page, Table
from stakemap.app.features.importing.rated import Rated
from stakemap.app.features.importing.roles import RATED, quantity_text
from stakemap.app.features.importing.state import ImportState
from stakemap.app.features.importing.steps import Step
from stakemap.app.features.importing.words_model import WordsModel
from stakemap.app.kit.box_layouts import STRETCH, column_layout, row_layout
from stakemap.app.kit.forms.parsing import parse_number
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID, mark
from stakemap.i18n import comma_list, number, tr, tr_count
from stakemap.interchange.register.plan import ColumnPlan, ScalePlan
from stakemap.text import shown_line

#: Where the ends of a scale may lie.
_WIDEST = 1_000_000_000


class ScalesPage(Page):
    """Lists the rated columns, and of the one chosen its numbers, its words and a histogram of the result."""

    step = Step.SCALES

    def __init__(self, state: ImportState) -> None:
        super().__init__(state, tr("What words and numbers become on the scales of the map"))
        self.columns = QListWidget()
        self.columns.setAccessibleName(tr("Rated columns"))
        self.columns.setFixedWidth(GRID * 28)
        self.columns.currentRowChanged.connect(lambda _row: self._show_column())
        self.fault = PlainLabel(role="error", wrap=True)
        self.fault.hide()
        self.low, self.high = QLineEdit(), QLineEdit()
        self.numbers = self._numbers_row()
        self.words = Table(tr("Words of the column"))
        self.words_model = WordsModel()
        self.words_model.setParent(self)
        self.words_model.changed.connect(self._word_changed)
        self.words_model.refused.connect(self._show_fault)
        self.words.setModel(self.words_model)
        self.words.verticalHeader().hide()
        self.words.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.counts = PlainLabel(role="caption", wrap=True)
        self.histogram = Histogram()
        right = column_layout(
            self.numbers,
            (self.words, 1),
            self.fault,
            PlainLabel(tr("Resulting positions"), role="caption"),
            self.histogram,
            self.counts,
            spacing=GRID,
        )
        right.addStretch(0)
        self.column.addLayout(row_layout(self.columns, (right, 1), spacing=GRID * 2), 1)

    def _numbers_row(self) -> QWidget:
        holder = QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row_layout(
            PlainLabel(tr("N&umbers from"), buddy=self.low),
            self.low,
            PlainLabel(tr("&to"), buddy=self.high),
            self.high,
            STRETCH,
            spacing=GRID,
            on=holder,
        )
        for line, name in ((self.low, tr("Number for the least")), (self.high, tr("Number for the most"))):
            line.setMaximumWidth(GRID * 10)
            line.setAccessibleName(name)
            line.editingFinished.connect(self._ends_typed)
        return holder

    @property
    def _rated_columns(self) -> list[tuple[int, ColumnPlan]]:
        return self._state.columns_where(lambda each: each.role in RATED)

    @property
    def asks(self) -> bool:
        """Whether any column is on a scale."""
        return bool(self._rated_columns)

    @property
    def first(self) -> QWidget:
        """The list of columns."""
        return self.columns

    # The column that is shown

    @property
    def current(self) -> tuple[int, ColumnPlan] | None:
        """The column that is shown, and the place of its sheet."""
        columns, row = self._rated_columns, self.columns.currentRow()
        return columns[row] if 0 <= row < len(columns) else None

    def _rated(self) -> Rated | None:
        """What the cells of that column become, as far as it is known."""
        outcome, current = self._state.outcome, self.current
        if outcome is None or current is None:
            return None
        return outcome.rated_at(*current)

    def show_plan(self) -> None:
        """List the rated columns, and show the one chosen."""
        texts = [
            f"{shown_line(each.heading)}\n{quantity_text(each)}" if each.heading else quantity_text(each)
            for _, each in self._rated_columns
        ]
        with QSignalBlocker(self.columns):
            row = self.columns.currentRow()
            if [self.columns.item(number).text() for number in range(self.columns.count())] != texts:
                self.columns.clear()
                self.columns.addItems(texts)
            self.columns.setCurrentRow(min(max(row, 0), self.columns.count() - 1))
        self._show_column()

    def show_outcome(self) -> None:
        """Show what the cells become."""
        self._show_column()

    def _show_column(self) -> None:
        current, rated = self.current, self._rated()
        scale = None if current is None else current[1].scale
        for line, end in (
            (self.low, scale.low if scale else None),
            (self.high, scale.high if scale else None),
        ):
            if not line.hasFocus():
                line.setText("" if end is None else number(end))
                mark(line, "invalid", False)
        self.words_model.show(rated)
        self.words.setVisible(rated is not None and bool(rated.words))
        has_ends = scale is not None and scale.low is not None
        self.numbers.setVisible(has_ends or rated is None or rated.has_numbers)
        if rated is None:
            self.counts.setText("")
            return
        self.histogram.show_values(rated.values, rated.low, rated.high)
        parts = [tr_count("{count} value", "{count} values", len(rated.values))]
        if rated.unknown:
            parts.append(tr("{count} unknown", count=rated.unknown))
        if rated.refused:
            parts.append(tr("⚠ {count} cannot be used", count=rated.refused))
        self.counts.setText(comma_list(parts))

    def _show_fault(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    # Choices

    def _change(self, **changes: object) -> None:
        current = self.current
        if current is not None:
            place, column = current
            scale = (column.scale or ScalePlan()).model_copy(update=changes)
            self._state.change_column(place, column.column, column, scale=scale)

    def _word_changed(self, key: str, value: float | None) -> None:
        current = self.current
        if current is not None:
            scale = current[1].scale or ScalePlan()
            self._change(words={**scale.words, key: value})

    def _ends_typed(self) -> None:
        """Take over both ends; the first may be the higher one, where 1 is the most."""
        ends: list[float | None] = []
        for line in (self.low, self.high):
            try:
                ends.append(parse_number(line.text(), -_WIDEST, _WIDEST))
                mark(line, "invalid", False)
            except ValueError as error:
                mark(line, "invalid", True)
                self._show_fault(str(error))
                return
        low, high = ends
        is_scale = (low is None) == (high is None) and (low is None or low != high)
        for line in (self.low, self.high):
            mark(line, "invalid", not is_scale)
        self._show_fault("" if is_scale else tr("Enter both ends of the scale, such as 1 and 5."))
        if is_scale:
            self._change(low=low, high=high)
