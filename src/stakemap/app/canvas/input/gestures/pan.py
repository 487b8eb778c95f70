"""Panning with the middle button, or with the space bar held down."""

from __future__ import annotations

from PySide6.QtCore import Qt

from stakemap.app.canvas.input.gestures.base import CanvasGesture
from stakemap.app.canvas.input.pointer import Pointer
from stakemap.app.canvas.input.port import CanvasPort


class Pan(CanvasGesture):
    """Pans so that the point under the pointer stays under it."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, port: CanvasPort, start: Pointer) -> None:
        super().__init__(port, start)
        self._projection = port.scene.projection

    def move(self, pointer: Pointer) -> CanvasGesture:
        """Follow the pointer."""
        dx, dy = pointer.x - self.start.x, pointer.y - self.start.y
        self.port.show_part(self._projection.shifted(dx, dy))
        return self

    def finish(self, pointer: Pointer) -> None:
        """Paint in full quality again."""
        self.port.scene.interaction.is_draft = False
        self.port.repaint()

    def cancel(self) -> None:
        """Restore the projection before the gesture."""
        self.port.show_part(self._projection)
