"""Adds shapes to the shape tree of a PowerPoint slide: ids, groups, freeforms, connectors and text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import Any

from stakemap.export.pptx_elements import (
    Stroke,
    TextStyle,
    element,
    empty_shape,
    geometry,
    gradient_fill,
    hatched_fill,
    non_visual,
    outline,
    run_properties,
    solid_fill,
    text_body,
)
from stakemap.export.svg_writer import xml_text
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.measure import Extent
from stakemap.picture.plot.curves import Curve, Point, point_on
from stakemap.text import is_right_to_left

#: Shape ids and connection sites to which the two ends of a connector are glued.
Glue = tuple[tuple[int, int], tuple[int, int]]
#: Width of text boxes relative to their text, since programs round differently.
SLACK = 1.05


class PptxWriter:
    """Adds shapes to the tree of one slide; methods that add one return its id.

    Lengths are in pixels of the slide, of `unit` EMU each. Text is set in `family`, whose ascent and descent
    in ems `line` has.
    """

    def __init__(self, tree: Any, unit: float, family: str, line: Extent) -> None:
        self.unit = unit
        self.family = xml_text(family)
        self._line = line
        self._ids = count(2)
        self._parent = tree

    def reserve(self) -> int:
        """Reserve the id of a shape to be added later, so that connectors beneath it can be glued to it."""
        return next(self._ids)

    def emu(self, length: float) -> int:
        """Convert pixels to EMU."""
        return round(length * self.unit)

    @contextmanager
    def group(self, name: str, box: Box, description: str = "") -> Iterator[int]:
        """Context manager: group the shapes added within, which lie in `box`; yields the group's id."""
        shape_id, outer = next(self._ids), self._parent
        what = element(
            "p:nvGrpSpPr", non_visual(shape_id, name, description), element("p:cNvGrpSpPr"), element("p:nvPr")
        )
        frame = element("a:xfrm", *self._place(box), *self._place(box, "a:chOff", "a:chExt"))
        self._parent = element("p:grpSp", what, element("p:grpSpPr", frame))
        outer.append(self._parent)
        yield shape_id
        self._parent = outer

    def shape(
        self,
        name: str,
        box: Box,
        preset: str = "rect",
        *,
        fill: str | None = None,
        alpha: float = 1.0,
        hatch: str | None = None,
        stroke: Stroke | None = None,
        text: Sequence[str] = (),
        style: TextStyle | None = None,
        corner: float | None = None,
        shape_id: int | None = None,
    ) -> int:
        """Add a preset shape with centred text; `corner` is the corner radius of a "roundRect" as a share of
        its shorter side, `hatch` the colour of lines in its fill, `shape_id` a reserved id.
        """
        form = geometry(preset) if corner is None else geometry(preset, "adj", corner)
        body = self._body(text, style, "ctr") if style else None
        painted = hatched_fill(fill, hatch) if fill and hatch else solid_fill(fill, alpha)
        looks = self._frame(box), form, painted, outline(stroke, self.unit)
        return self._shape(name, *looks, body=body, shape_id=shape_id)

    def path(
        self,
        name: str,
        box: Box,
        segments: Sequence[Sequence[Point]],
        *,
        closed: bool = False,
        fill: str | None = None,
        alpha: float = 1.0,
        fade: tuple[str, str, float] | None = None,
        stroke: Stroke | None = None,
    ) -> int:
        """Add a freeform of polylines; `fade` is a gradient fill from one colour to another in a direction
        (degrees clockwise from the right).
        """
        steps = []
        for segment in segments:
            for index, point in enumerate(segment):
                steps.append(element("a:lnTo" if index else "a:moveTo", self._point(point, box)))
            if closed:
                steps.append(element("a:close"))
        painted = gradient_fill(*fade) if fade else solid_fill(fill, alpha)
        return self._shape(
            name,
            self._frame(box),
            self._custom(box, *steps, filled=closed),
            painted,
            outline(stroke, self.unit),
        )

    def curve(self, name: str, curve: Curve, stroke: Stroke) -> int:
        """Add a freeform of a quadratic curve, as the cubic one that all programs know."""
        box, (start, control, end) = curve_bounds(curve), curve
        middles = (
            Point(a.x + 2 / 3 * (control.x - a.x), a.y + 2 / 3 * (control.y - a.y)) for a in (start, end)
        )
        first = element("a:moveTo", self._point(start, box))
        bend = element("a:cubicBezTo", *(self._point(each, box) for each in (*middles, end)))
        form = self._custom(box, first, bend, filled=False)
        return self._shape(name, self._frame(box), form, solid_fill(None, 1.0), outline(stroke, self.unit))

    def _point(self, point: Point, box: Box) -> Any:
        return element("a:pt", x=self.emu(point.x - box.left), y=self.emu(point.y - box.top))

    def arc(self, name: str, box: Box, share: float, stroke: Stroke) -> int:
        """Add an arc over `share` of a circle, clockwise from twelve o'clock."""
        w, h = self.emu(box.width) // 2, self.emu(box.height) // 2
        start = element("a:moveTo", element("a:pt", x=w, y=0))
        turn = element("a:arcTo", wR=w, hR=h, stAng=16_200_000, swAng=round(share * 21_600_000))
        form = self._custom(box, start, turn, filled=False)
        return self._shape(name, self._frame(box), form, solid_fill(None, 1.0), outline(stroke, self.unit))

    def connector(self, name: str, start: Point, end: Point, glue: Glue, stroke: Stroke) -> int:
        """Add a straight connector."""
        return self._connector(name, self._between(start, end), geometry("straightConnector1"), glue, stroke)

    def arch(self, name: str, start: Point, end: Point, rise: float, glue: Glue, stroke: Stroke) -> int:
        """Add a curved connector that leaves the line from `start` to `end` at a right angle, to the left if
        `rise` is positive, runs `rise` pixels beside it, and returns to it.

        It is PowerPoint's curve between the same sides of two shapes, rotated.
        """
        length = math.dist(start, end) or 1.0
        # Its ends must not be level, since the bend is given as a share of their difference.
        width = 0.02 * length
        height = math.sqrt(length * length - width * width)
        side = -1.0 if rise < 0 else 1.0
        turn = math.atan2(end.y - start.y, end.x - start.x) - math.atan2(height, side * width)
        x, y = (start.x + end.x) / 2, (start.y + end.y) / 2
        box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        angle = round(math.degrees(turn) % 360 * 60_000) % 21_600_000
        frame = self._frame(box, rot=angle, flipH=1 if rise < 0 else None)
        form = geometry("curvedConnector3", "adj1", abs(rise) / width + 0.5)
        return self._connector(name, frame, form, glue, stroke)

    def _connector(self, name: str, frame: Any, form: Any, glue: Glue, stroke: Stroke) -> int:
        (begin, begin_site), (end, end_site) = glue
        shape_id = next(self._ids)
        ends = element("a:stCxn", id=begin, idx=begin_site), element("a:endCxn", id=end, idx=end_site)
        glued = element("p:cNvCxnSpPr", *ends)
        what = element("p:nvCxnSpPr", non_visual(shape_id, name), glued, element("p:nvPr"))
        looks = element("p:spPr", frame, form, outline(stroke, self.unit))
        self._parent.append(element("p:cxnSp", what, looks))
        return shape_id

    def line(self, name: str, start: Point, end: Point, stroke: Stroke) -> int:
        """Add a straight line that is not glued to anything."""
        return self._shape(name, self._between(start, end), geometry("line"), outline(stroke, self.unit))

    def text(
        self,
        name: str,
        lines: Sequence[str],
        anchor: float,
        baselines: Sequence[float],
        width: float,
        style: TextStyle,
        *,
        room: float | None = None,
        fill: str | None = None,
        alpha: float = 1.0,
        placeholder: str = "",
    ) -> int:
        """Add lines of text whose end (see `TextStyle.align`) is at `anchor`, in a box with room to spare;
        with `room` the box is at least that many pixels wide, and text is wrapped at its width.
        """
        step = baselines[1] - baselines[0] if len(baselines) > 1 else None
        ascent, descent = self._line.ascent * style.size, self._line.descent * style.size
        top = baselines[0] - (ascent if step is None else step - descent)
        box_width = max(SLACK * width + 2, room or 0.0)
        left = anchor - style.align * box_width
        box = Box(
            left,
            top,
            left + box_width,
            top + len(baselines) * (step or 1.15 * style.size) + 0.06 * style.size,
        )
        body = self._body(lines, replace(style, step=step), "t", wraps=room is not None)
        painted = self._frame(box), geometry("rect"), solid_fill(fill, alpha)
        return self._shape(name, *painted, body=body, is_box=not placeholder, placeholder=placeholder)

    def _shape(
        self,
        name: str,
        *properties: Any,
        body: Any = None,
        is_box: bool = False,
        placeholder: str = "",
        shape_id: int | None = None,
    ) -> int:
        shape_id = next(self._ids) if shape_id is None else shape_id
        shape = empty_shape(is_box, placeholder)
        what, looks = shape
        what[0].set("id", str(shape_id))
        what[0].set("name", xml_text(name))
        looks.extend(properties)
        if body is not None:
            shape.append(body)
        self._parent.append(shape)
        return shape_id

    # Elements.

    def _place(self, box: Box, at: str = "a:off", size: str = "a:ext") -> tuple[Any, Any]:
        left, top = self.emu(box.left), self.emu(box.top)
        width, height = self.emu(box.right) - left, self.emu(box.bottom) - top
        return element(at, x=left, y=top), element(size, cx=max(0, width), cy=max(0, height))

    def _frame(self, box: Box, **turned: object) -> Any:
        return element("a:xfrm", *self._place(box), **turned)

    def _between(self, start: Point, end: Point) -> Any:
        flipped = {"flipH": end.x < start.x, "flipV": end.y < start.y}
        return self._frame(bounds((start, end)), **{key: 1 for key, is_so in flipped.items() if is_so})

    def _custom(self, box: Box, *steps: Any, filled: bool) -> Any:
        size = {"w": max(1, self.emu(box.width)), "h": max(1, self.emu(box.height))}
        path = element("a:path", *steps, **size, fill=None if filled else "none")
        lists = (element(f"a:{name}") for name in ("avLst", "gdLst", "ahLst", "cxnLst"))
        room = element("a:rect", l=0, t=0, r="r", b="b")
        return element("a:custGeom", *lists, room, element("a:pathLst", path))

    def _body(self, lines: Sequence[str], style: TextStyle, anchor: str, wraps: bool = False) -> Any:
        turned = bool(lines) and is_right_to_left(lines[0])
        body = text_body(style, anchor, wraps, turned, self.unit)
        paragraph = body[-1]
        for index, line in enumerate(lines):
            if index:
                paragraph.append(element("a:br", run_properties(style, self.unit, self.family)))
            words = element("a:t")
            words.text = xml_text(line)
            paragraph.append(element("a:r", run_properties(style, self.unit, self.family), words))
        return body


def bounds(points: Sequence[Point]) -> Box:
    """The bounding box of points."""
    xs, ys = [point.x for point in points], [point.y for point in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def curve_bounds(curve: Curve) -> Box:
    """The bounding box of a curve."""
    start, control, end = curve
    points = [start, end]
    for a, b, c in zip(start, control, end, strict=True):
        # Where the curve is farthest out in this direction, if that is between its ends.
        t = (a - b) / (a - 2 * b + c) if a - 2 * b + c else 0.0
        if 0 < t < 1:
            points.append(point_on(curve, t))
    return bounds(points)


def around(x: float, y: float, reach: float) -> Box:
    """The box of a circle."""
    return Box(x - reach, y - reach, x + reach, y + reach)


def union(boxes: Sequence[Box]) -> Box:
    """The bounding box of boxes."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
