"""Writes each kind of mark as native shapes of a PowerPoint slide, grouped so that they move together."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from stakemap.export.pptx_elements import Stroke, TextStyle
from stakemap.export.pptx_writer import PptxWriter, bounds
from stakemap.i18n import tr
from stakemap.paint.primitives import CODE_WEIGHT, code_colour, fit_code, ghost_fill, ghost_style
from stakemap.picture.actor_parts import ActorPart
from stakemap.picture.appearance import SALIENCE_STEPS, DiscStyle, Outline
from stakemap.picture.curves import Point, point_on
from stakemap.picture.geometry import count_badge, move_track, open_mark_centre, wedge
from stakemap.picture.legend_symbols import legend_symbol
from stakemap.picture.marks import (
    ActorMark,
    CellMark,
    CountMark,
    FrameMark,
    LeaderMark,
    LegendMark,
    LineMark,
    MoveMark,
    RangeMark,
    RelationMark,
    TrailMark,
    TrayMark,
)
from stakemap.picture.measure import TextMeasure
from stakemap.picture.occupancy import Box
from stakemap.picture.style import (
    ARC_PALE,
    ARC_RADIUS,
    ARC_WIDTH,
    BADGE_EDGE,
    CELL_EDGE,
    DIMMED,
    DISC_REACH,
    HOLLOW_WIDTH,
    LABEL_HALO,
    LEADER_OPACITY,
    MARK_AT,
    MARK_RADIUS,
    MARK_WIDTH,
    MOVE_DOT,
    MOVE_DOT_EDGE,
    MOVE_GHOST,
    MOVE_GHOST_EDGE,
    MOVE_WIDTH,
    OUTLINE_WIDTH,
    RANGE_CORNER,
    RANGE_FILL,
    TRAIL_FADE,
    TRAIL_GHOST,
    TRAIL_GHOST_EDGE,
    WHISKER_OPACITY,
    WHISKER_TICK,
    WHISKER_WIDTH,
    move_ink,
    relation_ink,
    relation_width,
    trail_ghost_fill,
)
from stakemap.picture.theme import Theme, mix

__all__ = ["PptxShapes"]

#: The shape id of a disc that a connector may be glued to, and its centre.
End = tuple[int, Point]
_DASHES = {Outline.SOLID: "solid", Outline.DASHED: "sysDash", Outline.DOTTED: "sysDot"}
#: Width of an arrow head of each size, in line widths.
_HEADS = (2.0, 3.0, 5.0)


class PptxShapes:
    """Writes marks to `writer` in the colours of `theme`."""

    def __init__(self, writer: PptxWriter, theme: Theme, measure: TextMeasure) -> None:
        self.writer = writer
        self.theme = theme
        self.measure = measure
        self._methods: dict[type, Callable[[Any], None]] = {
            FrameMark: self._frame,
            LineMark: self._line,
            CountMark: self._count,
            LeaderMark: self._leader,
            RangeMark: self._range,
            TrailMark: self._trail,
            CellMark: self._cell,
        }

    def draw(self, mark: object) -> None:
        """Write a mark that needs no context; actors, relations and movements have their own methods."""
        self._methods[type(mark)](mark)

    # Actors.

    def actor(self, part: ActorPart, shape_id: int) -> None:
        """Write an actor as a group: disc (with the reserved id `shape_id`), label and leader line."""
        disc, label, leader = part.disc, part.label, part.leader
        around = _around(disc.x, disc.y, disc.radius * DISC_REACH)
        boxes = [around, *([label.box] if label else [])]
        with self.writer.group(disc.name, _union(boxes), disc.name):
            if leader:
                self._leader(leader)
            self._disc(disc, shape_id)
            if label:
                align = part.label_align
                style = TextStyle(
                    label.size,
                    label.weight,
                    label.colour,
                    align,
                    glow=(self.theme.halo, label.size * LABEL_HALO),
                    alpha=DIMMED if label.dimmed else 1.0,
                )
                lines = [line.text for line in label.lines]
                anchors = [line.x + align * line.width for line in label.lines]
                baselines = [line.baseline for line in label.lines]
                widest = max(line.width for line in label.lines)
                self.writer.text(tr("Name"), lines, anchors[0], baselines, widest, style)

    def tray(self, mark: TrayMark) -> None:
        """Write the disc of an actor without a position."""
        with self.writer.group(
            mark.name, _around(mark.x, mark.y, mark.radius), f"{mark.name}: {mark.reason}"
        ):
            self._disc(mark, self.writer.reserve())

    def _disc(self, mark: ActorMark | TrayMark, shape_id: int) -> None:
        style, x, y, radius, writer = mark.style, mark.x, mark.y, mark.radius, self.writer
        alpha = DIMMED if style.dimmed else 1.0
        if style.salience is not None:
            self._salience(x, y, radius, style, alpha)
        size, _ = fit_code(style, radius, self.measure)
        text = TextStyle(size, CODE_WEIGHT, code_colour(style, self.theme), 0.5, alpha=alpha)
        ring = radius * HOLLOW_WIDTH
        edge = self._edge(style, radius, alpha)
        writer.shape(
            mark.name,
            _around(x, y, radius - ring / 2 if style.carried else radius),
            "ellipse",
            fill=self.theme.canvas if style.carried else style.colour,
            alpha=alpha,
            stroke=Stroke(style.colour, ring, alpha=alpha) if style.carried else edge,
            text=[style.code] if style.code else [],
            style=text,
            shape_id=shape_id,
        )
        if style.carried and edge:
            writer.shape(tr("Confidence"), _around(x, y, radius), "ellipse", stroke=edge)
        if style.open_mark:
            place = open_mark_centre(x, y, radius, MARK_AT)
            stroke = Stroke(self.theme.text, radius * MARK_WIDTH, alpha=alpha)
            name, box = tr("Reason or source missing"), _around(*place, radius * MARK_RADIUS)
            writer.shape(name, box, "ellipse", fill=self.theme.canvas, alpha=alpha, stroke=stroke)

    def _edge(self, style: DiscStyle, radius: float, alpha: float) -> Stroke | None:
        if style.outline is Outline.NONE:
            return None
        return Stroke(self.theme.text, radius * OUTLINE_WIDTH, _DASHES[style.outline], alpha=alpha)

    def _salience(self, x: float, y: float, radius: float, style: DiscStyle, alpha: float) -> None:
        box, width = _around(x, y, radius * ARC_RADIUS), radius * ARC_WIDTH
        pale, share = mix(self.theme.canvas, style.colour, ARC_PALE), (style.salience or 0) / SALIENCE_STEPS
        whole = Stroke(style.colour if share >= 1 else pale, width, alpha=alpha)
        self.writer.shape(
            tr("Salience scale"), box, "ellipse", fill=self.theme.canvas, alpha=alpha, stroke=whole
        )
        if 0 < share < 1:
            self.writer.arc(tr("Salience"), box, share, Stroke(style.colour, width, alpha=alpha))

    def _count(self, mark: CountMark) -> None:
        badge = count_badge(mark.x, mark.y, mark.radius, mark.count)
        self.writer.shape(
            tr("So many actors on one spot"),
            _around(*badge.centre, badge.reach),
            "ellipse",
            fill=self.theme.text,
            stroke=Stroke(self.theme.canvas, mark.radius * BADGE_EDGE),
            text=[str(mark.count)],
            style=TextStyle(badge.size, 700, self.theme.canvas, 0.5),
        )

    # Lines between actors.

    def relation(self, mark: RelationMark, name: str, ends: tuple[End, End] | None) -> None:
        """Write a relation as a connector glued to the discs `ends`, or, in the legend, as a plain line."""
        width = mark.radius * relation_width(mark.strength)
        ink = relation_ink(mark.strength, self.theme)
        dash = "sysDot" if mark.strength is None else "dash" if mark.strength < 0 else "solid"
        head = self._head(mark.radius * 0.36 + 1.4 * width, width) if mark.directed else 0
        stroke = Stroke(ink, width, dash, head, DIMMED if mark.dimmed else 1.0)
        if ends is None:
            self.writer.line(name, mark.curve.start, mark.curve.end, stroke)
            return
        self._arch(mark, name, ends, stroke)

    def _arch(self, mark: RelationMark, name: str, ends: tuple[End, End], stroke: Stroke) -> None:
        """Write an arch as far from the straight line between the discs as the curve, glued to the connection
        sites that face it.
        """
        (source, a), (target, b) = ends
        middle, length = point_on(mark.curve, 0.5), math.dist(a, b) or 1.0
        # Distance of the middle to the left of the straight line from one disc to the other.
        left = Point((b.y - a.y) / length, -(b.x - a.x) / length)
        off = (middle.x - (a.x + b.x) / 2) * left.x + (middle.y - (a.y + b.y) / 2) * left.y
        side = -1.0 if off < 0 else 1.0
        towards = Point(left.x * side, left.y * side)
        site = _site(towards)
        reach = _on_edge(site, mark.radius)
        start, end = Point(a.x + reach.x, a.y + reach.y), Point(b.x + reach.x, b.y + reach.y)
        rise = max(0.3 * mark.radius, abs(off) - (reach.x * towards.x + reach.y * towards.y))
        self.writer.arch(name, start, end, side * rise, ((source, site), (target, site)), stroke)

    def movement(self, mark: MoveMark, name: str, disc: int | None) -> None:
        """Write a movement: the ghost, intermediate dots, and an arrow, glued to ghost and disc if it has a
        single segment.
        """
        writer, alpha = self.writer, DIMMED if mark.dimmed else 1.0
        track, width = move_track(mark.points, mark.radius), mark.radius * MOVE_WIDTH
        ink = move_ink(mark.colour, self.theme)
        ghost = writer.reserve()
        if track is not None:
            line = [*track.line[:-1], track.head.tip if track.head else track.line[-1]]
            stroke = Stroke(ink, width, head=self._head(mark.radius * 0.55, width), alpha=alpha)
            if len(line) == 2 and disc is not None:
                start, end = line
                sites = _site(_direction(start, end)), _site(_direction(end, start))
                writer.connector(name, start, end, ((ghost, sites[0]), (disc, sites[1])), stroke)
            else:
                writer.path(name, bounds(line), [line], stroke=stroke)
        for point in mark.points[1:-1]:
            dot, edge = (
                _around(*point, mark.radius * MOVE_DOT),
                Stroke(ink, width * MOVE_DOT_EDGE, alpha=alpha),
            )
            writer.shape(name, dot, "ellipse", fill=self.theme.canvas, alpha=alpha, stroke=edge)
        style, reach = ghost_style(mark, self.theme), mark.radius * MOVE_GHOST
        size = fit_code(style, reach, self.measure)[0]
        writer.shape(
            tr("{name}: before", name=mark.name) if mark.name else name,
            _around(*mark.points[0], reach),
            "ellipse",
            fill=ghost_fill(mark, self.theme),
            alpha=alpha,
            stroke=Stroke(style.colour, reach * MOVE_GHOST_EDGE, alpha=alpha),
            text=[style.code] if style.code else [],
            style=TextStyle(size, CODE_WEIGHT, self.theme.text_muted, 0.5, alpha=alpha),
            shape_id=ghost,
        )

    def _head(self, size: float, width: float) -> int:
        """The arrow head size, 1 to 3, that is nearest to `size` pixels on a line of `width`."""
        # Lines thinner than two points have the heads of a line of two points.
        base = max(width, 2 * 12_700 / self.writer.unit)
        return min((1, 2, 3), key=lambda each: abs(_HEADS[each - 1] * base - size))

    # Ranges, trails, frames and cells.

    def _range(self, mark: RangeMark) -> None:
        x_span, y_span, alpha = mark.x_span, mark.y_span, DIMMED if mark.dimmed else 1.0
        tick = mark.radius * WHISKER_TICK
        lines: list[tuple[Point, Point]] = []
        if x_span:
            lines.append((Point(x_span[0], mark.y), Point(x_span[1], mark.y)))
            lines.extend((Point(x, mark.y - tick), Point(x, mark.y + tick)) for x in x_span)
        if y_span:
            lines.append((Point(mark.x, y_span[0]), Point(mark.x, y_span[1])))
            lines.extend((Point(mark.x - tick, y), Point(mark.x + tick, y)) for y in y_span)
        whole, name = bounds([point for line in lines for point in line]), tr("Plausible range")
        with self.writer.group(name, whole):
            if x_span and y_span:
                box = bounds((Point(x_span[0], y_span[0]), Point(x_span[1], y_span[1])))
                corner = min(0.5, mark.radius * RANGE_CORNER / max(1.0, min(box.width, box.height)))
                self.writer.shape(
                    name, box, "roundRect", fill=mark.colour, alpha=RANGE_FILL * alpha, corner=corner
                )
            stroke = Stroke(mark.colour, mark.radius * WHISKER_WIDTH, alpha=WHISKER_OPACITY * alpha)
            self.writer.path(name, whole, lines, stroke=stroke)

    def _trail(self, mark: TrailMark) -> None:
        outline, reach = wedge(mark.x0, mark.y0, mark.x1, mark.y1, mark.radius), mark.radius * TRAIL_GHOST
        whole = _union([_around(mark.x0, mark.y0, reach), *([bounds(outline)] if outline else [])])
        name, canvas = tr("Movement"), self.theme.canvas
        with self.writer.group(name, whole):
            if outline:
                start, end = (mix(canvas, mark.colour, share) for share in TRAIL_FADE)
                turn = math.degrees(math.atan2(mark.y1 - mark.y0, mark.x1 - mark.x0))
                self.writer.path(name, bounds(outline), [outline], closed=True, fade=(start, end, turn))
            self.writer.shape(
                tr("Before"),
                _around(mark.x0, mark.y0, reach),
                "ellipse",
                fill=trail_ghost_fill(mark.colour, self.theme),
                stroke=Stroke(self.theme.ghost, mark.radius * TRAIL_GHOST_EDGE),
            )

    def _frame(self, mark: FrameMark) -> None:
        stroke = Stroke(mark.colour, mark.width) if mark.width else None
        self.writer.shape(tr("Frame"), mark.box, fill=mark.fill, stroke=stroke)

    def _line(self, mark: LineMark) -> None:
        name = tr("Axis") if mark.role == "axis" else tr("Rule")
        stroke = Stroke(mark.colour, mark.width)
        self.writer.line(name, Point(mark.x0, mark.y0), Point(mark.x1, mark.y1), stroke)

    def _leader(self, mark: LeaderMark) -> None:
        stroke = Stroke(mark.colour, mark.width, alpha=DIMMED if mark.dimmed else LEADER_OPACITY)
        self.writer.line(tr("Leader"), Point(mark.x0, mark.y0), Point(mark.x1, mark.y1), stroke)

    def _cell(self, mark: CellMark) -> None:
        width = mark.size * CELL_EDGE
        box = mark.box.grown(-width / 2) if mark.edge else mark.box
        self.writer.shape(
            f"{mark.row} · {mark.column}",
            box,
            fill=mark.fill,
            stroke=Stroke(mark.edge, width) if mark.edge else None,
            text=[mark.text],
            style=TextStyle(mark.size, mark.weight, mark.colour, 0.5),
        )

    def legend(self, mark: LegendMark) -> None:
        """Write the symbol of a legend entry."""
        symbol = legend_symbol(mark, self.theme)
        match symbol:
            case ActorMark():
                around = _around(symbol.x, symbol.y, symbol.radius * DISC_REACH)
                with self.writer.group(tr("Legend: {label}", label=mark.entry.label), around):
                    self._disc(symbol, self.writer.reserve())
            case RelationMark():
                self.relation(symbol, mark.entry.label, None)
            case MoveMark():
                self.movement(symbol, mark.entry.label, None)
            case _:
                self.draw(symbol)


def _around(x: float, y: float, reach: float) -> Box:
    return Box(x - reach, y - reach, x + reach, y + reach)


def _union(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _direction(start: Point, end: Point) -> Point:
    return Point(end.x - start.x, end.y - start.y)


def _site(direction: Point) -> int:
    """The connection site of an ellipse, of eight, that faces a direction: 0 is the top, 2 the left."""
    return round(-math.atan2(direction.x, -direction.y) / (math.pi / 4)) % 8


def _on_edge(site: int, radius: float) -> Point:
    """The connection site's offset from the centre of a disc."""
    turn = -site * math.pi / 4
    return Point(radius * math.sin(turn), -radius * math.cos(turn))
