"""Adding actors from the keyboard and from the context menu of the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow

_SHORTCUT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def _name(driver: Driver, name: str) -> None:
    editor = driver.canvas.naming.editor
    assert editor.isVisible()
    assert driver.canvas.rect().contains(editor.geometry())
    QTest.keyClicks(editor, name)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def test_actors_added_by_key_wait_in_the_tray(open_map: OpenWindow) -> None:
    driver = open_map()
    before = driver.document.snapshots
    for name in ("Kars", "Gyumri"):
        QTest.keyClick(driver.canvas.view, Qt.Key.Key_A, _SHORTCUT)
        _name(driver, name)
    assert {"kars", "gyumri"} <= {look.actor for look in driver.canvas.scene.appearance.tray}
    assert driver.document.snapshots == before


def test_an_actor_added_from_the_context_menu_is_judged_where_that_was_opened(
    open_map: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_map()
    opened: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _place: opened.append(menu))
    scene, surface = driver.canvas.scene, driver.canvas.view.viewport()
    place = QPoint(*(round(each) for each in scene.projection.to_pixels(-80, 20)))
    menu_event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, surface.mapToGlobal(place))
    QApplication.sendEvent(surface, menu_event)
    (menu,) = opened
    next(each for each in menu.actions() if each.objectName() == "add-actor").trigger()
    _name(driver, "Kars")
    look = scene.appearance.actors["kars"]
    assert (look.x, look.y) == pytest.approx((-80, 20), abs=1)
    # Once the menu is gone the place is no longer pointed at.
    menu.deleteLater()
    QApplication.sendPostedEvents(menu, QEvent.Type.DeferredDelete)
    QTest.keyClick(driver.canvas.view, Qt.Key.Key_A, _SHORTCUT)
    _name(driver, "Gyumri")
    assert "gyumri" in {each.actor for each in scene.appearance.tray}
