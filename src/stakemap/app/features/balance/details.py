"""The window of balance details: all figures, what they leave out, and the formulas with their sources."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from stakemap.analysis.balance_words import verdict_line
from stakemap.app.features.balance.texts import figure_rows, method_lines, remark_lines, result_lines
from stakemap.app.features.balance.watch import BalanceWatch
from stakemap.app.kit.plain_text import PlainLabel, PlainTextView
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import NumberBox
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.i18n import tr

__all__ = ["BalanceDetails"]

_ROWS = 6


class BalanceDetails(Dialog):
    """Follows a watch while it is visible.

    `threshold_chosen` carries a new threshold for undecided actors, 0 to 50.
    """

    threshold_chosen = Signal(float)

    def __init__(self, watch: BalanceWatch, parent: QWidget | None) -> None:
        super().__init__(parent, tr("Balance"))
        self._watch = watch
        self.verdict = PlainLabel(role="strong", wrap=True)
        self.figures = _Figures()
        self.text = PlainTextView(name=tr("Balance"))
        self.text.setMinimumHeight(GRID * 30)
        self.threshold = NumberBox()
        self.threshold.setRange(0, 50)
        self.threshold.setValue(round(watch.threshold))
        self.threshold.setAccessibleName(tr("Undecided below"))
        self.threshold.valueChanged.connect(lambda value: self.threshold_chosen.emit(float(value)))
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(PlainLabel(tr("&Undecided is who stands nearer to nought than"), buddy=self.threshold))
        row.addWidget(self.threshold)
        row.addStretch(1)
        self.column.addWidget(self.verdict)
        self.column.addWidget(self.figures)
        self.column.addWidget(self.text, 1)
        self.column.addLayout(row)
        self.add_reject(tr("Close")).setDefault(True)
        self.setMinimumWidth(GRID * 68)
        watch.changed.connect(self._show)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the current balance."""
        super().showEvent(event)
        self._show()

    def _show(self) -> None:
        if not self.isVisible() or self._watch.is_live:
            return
        watch, result = self._watch, self._watch.result
        self.verdict.setText(
            result_lines(watch)[0] if result is None else verdict_line(watch.document, result)
        )
        unit = "" if result is None else tr("Effective power") if result.by_salience else tr("Influence")
        self.figures.show_rows(unit, figure_rows(watch))
        parts = [*remark_lines(watch), "", tr("How it is worked out"), *method_lines()]
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
