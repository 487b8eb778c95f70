"""A touch screen: one finger does what the left mouse button does, two fingers pan and zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QNativeGestureEvent, QPointingDevice, QTouchEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import CanvasDriver

Fingers = dict[int, QPoint]


class TouchDriver:
    """Fingers on the screen above a canvas."""

    def __init__(
        self, canvas: CanvasDriver, kind: QInputDevice.DeviceType = QInputDevice.DeviceType.TouchScreen
    ) -> None:
        self._surface = canvas.surface
        self.device = QTest.createTouchDevice(kind)
        self._down: Fingers = {}

    def put(self, fingers: Fingers) -> None:
        """Put fingers down or move them; the others stay."""
        sequence = QTest.touchEvent(self._surface, self.device, False)
        for finger, place in (self._down | fingers).items():
            (sequence.move if finger in self._down else sequence.press)(finger, place, self._surface)
        sequence.commit()
        self._down |= fingers

    def lift(self, *fingers: int) -> None:
        """Lift fingers."""
        sequence = QTest.touchEvent(self._surface, self.device, False)
        for finger, place in self._down.items():
            (sequence.release if finger in fingers else sequence.move)(finger, place, self._surface)
        sequence.commit()
        self._down = {finger: place for finger, place in self._down.items() if finger not in fingers}

    def tap(self, place: QPoint) -> None:
        """Touch shortly with one finger."""
        self.put({0: place})
        self.lift(0)


@pytest.fixture
def touch(drive: Callable[..., CanvasDriver]) -> tuple[CanvasDriver, TouchDriver]:
    canvas = drive()
    return canvas, TouchDriver(canvas)


def _data(canvas: CanvasDriver, place: QPoint) -> tuple[float, float]:
    return canvas.scene.projection.to_data(place.x(), place.y())


@pytest.mark.parametrize("factor", [2, 0.75])
def test_two_fingers_zoom_about_what_lies_between_them(touch, factor):
    canvas, touch_screen = touch
    centre, out = canvas.pixels(20, 60), QPoint(80, 0)
    before = _data(canvas, centre)
    touch_screen.put({0: centre - out, 1: centre + out})
    touch_screen.put({0: centre - out * factor, 1: centre + out * factor})
    touch_screen.lift(0, 1)
    assert canvas.scene.zoom == pytest.approx(factor, rel=0.02)
    assert _data(canvas, centre) == pytest.approx(before, abs=1)


def test_two_fingers_pan(touch):
    canvas, touch_screen = touch
    start, by = canvas.pixels(20, 60), QPoint(-70, 45)
    before = _data(canvas, start)
    touch_screen.put({0: start})
    touch_screen.put({1: start + QPoint(0, 90)})
    touch_screen.put({0: start + by, 1: start + QPoint(0, 90) + by})
    touch_screen.lift(0)
    touch_screen.put({1: QPoint(500, 300)})
    touch_screen.lift(1)
    assert canvas.scene.zoom == pytest.approx(1)
    assert _data(canvas, start + by) == pytest.approx(before)
    assert canvas.view_state.selection == set()
    assert not canvas.canvas.is_busy


def test_a_second_finger_takes_a_drag_back_and_pans_instead(touch):
    canvas, touch_screen = touch
    start = canvas.at("president")
    before = canvas.judged("president")
    touch_screen.put({0: start})
    touch_screen.put({0: start + QPoint(60, 0)})
    assert "president" in canvas.scene.interaction.held
    touch_screen.put({1: start + QPoint(60, 100)})
    touch_screen.put({0: start + QPoint(90, 0), 1: start + QPoint(90, 100)})
    touch_screen.lift(0, 1)
    assert canvas.judged("president") == before
    assert canvas.undo_labels() == ()
    assert canvas.at("president").x() == pytest.approx(start.x() + 30, abs=1)


def test_one_finger_selects_drags_and_draws_a_frame(touch):
    canvas, touch_screen = touch
    touch_screen.tap(canvas.at("president"))
    assert canvas.view_state.selection == {"president"}
    before, start = canvas.judged("president"), canvas.at("president")
    touch_screen.put({0: start})
    touch_screen.put({0: start + QPoint(30, 5)})
    touch_screen.put({0: start + QPoint(80, 0)})
    touch_screen.lift(0)
    assert canvas.judged("president")[0] > before[0]
    assert len(canvas.undo_labels()) == 1
    touch_screen.put({0: QPoint(2, 2)})
    touch_screen.put({0: QPoint(canvas.surface.width() - 2, canvas.surface.height() - 2)})
    touch_screen.lift(0)
    assert canvas.view_state.selection == set(canvas.scene.columns.ids)


def test_a_finger_that_trembles_moves_nothing(touch):
    canvas, touch_screen = touch
    start = canvas.at("president")
    touch_screen.put({0: start})
    touch_screen.put({0: start + QPoint(5, 5)})
    touch_screen.lift(0)
    assert canvas.view_state.selection == {"president"}
    assert canvas.undo_labels() == ()


def test_two_taps_rename(touch):
    canvas, touch_screen = touch
    touch_screen.tap(canvas.at("president"))
    touch_screen.tap(canvas.at("president"))
    assert canvas.canvas.naming.is_open


def test_a_long_press_asks_for_the_menu_and_selects(touch, qtbot: QtBot):
    canvas, touch_screen = touch
    with qtbot.waitSignal(canvas.canvas.context_menu_requested) as asked:
        touch_screen.put({0: canvas.at("president")})
    assert asked.args is not None
    assert asked.args[0] == "president"
    touch_screen.put({0: canvas.at("president") + QPoint(90, 0)})
    touch_screen.lift(0)
    assert canvas.undo_labels() == ()
    assert not canvas.canvas.is_busy


def test_what_the_system_takes_away_leaves_no_trace(touch):
    canvas, touch_screen = touch
    start, before = canvas.at("president"), canvas.judged("president")
    touch_screen.put({0: start})
    touch_screen.put({0: start + QPoint(60, 0)})
    assert canvas.canvas.is_busy
    QApplication.sendEvent(canvas.surface, QTouchEvent(QEvent.Type.TouchCancel, touch_screen.device))
    assert canvas.judged("president") == before
    assert not canvas.canvas.is_busy


def test_touches_of_a_touchpad_are_left_to_its_wheel_and_gestures(drive):
    canvas = drive()
    touch_screen = TouchDriver(canvas, QInputDevice.DeviceType.TouchPad)
    touch_screen.put({0: QPoint(100, 100), 1: QPoint(200, 100)})
    touch_screen.put({0: QPoint(50, 100), 1: QPoint(250, 100)})
    touch_screen.lift(0, 1)
    assert canvas.scene.projection == canvas.scene.fit


def test_gestures_of_a_touchpad_zoom_and_pan(drive):
    canvas = drive()
    at = QPointF(canvas.pixels(20, 60))
    before = canvas.scene.projection.to_data(at.x(), at.y())

    def gesture(kind: Qt.NativeGestureType, value: float, by: QPointF) -> None:
        device = QPointingDevice.primaryPointingDevice()
        event = QNativeGestureEvent(kind, device, 2, at, at, at, value, by)
        QApplication.sendEvent(canvas.surface, event)

    gesture(Qt.NativeGestureType.ZoomNativeGesture, 0.5, QPointF())
    assert canvas.scene.zoom == pytest.approx(1.5)
    gesture(Qt.NativeGestureType.PanNativeGesture, 0, QPointF(40, -25))
    assert canvas.scene.projection.to_data(at.x() + 40, at.y() - 25) == pytest.approx(before)
