"""Placement of relations' labels beside their curves, for canvas and slides, crossing the fewest lines."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import product
from operator import itemgetter
from typing import NamedTuple

from stakemap.picture.appearance.values import RelationLook
from stakemap.picture.appearance.weak_support import WEAK
from stakemap.picture.labels.occupancy import Box, PlaceLike
from stakemap.picture.labels.values import Labelling, Line, LineEnd, Polyline
from stakemap.picture.labels.variants import LINE_HEIGHT, forms_for
from stakemap.picture.measure import TextMeasure, elide
from stakemap.picture.plot.curves import Curve, Point, point_on

#: Relations have labels only up to this number of them.
MOST_LABELLED = 14
#: Candidate places along the curve (0 to 1), the preferred ones first.
_ALONG = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8)
#: How far an arrow head reaches from its middle, in radii of discs.
ARROW_REACH = 0.4
#: The length of a relation, in radii of a disc, below which no name covers it.
_SHORT = 4.0
#: Distances of a label from its curve in ems, with their costs: first the one at which its halo leaves the
#: curve whole. The cost of the inner side of the curve, and of a place on it.
_OFF, _INNER, _ON = ((0.44, 0.0), (0.32, 0.5), (0.8, 6.0)), 0.5, 12.0
#: The distance from names and discs in ems within which a place has the cost `_CLOSE`.
_APART, _CLOSE = 0.4, 6.0
#: By how much a label is nearer to its own curve than to any other, in ems.
_NEARER = 0.3
#: How many points of a curve are looked at together.
_STRETCH = 12
#: Least length of a curve as a share of its label's width.
_LEAST_LENGTH = 0.6
#: The sign of weak support after a name, on the same line.
_SIGN = f"\u2009{WEAK}"
#: Width of a label that is elided for want of room, in ems.
_ELIDED = 6.0


def arrow_heads(curves: Iterable[tuple[RelationLook, Curve]], radius: float) -> Iterator[LineEnd]:
    """The arrow heads of relations between discs of this radius in pixels, which names avoid."""
    for look, curve in curves:
        for tip in (curve.end,) if look.directed else (curve.start, curve.end):
            across, down = curve.control.x - tip.x, curve.control.y - tip.y
            back = ARROW_REACH * radius / (math.hypot(across, down) or 1.0)
            yield tip.x + back * across, tip.y + back * down, ARROW_REACH * radius, True


def short_relations(curves: Iterable[Curve], radius: float) -> Iterator[Polyline]:
    """Relations between discs of this radius in pixels that are so short that a name would hide them."""
    for start, _, end in curves:
        if math.dist(start, end) < _SHORT * radius:
            yield [(start.x, start.y), (end.x, end.y)]


class RelationLabel(NamedTuple):
    """A placed label, with its lines centred in `box`."""

    look: RelationLook
    lines: tuple[Line, ...]
    box: Box


def relation_labels(
    curves: Iterable[tuple[RelationLook, Curve]],
    labelling: Labelling,
    measure: TextMeasure,
    size: float,
    widest: float,
    *,
    weak_signs: bool = True,
) -> Iterator[RelationLabel]:
    """Place labels of one font `size` in the room `labelling` leaves, and mark it as taken.

    `widest` is their largest width; all are in pixels. A name without room on one line is tried on two, then
    elided. Dimmed and nameless relations have no label, nor those of which any place is nearer to another.
    After the names of weakly supported ones stands the sign of that if there are `weak_signs`.
    """
    known = list(curves)
    tracks = {curve: _stretches(curve, 0.3 * size) for _, curve in known}
    for look, curve in known:
        if look.dimmed:
            continue
        sign = _SIGN if look.weak and weak_signs else ""
        own = tracks[curve]
        others = [stretch for other, track in tracks.items() if other != curve for stretch in track]
        found: tuple[_Widths, Box] | None = None
        for lines, is_whole in _variants(look.label, sign, widest, size, measure):
            if found and not is_whole:
                break
            free = _places_free(curve, lines, size, labelling)
            place = next((each for each in free if _is_of(each.box, own, others, size)), None)
            if place and (place.is_beside or not found):
                found = lines, place.box
            # On two lines beside its curve a label is easier to read than on the curve.
            if place and place.is_beside:
                break
        if found:
            lines, box = found
            labelling.taken.add_box(box.grown(0.2 * size))
            yield RelationLabel(look, tuple(_set(lines, box, size)), box)


_Widths = list[tuple[str, float]]


def _variants(
    name: str, sign: str, widest: float, size: float, measure: TextMeasure
) -> Iterator[tuple[_Widths, bool]]:
    """The lines of a label with their widths, and whether it is whole: on one line or two, then elided to the
    widest or less, though not in its sign.
    """
    text, room = f"{name}{sign}".strip(), measure.extent(sign, size).width
    forms = forms_for(measure, size, size, 400, widest)
    whole = [[text], *forms.breaks(text, most=2)]
    short = (elide(name, width - room, size, measure) for width in (widest, _ELIDED * size))
    elided = [[f"{each}{sign}"] for each in short if each]
    seen: list[list[str]] = []
    for lines in (*whole, *elided):
        widths = [measure.extent(line, size).width for line in lines]
        if all(lines) and lines not in seen and max(widths) <= widest:
            yield list(zip(lines, widths, strict=True)), lines in whole
        seen.append(lines)


class _FreePlace(NamedTuple):
    box: Box
    #: Beside its curve rather than on it.
    is_beside: bool


def _places_free(curve: Curve, lines: _Widths, size: float, labelling: Labelling) -> list[_FreePlace]:
    """The free places, the best first: covering few other lines, near the middle of the curve."""
    width, height = max(width for _, width in lines), size * (1 + LINE_HEIGHT * (len(lines) - 1))
    if math.dist(curve.start, curve.end) < _LEAST_LENGTH * width:
        return []
    free = []
    for place in labelling.taken.free(_places(curve, width, height, size), width, height):
        x, y, share, above, dislike, on_curve = place
        left, top = x - share * width, y - above * height
        box = Box(left, top, left + width, top + height)
        left, top, right, bottom = box.grown(_APART * size)
        is_apart = labelling.taken.is_free(left, top, right - left, bottom - top)
        cost = labelling.crossed.covered(box) + 1.5 * (dislike + (0.0 if is_apart else _CLOSE))
        free.append((cost, _FreePlace(box, not on_curve)))
    free.sort(key=itemgetter(0))
    return [place for _, place in free]


class _Stretch(NamedTuple):
    """Successive points of a curve, and the box around them, by which most need not be looked at."""

    points: list[Point]
    box: Box


def _stretches(curve: Curve, step: float) -> list[_Stretch]:
    """A curve as points at most about `step` pixels apart."""
    length = math.dist(curve.start, curve.control) + math.dist(curve.control, curve.end)
    count = max(1, math.ceil(length / step))
    points = [point_on(curve, index / count) for index in range(count + 1)]
    parts = (points[first : first + _STRETCH] for first in range(0, len(points), _STRETCH))
    return [_Stretch(part, _around(part)) for part in parts]


def _around(points: list[Point]) -> Box:
    across, down = zip(*points, strict=True)
    return Box(min(across), min(down), max(across), max(down))


def _is_of(box: Box, own: Iterable[_Stretch], others: Iterable[_Stretch], size: float) -> bool:
    """Whether a label in `box` is clearly nearer to its own curve than to others."""
    near = box.grown(_gap(box, own) + _NEARER * size)
    left, top, right, bottom = near
    for points, around in others:
        if near.overlaps(around):
            for x, y in points:
                if left < x < right and top < y < bottom:
                    return False
    return True


def _gap(box: Box, own: Iterable[_Stretch]) -> float:
    """The distance between a box and the nearest point of a curve."""
    left, top, right, bottom = box
    nearest = math.inf
    for least, points in sorted((_least_gap(box, around), points) for points, around in own):
        if least >= nearest:
            break
        for x, y in points:
            dx = left - x if x < left else x - right if x > right else 0.0
            dy = top - y if y < top else y - bottom if y > bottom else 0.0
            # Most points are too far away by one of these alone.
            if dx < nearest and dy < nearest:
                gap = math.hypot(dx, dy) if dx and dy else dx or dy
                if gap < nearest:
                    nearest = gap
    return nearest


def _least_gap(box: Box, around: Box) -> float:
    """The most by which two boxes are apart across or down, 0 where they overlap."""
    left, top, right, bottom = box
    first, upper, last, lower = around
    return max(left - last, first - right, top - lower, upper - bottom, 0.0)


def _set(lines: _Widths, box: Box, size: float) -> Iterator[Line]:
    for number, (text, width) in enumerate(lines):
        left = box.centre[0] - width / 2
        yield Line(text, left, box.top + (0.86 + LINE_HEIGHT * number) * size, width)


def _places(curve: Curve, width: float, height: float, size: float) -> Iterator[PlaceLike]:
    """Places of a label beside its curve (ring 0), outside and inside of its bend, near it or less so, and on
    it (ring 1).
    """
    start, control, end = curve
    outwards = 2 * control.x - start.x - end.x, 2 * control.y - start.y - end.y
    track = [point_on(curve, step / 32) for step in range(33)]
    for rank, t in enumerate(_ALONG):
        place, normal = point_on(curve, t), _normal(curve, t)
        side = math.copysign(1.0, normal.x * outwards[0] + normal.y * outwards[1])
        for (ems, further), (sign, inner) in product(_OFF, ((side, 0.0), (-side, _INNER))):
            gap = ems * size
            off = abs(normal.x) * (width / 2 + gap) + abs(normal.y) * (height / 2 + gap)
            x, y = place.x + sign * off * normal.x, place.y + sign * off * normal.y
            across, down = (width + gap) / 2, (height + gap) / 2
            for track_x, track_y in track:
                if abs(track_x - x) < across and abs(track_y - y) < down:
                    break
            else:
                yield x, y, 0.5, 0.5, rank + further + inner, 0
        yield *place, 0.5, 0.5, rank + _ON, 1


def _normal(curve: Curve, t: float) -> Point:
    """The unit vector across a curve at `t`."""
    dx = (1 - t) * (curve.control.x - curve.start.x) + t * (curve.end.x - curve.control.x)
    dy = (1 - t) * (curve.control.y - curve.start.y) + t * (curve.end.y - curve.control.y)
    length = math.hypot(dx, dy) or 1.0
    return Point(-dy / length, dx / length)
