"""The balance in full: its sentences, its formulas with their sources, and who counts as undecided."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from stakemap.app.balance.texts import method_lines, result_lines
from stakemap.app.balance.watch import BalanceWatch
from stakemap.app.dialogs.base import Dialog
from stakemap.app.plain import PlainLabel, PlainTextView
from stakemap.app.style import GRID
from stakemap.i18n import tr

__all__ = ["BalanceDetails"]


class BalanceDetails(Dialog):
    """Follows a watch while it is open. `threshold_chosen` carries another threshold, 0 to 50."""

    threshold_chosen = Signal(float)

    def __init__(self, watch: BalanceWatch, parent: QWidget | None) -> None:
        super().__init__(parent, tr("Balance"))
        self._watch = watch
        self.text = PlainTextView(name=tr("Balance"))
        self.text.setMinimumHeight(GRID * 52)
        self.threshold = QSpinBox()
        self.threshold.setRange(0, 50)
        self.threshold.setValue(round(watch.threshold))
        self.threshold.setAccessibleName(tr("Undecided below"))
        self.threshold.valueChanged.connect(lambda value: self.threshold_chosen.emit(float(value)))
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(PlainLabel(tr("&Undecided is who stands nearer to nought than"), buddy=self.threshold))
        row.addWidget(self.threshold)
        row.addStretch(1)
        self.column.addWidget(self.text, 1)
        self.column.addLayout(row)
        self.add_reject(tr("Close")).setDefault(True)
        self.setMinimumWidth(GRID * 68)
        watch.changed.connect(self._show)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell how things are now."""
        super().showEvent(event)
        self._show()

    def _show(self) -> None:
        if self.isVisible() and not self._watch.is_live:
            parts = [*result_lines(self._watch), "", tr("How it is worked out"), *method_lines()]
            self.text.setPlainText("\n".join(parts))
