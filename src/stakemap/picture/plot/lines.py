"""The lines of a plot that labels avoid where they can: relations, movements, ranges, trails and what several
analysts judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stakemap.picture.geometry import move_track
from stakemap.picture.labels.placement import FEW
from stakemap.picture.labels.relation_labels import ARROW_REACH, arrow_heads, short_relations
from stakemap.picture.labels.values import LineEnd, Polyline
from stakemap.picture.plot.curves import Curve, Point, point_on
from stakemap.picture.plot.disc_positions import DiscPosition
from stakemap.picture.plot.plan import PlottedLines
from stakemap.picture.style import MOVE_WIDTH, WHISKER_TICK, relation_width


def lines_to_avoid(plot: PlottedLines) -> tuple[list[Polyline], list[LineEnd]]:
    """All lines of a plot as polylines in pixels, of which what is broad is there several times; and what is
    at their ends: arrow heads, the ticks of ranges, the ghosts of trails.
    """
    lines: list[Polyline] = []
    ends: list[LineEnd] = []
    head = plot.radius * ARROW_REACH
    relations = [(plot.appearance.relations[key], curve) for key, curve in plot.curves.items()]
    for look, curve in relations:
        lines.extend(_relation(curve, plot.radius, look.strength))
    ends.extend(arrow_heads(relations, plot.radius))
    for points in plot.move_points.values():
        lines.extend(_edges(points, plot.radius * MOVE_WIDTH / 2))
        track = move_track(points, plot.radius)
        if track is not None and track.head:
            ends.append((track.head.tip.x, track.head.tip.y, head, False))
    for disc in plot.positions:
        _add_ranges(plot, disc, lines, ends)
        if disc.look.trail and disc.look.actor not in plot.plan.moves:
            x, y = plot.place_of(*disc.look.trail)
            lines.extend(_trail(disc, (x, y), plot.radius))
            ends.append((x, y, plot.radius * 0.5, False))
    for drawing in plot.analysts.values():
        lines.extend([(x0, y0), (x1, y1)] for x0, y0, x1, y1 in drawing.segments)
    return lines, ends


def _add_ranges(plot: PlottedLines, disc: DiscPosition, lines: list[Polyline], ends: list[LineEnd]) -> None:
    """Add the ranges of an actor."""
    x_span, y_span = plot.spans(disc.look)
    reach = plot.radius * WHISKER_TICK
    if x_span:
        ends.extend((x, disc.y, reach, True) for x in x_span)
        lines.append([(x_span[0], disc.y), (x_span[1], disc.y)])
    if y_span:
        ends.extend((disc.x, y, reach, True) for y in y_span)
        lines.append([(disc.x, y_span[0]), (disc.x, y_span[1])])


def barred_lines(plot: PlottedLines) -> list[Polyline]:
    """The lines on which no text may lie, as polylines in pixels: those of movements with their edges, and of
    a few actors the ends of ranges and short relations.
    """
    half = plot.radius * MOVE_WIDTH / 2
    lines: list[Polyline] = []
    for points in plot.move_points.values():
        track = move_track(points, plot.radius)
        if track is not None:
            line = (*track.line[:-1], track.head.tip if track.head else track.line[-1])
            lines += [[(x, y + dy) for x, y in line] for dy in (-half, 0.0, half)]
    if len(plot.positions) > FEW:
        return lines
    lines.extend(short_relations(plot.curves.values(), plot.radius))
    reach = plot.radius * WHISKER_TICK
    for disc in plot.positions:
        x_span, y_span = plot.spans(disc.look)
        lines += [[(x, disc.y - reach), (x, disc.y + reach)] for x in x_span or ()]
        lines += [[(disc.x - reach, y), (disc.x + reach, y)] for y in y_span or ()]
    return lines


def _relation(curve: Curve, radius: float, strength: int | None) -> Iterator[Polyline]:
    """The edges of a relation."""
    points = [point_on(curve, step / 14) for step in range(15)]
    return _edges(points, radius * relation_width(strength) / 2)


def _edges(points: Sequence[Point], half: float) -> Iterator[Polyline]:
    """The upper and the lower edge of a polyline of twice the width `half`."""
    for dy in (-half, half):
        yield [(point.x, point.y + dy) for point in points]


def _trail(disc: DiscPosition, start: tuple[float, float], radius: float) -> Iterator[Polyline]:
    """A trail, which is broad."""
    (x, y), wide = start, radius * 0.2
    for d in (-wide, 0.0, wide):
        yield [(x + d, y - d), (disc.x + d, disc.y - d)]
