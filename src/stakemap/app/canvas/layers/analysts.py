"""The layer of what several analysts judge: a thin whisker for each, before the range of their pool."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from stakemap.app.canvas.layers.frame import Boxes, Frame
from stakemap.app.canvas.scene.sizes import FEW_TRAILS, LABEL_WEIGHT
from stakemap.paint.fonts import QtMeasure, cap_height
from stakemap.paint.primitives import paint_analysts, paint_label
from stakemap.picture.appearance.analysts import AnalystsDrawing, draw_analysts, initials, pool_ahead
from stakemap.picture.appearance.values import ActorLook
from stakemap.picture.labels.occupancy import Box

#: The font size of initials, their distance from a whisker, and the distances of whiskers across and along
#: that leave room for them, in pixels.
_SIZE, _GAP = 10.5, 4.0
_STEPS = (12.0, 19.0)


class _Analysts(NamedTuple):
    """What analysts judge of one actor, in pixels; with the initials of each for one that is looked at."""

    actor: str
    drawing: AnalystsDrawing
    ink: str
    dimmed: bool
    has_initials: bool


class AnalystLayer:
    """Paints what analysts judge of actors looked at, and of all few ones in view if this detail is on."""

    def __init__(self, measure: QtMeasure) -> None:
        self._measure = measure
        self._marks: Mapping[_Analysts, Boxes] = {}
        self._marks_of: Frame | None = None
        #: What was drawn last of each actor, and for what.
        self._known: dict[str, tuple[tuple[object, ...], AnalystsDrawing | None]] = {}

    def marks(self, frame: Frame) -> Mapping[_Analysts, Boxes]:
        """The marks of a frame in drawing order, with the box each covers; computed once a frame."""
        if self._marks_of is not frame:
            looked_at = frame.scene.looked_at(FEW_TRAILS)
            found = {}
            looks = frame.detailed(frame.scene.detail.others, FEW_TRAILS)
            pool_ahead(looks)
            for look in looks:
                drawing = self._drawing(frame, look, named=look.actor in looked_at)
                if drawing is not None:
                    mark = _Analysts(look.actor, drawing, look.colour, look.dimmed, look.actor in looked_at)
                    # Initials of three wide letters.
                    found[mark] = (drawing.box.grown(_GAP + 3 * _SIZE if mark.has_initials else 3),)
            self._marks_of, self._marks = frame, found
        return self._marks

    def _drawing(self, frame: Frame, look: ActorLook, *, named: bool) -> AnalystsDrawing | None:
        if not (look.x_others or look.y_others):
            return None
        projection, radius = frame.scene.projection, frame.scene.radius
        at = projection.to_pixels(*frame.drawn_at(look))
        drawn_for = (look, at, projection, radius, named)
        known = self._known.get(look.actor)
        if known is not None and known[0] == drawn_for:
            return known[1]
        scales, room = (
            (projection.pixel_x, projection.pixel_y),
            Box(0, 0, projection.width, projection.height),
        )
        drawing = draw_analysts(look, at, scales, radius, room, _STEPS if named else None)
        self._known[look.actor] = drawn_for, drawing
        return drawing

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """Draw them within the frame's limit."""
        radius = frame.scene.radius
        # As of ranges: while the view moves, antialiasing is not missed.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not frame.scene.interaction.is_draft)
        for mark, boxes in self.marks(frame).items():
            for _ in frame.clips(painter, boxes):
                paint_analysts(painter, mark.drawing, radius, mark.ink, mark.dimmed)
                if mark.has_initials:
                    self._paint_initials(painter, frame, mark.drawing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def _paint_initials(self, painter: QPainter, frame: Frame, drawing: AnalystsDrawing) -> None:
        theme = frame.scene.appearance.theme

        def paint(text: str, x: float, baseline: float) -> None:
            at = QPointF(x, baseline)
            paint_label(painter, at, text, _SIZE, LABEL_WEIGHT, theme.text_muted, theme.halo)

        height = cap_height(_SIZE, LABEL_WEIGHT)
        for whisker in drawing.across:
            x0, y, x1, _ = whisker.line
            paint(initials(whisker.by), max(x0, x1, whisker.tick[0]) + _GAP, y + height / 2)
        for whisker in drawing.along:
            x, y0, _, y1 = whisker.line
            text = initials(whisker.by)
            width = self._measure.extent(text, _SIZE, LABEL_WEIGHT).width
            paint(text, x - width / 2, min(y0, y1) - _GAP)

    def polylines(self, frame: Frame) -> list[list[tuple[float, float]]]:
        """The whiskers as lines, as far as they are drawn of all actors."""
        if not frame.scene.detail.others:
            return []
        drawings = (self._drawing(frame, look, named=False) for look in frame.few_looks(FEW_TRAILS))
        lines = (line for drawing in drawings if drawing is not None for line in drawing.segments)
        return [[(x0, y0), (x1, y1)] for x0, y0, x1, y1 in lines]
