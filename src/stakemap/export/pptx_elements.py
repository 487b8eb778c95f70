"""Factories of DrawingML elements: geometries, fills, lines, text properties.

python-pptx's own shapes, fills and text frames need about a millisecond a shape, with which a deck would take
three times as long; what occurs once per slide or deck is made with its API.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, TypeVar, cast

from pptx.oxml import oxml_parser
from pptx.oxml.ns import qn

from stakemap.export.svg_writer import xml_text
from stakemap.paint.fonts import is_bold_in_office

#: English metric units (EMU), the unit of length of the format.
EMU_PER_POINT = 12_700
_ALIGNS = {0.0: "l", 0.5: "ctr", 1.0: "r"}


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line of a `width` in pixels; `head` is the size of its arrow head, 1 to 3, or 0 for none. Lines with
    `both_ends` have one at either end.
    """

    colour: str
    width: float
    dash: str = "solid"
    head: int = 0
    alpha: float = 1.0
    both_ends: bool = False


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Format of text: `size` is in pixels, `align` the end of a line that stays fixed (0, 0.5 or 1)."""

    size: float
    weight: int
    colour: str
    align: float = 0.0
    glow: tuple[str, float] | None = None
    alpha: float = 1.0
    #: Distance of baselines in pixels, if there are several lines.
    step: float | None = None


_qualified = cache(qn)


def element(tag: str, *children: Any, **attributes: object) -> Any:
    """An element such as "a:ln"; children and attributes that are None are omitted."""
    given = {name: str(value) for name, value in attributes.items() if value is not None}
    shape_id = oxml_parser.makeelement(_qualified(tag), given)
    shape_id.extend([child for child in children if child is not None])
    return shape_id


Build = TypeVar("Build", bound=Callable[..., Any])


def _cached_copy(build: Build) -> Build:
    """Cache the elements that a function makes and return copies, which takes a tenth of the time."""
    shape_id = lru_cache(maxsize=512)(build)
    return cast(Build, lambda *arguments: copy(shape_id(*arguments)))


@_cached_copy
def geometry(preset: str, adjusted: str = "", share: float = 0.0) -> Any:
    """A preset geometry, with the adjustment value `adjusted` set to `share` if given."""
    value = element("a:gd", name=adjusted, fmla=f"val {round(share * 100_000)}") if adjusted else None
    return element("a:prstGeom", element("a:avLst", value), prst=preset)


def non_visual(shape_id: int, name: str, description: str = "") -> Any:
    """The id, the name and the alternative text of a shape."""
    return element("p:cNvPr", id=shape_id, name=xml_text(name), descr=xml_text(description) or None)


def _colour(colour: str, alpha: float = 1.0) -> Any:
    opacity = element("a:alpha", val=round(alpha * 100_000)) if alpha < 1 else None
    return element("a:srgbClr", opacity, val=colour.lstrip("#").upper())


@_cached_copy
def solid_fill(colour: str | None, alpha: float = 1.0) -> Any:
    """A fill with a colour, or no fill."""
    return element("a:solidFill", _colour(colour, alpha)) if colour else element("a:noFill")


def hatched_fill(colour: str, lines: str) -> Any:
    """A fill with a colour and lines of another one, which rise to the right."""
    ends = element("a:fgClr", _colour(lines)), element("a:bgClr", _colour(colour))
    return element("a:pattFill", *ends, prst="wdUpDiag")


def gradient_fill(start: str, end: str, direction: float) -> Any:
    """A fill from one colour to another in a direction (degrees clockwise from the right)."""
    stops = [element("a:gs", _colour(each), pos=at) for at, each in ((0, start), (100_000, end))]
    way = element("a:lin", ang=round(direction % 360 * 60_000), scaled=0)
    return element("a:gradFill", element("a:gsLst", *stops), way, rotWithShape=1)


@_cached_copy
def outline(stroke: Stroke | None, unit: float) -> Any:
    """The outline of a shape, or no outline; `unit` is EMU per pixel."""
    if stroke is None:
        return element("a:ln", element("a:noFill"))
    size = ("", "sm", "med", "lg")[stroke.head]
    ends = ("a:headEnd", "a:tailEnd") if stroke.both_ends else ("a:tailEnd",)
    return element(
        "a:ln",
        solid_fill(stroke.colour, stroke.alpha),
        element("a:prstDash", val=stroke.dash),
        element("a:round"),
        *(element(end, type="triangle", w=size, len=size) for end in ends if stroke.head),
        w=round(stroke.width * unit),
        cap="rnd" if stroke.dash == "sysDot" else "flat",
    )


@_cached_copy
def empty_shape(is_box: bool, placeholder: str) -> Any:
    """A shape without id, name, properties and text."""
    kind = element("p:cNvSpPr", txBox=1 if is_box else None)
    role = element("p:nvPr", element("p:ph", type=placeholder) if placeholder else None)
    return element("p:sp", element("p:nvSpPr", element("p:cNvPr"), kind, role), element("p:spPr"))


@_cached_copy
def text_body(style: TextStyle, anchor: str, wraps: bool, is_rtl: bool, unit: float) -> Any:
    """The text body of a shape, without runs: `anchor` is its vertical anchor, `wraps` says whether lines are
    broken at the box's width, `is_rtl` whether text runs from right to left.
    """
    # Wrapped text shrinks rather than overflows, as it would with a wider font.
    fit = element("a:normAutofit" if wraps else "a:noAutofit")
    room = {"wrap": "square" if wraps else "none", "lIns": 0, "tIns": 0, "rIns": 0, "bIns": 0}
    step = element("a:spcPts", val=_points(style.step, unit)) if style.step else None
    paragraph = element(
        "a:pPr",
        element("a:lnSpc", step) if style.step else None,
        element("a:spcBef", element("a:spcPts", val=0)),
        element("a:buNone"),
        algn=_ALIGNS.get(style.align, "l"),
        rtl=1 if is_rtl else None,
    )
    box = element("a:bodyPr", fit, **room, anchor=anchor, rtlCol=0)
    return element("p:txBody", box, element("a:lstStyle"), element("a:p", paragraph))


@_cached_copy
def run_properties(style: TextStyle, unit: float, family: str) -> Any:
    """The properties of a run of text."""
    glow = None
    if style.glow:
        colour, reach = style.glow
        glow = element("a:effectLst", element("a:glow", _colour(colour, 0.92), rad=round(reach * unit)))
    return element(
        "a:rPr",
        solid_fill(style.colour, style.alpha),
        glow,
        element("a:latin", typeface=family),
        element("a:cs", typeface=family),
        lang="en-GB",
        sz=_points(style.size, unit),
        b=int(is_bold_in_office(style.weight)),
        dirty=0,
    )


def _points(length: float, unit: float) -> int:
    """A length in hundredths of a point."""
    return round(length * unit / EMU_PER_POINT * 100)
