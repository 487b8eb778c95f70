"""The lines of a plot that labels avoid where they can: relations, movements, ranges and trails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stakemap.picture.curves import Curve, Point, point_on
from stakemap.picture.disc_positions import DiscPosition
from stakemap.picture.geometry import move_track
from stakemap.picture.plot_plan import PlottedLines
from stakemap.picture.style import MOVE_WIDTH, WHISKER_TICK, relation_width

__all__ = ["barred_lines", "lines_to_avoid"]

Polyline = Sequence[tuple[float, float]]
#: Up to so many actors the ends of their ranges are kept free.
_FEW = 30


def lines_to_avoid(plot: PlottedLines) -> list[Polyline]:
    """All lines of a plot as polylines in pixels; what is broad or weighs more is there several times."""
    lines: list[Polyline] = []
    for key, curve in plot.curves.items():
        look = plot.appearance.relations[key]
        lines.extend(_relation(curve, plot.radius, look.strength, look.directed))
    for points in plot.move_points.values():
        lines.extend(_track(points, plot.radius))
    for disc in plot.positions:
        x_span, y_span = plot.spans(disc.look)
        if x_span:
            lines.append([(x_span[0], disc.y), (x_span[1], disc.y)])
            lines.extend(line for end in x_span for line in _tip((end, disc.y), plot.radius))
        if y_span:
            lines.append([(disc.x, y_span[0]), (disc.x, y_span[1])])
            lines.extend(line for end in y_span for line in _tip((disc.x, end), plot.radius))
        if disc.look.trail and disc.look.actor not in plot.plan.moves:
            lines.extend(_trail(disc, plot.place_of(*disc.look.trail), plot.radius))
    return lines


def barred_lines(plot: PlottedLines) -> list[Polyline]:
    """The lines on which no text may lie, as polylines in pixels: those of movements with their edges, and of
    a few actors the ends of ranges.
    """
    half = plot.radius * MOVE_WIDTH / 2
    lines: list[Polyline] = []
    for points in plot.move_points.values():
        track = move_track(points, plot.radius)
        if track is not None:
            line = (*track.line[:-1], track.head.tip if track.head else track.line[-1])
            lines += [[(x, y + dy) for x, y in line] for dy in (-half, 0.0, half)]
    reach = plot.radius * WHISKER_TICK
    for disc in plot.positions if len(plot.positions) <= _FEW else ():
        x_span, y_span = plot.spans(disc.look)
        lines += [[(x, disc.y - reach), (x, disc.y + reach)] for x in x_span or ()]
        lines += [[(disc.x - reach, y), (disc.x + reach, y)] for y in y_span or ()]
    return lines


def _relation(curve: Curve, radius: float, strength: int | None, directed: bool) -> Iterator[Polyline]:
    """The edges of a relation, and several lines across its arrow heads, which are not to be covered."""
    half = radius * relation_width(strength) / 2
    points = [point_on(curve, step / 14) for step in range(15)]
    for dy in (-half, half):
        yield [(point.x, point.y + dy) for point in points]
    for tip in (curve.end,) if directed else (curve.start, curve.end):
        yield from _head(tip, radius * 0.4)


def _track(points: Sequence[Point], radius: float) -> Iterator[Polyline]:
    """The edges of a movement, and its arrow head."""
    half, track = radius * MOVE_WIDTH / 2, move_track(points, radius)
    for dy in (-half, half):
        yield [(point.x, point.y + dy) for point in points]
    if track is not None and track.head:
        yield from _head(track.head.tip, radius * 0.4)


def _tip(end: tuple[float, float], radius: float) -> Iterator[Polyline]:
    """Lines across the end of a range, which is not to be covered."""
    reach = radius * WHISKER_TICK
    yield from _head(end, reach)
    yield from _head(end, 0.5 * reach)


def _head(tip: tuple[float, float], reach: float) -> Iterator[Polyline]:
    x, y = tip
    for dy in (-reach, 0.0, reach):
        yield [(x - reach, y + dy), (x + reach, y + dy)]


def _trail(disc: DiscPosition, start: tuple[float, float], radius: float) -> Iterator[Polyline]:
    """A trail, which is broad, and the ghost at its start."""
    (x, y), wide, ghost = start, radius * 0.2, radius * 0.5
    for d in (-wide, 0.0, wide):
        yield [(x + d, y - d), (disc.x + d, disc.y - d)]
    for dy in (-ghost, 0.0, ghost):
        yield [(x - ghost, y + dy), (x + ghost, y + dy)]
