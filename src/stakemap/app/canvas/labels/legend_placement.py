"""Placement of the legend on the canvas: in a corner, else along an edge, without covering what is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from stakemap.picture.occupancy import Box

__all__ = ["Obstacles", "free_place", "least_bad_place"]

#: Its distance from the edges of the view, and from obstacles, in pixels.
_EDGE, _CLEAR = 10.0, 4.0
#: The most points of lines that it may hide where no position is free.
_BRUSHED = 5
#: The step between the positions tried along an edge, in pixels.
_STEP = 12.0

Size = tuple[float, float]
#: A row of left, top, right, bottom for each box.
Boxes = npt.NDArray[np.float64]
Counts = npt.NDArray[np.intp]


class Obstacles:
    """Boxes that must not be covered, and points of long lines, of which a few may be."""

    def __init__(self, boxes: Iterable[Box], points: Iterable[tuple[float, float]] = ()) -> None:
        edges = np.array(list(boxes), dtype=float).reshape(-1, 4)
        self._left, self._top, self._right, self._bottom = edges.T
        self._x, self._y = np.array(list(points), dtype=float).reshape(-1, 2).T

    def fill(self, view: Size) -> bool:
        """Whether a single box covers the whole view."""
        across = (self._left <= 0) & (self._right >= view[0])
        return bool((across & (self._top <= 0) & (self._bottom >= view[1])).any())

    def hidden_by(self, boxes: Boxes) -> Counts:
        """How many of the points are inside each of `boxes`."""
        left, top, right, bottom = boxes.T[:, :, None]
        inside = (self._x > left) & (self._x < right) & (self._y > top) & (self._y < bottom)
        return np.count_nonzero(inside, axis=1)

    def met_by(self, boxes: Boxes) -> Counts:
        """How many obstacles overlap each of `boxes`."""
        left, top, right, bottom = boxes.T[:, :, None]
        across = (self._left < right) & (self._right > left)
        return np.count_nonzero(across & (self._top < bottom) & (self._bottom > top), axis=1)


def free_place(
    sizes: Sequence[Size], view: Size, obstacles: Obstacles, current: Box | None = None
) -> Box | None:
    """The best position where a legend of one of the `sizes` covers no obstacle; None if there is none.

    `current` is preferred, then the lower left, other corners, and edges. If all positions touch a line, it
    is one that hides little of it.
    """
    if obstacles.fill(view):
        return None
    if current is not None and (current.width, current.height) in sizes:
        inside = current.left >= 0 and current.top >= 0
        inside = inside and current.right <= view[0] and current.bottom <= view[1]
        if inside and len(_free(_as_rows([current]), obstacles)[0]):
            return current
    places, hidden = _free(_as_rows(_places(sizes, view)), obstacles)
    if not len(places):
        return None
    whole = np.flatnonzero(hidden == 0)
    return Box(*places[whole[0] if len(whole) else 0].tolist())


def _as_rows(boxes: Iterable[Box]) -> Boxes:
    return np.array(list(boxes), np.float64).reshape(-1, 4)


def _free(places: Boxes, obstacles: Obstacles) -> tuple[Boxes, Counts]:
    """Those of `places` that cover no obstacle and hide few points at most, and how many points each."""
    clear = np.array([-_CLEAR, -_CLEAR, _CLEAR, _CLEAR])
    places = places[obstacles.met_by(places + clear) == 0]
    hidden = obstacles.hidden_by(places + clear)
    brushing = hidden <= _BRUSHED
    return places[brushing], hidden[brushing]


def least_bad_place(sizes: Sequence[Size], view: Size, obstacles: Obstacles) -> Box | None:
    """The position where a legend of one of the `sizes` covers the fewest obstacles; None if none fits."""
    if obstacles.fill(view):
        # Then no position is much better than another.
        return next(_places(sizes, view), None)
    places = _as_rows(_places(sizes, view))
    if not len(places):
        return None
    best = np.lexsort((obstacles.hidden_by(places), obstacles.met_by(places)))[0]
    return Box(*places[best].tolist())


def _places(sizes: Sequence[Size], view: Size) -> Iterator[Box]:
    for width, height in sizes:
        for left, top in _along_edges(view[0] - width, view[1] - height):
            yield Box(left, top, left + width, top + height)


def _along_edges(most_left: float, most_top: float) -> Iterator[Size]:
    """Positions at the corners and along the edges, from the corners inwards; none if it does not fit."""
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
