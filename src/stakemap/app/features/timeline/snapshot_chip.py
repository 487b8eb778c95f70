"""A snapshot on the timeline: a card for a dated one, a dashed line of text for a scenario."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from stakemap.app.kit.accessible import tell_as
from stakemap.app.kit.plain_text import set_tooltip
from stakemap.app.kit.style import GRID, RADIUS, TextRole, border_of_inputs, role_font
from stakemap.model.document import Snapshot
from stakemap.model.terms import term
from stakemap.picture.theme import Theme, mix
from stakemap.text import shown_line
from stakemap.wording.dates import date_text
from stakemap.wording.names import snapshot_text

DATED_HEIGHT, SCENARIO_HEIGHT = GRID * 5, GRID * 4 + 2
_MAX_WIDTH, _MIN_TEXT_WIDTH, _MIN_WIDTH = GRID * 50, GRID * 9, GRID * 11
_DELETE = QKeySequence.StandardKey.Delete
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_LEVELS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class SnapshotChip(QAbstractButton):
    """Shows date and label of a snapshot, or label and likelihood of a scenario, which is dashed.

    `stepped` requests the neighbour to the left (−1) or right (1), `level_stepped` the base (−1) or a
    scenario based on it (1); `action_requested` carries the id of an action.
    """

    stepped = Signal(int)
    level_stepped = Signal(int)
    action_requested = Signal(str)

    def __init__(self, snapshot_id: str, snapshot: Snapshot, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.snapshot_id = snapshot_id
        self._theme = theme
        self._first = self._second = ""
        self.scenario = False
        self.setCheckable(True)
        tell_as(self, QAccessible.Role.RadioButton)
        self.setAutoExclusive(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_snapshot(snapshot)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        label = shown_line(snapshot.label)
        self.scenario = snapshot.scenario
        if snapshot.scenario:
            self._first = label
            self._second = term(snapshot.likelihood) if snapshot.likelihood is not None else ""
        else:
            self._first = date_text(snapshot.date) or label
            self._second = label if label not in (self._first, snapshot.date) else ""
        whole = snapshot_text(snapshot)
        self.setAccessibleName(whole)
        set_tooltip(self, "\n".join(part for part in (whole, snapshot.note) if part))
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """The size of the texts, within bounds."""
        first, second = _width("strong", self._first), _width("caption", self._second)
        if self.scenario:
            wanted = _width("caption", self._first) + (second + GRID if second else 0)
            return QSize(min(wanted + GRID * 3, _MAX_WIDTH), SCENARIO_HEIGHT)
        return QSize(min(max(first, second, _MIN_TEXT_WIDTH) + GRID * 3, _MAX_WIDTH), DATED_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The smallest size at which a date is shown in full."""
        hint = self.sizeHint()
        least = _MIN_WIDTH if self.scenario else max(_width("strong", self._first) + GRID * 3, _MIN_WIDTH)
        return QSize(min(hint.width(), least), hint.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Navigate with the arrow keys; F2 changes and Delete removes the snapshot."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in _LEVELS:
            self.level_stepped.emit(_LEVELS[key])
        elif key == Qt.Key.Key_F2:
            self.action_requested.emit("snapshot-details")
        elif event.matches(_DELETE):
            self.action_requested.emit("remove-snapshot")
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Request the details of the snapshot."""
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.action_requested.emit("snapshot-details")

    def event(self, event: QEvent) -> bool:
        """Repaint on hover, and override window shortcuts for F2 and Delete."""
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        elif (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (event.key() == Qt.Key.Key_F2 or event.matches(_DELETE))
        ):
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chip: filled when checked, dashed for a scenario."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        fill = theme.surface
        if self.isChecked():
            fill = mix(theme.surface, theme.accent, 0.16)
        elif self.underMouse():
            fill = mix(theme.surface, theme.text, 0.05)
        edge = theme.accent if self.isChecked() else theme.border
        pen = QPen(QColor(edge), 1.5 if self.isChecked() else 1.0)
        if self.scenario:
            pen.setColor(QColor(theme.accent if self.isChecked() else border_of_inputs(theme)))
            pen.setDashPattern([4.0, 3.0])
        painter.setPen(pen)
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(area, RADIUS, RADIUS)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.focus), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, RADIUS, RADIUS)
        if self.scenario:
            self._paint_scenario(painter, area)
        else:
            self._paint_dated(painter, area)

    def _paint_dated(self, painter: QPainter, area: QRectF) -> None:
        theme = self._theme
        inner = area.adjusted(GRID + 2, GRID - 4, -GRID, -(GRID - 4))
        half = inner.height() / 2
        lines: list[tuple[TextRole, str, str]] = [
            ("strong", self._first, theme.text),
            ("caption", self._second, theme.text_muted),
        ]
        if not self._second:
            lines, half = lines[:1], inner.height()
        for number, (role, text, colour) in enumerate(lines):
            line = QRectF(inner.left(), inner.top() + number * half, inner.width(), half)
            _paint_text(painter, line, text, role, colour)

    def _paint_scenario(self, painter: QPainter, area: QRectF) -> None:
        """Paint the label on up to two lines, and the likelihood if there is room for it beside the label."""
        inner = area.adjusted(GRID + 2, 0, -GRID, 0)
        label, likely = _width("caption", self._first), _width("caption", self._second) + GRID
        if label > inner.width():
            # Closer than the font has it, so that as much is free below the lines as above.
            step = QFontMetrics(role_font("caption")).height() - 1.0
            top = inner.center().y() - step
            for number, line in enumerate(_two_lines(self._first, inner.width())):
                half = QRectF(inner.left(), top + number * step, inner.width(), step)
                _paint_text(painter, half, line, "caption", self._theme.text)
            return
        if not self._second or inner.width() - likely < min(label, _MIN_TEXT_WIDTH):
            likely = 0
        room = QRectF(inner.left(), inner.top(), inner.width() - likely, inner.height())
        _paint_text(painter, room, self._first, "caption", self._theme.text)
        if likely:
            rest = QRectF(inner.right() - likely + GRID, inner.top(), likely - GRID + 1, inner.height())
            _paint_text(painter, rest, self._second, "caption", self._theme.text_muted)


def _two_lines(text: str, width: float) -> tuple[str, str]:
    """A text parted where its first line is full; a first word that is wider than that stands alone."""
    words = text.split(" ")
    count = 1
    while count < len(words) and _width("caption", " ".join(words[: count + 1])) <= width:
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def _paint_text(painter: QPainter, area: QRectF, text: str, role: TextRole, colour: str) -> None:
    painter.setFont(role_font(role))
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
    painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


@lru_cache(maxsize=512)
def _width(role: TextRole, text: str) -> int:
    """The width in pixels of a text, which layouts ask for many times."""
    return QFontMetrics(role_font(role)).horizontalAdvance(text) + 1 if text else 0
