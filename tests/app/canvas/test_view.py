"""Zooming and panning by mouse and keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

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
    _move_with_middle_button(canvas.surface, start + QPoint(40, 30))
    QTest.mouseRelease(canvas.surface, Qt.MouseButton.MiddleButton, pos=start + QPoint(40, 30))
    assert canvas.scene.projection.to_data(start.x() + 40, start.y() + 30) == pytest.approx(before)
    QTest.keyPress(canvas.canvas.view, Key.Key_Space)
    canvas.drag(start + QPoint(40, 30), start)
    QTest.keyRelease(canvas.canvas.view, Key.Key_Space)
    assert canvas.scene.projection.to_data(start.x(), start.y()) == pytest.approx(before)
    assert canvas.view_state.selection == set()


def test_only_the_button_that_began_a_drag_ends_it(drive):
    canvas = drive()
    menus: list[object] = []
    canvas.canvas.context_menu_requested.connect(lambda actor, _place: menus.append(actor))
    start, before = canvas.at("president"), canvas.judged("president")
    canvas.press(start)
    canvas.move(start + QPoint(30, 0))
    for other in (Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton):
        QTest.mousePress(canvas.surface, other, pos=start + QPoint(30, 0))
        QTest.mouseRelease(canvas.surface, other, pos=start + QPoint(30, 0))
        assert canvas.canvas.is_busy
    where = start + QPoint(30, 0)
    menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, canvas.surface.mapToGlobal(where))
    QApplication.sendEvent(canvas.surface, menu)
    assert canvas.canvas.is_busy
    assert menus == []
    canvas.move(start + QPoint(60, 0))
    canvas.release(start + QPoint(60, 0))
    assert not canvas.canvas.is_busy
    assert canvas.judged("president")[0] > before[0]
    assert len(canvas.undo_labels()) == 1


def test_a_pan_with_the_middle_button_goes_on_when_the_left_one_is_released(drive):
    canvas = drive()
    start = canvas.pixels(0, 50)
    before = canvas.scene.projection.to_data(start.x(), start.y())
    QTest.mousePress(canvas.surface, Qt.MouseButton.MiddleButton, pos=start)
    QTest.mousePress(canvas.surface, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseRelease(canvas.surface, Qt.MouseButton.LeftButton, pos=start)
    assert canvas.canvas.is_busy
    _move_with_middle_button(canvas.surface, start + QPoint(40, 30))
    QTest.mouseRelease(canvas.surface, Qt.MouseButton.MiddleButton, pos=start + QPoint(40, 30))
    assert not canvas.canvas.is_busy
    assert canvas.scene.projection.to_data(start.x() + 40, start.y() + 30) == pytest.approx(before)


def test_quick_pans_add_and_rename_nobody(drive):
    canvas = drive()
    start = canvas.at("president")
    before = canvas.scene.projection.to_data(start.x(), start.y())
    _double_press(canvas.surface, start, Qt.MouseButton.MiddleButton)
    _move_with_middle_button(canvas.surface, start - QPoint(20, 10))
    QTest.mouseRelease(canvas.surface, Qt.MouseButton.MiddleButton, pos=start - QPoint(20, 10))
    QTest.keyPress(canvas.canvas.view, Key.Key_Space)
    assert canvas.surface.cursor().shape() == Qt.CursorShape.OpenHandCursor
    _double_press(canvas.surface, start, Qt.MouseButton.LeftButton)
    canvas.move(start + QPoint(40, 30))
    canvas.release(start + QPoint(40, 30))
    QTest.keyRelease(canvas.canvas.view, Key.Key_Space)
    assert canvas.surface.cursor().shape() != Qt.CursorShape.OpenHandCursor
    assert not canvas.canvas.naming.is_open
    assert canvas.scene.projection.to_data(start.x() + 20, start.y() + 20) == pytest.approx(before)


def _double_press(surface: QWidget, at: QPoint, button: Qt.MouseButton) -> None:
    """The second press of a double click; the release is left to come."""
    place, screen = QPointF(at), QPointF(surface.mapToGlobal(at))
    kind, none = QEvent.Type.MouseButtonDblClick, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(surface, QMouseEvent(kind, place, screen, button, button, none))


def _move_with_middle_button(surface: QWidget, to: QPoint) -> None:
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(to),
        QPointF(surface.mapToGlobal(to)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.MiddleButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(surface, event)


def test_keys_zoom_and_fit(drive):
    canvas = drive()
    canvas.key(Key.Key_Plus)
    assert canvas.scene.zoom == pytest.approx(1.4)
    canvas.key(Key.Key_Minus)
    assert canvas.scene.zoom == pytest.approx(1)
    canvas.key(Key.Key_Plus)
    canvas.key(Key.Key_0)
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
    _move_with_middle_button(canvas.surface, start + QPoint(5_000, 5_000))
    QTest.mouseRelease(canvas.surface, Qt.MouseButton.MiddleButton, pos=start)
    assert canvas.scene.projection.x.middle == pytest.approx(-100)
    assert canvas.scene.projection.y.middle == pytest.approx(100)
