"""The timeline: dated snapshots in order on a line, scenarios below on branches from their bases."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from stakemap.app.features.timeline.snapshot_chip import DATED_HEIGHT, SCENARIO_HEIGHT, SnapshotChip
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID, border_of_inputs
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr
from stakemap.model.changes import touched
from stakemap.model.document import StakeMap
from stakemap.model.order import stepping_order
from stakemap.picture.theme import Theme

__all__ = ["SnapshotChip", "SnapshotStrip"]

#: Gaps between dated snapshots, between scenarios, and between both rows, in pixels.
_GAP, _BRANCH_GAP, _ROW_GAP = GRID * 2, GRID + 4, GRID + 2
#: Distance of a branch from the left edge of its base, in pixels.
_STEM = GRID * 2
_EDGE = 2
#: Width in pixels below which a scenario is moved left of its base rather than squeezed.
_MIN_TEXT_WIDTH = GRID * 32
_FADE = GRID * 4


class _Rail(QWidget):
    """Holds and places the chips, and paints the line and its branches beneath them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._dated: list[SnapshotChip] = []
        self._branches: list[tuple[SnapshotChip, SnapshotChip | None]] = []
        self.note = PlainLabel(tr("No snapshot yet"), self, role="muted")
        self.note.hide()

    def show_chips(self, chips: Mapping[str, SnapshotChip], bases: Mapping[str, str | None]) -> None:
        """Take over these chips; `bases` maps each id to the id of its base."""
        self._dated = [chip for chip in chips.values() if not chip.scenario]
        self._branches = [(chip, chips.get(bases[key] or "")) for key, chip in chips.items() if chip.scenario]
        self.note.setVisible(not chips)
        for chip in chips.values():
            chip.show()

    @property
    def rows_height(self) -> int:
        """The height of all rows in pixels."""
        if not self._branches:
            return DATED_HEIGHT
        return SCENARIO_HEIGHT + (DATED_HEIGHT + _ROW_GAP if self._dated else 0)

    def place(self, available: int) -> int:
        """Place the chips within `available` pixels if possible; return the width used."""
        self.note.setGeometry(0, 0, available, DATED_HEIGHT)
        widths = _squeezed(self._dated, available - 2 * _EDGE - _GAP * max(len(self._dated) - 1, 0))
        x = _EDGE
        for chip, width in zip(self._dated, widths, strict=True):
            chip.setGeometry(x, 0, width, DATED_HEIGHT)
            x += width + _GAP
        right = x - _GAP
        return max(right, self._place_branches(max(right, available - _EDGE))) + _EDGE

    def _place_branches(self, limit: int) -> int:
        """Place each scenario below its base, or further left if it does not fit; return the right edge."""
        top = DATED_HEIGHT + _ROW_GAP if self._dated else 0
        widths = self._branch_widths(limit)
        places: list[int] = []
        x = _EDGE
        for (_, base), width in zip(self._branches, widths, strict=True):
            if base is not None and not base.scenario:
                x = max(x, base.x() + _STEM)
            places.append(x)
            x += width + _BRANCH_GAP
        excess = max(x - _BRANCH_GAP - limit, 0) if places else 0
        end = limit
        for number in reversed(range(len(places))) if excess else ():
            places[number] = min(places[number], end - widths[number])
            end = places[number] - _BRANCH_GAP
        shift = max(_EDGE - min(places, default=_EDGE), 0)
        for (chip, _), place, width in zip(self._branches, places, widths, strict=True):
            chip.setGeometry(place + shift, top, width, SCENARIO_HEIGHT)
        self.update()
        return max((chip.geometry().right() + 1 for chip, _ in self._branches), default=0)

    def _branch_widths(self, limit: int) -> list[int]:
        """Return the widths of scenarios, squeezed to the right of the first base or to the whole width."""
        chips = [chip for chip, _ in self._branches]
        gaps = 2 * _EDGE + _BRANCH_GAP * max(len(chips) - 1, 0)
        starts = [base.x() + _STEM for _, base in self._branches if base is not None and not base.scenario]
        enough = sum(min(chip.sizeHint().width(), _MIN_TEXT_WIDTH) for chip in chips)
        room = limit - gaps - min(starts, default=0)
        return _squeezed(chips, room if room >= enough else limit - gaps)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(border_of_inputs(self.theme)), 2.0))
        for left, right in zip(self._dated, self._dated[1:], strict=False):
            middle = DATED_HEIGHT / 2
            painter.drawLine(QPointF(left.geometry().right() + 1, middle), QPointF(right.x(), middle))
        painter.setPen(QPen(QColor(border_of_inputs(self.theme)), 1.25))
        before: SnapshotChip | None = None
        for chip, base in self._branches:
            if base is not None:
                beside = base is before
                painter.drawPath(_branch(base.geometry(), chip.geometry(), base.scenario, beside))
            before = chip


def _squeezed(chips: list[SnapshotChip], available: int) -> list[int]:
    """Return widths that fit if possible, each reduced in proportion to what it can spare."""
    wanted = [chip.sizeHint().width() for chip in chips]
    least = [chip.minimumSizeHint().width() for chip in chips]
    spare = sum(wanted) - sum(least)
    missing = sum(wanted) - available
    if missing <= 0 or spare <= 0:
        return wanted
    share = min(missing / spare, 1.0)
    return [round(wide - (wide - low) * share - 0.5) for wide, low in zip(wanted, least, strict=True)]


def _branch(base: QRect, chip: QRect, from_scenario: bool, beside: bool) -> QPainterPath:
    """Return the path of a branch from the bottom of a base to the top of a scenario.

    Adjacent scenarios are joined by a straight horizontal line, others by a path close above them, separate
    from that of dated snapshots.
    """
    if from_scenario and beside:
        path = QPainterPath(QPointF(base.right() + 1.0, base.center().y() + 0.5))
        path.lineTo(chip.left(), base.center().y() + 0.5)
        return path
    start_x = float(base.right() - GRID if from_scenario else base.left() + GRID)
    end_x = float(chip.left() + GRID + (GRID if from_scenario else 0))
    top, bus = float(chip.top()), chip.top() - (3.0 if from_scenario else _ROW_GAP / 2 + 2.0)
    path = QPainterPath(QPointF(start_x, base.top() if from_scenario else base.bottom() + 1.0))
    if abs(end_x - start_x) < 1:
        path.lineTo(end_x, top)
        return path
    path.lineTo(start_x, bus)
    path.lineTo(end_x, bus)
    path.lineTo(end_x, top)
    return path


class _Fade(QWidget):
    """Fades out the edges beyond which the timeline can be scrolled."""

    def __init__(self, strip: SnapshotStrip) -> None:
        super().__init__(strip.viewport())
        self._strip = strip
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        bar, painter = self._strip.horizontalScrollBar(), QPainter(self)
        ground = self.palette().window().color()
        clear = QColor(ground)
        clear.setAlpha(0)
        for shown, edge, inner in (
            (bar.value() > bar.minimum(), 0, _FADE),
            (bar.value() < bar.maximum(), self.width(), self.width() - _FADE),
        ):
            if shown:
                gradient = QLinearGradient(edge, 0, inner, 0)
                gradient.setColorAt(0, ground)
                gradient.setColorAt(1, clear)
                painter.fillRect(QRect(min(edge, inner), 0, _FADE, self.height()), gradient)


class SnapshotStrip(QScrollArea):
    """All snapshots of a map, one of which is in view.

    `menu_requested` carries a global position, after the snapshot there was chosen; `action_requested` the id
    of an action on the chosen one. Tab stops at the chosen chip, and the arrow keys lead to the others;
    `stop_changed` is emitted when Tab stops at another chip.
    """

    menu_requested = Signal(QPoint)
    action_requested = Signal(str)
    stop_changed = Signal()

    def __init__(
        self, session: Session, view: ViewState, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._view, self._theme = session, view, theme
        #: Chips by id in the order of stepping: dated ones, then scenarios.
        self.chips: dict[str, SnapshotChip] = {}
        #: The chip in the tab order.
        self.stop: SnapshotChip | None = None
        self._rail = _Rail(theme)
        self.setObjectName("snapshot-strip")
        self.setAccessibleName(tr("Snapshots"))
        self.setWidget(self._rail)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fade = _Fade(self)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self._fade.update())
        self.horizontalScrollBar().rangeChanged.connect(lambda _low, _high: self._fade.update())
        session.changed.connect(self._document_changed)
        view.changed.connect(self._view_changed)
        self.fill()

    def set_theme(self, theme: Theme) -> None:
        self._theme = self._rail.theme = theme
        for chip in self.chips.values():
            chip.set_theme(theme)
        self._rail.update()
        self._fade.update()

    def fill(self) -> None:
        """Create a chip for each snapshot."""
        had_focus = any(chip.hasFocus() for chip in self.chips.values())
        for chip in self.chips.values():
            chip.hide()
            chip.deleteLater()
        document = self._session.document
        self.chips = {key: self._chip(key) for key in stepping_order(document)}
        bases = {key: document.snapshots[key].based_on for key in self.chips}
        self._rail.show_chips(self.chips, bases)
        self.setFixedHeight(self._rail.rows_height + 2)
        self._place()
        chosen = self.chips.get(self._view.snapshot or "")
        if had_focus and chosen is not None:
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chip(self, key: str) -> SnapshotChip:
        chip = SnapshotChip(key, self._session.document.snapshots[key], self._theme, self._rail)
        chip.clicked.connect(lambda: self._choose(key))
        chip.stepped.connect(self._step)
        chip.level_stepped.connect(self._step_level)
        chip.action_requested.connect(lambda action: self._ask(key, action))
        return chip

    def _ask(self, key: str, action: str) -> None:
        self._choose(key)
        self.action_requested.emit(action)

    def _choose(self, key: str) -> None:
        self._view.set(snapshot=key)
        self._show()

    def _go(self, key: str) -> None:
        self._choose(key)
        self.chips[key].setFocus(Qt.FocusReason.TabFocusReason)

    def _step(self, step: int) -> None:
        keys = list(self.chips)
        current = keys.index(self._view.snapshot) if self._view.snapshot in self.chips else 0
        self._go(keys[min(max(current + step, 0), len(keys) - 1)])

    def _step_level(self, step: int) -> None:
        """Go up to the base of the chosen snapshot, or down to the first scenario based on it."""
        snapshots, current = self._session.document.snapshots, self._view.snapshot
        if current not in snapshots:
            return
        if step < 0:
            base = snapshots[current].based_on if snapshots[current].scenario else None
            targets = [base] if base in self.chips else []
        else:
            targets = [
                key
                for key, chip in self.chips.items()
                if chip.scenario and snapshots[key].based_on == current
            ]
        if targets and targets[0] is not None:
            self._go(targets[0])

    def _place(self) -> None:
        available = self.viewport().width()
        width = self._rail.place(available)
        self._rail.resize(max(width, available), self._rail.rows_height)
        self._fade.resize(self.viewport().size())
        self._fade.raise_()
        self._show()

    def _show(self) -> None:
        chosen = self.chips.get(self._view.snapshot or "")
        stop = chosen or next(iter(self.chips.values()), None)
        for key, chip in self.chips.items():
            chip.setChecked(key == self._view.snapshot)
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus if chip is stop else Qt.FocusPolicy.NoFocus)
        if stop is not self.stop:
            self.stop = stop
            self.stop_changed.emit()
        if chosen is not None:
            self.ensureWidgetVisible(chosen, _FADE, 0)

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        if touched(before, after).timeline:
            self.fill()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if "snapshot" in fields:
            self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the chips for the new width."""
        super().resizeEvent(event)
        self._place()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Choose the snapshot under the pointer or with the focus, and request its menu."""
        event.accept()
        chips = self.chips.values()
        chip: SnapshotChip | None
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            place = self._rail.mapFromGlobal(event.globalPos())
            chip = next((chip for chip in chips if chip.geometry().contains(place)), None)
            screen = event.globalPos()
        else:
            chip = next((chip for chip in chips if chip.hasFocus()), None)
            screen = chip.mapToGlobal(chip.rect().bottomLeft()) if chip is not None else event.globalPos()
        if chip is not None:
            self._choose(chip.snapshot_id)
        self.menu_requested.emit(screen)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll horizontally."""
        bar = self.horizontalScrollBar()
        delta = event.angleDelta()
        bar.setValue(bar.value() - (delta.x() or delta.y()))
        event.accept()
