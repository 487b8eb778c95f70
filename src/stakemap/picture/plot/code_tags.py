"""Tags with the codes of actors whose discs others cover, at that part of their rims which is seen."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence

from stakemap.picture.geometry import weak_sign
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import FrameMark, TextMark
from stakemap.picture.plot.disc_code import CODE_WEIGHT
from stakemap.picture.plot.disc_positions import DiscPosition, visible_side
from stakemap.picture.slides.page_builder import SMALL, PageBuilder
from stakemap.picture.style import DIMMED, GROUND, TAG_EDGE
from stakemap.picture.theme import mix, on_disc

#: The space around the code in a tag, across and down, in ems; the height of capitals.
_PADDING, _CAPITALS = (0.24, 0.2), 0.72
#: The steps by which a tag is moved outwards, as a share of the radius.
_STEP = 0.05


def code_tags(
    positions: Sequence[DiscPosition],
    codes: Mapping[str, str],
    covered: Collection[str],
    radius: float,
    builder: PageBuilder,
) -> dict[str, Box]:
    """The boxes of tags for the `covered` codes of discs of `radius` pixels, the topmost disc last; without
    those for which there is no room at the rim.
    """
    found: dict[str, Box] = {}
    size = builder.size(SMALL)
    for index, disc in enumerate(positions):
        actor = disc.look.actor
        if actor not in covered:
            continue
        side = visible_side(disc, positions[index + 1 :], radius)
        near = [other for other in positions if other is not disc and _distance(other, disc) < 5 * radius]
        width = builder.text_width(codes[actor], size, CODE_WEIGHT)
        half = width / 2 + _PADDING[0] * size, (_CAPITALS / 2 + _PADDING[1]) * size
        for box in _places(disc, side, half, radius) if any(side) else ():
            if not any(map(box.overlaps, found.values())) and not _covers_any(box, near, radius):
                found[actor] = box
                break
    return found


def _places(
    disc: DiscPosition, side: tuple[float, float], half: tuple[float, float], radius: float
) -> Iterator[Box]:
    """Places of a tag from the middle of the disc outwards, as far as it still lies on the disc."""
    (across, down), step = half, 0
    while True:
        x, y = disc.x + step * _STEP * radius * side[0], disc.y + step * _STEP * radius * side[1]
        box = Box(x - across, y - down, x + across, y + down)
        if _gap(box, disc.x, disc.y) > 0.8 * radius:
            return
        yield box
        step += 1


def _covers_any(box: Box, discs: Sequence[DiscPosition], radius: float) -> bool:
    """Whether a tag covers a part of other discs or of their signs of weak support."""
    if any(_gap(box, disc.x, disc.y) < radius * GROUND for disc in discs):
        return True
    signs = (weak_sign(disc.x, disc.y, radius) for disc in discs if disc.look.weak)
    return any(_gap(box, *sign.centre) < sign.ground for sign in signs)


def _gap(box: Box, x: float, y: float) -> float:
    return math.hypot(max(box.left - x, 0.0, x - box.right), max(box.top - y, 0.0, y - box.bottom))


def _distance(one: DiscPosition, other: DiscPosition) -> float:
    return math.dist((one.x, one.y), (other.x, other.y))


def tag_marks(
    disc: DiscPosition, code: str, box: Box, builder: PageBuilder
) -> Iterator[FrameMark | TextMark]:
    """The marks of a tag: its plate, which looks like the disc, and the code on it."""
    look, theme, size = disc.look, builder.theme, builder.size(SMALL)
    fill, edge, ink = look.colour, theme.canvas, on_disc(look.colour, theme)
    if look.carried:
        fill, edge, ink = theme.canvas, look.colour, theme.text
    if look.dimmed:
        fill, edge, ink = (mix(theme.canvas, each, DIMMED) for each in (fill, edge, ink))
    yield FrameMark(box, edge, size * TAG_EDGE, fill)
    width = builder.text_width(code, size, CODE_WEIGHT)
    x, y = box.centre
    baseline = y + _CAPITALS / 2 * size
    yield TextMark(
        "code", code, x - width / 2, baseline, width, size, CODE_WEIGHT, ink, False, look.actor, 0.5
    )
