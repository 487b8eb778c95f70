"""Page sizes of slides in points, and limits of the size of images."""

from __future__ import annotations

import math

from stakemap.errors import UsageError
from stakemap.i18n import tr
from stakemap.picture.slides.page_builder import pixels_per_point
from stakemap.picture.slides.slide import Slide

MAX_PIXELS_PER_SIDE = 16_384
MAX_PIXELS = 100_000_000

#: Standard pages in points: 16:9, 4:3 and A4 landscape; other pages get about the same area.
_STANDARD_PAGES = ((960.0, 540.0), (720.0, 540.0), (841.89, 595.28))
#: Tolerance of aspect ratios, since sizes are in whole pixels.
_RATIO_TOLERANCE = 0.004


def page_points(slide: Slide) -> tuple[float, float]:
    """Size of a slide's page in points (1/72 inch). Raises UsageError for an empty slide."""
    width, height = slide.width, slide.height
    if width <= 0 or height <= 0:
        raise UsageError(tr("A picture needs a width, a height and a scale above zero."))
    for long, short in _STANDARD_PAGES:
        if abs(width / height / (long / short) - 1) < _RATIO_TOLERANCE:
            return long, short
        if abs(height / width / (long / short) - 1) < _RATIO_TOLERANCE:
            return short, long
    point = pixels_per_point(width, height)
    return round(width / point, 2), round(height / point, 2)


def check_size(slide: Slide, scale: float = 1.0) -> tuple[int, int]:
    """Width and height in pixels of an image of `scale` times a slide's size.

    Raises UsageError for an empty or too large image.
    """
    if not (math.isfinite(scale) and scale > 0 and slide.width > 0 and slide.height > 0):
        raise UsageError(tr("A picture needs a width, a height and a scale above zero."))
    width, height = max(1, round(slide.width * scale)), max(1, round(slide.height * scale))
    if max(width, height) > MAX_PIXELS_PER_SIDE or width * height > MAX_PIXELS:
        raise UsageError(
            tr(
                "A picture of {width} × {height} pixels is too large; the limits are {side} a side "
                "and {most} million in all.",
                width=str(width),
                height=str(height),
                side=str(MAX_PIXELS_PER_SIDE),
                most=MAX_PIXELS // 1_000_000,
            )
        )
    return width, height
