"""Writes each kind of mark as native shapes of a PowerPoint slide, grouped so that they move together."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from stakemap.export.pptx_elements import Stroke, TextStyle
from stakemap.export.pptx_lines import PptxLines
from stakemap.export.pptx_writer import PptxWriter, around, bounds, union
from stakemap.i18n import tr
from stakemap.paint.primitives import code_colour
from stakemap.picture.actor_parts import ActorPart
from stakemap.picture.appearance.values import SALIENCE_STEPS, DiscStyle
from stakemap.picture.geometry import count_badge, second_edge, ticks, weak_sign, wedge
from stakemap.picture.marks import (
    ActorMark,
    AnalystsMark,
    CellMark,
    CountMark,
    FrameMark,
    LeaderMark,
    LegendMark,
    LineMark,
    MoveMark,
    RangeMark,
    RelationMark,
    ShapeMark,
    SignMark,
    TrailMark,
    TrayMark,
)
from stakemap.picture.measure import TextMeasure
from stakemap.picture.plot.curves import Point
from stakemap.picture.plot.disc_code import CODE_WEIGHT, fit_code
from stakemap.picture.slides.legend_symbols import legend_symbol
from stakemap.picture.style import (
    ANALYST_BAND,
    ANALYST_OPACITY,
    ANALYST_WIDTH,
    ARC_PALE,
    ARC_RADIUS,
    ARC_WIDTH,
    BADGE_EDGE,
    CELL_EDGE,
    DIMMED,
    DISC_REACH,
    GROUND,
    HOLLOW_WIDTH,
    LABEL_HALO,
    LEADER_OPACITY,
    RANGE_CORNER,
    RANGE_FILL,
    TICK_WIDTH,
    TRAIL_FADE,
    TRAIL_GHOST,
    TRAIL_GHOST_EDGE,
    WEAK_GROUND,
    WEAK_WIDTH,
    WHISKER_OPACITY,
    WHISKER_TICK,
    WHISKER_WIDTH,
    trail_ghost_fill,
)
from stakemap.picture.theme import Theme, mix


class PptxShapes:
    """Writes marks to `writer` in the colours of `theme`; `lines` writes those between actors."""

    def __init__(
        self, writer: PptxWriter, theme: Theme, measure: TextMeasure, is_glued: bool = False
    ) -> None:
        self.writer = writer
        self.theme = theme
        self.measure = measure
        self.lines = PptxLines(writer, theme, measure, is_glued)
        self._methods: dict[type, Callable[[Any], None]] = {
            FrameMark: self._frame,
            LineMark: self._line,
            CountMark: self._count,
            LeaderMark: self._leader,
            RangeMark: self._range,
            AnalystsMark: self._analysts,
            TrailMark: self._trail,
            CellMark: self._cell,
            ShapeMark: self._shape,
        }

    def draw(self, mark: object) -> None:
        """Write a mark that needs no context; actors, relations and movements have their own methods."""
        self._methods[type(mark)](mark)

    # Actors.

    def actor(self, part: ActorPart, shape_id: int) -> None:
        """Write an actor as a group: disc (with the reserved id `shape_id`), label and leader line."""
        disc, label, leader = part.disc, part.label, part.leader
        whole = around(disc.x, disc.y, disc.radius * DISC_REACH)
        boxes = [whole, *([label.box] if label else [])]
        with self.writer.group(disc.name, union(boxes), disc.name):
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
        with self.writer.group(mark.name, around(mark.x, mark.y, mark.radius), f"{mark.name}: {mark.reason}"):
            self._disc(mark, self.writer.reserve())

    def _disc(self, mark: ActorMark | TrayMark, shape_id: int) -> None:
        style, x, y, radius, writer = mark.style, mark.x, mark.y, mark.radius, self.writer
        alpha = DIMMED if style.dimmed else 1.0
        if style.salience is None:
            writer.shape(
                tr("Margin"), around(x, y, radius * GROUND), "ellipse", fill=self.theme.canvas, alpha=alpha
            )
        else:
            self._salience(x, y, radius, style, alpha)
        size, _ = fit_code(style, radius, self.measure)
        text = TextStyle(size, CODE_WEIGHT, code_colour(style, self.theme), 0.5, alpha=alpha)
        ring = radius * HOLLOW_WIDTH
        writer.shape(
            mark.name,
            around(x, y, radius - ring / 2 if style.carried else radius),
            "ellipse",
            fill=self.theme.canvas if style.carried else style.colour,
            alpha=alpha,
            stroke=Stroke(style.colour, ring, alpha=alpha) if style.carried else None,
            text=[style.code] if style.code else [],
            style=text,
            shape_id=shape_id,
        )
        if style.confidence:
            self._ticks(x, y, radius, style.confidence, text.colour, alpha)
        if style.weak:
            self._weak_sign(x, y, radius, alpha)

    def _ticks(self, x: float, y: float, radius: float, count: int, ink: str, alpha: float = 1.0) -> None:
        lines, stroke = ticks(x, y, radius, count), Stroke(ink, radius * TICK_WIDTH, alpha=alpha)
        # A single tick alone would have a box without a width.
        box = bounds([end for line in lines for end in line]).grown(stroke.width / 2)
        self.writer.path(tr("Confidence"), box, lines, stroke=stroke)

    def _sign(self, mark: SignMark) -> None:
        if mark.confidence:
            self._ticks(mark.x, mark.y, mark.radius, mark.confidence, self.theme.text)
        else:
            self._weak_sign(mark.x, mark.y, mark.radius)

    def _weak_sign(self, x: float, y: float, radius: float, alpha: float = 1.0) -> None:
        sign, ink, writer = weak_sign(x, y, radius), self.theme.text_muted, self.writer
        name, ground = tr("Weak support"), around(*sign.centre, sign.ground)
        writer.shape(name, ground, "ellipse", fill=self.theme.canvas, alpha=alpha)
        stroke = Stroke(ink, radius * WEAK_WIDTH, alpha=alpha)
        writer.path(name, bounds(sign.hook), [sign.hook], stroke=stroke)
        writer.shape(name, around(*sign.dot, sign.dot_radius), "ellipse", fill=ink, alpha=alpha)

    def _salience(self, x: float, y: float, radius: float, style: DiscStyle, alpha: float) -> None:
        box, width = around(x, y, radius * ARC_RADIUS), radius * ARC_WIDTH
        pale, share = mix(self.theme.canvas, style.colour, ARC_PALE), (style.salience or 0) / SALIENCE_STEPS
        whole = Stroke(style.colour if share >= 1 else pale, width, alpha=alpha)
        self.writer.shape(
            tr("Salience scale"), box, "ellipse", fill=self.theme.canvas, alpha=alpha, stroke=whole
        )
        if 0 < share < 1:
            self.writer.arc(tr("Salience"), box, share, Stroke(style.colour, width, alpha=alpha))

    def _count(self, mark: CountMark) -> None:
        badge = count_badge(mark.x, mark.y, mark.radius, mark.count, mark.least)
        self.writer.shape(
            tr("Number of actors on one spot"),
            around(*badge.centre, badge.reach),
            "ellipse",
            fill=self.theme.text,
            stroke=Stroke(self.theme.canvas, mark.radius * BADGE_EDGE),
            text=[str(mark.count)],
            style=TextStyle(badge.size, 700, self.theme.canvas, 0.5),
        )

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

    def _analysts(self, mark: AnalystsMark) -> None:
        alpha, drawing = DIMMED if mark.dimmed else 1.0, mark.drawing
        name, pool = tr("Judgements of analysts"), tr("Pooled range")
        with self.writer.group(name, drawing.box):
            for band in drawing.bands:
                self.writer.shape(pool, band, fill=mark.colour, alpha=ANALYST_BAND * alpha)
            for lines, share in ((drawing.segments, 1.0), (drawing.ticks, 2.4)):
                ends = [(Point(x0, y0), Point(x1, y1)) for x0, y0, x1, y1 in lines]
                whole = bounds([point for line in ends for point in line])
                stroke = Stroke(
                    mark.colour, mark.radius * ANALYST_WIDTH * share, alpha=ANALYST_OPACITY * alpha
                )
                self.writer.path(name, whole, ends, stroke=stroke)

    def _trail(self, mark: TrailMark) -> None:
        outline, reach = wedge(mark.x0, mark.y0, mark.x1, mark.y1, mark.radius), mark.radius * TRAIL_GHOST
        whole = union([around(mark.x0, mark.y0, reach), *([bounds(outline)] if outline else [])])
        name, canvas = tr("Movement"), self.theme.canvas
        with self.writer.group(name, whole):
            if outline:
                start, end = (mix(canvas, mark.colour, share) for share in TRAIL_FADE)
                turn = math.degrees(math.atan2(mark.y1 - mark.y0, mark.x1 - mark.x0))
                self.writer.path(name, bounds(outline), [outline], closed=True, fade=(start, end, turn))
            self.writer.shape(
                tr("Before"),
                around(mark.x0, mark.y0, reach),
                "ellipse",
                fill=trail_ghost_fill(mark.colour, self.theme),
                stroke=Stroke(self.theme.ghost, mark.radius * TRAIL_GHOST_EDGE),
            )

    def _frame(self, mark: FrameMark) -> None:
        stroke = Stroke(mark.colour, mark.width) if mark.width else None
        self.writer.shape(tr("Frame"), mark.box, fill=mark.fill, hatch=mark.hatch, stroke=stroke)

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

    def _shape(self, mark: ShapeMark) -> None:
        if not mark.is_double:
            self._form(mark)
            return
        with self.writer.group(mark.name, mark.box, mark.name):
            self._form(mark)
            edge = Stroke(mark.colour, mark.edge_width)
            self.writer.shape(tr("Second edge"), second_edge(mark.box, mark.edge_width), stroke=edge)

    def _form(self, mark: ShapeMark) -> None:
        preset = {"bar": "rect", "dot": "ellipse", "diamond": "diamond"}[mark.form]
        self.writer.shape(
            mark.name,
            mark.box.grown(-mark.edge_width / 2),
            preset,
            fill=mark.fill,
            hatch=mark.hatch,
            stroke=Stroke(mark.edge, mark.edge_width) if mark.edge else None,
            text=[mark.text] if mark.text else [],
            style=TextStyle(mark.size, mark.weight, mark.colour, 0.5) if mark.text else None,
        )

    def legend(self, mark: LegendMark) -> None:
        """Write the symbol of a legend entry."""
        symbol = legend_symbol(mark)
        match symbol:
            case ActorMark():
                whole = around(symbol.x, symbol.y, symbol.radius * DISC_REACH)
                with self.writer.group(tr("Legend: {label}", label=mark.entry.label), whole):
                    self._disc(symbol, self.writer.reserve())
            case SignMark():
                whole = around(mark.x, mark.y, symbol.radius * WEAK_GROUND)
                with self.writer.group(tr("Legend: {label}", label=mark.entry.label), whole):
                    self._sign(symbol)
            case RelationMark():
                self.lines.sample(symbol, mark.entry.label)
            case MoveMark():
                self.lines.movement(symbol, mark.entry.label, None)
            case _:
                self.draw(symbol)
