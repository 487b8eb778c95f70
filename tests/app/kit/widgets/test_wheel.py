"""A wheel over a box changes nothing, takes no focus, and goes on scrolling what it scrolls."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QSpinBox,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from source_trees import modules, nodes_of
from stakemap import app
from stakemap.app.kit.forms.editors import ChoiceEditor
from stakemap.app.kit.widgets.choice_box import ChoiceBox, NumberBox
from stakemap.app.kit.widgets.tabs import Tabs

if TYPE_CHECKING:
    from conftest import OpenWindow

#: Qt's boxes that a wheel changes; ours in `kit/widgets` leave it to the panel.
CHANGED_BY_WHEEL = {
    "QComboBox",
    "QFontComboBox",
    "QSpinBox",
    "QDoubleSpinBox",
    "QDateEdit",
    "QTimeEdit",
    "QDateTimeEdit",
    "QSlider",
    "QDial",
    "QTabBar",
    "QTabWidget",
}


def _turn(widget: QWidget, notches: int) -> None:
    """Turn the wheel over the middle of a widget, as the window system tells its window."""
    window = widget.window()
    at = widget.mapTo(window, widget.rect().center())
    QTest.wheelEvent(window.windowHandle(), QPointF(at), QPoint(0, 120 * notches))


def _boxes(window: QWidget) -> list[QWidget]:
    kinds = (QComboBox, QAbstractSpinBox, QAbstractSlider, QTabBar)
    return [
        box
        for kind in kinds
        for box in window.findChildren(kind)
        if box.isEnabled()
        and not isinstance(box, QScrollBar)
        and box.visibleRegion().contains(box.rect().center())
    ]


def _state(box: QWidget) -> object:
    match box:
        case QComboBox() | QTabBar():
            return box.currentIndex()
        case QAbstractSpinBox():
            return box.text()
        case QAbstractSlider():
            return box.value()
    raise AssertionError(box)


def _stand_fast(window: QWidget) -> int:
    """Turn the wheel over every box of a window; returns how many there are."""
    focus = window.focusWidget()
    boxes = _boxes(window)
    for box in boxes:
        before = _state(box)
        for notches in (1, -1, -1):
            _turn(box, notches)
            assert _state(box) == before, box
            assert window.focusWidget() is focus, box
    return len(boxes)


@pytest.mark.parametrize(("action", "least"), [("preferences", 4), ("export", 4), ("print", 6)])
def test_no_box_of_a_dialog_follows_the_wheel(open_map: OpenWindow, action: str, least: int) -> None:
    driver = open_map()
    counts: list[int] = []

    def use(dialog: Any) -> None:
        tabs = getattr(dialog, "tabs", None)
        for page in range(tabs.count() if tabs is not None else 1):
            if tabs is not None:
                tabs.setCurrentIndex(page)
            QApplication.processEvents()
            counts.append(_stand_fast(dialog))

    driver.message_boxes.dialogs = [use]
    driver.trigger(action)
    assert sum(counts) >= least


def test_no_box_of_the_window_follows_the_wheel(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.select("armenia")
    driver.panels.show("inspector", True)
    QApplication.processEvents()
    assert _stand_fast(driver.window) >= 2


def test_what_the_wheel_does_here_changes_boxes_of_qt(qtbot: QtBot) -> None:
    """So that the other tests turn a wheel that works."""
    window = QWidget()
    column = QVBoxLayout(window)
    other, choice, number, tabs = QLineEdit(), QComboBox(), QSpinBox(), QTabBar()
    choice.addItems(["a", "b", "c"])
    tabs.addTab("a")
    tabs.addTab("b")
    for box in (other, choice, number, tabs):
        column.addWidget(box)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    other.setFocus()
    for box, notches in ((choice, -1), (number, 1), (tabs, -1)):
        before = _state(box)
        _turn(box, notches)
        assert _state(box) != before, box
    assert not other.hasFocus()


def test_the_panel_below_goes_on_scrolling(qtbot: QtBot) -> None:
    body = QWidget()
    column = QVBoxLayout(body)
    first = QLineEdit()
    column.addWidget(first)
    choice, number, tabs = ChoiceBox(), NumberBox(), Tabs()
    choice.addItems(["a", "b", "c"])
    editor = ChoiceEditor(lambda: ())
    for page in ("a", "b", "c"):
        tabs.addTab(QWidget(), page)
    boxes = [choice, number, editor, tabs.tabBar()]
    tail = QWidget()
    tail.setMinimumHeight(2_000)
    for widget in (choice, number, editor, tabs, tail):
        column.addWidget(widget)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(body)
    qtbot.addWidget(area)
    area.resize(300, 600)
    with qtbot.waitExposed(area):
        area.show()
    first.setFocus()
    for box in boxes:
        area.verticalScrollBar().setValue(0)
        before = _state(box)
        _turn(box, -1)
        assert area.verticalScrollBar().value() > 0, box
        assert _state(box) == before
        assert first.hasFocus()


def test_every_box_of_the_app_is_one_of_ours() -> None:
    """Qt's own are made and subclassed in `kit/widgets` alone."""
    root = Path(app.__file__).parent
    paths = [path for path in modules(root) if path.parent != root / "kit" / "widgets"]
    for path, node in nodes_of(paths, CHANGED_BY_WHEEL):
        names = [node.func] if isinstance(node, ast.Call) else []
        names += node.bases if isinstance(node, ast.ClassDef) else []
        for name in names:
            raw = isinstance(name, ast.Name) and name.id in CHANGED_BY_WHEEL
            assert not raw, f"{path.relative_to(root)}: {ast.unparse(name)}"
