"""A drag that is not allowed: it reports why, once, and waits for the release of the button."""

from __future__ import annotations

from PySide6.QtCore import Qt

from stakemap.app.canvas.input.gestures.base import CanvasGesture
from stakemap.app.canvas.input.pointer import Pointer
from stakemap.app.canvas.input.port import CanvasPort


class Refused(CanvasGesture):
    """Does nothing but report `why` on the first move."""

    cursor = Qt.CursorShape.ForbiddenCursor

    def __init__(self, port: CanvasPort, start: Pointer, why: str) -> None:
        super().__init__(port, start)
        port.say(why)

    def move(self, pointer: Pointer) -> CanvasGesture:
        """Stay refused."""
        return self

    def finish(self, pointer: Pointer) -> None:
        """Nothing to end."""
