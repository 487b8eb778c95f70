"""Where the pointer is, and which modifier keys are down."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent

__all__ = ["Pointer", "pointer_of"]


class Pointer(NamedTuple):
    """A position in pixels of the view and of the screen, and the modifier keys."""

    x: float
    y: float
    screen: QPoint
    shift: bool = False
    control: bool = False

    def distance(self, other: Pointer) -> float:
        """The distance from another position, in pixels."""
        return float(((self.x - other.x) ** 2 + (self.y - other.y) ** 2) ** 0.5)


def pointer_of(event: QMouseEvent) -> Pointer:
    """The pointer of a mouse event."""
    modifiers = event.modifiers()
    return Pointer(
        event.position().x(),
        event.position().y(),
        event.globalPosition().toPoint(),
        bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
        bool(modifiers & Qt.KeyboardModifier.ControlModifier),
    )
