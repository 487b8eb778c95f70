"""Placement of relations' labels on their curves, for canvas and slides, crossing the fewest lines."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from stakemap.picture.appearance_values import RelationLook
from stakemap.picture.curves import Curve, point_on
from stakemap.picture.labels import Labelling
from stakemap.picture.measure import TextMeasure, elide
from stakemap.picture.occupancy import Box

__all__ = ["MOST_LABELLED", "RelationLabel", "relation_labels"]

#: Relations have labels only up to this number of them.
MOST_LABELLED = 14
#: Candidate places along the curve (0 to 1), the preferred ones first.
_ALONG = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74)
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
        wanted = [(*point_on(curve, t), 0.5, 0.5, float(rank), 0) for rank, t in enumerate(_ALONG)]
        free = [
            (Box(left, top, left + width, top + size), place[4])
            for place, left, top in labelling.taken.free(wanted, width, size)
        ]
        if free:
            # The place that covers the fewest other lines, preferably near the middle.
            box = min(free, key=lambda each: labelling.crossed.covered(each[0]) + 1.5 * each[1])[0]
            labelling.taken.add_box(box.grown(0.2 * size))
            yield RelationLabel(look, text, box, box.top + 0.86 * size)
