"""Placement of relations' labels beside their curves, for canvas and slides, crossing the fewest lines."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from stakemap.picture.appearance_values import RelationLook
from stakemap.picture.curves import Curve, Point, point_on
from stakemap.picture.labels import Labelling
from stakemap.picture.measure import TextMeasure, elide
from stakemap.picture.occupancy import Box, PlaceLike

__all__ = ["MOST_LABELLED", "RelationLabel", "relation_labels"]

#: Relations have labels only up to this number of them.
MOST_LABELLED = 14
#: Candidate places along the curve (0 to 1), the preferred ones first.
_ALONG = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74)
#: Distance of a label from its curve, in ems; cost of its inner side, and of a place on the curve.
_OFF, _INNER, _ON = 0.32, 0.5, 12.0
#: Least length of a curve as a share of its label's width.
_LEAST_LENGTH = 0.6


class RelationLabel(NamedTuple):
    """A placed label of one line, which begins at the left of `box`."""

    look: RelationLook
    text: str
    box: Box
    baseline: float


def relation_labels(
    curves: Iterable[tuple[RelationLook, Curve]],
    labelling: Labelling,
    measure: TextMeasure,
    size: float,
    widest: float,
) -> Iterator[RelationLabel]:
    """Place labels of one font `size` in the room `labelling` leaves, and mark it as taken.

    `widest` is their largest width; all are in pixels. Dimmed and nameless relations have no label.
    """
    for look, curve in curves:
        text = elide(look.label, widest, size, measure)
        width = measure.extent(text, size).width
        if not text or look.dimmed or math.dist(curve.start, curve.end) < _LEAST_LENGTH * width:
            continue
        wanted = list(_places(curve, width, size))
        free = [
            (Box(left, top, left + width, top + size), place[4])
            for place, left, top in labelling.taken.free(wanted, width, size)
        ]
        if free:
            # The place that covers the fewest other lines, preferably near the middle.
            box = min(free, key=lambda each: labelling.crossed.covered(each[0]) + 1.5 * each[1])[0]
            labelling.taken.add_box(box.grown(0.2 * size))
            yield RelationLabel(look, text, box, box.top + 0.86 * size)


def _places(curve: Curve, width: float, size: float) -> Iterator[PlaceLike]:
    """Places of a label beside its curve, outside and inside of its bend, and at last on it."""
    start, control, end = curve
    outwards = 2 * control.x - start.x - end.x, 2 * control.y - start.y - end.y
    track = [point_on(curve, step / 32) for step in range(33)]
    gap = _OFF * size
    for rank, t in enumerate(_ALONG):
        place, normal = point_on(curve, t), _normal(curve, t)
        side = math.copysign(1.0, normal.x * outwards[0] + normal.y * outwards[1])
        off = abs(normal.x) * (width / 2 + gap) + abs(normal.y) * (size / 2 + gap)
        for sign, cost in ((side, 0.0), (-side, _INNER)):
            x, y = place.x + sign * off * normal.x, place.y + sign * off * normal.y
            across, down = width / 2 + gap / 2, size / 2 + gap / 2
            if not any(abs(point.x - x) < across and abs(point.y - y) < down for point in track):
                yield x, y, 0.5, 0.5, rank + cost, 0
        yield *place, 0.5, 0.5, rank + _ON, 0


def _normal(curve: Curve, t: float) -> Point:
    """The unit vector across a curve at `t`."""
    dx = (1 - t) * (curve.control.x - curve.start.x) + t * (curve.end.x - curve.control.x)
    dy = (1 - t) * (curve.control.y - curve.start.y) + t * (curve.end.y - curve.control.y)
    length = math.hypot(dx, dy) or 1.0
    return Point(-dy / length, dx / length)
