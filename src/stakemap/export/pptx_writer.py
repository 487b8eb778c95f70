"""Shapes of a PowerPoint slide as DrawingML, a piece at a time: ids, places, fills, lines, text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from stakemap.export.svg_writer import is_right_to_left, xml_text
from stakemap.paint.fonts import FAMILY
from stakemap.picture.curves import Point
from stakemap.picture.occupancy import Box

__all__ = ["EMU_A_POINT", "Glue", "PptxWriter", "Stroke", "TextStyle"]

#: English metric units, the lengths of the format.
EMU_A_POINT = 12_700
#: From this weight on text is bold: PowerPoint knows only regular and bold of a family.
_BOLD = 550
#: The shapes that the two ends of a connector are glued to: ids, and places on their edges by number.
Glue = tuple[tuple[int, int], tuple[int, int]]
_ALIGNS = {0.0: "l", 0.5: "ctr", 1.0: "r"}


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line: its width in pixels, and an arrow head of a size of 1 to 3, or 0 for none."""

    colour: str
    width: float
    dash: str = "solid"
    head: int = 0
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How text is set: its size in pixels, and which end of a line keeps its place (0, 0.5 or 1)."""

    size: float
    weight: int
    colour: str
    align: float = 0.0
    glow: tuple[str, float] | None = None
    alpha: float = 1.0
    #: From baseline to baseline in pixels where there are several lines.
    step: float | None = None


class PptxWriter:
    """Collects the shapes of one slide; all lengths are pixels of the slide, `unit` EMU each."""

    def __init__(self, unit: float, family: str = "") -> None:
        self.unit = unit
        self.family = family or FAMILY
        self._ids = count(2)
        self._parts: list[str] = []

    def reserve(self) -> int:
        """An id for a shape to come, so that what is drawn before it can be glued to it."""
        return next(self._ids)

    def xml(self) -> str:
        """All shapes, one after the other."""
        return "".join(self._parts)

    def emu(self, length: float) -> int:
        """A length in EMU."""
        return round(length * self.unit)

    @contextmanager
    def group(self, name: str, box: Box, description: str = "") -> Iterator[int]:
        """A group around the shapes written within, which lie in `box`; gives the group's id."""
        made = next(self._ids)
        place = self._place(box)
        child = place.replace("<a:off", "<a:chOff").replace("<a:ext", "<a:chExt")
        self._parts.append(
            f"<p:grpSp><p:nvGrpSpPr>{_identity(made, name, description)}<p:cNvGrpSpPr/><p:nvPr/>"
            f"</p:nvGrpSpPr><p:grpSpPr><a:xfrm>{place}{child}</a:xfrm></p:grpSpPr>"
        )
        yield made
        self._parts.append("</p:grpSp>")

    def shape(
        self,
        name: str,
        box: Box,
        preset: str = "rect",
        *,
        fill: str | None = None,
        alpha: float = 1.0,
        stroke: Stroke | None = None,
        text: Sequence[str] = (),
        style: TextStyle | None = None,
        adjust: str = "",
        made: int | None = None,
    ) -> int:
        """A preset shape, with text in its middle if any; returns its id, which may be a reserved one."""
        geometry = _preset(preset, adjust)
        painted = _fill(fill, alpha) + self._line(stroke)
        body = self._body(text, style, "ctr") if style else ""
        placed = f"<a:xfrm>{self._place(box)}</a:xfrm>{geometry}{painted}"
        return self._shape(name, placed, body, made=made)

    def path(
        self,
        name: str,
        box: Box,
        segments: Sequence[Sequence[Point]],
        *,
        closed: bool = False,
        fade: tuple[str, str, float] | None = None,
        stroke: Stroke | None = None,
    ) -> int:
        """A free shape of straight lines through the points of each segment; `fade` fills it from one colour
        to another in a direction (degrees clockwise from the right).
        """
        d = "".join(self._straight(segment, box, closed) for segment in segments)
        geometry = self._custom(box, d, filled=closed)
        painted = (_fade(*fade) if fade else _fill(None, 1.0)) + self._line(stroke)
        return self._shape(name, f"<a:xfrm>{self._place(box)}</a:xfrm>{geometry}{painted}", "")

    def arc(self, name: str, box: Box, share: float, stroke: Stroke) -> int:
        """A part of a circle, from twelve o'clock on, clockwise."""
        w, h = self.emu(box.width), self.emu(box.height)
        turn = round(share * 21_600_000)
        d = (
            f'<a:moveTo><a:pt x="{w // 2}" y="0"/></a:moveTo>'
            f'<a:arcTo wR="{w // 2}" hR="{h // 2}" stAng="16200000" swAng="{turn}"/>'
        )
        geometry = self._custom(box, d, filled=False)
        painted = _fill(None, 1.0) + self._line(stroke)
        return self._shape(name, f"<a:xfrm>{self._place(box)}</a:xfrm>{geometry}{painted}", "")

    def connector(self, name: str, start: Point, end: Point, glue: Glue, stroke: Stroke) -> int:
        """A straight connector."""
        place = f"<a:xfrm{_flip(start, end)}>{self._place(bounds((start, end)))}</a:xfrm>"
        return self._connector(name, f"{place}{_preset('straightConnector1')}", glue, stroke)

    def arch(self, name: str, start: Point, end: Point, rise: float, glue: Glue, stroke: Stroke) -> int:
        """A curved connector that leaves the line from `start` to `end` at a right angle, to the left where
        `rise` is positive, runs `rise` pixels beside it, and comes back to it.

        It is the curve that PowerPoint has for shapes joined at the same side, turned into its direction.
        """
        length = math.dist(start, end) or 1.0
        # The ends of that curve may not lie quite level: its bend is told in shares of the difference.
        width = 0.02 * length
        height = math.sqrt(length * length - width * width)
        side = -1.0 if rise < 0 else 1.0
        turn = math.atan2(end.y - start.y, end.x - start.x) - math.atan2(height, side * width)
        x, y = (start.x + end.x) / 2, (start.y + end.y) / 2
        box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        angle = round(math.degrees(turn) % 360 * 60_000) % 21_600_000
        flip = ' flipH="1"' if rise < 0 else ""
        bend = round((abs(rise) / width + 0.5) * 100_000)
        adjust = f'<a:gd name="adj1" fmla="val {bend}"/>'
        place = f'<a:xfrm rot="{angle}"{flip}>{self._place(box)}</a:xfrm>'
        return self._connector(name, f"{place}{_preset('curvedConnector3', adjust)}", glue, stroke)

    def _connector(self, name: str, geometry: str, glue: Glue, stroke: Stroke) -> int:
        glued = "".join(
            f'<a:{tag} id="{shape}" idx="{site}"/>'
            for tag, (shape, site) in zip(("stCxn", "endCxn"), glue, strict=True)
        )
        made = next(self._ids)
        self._parts.append(
            f"<p:cxnSp><p:nvCxnSpPr>{_identity(made, name)}<p:cNvCxnSpPr>{glued}</p:cNvCxnSpPr><p:nvPr/>"
            f"</p:nvCxnSpPr><p:spPr>{geometry}{self._line(stroke)}</p:spPr></p:cxnSp>"
        )
        return made

    def line(self, name: str, start: Point, end: Point, stroke: Stroke) -> int:
        """A straight line that joins nothing."""
        geometry = _preset("line")
        place = f"<a:xfrm{_flip(start, end)}>{self._place(bounds((start, end)))}</a:xfrm>"
        return self._shape(name, place + geometry + self._line(stroke), "")

    def text(
        self,
        name: str,
        lines: Sequence[str],
        box: Box,
        style: TextStyle,
        *,
        fill: str | None = None,
        alpha: float = 1.0,
        placeholder: str = "",
        wraps: bool = False,
    ) -> int:
        """A text box; text begins at the box's top and, where it `wraps`, is broken at the box's width."""
        geometry = _preset("rect")
        painted = f"<a:xfrm>{self._place(box)}</a:xfrm>{geometry}{_fill(fill, alpha)}"
        body = self._body(lines, style, "t", "square" if wraps else "none")
        return self._shape(name, painted, body, 'txBox="1"' if not placeholder else "", placeholder)

    def _shape(
        self,
        name: str,
        properties: str,
        body: str,
        kind: str = "",
        placeholder: str = "",
        made: int | None = None,
    ) -> int:
        made = next(self._ids) if made is None else made
        role = f'<p:nvPr><p:ph type="{placeholder}"/></p:nvPr>' if placeholder else "<p:nvPr/>"
        self._parts.append(
            f"<p:sp><p:nvSpPr>{_identity(made, name)}<p:cNvSpPr {kind}/>{role}</p:nvSpPr>"
            f"<p:spPr>{properties}</p:spPr>{body or _NO_TEXT}</p:sp>"
        )
        return made

    # Pieces.

    def _place(self, box: Box) -> str:
        left, top = self.emu(box.left), self.emu(box.top)
        width, height = self.emu(box.right) - left, self.emu(box.bottom) - top
        return f'<a:off x="{left}" y="{top}"/><a:ext cx="{max(0, width)}" cy="{max(0, height)}"/>'

    def _relative(self, point: Point, box: Box) -> str:
        return f'<a:pt x="{self.emu(point.x - box.left)}" y="{self.emu(point.y - box.top)}"/>'

    def _straight(self, points: Sequence[Point], box: Box, closed: bool) -> str:
        first, *rest = (self._relative(point, box) for point in points)
        lines = "".join(f"<a:lnTo>{point}</a:lnTo>" for point in rest)
        return f"<a:moveTo>{first}</a:moveTo>{lines}{'<a:close/>' if closed else ''}"

    def _custom(self, box: Box, d: str, filled: bool) -> str:
        width, height = self.emu(box.width), self.emu(box.height)
        how = "" if filled else ' fill="none"'
        return (
            "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
            '<a:rect l="0" t="0" r="r" b="b"/>'
            f'<a:pathLst><a:path w="{width}" h="{height}"{how}>{d}</a:path></a:pathLst></a:custGeom>'
        )

    def _line(self, stroke: Stroke | None) -> str:
        if stroke is None:
            return "<a:ln><a:noFill/></a:ln>"
        caps = ' cap="rnd"' if stroke.dash == "sysDot" else ' cap="flat"'
        size = ("", "sm", "med", "lg")[stroke.head]
        head = f'<a:tailEnd type="triangle" w="{size}" len="{size}"/>' if stroke.head else ""
        return (
            f'<a:ln w="{self.emu(stroke.width)}"{caps}>{_fill(stroke.colour, stroke.alpha)}'
            f'<a:prstDash val="{stroke.dash}"/><a:round/>{head}</a:ln>'
        )

    def _body(self, lines: Sequence[str], style: TextStyle, anchor: str, wrap: str = "none") -> str:
        size = round(style.size * self.unit / EMU_A_POINT * 100)
        bold = ' b="1"' if style.weight >= _BOLD else ' b="0"'
        glow = ""
        if style.glow:
            colour, reach = style.glow
            radius = self.emu(reach)
            glow = f'<a:effectLst><a:glow rad="{radius}">{_colour(colour, 0.92)}</a:glow></a:effectLst>'
        run = (
            f'<a:rPr lang="en-GB" sz="{size}"{bold} dirty="0">{_fill(style.colour, style.alpha)}{glow}'
            f"<a:latin typeface={quoteattr(xml_text(self.family))}/></a:rPr>"
        )
        spacing = ""
        if style.step:
            points = round(style.step * self.unit / EMU_A_POINT * 100)
            spacing = f'<a:lnSpc><a:spcPts val="{points}"/></a:lnSpc>'
        turned = ' rtl="1"' if lines and is_right_to_left(lines[0]) else ""
        align = _ALIGNS.get(style.align, "l")
        # What is broken at the width of its box gets smaller before it leaves the box, as with a wider font.
        fit = "normAutofit" if wrap == "square" else "noAutofit"
        runs = f"<a:br>{run}</a:br>".join(
            f"<a:r>{run}<a:t>{escape(xml_text(line))}</a:t></a:r>" for line in lines
        )
        return (
            f'<p:txBody><a:bodyPr wrap="{wrap}" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"'
            f' rtlCol="0"><a:{fit}/></a:bodyPr><a:lstStyle/><a:p><a:pPr algn="{align}"{turned}>{spacing}'
            f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/></a:pPr>{runs}</a:p></p:txBody>'
        )


_NO_TEXT = "<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr/></a:p></p:txBody>"


def bounds(points: Sequence[Point]) -> Box:
    """The least box that holds all points."""
    xs, ys = [point.x for point in points], [point.y for point in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _preset(preset: str, adjust: str = "") -> str:
    return f'<a:prstGeom prst="{preset}"><a:avLst>{adjust}</a:avLst></a:prstGeom>'


def _identity(made: int, name: str, description: str = "") -> str:
    told = f" descr={quoteattr(xml_text(description))}" if description else ""
    return f'<p:cNvPr id="{made}" name={quoteattr(xml_text(name))}{told}/>'


def _flip(start: Point, end: Point) -> str:
    return (' flipH="1"' if end.x < start.x else "") + (' flipV="1"' if end.y < start.y else "")


def _colour(colour: str, alpha: float) -> str:
    value = colour.lstrip("#").upper()
    if alpha >= 1:
        return f'<a:srgbClr val="{value}"/>'
    return f'<a:srgbClr val="{value}"><a:alpha val="{round(alpha * 100_000)}"/></a:srgbClr>'


def _fill(colour: str | None, alpha: float) -> str:
    return f"<a:solidFill>{_colour(colour, alpha)}</a:solidFill>" if colour else "<a:noFill/>"


def _fade(start: str, end: str, direction: float) -> str:
    ends = ((0, start), (100_000, end))
    stops = "".join(f'<a:gs pos="{at}">{_colour(each, 1.0)}</a:gs>' for at, each in ends)
    turn = round(direction % 360 * 60_000)
    way = f'<a:lin ang="{turn}" scaled="0"/>'
    return f'<a:gradFill rotWithShape="1"><a:gsLst>{stops}</a:gsLst>{way}</a:gradFill>'
