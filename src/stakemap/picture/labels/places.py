"""Candidate places of a label: beside its disc, and around it at some distance."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

from stakemap.picture.labels.occupancy import Place

#: Distances of names that are joined to their disc by a leader line, in font sizes; at a greater one a name
#: would not be associated with its disc.
AWAY = (0.4, 0.8, 1.2, 1.6, 2.0, 2.4)
#: Distances of letters of a key where there is no room nearer.
FAR = (2.8, 3.4, 4.1, 4.8, 5.6, 6.6, 7.6, 8.8, 12.0, 15.0, 22.0, 32.0)
#: Cost of a place on the side where other discs cover that of the label.
_COVERED_SIDE = 8.0


def _part(direction: float, centred: float) -> float:
    """Anchor of a box along one axis, as a share of its size: 0, 0.5 or 1, whichever faces the disc."""
    return 0.0 if direction > centred else 1.0 if direction < -centred else 0.5


def _ways(directions: Iterable[tuple[float, float, float]]) -> tuple[Place, ...]:
    """Places in the given directions (dx, dy, dislike), each with the anchor that faces the disc."""
    return tuple(Place(dx, dy, _part(dx, 0.35), _part(dy, 0.55), dislike) for dx, dy, dislike in directions)


@cache
def compass(count: int) -> tuple[Place, ...]:
    """Places in `count` directions all round; sideways ones come first, being the most legible."""
    turns = [2 * math.pi * step / count for step in range(count)]
    directions = [(math.cos(turn), math.sin(turn), 2 * abs(math.sin(turn))) for turn in turns]
    return _ways(
        sorted(directions, key=lambda each: (round(each[2], 6), -round(each[0], 6), round(each[1], 6)))
    )


_DIAGONAL = math.sqrt(0.5)
#: Places beside the disc (right, left, above, below, diagonals), the preferred ones first.
NEAR = _ways(
    (
        (1.0, 0.0, 0.0),
        (-1.0, 0.0, 1.0),
        (0.0, -1.0, 1.6),
        (0.0, 1.0, 1.9),
        (_DIAGONAL, -_DIAGONAL, 2.4),
        (_DIAGONAL, _DIAGONAL, 2.6),
        (-_DIAGONAL, -_DIAGONAL, 2.8),
        (-_DIAGONAL, _DIAGONAL, 3.0),
    )
)


def turned_away(dx: float, dy: float, visible: tuple[float, float]) -> float:
    """The cost of a place in the direction (dx, dy) from a disc of which the side `visible` (a unit vector,
    or zeros) is not covered by other discs.
    """
    return _COVERED_SIDE * max(0.0, -(dx * visible[0] + dy * visible[1]))
