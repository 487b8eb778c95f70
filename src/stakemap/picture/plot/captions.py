"""Layout of the captions of quadrants, for canvas and slides: their lines and candidate boxes."""

from __future__ import annotations

import math
from collections.abc import Iterator

from stakemap.picture.labels.occupancy import Box
from stakemap.picture.measure import TextMeasure, wrap
from stakemap.text import plain
from stakemap.values import frozen

CAPTION_WEIGHT = 500
#: Distance of baselines, and of the first one from the top, in ems.
_PITCH, _ASCENT = 1.25, 0.86
#: Number of candidate places from the corner, which is not counted, to the vertical axis.
_STEPS = 3
#: Number of further rows of candidate places towards the horizontal axis, and their distance in ems.
_ROWS, _ROW = 3, 1.6


@frozen
class CaptionText:
    """The lines of a caption, their widths and their font size, in pixels."""

    lines: tuple[str, ...]
    widths: tuple[float, ...]
    size: float

    @property
    def width(self) -> float:
        """The width of the widest line."""
        return max(self.widths)

    @property
    def height(self) -> float:
        """From the top of the first line to the bottom of the last."""
        return self.size * (1 + _PITCH * (len(self.lines) - 1))

    def box(self, left: float, top: float) -> Box:
        """Its box, from the upper left corner."""
        return Box(left, top, left + self.width, top + self.height)

    def rows(self, box: Box, *, at_right: bool) -> Iterator[tuple[str, float, float, float]]:
        """Each line with its left end, baseline and width, in pixels; right-aligned if `at_right`."""
        for number, (line, width) in enumerate(zip(self.lines, self.widths, strict=True)):
            left = box.left + (self.width - width if at_right else 0.0)
            yield line, left, box.top + (_ASCENT + _PITCH * number) * self.size, width


def set_caption(
    text: str, room: float, size: float, measure: TextMeasure, max_lines: int
) -> CaptionText | None:
    """Wrap user text into lines of at most `room` pixels; None if it is empty."""
    lines = tuple(wrap(plain(text), room, size, measure, CAPTION_WEIGHT, max_lines=max_lines))
    widths = tuple(measure.extent(line, size, CAPTION_WEIGHT).width for line in lines)
    return CaptionText(lines, widths, size) if lines else None


def caption_places(
    caption: CaptionText, outer: float, inner: float, top: float, depth: float = 0.0
) -> list[Box]:
    """Candidate boxes of a caption, the preferred ones first: left edges from `outer` in its corner to
    `inner`, upper edges from `top` to `depth` pixels below it (negative: above), towards the other axis.
    """
    step, row = (inner - outer) / _STEPS, math.copysign(_ROW * caption.size, depth)
    rows = min(_ROWS, int(abs(depth) / abs(row)))
    return [
        caption.box(outer + step * count, top + row * number)
        for number in range(rows + 1)
        for count in range(_STEPS + 1)
    ]
