"""Builder of an SVG document: elements, groups with unique ids, text as text or as outlines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from lxml import etree
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from stakemap.paint.fonts import FAMILY, font
from stakemap.picture.marks import CellMark, LabelMark, ShapeMark, TextMark
from stakemap.picture.slides.slide import Slide
from stakemap.text import is_right_to_left

TextAs = Literal["text", "paths"]

#: Characters that XML 1.0 does not allow, not even escaped.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ELEMENTS = QPainterPath.ElementType
#: Unlike an image, a document whose parts are read; the second word is for readers without the first.
_ROLE = "graphics-document document"


def xml_text(text: str) -> str:
    """`text` with characters that XML 1.0 does not allow replaced by U+FFFD."""
    return _ILLEGAL.sub("\ufffd", text)


def number(value: float) -> str:
    """A length with at most two decimals, in its shortest form."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


class SvgWriter:
    """Builds a document. Attributes are keywords, with `_` for `-`; those that are None are omitted."""

    def __init__(self, slide: Slide, fonts: str, text: TextAs = "text", family: str = "") -> None:
        self.text_as = text
        self.family = family or FAMILY
        self._ids: Counter[str] = Counter()
        size = {"width": slide.width, "height": slide.height}
        box = f"0 0 {number(slide.width)} {number(slide.height)}"
        root_attributes = {"version": "1.1", **size, "viewBox": box, "font-family": fonts, "role": _ROLE}
        self._root = etree.Element("svg", _attributes(root_attributes), {None: "http://www.w3.org/2000/svg"})
        self._parent = self._root
        self._title(slide.title)
        self._description(slide)
        self._defs = etree.SubElement(self._root, "defs")

    def document(self) -> bytes:
        """The document in UTF-8, indented, with each definition on one line."""
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
        """An unused id: the one wanted, with a number appended if need be."""
        self._ids[wanted] += 1
        return wanted if self._ids[wanted] == 1 else self.unique(f"{wanted}-{self._ids[wanted]}")

    def gradient(self, wanted: str, colours: Sequence[str], **attributes: object) -> str:
        """Define a linear gradient between two colours; returns its id."""
        gradient_id = self.unique(wanted)
        fade = etree.SubElement(self._defs, "linearGradient", _attributes({"id": gradient_id, **attributes}))
        for offset, colour in enumerate(colours):
            etree.SubElement(fade, "stop", _attributes({"offset": offset, "stop-color": colour}))
        return gradient_id

    @contextmanager
    def group(
        self, wanted: str | None = None, title: str = "", role: str = "", **attributes: object
    ) -> Iterator[None]:
        """Context manager: group what is added within; `title` is for tooltips and screen readers."""
        given = {"id": wanted and self.unique(wanted), "class": role or None}
        outer, self._parent = self._parent, self.add("g", **given, **attributes)
        self._title(title)
        yield
        self._parent = outer

    def _title(self, title: str) -> None:
        if title:
            self.add("title").text = xml_text(title)

    def _description(self, slide: Slide) -> None:
        """All words of a slide whose text is drawn as paths, for search and for screen readers."""
        if self.text_as == "paths":
            self.add("desc").text = xml_text("\n".join(_words(slide)))

    def add(self, tag: str, **attributes: object) -> Any:
        """Add an element and return it."""
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
        """Add a line of text, `width` pixels wide from `x`; `align` (0 to 1) stays fixed in other fonts."""
        attributes["class"] = role
        if self.text_as == "paths":
            if "aria_hidden" not in attributes:
                attributes |= {"role": "img", "aria_label": text}
            self.add("path", d=outline_of(text, x, baseline, size, weight, self.family), **attributes)
            return
        anchors: Sequence[str] = ("start", "middle", "end")
        side = 0 if align < 0.25 else 2 if align > 0.75 else 1
        right_to_left = is_right_to_left(text)
        given = {
            "x": x + width * side / 2,
            "y": baseline,
            "font-size": size,
            # SVG 1.1 has multiples of 100 only, and some programs ignore other weights.
            "font-weight": int(weight / 100 + 0.5) * 100,
            "text-anchor": anchors[2 - side if right_to_left else side] if side or right_to_left else None,
            "direction": "rtl" if right_to_left else None,
        }
        self.add("text", **given, **attributes).text = xml_text(text)


def _words(slide: Slide) -> Iterator[str]:
    for mark in slide.marks:
        match mark:
            case LabelMark():
                yield " ".join(line.text for line in mark.lines)
            case TextMark() | CellMark():
                yield mark.text
            case ShapeMark(text=text) if text:
                yield text


def _attributes(attributes: Mapping[str, object]) -> dict[str, str]:
    return {
        name.replace("_", "-"): number(value) if isinstance(value, float | int) else xml_text(str(value))
        for name, value in attributes.items()
        if value is not None
    }


def outline_of(text: str, x: float, baseline: float, size: float, weight: int, family: str = FAMILY) -> str:
    """Path data of the glyphs of a line of text, shaped and kerned by Qt."""
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
