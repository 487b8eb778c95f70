"""Two fingers on a touch screen: moved together they pan, moved apart or closer they zoom."""

from __future__ import annotations

from stakemap.app.canvas.input.gestures.pan import Pan
from stakemap.app.canvas.input.pointer import Pointer
from stakemap.app.canvas.input.port import CanvasPort

#: The least distance in pixels that counts between two fingers, so that the zoom factor stays finite.
_LEAST_SPREAD = 10.0


class Pinch(Pan):
    """Pans and zooms so that what lay midway between the fingers stays there."""

    def __init__(self, port: CanvasPort, start: Pointer) -> None:
        """`start` lies midway between the fingers; its `spread` is their distance."""
        super().__init__(port, start)
        self._fit = port.scene.fit

    def move(self, pointer: Pointer) -> Pinch:
        """Follow the fingers."""
        factor = max(pointer.spread, _LEAST_SPREAD) / max(self.start.spread, _LEAST_SPREAD)
        zoomed = self._projection.scaled(factor, (self.start.x, self.start.y), self._fit)
        self.port.show_part(zoomed.shifted(pointer.x - self.start.x, pointer.y - self.start.y))
        return self
