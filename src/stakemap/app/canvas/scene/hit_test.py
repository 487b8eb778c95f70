"""Hit tests: the point nearest to a position, and the points inside a rectangle."""

from __future__ import annotations

import numpy as np

from stakemap.app.canvas.scene.arrays import Floats, Rows


def nearest(xs: Floats, ys: Floats, x: float, y: float, reach: float) -> int | None:
    """The index of the point nearest to (x, y) and at most `reach` away; of equals the last, the topmost."""
    squared = (xs - x) ** 2 + (ys - y) ** 2
    if not len(squared):
        return None
    best = len(squared) - 1 - int(np.argmin(squared[::-1]))
    return best if squared[best] <= reach * reach else None


def within(xs: Floats, ys: Floats, left: float, top: float, right: float, bottom: float) -> Rows:
    """The indices of all points inside a rectangle, edges included."""
    return np.flatnonzero((xs >= left) & (xs <= right) & (ys >= top) & (ys <= bottom))
