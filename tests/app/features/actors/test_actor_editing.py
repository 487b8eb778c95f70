"""Editing in the cells of the actor table: typing becomes an edit, what does not fit stays to be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from stakemap.app.features.actors.rows import Column
from stakemap.app.kit.forms.naming_editor import NamingEditor
from stakemap.model import edits

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow


def _editors(driver: Driver) -> list[QLineEdit | QComboBox]:
    viewport = driver.table.table.viewport()
    found = [*viewport.findChildren(QLineEdit), *viewport.findChildren(QComboBox)]
    return [editor for editor in found if editor.isVisible() and editor.parent() is viewport]


def _edit(driver: Driver, actor: str, column: Column) -> QLineEdit | QComboBox:
    table = driver.table
    table.table.setFocus()
    table.table.setCurrentIndex(table.model.index(table.model.row_of(actor), column))
    driver.trigger("rename")
    editors = _editors(driver)
    assert len(editors) == 1
    return editors[0]


def _type(editor: QLineEdit | QComboBox, text: str) -> None:
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()


def _cell(driver: Driver, actor: str, column: Column) -> str:
    return driver.table.model.row(actor).texts[column]


def test_a_name_is_edited_in_place(open_map: OpenWindow) -> None:
    driver = open_map()
    _type(_edit(driver, "armenia", Column.NAME), "Hayastan")
    assert driver.document.actors["armenia"].name == "Hayastan"
    assert driver.session.undo_label == "Rename Armenia to Hayastan"
    driver.trigger("undo")
    assert _cell(driver, "armenia", Column.NAME) == "Armenia"


def test_numbers_are_judgements_and_are_signed(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(issue="border")
    _type(_edit(driver, "armenia", Column.ALIGNMENT), "-20")
    stance = driver.document.snapshots["2025-07"].stances["border"]["armenia"]
    assert stance.alignment is not None
    assert (stance.alignment.value, stance.by) == (-20, driver.session.author)
    _type(_edit(driver, "armenia", Column.INFLUENCE), "40")
    standing = driver.document.snapshots["2025-07"].standings["armenia"]
    assert standing.influence is not None
    assert (standing.influence.value, standing.influence.low) == (40, 30)


def test_what_does_not_fit_stays_in_the_cell_and_is_explained(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map()
    before = driver.document
    _type(_edit(driver, "armenia", Column.INFLUENCE), "lots")
    assert driver.document is before
    assert driver.message == "Enter a number such as 35."
    qtbot.waitUntil(lambda: [editor.property("invalid") for editor in _editors(driver)] == [True])
    (editor,) = _editors(driver)
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "lots"
    _type(editor, "36")
    assert _cell(driver, "armenia", Column.INFLUENCE) == "36"


def test_escape_leaves_the_cell_as_it_was(open_map: OpenWindow) -> None:
    driver = open_map()
    editor = _edit(driver, "armenia", Column.CODE)
    QTest.keyClicks(editor, "XXX")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert driver.document.actors["armenia"].code == "ARM"
    assert not driver.session.can_undo


@pytest.fixture
def wide(open_map: OpenWindow) -> Driver:
    """A window whose table shows every column."""
    driver = open_map()
    driver.view.set(issue="border", snapshot="2025-07")
    driver.context.change_settings(actor_columns=tuple(column.name.lower() for column in Column))
    return driver


def test_what_is_one_of_a_few_is_chosen(wide: Driver) -> None:
    for actor, column, choice in (
        ("russia", Column.GROUP, "Yerevan"),
        ("russia", Column.KIND, "Company"),
        ("turkiye", Column.ROLE, "Can block"),
        ("turkiye", Column.CONFIDENCE, "Low"),
        ("turkiye", Column.BASIS, "Assumed"),
    ):
        steps = len(wide.session.history.undo_labels)
        editor = _edit(wide, actor, column)
        assert isinstance(editor, QComboBox)
        editor.setCurrentIndex(editor.findText(choice))
        QTest.keyClick(editor, Qt.Key.Key_Return)
        QApplication.processEvents()
        assert _cell(wide, actor, column) == choice
        assert len(wide.session.history.undo_labels) == steps + 1


def test_salience_is_edited_like_the_other_numbers(wide: Driver) -> None:
    _type(_edit(wide, "armenia", Column.SALIENCE), "33")
    stance = wide.document.snapshots["2025-07"].stances["border"]["armenia"]
    assert stance.salience is not None
    assert stance.salience.value == 33
    _type(_edit(wide, "armenia", Column.SALIENCE), "")
    assert wide.document.snapshots["2025-07"].stances["border"]["armenia"].salience is None
    assert _cell(wide, "armenia", Column.SALIENCE) == "Not judged"
    before = wide.document
    _type(_edit(wide, "armenia", Column.SALIENCE), "133")
    assert wide.document is before
    assert wide.message == "Enter a number from 0 to 100."


def test_what_hangs_on_a_judgement_waits_for_one(wide: Driver) -> None:
    before = wide.document
    _type(_edit(wide, "georgia", Column.SALIENCE), "50")
    assert wide.document is before
    assert wide.message == "There is no judgement here yet to add this to."


def test_saving_keeps_what_is_being_typed(open_map: OpenWindow) -> None:
    driver = open_map()
    editor = _edit(driver, "armenia", Column.NAME)
    QTest.keyClicks(editor, "Hay")
    assert driver.window.commit_pending()
    assert driver.document.actors["armenia"].name == "Hay"


def test_nothing_is_edited_where_the_map_is_read_only(open_map: OpenWindow) -> None:
    driver = open_map(read_only=True)
    model = driver.table.model
    index = model.index(0, Column.NAME)
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    state = driver.table.model.index(0, Column.STATE)
    assert not state.flags() & Qt.ItemFlag.ItemIsEditable


def test_a_group_is_typed_in_its_cell_found_or_created(open_map: OpenWindow) -> None:
    driver = open_map()
    editor = _edit(driver, "russia", Column.GROUP)
    assert isinstance(editor, NamingEditor)
    QTest.keyClicks(editor, "yer")
    assert editor.offers.rows == ("Yerevan", "Create “yer”")
    QTest.keyClick(editor, Qt.Key.Key_Down)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert driver.document.actors["russia"].group == "yerevan"
    assert not _editors(driver)
    editor = _edit(driver, "georgia", Column.GROUP)
    QTest.keyClicks(editor, "Nile")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert driver.document.groups["nile"].name == "Nile"
    assert _cell(driver, "georgia", Column.GROUP) == "Nile"
    assert not _editors(driver)


def test_a_name_in_its_cell_is_offered_countries(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.session.apply(edits.update_actor.of("russia", code=""), label="No code")
    editor = _edit(driver, "russia", Column.NAME)
    QTest.keyClicks(editor, "Kazak")
    QTest.keyClick(editor, Qt.Key.Key_Down)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert (driver.document.actors["russia"].name, driver.document.actors["russia"].code) == (
        "Kazakhstan",
        "KAZ",
    )
    assert not _editors(driver)
