"""Curves of relations, from the edge of one disc to that of another, around the discs in between."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import count, islice, pairwise
from typing import NamedTuple

Place = tuple[float, float]


class Point(NamedTuple):
    """A place in pixels, y downwards."""

    x: float
    y: float


class Curve(NamedTuple):
    """A quadratic Bézier curve."""

    start: Point
    control: Point
    end: Point


#: Sag of an unobstructed curve as a share of its length, and its limits in clearances.
SAG, LEAST_SAG, MOST_SAG = 0.09, 0.55, 2.2
#: Discs whose centres are nearer than this many clearances touch.
TOUCHING = 2.2
#: Bisection steps to find where a curve leaves a disc.
HALVINGS = 16
#: Bends tried in turn, in units of the sag: the same side first, then the other, then further out.
_BENDS = (1.0, -1.0, 1.8, -1.8, 2.8, -2.8)
#: Additional bend of each further relation of the same pair and direction.
_LANE = 0.9
#: Least difference of the bends of two relations of a pair.
_APART = 0.5
_STEPS = 12


def point_on(curve: Curve, t: float) -> Point:
    """The point at `t` (0 at the start, 1 at the end)."""
    a, b, c = (1 - t) * (1 - t), 2 * t * (1 - t), t * t
    return Point(
        a * curve.start.x + b * curve.control.x + c * curve.end.x,
        a * curve.start.y + b * curve.control.y + c * curve.end.y,
    )


class CurveRouter:
    """Routes the relations of one picture, so that those of a pair lie beside each other.

    A relation bends to the left of its direction, so that two of opposite directions lie on either side of
    the line between their discs; a second one of the same direction bends further. To avoid a disc a
    relation may change sides, but never onto another one.
    """

    def __init__(self) -> None:
        self._lanes: Counter[tuple[str, str]] = Counter()
        self._taken: dict[tuple[str, str], list[float]] = {}

    def curve(
        self,
        ends: tuple[str, str],
        places: tuple[Place, Place],
        clearance: float,
        obstacles: Sequence[Place] = (),
        frame: tuple[float, float, float, float] | None = None,
    ) -> Curve | None:
        """The curve of the next relation, from `ends[0]` at `places[0]` to `ends[1]`.

        None if the discs touch. It ends `clearance` pixels from their centres, and takes the first of a few
        bends that stays in `frame` (left, top, right, bottom) and comes no nearer than `clearance` to any of
        `obstacles` (centres of other discs).
        """
        lane, taken, sign = self._next_lane(ends)
        found = _chosen(places, clearance, lane, obstacles, frame, [sign * bend for bend in taken])
        if found is None:
            return None
        taken.append(sign * found[0])
        return found[1]

    def plain_bend(self, ends: tuple[str, str]) -> float:
        """The bend of the next relation without obstacles, in units of the sag."""
        lane, taken, sign = self._next_lane(ends)
        bend = next(_clear_bends(lane, [sign * bend for bend in taken]))
        taken.append(sign * bend)
        return bend

    def _next_lane(self, ends: tuple[str, str]) -> tuple[int, list[float], float]:
        """The lane of the next relation, the bends of its pair, and the sign of its direction among these."""
        lane = self._lanes[ends]
        self._lanes[ends] += 1
        forwards = ends[0] <= ends[1]
        return lane, self._taken.setdefault(ends if forwards else ends[::-1], []), 1.0 if forwards else -1.0


def _chosen(
    places: tuple[Place, Place],
    clearance: float,
    lane: int,
    obstacles: Sequence[Place],
    frame: tuple[float, float, float, float] | None,
    taken: Collection[float],
) -> tuple[float, Curve] | None:
    """The bend of a relation, in units of the sag, and its curve; clear of the bends in `taken`."""
    a, b = places
    length = math.hypot(b[0] - a[0], b[1] - a[1])
    if length < TOUCHING * clearance:
        return None
    sag = min(max(SAG * length, LEAST_SAG * clearance), MOST_SAG * clearance)
    free = list(islice(_clear_bends(lane, taken), len(_BENDS) + 1 if obstacles or frame else 1))
    # The straightest if none stays in the frame.
    best, fewest = min(free, key=abs), math.inf
    for bend in free:
        candidate = _bent(a, b, sag * bend, length)
        if frame is not None and not _stays_in(candidate, frame):
            continue
        hits = _count_hits(candidate, obstacles, clearance)
        if hits < fewest:
            best, fewest = bend, hits
        if hits == 0:
            break
    return best, _trimmed(_bent(a, b, sag * best, length), clearance)


def _clear_bends(lane: int, taken: Collection[float]) -> Iterator[float]:
    return (bend for bend in _bends(lane) if all(abs(bend - other) >= _APART for other in taken))


def _bends(lane: int) -> Iterator[float]:
    """Bends in the order of trial: those of the lane, a straight line, ever larger ones without end."""
    plain = 1 + _LANE * lane
    yield from (plain * bend for bend in _BENDS)
    yield 0.0
    for step in count(1):
        yield plain + _LANE * step
        yield -plain - _LANE * step


def _stays_in(curve: Curve, frame: tuple[float, float, float, float]) -> bool:
    points = [point_on(curve, t) for t in (0.25, 0.5, 0.75)]
    return all(frame[0] <= x <= frame[2] and frame[1] <= y <= frame[3] for x, y in points)


def _bent(a: tuple[float, float], b: tuple[float, float], sag: float, length: float) -> Curve:
    left = ((b[1] - a[1]) / length, -(b[0] - a[0]) / length)
    control = Point((a[0] + b[0]) / 2 + 2 * sag * left[0], (a[1] + b[1]) / 2 + 2 * sag * left[1])
    return Curve(Point(*a), control, Point(*b))


def _count_hits(curve: Curve, obstacles: Sequence[Place], clearance: float) -> int:
    """Number of discs nearer to a curve than `clearance`, found with a fixed number of chords."""
    if not obstacles:
        return 0
    points = [point_on(curve, step / _STEPS) for step in range(_STEPS + 1)]
    return sum(any(from_line(p, q, x, y) < clearance for p, q in pairwise(points)) for x, y in obstacles)


def from_line(a: Point, b: Point, x: float, y: float) -> float:
    """Distance of a point from the line segment from `a` to `b`."""
    dx, dy = b.x - a.x, b.y - a.y
    length = dx * dx + dy * dy
    share = 0.0 if not length else min(max(((x - a.x) * dx + (y - a.y) * dy) / length, 0.0), 1.0)
    return math.hypot(a.x + share * dx - x, a.y + share * dy - y)


def _trimmed(curve: Curve, clearance: float) -> Curve:
    first = _crossing(lambda t: math.dist(point_on(curve, t), curve.start) >= clearance)
    last = 1 - _crossing(lambda t: math.dist(point_on(curve, 1 - t), curve.end) >= clearance)
    start, end = point_on(curve, first), point_on(curve, last)
    # The control point of the part between `first` and `last` is the blossom (polar form) at the two.
    a, b, c = (1 - first) * (1 - last), first * (1 - last) + last * (1 - first), first * last
    control = Point(
        a * curve.start.x + b * curve.control.x + c * curve.end.x,
        a * curve.start.y + b * curve.control.y + c * curve.end.y,
    )
    return Curve(start, control, end)


def _crossing(outside: Callable[[float], bool]) -> float:
    """The smallest t in 0 to 0.5 that is outside, by bisection."""
    low, high = 0.0, 0.5
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if outside(middle) else (middle, high)
    return high
