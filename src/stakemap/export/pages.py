"""How large the page is that a slide fills in print or in a presentation, and how large a picture may be."""

from __future__ import annotations

import math

from stakemap.errors import UsageError
from stakemap.i18n import tr
from stakemap.picture.page_canvas import pixels_per_point
from stakemap.picture.slide import Slide

__all__ = ["MOST_PIXELS", "MOST_PIXELS_A_SIDE", "check_size", "page_points"]

MOST_PIXELS_A_SIDE = 16_384
MOST_PIXELS = 100_000_000

#: Pages that presentation programs and printers know, in points: 16:9, 4:3 and A4 lying; others are made as
#: large as these.
_KNOWN = ((960.0, 540.0), (720.0, 540.0), (841.89, 595.28))
#: Ratios of whole pixels differ from those of a page by less than this.
_SAME_RATIO = 0.004


def page_points(slide: Slide) -> tuple[float, float]:
    """The page of a slide in points (1/72 inch); UsageError for a slide without a size."""
    width, height = slide.width, slide.height
    if width <= 0 or height <= 0:
        raise UsageError(tr("A picture needs a width, a height and a scale above nought."))
    for long, short in _KNOWN:
        if abs(width / height / (long / short) - 1) < _SAME_RATIO:
            return long, short
        if abs(height / width / (long / short) - 1) < _SAME_RATIO:
            return short, long
    point = pixels_per_point(width, height)
    return round(width / point, 2), round(height / point, 2)


def check_size(slide: Slide, scale: float = 1.0) -> tuple[int, int]:
    """The width and height in pixels of a picture of `scale` times a slide's size.

    Raises UsageError for a size that is no picture, or too large a one.
    """
    if not (math.isfinite(scale) and scale > 0 and slide.width > 0 and slide.height > 0):
        raise UsageError(tr("A picture needs a width, a height and a scale above nought."))
    width, height = max(1, round(slide.width * scale)), max(1, round(slide.height * scale))
    if max(width, height) > MOST_PIXELS_A_SIDE or width * height > MOST_PIXELS:
        raise UsageError(
            tr(
                "A picture of {width} × {height} pixels is too large; it may have {side} a side"
                " and {most} million in all.",
                width=width,
                height=height,
                side=MOST_PIXELS_A_SIDE,
                most=MOST_PIXELS // 1_000_000,
            )
        )
    return width, height
