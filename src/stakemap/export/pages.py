"""How large the page is that a slide fills in print or in a presentation."""

from __future__ import annotations

from stakemap.errors import UsageError
from stakemap.i18n import tr
from stakemap.picture.sheet import pixels_per_point
from stakemap.picture.slide import Slide

__all__ = ["page_points"]

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
