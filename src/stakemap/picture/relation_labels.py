"""The labels of relations, for canvas and slides: on their curves, where the fewest other lines lie."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from stakemap.picture.curves import Curve, point_on
from stakemap.picture.labels import Labelling
from stakemap.picture.looks import RelationLook
from stakemap.picture.measure import TextMeasure, elide
from stakemap.picture.occupancy import Box

__all__ = ["MOST_LABELLED", "RelationLabel", "relation_labels"]

#: Relations are written on their curves while there are no more than this.
MOST_LABELLED = 14
#: Where along its curve a label may stand, the liked places first.
_ALONG = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74)
#: A curve shorter than this share of its label bears none.
_LEAST_LENGTH = 0.6


class RelationLabel(NamedTuple):
    """A label in its place; its only line begins at the left of `box`."""

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
    """Place labels of one `size` where `labelling` has left room, and take that room.

    `widest` limits them; all are in pixels. Dimmed relations, and those without a name, get none.
    """
    for look, curve in curves:
        text = elide(look.label, widest, size, measure)
        width = measure.extent(text, size).width
        if not text or look.dimmed or math.dist(curve.start, curve.end) < _LEAST_LENGTH * width:
            continue
        wanted = [(*point_on(curve, t), 0.5, 0.5, float(rank)) for rank, t in enumerate(_ALONG)]
        free = [
            (Box(left, top, left + width, top + size), place[4])
            for place, left, top in labelling.taken.free(wanted, width, size)
        ]
        if free:
            # The place with the fewest other lines beneath it, near the middle.
            box = min(free, key=lambda each: labelling.crossed.covered(each[0]) + 1.5 * each[1])[0]
            labelling.taken.add_box(box.grown(0.2 * size))
            yield RelationLabel(look, text, box, box.top + 0.86 * size)
