"""A texture atlas: one pixmap with a sprite of every disc, code, ring and badge, for batched drawing."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap

from stakemap.app.canvas.scene.arrays import Floats

#: The width of a sheet and its initial height, in device pixels; the height doubles when it is full.
_WIDTH, _HEIGHT = 2048, 64


class Budget:
    """The time budget of a frame for drawing new sprites and label pixmaps."""

    def __init__(self, milliseconds: float) -> None:
        self._left = milliseconds / 1000
        self._granted_one = False
        #: Whether something was postponed to a later frame.
        self.overdrawn = False

    def allows(self) -> bool:
        """Whether another one may be drawn; the first always may, so that each frame makes progress."""
        if self._left > 0 or not self._granted_one:
            self._granted_one = True
            return True
        self.overdrawn = True
        return False

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Charge the CPU time of the block; wall time would be used up too soon on a busy machine."""
        begun = time.thread_time()
        yield
        self._left -= time.thread_time() - begun


class SpriteSheet:
    """Sprites side by side on shelves of one growing pixmap, numbered in the order in which they came.

    Sizes are in device pixels and even, so that a sprite whose middle lies on whole pixels is drawn crisp.
    """

    def __init__(self, device_pixel_ratio: float) -> None:
        self.ratio = device_pixel_ratio
        self.pixmap = self._blank(_HEIGHT)
        self._count = 0
        self._sources: Floats = np.zeros((256, 4))
        self._left = self._top = self._shelf = 0

    def __len__(self) -> int:
        return self._count

    @property
    def sources(self) -> Floats:
        """A row of left, top, width, height for each sprite."""
        return self._sources[: self._count]

    def add(self, width: float, height: float, paint: Callable[[QPainter, QPointF], None]) -> int:
        """Draw a sprite of at least `width` × `height` logical pixels; `paint` gets a painter and its middle.

        Returns its number.
        """
        wide, high = (2 * math.ceil(side * self.ratio / 2) + 2 for side in (width, height))
        self._make_room(wide, high)
        painter = QPainter(self.pixmap)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(self._left, self._top, wide, high)
            painter.translate(self._left + wide / 2, self._top + high / 2)
            painter.scale(self.ratio, self.ratio)
            paint(painter, QPointF(0, 0))
        finally:
            painter.end()
        if self._count == len(self._sources):
            self._sources = np.concatenate([self._sources, np.zeros_like(self._sources)])
        self._sources[self._count] = (self._left, self._top, wide, high)
        self._left += wide
        self._count += 1
        return self._count - 1

    def _make_room(self, wide: int, high: int) -> None:
        if self._left + wide > _WIDTH:
            self._left, self._top, self._shelf = 0, self._top + self._shelf, 0
        self._shelf = max(self._shelf, high)
        height = self.pixmap.height()
        while self._top + self._shelf > height:
            height *= 2
        if height != self.pixmap.height():
            grown = self._blank(height)
            painter = QPainter(grown)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.drawPixmap(0, 0, self.pixmap)
            painter.end()
            self.pixmap = grown

    @staticmethod
    def _blank(height: int) -> QPixmap:
        pixmap = QPixmap(_WIDTH, height)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap
