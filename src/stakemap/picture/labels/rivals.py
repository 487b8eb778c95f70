"""The discs to which a name might be taken to belong, by the cells of a grid, so that those near it are found
fast.
"""

from __future__ import annotations

import math

from stakemap.picture.labels.occupancy import Box

#: Discs whose centres are nearer than this share of their radius look like one.
_ONE_SPOT = 0.5


class Rivals:
    """Discs in cells of `cell` pixels; a disc is its centre and the radius of its rim, in pixels."""

    def __init__(self, cell: float) -> None:
        self._scale = 1 / cell
        #: By row, then by column.
        self._cells: dict[int, dict[int, list[tuple[float, float, float]]]] = {}
        self._largest = 0.0

    def add(self, x: float, y: float, rim: float) -> None:
        """Add a disc."""
        column, row = int(x * self._scale // 1), int(y * self._scale // 1)
        self._cells.setdefault(row, {}).setdefault(column, []).append((x, y, rim))
        if rim > self._largest:
            self._largest = rim

    def gap(self, box: Box, own: tuple[float, float], within: float, enough: float = -math.inf) -> float:
        """The gap between `box` and the nearest rim of a disc, other than those on the spot `own`; `within`
        if there is none so near, or any gap below `enough`. A box that reaches into a disc has a gap below 0.
        """
        left, top, right, bottom = box
        x_own, y_own = own
        reach, scale, cells = within + self._largest, self._scale, self._cells
        nearest = within
        columns = range(math.floor((left - reach) * scale), math.floor((right + reach) * scale) + 1)
        for row in range(math.floor((top - reach) * scale), math.floor((bottom + reach) * scale) + 1):
            known = cells.get(row)
            if known is None:
                continue
            for column in columns:
                if column not in known:
                    continue
                for x, y, rim in known[column]:
                    dx = left - x if x < left else x - right if x > right else 0.0
                    dy = top - y if y < top else y - bottom if y > bottom else 0.0
                    # Most discs are too far away by one of these alone.
                    if dx - rim >= nearest or dy - rim >= nearest:
                        continue
                    gap = math.sqrt(dx * dx + dy * dy) - rim
                    if gap < nearest and abs(x - x_own) + abs(y - y_own) >= _ONE_SPOT * rim:
                        nearest = gap
                        if gap < enough:
                            return gap
        return nearest


def gap_to(box: Box, x: float, y: float, rim: float) -> float:
    """The gap between `box` and the rim of the disc at (x, y)."""
    left, top, right, bottom = box
    dx = left - x if x < left else x - right if x > right else 0.0
    dy = top - y if y < top else y - bottom if y > bottom else 0.0
    return math.hypot(dx, dy) - rim
