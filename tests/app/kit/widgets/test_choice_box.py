"""A list of choices elides what does not fit, opens with whole rows, and is left by Tab."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

import stakemap.app
from source_trees import modules, nodes_of
from stakemap.app.kit.style import Styler
from stakemap.app.kit.widgets.choice_box import ROWS, ChoiceBox


@pytest.fixture
def styler(qapp: QApplication) -> Styler:
    """The app's style sheet, which gives rows and lists their padding."""
    return Styler("light")


LONG = "Սահմանի բացում, առևտուր և դիվանագիտական հարաբերություններ"


def test_a_long_choice_ends_in_an_ellipsis_and_keeps_its_value(qtbot: QtBot, monkeypatch) -> None:
    painted: list[str] = []
    monkeypatch.setattr(
        "stakemap.app.kit.widgets.choice_box.QStylePainter.drawControl",
        lambda _self, _element, option: painted.append(option.currentText),
    )
    box = ChoiceBox()
    qtbot.addWidget(box)
    for text in ("Short", LONG):
        box.addItem(text)
    box.setFixedWidth(180)
    box.show()
    box.grab()
    box.setCurrentIndex(1)
    box.grab()
    assert painted[0] == "Short"
    assert painted[-1].endswith("…")
    assert painted[-1].startswith("Սահմանի")
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    assert option.currentText == box.currentText() == LONG


def test_a_tooltip_tells_a_text_that_is_cut(qtbot: QtBot, monkeypatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _where, text, _widget: told.append(text))
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.addItems(["Short", "Longer than its box & <marked>"])
    box.setFixedWidth(120)
    box.show()
    middle = box.rect().center()
    for index in (0, 1):
        box.setCurrentIndex(index)
        QApplication.sendEvent(box, QHelpEvent(QEvent.Type.ToolTip, middle, box.mapToGlobal(middle)))
    assert told == ["<qt>Longer than its box &amp; &lt;marked&gt;</qt>"]


@pytest.mark.parametrize("text", ["PowerPoint deck", "PNG picture", "Iiiii", "WWWW"])
def test_a_box_of_its_own_width_has_room_to_spare_for_its_longest_text(
    qtbot: QtBot, styler: Styler, text: str
) -> None:
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.addItems(["A", text])
    box.setCurrentIndex(1)
    box.show()
    for size in (box.sizeHint(), box.minimumSizeHint()):
        box.resize(size)
        option = QStyleOptionComboBox()
        box.initStyleOption(option)
        complex_control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = box.style().subControlRect(complex_control, option, part, box).width() - 2
        # Fonts of enlarged screens are a few pixels wider than Qt reckons with.
        assert room >= 1.03 * box.fontMetrics().horizontalAdvance(text)


# What the platform without screens says of lists that open.
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("editable", [False, True])
@pytest.mark.parametrize("count", [1, 2, 7, ROWS, ROWS + 4])
def test_an_open_list_is_as_high_as_its_rows(
    qtbot: QtBot, styler: Styler, count: int, editable: bool
) -> None:
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.setEditable(editable)
    box.addItems([f"Choice {number}" for number in range(count)])
    box.show()
    QTest.keyClick(box, Qt.Key.Key_F4)
    view, shown = box.view(), min(count, ROWS)
    assert view.isVisible()
    heights = [view.visualRect(view.model().index(row, 0)).height() for row in range(count)]
    assert view.viewport().height() == sum(heights[:shown])
    assert len(set(heights)) == 1
    assert (view.verticalScrollBar().maximum() > 0) == (count > ROWS)
    last = view.visualRect(view.model().index(shown - 1, 0))
    assert view.viewport().rect().contains(last)
    box.hidePopup()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_an_open_list_has_room_for_long_texts(qtbot: QtBot, styler: Styler) -> None:
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.addItems(["Short", "A choice that is longer than the box"])
    box.setFixedWidth(90)
    box.show()
    box.showPopup()
    view = box.view()
    assert view.viewport().width() >= view.sizeHintForColumn(0)
    box.hidePopup()


def test_every_combo_box_is_a_choice_box() -> None:
    """A plain QComboBox elides nothing, and opens as Fusion has it."""
    found = []
    for path, node in nodes_of(modules(Path(stakemap.app.__file__).parent), ["QComboBox"]):
        made = node.func if isinstance(node, ast.Call) else None
        bases = node.bases if isinstance(node, ast.ClassDef) else []
        if any(isinstance(name, ast.Name) and name.id == "QComboBox" for name in (made, *bases)):
            found.append(path.name)
    assert found == ["choice_box.py"]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize(
    ("key", "reached"), [(Qt.Key.Key_Tab, "after"), (Qt.Key.Key_Backtab, "before")], ids=["on", "back"]
)
def test_tab_in_the_open_list_takes_the_row_and_moves_on(qtbot: QtBot, key: Qt.Key, reached: str) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    parts = {"before": QLineEdit(), "box": ChoiceBox(), "after": QLineEdit()}
    for part in parts.values():
        column.addWidget(part)
    box = parts["box"]
    assert isinstance(box, ChoiceBox)
    box.addItems(["One", "Two", "Three"])
    activated: list[int] = []
    box.activated.connect(activated.append)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    for _ in range(2):
        # Also when it is opened again.
        activated.clear()
        box.setCurrentIndex(0)
        box.setFocus()
        box.showPopup()
        view = box.view()
        assert view.isVisible()
        QTest.keyClick(view, Qt.Key.Key_Down)
        QTest.keyClick(view, key)
        assert not view.isVisible()
        assert box.currentText() == "Two"
        assert activated == [1]
        assert parts[reached].hasFocus()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_escape_in_the_open_list_still_takes_nothing(qtbot: QtBot) -> None:
    box = ChoiceBox()
    box.addItems(["One", "Two"])
    qtbot.addWidget(box)
    box.show()
    box.showPopup()
    QTest.keyClick(box.view(), Qt.Key.Key_Down)
    QTest.keyClick(box.view(), Qt.Key.Key_Escape)
    assert not box.view().isVisible()
    assert box.currentText() == "One"
