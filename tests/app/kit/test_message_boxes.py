"""Enter never destroys anything: where a question is about that, the default button is the other one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from stakemap.app.kit.message_boxes import QtMessageBoxes
from stakemap.app.kit.plain_text import MessageDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def on_the_dialog(use: Callable[[MessageDialog], object]) -> None:
    """Use the next message box once it is open, with real keys."""

    def found() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, MessageDialog)
        try:
            use(dialog)
        finally:
            dialog.reject()

    QTimer.singleShot(0, found)


def press(key: Qt.Key) -> Callable[[MessageDialog], None]:
    return lambda dialog: QTest.keyClick(dialog.focusWidget() or dialog, key)


@pytest.mark.parametrize("destructive", [False, True])
def test_enter_accepts_unless_that_destroys_something(window: QWidget, destructive: bool) -> None:
    on_the_dialog(press(Qt.Key.Key_Return))
    agreed = QtMessageBoxes().confirm(window, "Shall it?", "…", "&Do it", destructive=destructive)
    assert agreed != destructive


def test_what_is_destructive_needs_its_own_button(window: QWidget) -> None:
    def choose(dialog: MessageDialog) -> None:
        button = dialog.button("yes")
        assert not button.isDefault()
        assert dialog.button("no").isDefault()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    on_the_dialog(choose)
    assert QtMessageBoxes().confirm(window, "Replace it?", "…", "&Replace", destructive=True)


@pytest.mark.parametrize("destructive", [False, True])
def test_escape_declines(window: QWidget, destructive: bool) -> None:
    on_the_dialog(press(Qt.Key.Key_Escape))
    assert not QtMessageBoxes().confirm(window, "Shall it?", "…", "&Do it", destructive=destructive)


def test_the_default_of_the_other_questions_loses_nothing(window: QWidget) -> None:
    defaults: list[str] = []

    def read(dialog: MessageDialog) -> None:
        defaults.extend(one.text() for one in dialog.findChildren(QPushButton) if one.isDefault())

    boxes = QtMessageBoxes()
    on_the_dialog(read)
    assert boxes.save_changes(window, "A map") == "cancel"
    on_the_dialog(read)
    assert boxes.external_change(window, "a.json") == "cancel"
    on_the_dialog(read)
    assert boxes.locked(window, "a.json") == "cancel"
    assert defaults == ["&Save", "Compare and &merge…", "&Wait longer"]


@pytest.mark.parametrize(
    ("button", "answer"), [("&Wait longer", "wait"), ("Save a &copy…", "copy"), ("&Save anyway", "save")]
)
def test_a_file_that_another_process_is_saving(window: QWidget, button: str, answer: str) -> None:
    def choose(dialog: MessageDialog) -> None:
        next(one for one in dialog.findChildren(QPushButton) if one.text() == button).click()

    on_the_dialog(choose)
    assert QtMessageBoxes().locked(window, "a.json") == answer
