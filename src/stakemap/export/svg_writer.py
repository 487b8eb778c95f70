"""An SVG document, an element at a time: numbers, groups with unique ids, text and its outlines."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from lxml import etree
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from stakemap.paint.fonts import FAMILY, font
from stakemap.picture.slide import Slide

__all__ = ["SvgWriter", "TextAs", "is_right_to_left", "number", "xml_text"]

TextAs = Literal["text", "paths"]

#: What XML 1.0 cannot hold, not even escaped.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ELEMENTS = QPainterPath.ElementType


def xml_text(text: str) -> str:
    """`text` without what XML 1.0 cannot hold, which becomes a replacement character."""
    return _ILLEGAL.sub("\ufffd", text)


def number(value: float) -> str:
    """A length with at most two decimals, as short as it goes."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


class SvgWriter:
    """Builds a document; attributes are given as keywords, with `_` for `-`, and left out when None."""

    def __init__(self, slide: Slide, fonts: str, text: TextAs = "text", family: str = "") -> None:
        self.text_as = text
        self.family = family or FAMILY
        self._ids: Counter[str] = Counter()
        size = {"width": slide.width, "height": slide.height}
        box = f"0 0 {number(slide.width)} {number(slide.height)}"
        told = {"version": "1.1", **size, "viewBox": box, "font-family": fonts, "role": "img"}
        self._root = etree.Element("svg", _attributes(told), {None: "http://www.w3.org/2000/svg"})
        self._parent = self._root
        self._title(slide.title)
        self._defs = etree.SubElement(self._root, "defs")

    def document(self) -> bytes:
        """The whole document as UTF-8; a definition takes one line."""
        if not len(self._defs):
            self._root.remove(self._defs)
        etree.indent(self._root)
        for fade in self._defs:
            fade.text = None
            for stop in fade:
                stop.tail = None
        text: str = etree.tostring(self._root, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()

    def unique(self, wanted: str) -> str:
        """An id that no element has yet: the one wanted, or that with a number."""
        self._ids[wanted] += 1
        return wanted if self._ids[wanted] == 1 else self.unique(f"{wanted}-{self._ids[wanted]}")

    def gradient(self, wanted: str, colours: Sequence[str], **attributes: object) -> str:
        """Define a linear gradient from the first of two colours to the second; returns its id."""
        made = self.unique(wanted)
        fade = etree.SubElement(self._defs, "linearGradient", _attributes({"id": made, **attributes}))
        for offset, colour in enumerate(colours):
            etree.SubElement(fade, "stop", _attributes({"offset": offset, "stop-color": colour}))
        return made

    @contextmanager
    def group(
        self, wanted: str | None = None, title: str = "", role: str = "", **attributes: object
    ) -> Iterator[None]:
        """A group around what is written within; `title` is what pointers and screen readers tell."""
        named = {"id": wanted and self.unique(wanted), "class": role or None}
        outer, self._parent = self._parent, self.add("g", **named, **attributes)
        self._title(title)
        yield
        self._parent = outer

    def _title(self, title: str) -> None:
        if title:
            self.add("title").text = xml_text(title)

    def add(self, tag: str, **attributes: object) -> Any:
        """Add an element; returns it."""
        return etree.SubElement(self._parent, tag, _attributes(attributes))

    def text(
        self,
        text: str,
        x: float,
        baseline: float,
        width: float,
        size: float,
        weight: int,
        align: float = 0.0,
        role: str | None = None,
        **attributes: object,
    ) -> None:
        """One line of text, `width` pixels wide from `x`; where a font is wider, `align` (0 to 1) stays."""
        attributes["class"] = role
        if self.text_as == "paths":
            self.add("path", d=outline_of(text, x, baseline, size, weight, self.family), **attributes)
            return
        anchors: Sequence[str] = ("start", "middle", "end")
        side = 0 if align < 0.25 else 2 if align > 0.75 else 1
        right_to_left = is_right_to_left(text)
        named = {
            "x": x + width * side / 2,
            "y": baseline,
            "font-size": size,
            # SVG 1.1 knows hundreds only, and some programs take others for no weight at all.
            "font-weight": int(weight / 100 + 0.5) * 100,
            "text-anchor": anchors[2 - side if right_to_left else side] if side or right_to_left else None,
            "direction": "rtl" if right_to_left else None,
        }
        self.add("text", **named, **attributes).text = xml_text(text)


def _attributes(attributes: Mapping[str, object]) -> dict[str, str]:
    return {
        name.replace("_", "-"): number(value) if isinstance(value, float | int) else xml_text(str(value))
        for name, value in attributes.items()
        if value is not None
    }


def is_right_to_left(text: str) -> bool:
    """The direction of a line: that of its first letter that has one."""
    if max(text, default="") < "\u0590":
        return False
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def outline_of(text: str, x: float, baseline: float, size: float, weight: int, family: str = FAMILY) -> str:
    """The outlines of a line of text as path data, kerned and shaped as in the pictures."""
    path = QPainterPath()
    path.addText(QPointF(x, baseline), font(size, weight, family), text)
    parts: list[str] = []
    curve: list[str] = []
    for index in range(path.elementCount()):
        element = path.elementAt(index)
        point = f"{number(element.x)} {number(element.y)}"
        kind = element.type
        if kind == _ELEMENTS.MoveToElement:
            parts.append(f"M{point}")
        elif kind == _ELEMENTS.LineToElement:
            parts.append(f"L{point}")
        else:
            curve.append(point)
            if len(curve) == 3:
                parts.append("C" + " ".join(curve))
                curve.clear()
    return "".join(parts)
