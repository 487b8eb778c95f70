"""What is painted anew when another actor is selected, and the height of the status bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from conftest import OpenWindow


class Painted(QObject):
    """The widgets that were painted while this watched them."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.widgets: list[QWidget] = []
        for widget in widgets:
            widget.installEventFilter(self)

    def rest(self) -> None:
        """Wait until none of them is painted any more, and forget what was."""
        is_at_rest = False
        while not is_at_rest:
            self.widgets.clear()
            QTest.qWait(50)
            is_at_rest = not self.widgets

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.widgets.append(watched)
        return False


def test_selecting_another_actor_paints_only_the_texts_that_change(open_map: OpenWindow) -> None:
    driver = open_map()
    status, tabs = driver.window.status, driver.inspector.tabs
    driver.view.select("turkiye")
    painted = Painted(status.selection, status.counts, status.zoom, tabs)
    painted.rest()
    driver.view.select("armenia")
    QApplication.processEvents()
    assert painted.widgets == [status.selection]


def test_the_status_bar_is_as_high_as_what_it_shows(open_map: OpenWindow) -> None:
    status = open_map().window.status
    QApplication.processEvents()
    low = status.height()
    status.show_workshop(3)
    QApplication.processEvents()
    assert status.workshop.isVisible()
    assert status.rect().contains(status.workshop.geometry())
    assert status.workshop.height() >= status.workshop.minimumSizeHint().height()
    status.show_workshop(None)
    QApplication.processEvents()
    assert status.height() == low


def test_that_changes_are_not_backed_up_stands_beside_the_figures_and_goes_again(
    open_map: OpenWindow,
) -> None:
    status = open_map().window.status
    QApplication.processEvents()
    alone = status.handling.x()
    status.show_keeping("the disk is <b>full</b>")
    QApplication.processEvents()
    badge = status.keeping
    assert badge.isVisible()
    assert badge.width() >= badge.sizeHint().width()
    assert not badge.geometry().intersects(status.handling.geometry())
    assert badge.accessibleName() == "Not backed up: the disk is <b>full</b>"
    assert "&lt;b&gt;full" in badge.toolTip()
    status.show_keeping("")
    QApplication.processEvents()
    assert not badge.isVisible()
    assert status.handling.x() == alone


@pytest.mark.parametrize("action", ["next-issue", "previous-snapshot"])
def test_a_message_goes_with_the_issue_and_the_snapshot_it_is_about(
    open_map: OpenWindow, action: str
) -> None:
    driver = open_map()
    driver.window.say("1 added, 0 changed")
    driver.view.select("armenia")
    assert driver.message == "1 added, 0 changed"
    driver.trigger(action)
    assert driver.message == ""
