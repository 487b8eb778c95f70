"""Many pieces of one pixmap, or lines, in a single call: the one place with pyqtgraph's internal C arrays.

PySide's `drawPixmapFragments` takes the first fragment of a C array and a count; a single fragment with a
larger count reads past its end and crashes. pyqtgraph's internal `PrimitiveArray` makes such an array around
the memory of a numpy array.
"""

from __future__ import annotations

from typing import cast

from pyqtgraph.Qt import internals
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter, QPixmap

from stakemap.app.canvas.scene.arrays import Floats

#: The ten numbers of a QPainter.PixmapFragment, in the order in which C++ lays them out.
_FIELDS = 10
_X, _Y, _SOURCE, _SCALE_X, _SCALE_Y, _ROTATION, _OPACITY = 0, 1, slice(2, 6), 6, 7, 8, 9


class FragmentBatch:
    """A reused C array of pixmap fragments, filled by columns and drawn in one call."""

    def __init__(self) -> None:
        self._array = internals.PrimitiveArray(QPainter.PixmapFragment, _FIELDS)

    def fill(self, x: Floats, y: Floats, sources: Floats, opacity: Floats | float = 1.0) -> None:
        """Set one fragment for each `x`, `y` (its centre, in the painter's pixels).

        `sources` has a row of left, top, width, height in pixels of the pixmap for each; nothing is scaled.
        """
        count = len(x)
        self._array.resize(count)
        if not count:
            return
        fields = cast(Floats, self._array.ndarray())
        fields[:, _X] = x
        fields[:, _Y] = y
        fields[:, _SOURCE] = sources
        fields[:, _SCALE_X] = 1.0
        fields[:, _SCALE_Y] = 1.0
        fields[:, _ROTATION] = 0.0
        fields[:, _OPACITY] = opacity

    def __len__(self) -> int:
        return len(self._array)

    def draw(self, painter: QPainter, pixmap: QPixmap) -> None:
        """Draw all fragments of `pixmap`, in order."""
        if len(self._array):
            first, count = self._array.drawargs()
            painter.drawPixmapFragments(first, count, pixmap)


class LineBatch:
    """A reused C array of straight lines, filled and drawn in one call each."""

    def __init__(self) -> None:
        self._array = internals.PrimitiveArray(QLineF, 4)

    def fill(self, ends: Floats) -> None:
        """Set one line for each row of `ends`: x and y of both ends, in the painter's pixels."""
        self._array.resize(len(ends))
        if len(ends):
            self._array.ndarray()[:] = ends

    def __len__(self) -> int:
        return len(self._array)

    def draw(self, painter: QPainter) -> None:
        """Draw all lines with the painter's pen."""
        if len(self._array):
            painter.drawLines(*self._array.drawargs())
