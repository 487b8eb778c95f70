"""Where a legend may lie on the canvas: in a corner, else along an edge, covering nothing that is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from stakemap.picture.occupancy import Box

__all__ = ["Obstacles", "free_place", "least_bad_place"]

#: How far it keeps from the edges of the view, and from what it must not cover, in pixels.
_EDGE, _CLEAR = 10.0, 4.0
#: So many points of lines may lie below it where it has no other place.
_BRUSHED = 5
#: How far apart the places are that are tried along an edge.
_STEP = 12.0

Size = tuple[float, float]


class Obstacles:
    """Boxes that must stay in sight, and points of long lines of which a corner may hide a few."""

    def __init__(self, boxes: Iterable[Box], points: Iterable[tuple[float, float]] = ()) -> None:
        edges = np.array(list(boxes), dtype=float).reshape(-1, 4)
        self._left, self._top, self._right, self._bottom = edges.T
        self._x, self._y = np.array(list(points), dtype=float).reshape(-1, 2).T

    def fill(self, view: Size) -> bool:
        """Whether one of them alone covers the whole view."""
        across = (self._left <= 0) & (self._right >= view[0])
        return bool((across & (self._top <= 0) & (self._bottom >= view[1])).any())

    def hidden_by(self, box: Box) -> int:
        """How many of the points are inside `box`."""
        across = (self._x > box.left) & (self._x < box.right)
        return int(np.count_nonzero(across & (self._y > box.top) & (self._y < box.bottom)))

    def met_by(self, box: Box) -> int:
        """How many of the boxes share more than an edge with `box`."""
        met: npt.NDArray[np.bool_] = (
            (self._left < box.right)
            & (self._right > box.left)
            & (self._top < box.bottom)
            & (self._bottom > box.top)
        )
        return int(np.count_nonzero(met))


def free_place(
    sizes: Sequence[Size], view: Size, obstacles: Obstacles, current: Box | None = None
) -> Box | None:
    """The first place where a legend of one of the `sizes` covers no obstacle; None where there is none.

    The lower left is liked best, corners better than edges, and best of all to stay at `current`. Where
    there is none but at the cost of touching a line, it is a place that hides little of it.
    """
    if obstacles.fill(view):
        return None
    if current is not None and (current.width, current.height) in sizes:
        inside = current.left >= 0 and current.top >= 0
        inside = inside and current.right <= view[0] and current.bottom <= view[1]
        if inside and _is_free(current, obstacles, _BRUSHED):
            return current
    for hidden in (0, _BRUSHED):
        found = next((box for box in _places(sizes, view) if _is_free(box, obstacles, hidden)), None)
        if found is not None:
            return found
    return None


def _is_free(box: Box, obstacles: Obstacles, hidden: int) -> bool:
    grown = box.grown(_CLEAR)
    return not obstacles.met_by(grown) and obstacles.hidden_by(grown) <= hidden


def least_bad_place(sizes: Sequence[Size], view: Size, obstacles: Obstacles) -> Box | None:
    """Where a legend of one of the `sizes` covers fewest obstacles; None where the view is too small for
    any.
    """
    places = _places(sizes, view)
    if obstacles.fill(view):
        # Then no place is much better than another.
        return next(places, None)
    return min(places, key=lambda box: (obstacles.met_by(box), obstacles.hidden_by(box)), default=None)


def _places(sizes: Sequence[Size], view: Size) -> Iterator[Box]:
    for width, height in sizes:
        for left, top in _along_edges(view[0] - width, view[1] - height):
            yield Box(left, top, left + width, top + height)


def _along_edges(most_left: float, most_top: float) -> Iterator[Size]:
    """Corners and what lies between them, from the corners inwards; none where it would not fit at all."""
    if most_left < 2 * _EDGE or most_top < 2 * _EDGE:
        return
    left, right, top, bottom = _EDGE, most_left - _EDGE, _EDGE, most_top - _EDGE
    yield from ((left, bottom), (right, bottom), (left, top), (right, top))
    for away in np.arange(_STEP, (bottom - top) / 2 + _STEP, _STEP).tolist():
        for x in (left, right):
            yield x, bottom - away
            yield x, top + away
    for away in np.arange(_STEP, (right - left) / 2 + _STEP, _STEP).tolist():
        for y in (bottom, top):
            yield left + away, y
            yield right - away, y
