"""Overlays: keyboard focus, rubber band, readout, fans, and the hint of an empty canvas."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from stakemap.app.canvas.layers.frame import Boxes, Frame, Part
from stakemap.app.canvas.scene.interaction import Readout
from stakemap.app.canvas.scene.projection import ALIGNMENT
from stakemap.app.canvas.scene.scene import Scene
from stakemap.i18n import tr
from stakemap.paint.primitives import colour, paint_disc, paint_text
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.measure import TextMeasure, elide, wrap
from stakemap.picture.style import DISC_REACH
from stakemap.picture.theme import mix

_READOUT_SIZE = 13.0
_LINE = 1.35
#: The least distance of the readout from the edges of the view, in pixels.
_INSIDE = 4.0


class Overlay:
    """Paints the state of the interaction, which is not in the map."""

    def __init__(self, measure: TextMeasure) -> None:
        self._measure = measure

    @staticmethod
    def marks(frame: Frame) -> dict[object, Boxes]:
        """The boxes of fan background and focus square, if they are drawn."""
        scene, found = frame.scene, dict[object, Boxes]()
        if scene.fan is not None:
            centre = scene.fan.centre
            found["fan", centre, tuple(scene.fan.rows.tolist())] = (_around(centre, scene.fan.reach + 6),)
        place = _focus_place(frame)
        if place is not None:
            found["focus", place] = (_around(place, _focus_reach(scene) + 3),)
        return found

    def paint_beneath(self, painter: QPainter, frame: Frame) -> None:
        """Paint beneath the discs: the background of a fan, with a line from each disc to its position."""
        scene = frame.scene
        if scene.fan is None:
            return
        theme = scene.appearance.theme
        centre = QPointF(*scene.fan.centre)
        for _ in frame.clips(painter, (_around(scene.fan.centre, scene.fan.reach + 6),)):
            painter.setPen(QPen(colour(theme.border), 1))
            painter.setBrush(colour(theme.canvas, 0.93))
            painter.drawEllipse(centre, scene.fan.reach + 4, scene.fan.reach + 4)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour(theme.text_muted, 0.7), 1))
            for member in scene.fan.rows:
                painter.drawLine(centre, QPointF(float(frame.x[member]), float(frame.y[member])))

    def paint_above(self, painter: QPainter, scene: Scene) -> None:
        """Paint above everything."""
        interaction = scene.interaction
        theme = scene.appearance.theme
        self._paint_held_from_tray(painter, scene)
        if interaction.new_relation is not None:
            self._paint_new_relation(painter, scene, *interaction.new_relation)
        if interaction.new_actor is not None:
            painter.setPen(QPen(colour(theme.selection), 1.75, Qt.PenStyle.DashLine))
            painter.setBrush(colour(theme.selection, 0.12))
            painter.drawEllipse(QPointF(*interaction.new_actor), scene.radius, scene.radius)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        if interaction.band is not None:
            left, top, right, bottom = interaction.band
            painter.setPen(QPen(colour(theme.selection), 1))
            painter.setBrush(colour(theme.selection, 0.10))
            painter.drawRect(QRectF(left, top, right - left, bottom - top))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        if interaction.readout is not None:
            self._paint_readout(painter, scene, interaction.readout)

    def paint_focus(self, painter: QPainter, frame: Frame) -> None:
        """Paint the keyboard focus: a dashed square around the disc, beneath the names."""
        theme, place = frame.scene.appearance.theme, _focus_place(frame)
        if place is None:
            return
        reach = _focus_reach(frame.scene)
        box = QRectF(place[0] - reach, place[1] - reach, 2 * reach, 2 * reach)
        pens = QPen(colour(theme.halo), 4.0), QPen(colour(theme.focus), 2.0, Qt.PenStyle.DashLine)
        for _ in frame.clips(painter, (_around(place, reach + 3),)):
            for pen in pens:
                painter.setPen(pen)
                painter.drawRoundedRect(box, 6, 6)

    def _paint_held_from_tray(self, painter: QPainter, scene: Scene) -> None:
        """Paint actors being dragged from the tray, which are not on stage yet, and where they may go."""
        if scene.interaction.guide is not None:
            y = round(scene.projection.pixel_y(scene.interaction.guide)) + 0.5
            left, right = (float(scene.projection.pixel_x(end)) for end in (ALIGNMENT.low, ALIGNMENT.high))
            painter.setPen(QPen(colour(scene.appearance.theme.selection), 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(QLineF(left, y, right, y))
        for actor, position in scene.interaction.held.items():
            look = scene.appearance.trayed.get(actor)
            if look is not None:
                place = QPointF(*scene.projection.to_pixels(*position))
                theme = scene.appearance.theme
                paint_disc(painter, place, scene.radius, look.disc, theme, self._measure)

    @staticmethod
    def _paint_new_relation(
        painter: QPainter, scene: Scene, source: str, to: tuple[float, float], arrived: bool
    ) -> None:
        """Paint a relation being drawn, and a ring around the actor it has reached."""
        start, theme = scene.place_of(source), scene.appearance.theme
        if start is None:
            return
        painter.setPen(
            QPen(colour(theme.selection), 2, Qt.PenStyle.SolidLine if arrived else Qt.PenStyle.DashLine)
        )
        line = QLineF(QPointF(*start), QPointF(*to))
        reach, length = DISC_REACH * scene.radius, max(line.length(), 1.0)
        begin = line.pointAt(min(reach / length, 1.0))
        end = line.pointAt(1.0 - min(reach / length, 1.0)) if arrived else line.p2()
        painter.drawLine(begin, end)
        if arrived:
            painter.drawEllipse(QPointF(*to), reach + 3, reach + 3)

    def _paint_readout(self, painter: QPainter, scene: Scene, readout: Readout) -> None:
        theme, room = scene.appearance.theme, scene.projection.width - 2 * _INSIDE - 20
        lines = [elide(line, room, _READOUT_SIZE, self._measure, 500) for line in readout.lines]
        widths = [self._measure.extent(line, _READOUT_SIZE, 500).width for line in lines]
        width, height = max(widths, default=0.0) + 20, _LINE * _READOUT_SIZE * len(lines) + 10
        left, top, _, _ = readout_box(scene, readout, width, height)
        painter.setPen(QPen(colour(theme.border), 1))
        painter.setBrush(colour(mix(theme.canvas, theme.text, 0.06)))
        painter.drawRoundedRect(QRectF(left, top, width, height), 6, 6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for index, line in enumerate(lines):
            baseline = top + 5 + _LINE * _READOUT_SIZE * (index + 0.72)
            paint_text(painter, QPointF(left + 10, baseline), line, _READOUT_SIZE, 500, theme.text)

    def paint_empty_hint(self, painter: QPainter, scene: Scene) -> None:
        """Paint the hint of a canvas without actors on stage."""
        appearance = scene.appearance
        if appearance.actors or scene.interaction.held or scene.interaction.new_actor:
            return
        theme = appearance.theme
        if appearance.issue is None or appearance.snapshot is None:
            headline = tr("No issue or snapshot yet")
            text = tr("Add an issue and a snapshot, then place actors here.")
        elif appearance.tray:
            headline = tr("No actor has a position on this issue yet")
            text = tr("Drag actors from the tray below to where they stand.")
        elif appearance.document.actors:
            headline = tr("This issue applies to no actor")
            text = tr(
                "Every actor is marked as not applicable here. Double-click to add one that the issue "
                "applies to."
            )
        else:
            headline = tr("Double-click to add the first actor")
            text = tr("Left to right: alignment. Up: influence.")
        centre_x = scene.projection.width / 2
        # Above the axis, whose end labels are below it.
        y = max(scene.projection.height / 2 - 112, 56)
        painter.setPen(QPen(colour(theme.ghost), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(colour(theme.canvas))
        painter.drawEllipse(QPointF(centre_x, y - 34), 17, 17)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        plus = 6
        painter.setPen(QPen(colour(theme.text_muted), 1.75))
        painter.drawLine(QPointF(centre_x - plus, y - 34), QPointF(centre_x + plus, y - 34))
        painter.drawLine(QPointF(centre_x, y - 34 - plus), QPointF(centre_x, y - 34 + plus))
        y = self._paint_centred(painter, headline, (centre_x, y + 18), (18.0, 600), theme.text, scene)
        self._paint_centred(painter, text, (centre_x, y + 8), (13.0, 400), theme.text_muted, scene)

    def _paint_centred(
        self,
        painter: QPainter,
        text: str,
        at: tuple[float, float],
        face: tuple[float, int],
        ink: str,
        scene: Scene,
    ) -> float:
        """Paint lines of `text` centred at `at` on an opaque background; returns the y of the next text."""
        size, weight = face
        width = max(min(scene.projection.width - 48, 420.0), 60.0)
        x, y = at
        for line in wrap(text, width, size, self._measure, weight, max_lines=4):
            extent = self._measure.extent(line, size, weight)
            ground = QRectF(x - extent.width / 2 - 8, y - 0.2 * size, extent.width + 16, _LINE * size)
            painter.fillRect(ground, colour(scene.appearance.theme.canvas))
            paint_text(painter, QPointF(x - extent.width / 2, y + 0.8 * size), line, size, weight, ink)
            y += _LINE * size
        return y


def readout_box(scene: Scene, readout: Readout, width: float, height: float) -> Box:
    """Where the readout lies: beside the pointer, clear of the dragged disc and of names beside it; in view.

    Above and to the right where there is room, else below or to the left.
    """
    gap, view = scene.radius + 14, scene.projection
    left, top = readout.x + gap, readout.y - gap - height
    if left + width > view.width - _INSIDE:
        left = readout.x - gap - width
    if top < _INSIDE:
        top = readout.y + gap
    left = max(min(left, view.width - _INSIDE - width), _INSIDE)
    top = max(min(top, view.height - _INSIDE - height), _INSIDE)
    return Box(left, top, left + width, top + height)


def _around(place: tuple[float, float], reach: float) -> Box:
    x, y = place
    return Box(x - reach, y - reach, x + reach, y + reach)


def _focus_reach(scene: Scene) -> float:
    return DISC_REACH * scene.radius + 6


def _focus_place(frame: Frame) -> tuple[float, float] | None:
    """The position of the focused actor, if the focus is shown in this frame."""
    interaction = frame.scene.interaction
    actor = interaction.focused if interaction.focus_shown else None
    if actor is None or (actor in frame.held) != (frame.part is Part.HELD):
        return None
    return frame.scene.place_of(actor)
