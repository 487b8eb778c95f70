"""The window of balance details: all figures, what they leave out, and the formulas with their sources."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from stakemap.app.features.balance.texts import figure_rows, method_lines, remark_lines, verdict_words
from stakemap.app.features.balance.watch import BalanceWatch
from stakemap.app.kit.plain_text import PlainLabel, PlainTextView
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import NumberBox
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.i18n import tr
from stakemap.storage.settings.records import Settings

_ROWS = 6


class BalanceDetails(Dialog):
    """Follows a watch while it is visible.

    `setting_chosen` carries the name of a setting and its new value: what counts as undecided (0 to 50), what
    counts as evenly balanced (0 to 50 per cent), whether mean and median are marked on the plot.
    """

    setting_chosen = Signal(str, object)

    def __init__(self, watch: BalanceWatch, parent: QWidget | None) -> None:
        super().__init__(parent, tr("Balance"))
        self._watch = watch
        self.verdict = PlainLabel(role="strong", wrap=True)
        self.figures = _Figures()
        self.text = PlainTextView(name=tr("Balance"))
        self.text.setMinimumHeight(GRID * 12)
        self.column.addWidget(self.verdict)
        self.column.addWidget(self.figures)
        self.column.addWidget(self.text, 1)
        self._add_settings()
        self.add_reject(tr("Close")).setDefault(True)
        self.setMinimumWidth(GRID * 68)
        watch.changed.connect(self._show)

    def _add_settings(self) -> None:
        watch = self._watch
        self.threshold, self.margin = NumberBox(), NumberBox()
        self.margin.setSuffix(tr(" %"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID)
        grid.setColumnStretch(2, 1)
        for box, caption, setting, value in (
            (self.threshold, tr("Count as &undecided below ±"), "undecided_below", watch.threshold),
            (self.margin, tr("Count as &evenly balanced within ±"), "evenly_within", watch.margin),
        ):
            box.setRange(0, 50)
            box.setValue(round(value))
            box.valueChanged.connect(partial(self._chosen, setting))
            grid.addWidget(PlainLabel(caption, buddy=box), grid.rowCount(), 0)
            grid.addWidget(box, grid.rowCount() - 1, 1)
        self.marks = QCheckBox(tr("Mark mean and median on the &plot"))
        self.marks.toggled.connect(lambda shown: self.setting_chosen.emit("balance_marks_shown", shown))
        self.column.addLayout(grid)
        self.column.addWidget(self.marks)

    def _chosen(self, setting: str, value: int) -> None:
        self.setting_chosen.emit(setting, float(value))

    def show_settings(self, settings: Settings) -> None:
        """Show settings that were changed, perhaps elsewhere."""
        for box, value in (
            (self.threshold, settings.undecided_below),
            (self.margin, settings.evenly_within),
        ):
            with QSignalBlocker(box):
                box.setValue(round(value))
        with QSignalBlocker(self.marks):
            self.marks.setChecked(settings.balance_marks_shown)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the current balance."""
        super().showEvent(event)
        self._show()

    def _show(self) -> None:
        if not self.isVisible() or self._watch.is_live:
            return
        watch, result = self._watch, self._watch.result
        self.verdict.setText(verdict_words(watch))
        unit = "" if result is None else tr("Effective power") if result.by_salience else tr("Influence")
        self.figures.show_rows(unit, figure_rows(watch))
        parts = [*remark_lines(watch), "", tr("How it is calculated"), *method_lines()]
        self.text.setPlainText("\n".join(parts).lstrip())


class _Figures(QWidget):
    """A grid of results: name, value, interval."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID * 3)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(3, 1)
        self._heads = [PlainLabel(role="caption") for _ in range(3)]
        self._rows = [
            [PlainLabel(), PlainLabel(role="strong"), PlainLabel(role="muted")] for _ in range(_ROWS)
        ]
        for number, labels in enumerate([self._heads, *self._rows]):
            for column, label in enumerate(labels):
                side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
                grid.addWidget(label, number, column, side)

    def show_rows(self, unit: str, rows: tuple[tuple[str, str, str], ...]) -> None:
        """Show rows of name, value and interval; `unit` is the header of the names."""
        self.setVisible(bool(rows))
        has_intervals = any(interval for *_, interval in rows)
        heads = (unit, tr("Value"), tr("10th to 90th percentile") if has_intervals else "")
        for label, text in zip(self._heads, heads, strict=True):
            label.setText(text)
        for labels, texts in zip(self._rows, rows, strict=False):
            for label, text in zip(labels, texts, strict=True):
                label.setText(text)
            labels[0].setAccessibleName(" ".join(text for text in texts if text))
