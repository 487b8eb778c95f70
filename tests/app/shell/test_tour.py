"""The tour: by keyboard, left at any time, beside what it tells of, and never in the way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from stakemap.app.canvas import Canvas
from stakemap.app.kit.window import AppContext, Window
from stakemap.app.shell import application
from stakemap.app.shell.tour import Callout, Tour, offer_tour
from stakemap.storage.presets import load_preset

if TYPE_CHECKING:
    from conftest import OpenWindow


def tour_of(window: Window) -> Tour | None:
    """The tour that is on in a window."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return window.findChild(Tour)


def shown(window: Window) -> Callout:
    """The callout that is shown."""
    tour = tour_of(window)
    assert tour is not None
    assert tour.callout.isVisible()
    return tour.callout


def press(key: Qt.Key) -> None:
    """Press a key where the focus is."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def test_it_goes_through_five_steps_by_keyboard_and_ends_on_the_canvas(open_map: OpenWindow) -> None:
    driver = open_map(load_preset("armenia-turkiye"))
    window = driver.window
    driver.trigger("tour")
    titles = []
    for number in range(1, 6):
        callout = shown(window)
        assert callout.number.text() == f"{number} of 5"
        assert window.rect().contains(callout.geometry())
        assert callout.next.hasFocus()
        interface = QAccessible.queryAccessibleInterface(callout.next)
        assert callout.text.text() in interface.text(QAccessible.Text.Description)
        titles.append(callout.title.text())
        press(Qt.Key.Key_Return)
    assert len(set(titles)) == 5
    assert tour_of(window) is None
    assert driver.canvas.view.hasFocus()
    assert driver.session.is_modified is False


def test_esc_leaves_it_wherever_the_focus_is_but_not_in_a_drag(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map()
    window = driver.window
    driver.trigger("tour")
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: tour_of(window) is None)
    driver.trigger("tour")
    driver.canvas.view.setFocus()
    canvas = driver.canvas
    actor = next(name for name in canvas.scene.focus_order() if canvas.scene.place_of(name) is not None)
    x, y = canvas.scene.place_of(actor) or (0, 0)
    viewport, at = canvas.view.viewport(), QPoint(round(x), round(y))
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=at)
    for step in range(1, 5):
        QTest.mouseMove(viewport, at + QPoint(10 * step, 0))
    if driver.session.gesture is not None:
        press(Qt.Key.Key_Escape)
        QApplication.processEvents()
        assert tour_of(window) is not None
        assert driver.session.gesture is None
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=at)
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: tour_of(window) is None)


def test_esc_leaves_it_where_the_focus_is_though_what_had_it_before_is_gone(
    open_map: OpenWindow, qtbot: QtBot
) -> None:
    driver = open_map()
    driver.trigger("tour")
    fields = [QLineEdit(driver.window) for _ in range(2)]
    for field in fields:
        field.show()
        field.setFocus()
    fields[0].deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    tour = tour_of(driver.window)
    assert tour is not None
    assert QApplication.focusWidget() is fields[1]
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: tour_of(driver.window) is None)


def test_work_goes_on_meanwhile_and_a_move_leads_to_its_card(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map(load_preset("armenia-turkiye"))
    window = driver.window
    driver.trigger("tour")
    shown(window).next.click()
    window.resize(window.width() + 60, window.height() - 40)
    driver.context.change_settings(theme="dark")
    driver.view.set(selection={"iran"}, primary="iran")
    driver.canvas.view.setFocus()
    press(Qt.Key.Key_Right)
    assert driver.session.is_modified
    qtbot.waitUntil(lambda: shown(window).number.text() == "3 of 5")
    assert not shown(window).isAncestorOf(QApplication.focusWidget() or window)
    shown(window).back.click()
    assert shown(window).number.text() == "2 of 5"
    shown(window).skip.click()
    assert tour_of(window) is None
    driver.trigger("tour")
    driver.trigger("tour")
    assert tour_of(window) is not None
    assert len(window.findChildren(Callout)) == 1


def test_from_the_welcome_page_it_goes_on_in_the_example(context: AppContext, qtbot: QtBot) -> None:
    window = context.show_welcome()
    offer_tour(context, window)
    assert context.settings.tour_seen
    callout = shown(window)
    assert callout.number.text() == "1 of 5"
    callout.next.click()
    qtbot.waitUntil(lambda: window.session is not None and tour_of(window) is not None)
    assert shown(window).number.text() == "2 of 5"
    assert window.service(Canvas).isVisible()
    shown(window).back.click()
    assert shown(window).number.text() == "1 of 5"
    window.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_another_map_that_is_opened_from_the_welcome_page_is_not_in_its_way(
    context: AppContext, qtbot: QtBot
) -> None:
    window = context.show_welcome()
    Tour.begin(window).end()
    window.trigger("new")
    assert tour_of(window) is None
    window.close()


@pytest.mark.parametrize(
    ("used", "platform", "expected"),
    [
        ({}, "xcb", True),
        ({}, "offscreen", False),
        ({"tour_seen": True}, "xcb", False),
        ({"author": "Ani"}, "xcb", False),
    ],
)
def test_it_is_offered_at_the_first_start_alone(
    used: dict[str, Any], platform: str, expected: bool, context: AppContext
) -> None:
    context.change_settings(**used)

    class Screen:
        def platformName(self) -> str:
            return platform

    assert application.is_first_start(Screen(), context) == expected  # type: ignore[arg-type]


def test_who_has_opened_maps_before_is_not_offered_it(context: AppContext, tmp_path: Path) -> None:
    context.note_recent(tmp_path / "talks.stakemap.json", "Talks")
    assert context.settings.recent
    assert not application.is_first_start(QApplication.instance(), context)  # type: ignore[arg-type]


def test_the_outline_is_about_the_part_that_is_told_of(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.trigger("tour")
    tour = tour_of(driver.window)
    assert tour is not None
    canvas = driver.canvas.view
    around = QRect(canvas.mapTo(driver.window, QPoint(0, 0)), canvas.size())
    outline = driver.window.findChild(QWidget, "tour-outline")
    assert outline is not None
    assert outline.geometry().intersects(around)
    assert outline.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    tour.end()
