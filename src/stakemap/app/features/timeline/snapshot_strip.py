"""The timeline: a row of dated snapshots, each followed by the scenarios that branch from it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
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
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from stakemap.app.features.timeline.snapshot_chip import DATED_HEIGHT, SnapshotChip
from stakemap.app.kit.icons import IconButton
from stakemap.app.kit.plain_text import PlainLabel, set_tooltip
from stakemap.app.kit.style import GRID, border_of_inputs
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr
from stakemap.model.changes import touched
from stakemap.model.document import StakeMap
from stakemap.model.order import snapshots_in_order
from stakemap.picture.theme import Theme

#: The gap between chips, and the margin around all of them, in pixels.
_GAP, _EDGE = GRID * 2 - 4, 2
#: How far above a scenario the line from its base runs, from a dated one and from a scenario, in pixels.
_FROM_DATED, _FROM_SCENARIO = 4.0, 2.0
#: Where the line between dated snapshots runs above scenarios, in pixels.
_ABOVE = 5.0
_LEAST_WIDTH = GRID * 14
#: The width of the fade at an end beyond which there is more, and of the arrow on it, in pixels.
_FADE, _ARROW = GRID * 5, GRID * 3


class _Track(QWidget):
    """Holds and places the chips, and paints the lines that join them beneath them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._chips: list[SnapshotChip] = []
        self._bases: list[SnapshotChip | None] = []
        self.note = PlainLabel(tr("No snapshot yet"), self, role="muted")
        self.note.hide()

    def show_chips(self, chips: Mapping[str, SnapshotChip], bases: Mapping[str, str | None]) -> None:
        """Take over these chips; `bases` maps each id to the id of its base."""
        self._chips = list(chips.values())
        self._bases = [chips.get(bases[key] or "") for key in chips]
        self.note.setVisible(not chips)
        for chip in self._chips:
            chip.show()

    @property
    def wanted_width(self) -> int:
        """The width in pixels at which all texts are shown in full."""
        if not self._chips:
            return self.note.sizeHint().width()
        return sum(chip.sizeHint().width() for chip in self._chips) + self._room_between

    @property
    def least_width(self) -> int:
        """The width in pixels below which the chips have to be scrolled."""
        return sum(chip.minimumSizeHint().width() for chip in self._chips) + self._room_between

    @property
    def _room_between(self) -> int:
        return 2 * _EDGE + _GAP * max(len(self._chips) - 1, 0)

    def place(self, available: int) -> int:
        """Place the chips within `available` pixels if possible; return the width used."""
        self.note.setGeometry(0, 0, available, DATED_HEIGHT)
        x = _EDGE
        for chip, width in zip(
            self._chips, _squeezed(self._chips, available - self._room_between), strict=True
        ):
            height = chip.sizeHint().height()
            chip.setGeometry(x, DATED_HEIGHT - height, width, height)
            x += width + _GAP
        self.update()
        return x - _GAP + _EDGE

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = QColor(border_of_inputs(self.theme))
        painter.setPen(QPen(ink, 2.0))
        places = [(place, chip) for place, chip in enumerate(self._chips) if not chip.scenario]
        for (first, left), (second, right) in pairwise(places):
            # Above the scenarios between them, clear of the lines that lead to those.
            y = DATED_HEIGHT / 2 if second == first + 1 else _ABOVE
            painter.drawLine(QPointF(left.geometry().right() + 1, y), QPointF(right.x(), y))
        painter.setPen(QPen(ink, 1.25))
        before: SnapshotChip | None = None
        for chip, base in zip(self._chips, self._bases, strict=True):
            if chip.scenario and base is not None:
                painter.drawPath(branch_path(base.geometry(), chip.geometry(), base.scenario, base is before))
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


def branch_path(base: QRect, chip: QRect, from_scenario: bool, beside: bool) -> QPainterPath:
    """Return the path of a branch from a base to the scenario `chip` on its right.

    Adjacent scenarios are joined by a straight line; others by a path above them that is separate from the
    one of scenarios of dated snapshots.
    """
    if from_scenario and beside:
        path = QPainterPath(QPointF(base.right() + 1.0, base.center().y() + 0.5))
        path.lineTo(chip.left(), base.center().y() + 0.5)
        return path
    top = float(chip.top())
    bus = top - (_FROM_SCENARIO if from_scenario else _FROM_DATED)
    start_x = float(base.right() - GRID if from_scenario else base.right() + 1)
    end_x = float(chip.left() + GRID + (GRID if from_scenario else 0))
    path = QPainterPath(QPointF(start_x, base.top() if from_scenario else bus))
    for x, y in ((start_x, bus), (end_x, bus), (end_x, top)):
        path.lineTo(x, y)
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
                gradient.setColorAt(_ARROW / _FADE, ground)
                gradient.setColorAt(1, clear)
                painter.fillRect(QRect(min(edge, inner), 0, _FADE, self.height()), gradient)


class _Arrow(IconButton):
    """Scrolls the timeline by most of a page to one side, and is shown while there is more on it.

    The keyboard scrolls by walking from chip to chip.
    """

    def __init__(self, strip: SnapshotStrip, symbol: str, name: str, direction: int) -> None:
        super().__init__(symbol, name, strip, size=16)
        self._bar, self._direction = strip.horizontalScrollBar(), direction
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        set_tooltip(self, name)
        self.clicked.connect(self._scroll)
        self._bar.valueChanged.connect(lambda _value: self.update_shown())
        self._bar.rangeChanged.connect(lambda _low, _high: self.update_shown())
        self.hide()

    def _scroll(self) -> None:
        self._bar.setValue(self._bar.value() + self._direction * max(self._bar.pageStep() - 2 * _FADE, _FADE))

    def update_shown(self) -> None:
        """Show it while there is more to scroll to."""
        bar = self._bar
        self.setVisible(bar.value() < bar.maximum() if self._direction > 0 else bar.value() > bar.minimum())
        self.raise_()


class SnapshotStrip(QScrollArea):
    """All snapshots of a map, one of which is in view; scrolls if they do not fit.

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
        #: Chips by id from left to right: dated ones by date, each followed by its scenarios.
        self.chips: dict[str, SnapshotChip] = {}
        #: The chip in the tab order.
        self.stop: SnapshotChip | None = None
        self._track = _Track(theme)
        self.setObjectName("snapshot-strip")
        self.setAccessibleName(tr("Snapshots"))
        self.setWidget(self._track)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(DATED_HEIGHT)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fade = _Fade(self)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self._fade.update())
        self.horizontalScrollBar().rangeChanged.connect(lambda _low, _high: self._fade.update())
        self._earlier = _Arrow(self, "chevron-left", tr("Earlier snapshots"), -1)
        self._later = _Arrow(self, "chevron-right", tr("Later snapshots"), 1)
        session.changed.connect(self._document_changed)
        view.changed.connect(self._view_changed)
        self.fill()

    @property
    def least_width(self) -> int:
        """The width in pixels below which it scrolls."""
        return self._track.least_width

    def sizeHint(self) -> QSize:
        """The size at which all texts are shown in full."""
        return QSize(self._track.wanted_width, DATED_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Room for a chip and the beginning of the next; the others are scrolled to."""
        return QSize(min(self._track.wanted_width, _LEAST_WIDTH), DATED_HEIGHT)

    def set_theme(self, theme: Theme) -> None:
        self._theme = self._track.theme = theme
        for chip in self.chips.values():
            chip.set_theme(theme)
        self._track.update()
        self._fade.update()

    def fill(self) -> None:
        """Create a chip for each snapshot."""
        had_focus = any(chip.hasFocus() for chip in self.chips.values())
        for chip in self.chips.values():
            chip.hide()
            chip.deleteLater()
        document = self._session.document
        self.chips = {key: self._chip(key) for key in snapshots_in_order(document)}
        bases = {key: document.snapshots[key].based_on for key in self.chips}
        self._track.show_chips(self.chips, bases)
        self.updateGeometry()
        self._place()
        chosen = self.chips.get(self._view.snapshot or "")
        if had_focus and chosen is not None:
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chip(self, key: str) -> SnapshotChip:
        chip = SnapshotChip(key, self._session.document.snapshots[key], self._theme, self._track)
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
        width = self._track.place(available)
        self._track.resize(max(width, available), DATED_HEIGHT)
        self._fade.resize(self.viewport().size())
        self._fade.raise_()
        for arrow, x in ((self._earlier, 0), (self._later, available - _ARROW)):
            arrow.setGeometry(x, 0, _ARROW, DATED_HEIGHT)
            arrow.update_shown()
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
            place = self._track.mapFromGlobal(event.globalPos())
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
