"""The preview of pasted rows asks about scales, tells what is read as unknown, and adds groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox

from samples import sample
from stakemap.app.features.paste.doubts import word_doubts
from stakemap.app.features.paste.rows_dialog import PasteRowsDialog
from stakemap.interchange.spreadsheet import plan_paste, read_table
from stakemap.model.edits_base import Authorship

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow

REGISTER = (
    "Who\tBloc / camp\tInfluence\tFor or against (-3..+3)\tCares how much?\tRef.\n"
    "Wales\tMember states\t40\t-1\t3\tA report\n"
    "Scotland\tmember states\tn/a\t2\t5\t-\n"
    "Armenia\tObservers\t60\t3\t4\t\n"
)


def _paste(driver: Driver, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    driver.trigger("paste-rows")


def test_the_scale_of_a_column_is_chosen_by_keyboard_below_what_it_holds(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(issue="border")

    def use(dialog: PasteRowsDialog) -> None:
        assert "⚠ “Cares how much?” is read on a scale of 0 to 100" in dialog.summary.text()
        assert list(dialog.fields.scale_boxes) == [4]
        field, box = dialog.fields.boxes[4], dialog.fields.scale_boxes[4]
        assert box.accessibleName() == "Scale of “Cares how much?”"
        assert box.currentText() == "Scale: 0 to 100"
        assert box.itemText(1) == "Scale: 1 to 5"
        assert box.mapTo(dialog, QPoint()).x() == field.mapTo(dialog, QPoint()).x()
        assert box.mapTo(dialog, QPoint()).y() >= field.mapTo(dialog, QPoint(0, field.height())).y()
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Tab)
        assert dialog.focusWidget() is box
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert "narrower" not in dialog.summary.text()
        assert "Salience is converted from a scale of 1 to 5." in dialog.summary.text()
        QTest.keyClick(box, Qt.Key.Key_Tab)
        assert dialog.focusWidget() is dialog.fields.boxes[5]
        dialog.paste.click()

    driver.message_boxes.dialogs = [use]
    _paste(driver, REGISTER)
    salience = driver.document.snapshots["2025-07"].stances["border"]["wales"].salience
    assert salience is not None
    assert salience.value == 50


def test_a_column_that_gets_another_field_is_asked_about_anew(open_map: OpenWindow) -> None:
    driver = open_map()

    def use(dialog: PasteRowsDialog) -> None:
        field = dialog.fields.boxes[1]
        assert dialog.fields.scale_boxes == {}
        height = dialog.fields.height()
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Home)
        while field.currentText() != "Influence":
            QTest.keyClick(field, Qt.Key.Key_Down)
        box = dialog.fields.scale_boxes[1]
        assert box.isVisible()
        assert dialog.fields.height() > height
        QTest.keyClick(field, Qt.Key.Key_End)
        assert (field.currentText(), box.isVisible()) == ("Ignore", False)
        assert dialog.fields.height() == height
        dialog.reject()

    driver.message_boxes.dialogs = [use]
    _paste(driver, "Name\tWeight\nArmenia\t4\nIran\t3\n")


def test_what_is_not_available_is_unknown_and_said_so(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(issue="border")

    def use(dialog: PasteRowsDialog) -> None:
        assert "⚠ 1 cell of “Influence” is read as unknown: n/a." in dialog.summary.text()
        dialog.paste.click()

    driver.message_boxes.dialogs = [use]
    _paste(driver, REGISTER)
    assert driver.document.snapshots["2025-07"].standings["scotland"].state == "unknown"


def test_as_what_words_are_read_is_said() -> None:
    table = read_table("Name\tВлияние\nWales\tВысокое\nKars\tНизкое\nNile\t40\n")
    plan = plan_paste(sample(), table, "2025-07", "border", Authorship("Analyst", "2025-08-01"))
    assert list(word_doubts(plan)) == ["⚠ Influence in words is read as: Высокое = 85, Низкое = 15."]


def test_groups_that_the_map_lacks_are_added_in_the_same_step(open_map: OpenWindow) -> None:
    driver = open_map()
    before = driver.document

    def use(dialog: PasteRowsDialog) -> None:
        assert "2 new groups: Member states, Observers." in dialog.summary.text()
        assert dialog.new_groups.isVisible()
        assert dialog.new_groups.isChecked()
        assert dialog.paste.isEnabled()
        dialog.paste.click()

    driver.message_boxes.dialogs = [use]
    _paste(driver, REGISTER)
    groups = driver.document.groups
    assert {groups[key].name for key in groups.keys() - before.groups.keys()} == {
        "Member states",
        "Observers",
    }
    assert groups[driver.document.actors["scotland"].group or ""].name == "Member states"
    assert None not in {group.colour for group in groups.values()}
    driver.trigger("undo")
    assert driver.document is before
    driver.trigger("redo")
    assert driver.document.groups == groups


def test_without_the_tick_their_cells_are_refused(open_map: OpenWindow) -> None:
    driver = open_map()
    before = driver.document

    def use(dialog: PasteRowsDialog) -> None:
        dialog.new_groups.setFocus()
        QTest.keyClick(dialog.new_groups, Qt.Key.Key_Space)
        assert dialog.new_groups.isVisible()
        assert not dialog.paste.isEnabled()
        dialog.cells.setCurrentIndex(dialog.model.first_refused)
        assert dialog.sentence.text() == "There is no group “NATO” in this map; add it first."
        dialog.skip.click()
        dialog.paste.click()

    driver.message_boxes.dialogs = [use]
    _paste(driver, "Name\tGroup\tNote\nArmenia\tNATO\tx\n")
    assert driver.document.groups == before.groups
    assert driver.document.actors["armenia"].note == "x"


def test_the_tick_is_there_only_for_groups_that_the_map_lacks(open_map: OpenWindow) -> None:
    driver = open_map()
    known = next(iter(driver.document.groups.values())).name

    def use(dialog: PasteRowsDialog) -> None:
        assert dialog.findChildren(QCheckBox)
        assert not dialog.new_groups.isVisible()
        dialog.reject()

    driver.message_boxes.dialogs = [use]
    _paste(driver, f"Name\tGroup\nIran\t{known}\n")


def test_eight_rows_are_in_sight_beside_all_that_is_said(open_map: OpenWindow) -> None:
    driver = open_map()

    def use(dialog: PasteRowsDialog) -> None:
        # As high as it may be on a screen of 1440×900.
        dialog.resize(QSize(1120, 704))
        QGuiApplication.processEvents()
        cells = dialog.cells
        bar = cells.viewport().height()
        rows = range(dialog.model.rowCount())
        assert sum(cells.rowViewportPosition(row) + cells.rowHeight(row) <= bar for row in rows) >= 8

    driver.message_boxes.dialogs = [use]
    more = "".join(f"Region {number}\tRegions\t?\t1\t2\tA report\n" for number in range(20))
    _paste(driver, REGISTER + more)


def test_a_row_is_known_by_its_name_wherever_the_table_is_scrolled(open_map: OpenWindow) -> None:
    driver = open_map()

    def use(dialog: PasteRowsDialog) -> None:
        header = dialog.cells.verticalHeader()
        assert header.isVisible()
        assert dialog.model.headerData(1, Qt.Orientation.Vertical) == "2  Scotland"
        assert header.width() >= header.fontMetrics().horizontalAdvance("2  Scotland")
        dialog.reject()

    driver.message_boxes.dialogs = [use]
    _paste(driver, REGISTER)
