"""The snapshots as chips on a line: dated ones in order, then what-ifs with their likelihood."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from stakemap.app.plain import PlainLabel, set_tooltip, single_line
from stakemap.app.style import GRID, RADIUS, TextRole, border_of_inputs, role_font
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr
from stakemap.model.changes import touched
from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.order import snapshots_in_order
from stakemap.picture.theme import Theme, mix
from stakemap.picture.words import date_text, likelihood_text, snapshot_text

__all__ = ["SnapshotChip", "SnapshotStrip"]

_HEIGHT = GRID * 5 + 4
_WIDEST, _NARROWEST = GRID * 26, GRID * 9


class SnapshotChip(QAbstractButton):
    """One snapshot: its date and label, or for a what-if that it is one, how likely, and its label."""

    stepped = Signal(int)

    def __init__(self, snapshot_id: str, snapshot: Snapshot, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.snapshot_id = snapshot_id
        self._theme = theme
        self._first = self._second = ""
        self._scenario = False
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_snapshot(snapshot)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot as it is now."""
        label = single_line(snapshot.label)
        self._scenario = snapshot.scenario
        if snapshot.scenario:
            term = likelihood_text(snapshot.likelihood) if snapshot.likelihood is not None else ""
            self._first = tr("What if · {term}", term=term) if term else tr("What if")
            self._second = label
        else:
            self._first = date_text(snapshot.date) if snapshot.date is not None else label
            self._second = label if self._first != label else ""
        whole = snapshot_text(snapshot)
        self.setAccessibleName(whole)
        set_tooltip(self, "\n".join(part for part in (whole, snapshot.note) if part))
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Show the colours of another theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its texts, within bounds."""
        first, second = _width("strong", self._first), _width("caption", self._second)
        return QSize(min(max(first, second, _NARROWEST) + GRID * 3, _WIDEST), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough to keep several in view."""
        return QSize(min(self.sizeHint().width(), GRID * 13), _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the neighbours."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(
            Qt.Key(event.key())
        )
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)

    def event(self, event: QEvent) -> bool:
        """Paint anew when a pointer comes or goes."""
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chip: filled when chosen, dashed when it is a what-if."""
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
        if self._scenario:
            pen.setColor(QColor(theme.accent if self.isChecked() else border_of_inputs(theme)))
            pen.setDashPattern([4.0, 3.0])
        painter.setPen(pen)
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(area, RADIUS, RADIUS)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.focus), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, RADIUS, RADIUS)
        self._paint_texts(painter, area)

    def _paint_texts(self, painter: QPainter, area: QRectF) -> None:
        theme = self._theme
        inner = area.adjusted(GRID + 2, GRID - 3, -GRID, -(GRID - 3))
        half = inner.height() / 2
        lines: list[tuple[TextRole, str, str]] = [
            ("strong", self._first, theme.text),
            ("caption", self._second, theme.text_muted),
        ]
        if not self._second:
            lines, half = lines[:1], inner.height()
        for number, (role, text, colour) in enumerate(lines):
            painter.setFont(role_font(role))
            painter.setPen(QColor(colour))
            line = QRectF(inner.left(), inner.top() + number * half, inner.width(), half)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(inner.width()))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _width(role: TextRole, text: str) -> int:
    return QFontMetrics(role_font(role)).horizontalAdvance(text)


class _Rail(QWidget):
    """Holds the chips and joins the dated ones by a line."""

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme | None = None
        self.dated: list[SnapshotChip] = []

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.theme is None or len(self.dated) < 2:
            return
        painter = QPainter(self)
        painter.setPen(QPen(QColor(self.theme.border), 2.0))
        for left, right in zip(self.dated, self.dated[1:], strict=False):
            middle = left.geometry().center().y()
            painter.drawLine(
                QPointF(left.geometry().right(), middle), QPointF(right.geometry().left(), middle)
            )


class SnapshotStrip(QScrollArea):
    """All snapshots of a map; one of them is chosen."""

    def __init__(
        self, session: Session, view: ViewState, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._view, self._theme = session, view, theme
        self.chips: dict[str, SnapshotChip] = {}
        self._rail = _Rail()
        self._row = QHBoxLayout(self._rail)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GRID)
        self.setObjectName("snapshot-strip")
        self.setAccessibleName(tr("Snapshots"))
        self.setWidget(self._rail)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(_HEIGHT + 4)
        session.changed.connect(self._document_changed)
        view.changed.connect(self._view_changed)
        self.fill()

    def set_theme(self, theme: Theme) -> None:
        """Show the colours of another theme."""
        self._theme = self._rail.theme = theme
        for chip in self.chips.values():
            chip.set_theme(theme)
        self._rail.update()

    def fill(self) -> None:
        """Make a chip for every snapshot."""
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        document = self._session.document
        ordered = snapshots_in_order(document)
        dated = [key for key in ordered if not document.snapshots[key].scenario]
        scenarios = [key for key in ordered if document.snapshots[key].scenario]
        self.chips = {key: self._chip(key) for key in (*dated, *scenarios)}
        for key in dated:
            self._row.addWidget(self.chips[key])
        if dated and scenarios:
            self._row.addSpacing(GRID)
        for key in scenarios:
            self._row.addWidget(self.chips[key])
        if not ordered:
            self._row.addWidget(PlainLabel(tr("No snapshot yet"), role="muted"))
        self._row.addStretch(1)
        self._rail.dated = [self.chips[key] for key in dated]
        self._rail.theme = self._theme
        self._show()

    def _chip(self, key: str) -> SnapshotChip:
        chip = SnapshotChip(key, self._session.document.snapshots[key], self._theme, self._rail)
        chip.clicked.connect(lambda: self._choose(key))
        chip.stepped.connect(self._step)
        return chip

    def _choose(self, key: str) -> None:
        self._view.set(snapshot=key)
        self._show()

    def _step(self, step: int) -> None:
        keys = list(self.chips)
        current = keys.index(self._view.snapshot) if self._view.snapshot in self.chips else 0
        target = self.chips[keys[min(max(current + step, 0), len(keys) - 1)]]
        self._choose(target.snapshot_id)
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self) -> None:
        for key, chip in self.chips.items():
            chip.setChecked(key == self._view.snapshot)
        chosen = self.chips.get(self._view.snapshot or "")
        if chosen is not None:
            self.ensureWidgetVisible(chosen, GRID * 4, 0)

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        difference = touched(before, after)
        if difference.timeline:
            self.fill()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if "snapshot" in fields:
            self._show()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll sideways."""
        bar = self.horizontalScrollBar()
        delta = event.angleDelta()
        bar.setValue(bar.value() - (delta.x() or delta.y()))
        event.accept()
