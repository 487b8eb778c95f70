"""Panels: they are filled when they are first shown or asked for, and Tab passes them where they stand."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stakemap.app.kit.widgets.dock_panel import Panel


class _Content(QWidget):
    """A field with the name of its panel."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setObjectName(name)
        QVBoxLayout(self).addWidget(self.field)


def _panels(window: QMainWindow, made: list[str]) -> dict[str, Panel[_Content]]:
    def make(name: str, parent: QWidget) -> _Content:
        # Put there later, it would be styled again as a whole.
        assert parent.window() is window
        made.append(name)
        return _Content(name, parent)

    panels = {}
    for name in ("first", "second"):
        panel = Panel(name, name, partial(make, name), 200, 100, None, window)
        panel.hide()
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, panel)
        panels[name] = panel
    return panels


def _stops(window: QMainWindow) -> list[str]:
    stops, widget = [], window.nextInFocusChain()
    while widget is not None and widget is not window:
        if isinstance(widget, QLineEdit):
            stops.append(widget.objectName())
        widget = widget.nextInFocusChain()
    return stops


def test_a_panel_is_filled_once_it_is_shown_or_asked_for(qtbot: QtBot) -> None:
    window, made = QMainWindow(), list[str]()
    qtbot.addWidget(window)
    panels = _panels(window, made)
    window.show()
    assert made == []
    panels["second"].show()
    assert made == ["second"]
    assert panels["first"].content.field.objectName() == "first"
    panels["first"].show()
    assert made == ["second", "first"]
    assert panels["first"].content.isVisible()


def test_tab_passes_panels_in_their_order_whichever_is_filled_first(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    panels = _panels(window, [])
    after = QLineEdit(window)
    after.setObjectName("after")
    panels["second"].show()
    panels["first"].show()
    assert _stops(window) == ["first", "second", "after"]
