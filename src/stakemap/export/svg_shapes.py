"""Writes each kind of mark as SVG elements, with the dimensions of the Qt painting primitives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from stakemap.export.svg_charts import write_shape
from stakemap.export.svg_writer import SvgWriter, number
from stakemap.paint.fonts import cap_height
from stakemap.paint.primitives import code_colour
from stakemap.paint.trails import ghost_fill, ghost_style
from stakemap.picture.appearance.values import SALIENCE_STEPS, DiscStyle
from stakemap.picture.geometry import (
    arc_end,
    count_badge,
    hatching,
    move_track,
    relation_line,
    ticks,
    weak_sign,
    wedge,
)
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import (
    ActorMark,
    AnalystsMark,
    CellMark,
    CountMark,
    FrameMark,
    LabelMark,
    LeaderMark,
    LegendMark,
    LineMark,
    MoveMark,
    RangeMark,
    RelationMark,
    ShapeMark,
    SignMark,
    TextMark,
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
    GROUND,
    HALO_OPACITY,
    HOLLOW_WIDTH,
    LABEL_HALO,
    LEADER_OPACITY,
    MOVE_DOT,
    MOVE_DOT_EDGE,
    MOVE_GHOST,
    MOVE_GHOST_EDGE,
    MOVE_WIDTH,
    RANGE_CORNER,
    RANGE_FILL,
    TEXT_HALO,
    TICK_WIDTH,
    TRAIL_FADE,
    TRAIL_GHOST,
    TRAIL_GHOST_EDGE,
    WEAK_WIDTH,
    WHISKER_OPACITY,
    WHISKER_TICK,
    WHISKER_WIDTH,
    move_ink,
    relation_dashes,
    relation_ink,
    relation_width,
    trail_ghost_fill,
)
from stakemap.picture.theme import Theme, mix


class SvgShapes:
    """Writes marks to `writer` in the colours of `theme`."""

    def __init__(self, writer: SvgWriter, theme: Theme, measure: TextMeasure) -> None:
        self.writer = writer
        self.theme = theme
        self.measure = measure
        self._methods: dict[type, Callable[[Any], None]] = {
            TextMark: self._text,
            FrameMark: self._frame,
            LineMark: self._line,
            ActorMark: self._disc,
            TrayMark: self._disc,
            CountMark: self._count,
            LeaderMark: self._leader,
            RangeMark: self._range,
            AnalystsMark: self._analysts,
            TrailMark: self._trail,
            MoveMark: self._move,
            CellMark: self._cell,
            ShapeMark: self._shape,
            RelationMark: self._relation,
            LegendMark: self._legend,
            SignMark: self._sign,
        }

    def draw(self, mark: object) -> None:
        """Write one mark."""
        self._methods[type(mark)](mark)

    # Lines and text.

    def _text(self, mark: TextMark) -> None:
        place = (mark.text, mark.x, mark.baseline, mark.width, mark.size, mark.weight, mark.align)
        if mark.halo:
            self._halo(place, mark.size * TEXT_HALO)
        self.writer.text(*place, role=mark.role, fill=mark.colour)

    def _halo(self, place: tuple[str, float, float, float, float, int, float], reach: float) -> None:
        # Not `paint-order`, since programs without support for it would paint the halo over the letters.
        self.writer.text(
            *place,
            fill="none",
            stroke=self.theme.halo,
            stroke_width=2 * reach,
            stroke_opacity=HALO_OPACITY,
            stroke_linejoin="round",
            aria_hidden="true",
        )

    def label(self, mark: LabelMark, align: float) -> None:
        """Write an actor's label; `align` is the end that faces its disc."""
        with self.writer.group(opacity=DIMMED if mark.dimmed else None, role="label"):
            places = [
                (line.text, line.x, line.baseline, line.width, mark.size, mark.weight, align)
                for line in mark.lines
            ]
            for place in places:
                self._halo(place, mark.size * LABEL_HALO)
            for place in places:
                self.writer.text(*place, fill=mark.colour)

    def _frame(self, mark: FrameMark) -> None:
        box, stroked = mark.box, bool(mark.width)
        self.writer.add(
            "rect",
            x=box.left,
            y=box.top,
            width=box.width,
            height=box.height,
            fill=mark.fill or "none",
            stroke=mark.colour if stroked else None,
            stroke_width=mark.width if stroked else None,
        )
        if mark.hatch:
            stripes = ("L".join(f"{number(x)} {number(y)}" for x, y in each) for each in hatching(box))
            self.writer.add("path", d="".join(f"M{stripe}Z" for stripe in stripes), fill=mark.hatch)

    def _line(self, mark: LineMark) -> None:
        self._stroke(mark.x0, mark.y0, mark.x1, mark.y1, mark.colour, mark.width, **{"class": mark.role})

    def _leader(self, mark: LeaderMark) -> None:
        opacity = DIMMED if mark.dimmed else LEADER_OPACITY
        self._stroke(mark.x0, mark.y0, mark.x1, mark.y1, mark.colour, mark.width, stroke_opacity=opacity)

    def _stroke(
        self, x0: float, y0: float, x1: float, y1: float, ink: str, width: float, **more: object
    ) -> None:
        self.writer.add("line", x1=x0, y1=y0, x2=x1, y2=y1, stroke=ink, stroke_width=width, **more)

    def _cell(self, mark: CellMark) -> None:
        box, edge = mark.box, mark.size * CELL_EDGE
        inner = box.grown(-edge / 2) if mark.edge else box
        with self.writer.group(role="cell"):
            self.writer.add(
                "rect",
                x=inner.left,
                y=inner.top,
                width=inner.width,
                height=inner.height,
                fill=mark.fill or "none",
                stroke=mark.edge,
                stroke_width=edge if mark.edge else None,
            )
            x, y = box.centre
            baseline = y + cap_height(mark.size, mark.weight) / 2
            left = x - mark.width / 2
            self.writer.text(
                mark.text, left, baseline, mark.width, mark.size, mark.weight, 0.5, fill=mark.colour
            )

    def _shape(self, mark: ShapeMark) -> None:
        write_shape(self.writer, mark)

    # Discs.

    def _circle(self, x: float, y: float, r: float, **attributes: object) -> None:
        self.writer.add("circle", cx=x, cy=y, r=r, **attributes)

    def _disc(self, mark: ActorMark | TrayMark) -> None:
        style, x, y, radius = mark.style, mark.x, mark.y, mark.radius
        with self.writer.group(opacity=DIMMED if style.dimmed else None, role="disc"):
            ground = radius * (GROUND if style.salience is None else ARC_RADIUS)
            self._circle(x, y, ground, fill=self.theme.canvas)
            if style.salience is not None:
                self._salience(x, y, radius, style)
            if style.carried:
                ring = radius * HOLLOW_WIDTH
                self._circle(x, y, radius - ring / 2, fill="none", stroke=style.colour, stroke_width=ring)
            else:
                self._circle(x, y, radius, fill=style.colour)
            ink = code_colour(style, self.theme)
            self._code(x, y, radius, style, ink)
            self._ticks(x, y, radius, style.confidence, ink)
            if style.weak:
                self._weak_sign(x, y, radius)

    def _salience(self, x: float, y: float, radius: float, style: DiscStyle) -> None:
        reach, width = radius * ARC_RADIUS, radius * ARC_WIDTH
        pale, share = mix(self.theme.canvas, style.colour, ARC_PALE), (style.salience or 0) / SALIENCE_STEPS
        self._circle(x, y, reach, fill="none", stroke=pale, stroke_width=width)
        if share >= 1:
            self._circle(x, y, reach, fill="none", stroke=style.colour, stroke_width=width)
        elif share > 0:
            end, long = arc_end(x, y, reach, share), int(share > 0.5)
            r = number(reach)
            d = f"M{_at(Point(x, y - reach))}A{r} {r} 0 {long} 1 {_at(end)}"
            self.writer.add("path", d=d, fill="none", stroke=style.colour, stroke_width=width)

    def _ticks(self, x: float, y: float, radius: float, count: int, ink: str) -> None:
        for top, bottom in ticks(x, y, radius, count):
            self._stroke(*top, *bottom, ink, radius * TICK_WIDTH)

    def _sign(self, mark: SignMark) -> None:
        if mark.confidence:
            self._ticks(mark.x, mark.y, mark.radius, mark.confidence, self.theme.text)
        else:
            self._weak_sign(mark.x, mark.y, mark.radius)

    def _weak_sign(self, x: float, y: float, radius: float) -> None:
        sign, ink, width = weak_sign(x, y, radius), self.theme.text_muted, radius * WEAK_WIDTH
        self._circle(*sign.centre, sign.ground, fill=self.theme.canvas)
        hook = _points(sign.hook)
        self.writer.add("polyline", points=hook, fill="none", stroke=ink, stroke_width=width)
        self._circle(*sign.dot, sign.dot_radius, fill=ink)

    def _code(self, x: float, y: float, radius: float, style: DiscStyle, ink: str) -> None:
        if not style.code:
            return
        size, width = fit_code(style, radius, self.measure)
        baseline = y + cap_height(size, CODE_WEIGHT) / 2
        self.writer.text(style.code, x - width / 2, baseline, width, size, CODE_WEIGHT, 0.5, "code", fill=ink)

    def _count(self, mark: CountMark) -> None:
        badge = count_badge(mark.x, mark.y, mark.radius, mark.count, mark.least)
        self._circle(
            *badge.centre,
            badge.reach,
            fill=self.theme.text,
            stroke=self.theme.canvas,
            stroke_width=mark.radius * BADGE_EDGE,
        )
        text = str(mark.count)
        width = self.measure.extent(text, badge.size, 700).width
        x, y = badge.centre
        baseline = y + cap_height(badge.size, 700) / 2
        self.writer.text(text, x - width / 2, baseline, width, badge.size, 700, 0.5, fill=self.theme.canvas)

    # Ranges, trails, movements and relations.

    def _range(self, mark: RangeMark) -> None:
        x_span, y_span, ink, radius = mark.x_span, mark.y_span, mark.colour, mark.radius
        with self.writer.group(opacity=DIMMED if mark.dimmed else None):
            if x_span and y_span:
                box = Box(min(x_span), min(y_span), max(x_span), max(y_span))
                self._soft_box(box, radius * RANGE_CORNER, ink, RANGE_FILL)
            width, tick = radius * WHISKER_WIDTH, radius * WHISKER_TICK
            d = ""
            if x_span:
                d += "".join(f"M{_at(Point(x, mark.y - tick))}v{number(2 * tick)}" for x in x_span)
                d += f"M{_at(Point(x_span[0], mark.y))}H{number(x_span[1])}"
            if y_span:
                d += "".join(f"M{_at(Point(mark.x - tick, y))}h{number(2 * tick)}" for y in y_span)
                d += f"M{_at(Point(mark.x, y_span[0]))}V{number(y_span[1])}"
            self.writer.add(
                "path", d=d, fill="none", stroke=ink, stroke_width=width, stroke_opacity=WHISKER_OPACITY
            )

    def _soft_box(self, box: Box, corner: float, ink: str, opacity: float) -> None:
        place = {"x": box.left, "y": box.top, "width": box.width, "height": box.height}
        self.writer.add("rect", **place, rx=corner, fill=ink, fill_opacity=str(opacity))

    def _analysts(self, mark: AnalystsMark) -> None:
        ink, drawing = mark.colour, mark.drawing
        with self.writer.group(opacity=DIMMED if mark.dimmed else None):
            for band in drawing.bands:
                self._soft_box(band, 0.0, ink, ANALYST_BAND)
            for lines, share in ((drawing.segments, 1.0), (drawing.ticks, 2.4)):
                self.writer.add(
                    "path",
                    d="".join(f"M{_at(Point(x0, y0))}L{_at(Point(x1, y1))}" for x0, y0, x1, y1 in lines),
                    fill="none",
                    stroke=ink,
                    stroke_width=mark.radius * ANALYST_WIDTH * share,
                    stroke_opacity=ANALYST_OPACITY,
                )

    def _trail(self, mark: TrailMark) -> None:
        outline = wedge(mark.x0, mark.y0, mark.x1, mark.y1, mark.radius)
        with self.writer.group(opacity=DIMMED if mark.dimmed else None):
            if outline:
                fade = self.writer.gradient(
                    f"fade-{mark.actor or 'legend'}",
                    [mix(self.theme.canvas, mark.colour, share) for share in TRAIL_FADE],
                    gradientUnits="userSpaceOnUse",
                    x1=mark.x0,
                    y1=mark.y0,
                    x2=mark.x1,
                    y2=mark.y1,
                )
                self.writer.add("polygon", points=_points(outline), fill=f"url(#{fade})")
            ghost = trail_ghost_fill(mark.colour, self.theme)
            width = mark.radius * TRAIL_GHOST_EDGE
            self._circle(
                mark.x0,
                mark.y0,
                mark.radius * TRAIL_GHOST,
                fill=ghost,
                stroke=self.theme.ghost,
                stroke_width=width,
            )

    def _move(self, mark: MoveMark) -> None:
        ink, width = move_ink(mark.colour, self.theme), mark.radius * MOVE_WIDTH
        track = move_track(mark.points, mark.radius)
        with self.writer.group(opacity=DIMMED if mark.dimmed else None):
            if track is not None:
                self.writer.add(
                    "polyline",
                    points=_points(track.line),
                    fill="none",
                    stroke=ink,
                    stroke_width=width,
                    stroke_linejoin="round",
                )
                for head in (*track.earlier, *([track.head] if track.head else ())):
                    self.writer.add("polygon", points=_points(head.corners), fill=ink)
            for point in mark.points[1:-1]:
                dot = mark.radius * MOVE_DOT
                self._circle(
                    *point, dot, fill=self.theme.canvas, stroke=ink, stroke_width=width * MOVE_DOT_EDGE
                )
            style, reach = ghost_style(mark, self.theme), mark.radius * MOVE_GHOST
            fill, (x, y) = ghost_fill(mark, self.theme), mark.points[0]
            self._circle(x, y, reach, fill=fill, stroke=style.colour, stroke_width=reach * MOVE_GHOST_EDGE)
            self._code(x, y, reach, style, self.theme.text_muted)

    def _relation(self, mark: RelationMark) -> None:
        ink = relation_ink(mark.strength, self.theme)
        width = mark.radius * relation_width(mark.strength)
        curve, heads = relation_line(mark.curve, mark.strength, mark.directed, mark.radius)
        with self.writer.group(opacity=DIMMED if mark.dimmed else None):
            for head in heads:
                self.writer.add("polygon", points=_points(head.corners), fill=ink)
            d = f"M{_at(curve.start)}Q{_at(curve.control)} {_at(curve.end)}"
            dashes = _dash_attributes(relation_dashes(mark.strength), width)
            self.writer.add("path", d=d, fill="none", stroke=ink, stroke_width=width, **dashes)

    def _legend(self, mark: LegendMark) -> None:
        self.draw(legend_symbol(mark))


def _at(point: Point) -> str:
    return f"{number(point.x)} {number(point.y)}"


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{number(point.x)},{number(point.y)}" for point in points)


def _dash_attributes(dashes: Sequence[float], width: float) -> dict[str, object]:
    """Attributes of dashes given in line widths; a dash of length 0 is a dot, which needs round caps."""
    if not dashes:
        return {}
    round_caps = {"stroke_linecap": "round"} if dashes[0] < 0.1 else {}
    return {"stroke_dasharray": " ".join(number(dash * width) for dash in dashes), **round_caps}
