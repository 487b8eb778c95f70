"""Choosing from a list: what the box shows of what was chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from stakemap.app.kit.forms.editors import Option
from stakemap.app.kit.forms.naming_editor import NamingEditor

LONG = "Annual report on everything that anybody has ever said of borders " * 3


@pytest.fixture
def box(qtbot: QtBot) -> NamingEditor:
    """A box with the focus, in a form that shows what is stored."""
    known = [Option("long", LONG), Option("short", "Short")]
    made = NamingEditor(lambda: known)
    qtbot.addWidget(made)
    made.resize(200, 30)

    def store() -> None:
        if made.content().startswith("+"):
            known.append(Option("new", made.content()[1:]))
        made.show_content("new" if made.content().startswith("+") else made.content())

    made.finished.connect(store)
    with qtbot.waitExposed(made):
        made.show()
    line = made.lineEdit()
    assert line is not None
    line.setFocus()
    return made


def _shows_its_beginning(box: NamingEditor) -> bool:
    line = box.lineEdit()
    assert line is not None
    return line.hasFocus() and line.cursorPosition() == 0 and not line.hasSelectedText()


def test_a_long_choice_shows_its_beginning_while_it_has_the_focus(box: NamingEditor) -> None:
    box.setCurrentIndex(box.findData("long"))
    # As the list does when a row is chosen.
    box.activated.emit(box.currentIndex())
    assert (box.content(), box.currentText()) == ("long", LONG.strip())
    assert _shows_its_beginning(box)


def test_a_long_name_that_was_typed_shows_its_beginning(box: NamingEditor) -> None:
    line = box.lineEdit()
    assert line is not None
    QTest.keyClicks(line, "Another report " * 5)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert box.content() == "new"
    assert _shows_its_beginning(box)
