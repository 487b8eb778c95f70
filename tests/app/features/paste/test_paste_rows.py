"""Rows from a spreadsheet: a preview of what they change, cells to correct, one undo for all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from stakemap.app.features.paste.rows_dialog import PasteRowsDialog

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow

FIXTURES = Path(__file__).parents[3] / "fixtures"
ROWS = "Name\tInfluence\tAlignment\tColour of flag\nArmenia\t40\t-10\tred\nWales\tlots\t20\tgreen\n"


def _copied(driver: Driver, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    driver.trigger("paste-rows")


def test_cells_that_cannot_be_taken_are_corrected_in_place(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(issue="border")

    def use(dialog: PasteRowsDialog) -> None:
        assert not dialog.paste.isEnabled()
        assert dialog.where.text() == (
            "Judgements go to “After the Istanbul visit”, alignments are on “Armenia–Türkiye border”."
        )
        assert "1 cell cannot be used" in dialog.summary.text()
        index = dialog.cells.currentIndex()
        assert index.data() == "⚠ lots"
        assert "no value" in dialog.sentence.text()
        assert dialog.model.setData(index, "15")
        assert dialog.paste.isEnabled()
        assert dialog.model.index(1, 0).data() == "New actor"
        assert "Influence: 35 (25 to 50) → 40 (30 to 55)" in dialog.model.index(0, 0).data()
        dialog.paste.click()

    driver.message_boxes.dialogs = [use]
    _copied(driver, ROWS)
    wales = next(key for key, actor in driver.document.actors.items() if actor.name == "Wales")
    assert driver.view.selection == {"armenia", wales}
    stance = driver.document.snapshots["2025-07"].stances["border"]["armenia"]
    assert stance.alignment is not None
    assert stance.alignment.value == -10
    assert driver.session.undo_label == "Paste 2 rows"
    driver.trigger("undo")
    assert wales not in driver.document.actors
    assert not driver.session.can_undo


def test_what_cannot_be_taken_can_be_left_out(open_map: OpenWindow) -> None:
    driver = open_map()

    def use(dialog: PasteRowsDialog) -> None:
        dialog.skip.click()
        assert dialog.paste.isEnabled()
        dialog.paste.click()

    driver.message_boxes.dialogs = [use]
    _copied(driver, ROWS)
    wales = next(key for key, actor in driver.document.actors.items() if actor.name == "Wales")
    assert wales not in driver.document.snapshots["2025-07"].standings


def test_calling_it_off_changes_nothing(open_map: OpenWindow) -> None:
    driver = open_map()
    before = driver.document
    driver.message_boxes.dialogs = [lambda dialog: dialog.reject()]
    _copied(driver, ROWS)
    assert driver.document is before


def test_what_is_no_table_is_told(open_map: OpenWindow) -> None:
    driver = open_map()
    _copied(driver, "just a sentence")
    assert driver.message_boxes.told
    assert not driver.session.can_undo


def test_rows_copied_from_the_table_come_back_without_a_change(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.select("armenia", "turkiye", "russia")
    driver.trigger("copy")
    text = QGuiApplication.clipboard().text()

    def use(dialog: PasteRowsDialog) -> None:
        if dialog.skip.isVisible():
            dialog.skip.click()
        assert dialog.model.plan is not None
        assert (dialog.model.plan.added, dialog.model.plan.changed) == (0, 0)
        assert not dialog.paste.isEnabled()
        dialog.reject()

    driver.message_boxes.dialogs = [use]
    _copied(driver, text)
    assert not driver.session.can_undo


MANY = 400


def _many(last: str) -> str:
    rows = "".join(f"Actor {number}\t{number % 100}\t{number % 200 - 100}\n" for number in range(MANY))
    return f"Name\tInfluence\tAlignment\n{rows}Wales\t{last}\t20\n"


def test_thousands_of_rows_are_read_apart_corrected_and_pasted_as_one(
    open_map: OpenWindow, qtbot: QtBot
) -> None:
    driver = open_map()
    driver.view.set(issue="border")

    def use(dialog: PasteRowsDialog) -> None:
        assert dialog.model.plan is None
        assert not dialog.paste.isEnabled()
        assert dialog.summary.text().startswith("Reading 401 rows: ")
        assert dialog.model.index(0, 0).data() == "…"
        qtbot.waitUntil(lambda: dialog.model.plan is not None, timeout=20_000)
        index = dialog.cells.currentIndex()
        assert (index.row(), index.data()) == (MANY, "⚠ lots")
        assert dialog.skip.isVisible()
        assert dialog.model.setData(index, "15")
        assert not dialog.paste.isEnabled()
        qtbot.waitUntil(dialog.paste.isEnabled, timeout=20_000)
        dialog.paste.click()

    driver.message_boxes.dialogs = [use]
    before = driver.document
    _copied(driver, _many("lots"))
    assert len(driver.document.actors) == len(before.actors) + MANY + 1
    assert driver.session.undo_label == f"Paste {MANY + 1} rows"
    driver.trigger("undo")
    assert driver.document is before


def test_what_cannot_be_taken_is_left_out_of_thousands(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map()

    def use(dialog: PasteRowsDialog) -> None:
        qtbot.waitUntil(lambda: dialog.model.plan is not None, timeout=20_000)
        dialog.skip.click()
        qtbot.waitUntil(dialog.paste.isEnabled, timeout=20_000)
        assert dialog.model.rowCount() == MANY + 1
        dialog.reject()

    driver.message_boxes.dialogs = [use]
    _copied(driver, _many("lots"))


def test_reading_thousands_of_rows_can_be_called_off(open_map: OpenWindow) -> None:
    driver = open_map()
    before = driver.document
    driver.message_boxes.dialogs = [lambda dialog: dialog.reject()]
    _copied(driver, _many("lots"))
    assert driver.document is before
    assert not driver.session.can_undo


#: Tables of which one cell cannot be taken, and why not.
WRONG = (
    ("Name\tPart of\nArmenia\tArmenia\n", "An actor cannot be part of itself."),
    (
        "Name\tPart of\nArmenia\tАтлантида\n",
        "There is no actor “Атлантида” in this map or this table.",
    ),
    ("Name\tAlignment\nArmenia\tmay be\n", "“may be” has no value on the scale of its column."),
    ("Name\tInfluence\nArmenia\t1e999\n", "“1e999” has no value on the scale of its column."),
    ("Code\tInfluence\nZZZ\t10\n", "This actor is not in the map; a new one needs a name."),
    (
        "Name\tInfluence\tLow\tHigh\nArmenia\t10\t20\t30\n",
        "The range 20 to 30 does not include the value 10.",
    ),
)


def test_a_cell_that_cannot_be_taken_says_why_in_a_sentence(open_map: OpenWindow) -> None:
    driver = open_map()
    before = driver.document
    for text, sentence in WRONG:
        told: list[tuple[str, bool]] = []

        def use(dialog: PasteRowsDialog, told: list[tuple[str, bool]] = told) -> None:
            told.append((dialog.sentence.text(), dialog.paste.isEnabled()))
            dialog.reject()

        driver.message_boxes.dialogs = [use]
        _copied(driver, text)
        assert told == [(sentence, False)]
        assert driver.document is before


def _choose(box: QComboBox, text: str) -> None:
    """Choose an item by keyboard."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    while box.currentText() != text:
        assert box.currentIndex() < box.count() - 1
        QTest.keyClick(box, Qt.Key.Key_Down)


def test_columns_are_assigned_above_the_table_by_keyboard(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(issue="border")

    def use(dialog: PasteRowsDialog) -> None:
        assert [box.currentText() for box in dialog.fields.boxes] == ["Name", "Ignore", "Ignore"]
        assert dialog.fields.boxes[1].accessibleName() == "Content of “Weight”"
        assert "Ignored: Weight, Leaning." in dialog.summary.text()
        header = dialog.cells.horizontalHeader()
        for place, box in enumerate(dialog.fields.boxes, start=1):
            left = box.mapTo(dialog, QPoint(0, 0)).x()
            column = header.viewport().mapTo(dialog, QPoint(header.sectionViewportPosition(place), 0)).x()
            assert left == column
        dialog.headings.setFocus()
        for box in dialog.fields.boxes:
            QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
            assert dialog.focusWidget() is box
        _choose(dialog.fields.boxes[1], "Influence")
        _choose(dialog.fields.boxes[2], "Alignment")
        assert "Ignored" not in dialog.summary.text()
        assert dialog.model.index(0, 0).data() == (
            "Influence: 35 (25 to 50) → 40 (30 to 55); Basis: inferred → –; Alignment: 85 (70 to 95) → "
            "15 (0 to 25); Confidence: high → –; Basis: stated → –; Reason: Says so at every meeting. → –; "
            "Source: 1 entry → –"
        )
        dialog.paste.click()

    driver.message_boxes.dialogs = [use]
    _copied(driver, "Name\tWeight\tLeaning\nArmenia\t40\t15\n")
    stance = driver.document.snapshots["2025-07"].stances["border"]["armenia"]
    assert stance.alignment is not None
    assert stance.alignment.value == 15


def test_tab_goes_round_the_whole_dialog(open_map: OpenWindow) -> None:
    driver = open_map()

    def use(dialog: PasteRowsDialog) -> None:
        stops = [dialog.headings, dialog.new_groups, *dialog.fields.boxes, dialog.cells]
        dialog.headings.setFocus()
        met = []
        for _ in range(len(stops) + 2):
            met.append(dialog.focusWidget())
            QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        assert met[: len(stops)] == stops
        assert dialog.focusWidget() is dialog.headings
        dialog.reject()

    driver.message_boxes.dialogs = [use]
    _copied(driver, "Name\tInfluence\tGroup\nArmenia\t40\tNeighbours\n")


def test_a_column_headed_with_the_issue_in_view_holds_the_alignments(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(issue="border")

    def use(dialog: PasteRowsDialog) -> None:
        assert [box.currentText() for box in dialog.fields.boxes] == ["Name", "Ignore", "Alignment"]
        dialog.paste.click()

    driver.message_boxes.dialogs = [use]
    _copied(driver, "Name\tDistance\tArmenia–Türkiye BORDER\nArmenia\t40\t15\n")
    stance = driver.document.snapshots["2025-07"].stances["border"]["armenia"]
    assert stance.alignment is not None
    assert stance.alignment.value == 15


def test_alignments_stay_in_the_column_that_says_so(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(issue="border")

    def use(dialog: PasteRowsDialog) -> None:
        assert [box.currentText() for box in dialog.fields.boxes] == ["Name", "Alignment", "Ignore"]
        dialog.reject()

    driver.message_boxes.dialogs = [use]
    _copied(driver, "Name\tAlignment\tArmenia–Türkiye border\nArmenia\t40\t15\n")


def test_a_field_that_is_chosen_again_leaves_its_former_column(open_map: OpenWindow) -> None:
    driver = open_map()

    def use(dialog: PasteRowsDialog) -> None:
        _choose(dialog.fields.boxes[2], "Influence")
        assert [box.currentText() for box in dialog.fields.boxes] == ["Name", "Ignore", "Influence"]
        dialog.reject()

    driver.message_boxes.dialogs = [use]
    _copied(driver, "Name\tPower\tWeight\nArmenia\t40\t15\n")


def test_a_table_whose_names_are_not_found_asks_for_them(open_map: OpenWindow) -> None:
    driver = open_map()

    def use(dialog: PasteRowsDialog) -> None:
        assert dialog.summary.text() == "Choose the column with the names of the actors."
        assert not dialog.paste.isEnabled()
        assert not dialog.skip.isVisible()
        _choose(dialog.fields.boxes[1], "Name")
        assert dialog.paste.isEnabled()
        dialog.reject()

    driver.message_boxes.dialogs = [use]
    _copied(driver, "Influence\tCountry code\n40\t77\n50\t78\n")


def test_a_first_row_without_headings_can_be_told(open_map: OpenWindow) -> None:
    driver = open_map()

    def use(dialog: PasteRowsDialog) -> None:
        assert dialog.headings.isChecked()
        assert dialog.model.rowCount() == 1
        dialog.headings.setFocus()
        QTest.keyClick(dialog.headings, Qt.Key.Key_Space)
        assert dialog.model.rowCount() == 2
        assert dialog.model.headerData(1, Qt.Orientation.Horizontal) == "column 1"
        dialog.paste.click()

    driver.message_boxes.dialogs = [use]
    _copied(driver, "Wales\tfar away\nScotland\t9\n")
    assert {"wales", "scotland"} <= driver.document.actors.keys()


def test_a_list_of_names_is_pasted_like_anything_else(open_map: OpenWindow) -> None:
    driver = open_map()
    before = driver.document
    driver.message_boxes.dialogs = [lambda dialog: dialog.paste.click()]
    QGuiApplication.clipboard().setText("Wales\nBank, Central\n")
    driver.trigger("paste")
    assert driver.document.actors.keys() - before.actors.keys() == {"wales", "bank-central"}
    driver.trigger("undo")
    assert driver.document is before


def test_another_scale_is_said(open_map: OpenWindow) -> None:
    driver = open_map()

    def use(dialog: PasteRowsDialog) -> None:
        assert "Influence is converted from a scale of 1 to 5." in dialog.summary.text()
        assert dialog.model.headerData(2, Qt.Orientation.Horizontal) == "Power (1-5)"
        dialog.reject()

    driver.message_boxes.dialogs = [use]
    _copied(driver, "Name\tPower (1-5)\nArmenia\t3\n")


def test_a_scale_that_is_not_understood_is_said(open_map: OpenWindow) -> None:
    driver = open_map()
    said = "The scale in “Power (5-1)” is not recognised; its values are read as 0 to 100."

    def use(dialog: PasteRowsDialog) -> None:
        assert said in dialog.summary.text()
        dialog.reject()

    driver.message_boxes.dialogs = [use]
    _copied(driver, "Name\tPower (5-1)\nArmenia\t3\n")
