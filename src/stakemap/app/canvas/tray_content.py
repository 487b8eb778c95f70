"""The content of the tray: chips of the actors without a position on the issue, by reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from stakemap.app.canvas.input.pointer import pointer_of
from stakemap.app.canvas.scene.scene import Scene, tray_order
from stakemap.i18n import tr, tr_count
from stakemap.lookalikes import revealed
from stakemap.paint.fonts import QtMeasure
from stakemap.paint.primitives import colour, paint_disc, paint_label, paint_text
from stakemap.picture.appearance.values import TrayLook
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.measure import elide
from stakemap.picture.theme import Theme, mix

ROW = 30.0
_EDGE, _GAP = 14.0, 6.0
_RADIUS = 11.0
_SIZE = 13.0
_SMALL = 12.0
_WIDEST = 190.0
#: The width of a row from which the number of all actors in the tray is before them, in pixels.
_WITH_HEADING = 640
#: With more actors all chips have the same width, so that no text has to be measured.
_MANY = 200
#: The room at the end of the row for the number of actors that it has no room for, in pixels.
_MORE = 64


class Chip(NamedTuple):
    """An actor in the tray and its box; without an actor, a heading."""

    look: TrayLook | None
    text: str
    box: QRectF


class TrayContent(QWidget):
    """Paints the chips and hit-tests them; `TrayInput` handles the gestures on them.

    `pressed` and `moved` carry an actor, or None, and a Pointer, `menu_wanted` a place on the screen with it;
    `pressed` also whether it is the second press of a double click.
    """

    pressed = Signal(object, object, bool)
    moved = Signal(object, object)
    released = Signal(object)
    left = Signal()
    menu_wanted = Signal(object, QPoint)

    def __init__(self, scene: Scene, measure: QtMeasure) -> None:
        super().__init__()
        self._scene, self._measure = scene, measure
        self._looks: tuple[TrayLook, ...] | None = None
        self._chips: list[Chip] = []
        self._width = 0
        #: Whether all rows are shown, rather than the first alone.
        self.is_open = False
        self.lit: bool | None = None
        #: What the invitation of an empty tray leaves free, from left to right.
        self._avoided: tuple[tuple[float, float], ...] = ()
        self.setMouseTracking(True)

    # Layout

    def lay_out(self, width: int) -> int:
        """Place the chips in rows of `width` pixels; returns how high all rows are."""
        looks = self._scene.appearance.tray
        if looks is not self._looks or width != self._width:
            self._looks, self._width = looks, width
            self._chips = list(self._flow(looks, width)) if len(looks) <= _MANY else []
            if looks and (not self._chips or self._is_below(self._chips[-1])):
                self._chips = list(self._flow(looks, width - _MORE))
        if not self._chips:
            return 0
        return round(self._chips[-1].box.bottom() + _GAP / 2)

    @staticmethod
    def _is_below(chip: Chip) -> bool:
        """Whether a chip is not in the first row."""
        return chip.box.top() > ROW

    @property
    def chips(self) -> Sequence[Chip]:
        """The chips of all rows, headings included, in the order in which they are placed."""
        return self._chips

    @property
    def overflow(self) -> int:
        """The number of actors that the first row has no room for."""
        return sum(1 for chip in self._chips if chip.look is not None and self._is_below(chip))

    def _flow(self, looks: tuple[TrayLook, ...], width: int) -> Iterator[Chip]:
        x, y = _EDGE, _GAP / 2
        fixed = _WIDEST if len(looks) > _MANY else None
        if looks and width >= _WITH_HEADING:
            heading = tr_count("{count} without a position", "{count} without a position", len(looks))
            wide = self._measure.extent(heading, _SMALL, 600).width + 2 * _GAP
            yield Chip(None, heading, QRectF(x, y, wide, ROW))
            x += wide + _GAP
        for reason, group in groupby(tray_order(looks), key=lambda look: look.reason):
            wide = self._measure.extent(reason, _SMALL, 400).width + 2 * _GAP
            if x > _EDGE and x + wide + 60 > width - _EDGE:
                x, y = _EDGE, y + ROW
            yield Chip(None, reason, QRectF(x, y, wide, ROW))
            x += wide
            for look in group:
                wide = fixed or self._chip_width(look)
                if x > _EDGE and x + wide > width - _EDGE:
                    x, y = _EDGE, y + ROW
                yield Chip(look, revealed(look.name), QRectF(x, y, wide, ROW))
                x += wide + _GAP
            x += 2 * _GAP

    def _chip_width(self, look: TrayLook) -> float:
        text = self._measure.extent(revealed(look.name), _SIZE, 400).width
        return min(2 * _RADIUS + text + 4 * _GAP, _WIDEST)

    def actor_at(self, place: QPointF) -> str | None:
        """The actor at a position of the content."""
        for chip in self._chips:
            if chip.look is not None and chip.box.contains(place):
                return chip.look.actor
        return None

    def box_of(self, actor: str) -> QRect | None:
        """The box of an actor's chip, in pixels of the content; None while it is not shown."""
        chip = self._chip_of(actor)
        if chip is None or (self._is_below(chip) and not self.is_open):
            return None
        return chip.box.toRect()

    def is_in_overflow(self, actor: str) -> bool:
        """Whether an actor's chip is shown only when the tray is open."""
        chip = self._chip_of(actor)
        return chip is not None and self._is_below(chip)

    def _chip_of(self, actor: str) -> Chip | None:
        return next(
            (chip for chip in self._chips if chip.look is not None and chip.look.actor == actor), None
        )

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chips in view."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._scene.appearance.theme
        if self.lit is not None and not self._chips:
            self._paint_invitation(painter, theme)
            return
        ground = mix(theme.surface, theme.selection, 0.22) if self.lit else theme.surface
        painter.fillRect(event.rect(), colour(ground))
        if self.is_open:
            # The open tray lies over the plot.
            painter.fillRect(QRectF(0, -self.y(), self.width(), 1), colour(theme.border))
        visible = QRectF(event.rect())
        for chip in self._chips:
            if chip.box.intersects(visible):
                self._paint_chip(painter, chip, theme)

    def avoid(self, boxes: Iterable[Box]) -> None:
        """Set what the invitation of an empty tray does not cover, in pixels of the content."""
        here = Box(0, 0, self.width(), self.height())
        self._avoided = tuple(sorted((box.left, box.right) for box in boxes if box.overlaps(here)))

    def _paint_invitation(self, painter: QPainter, theme: Theme) -> None:
        """Paint an empty tray over the plot: an edge, a tint while lit, and a text beside those there."""
        area = QRectF(self.rect())
        painter.fillRect(area, colour(theme.selection, 0.22 if self.lit else 0.06))
        painter.setPen(QPen(colour(theme.selection), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(0, 0.5), QPointF(area.width(), 0.5))
        left, right = self.widest_gap()
        for text in (tr("Drop here: position unknown"), tr("Position unknown")):
            width = self._measure.extent(text, _SIZE, 500).width
            if width + 4 * _GAP <= right - left:
                place = QPointF((left + right - width) / 2, area.height() / 2 + 0.36 * _SIZE)
                ink = theme.text if self.lit else theme.text_muted
                paint_label(painter, place, text, _SIZE, 500, ink, theme.halo, 3.0)
                return

    def widest_gap(self) -> tuple[float, float]:
        """Where there is most room from left to right."""
        gaps, end = [], 0.0
        for left, right in (*self._avoided, (float(self.width()), 0.0)):
            gaps.append((end, left))
            end = max(end, right)
        return max(gaps, key=lambda gap: gap[1] - gap[0])

    def _paint_chip(self, painter: QPainter, chip: Chip, theme: Theme) -> None:
        middle = chip.box.center().y()
        baseline = middle + 0.36 * _SIZE
        if chip.look is None:
            is_first = chip.box.left() <= _EDGE and chip.box.top() <= _GAP
            place = QPointF(chip.box.left(), baseline)
            paint_text(painter, place, chip.text, _SMALL, 600 if is_first else 400, theme.text_muted)
            return
        look = chip.look
        held = look.actor in self._scene.interaction.held
        painter.setOpacity(0.35 if held or look.dimmed else 1.0)
        self._paint_state(painter, chip, theme)
        centre = QPointF(chip.box.left() + _GAP + _RADIUS, middle)
        paint_disc(painter, centre, _RADIUS, look.disc, theme, self._measure)
        left = chip.box.left() + 2 * _RADIUS + 2.2 * _GAP
        name = elide(chip.text, chip.box.right() - left - _GAP / 2, _SIZE, self._measure)
        paint_text(painter, QPointF(left, baseline), name, _SIZE, 400, theme.text)
        painter.setOpacity(1.0)

    def _paint_state(self, painter: QPainter, chip: Chip, theme: Theme) -> None:
        """Paint the state of a chip: selected filled and outlined, hovered filled, focused dashed."""
        assert chip.look is not None
        interaction = self._scene.interaction
        actor = chip.look.actor
        box = chip.box.adjusted(1, 2, -1, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        if actor in self._scene.appearance.view.selection:
            painter.setPen(QPen(colour(theme.selection), 1.5))
            painter.setBrush(colour(theme.selection, 0.14))
            painter.drawRoundedRect(box, 6, 6)
        elif actor == interaction.hovered:
            painter.setBrush(colour(theme.text, 0.07))
            painter.drawRoundedRect(box, 6, 6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if actor == interaction.focused and interaction.focus_shown:
            painter.setPen(QPen(colour(theme.focus), 2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 5, 5)

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pass a press on."""
        self._press(event)

    def _press(self, event: QMouseEvent, *, again: bool = False) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(self.actor_at(event.position()), pointer_of(event), again)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pass a movement on."""
        self.moved.emit(self.actor_at(event.position()), pointer_of(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pass a release on."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.released.emit(pointer_of(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Pass the second press of a double click on."""
        self._press(event, again=True)

    def leaveEvent(self, event: QEvent) -> None:
        """End hovering."""
        self.left.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Request a context menu."""
        self.menu_wanted.emit(self.actor_at(QPointF(event.pos())), event.globalPos())
