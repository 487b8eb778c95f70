"""The code in an actor's disc: how large it fits, whether it is then legible, and whether another disc covers
it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from stakemap.picture.appearance.values import DiscStyle
from stakemap.picture.measure import TextMeasure
from stakemap.picture.plot.disc_positions import DiscPosition
from stakemap.picture.slides.page_builder import SMALL, PageBuilder
from stakemap.picture.style import GROUND, MOVE_GHOST

CODE_WEIGHT = 650
#: Maximum width of a code, in radii of the disc.
_ROOM = 1.76


def fit_code(style: DiscStyle, radius: float, measure: TextMeasure) -> tuple[float, float]:
    """Font size and width of an actor's code in a disc of `radius`, in pixels."""
    size = 0.84 * radius
    width = measure.extent(style.code, size, CODE_WEIGHT).width
    size = max(1.0, math.floor(min(size, _ROOM * radius * size / max(width, 1.0))))
    return size, measure.extent(style.code, size, CODE_WEIGHT).width


def with_legible_code(style: DiscStyle, radius: float, builder: PageBuilder) -> DiscStyle:
    """The style without its code if that would be smaller than other text of the page; names stand beside."""
    if not style.code or fit_code(style, radius, builder.measure)[0] >= builder.size(SMALL):
        return style
    return style._replace(code="")


def covered_codes(
    positions: Sequence[DiscPosition], codes: Mapping[str, str], radius: float, measure: TextMeasure
) -> frozenset[str]:
    """Actors whose code a later disc of `positions`, which is painted above theirs, covers in part."""
    return frozenset(
        disc.look.actor
        for index, disc in enumerate(positions)
        if codes[disc.look.actor] and _is_covered(disc, positions[index + 1 :], radius, radius, measure)
    )


def ghost_code(
    ghost: DiscPosition, discs: Sequence[DiscPosition], radius: float, builder: PageBuilder
) -> str:
    """The code in the ghost at the start of a movement among `discs` of `radius`; empty where it would be too
    small or covered.
    """
    own = radius * MOVE_GHOST
    code = with_legible_code(ghost.look.disc._replace(carried=True), own, builder).code
    return code if code and not _is_covered(ghost, discs, own, radius, builder.measure) else ""


def _is_covered(
    disc: DiscPosition, above: Sequence[DiscPosition], own: float, radius: float, measure: TextMeasure
) -> bool:
    """Whether the code in a disc of the radius `own` is covered by other discs of `radius`."""
    near = [other for other in above if abs(other.x - disc.x) + abs(other.y - disc.y) < 4 * radius]
    if not near:
        return False
    size, width = fit_code(disc.look.disc, own, measure)
    for other in near:
        dx = max(0.0, abs(other.x - disc.x) - width / 2)
        # Capitals are 0.72 em high.
        dy = max(0.0, abs(other.y - disc.y) - 0.36 * size)
        if math.hypot(dx, dy) < radius * GROUND:
            return True
    return False
