"""Moving the view itself by hand: with the middle button, or with the space bar held down."""

from __future__ import annotations

from PySide6.QtCore import Qt

from stakemap.app.canvas.input.gestures.base import Bench, Pointer, Tool

__all__ = ["Pan"]


class Pan(Tool):
    """Keeps what was under the pointer under it."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, bench: Bench, start: Pointer) -> None:
        super().__init__(bench, start)
        self._projection = bench.scene.projection

    def move(self, pointer: Pointer) -> Tool:
        """Follow the pointer."""
        dx, dy = pointer.x - self.start.x, pointer.y - self.start.y
        self.bench.look_through(self._projection.shifted(dx, dy))
        return self

    def finish(self, pointer: Pointer) -> None:
        """Paint with all polish again."""
        self.bench.scene.interaction.hurried = False
        self.bench.repaint()

    def cancel(self) -> None:
        """Look at what was looked at before."""
        self.bench.look_through(self._projection)
