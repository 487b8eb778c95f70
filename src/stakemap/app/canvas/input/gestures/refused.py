"""A drag that cannot be: it says why, once, and waits for the button to be let go."""

from __future__ import annotations

from PySide6.QtCore import Qt

from stakemap.app.canvas.input.gestures.base import Bench, Pointer, Tool

__all__ = ["Refused"]


class Refused(Tool):
    """Does nothing but explain itself."""

    cursor = Qt.CursorShape.ForbiddenCursor

    def __init__(self, bench: Bench, start: Pointer, why: str) -> None:
        super().__init__(bench, start)
        bench.say(why)

    def move(self, pointer: Pointer) -> Tool:
        """Go on refusing."""
        return self

    def finish(self, pointer: Pointer) -> None:
        """Nothing to end."""
