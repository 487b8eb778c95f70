"""Beneath the discs: how sure we are (whiskers) and where actors came from (trails)."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from stakemap.app.canvas.layers.frame import Frame
from stakemap.app.canvas.scene.projection import ALIGNMENT, INFLUENCE, Range
from stakemap.app.canvas.scene.sizes import FEW, FEW_TRAILS
from stakemap.model.judgements import range_moved_along
from stakemap.paint.marks import paint_trail, paint_whiskers
from stakemap.picture.appearance import ActorLook

__all__ = ["RangeLayer", "carried_along"]

Span = tuple[float, float]


def carried_along(span: Span | None, value: float, now: float, scale: Range) -> Span | None:
    """A range whose value moved to `now`, moved along as far as the scale lets it."""
    if span is None or now == value:
        return span
    return range_moved_along(span, value, now, (scale.low, scale.high))


class RangeLayer:
    """Paints ranges and trails: of everybody while few are in view, else of those that are looked at."""

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """Draw trails first, then whiskers, since these are about now."""
        scene = frame.scene
        # While the view moves, soft edges are not missed and cost most of the time.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not scene.interaction.hurried)
        for look in self._wanted(frame, FEW_TRAILS):
            if look.trail is not None:
                self._trail(painter, frame, look)
        for look in self._wanted(frame, FEW):
            if look.x_range or look.y_range or frame.scene.interaction.spans:
                self._whiskers(painter, frame, look)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def polylines(self, frame: Frame) -> list[list[tuple[float, float]]]:
        """The whiskers and trails as lines."""
        projection = frame.scene.projection
        lines = []
        for look in self._wanted(frame, FEW):
            x, y = projection.to_pixels(look.x, look.y)
            if look.x_range:
                lines.append([(projection.pixel_x(end), y) for end in look.x_range])
            if look.y_range:
                lines.append([(x, projection.pixel_y(end)) for end in look.y_range])
            if look.trail:
                lines.append([projection.to_pixels(*look.trail), (x, y)])
        return lines

    @staticmethod
    def _wanted(frame: Frame, few: int) -> list[ActorLook]:
        columns = frame.scene.columns
        if len(frame.rows) <= few:
            return [columns.looks[columns.ids[row]] for row in frame.rows.tolist()]
        interaction = frame.scene.interaction
        looked_at = {interaction.hovered, interaction.focused if interaction.focus_shown else None}
        selection = frame.scene.appearance.view.selection
        if len(selection) <= few:
            looked_at |= selection
        wanted = columns.rows(actor for actor in looked_at if actor)
        shown = wanted[np.isin(wanted, frame.rows)]
        return [columns.looks[columns.ids[row]] for row in shown.tolist()]

    @staticmethod
    def _now(frame: Frame, look: ActorLook) -> tuple[float, float]:
        """Where it is drawn, which on the way between two snapshots is not where it was judged to be."""
        held = frame.scene.interaction.held.get(look.actor)
        if held is not None:
            return held
        columns = frame.scene.columns
        row = columns.row[look.actor]
        return float(columns.x[row]), float(columns.y[row])

    def _trail(self, painter: QPainter, frame: Frame, look: ActorLook) -> None:
        assert look.trail is not None
        scene = frame.scene
        start = QPointF(*scene.projection.to_pixels(*look.trail))
        end = QPointF(*scene.projection.to_pixels(*self._now(frame, look)))
        theme = scene.appearance.theme
        paint_trail(painter, start, end, scene.radius, look.colour, theme, look.dimmed)

    def _whiskers(self, painter: QPainter, frame: Frame, look: ActorLook) -> None:
        projection = frame.scene.projection
        x, y = self._now(frame, look)
        being_set = frame.scene.interaction.spans
        x_range = being_set.get((look.actor, "alignment"), look.x_range)
        y_range = being_set.get((look.actor, "influence"), look.y_range)
        x_span = carried_along(x_range, look.x, x, ALIGNMENT)
        y_span = carried_along(y_range, look.y, y, INFLUENCE)
        paint_whiskers(
            painter,
            QPointF(*projection.to_pixels(x, y)),
            x_span and (projection.pixel_x(x_span[0]), projection.pixel_x(x_span[1])),
            y_span and (projection.pixel_y(y_span[0]), projection.pixel_y(y_span[1])),
            frame.scene.radius,
            look.colour,
            look.dimmed,
        )
