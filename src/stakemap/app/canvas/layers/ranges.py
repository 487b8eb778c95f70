"""The layer of ranges (whiskers) and movement trails beneath the discs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from stakemap.app.canvas.layers.frame import Boxes, Frame, hull
from stakemap.app.canvas.scene.projection import ALIGNMENT, INFLUENCE, Range
from stakemap.app.canvas.scene.sizes import FEW, FEW_TRAILS
from stakemap.model.judgements import shifted_range
from stakemap.paint.primitives import paint_whiskers
from stakemap.paint.trails import paint_trail
from stakemap.picture.appearance.values import ActorLook
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.style import WHISKER_TICK

Span = tuple[float, float]

#: The length of the pieces of a trail in damage tracking, in pixels across or down.
_PIECE = 64.0


def carried_along(span: Span | None, value: float, now: float, scale: Range) -> Span | None:
    """A range shifted with its value to `now`, clamped to the scale."""
    if span is None or now == value:
        return span
    return shifted_range(span, value, now, (scale.low, scale.high))


class _Trail(NamedTuple):
    """The movement trail of an actor, in pixels."""

    actor: str
    start: tuple[float, float]
    end: tuple[float, float]
    ink: str
    dimmed: bool


class _Whiskers(NamedTuple):
    """The whiskers through the position of an actor, in pixels."""

    actor: str
    at: tuple[float, float]
    x_span: Span | None
    y_span: Span | None
    ink: str
    dimmed: bool


class RangeLayer:
    """Paints ranges and trails of actors looked at, and of all few ones in view if these details are on."""

    def __init__(self) -> None:
        self._marks: Mapping[_Trail | _Whiskers, Boxes] = {}
        self._marks_of: Frame | None = None

    def marks(self, frame: Frame) -> Mapping[_Trail | _Whiskers, Boxes]:
        """The marks of a frame in drawing order, with the boxes each covers; computed once a frame."""
        if self._marks_of is not frame:
            self._marks_of, self._marks = frame, self._found(frame)
        return self._marks

    def _found(self, frame: Frame) -> dict[_Trail | _Whiskers, Boxes]:
        """Trails first, then whiskers above them."""
        scene, dim = frame.scene, frame.scene.radius
        found: dict[_Trail | _Whiskers, Boxes] = {}
        for look in frame.detailed(scene.detail.trails, FEW_TRAILS):
            if look.trail is not None:
                trail = self._trail(frame, look)
                found[trail] = _along(trail.start, trail.end, dim + 2)
        for look in frame.detailed(scene.detail.ranges, FEW):
            if look.x_range or look.y_range or scene.interaction.spans:
                whiskers = self._whiskers(frame, look)
                found[whiskers] = (_filled(whiskers).grown(WHISKER_TICK * dim + 3),)
        return found

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """Draw ranges and trails within the frame's limit."""
        radius, theme = frame.scene.radius, frame.scene.appearance.theme
        # While the view moves, antialiasing is not missed and would take most of the time.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not frame.scene.interaction.is_draft)
        for mark, boxes in self.marks(frame).items():
            for _ in frame.clips(painter, boxes):
                if isinstance(mark, _Trail):
                    start, end = QPointF(*mark.start), QPointF(*mark.end)
                    paint_trail(painter, start, end, radius, mark.ink, theme, mark.dimmed, in_steps=True)
                else:
                    at, across, along = QPointF(*mark.at), mark.x_span, mark.y_span
                    paint_whiskers(painter, at, across, along, radius, mark.ink, mark.dimmed)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def polylines(self, frame: Frame) -> list[list[tuple[float, float]]]:
        """The whiskers and trails as lines, as far as they are drawn of all actors."""
        projection, detail = frame.scene.projection, frame.scene.detail
        lines = []
        for look in frame.few_looks(FEW):
            x, y = projection.to_pixels(look.x, look.y)
            if look.x_range and detail.ranges:
                lines.append([(projection.pixel_x(end), y) for end in look.x_range])
            if look.y_range and detail.ranges:
                lines.append([(x, projection.pixel_y(end)) for end in look.y_range])
            if look.trail and detail.trails:
                lines.append([projection.to_pixels(*look.trail), (x, y)])
        return lines

    def _trail(self, frame: Frame, look: ActorLook) -> _Trail:
        assert look.trail is not None
        pixels = frame.scene.projection.to_pixels
        return _Trail(
            look.actor, pixels(*look.trail), pixels(*frame.drawn_at(look)), look.colour, look.dimmed
        )

    def _whiskers(self, frame: Frame, look: ActorLook) -> _Whiskers:
        projection = frame.scene.projection
        x, y = frame.drawn_at(look)
        being_set = frame.scene.interaction.spans
        x_range = being_set.get((look.actor, "alignment"), look.x_range)
        y_range = being_set.get((look.actor, "influence"), look.y_range)
        x_span = carried_along(x_range, look.x, x, ALIGNMENT)
        y_span = carried_along(y_range, look.y, y, INFLUENCE)
        return _Whiskers(
            look.actor,
            projection.to_pixels(x, y),
            x_span and (projection.pixel_x(x_span[0]), projection.pixel_x(x_span[1])),
            y_span and (projection.pixel_y(y_span[0]), projection.pixel_y(y_span[1])),
            look.colour,
            look.dimmed,
        )


def _along(start: tuple[float, float], end: tuple[float, float], reach: float) -> Boxes:
    """Boxes along a line, since a single one would contain too much else."""
    (x, y), dx, dy = start, end[0] - start[0], end[1] - start[1]
    pieces = math.ceil(max(abs(dx), abs(dy), 1.0) / _PIECE)
    points = [(x + dx * step / pieces, y + dy * step / pieces) for step in range(pieces + 1)]
    return tuple(hull(*ends).grown(reach) for ends in pairwise(points))


def _filled(whiskers: _Whiskers) -> Box:
    (x, y), across, along = whiskers.at, whiskers.x_span or (), whiskers.y_span or ()
    return hull((x, y), *((end, y) for end in across), *((x, end) for end in along))
