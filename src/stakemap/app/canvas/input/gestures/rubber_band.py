"""A rubber band: selects the actors inside; a click on empty canvas clears the selection."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from stakemap.app.canvas.input.gestures.base import START_DISTANCE, CanvasGesture
from stakemap.app.canvas.input.pointer import Pointer
from stakemap.app.canvas.input.port import CanvasPort


class RubberBand(CanvasGesture):
    """Selects while it is drawn; with Shift or Ctrl in addition to what was selected before."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, port: CanvasPort, start: Pointer, instead: Callable[[], None] | None = None) -> None:
        super().__init__(port, start, instead)
        view = port.view_state
        self._before = (view.selection, view.primary)
        self._kept = view.selection if start.shift or start.control else frozenset()
        self._drawn = False

    def move(self, pointer: Pointer) -> CanvasGesture:
        """Draw the band to the pointer and select what is inside."""
        if not self._drawn and pointer.distance(self.start) < START_DISTANCE:
            return self
        self._drawn = True
        xs, ys = sorted((self.start.x, pointer.x)), sorted((self.start.y, pointer.y))
        band = (xs[0], ys[0], xs[1], ys[1])
        self.port.scene.interaction.band = band
        self.port.view_state.set(selection=self._kept | self.port.scene.actors_in(band))
        self.port.repaint()
        return self

    def finish(self, pointer: Pointer) -> None:
        """Keep the selection; a click without a drag selects the relation there, or clears the selection."""
        if not self._drawn and self.instead is not None:
            self.instead()
        elif not self._drawn:
            relation = None if self._kept else self.port.relation_at(pointer.x, pointer.y)
            self.port.view_state.set(selection=self._kept, relation=relation)
        self._clear()

    def cancel(self) -> None:
        """Restore the selection before the gesture."""
        if self._drawn:
            selection, primary = self._before
            self.port.view_state.set(selection=selection, primary=primary)
        self._clear()

    def _clear(self) -> None:
        self._drawn = False
        self.port.scene.interaction.band = None
        self.port.repaint()
