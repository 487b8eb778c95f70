"""A slide in the making: its units, and text that is shortened before it can leave its place."""

from __future__ import annotations

import math

from stakemap.picture.marks import LineMark, Mark, TextMark, TextRole
from stakemap.picture.measure import TextMeasure, elide
from stakemap.picture.theme import Theme

__all__ = ["LINE", "Sheet", "pixels_per_point"]

#: From the top of one line of running text to the top of the next, in ems.
LINE = 1.34
#: Below this size of a point in pixels a 9-point letter cannot be read on a screen, so small pictures
#: show less instead of smaller text.
_LEAST_POINT = 1.2
#: The area of a 16:9 slide in square points.
_PAGE = 960 * 540


def pixels_per_point(width: float, height: float) -> float:
    """How many pixels a point has on a picture that fills a page of usual size."""
    return math.sqrt(width * height / _PAGE)


class Sheet:
    """Collects marks for a picture of `width` × `height` pixels.

    Sizes are in points of a page that the picture fills, and all pages are taken for about as large: a 16:9
    slide has 960 × 540 points, A4 paper 842 × 595.
    """

    def __init__(self, width: float, height: float, theme: Theme, measure: TextMeasure) -> None:
        self.width = float(width)
        self.height = float(height)
        self.theme = theme
        self.measure = measure
        self.marks: list[Mark] = []
        self.point = max(_LEAST_POINT, pixels_per_point(width, height))

    def px(self, points: float) -> float:
        """So many points in pixels."""
        return points * self.point

    def size(self, points: float) -> float:
        """A type size in pixels: whole ones, as fonts come."""
        return float(max(1, round(points * self.point)))

    def add(self, mark: Mark) -> None:
        """Put a mark on the sheet, above those before it."""
        self.marks.append(mark)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A hairline between parts."""
        self.add(LineMark("rule", x0, y0, x1, y1, max(1.0, self.px(0.5)), self.theme.border))

    def text_width(self, text: str, size: float, weight: int = 400) -> float:
        """How wide a line of text is, in pixels."""
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
        """One line of text in a place `width` pixels wide; it is shortened when it is longer.

        `top` is where its line (LINE ems high) begins; `align` 0 sets it to the left of the place, 1 to the
        right. Returns how wide it came out.
        """
        shown = elide(text, width, size, self.measure, weight)
        if not shown:
            return 0.0
        taken = self.text_width(shown, size, weight)
        left = x + align * (width - taken)
        baseline = top + size * (LINE + 0.72) / 2
        ink = self.theme.text if colour is None else colour
        self.add(TextMark(role, shown, left, baseline, taken, size, weight, ink, halo, key, align))
        return taken
