"""Outlines of arrow heads, trails, movements, arcs and badges, for painting and for writing to files."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from stakemap.picture.labels.occupancy import Box
from stakemap.picture.plot.curves import Curve, Point, from_line, point_on
from stakemap.picture.style import (
    BADGE_EDGE,
    HATCH,
    HATCH_WIDTH,
    MOVE_CLEARANCE,
    MOVE_DOT,
    MOVE_GHOST,
    TICK_GAP,
    TICK_SPAN,
    WEAK_AT,
    WEAK_GROUND,
    WEAK_SIZE,
    WEAK_WIDTH,
    relation_width,
)


class ArrowHead(NamedTuple):
    """A triangle, and the point inside it at which the line that bears it ends."""

    tip: Point
    left: Point
    right: Point
    stop: Point

    @property
    def corners(self) -> tuple[Point, Point, Point]:
        """The triangle."""
        return self.tip, self.left, self.right


def arrow_head(curve: Curve, size: float) -> ArrowHead:
    """A head `size` pixels long at the end of `curve`."""
    tip = curve.end
    # The direction of the last stretch, about as long as the head, so that the head lies on the curve.
    span = math.dist(curve.start, curve.control) + math.dist(curve.control, curve.end)
    near = point_on(curve, max(0.0, 1 - size / max(span, 1.0)))
    length = math.dist(near, tip) or 1.0
    along = ((tip.x - near.x) / length, (tip.y - near.y) / length)
    base = Point(tip.x - along[0] * size, tip.y - along[1] * size)
    across = (-along[1] * size * 0.46, along[0] * size * 0.46)
    return ArrowHead(
        tip,
        Point(base.x + across[0], base.y + across[1]),
        Point(base.x - across[0], base.y - across[1]),
        Point(tip.x - along[0] * size * 0.7, tip.y - along[1] * size * 0.7),
    )


class RelationLine(NamedTuple):
    """The line of a relation, which ends inside its arrow heads, and these."""

    curve: Curve
    heads: tuple[ArrowHead, ...]


def relation_line(curve: Curve, strength: int | None, directed: bool | None, radius: float) -> RelationLine:
    """The line of a relation between discs of `radius` pixels: a head at its end if it is directed, at both
    ends if it goes both ways, at none for None.
    """
    if directed is None:
        return RelationLine(curve, ())
    size = radius * (0.36 + 1.4 * relation_width(strength))
    if directed:
        head = arrow_head(curve, size)
        return RelationLine(Curve(curve.start, curve.control, head.stop), (head,))
    # Heads of close discs are smaller, rather than covering each other.
    size = min(size, 0.45 * math.dist(curve.start, curve.end))
    head, back = arrow_head(curve, size), arrow_head(Curve(curve.end, curve.control, curve.start), size)
    return RelationLine(Curve(back.stop, curve.control, head.stop), (head, back))


def wedge(x0: float, y0: float, x1: float, y1: float, radius: float) -> tuple[Point, ...]:
    """The polygon of a trail of a disc of `radius` from its earlier position (thin end) to its present one;
    () if it has not moved.
    """
    length = math.hypot(x1 - x0, y1 - y0)
    if length <= 1:
        return ()
    across = (-(y1 - y0) / length * radius, (x1 - x0) / length * radius)
    thin, thick = 0.06, 0.30
    return (
        Point(x0 + across[0] * thin, y0 + across[1] * thin),
        Point(x1 + across[0] * thick, y1 + across[1] * thick),
        Point(x1 - across[0] * thick, y1 - across[1] * thick),
        Point(x0 - across[0] * thin, y0 - across[1] * thin),
    )


def arc_end(x: float, y: float, reach: float, share: float) -> Point:
    """End point of an arc around (x, y), clockwise from twelve o'clock over `share` of the circle."""
    turn = 2 * math.pi * share
    return Point(x + reach * math.sin(turn), y - reach * math.cos(turn))


def hatching(box: Box) -> list[tuple[Point, ...]]:
    """The stripes of a hatched box as polygons that end at its edges, and rise to the right at 45°."""
    left, top, right, bottom = box
    width, height, thick = right - left, bottom - top, HATCH_WIDTH * math.sqrt(2) * (bottom - top)

    # Along the edge of a stripe, the distances from the left and from the top have the same sum.
    def low(total: float) -> Point:
        return Point(left + max(0.0, total - height), top + min(total, height))

    def high(total: float) -> Point:
        return Point(left + min(total, width), top + max(0.0, total - width))

    stripes: list[tuple[Point, ...]] = []
    start = 0.5 * HATCH * math.sqrt(2) * height
    while start < width + height:
        end = min(start + thick, width + height)
        corner = (Point(right, top),) if start < width < end else ()
        other = (Point(left, bottom),) if start < height < end else ()
        stripes.append((low(start), high(start), *corner, high(end), low(end), *other))
        start += HATCH * math.sqrt(2) * height
    return stripes


def diamond(box: Box) -> tuple[Point, ...]:
    """The corners of the diamond that fills a box."""
    x, y = box.centre
    return Point(x, box.top), Point(box.right, y), Point(x, box.bottom), Point(box.left, y)


def second_edge(box: Box, width: float) -> Box:
    """Where the second edge of a box runs, whose edges are of `width` pixels and as far from each other."""
    return box.grown(-2.5 * width)


class WeakSign(NamedTuple):
    """The sign of weak support: the blank disc beneath it, and a question mark of a hook and a dot."""

    centre: Point
    ground: float
    hook: tuple[Point, ...]
    dot: Point
    dot_radius: float


def weak_sign(x: float, y: float, radius: float) -> WeakSign:
    """The sign of weak support of a disc of `radius` at (x, y), above and to the right of it."""
    offset, size = radius * WEAK_AT * math.sqrt(0.5), radius * WEAK_SIZE
    at = Point(x + offset, y - offset)
    # From the left over the top to the lower right, then down to the middle; drawn, so that no font matters.
    bow = [math.radians(degrees) for degrees in range(190, 406, 24)]
    hook = [(0.25 * math.cos(turn), 0.25 * math.sin(turn) - 0.2) for turn in bow]
    hook += [(0.03, 0.08), (0.0, 0.2)]
    return WeakSign(
        at,
        radius * WEAK_GROUND,
        tuple(Point(at.x + size * dx, at.y + size * dy) for dx, dy in hook),
        Point(at.x, at.y + 0.42 * size),
        0.62 * radius * WEAK_WIDTH,
    )


def ticks(x: float, y: float, radius: float, count: int) -> tuple[tuple[Point, Point], ...]:
    """The ticks of confidence in a disc of `radius` at (x, y): `count` upright lines side by side."""
    top, bottom = (y + radius * end for end in TICK_SPAN)
    first = x - radius * TICK_GAP * (count - 1) / 2
    lines = (first + radius * TICK_GAP * number for number in range(count))
    return tuple((Point(across, top), Point(across, bottom)) for across in lines)


class Track(NamedTuple):
    """The polyline of a movement from the edge of the ghost to the arrow head, the head, and those of earlier
    legs, each at the dot where its leg ends.
    """

    line: tuple[Point, ...]
    head: ArrowHead | None
    earlier: tuple[ArrowHead, ...] = ()


def move_track(points: Sequence[Point], radius: float) -> Track | None:
    """The track of a disc of `radius` pixels through `points`; None if it hardly moved."""
    first, second, before, last = points[0], points[1], points[-2], points[-1]
    start = _towards(first, second, radius * MOVE_GHOST)
    tip = _towards(last, before, radius * MOVE_CLEARANCE)
    if len(points) == 2 and math.dist(first, last) < radius * (MOVE_GHOST + MOVE_CLEARANCE):
        return None
    size = radius * 0.55
    line, earlier = [start], []
    for begin, end in pairwise((start, *points[1:-1])):
        line += [*_past(begin, end, last, radius), end]
        if math.dist(begin, end) > 3 * size:
            dot = _towards(end, line[-2], radius * MOVE_DOT)
            middle = Point((line[-2].x + dot.x) / 2, (line[-2].y + dot.y) / 2)
            earlier.append(arrow_head(Curve(line[-2], middle, dot), size))
    if math.dist(tip, before) < size * 0.6 or math.dist(last, before) < radius * MOVE_CLEARANCE:
        return Track((*line, last), None, tuple(earlier))
    middle = Point((before.x + tip.x) / 2, (before.y + tip.y) / 2)
    head = arrow_head(Curve(start if len(points) == 2 else before, middle, tip), size)
    return Track((*line, head.stop), head, tuple(earlier))


def _past(begin: Point, end: Point, disc: Point, radius: float) -> Iterator[Point]:
    """The points through which a leg from `begin` to `end` passes by the present disc, beneath which it would
    be lost; none if it does not come so near.
    """
    length, clear = math.dist(begin, end), radius * MOVE_CLEARANCE
    if from_line(begin, end, *disc) >= clear or min(math.dist(begin, disc), math.dist(disc, end)) < 2 * clear:
        return
    along = (end.x - begin.x) / length, (end.y - begin.y) / length
    aside = (disc.x - begin.x) * -along[1] + (disc.y - begin.y) * along[0]
    # On the side that is nearer, upwards if the disc lies on the line.
    side = -1.0 if aside > 0 or (not aside and along[0] > 0) else 1.0
    for way in (-clear, clear):
        yield Point(
            disc.x + way * along[0] - side * clear * along[1],
            disc.y + way * along[1] + side * clear * along[0],
        )


def _towards(start: Point, end: Point, distance: float) -> Point:
    length = math.dist(start, end) or 1.0
    share = min(1.0, distance / length)
    return Point(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)


class Badge(NamedTuple):
    """A small disc with a number: its centre, radius and edge width, the number and its font size."""

    centre: Point
    reach: float
    edge: float
    text: str
    size: float


def count_badge(
    x: float, y: float, radius: float, count: int, least: float = 0.0, most: int | None = None
) -> Badge:
    """The badge with the number of coincident discs of `radius` at (x, y), at their lower right.

    `least` is the least legible font size, for which the badge is enlarged. A count above `most` is shown as
    "`most`+".
    """
    share = 1.3 if count < 10 else 1.05 if count < 100 else 0.8
    reach = max(radius * 0.52, least / share)
    size = max(1.0, round(reach * share))
    text = f"{count}" if most is None or count <= most else f"{most}+"
    return Badge(Point(x + radius * 0.95, y + radius * 0.95), reach, radius * BADGE_EDGE, text, size)
