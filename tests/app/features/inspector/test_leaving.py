"""The inspector is left by keys: Esc reverts what is unfinished, then goes back to the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPushButton, QWidget

from stakemap.app.features.inspector.actor_form import ActorForm
from stakemap.app.kit.forms.editors import LineEditor
from stakemap.app.kit.forms.evidence_rows import RowsEditor
from stakemap.app.kit.forms.judgement_form import StanceForm, StandingForm

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow


@pytest.fixture
def driver(open_map: OpenWindow) -> Driver:
    made: Driver = open_map()
    made.view.set(snapshot="2025-07", issue="border")
    made.view.select("armenia")
    return made


def is_in_canvas(driver: Driver) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and (focused is driver.canvas or driver.canvas.isAncestorOf(focused))


def escape() -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Escape)


def line_of(editor: Any) -> QWidget:
    """What takes the keys in an editor."""
    part = editor if isinstance(editor, QLineEdit) else editor.findChild(QLineEdit)
    return part or editor


@pytest.mark.parametrize(
    ("form", "name"),
    [(ActorForm, "name"), (ActorForm, "note"), (ActorForm, "colour"), (StandingForm, "value")],
)
def test_the_first_escape_reverts_and_the_second_goes_to_the_canvas(
    driver: Driver, form: type[Any], name: str
) -> None:
    field = driver.field(form, name)
    editor = line_of(field.editor)
    before = field.editor.content()
    editor.setFocus()
    QTest.keyClicks(editor, "7")
    assert field.editor.content() != before
    escape()
    assert field.editor.content() == before
    assert not is_in_canvas(driver)
    escape()
    assert is_in_canvas(driver)
    assert driver.view.selection == {"armenia"}, "the key is for one thing at a time"
    assert not driver.session.can_undo


def test_a_name_that_is_being_typed_into_a_choice_is_dropped_first(driver: Driver) -> None:
    field = driver.field(ActorForm, "group")
    box = field.editor
    assert isinstance(box, QComboBox)
    before = box.currentText()
    box.setFocus()
    QTest.keyClicks(box, "Neigh")
    for _ in range(4):
        if box.currentText() == before:
            break
        escape()
        assert not is_in_canvas(driver)
    assert box.currentText() == before
    escape()
    assert is_in_canvas(driver)
    assert driver.session.history.undo_labels == ()


def test_a_passage_that_is_being_typed_is_dropped_first(driver: Driver) -> None:
    rows = driver.field(StanceForm, "citations").editor
    assert isinstance(rows, RowsEditor)
    fields = [one for one in rows.findChildren(LineEditor) if one.isVisible()]
    assert fields, "Armenia is cited for in the sample"
    before = rows.content()
    fields[0].setFocus()
    QTest.keyClicks(fields[0], "later")
    assert rows.content() != before
    escape()
    assert rows.content() == before
    assert not is_in_canvas(driver)
    escape()
    assert is_in_canvas(driver)


def test_escape_on_a_button_goes_to_the_canvas(driver: Driver) -> None:
    buttons = [one for one in driver.inspector.findChildren(QPushButton) if one.isVisible()]
    button: QAbstractButton = next(one for one in buttons if one.focusPolicy() & Qt.FocusPolicy.TabFocus)
    button.setFocus()
    escape()
    assert is_in_canvas(driver)


def test_escape_leaves_the_table_too(driver: Driver) -> None:
    driver.table.focus_first()
    escape()
    assert is_in_canvas(driver)
