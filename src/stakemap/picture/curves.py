"""The geometry of relations: a gentle curve from the edge of one disc to the edge of another, round discs
between.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

__all__ = ["Curve", "Point", "curve_between", "point_on"]


class Point(NamedTuple):
    """A place in pixels, y downwards."""

    x: float
    y: float


class Curve(NamedTuple):
    """A quadratic Bézier curve."""

    start: Point
    control: Point
    end: Point


#: Sags tried in turn, in units of the plain one: the same side first, then the other, then further out.
_BENDS = (1.0, -1.0, 1.8, -1.8, 2.8, -2.8)
_SAMPLES = tuple(step / 12 for step in range(1, 12))


def point_on(curve: Curve, t: float) -> Point:
    """The point at `t` (0 at the start, 1 at the end)."""
    a, b, c = (1 - t) * (1 - t), 2 * t * (1 - t), t * t
    return Point(
        a * curve.start.x + b * curve.control.x + c * curve.end.x,
        a * curve.start.y + b * curve.control.y + c * curve.end.y,
    )


def curve_between(
    a: tuple[float, float],
    b: tuple[float, float],
    clearance: float,
    lane: int = 0,
    obstacles: Sequence[tuple[float, float]] = (),
    frame: tuple[float, float, float, float] | None = None,
) -> Curve | None:
    """A curve from the disc at `a` to the one at `b`, ending `clearance` pixels from their centres.

    It bends to the left of its direction, so that the two directions of a pair lie side by side; `lane`
    counts relations of the same pair and direction, which bend further. Of a few bends the first is taken
    that comes no nearer than `clearance` to any of `obstacles` (centres of other discs). None when the
    discs touch.
    """
    length = math.hypot(b[0] - a[0], b[1] - a[1])
    if length < 2.2 * clearance:
        return None
    sag = min(max(0.09 * length, 0.55 * clearance), 2.2 * clearance) * (1 + 0.9 * lane)
    best = _bent(a, b, 0.0, length)
    fewest = math.inf
    for bend in _BENDS if obstacles or frame else _BENDS[:1]:
        candidate = _bent(a, b, sag * bend, length)
        hits = _hits(candidate, obstacles, clearance)
        if frame is not None and not _stays_in(candidate, frame):
            continue
        if hits < fewest:
            best, fewest = candidate, hits
        if hits == 0:
            break
    return _trimmed(best, clearance)


def _stays_in(curve: Curve, frame: tuple[float, float, float, float]) -> bool:
    x, y = point_on(curve, 0.5)
    return frame[0] <= x <= frame[2] and frame[1] <= y <= frame[3]


def _bent(a: tuple[float, float], b: tuple[float, float], sag: float, length: float) -> Curve:
    left = ((b[1] - a[1]) / length, -(b[0] - a[0]) / length)
    control = Point((a[0] + b[0]) / 2 + 2 * sag * left[0], (a[1] + b[1]) / 2 + 2 * sag * left[1])
    return Curve(Point(*a), control, Point(*b))


def _hits(curve: Curve, obstacles: Sequence[tuple[float, float]], clearance: float) -> int:
    if not obstacles:
        return 0
    points = [point_on(curve, t) for t in _SAMPLES]
    reach = clearance * clearance
    return sum(any((x - point.x) ** 2 + (y - point.y) ** 2 < reach for point in points) for x, y in obstacles)


def _trimmed(curve: Curve, clearance: float) -> Curve:
    first = _crossing(lambda t: math.dist(point_on(curve, t), curve.start) >= clearance)
    last = 1 - _crossing(lambda t: math.dist(point_on(curve, 1 - t), curve.end) >= clearance)
    start, end = point_on(curve, first), point_on(curve, last)
    # The control point of the part between `first` and `last`: the curve's blossom at the two.
    a, b, c = (1 - first) * (1 - last), first * (1 - last) + last * (1 - first), first * last
    control = Point(
        a * curve.start.x + b * curve.control.x + c * curve.end.x,
        a * curve.start.y + b * curve.control.y + c * curve.end.y,
    )
    return Curve(start, control, end)


def _crossing(outside: Callable[[float], bool]) -> float:
    """The smallest t in 0 to 0.5 that is outside, by halving."""
    low, high = 0.0, 0.5
    for _ in range(16):
        middle = (low + high) / 2
        low, high = (low, middle) if outside(middle) else (middle, high)
    return high
