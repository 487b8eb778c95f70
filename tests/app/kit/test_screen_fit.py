"""Dialogs are as large as their content asks for, and no larger than the screen; the content scrolls."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from stakemap.app.kit.plain_text import MessageDialog, PlainLabel
from stakemap.app.kit.screen_fit import ScrollingContent
from stakemap.app.kit.widgets.dialog import Dialog

SENTENCE = "A sentence about something that nobody foresaw. "


@pytest.fixture
def dialog(qtbot: QtBot) -> Dialog:
    """A dialog with a button, which is not shown yet."""
    made = Dialog(None, "Something")
    qtbot.addWidget(made)
    made.add_reject("Close")
    return made


def _area(dialog: QWidget) -> ScrollingContent:
    found = dialog.findChild(ScrollingContent)
    assert found is not None
    return found


def _fits(dialog: QWidget) -> bool:
    return dialog.screen().availableGeometry().contains(dialog.frameGeometry())


def test_a_dialog_is_as_high_as_its_content(dialog: Dialog) -> None:
    dialog.column.addWidget(PlainLabel(SENTENCE * 20, wrap=True))
    dialog.setMinimumWidth(400)
    dialog.show()
    QApplication.processEvents()
    assert _area(dialog).verticalScrollBar().maximum() == 0
    assert dialog.height() <= dialog.heightForWidth(dialog.width()) + 1


def test_content_that_is_too_high_scrolls_over_buttons_in_sight(dialog: Dialog) -> None:
    fields = [QLineEdit(f"Field {number}") for number in range(60)]
    for field in fields:
        dialog.column.addWidget(field)
    dialog.show()
    QApplication.processEvents()
    assert _fits(dialog)
    (button,) = dialog.buttons.findChildren(QPushButton)
    assert button.visibleRegion().boundingRect() == button.rect()
    assert fields[-1].visibleRegion().isEmpty()
    fields[0].setFocus()
    QTest.keyClick(fields[0], Qt.Key.Key_Backtab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert fields[-1].hasFocus()
    assert fields[-1].visibleRegion().boundingRect() == fields[-1].rect()
    assert not _area(dialog).focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_dialog_grows_with_its_content_and_stays_on_the_screen(dialog: Dialog) -> None:
    dialog.column.addWidget(QLineEdit("First"))
    dialog.show()
    QApplication.processEvents()
    before = dialog.height()
    for count in (3, 60):
        for _ in range(count):
            dialog.column.addWidget(QLineEdit("More"))
        QApplication.processEvents()
        QApplication.processEvents()
        assert _fits(dialog)
        assert (_area(dialog).verticalScrollBar().maximum() == 0) == (count == 3)
    assert dialog.height() > before + 100


def test_a_dialog_that_the_user_made_smaller_stays_so(dialog: Dialog) -> None:
    fields = [QLineEdit("Field") for _ in range(8)]
    for field in fields:
        dialog.column.addWidget(field)
    dialog.show()
    dialog.resize(dialog.width(), dialog.height() - 100)
    QApplication.processEvents()
    smaller = dialog.height()
    fields[0].setText("Changed")
    fields[1].updateGeometry()
    QApplication.processEvents()
    assert dialog.height() == smaller


def test_a_long_message_can_be_read_by_keyboard(qtbot: QtBot) -> None:
    message = MessageDialog(None, "Not all of it can be read", SENTENCE * 400)
    qtbot.addWidget(message)
    message.show()
    QApplication.processEvents()
    assert _fits(message)
    button = message.button("ok")
    assert button.visibleRegion().boundingRect() == button.rect()
    button.setFocus()
    area = _area(message)
    QTest.keyClick(button, Qt.Key.Key_Tab)
    assert area.hasFocus()
    QTest.keyClick(area, Qt.Key.Key_PageDown)
    assert area.verticalScrollBar().value() > 0


def test_a_dialog_that_was_put_at_the_edge_is_kept_on_the_screen(dialog: Dialog) -> None:
    screen = dialog.screen().availableGeometry()
    dialog.resize(300, 200)
    dialog.move(screen.right() - 50, screen.bottom() - 50)
    dialog.show()
    assert _fits(dialog)
