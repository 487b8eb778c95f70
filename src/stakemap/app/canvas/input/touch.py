"""Touch screens: one finger does what the left mouse button does, two fingers pan and zoom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QEventPoint, QGuiApplication, QInputDevice, QTouchEvent

from stakemap.app.canvas.input.pointer import Pointer, pointer_between, pointer_of_touch

#: How far in pixels a finger may move and still tap; it is less precise than a mouse.
_TAP_DISTANCE = 10.0


class Touched(Protocol):
    """What touches do, see `ViewInput`."""

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is under way."""

    def press(self, pointer: Pointer) -> None:
        """A finger begins to drag."""

    def pinch(self, pointer: Pointer) -> None:
        """Two fingers begin to pan and zoom."""

    def move(self, pointer: Pointer, *, button_down: bool) -> None:
        """The fingers move."""

    def release(self, pointer: Pointer) -> None:
        """A finger is lifted."""

    def cancel(self) -> None:
        """The gesture is taken back."""

    def double_click(self, pointer: Pointer) -> None:
        """A second tap in the same place."""

    def context_menu(self, place: QPoint | None, screen: QPoint) -> None:
        """A finger is held still."""


class TouchInput(QObject):
    """Turns touches into gestures.

    A touch acts once it is known what it is: a drag when the finger has moved, a tap when it is lifted, a
    long press when it has rested; so the first finger of two selects and moves nothing.
    """

    def __init__(self, touched: Touched, begin: Callable[[], object], parent: QObject) -> None:
        """`begin` is called when a first finger touches."""
        super().__init__(parent)
        self._touched, self._begin = touched, begin
        #: The first finger until it is known what it does.
        self._waiting: Pointer | None = None
        #: The ids of the fingers of the gesture under way.
        self._fingers: tuple[int, ...] = ()
        self._tap: Pointer | None = None
        self._since_tap = QElapsedTimer()
        self._held = QTimer(self)
        self._held.setSingleShot(True)
        self._held.timeout.connect(self._long_press)

    def handle(self, event: QTouchEvent) -> bool:
        """Handle an event of a touch screen; False for one of another device, such as a touchpad."""
        if event.device().type() != QInputDevice.DeviceType.TouchScreen:
            return False
        if event.type() == QEvent.Type.TouchCancel:
            self._stop()
            return True
        down = [point for point in event.points() if point.state() != QEventPoint.State.Released]
        if event.type() == QEvent.Type.TouchBegin and len(down) == 1:
            self._start(down[0])
        elif len(down) >= 2 and len(self._fingers) < 2:
            self._start_pinch(down[0], down[1])
        elif self._fingers:
            self._go_on(event.points())
        return True

    def _start(self, point: QEventPoint) -> None:
        self._begin()
        self._waiting, self._fingers = pointer_of_touch(point), (point.id(),)
        self._held.start(QGuiApplication.styleHints().mousePressAndHoldInterval())

    def _start_pinch(self, one: QEventPoint, other: QEventPoint) -> None:
        if not self._fingers and self._waiting is None and not self._touched.is_busy:
            self._begin()
        self._held.stop()
        self._waiting = self._tap = None
        self._touched.cancel()
        self._fingers = (one.id(), other.id())
        self._touched.pinch(pointer_between(one, other))

    def _go_on(self, points: list[QEventPoint]) -> None:
        mine = {point.id(): point for point in points}
        if not all(finger in mine for finger in self._fingers):
            return
        fingers = [mine[finger] for finger in self._fingers]
        pointer = pointer_of_touch(fingers[0]) if len(fingers) == 1 else pointer_between(*fingers)
        if self._waiting is not None and pointer.distance(self._waiting) >= _TAP_DISTANCE:
            self._touched.press(self._waiting)
            self._forget()
        if self._waiting is None:
            self._touched.move(pointer, button_down=True)
        if any(point.state() == QEventPoint.State.Released for point in fingers):
            self._lift(pointer)

    def _lift(self, pointer: Pointer) -> None:
        """End the gesture; a finger that stays does nothing more."""
        waiting = self._waiting
        self._forget()
        self._fingers = ()
        if waiting is None:
            self._touched.release(pointer)
        elif self._is_second_tap(waiting):
            self._tap = None
            self._touched.double_click(waiting)
        else:
            self._tap = waiting
            self._since_tap.start()
            self._touched.press(waiting)
            self._touched.release(waiting)

    def _is_second_tap(self, pointer: Pointer) -> bool:
        hints = QGuiApplication.styleHints()
        return (
            self._tap is not None
            and not self._since_tap.hasExpired(hints.mouseDoubleClickInterval())
            and pointer.distance(self._tap) < hints.touchDoubleTapDistance()
        )

    def _long_press(self) -> None:
        waiting = self._waiting
        self._stop()
        if waiting is not None:
            self._touched.context_menu(QPoint(round(waiting.x), round(waiting.y)), waiting.screen)

    def _forget(self) -> None:
        self._held.stop()
        self._waiting = None

    def _stop(self) -> None:
        self._forget()
        self._fingers = ()
        self._touched.cancel()
