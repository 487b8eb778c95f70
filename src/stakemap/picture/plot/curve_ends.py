"""Spreads the ends of relations around each disc, so that several arrow heads do not lie on each other."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from stakemap.picture.plot.curves import Curve, Place, Point, point_on

#: The least angle between two ends at a disc, and the most by which one is turned, in radians.
_APART, _MOST_TURN = 0.44, 0.7
#: Steps by which ends come closer where they would be turned too far, and the most of these.
_CLOSER, _MOST_STEPS = 0.8, 12
#: By how much of the way of its end a curve's control point is moved: with 1 the curve arrives in the same
#: direction, with more it turns towards the centre of the disc.
_FOLLOWS = 1.2
_POINTS = 16


class _End(NamedTuple):
    """An end of a curve at a disc: the number of the curve, whether it is its target, and its angle."""

    curve: int
    is_target: bool
    angle: float


def spread_ends(
    curves: Sequence[Curve],
    ends: Sequence[tuple[str, str]],
    places: Mapping[str, Place],
    frame: tuple[float, float, float, float],
) -> list[Curve]:
    """The curves, which join the actors `ends` at `places`, with their ends apart around each actor.

    Ends keep their order and their distance from the centre of the disc; curves are not bent out of
    `frame` (left, top, right, bottom).
    """
    at_disc: dict[str, list[_End]] = {}
    for index, (curve, joined) in enumerate(zip(curves, ends, strict=True)):
        for is_target, point in enumerate((curve.start, curve.end)):
            x, y = places[joined[is_target]]
            end = _End(index, bool(is_target), math.atan2(point.y - y, point.x - x))
            at_disc.setdefault(joined[is_target], []).append(end)
    found = list(curves)
    for actor, group in at_disc.items():
        for end, angle in _apart(group):
            turn, curve = angle - end.angle, found[end.curve]
            if turn:
                turned = _turned(curve, end.is_target, places[actor], turn, _FOLLOWS)
                if not _stays_in(turned, frame):
                    turned = _turned(curve, end.is_target, places[actor], turn, 0.0)
                found[end.curve] = turned
    return found


def _stays_in(curve: Curve, frame: tuple[float, float, float, float]) -> bool:
    points = [point_on(curve, step / _POINTS) for step in range(1, _POINTS)]
    return all(frame[0] <= x <= frame[2] and frame[1] <= y <= frame[3] for x, y in points)


def _apart(group: Sequence[_End]) -> list[tuple[_End, float]]:
    """The ends at a disc with their angles, changed as little as keeps them apart."""
    if len(group) < 2:
        return [(end, end.angle) for end in group]
    ordered = sorted(group, key=lambda end: end.angle)
    gaps = [
        (after.angle - before.angle) % math.tau
        for before, after in zip(ordered, ordered[1:] + ordered[:1], strict=True)
    ]
    # The circle is cut at its widest gap.
    cut = gaps.index(max(gaps)) + 1
    ordered = ordered[cut:] + ordered[:cut]
    angles = [ordered[0].angle + (end.angle - ordered[0].angle) % math.tau for end in ordered]
    gap = min(_APART, math.tau / len(ordered))
    for _ in range(_MOST_STEPS):
        spread = _with_gaps(angles, gap)
        turns = [new - old for new, old in zip(spread, angles, strict=True)]
        if max(map(abs, turns)) <= _MOST_TURN:
            break
        gap *= _CLOSER
    return [(end, end.angle + turn) for end, turn in zip(ordered, turns, strict=True)]


def _with_gaps(angles: Sequence[float], gap: float) -> list[float]:
    """Ascending angles at least `gap` apart, with the least sum of squared changes (isotonic regression)."""
    blocks: list[tuple[float, int]] = []
    for index, angle in enumerate(angles):
        total, count = angle - index * gap, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            before = blocks.pop()
            total, count = total + before[0], count + before[1]
        blocks.append((total, count))
    levels = [total / count for total, count in blocks for _ in range(count)]
    return [level + index * gap for index, level in enumerate(levels)]


def _turned(curve: Curve, is_target: bool, centre: Place, turn: float, follows: float) -> Curve:
    """The curve with one end turned around the centre of its disc, and its control point moved with that."""
    end = curve.end if is_target else curve.start
    dx, dy, cosine, sine = end.x - centre[0], end.y - centre[1], math.cos(turn), math.sin(turn)
    moved = Point(centre[0] + dx * cosine - dy * sine, centre[1] + dx * sine + dy * cosine)
    across, down = follows * (moved.x - end.x), follows * (moved.y - end.y)
    control = Point(curve.control.x + across, curve.control.y + down)
    return Curve(curve.start, control, moved) if is_target else Curve(moved, control, curve.end)
