"""Where the pointer is, and which modifier keys are down."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QEventPoint, QGuiApplication, QMouseEvent


class Pointer(NamedTuple):
    """A position in pixels of the view and of the screen, and the modifier keys.

    Of two fingers it is the position midway between them, and `spread` their distance in pixels.
    """

    x: float
    y: float
    screen: QPoint
    shift: bool = False
    control: bool = False
    spread: float = 0.0

    def distance(self, other: Pointer) -> float:
        """The distance from another position, in pixels."""
        return float(((self.x - other.x) ** 2 + (self.y - other.y) ** 2) ** 0.5)


def pointer_of(event: QMouseEvent) -> Pointer:
    """The pointer of a mouse event."""
    return _pointer(event.position(), event.globalPosition(), event.modifiers())


def pointer_of_touch(point: QEventPoint) -> Pointer:
    """The pointer of a finger."""
    return _pointer(point.position(), point.globalPosition(), QGuiApplication.keyboardModifiers())


def pointer_between(one: QEventPoint, other: QEventPoint) -> Pointer:
    """The pointer of two fingers."""
    first, second = pointer_of_touch(one), pointer_of_touch(other)
    return first._replace(
        x=(first.x + second.x) / 2,
        y=(first.y + second.y) / 2,
        screen=(first.screen + second.screen) / 2,
        spread=first.distance(second),
    )


def _pointer(place: QPointF, screen: QPointF, modifiers: Qt.KeyboardModifier) -> Pointer:
    return Pointer(
        place.x(),
        place.y(),
        screen.toPoint(),
        bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
        bool(modifiers & Qt.KeyboardModifier.ControlModifier),
    )
