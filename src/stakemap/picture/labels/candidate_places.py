"""The places around discs that are left to labels, sieved by whole cells before any is looked at itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import ceil, floor
from typing import NamedTuple

from stakemap.picture.labels.occupancy import ROUNDING, Occupancy, Place, PlaceLike
from stakemap.picture.labels.places import AWAY, FAR, NEAR, compass, turned_away
from stakemap.picture.labels.values import LabelRequest, LabelStyle
from stakemap.picture.labels.variants import Form

#: Rings of places that are looked at together, here only that beside the disc.
Rings = Sequence[int]
BESIDE: Rings = (0,)
#: After so many further labels the sieve is made anew.
_STALE = 10

#: Twice the share of a box that lies left of its place, its row and column from the least ones of a pattern,
#: and the index of the place.
Offset = tuple[int, int, int, int]


class CandidatePlaces:
    """The places left to the labels of one picture, in whose `taken` cells none ever becomes free."""

    def __init__(self, taken: Occupancy, style: LabelStyle, is_crowded: bool) -> None:
        self._taken, self._style = taken, style
        self._distances = AWAY[-1:] if is_crowded else (*AWAY, *FAR)
        self._directions = 8 if is_crowded else 16
        #: The rings of names with a leader line; and all rings, those further away one by one.
        self.away: Rings = tuple(range(1, 2 if is_crowded else len(AWAY) + 1))
        further = range(self.away[-1] + 1, len(self._distances) + 1)
        self.everywhere: Sequence[Rings] = (BESIDE, self.away, *((ring,) for ring in further))
        self._patterns: dict[tuple[float, Rings, float], Pattern] = {}
        #: The places beside its disc that were free for one form of each label.
        self._counted: dict[str, tuple[Form, list[PlaceLike]]] = {}
        self._unseen = 0

    def count_beside(self, request: LabelRequest, form: Form) -> int:
        """How many places beside its disc are free for a form, before any label is placed."""
        key, _, x, y, reach, _, _, visible, _, _ = request
        shape = self._pattern(reach, BESIDE, form.height)
        places = _turned(shape, range(len(shape.places)), visible)
        free = self._taken.free(places, form.width, form.height, x, y)
        self._counted[key] = form, free
        return len(free)

    def places(self, request: LabelRequest, form: Form, rings: Rings) -> Sequence[PlaceLike]:
        """The places in `rings`, relative to the disc, that may be free for a form, in their order."""
        key, _, x, y, reach, _, _, visible, _, _ = request
        if rings is BESIDE and key in self._counted:
            counted, left = self._counted[key]
            if counted is form:
                return left
        shape = self._pattern(reach, rings, form.height)
        found = passing(self._taken, shape, x, y, form.width)
        return _turned(shape, found, visible) if found else ()

    def was_placed(self) -> None:
        """A label has taken its place."""
        self._unseen += 1

    def renew(self) -> None:
        """Sieve by what is taken now, if enough has been taken since."""
        if self._unseen > _STALE:
            self._unseen = 0
            self._taken.forget_united()

    def look_all_round(self) -> None:
        """Look in many more directions from now on."""
        self._directions = 96
        self._patterns.clear()

    def _pattern(self, reach: float, rings: Rings, height: float) -> Pattern:
        """The pattern of `rings` around a disc that labels keep clear by `reach`."""
        known = self._patterns.get((reach, rings, height))
        if known is None:
            off, size = reach + self._style.gap, self._style.size
            apart = tuple((ring, off + self._distances[ring - 1] * size if ring else off) for ring in rings)
            count = 0 if rings is BESIDE else self._directions
            known = pattern(apart, count, height, self._taken.scale)
            self._patterns[reach, rings, height] = known
        return known


class Pattern(NamedTuple):
    """Places around the origin, with their directions, and where in whole cells boxes of one height begin.

    A box has `height` whole rows.
    """

    places: tuple[PlaceLike, ...]
    ways: tuple[Place, ...]
    offsets: Sequence[Offset]
    height: int
    least_row: int
    rows: int
    least_column: int
    columns: int


def _turned(shape: Pattern, found: Iterable[int], visible: tuple[float, float]) -> list[PlaceLike]:
    """The places of these indexes, with the cost of the side that other discs cover."""
    places = shape.places
    if visible == (0.0, 0.0):
        return [places[index] for index in found]
    turned: list[PlaceLike] = []
    for index in found:
        x, y, left_share, above, dislike, ring = places[index]
        dislike += turned_away(shape.ways[index].x, shape.ways[index].y, visible)
        turned.append((x, y, left_share, above, dislike, ring))
    return turned


# Cached, as names are placed again after each change.
@lru_cache(maxsize=256)
def pattern(rings: tuple[tuple[int, float], ...], count: int, height: float, scale: float) -> Pattern:
    """The pattern of places in rings, each with its number and its distance in pixels, in `count` directions
    or, if that is 0, in the preferred ones; for boxes of a height in pixels, with `scale` cells to the pixel.
    """
    places, ways = _around(rings, count)
    # A box begins in that cell or the next one, depending on where in a cell its disc lies.
    rows = [floor((y - above * height) * scale + ROUNDING) for _, y, _, above, _, _ in places]
    columns = [floor(x * scale + ROUNDING) for x, *_ in places]
    row, column = min(rows), min(columns)
    offsets = tuple(
        (int(2 * place[2]), down - row, across - column, index)
        for index, (place, down, across) in enumerate(zip(places, rows, columns, strict=True))
    )
    whole = int(height * scale - 2 * ROUNDING)
    across, down = max(columns) - column + 1, max(rows) - row + 1
    return Pattern(places, ways, offsets, whole, row, down, column, across)


@lru_cache(maxsize=64)
def _around(
    rings: tuple[tuple[int, float], ...], count: int
) -> tuple[tuple[PlaceLike, ...], tuple[Place, ...]]:
    """The places of a `pattern`, and their directions."""
    ways = compass(count) if count else NEAR
    places = tuple(
        (x * off, y * off, left, above, dislike, ring)
        for ring, off in rings
        for x, y, left, above, dislike, _ in ways
    )
    return places, ways * len(rings)


def passing(taken: Occupancy, shape: Pattern, x: float, y: float, width: float) -> Sequence[int]:
    """The indexes of the places around (x, y) at which a box of this width may be free, in their order.

    Wherever within its first cells such a box begins, it touches the cells after these, and as many in all as
    its size has whole ones. Where one of these is taken, so is the place; the others have to be tested.
    """
    _, _, offsets, height, least_row, extent, least_column, most_column = shape
    if height < 1:
        return range(len(offsets))
    scale, (left, top, right, _) = taken.scale, taken.frame
    first = floor((y - top) * scale) + least_row + 1
    cells, across = width * scale, (x - left) * scale + least_column + 1
    mask = (1 << int(cells - 2 * ROUNDING)) - 1
    columns = floor(across), floor(across - 0.5 * cells), floor(across - cells)
    most = ceil((right - left) * scale - cells) + 1
    near = _window(taken.united(height), first, extent)
    if columns[2] >= 0 and columns[0] + most_column <= most:
        spans = mask << columns[0], mask << columns[1], mask << columns[2]
        return [index for side, row, column, index in offsets if not near[row] & spans[side] << column]
    return [
        index
        for side, row, column, index in offsets
        if 0 <= (start := columns[side] + column) <= most and not near[row] & mask << start
    ]


def _window(rows: list[int], first: int, extent: int) -> list[int]:
    """So many of the rows from the first."""
    if 0 <= first <= len(rows) - extent:
        return rows[first : first + extent]
    # A box that begins above the frame or below it lies outside.
    above = [-1] * min(max(-first, 0), extent)
    near = [*above, *rows[max(first, 0) : max(first + extent, 0)]]
    return near + [-1] * (extent - len(near))
