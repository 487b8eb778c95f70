"""The steps of the guided import, and the row above its pages that says which one is shown."""

from __future__ import annotations

from collections.abc import Collection
from enum import IntEnum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from stakemap.app.kit.box_layouts import row_layout
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID, role_font
from stakemap.i18n import tr


class Step(IntEnum):
    """What is asked, in this order."""

    FILE = 0
    SHEET = 1
    COLUMNS = 2
    SCALES = 3
    MERGE = 4
    REPORT = 5


def step_name(step: Step) -> str:
    """The name of a step."""
    return {
        Step.FILE: tr("File"),
        Step.SHEET: tr("Sheet"),
        Step.COLUMNS: tr("Columns"),
        Step.SCALES: tr("Scales"),
        Step.MERGE: tr("Merge"),
        Step.REPORT: tr("Report"),
    }[step]


class _StepLabel(PlainLabel):
    """The number and name of one step; a line below it marks the one that is shown."""

    def __init__(self, step: Step) -> None:
        super().__init__(tr("{number} {name}", number=step + 1, name=step_name(step)))
        self.is_shown = False
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setContentsMargins(0, 0, 0, GRID // 2)
        # Room for the text in bold, so that the others stay where they are.
        self._width = QFontMetrics(role_font("strong")).horizontalAdvance(self.text())

    def sizeHint(self) -> QSize:
        """Wide enough for the text in bold."""
        return QSize(self._width, super().sizeHint().height())

    def show_state(self, *, is_shown: bool, is_asked: bool) -> None:
        """Show whether it is the current step, and whether the file has a question in it."""
        self.is_shown = is_shown
        self.setFont(role_font("strong" if is_shown else "body"))
        self.setEnabled(is_asked)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, and the line below it."""
        super().paintEvent(event)
        if self.is_shown:
            painter = QPainter(self)
            painter.setPen(QPen(self.palette().link().color(), 2))
            painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)


class StepHeader(QWidget):
    """All steps in a row: the current one in bold and underlined, those that ask nothing fainter."""

    def __init__(self) -> None:
        super().__init__()
        row = row_layout(spacing=GRID * 3, on=self)
        self._labels = {step: _StepLabel(step) for step in Step}
        for label in self._labels.values():
            row.addWidget(label, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch(1)

    def show_step(self, current: Step, asked: Collection[Step]) -> None:
        """Show the current step, and which ones have a question."""
        for step, label in self._labels.items():
            label.show_state(is_shown=step is current, is_asked=step in asked or step is current)
        name = step_name(current)
        text = tr("Step {number} of {count}: {name}", number=current + 1, count=len(Step), name=name)
        self.setAccessibleName(text)
