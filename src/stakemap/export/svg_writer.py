"""Well-formed SVG, a piece at a time: escaping, numbers, groups with unique ids, text and its outlines."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from stakemap.paint.fonts import FAMILY, font

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
    """Collects elements; attributes are given as keywords, with `_` for `-`, and left out when None."""

    def __init__(self, text: TextAs = "text", family: str = "") -> None:
        self.text_as = text
        self.family = family or FAMILY
        self._body: list[str] = []
        self._defs: list[str] = []
        self._ids: Counter[str] = Counter()
        self._depth = 1

    def document(self, width: float, height: float, title: str, fonts: str) -> bytes:
        """The whole document as UTF-8."""
        w, h = number(width), number(height)
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="{w}" height="{h}"'
            f' viewBox="0 0 {w} {h}" font-family={quoteattr(fonts)} role="img">'
        )
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', head]
        if title:
            lines.append(f"  <title>{escape(xml_text(title))}</title>")
        if self._defs:
            lines.extend(("  <defs>", *(f"    {each}" for each in self._defs), "  </defs>"))
        return "\n".join((*lines, *self._body, "</svg>", "")).encode()

    def unique(self, wanted: str) -> str:
        """An id that no element has yet: the one wanted, or that with a number."""
        self._ids[wanted] += 1
        return wanted if self._ids[wanted] == 1 else self.unique(f"{wanted}-{self._ids[wanted]}")

    def define(self, element: str, wanted: str, inner: str, **attributes: object) -> str:
        """Put an element among the definitions; returns its id."""
        made = self.unique(wanted)
        self._defs.append(f'<{element} id="{made}"{_attributes(attributes)}>{inner}</{element}>')
        return made

    @contextmanager
    def group(
        self, wanted: str | None = None, title: str = "", role: str = "", **attributes: object
    ) -> Iterator[None]:
        """A group around what is written within; `title` is what pointers and screen readers tell."""
        named = {} if wanted is None else {"id": self.unique(wanted)}
        classed = {"class": role} if role else {}
        self._line(f"<g{_attributes({**named, **classed, **attributes})}>")
        self._depth += 1
        if title:
            self._line(f"<title>{escape(xml_text(title))}</title>")
        yield
        self._depth -= 1
        self._line("</g>")

    def empty(self, element: str, **attributes: object) -> None:
        """An element without content."""
        self._line(f"<{element}{_attributes(attributes)}/>")

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
            self.empty("path", d=outline_of(text, x, baseline, size, weight, self.family), **attributes)
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
        self._line(f"<text{_attributes({**named, **attributes})}>{escape(xml_text(text))}</text>")

    def _line(self, text: str) -> None:
        self._body.append("  " * self._depth + text)


def _attributes(attributes: dict[str, object]) -> str:
    parts = []
    for name, value in attributes.items():
        if value is None:
            continue
        text = number(value) if isinstance(value, float | int) else xml_text(str(value))
        parts.append(f" {name.replace('_', '-')}={quoteattr(text)}")
    return "".join(parts)


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
