"""The base class of all gestures: begun by a press, moved, then finished or cancelled."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from PySide6.QtCore import Qt

from stakemap.app.canvas.input.pointer import Pointer
from stakemap.app.canvas.input.port import CanvasPort

#: The distance in pixels after which a press becomes a drag, so that a click never moves an actor.
START_DISTANCE = 5.0


class CanvasGesture(ABC):
    """One gesture from press to release. `move` returns the gesture to go on with, usually itself."""

    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, port: CanvasPort, start: Pointer, instead: Callable[[], None] | None = None) -> None:
        """`instead` is called by a press that is released without a drag instead of selecting."""
        self.port = port
        self.start = start
        self.instead = instead

    @abstractmethod
    def move(self, pointer: Pointer) -> CanvasGesture:
        """The pointer moved with the button down, or a modifier key changed."""

    @abstractmethod
    def finish(self, pointer: Pointer) -> None:
        """The button was released."""

    def cancel(self) -> None:  # noqa: B027
        """Restore the state before the gesture; may be called at any time, and more than once.

        Most presses have nothing to undo.
        """
