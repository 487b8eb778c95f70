"""Rows from a spreadsheet: a preview of what they change, cells to correct, one undo for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from stakemap.app.features.paste.rows_dialog import PasteRowsDialog

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow

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
        assert "1 cell cannot be taken" in dialog.summary.text()
        index = dialog.cells.currentIndex()
        assert index.data() == "⚠ lots"
        assert "number" in dialog.sentence.text()
        assert dialog.model.setData(index, "15")
        assert dialog.paste.isEnabled()
        assert dialog.model.index(1, 0).data() == "New actor"
        assert "Influence: 35 → 40" in dialog.model.index(0, 0).data()
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
    ("Name\tAlignment\nArmenia\tfor\n", "“for” is no number."),
    ("Name\tInfluence\nArmenia\t1e999\n", "“1e999” is no number."),
    ("Name\tGroup\nArmenia\tNATO\n", "There is no group “NATO” in this map; add it first."),
    ("Code\tInfluence\nZZZ\t10\n", "There is no such actor in the map; a new one needs a name."),
    (
        "Name\tInfluence\tLow\tHigh\nArmenia\t10\t20\t30\n",
        "The range 20 to 30 does not hold the value 10.",
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
