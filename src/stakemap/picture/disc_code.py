"""The code in an actor's disc: how large it fits, and whether it is then legible."""

from __future__ import annotations

import math

from stakemap.picture.appearance import DiscStyle
from stakemap.picture.measure import TextMeasure
from stakemap.picture.page_builder import SMALL, PageBuilder

__all__ = ["CODE_WEIGHT", "fit_code", "with_legible_code"]

CODE_WEIGHT = 650
#: The width of a code in a filled and in a hollow disc, in radii of the disc.
_FILLED, _HOLLOW = 1.72, 1.66


def fit_code(style: DiscStyle, radius: float, measure: TextMeasure) -> tuple[float, float]:
    """Font size and width of an actor's code in a disc of `radius`, in pixels."""
    size = 0.84 * radius
    width = measure.extent(style.code, size, CODE_WEIGHT).width
    room = radius * (_HOLLOW if style.carried else _FILLED)
    size = max(1.0, math.floor(min(size, room * size / max(width, 1.0))))
    return size, measure.extent(style.code, size, CODE_WEIGHT).width


def with_legible_code(style: DiscStyle, radius: float, builder: PageBuilder) -> DiscStyle:
    """The style without its code if that would be smaller than other text of the page; names stand beside."""
    if not style.code or fit_code(style, radius, builder.measure)[0] >= builder.size(SMALL):
        return style
    return style._replace(code="")
