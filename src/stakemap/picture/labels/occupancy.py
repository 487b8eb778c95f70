"""Bitmap of the occupied cells of a picture, with an integer for each row, which is fast without numpy."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from math import floor
from operator import or_
from typing import NamedTuple

#: By how much of a cell a place may differ that is computed in another order.
ROUNDING = 1e-6


class Box(NamedTuple):
    """A rectangle in pixels, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Right minus left."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Bottom minus top."""
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        """The centre, as (x, y)."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def grown(self, by: float) -> Box:
        """The box with `by` pixels more on each side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def overlaps(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        """Whether `other` lies within this box."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


class Place(NamedTuple):
    """A candidate place of a box: an anchor point, the shares of the box that lie left of it and above it,
    the cost of the place, and its ring (0: beside what the box belongs to).
    """

    x: float
    y: float
    left: float
    above: float
    dislike: float = 0.0
    ring: int = 0


#: A `Place` as a plain tuple, which is faster to create.
PlaceLike = tuple[float, float, float, float, float, int]


class Occupancy:
    """The occupied cells of `frame`, each `cell` pixels square; anything outside the frame is ignored.

    A shape occupies every cell it touches, so that two shapes without a common cell do not overlap.
    """

    def __init__(self, frame: Box, cell: float) -> None:
        self.frame = frame
        self._left, self._top = frame.left, frame.top
        self.scale = 1 / cell
        self._columns = max(1, math.ceil(frame.width / cell))
        # A box that ends where the frame does touches the cells below its edge.
        self.rows = [0] * (max(0, floor(frame.height / cell)) + 1)
        self._united: dict[int, list[int]] = {}

    def _span(self, left: float, right: float) -> int:
        first, last = int((left - self._left) * self.scale), int((right - self._left) * self.scale)
        if first < 0:
            first = 0
        if last >= self._columns:
            last = self._columns - 1
        return (2 << last) - (1 << first) if last >= first and right >= self._left else 0

    def _rows_of(self, top: float, bottom: float) -> range:
        first, after = floor((top - self._top) * self.scale), floor((bottom - self._top) * self.scale) + 1
        height = len(self.rows)
        return range(first if first > 0 else 0, after if after < height else height)

    def add_box(self, box: Box, margin: float = 0.0) -> None:
        """Occupy the cells that `box` touches with a margin in pixels around it."""
        left, top, right, bottom = box
        span, rows = self._span(left - margin, right + margin), self.rows
        for row in self._rows_of(top - margin, bottom + margin):
            rows[row] |= span

    def add_disc(self, x: float, y: float, radius: float) -> None:
        """Occupy the cells that a disc touches."""
        scale, touched = self.scale, self._rows_of(y - radius, y + radius)
        if touched:
            across, down = (x - self._left) * scale, (y - self._top) * scale
            spans = _chords(across, down, radius * scale, touched.start, touched.stop, self._columns - 1)
            part = slice(touched.start, touched.stop)
            self.rows[part] = map(or_, self.rows[part], spans)

    def add_line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Occupy the cells along a straight line."""
        if y0 == y1 or x0 == x1:
            left, right = (x0, x1) if x0 < x1 else (x1, x0)
            span = self._span(left, right)
            for row in self._rows_of(y0, y1) if y0 < y1 else self._rows_of(y1, y0):
                self.rows[row] |= span
            return
        scale, rows, height, width = self.scale, self.rows, len(self.rows), self._columns
        x, y = (x0 - self._left) * scale, (y0 - self._top) * scale
        steps = max(1, math.ceil(max(abs(x1 - x0), abs(y1 - y0)) * scale))
        dx, dy = (x1 - x0) * scale / steps, (y1 - y0) * scale / steps
        for _ in range(steps + 1):
            if 0 <= y < height and 0 <= x < width:
                rows[int(y)] |= 1 << int(x)
            x += dx
            y += dy

    def add_ends(self, ends: Iterable[tuple[float, float, float, bool]]) -> None:
        """Occupy the cells along three horizontal stripes across what is at the ends of lines: x and y of its
        centre, how far it reaches, and whether stripes half as far apart and half as long are added.

        Plots have thousands of them, hence inlined.
        """
        scale, rows, left, top = self.scale, self.rows, self._left, self._top
        last_column, height = self._columns - 1, len(self.rows)
        for x, y, whole, dense in ends:
            # Stripes between those that are less than a cell apart lie in the same cells.
            for reach in (whole, 0.5 * whole) if dense and whole * scale >= 1 else (whole,):
                end = x + reach - left
                first, last = int((x - reach - left) * scale), int(end * scale)
                if first < 0:
                    first = 0
                if last > last_column:
                    last = last_column
                if last < first or end < 0:
                    continue
                span = (2 << last) - (1 << first)
                for row in (y - reach - top) * scale, (y - top) * scale, (y + reach - top) * scale:
                    if 0 <= row < height:
                        rows[int(row)] |= span

    def free(
        self, places: Iterable[PlaceLike], width: float, height: float, x: float = 0.0, y: float = 0.0
    ) -> list[PlaceLike]:
        """Those of `places`, relative to (x, y), where a box of this size lies in the frame and touches no
        occupied cell.

        The innermost loop of label placement, hence inlined: a mask as wide as any box of this width is
        shifted along the rows.
        """
        scale, rows, (origin_x, origin_y, right, bottom) = self.scale, self.rows, self.frame
        most_right, most_low = right - width, bottom - height
        # Depending on where it begins within a cell, a box touches so many cells or one more.
        across, down = width * scale, height * scale
        least = int(across)
        masks = (2 << least) - 1, (4 << least) - 1
        last = len(rows) - 1
        found: list[PlaceLike] = []
        for place in places:
            off_x, off_y, share, above, _, _ = place
            left, top = x + off_x - share * width, y + off_y - above * height
            if left < origin_x or top < origin_y or left > most_right or top > most_low:
                continue
            column, line = (left - origin_x) * scale, (top - origin_y) * scale
            first = int(column)
            span = masks[int(column + across) - first - least] << first
            upper, lower = int(line), int(line + down)
            # By rounding a box that ends where the frame does may seem to touch a row after the last one.
            if lower > last:
                upper, lower = min(upper, last), last
            # What is in the way mostly shows at once at the edges or in the middle.
            if rows[upper] & span or rows[lower] & span or rows[(upper + lower) >> 1] & span:
                continue
            for row in rows[upper + 1 : lower]:
                if row & span:
                    break
            else:
                found.append(place)
        return found

    def is_free(self, left: float, top: float, width: float, height: float) -> bool:
        """Whether a box lies in the frame and touches no occupied cell."""
        scale, (origin_x, origin_y, right, bottom) = self.scale, self.frame
        if left < origin_x or top < origin_y or left > right - width or top > bottom - height:
            return False
        column, line = (left - origin_x) * scale, (top - origin_y) * scale
        first = int(column)
        span = (2 << int(column + width * scale) - first) - 1 << first
        for row in self.rows[int(line) : int(line + height * scale) + 1]:
            if row & span:
                break
        else:
            return True
        return False

    def united(self, count: int) -> list[int]:
        """Each row united with those below it, so many in all. What is added later shows only after
        `forget_united`.
        """
        known = self._united.get(count)
        if known is None:
            known, depth = self.rows[:], 1
            for each, rows in self._united.items():
                if depth < each < count:
                    known, depth = rows, each
            while depth < count:
                more = min(depth, count - depth)
                known = [*map(or_, known, islice(known, more, None)), *known[-more:]]
                depth += more
                self._united[depth] = known
            self._united[count] = known
        return known

    def forget_united(self) -> None:
        """Have rows united anew when they are next asked for."""
        self._united.clear()

    def covered(self, box: Box, most: float = math.inf) -> int:
        """How many cells that `box` touches are covered; `box` has to lie in the frame.

        Counting stops once there are more than `most`.
        """
        scale = self.scale
        first = int((box[0] - self._left) * scale)
        span = ((1 << (int((box[2] - self._left) * scale) - first + 1)) - 1) << first
        count = 0
        for row in self.rows[int((box[1] - self._top) * scale) : int((box[3] - self._top) * scale) + 1]:
            if common := row & span:
                count += common.bit_count()
                if count > most:
                    break
        return count

    def is_line_free(
        self, x0: float, y0: float, x1: float, y1: float, passing: Occupancy | None = None
    ) -> bool:
        """Whether no cell along a straight line is occupied, except those that `passing` (of the same frame
        and cell size) occupies, too; parts outside the frame are free.
        """
        scale = self.scale
        x, y = (x0 - self._left) * scale, (y0 - self._top) * scale
        steps = max(1, math.ceil(max(abs(x1 - x0), abs(y1 - y0)) * scale))
        dx, dy = (x1 - x0) * scale / steps, (y1 - y0) * scale / steps
        rows, height, width = self.rows, len(self.rows), self._columns
        for _ in range(steps + 1):
            taken = 0 <= y < height and 0 <= x < width and rows[int(y)] >> int(x) & 1
            if taken and (passing is None or not passing.rows[int(y)] >> int(x) & 1):
                return False
            x += dx
            y += dy
        return True


@lru_cache(maxsize=1024)
def _chords(
    across: float, down: float, reach: float, first_row: int, after: int, last_column: int
) -> tuple[int, ...]:
    """The cells of each row of cells from the first one that a disc touches, its centre and radius in cells.

    Cached, as names are placed again after each change of a map, which leaves most discs where they were.
    """
    square = reach * reach
    spans: list[int] = []
    for row in range(first_row, after):
        # The widest chord of the disc within this row of cells.
        off = row - down if row > down else down - row - 1 if row + 1 < down else 0.0
        half = math.sqrt(square - off * off) if off < reach else 0.0
        first, last = int(across - half), int(across + half)
        if first < 0:
            first = 0
        if last > last_column:
            last = last_column
        spans.append((2 << last) - (1 << first) if last >= first and across + half >= 0 else 0)
    return tuple(spans)
