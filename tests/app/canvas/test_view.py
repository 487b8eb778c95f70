"""Zooming and panning by mouse and keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

Control = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.mark.parametrize("notches", [3, -2, 40, -40])
def test_the_wheel_zooms_at_the_pointer(drive, notches):
    canvas = drive()
    at = canvas.at("president")
    before = canvas.scene.projection.to_data(at.x(), at.y())
    canvas.wheel(at, notches)
    assert canvas.scene.zoom != pytest.approx(1)
    assert 0.45 < canvas.scene.zoom < 61
    after = canvas.scene.projection.to_data(at.x(), at.y())
    if notches > 0:
        assert after == pytest.approx(before, abs=1e-6)
    box = canvas.canvas.view.box.viewRange()
    assert box[0] == pytest.approx(list(canvas.scene.projection.x))
    assert box[1] == pytest.approx(list(canvas.scene.projection.y))


def test_middle_drag_and_space_drag_pan(drive):
    canvas = drive()
    canvas.wheel(canvas.pixels(0, 50), 5)
    start = canvas.pixels(0, 50)
    before = canvas.scene.projection.to_data(start.x(), start.y())
    QTest.mousePress(canvas.surface, Qt.MouseButton.MiddleButton, pos=start)
    canvas.move(start + QPoint(40, 30))
    QTest.mouseRelease(canvas.surface, Qt.MouseButton.MiddleButton, pos=start + QPoint(40, 30))
    assert canvas.scene.projection.to_data(start.x() + 40, start.y() + 30) == pytest.approx(before)
    QTest.keyPress(canvas.canvas.view, Key.Key_Space)
    canvas.drag(start + QPoint(40, 30), start)
    QTest.keyRelease(canvas.canvas.view, Key.Key_Space)
    assert canvas.scene.projection.to_data(start.x(), start.y()) == pytest.approx(before)
    assert canvas.view_state.selection == set()


def test_keys_zoom_and_fit(drive):
    canvas = drive()
    canvas.key(Key.Key_Plus)
    assert canvas.scene.zoom == pytest.approx(1.4)
    canvas.key(Key.Key_Minus, Control)
    assert canvas.scene.zoom == pytest.approx(1)
    canvas.key(Key.Key_Plus)
    canvas.key(Key.Key_0, Control)
    assert canvas.scene.projection == canvas.scene.fit


def test_a_fitted_view_stays_fitted_when_the_window_grows(drive):
    canvas = drive()
    canvas.canvas.resize(1200, 900)
    assert canvas.scene.projection.width == 1200
    assert canvas.scene.projection == canvas.scene.fit
    canvas.wheel(canvas.pixels(0, 50), 3)
    before = canvas.scene.projection
    canvas.canvas.resize(1000, 800)
    assert (canvas.scene.projection.x, canvas.scene.projection.y) == (before.x, before.y)


def test_nobody_gets_lost_by_panning(drive):
    canvas = drive()
    start = canvas.pixels(0, 50)
    QTest.mousePress(canvas.surface, Qt.MouseButton.MiddleButton, pos=start)
    canvas.move(start + QPoint(5_000, 5_000))
    QTest.mouseRelease(canvas.surface, Qt.MouseButton.MiddleButton, pos=start)
    assert canvas.scene.projection.x.middle == pytest.approx(-100)
    assert canvas.scene.projection.y.middle == pytest.approx(100)
