"""Builder for the marks of one page: converts points to pixels and elides text that is too wide."""

from __future__ import annotations

import math

from stakemap.picture.marks import LineMark, Mark, TextMark, TextRole
from stakemap.picture.measure import TextMeasure, elide
from stakemap.picture.theme import Theme

#: The least size of text on a page of the standard area, in points.
SMALL = 10.0
#: Line height of running text, in ems.
LINE = 1.34
#: Least pixels per point: below it text of the least size cannot be read on a screen, so small pictures
#: show less instead of smaller text.
_MIN_POINT = 1.2
#: Area of a 16:9 slide, in square points.
_PAGE_AREA = 960 * 540


def pixels_per_point(width: float, height: float) -> float:
    """Pixels per point of a picture that fills a page of the standard area."""
    return math.sqrt(width * height / _PAGE_AREA)


class PageBuilder:
    """Collects the marks of a picture of `width` × `height` pixels, from back to front.

    Sizes are in points of a page that the picture fills. All pages count as about equally large: a 16:9
    slide has 960 × 540 points, A4 paper 842 × 595.
    """

    def __init__(self, width: float, height: float, theme: Theme, measure: TextMeasure) -> None:
        self.width = float(width)
        self.height = float(height)
        self.theme = theme
        self.measure = measure
        self.marks: list[Mark] = []
        self.point = max(_MIN_POINT, pixels_per_point(width, height))
        #: Blank margin along each edge of the page, in pixels.
        self.margin = min(self.px(26), self.width / 20, self.height / 16)

    def px(self, points: float) -> float:
        """Convert points to pixels."""
        return points * self.point

    def size(self, points: float) -> float:
        """Font size in whole pixels of a size in points."""
        return float(max(1, round(points * self.point)))

    def add(self, mark: Mark) -> None:
        """Add a mark above those before it."""
        self.marks.append(mark)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Add a hairline between parts of the page."""
        self.add(LineMark("rule", x0, y0, x1, y1, max(1.0, self.px(0.5)), self.theme.border))

    def text_width(self, text: str, size: float, weight: int = 400) -> float:
        """Width of a line of text in pixels."""
        return self.measure.extent(text, size, weight).width

    def text(
        self,
        role: TextRole,
        text: str,
        x: float,
        top: float,
        size: float,
        width: float,
        *,
        weight: int = 400,
        colour: str | None = None,
        align: float = 0.0,
        key: str = "",
        halo: bool = False,
    ) -> float:
        """Add one line of text, elided to `width` pixels, and return its width in pixels.

        `top` is the top of the line, which is LINE ems high; `align` places the text within `width`: 0 at
        the left, 1 at the right.
        """
        shown = elide(text, width, size, self.measure, weight)
        if not shown:
            return 0.0
        used = self.text_width(shown, size, weight)
        left = x + align * (width - used)
        baseline = top + size * (LINE + 0.72) / 2
        ink = self.theme.text if colour is None else colour
        self.add(TextMark(role, shown, left, baseline, used, size, weight, ink, halo, key, align))
        return used
