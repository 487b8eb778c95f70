"""The sentences of a report, one below the other; the current one is unfolded."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QStyleOption, QWidget

from stakemap.analysis.report import Finding
from stakemap.app.kit.accessible import tell_as
from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.style import GRID, TextRole, mark, role_font
from stakemap.i18n import tr
from stakemap.lookalikes import revealed
from stakemap.text import shown_line

#: The width and height around a sentence, border included, in pixels.
_SIDES, _ENDS = GRID, 6


class FindingRow(QAbstractButton):
    """A sentence, wrapped wherever it must; the current one is checked and takes the focus.

    `moved` carries −1 or 1 for the arrow keys, further for Home and End; `entered` is emitted on Enter and on
    a double click.
    """

    moved = Signal(int)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        tell_as(self, QAccessible.Role.ListItem)
        self.setObjectName("finding")
        self.setCheckable(True)
        self._role: TextRole = "body"
        self._sentence = ""
        self._is_stale = False
        #: The heights that it needs by width; layouts ask for them many times.
        self._heights: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_current(False)

    def show_finding(self, finding: Finding, place: int, count: int) -> None:
        """Show the finding at `place` (from 0) of `count`; the first one is the headline."""
        self._heights.clear()
        # No line ends between a number and its sign.
        self._sentence = revealed(shown_line(finding.text)).replace(" %", "\N{NO-BREAK SPACE}%")
        self._role = "muted" if finding.kind == "missing" else "body" if place else "strong"
        self.setAccessibleName(_spoken(finding, place, count))
        self.updateGeometry()
        self.update()

    def set_current(self, current: bool) -> None:
        """Mark the row as the current one, at which Tab stops."""
        self.setChecked(current)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus)
        mark(self, "current", current)

    def set_stale(self, stale: bool) -> None:
        """Show whether the sentence is about what was in view before."""
        self._is_stale = stale
        self.update()

    def nextCheckState(self) -> None:
        """Stay as it is: what is current is not up to the button."""

    def text_layout(self, width: float) -> QTextLayout:
        """The sentence, wrapped to a width in pixels."""
        layout = QTextLayout(self._sentence, QFont(role_font(self._role)))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1.0))
            line.setPosition(QPointF(0.0, top))
            top += line.height()
        layout.endLayout()
        return layout

    def heightForWidth(self, width: int) -> int:
        """The height of the wrapped sentence."""
        if width not in self._heights:
            needed = self.text_layout(width - 2 * _SIDES).boundingRect().height()
            self._heights[width] = math.ceil(needed) + 2 * _ENDS
        return self._heights[width]

    def hasHeightForWidth(self) -> bool:
        """Always: the sentence wraps."""
        return True

    def sizeHint(self) -> QSize:
        """The size in a panel of the usual width."""
        return QSize(GRID * 32, self.heightForWidth(GRID * 32))

    def minimumSizeHint(self) -> QSize:
        """A few words wide."""
        return QSize(GRID * 12, self.heightForWidth(max(self.width(), GRID * 12)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the background as the style does, and the sentence on it."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        colours = self.palette()
        is_muted = self._is_stale or self._role == "muted"
        painter.setPen(colours.placeholderText().color() if is_muted else colours.text().color())
        area = QRectF(self.rect()).adjusted(_SIDES, _ENDS, -_SIDES, -_ENDS)
        self.text_layout(area.width()).draw(painter, area.topLeft())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End go to another row, Enter leads to the judgement."""
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -1_000, Qt.Key.Key_End: 1_000}
        if key in steps:
            self.moved.emit(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Lead to the judgement."""
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.entered.emit()


def _spoken(finding: Finding, place: int, count: int) -> str:
    values = {"number": place + 1, "count": count, "sentence": shown_line(finding.text)}
    if finding.kind == "missing":
        return tr("Missing, {number} of {count}: {sentence}", **values)
    if finding.kind == "detail":
        return tr("Detail, {number} of {count}: {sentence}", **values)
    return tr("Result, {number} of {count}: {sentence}", **values)


class FindingRows(QWidget):
    """The findings of a report with `details` below the current one.

    `current_changed` is emitted when another finding is current, or the current one differs or becomes stale;
    `entered` on Enter and on a double click, `unfolded` when the user went to another finding.
    """

    current_changed = Signal()
    unfolded = Signal()
    entered = Signal()

    def __init__(self, details: QWidget) -> None:
        super().__init__()
        tell_as(self, QAccessible.Role.List)
        self.setAccessibleName(tr("Findings"))
        self._details = details
        self.rows: list[FindingRow] = []
        self._findings: Sequence[Finding] = ()
        self._current = 0
        self._is_stale = False
        self._column = column_layout(details, spacing=2, on=self)
        details.hide()

    @property
    def current(self) -> Finding | None:
        """The current finding, None if there is none or while they are stale."""
        return self._findings[self._current] if self._findings and not self._is_stale else None

    @property
    def current_row(self) -> FindingRow | None:
        """The row of the current finding."""
        return self.rows[self._current] if self._findings else None

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show findings; the current one stays while it is among them."""
        before = self._findings[self._current].id if self._findings else None
        focused = any(row.hasFocus() for row in self.rows)
        self._findings = tuple(findings)
        self._current = next((place for place, one in enumerate(findings) if one.id == before), 0)
        while len(self.rows) < len(findings):
            self._add_row()
        for place, row in enumerate(self.rows):
            if place < len(findings):
                row.show_finding(findings[place], place, len(findings))
            row.setVisible(place < len(findings))
        self._show_current()
        if focused and self.current_row is not None:
            self.current_row.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_stale(self, stale: bool) -> None:
        """Show whether the findings are about what was in view before; they keep the focus meanwhile."""
        if stale == self._is_stale:
            return
        self._is_stale = stale
        focus = self.window().focusWidget()
        if stale and focus is not None and self._details.isAncestorOf(focus) and self.current_row is not None:
            self.current_row.setFocus(Qt.FocusReason.OtherFocusReason)
        for row in self.rows:
            row.set_stale(stale)
        self.current_changed.emit()

    def _add_row(self) -> None:
        row = FindingRow()
        place = len(self.rows)
        row.clicked.connect(lambda: self.go_to(place))
        row.moved.connect(lambda step: self.go_to(self._current + step, focus=True))
        row.entered.connect(self._entered)
        self.rows.append(row)
        self._column.addWidget(row)

    def go_to(self, place: int, *, focus: bool = False) -> None:
        """Make the finding at `place` the current one, or the nearest one that there is."""
        place = min(max(place, 0), len(self._findings) - 1)
        if place < 0:
            return
        if place != self._current:
            self._current = place
            self._show_current()
            self.unfolded.emit()
        if focus:
            self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _entered(self) -> None:
        row = self.sender()
        if isinstance(row, FindingRow) and row in self.rows:
            self.go_to(self.rows.index(row))
        self.entered.emit()

    def _show_current(self) -> None:
        for place, row in enumerate(self.rows):
            row.set_current(bool(self._findings) and place == self._current)
        self._column.removeWidget(self._details)
        self._column.insertWidget(self._current + 1 if self._findings else 0, self._details)
        self.current_changed.emit()
