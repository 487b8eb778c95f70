"""Writes relations and movements to a PowerPoint slide: as freeforms, which every program draws alike, or as
connectors glued to the discs, which follow them but are routed by the program that shows them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from stakemap.export.pptx_elements import Stroke, TextStyle
from stakemap.export.pptx_writer import PptxWriter, around, bounds, curve_bounds, union
from stakemap.i18n import tr
from stakemap.paint.trails import ghost_fill, ghost_style
from stakemap.picture.geometry import ArrowHead, Track, move_track, relation_line
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import MoveMark, RelationMark
from stakemap.picture.measure import TextMeasure
from stakemap.picture.plot.curves import Point, point_on
from stakemap.picture.plot.disc_code import CODE_WEIGHT, fit_code
from stakemap.picture.style import (
    DIMMED,
    MOVE_DOT,
    MOVE_DOT_EDGE,
    MOVE_GHOST,
    MOVE_GHOST_EDGE,
    MOVE_WIDTH,
    move_ink,
    relation_ink,
    relation_width,
)
from stakemap.picture.theme import Theme

#: The shape id of a disc that a connector may be glued to, and its centre.
End = tuple[int, Point]
#: Width of an arrow head of each size, in line widths.
_HEADS = (2.0, 3.0, 5.0)


class Caption(NamedTuple):
    """The text of a relation, which is grouped with its line: its box, and what writes it."""

    box: Box
    write: Callable[[], None]


class PptxLines:
    """Writes lines between places to `writer` in the colours of `theme`, glued to discs where `is_glued`."""

    def __init__(self, writer: PptxWriter, theme: Theme, measure: TextMeasure, is_glued: bool) -> None:
        self.writer = writer
        self.theme = theme
        self.measure = measure
        self.is_glued = is_glued

    # Relations.

    def relation(
        self, mark: RelationMark, name: str, ends: tuple[End, End] | None, caption: Caption | None = None
    ) -> None:
        """Write a relation between the discs `ends`, if they are on the slide."""
        if self.is_glued and ends is not None:
            self._arch(mark, name, ends, self._relation_stroke(mark, has_head=True))
        else:
            self._freeform(mark, name, self._relation_stroke(mark), caption)

    def sample(self, mark: RelationMark, name: str) -> None:
        """Write the straight line of a relation in the legend."""
        self.writer.line(name, mark.curve.start, mark.curve.end, self._relation_stroke(mark, has_head=True))

    def _relation_stroke(self, mark: RelationMark, has_head: bool = False) -> Stroke:
        width = mark.radius * relation_width(mark.strength)
        ink, alpha = relation_ink(mark.strength, self.theme), DIMMED if mark.dimmed else 1.0
        dash = "sysDot" if mark.strength is None else "dash" if mark.strength < 0 else "solid"
        has_head = has_head and mark.directed is not None
        head = self._head(mark.radius * 0.36 + 1.4 * width, width) if has_head else 0
        return Stroke(ink, width, dash, head, alpha, both_ends=mark.directed is False)

    def _freeform(self, mark: RelationMark, name: str, stroke: Stroke, caption: Caption | None) -> None:
        """Write the curve itself, in a group with its arrow heads and its text."""
        curve, heads = relation_line(mark.curve, mark.strength, mark.directed, mark.radius)
        boxes = [curve_bounds(curve), *(bounds(head.corners) for head in heads)]
        with self.writer.group(name, union([*boxes, *([caption.box] if caption else [])]), name):
            self.writer.curve(tr("Relation"), curve, stroke)
            for head in heads:
                self._arrow_head(head, stroke)
            if caption:
                caption.write()

    def _arrow_head(self, head: ArrowHead, stroke: Stroke) -> None:
        self.writer.path(
            tr("Arrow head"),
            bounds(head.corners),
            [head.corners],
            closed=True,
            fill=stroke.colour,
            alpha=stroke.alpha,
        )

    def _arch(self, mark: RelationMark, name: str, ends: tuple[End, End], stroke: Stroke) -> None:
        """Write an arch as far from the straight line between the discs as the curve, glued to the connection
        sites that face it.
        """
        (source, a), (target, b) = ends
        middle, length = point_on(mark.curve, 0.5), math.dist(a, b) or 1.0
        # Distance of the middle to the left of the straight line from one disc to the other.
        left = Point((b.y - a.y) / length, -(b.x - a.x) / length)
        off = (middle.x - (a.x + b.x) / 2) * left.x + (middle.y - (a.y + b.y) / 2) * left.y
        side = -1.0 if off < 0 else 1.0
        towards = Point(left.x * side, left.y * side)
        site = _site(towards)
        reach = _on_edge(site, mark.radius)
        start, end = Point(a.x + reach.x, a.y + reach.y), Point(b.x + reach.x, b.y + reach.y)
        rise = max(0.3 * mark.radius, abs(off) - (reach.x * towards.x + reach.y * towards.y))
        self.writer.arch(name, start, end, side * rise, ((source, site), (target, site)), stroke)

    # Movements.

    def movement(self, mark: MoveMark, name: str, disc: int | None) -> None:
        """Write a movement as a group: the ghost, intermediate dots, and an arrow. Glued connectors have a
        single segment, from the ghost to the disc with the id `disc`.
        """
        reach, ghost = mark.radius * MOVE_GHOST, self.writer.reserve()
        track = move_track(mark.points, mark.radius)
        glue = (ghost, disc) if self.is_glued and disc is not None and len(mark.points) == 2 else None
        if glue and track:
            self._glued_arrow(mark, name, track, glue)
            self._ghost(mark, name, ghost)
            return
        whole = union([around(*mark.points[0], reach), bounds(mark.points)])
        with self.writer.group(name, whole, name):
            if track:
                stroke = self._movement_stroke(mark)
                self.writer.path(name, bounds(track.line), [track.line], stroke=stroke)
                for head in (*track.earlier, *([track.head] if track.head else ())):
                    self._arrow_head(head, stroke)
            self._dots(mark, name)
            self._ghost(mark, name, ghost)

    def _movement_stroke(self, mark: MoveMark, head: int = 0) -> Stroke:
        alpha = DIMMED if mark.dimmed else 1.0
        return Stroke(move_ink(mark.colour, self.theme), mark.radius * MOVE_WIDTH, head=head, alpha=alpha)

    def _glued_arrow(self, mark: MoveMark, name: str, track: Track, glue: tuple[int, int]) -> None:
        start, end = track.line[0], track.head.tip if track.head else track.line[-1]
        stroke = self._movement_stroke(mark, self._head(mark.radius * 0.55, mark.radius * MOVE_WIDTH))
        sites = _site(_direction(start, end)), _site(_direction(end, start))
        self.writer.connector(name, start, end, ((glue[0], sites[0]), (glue[1], sites[1])), stroke)

    def _dots(self, mark: MoveMark, name: str) -> None:
        stroke = self._movement_stroke(mark)
        edge = Stroke(stroke.colour, stroke.width * MOVE_DOT_EDGE, alpha=stroke.alpha)
        for point in mark.points[1:-1]:
            dot = around(*point, mark.radius * MOVE_DOT)
            self.writer.shape(name, dot, "ellipse", fill=self.theme.canvas, alpha=stroke.alpha, stroke=edge)

    def _ghost(self, mark: MoveMark, name: str, shape_id: int) -> None:
        alpha, reach = DIMMED if mark.dimmed else 1.0, mark.radius * MOVE_GHOST
        style = ghost_style(mark, self.theme)
        size = fit_code(style, reach, self.measure)[0]
        self.writer.shape(
            tr("{name}: before", name=mark.name) if mark.name else name,
            around(*mark.points[0], reach),
            "ellipse",
            fill=ghost_fill(mark, self.theme),
            alpha=alpha,
            stroke=Stroke(style.colour, reach * MOVE_GHOST_EDGE, alpha=alpha),
            text=[style.code] if style.code else [],
            style=TextStyle(size, CODE_WEIGHT, self.theme.text_muted, 0.5, alpha=alpha),
            shape_id=shape_id,
        )

    def _head(self, size: float, width: float) -> int:
        """The arrow head size, 1 to 3, that is nearest to `size` pixels on a line of `width`."""
        # Lines thinner than two points have the heads of a line of two points.
        base = max(width, 2 * 12_700 / self.writer.unit)
        return min((1, 2, 3), key=lambda each: abs(_HEADS[each - 1] * base - size))


def _direction(start: Point, end: Point) -> Point:
    return Point(end.x - start.x, end.y - start.y)


def _site(direction: Point) -> int:
    """The connection site of an ellipse, of eight, that faces a direction: 0 is the top, 2 the left."""
    return round(-math.atan2(direction.x, -direction.y) / (math.pi / 4)) % 8


def _on_edge(site: int, radius: float) -> Point:
    """The connection site's offset from the centre of a disc."""
    turn = -site * math.pi / 4
    return Point(radius * math.sin(turn), -radius * math.cos(turn))
