"""Actors whose discs cover each other: groups at one position, and the fan that spreads them for picking."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from stakemap.app.canvas.scene.arrays import Floats, Rows
from stakemap.picture.style import DISC_REACH
from stakemap.values import frozen

#: The distance between discs in a fan, in radii.
_SPACING = 2.9
#: The number of discs in the innermost ring of a fan.
_FIRST_RING = 8


class Coincidences:
    """Which rows share a cell, from `ActorColumns.cells`, whose numbers are not negative."""

    def __init__(self, cells: npt.NDArray[np.int64]) -> None:
        self._cells = cells
        counts = np.bincount(cells, minlength=1)
        last = np.zeros(len(counts), np.intp)
        # Of the rows of a cell the last one stays.
        last[cells] = np.arange(len(cells))
        shared = np.flatnonzero(counts > 1)
        #: The topmost row of each group, which has the count badge, and the counts.
        self.tops: Rows = last[shared]
        self.counts: Rows = counts[shared]

    def group_of(self, row: int) -> Rows | None:
        """All rows at the position of `row`, including itself; None when it is alone there."""
        rows = np.flatnonzero(self._cells == self._cells[row])
        return rows if len(rows) > 1 else None


@frozen
class Fan:
    """A group that is spread out: its rows, and their offsets from their true positions, in pixels."""

    rows: Rows
    dx: Floats
    dy: Floats
    #: The middle of the fan, and its radius including its discs, in pixels of the view.
    centre: tuple[float, float]
    reach: float


def fan_offsets(rows: Rows, x: Floats, y: Floats, radius: float) -> Fan:
    """Spread `rows`, at the pixels `x`, `y`, in rings around their middle; discs have `radius` pixels and do
    not touch.
    """
    dx, dy = np.zeros(len(rows)), np.zeros(len(rows))
    spacing = _SPACING * radius
    count = min(len(rows), _FIRST_RING)
    # A few discs need no larger ring than one in which they do not overlap.
    distance = spacing / 2 / math.sin(math.pi / count) if count > 1 else 0.0
    placed, turn = 0, 0.0
    while placed < len(rows):
        angles = math.pi * (1 - 2 * (np.arange(count) + turn) / count)
        dx[placed : placed + count] = distance * np.cos(angles)
        dy[placed : placed + count] = -distance * np.sin(angles)
        placed += count
        turn = 0.5 - turn
        distance += spacing
        count = min(len(rows) - placed, math.floor(2 * math.pi * distance / spacing))
    centre = float(x.mean()), float(y.mean())
    reach = float(np.hypot(dx, dy).max(initial=0.0)) + DISC_REACH * radius
    return Fan(rows, dx + centre[0] - x, dy + centre[1] - y, centre, reach)
