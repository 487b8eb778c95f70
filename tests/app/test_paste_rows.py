"""Rows from a spreadsheet: a preview of what they change, cells to correct, one undo for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from stakemap.app.dialogs.paste_rows import PasteRowsDialog

if TYPE_CHECKING:
    from conftest import OpenWindow
    from desks import Driver

ROWS = "Name\tInfluence\tAlignment\tColour of flag\nArmenia\t40\t-10\tred\nWales\tlots\t20\tgreen\n"


def _copied(driver: Driver, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    driver.trigger("paste-rows")


def test_cells_that_cannot_be_taken_are_corrected_in_place(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(issue="border")

    def use(dialog: PasteRowsDialog) -> None:
        assert not dialog.paste.isEnabled()
        assert "1 cell cannot be taken" in dialog.summary.text()
        index = dialog.cells.currentIndex()
        assert index.data() == "⚠ lots"
        assert "number" in dialog.sentence.text()
        assert dialog.model.setData(index, "15")
        assert dialog.paste.isEnabled()
        assert dialog.model.index(1, 0).data() == "New actor"
        assert "Influence: 35 → 40" in dialog.model.index(0, 0).data()
        dialog.paste.click()

    driver.questions.dialogs = [use]
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

    driver.questions.dialogs = [use]
    _copied(driver, ROWS)
    wales = next(key for key, actor in driver.document.actors.items() if actor.name == "Wales")
    assert wales not in driver.document.snapshots["2025-07"].standings


def test_calling_it_off_changes_nothing(open_map: OpenWindow) -> None:
    driver = open_map()
    before = driver.document
    driver.questions.dialogs = [lambda dialog: dialog.reject()]
    _copied(driver, ROWS)
    assert driver.document is before


def test_what_is_no_table_is_told(open_map: OpenWindow) -> None:
    driver = open_map()
    _copied(driver, "just a sentence")
    assert driver.questions.told
    assert not driver.session.can_undo


def test_rows_copied_from_the_table_come_back_without_a_change(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.select("armenia", "turkiye", "russia")
    driver.trigger("copy")
    text = QGuiApplication.clipboard().text()

    def use(dialog: PasteRowsDialog) -> None:
        if dialog.skip.isVisible():
            dialog.skip.click()
        assert (dialog.model.plan.added, dialog.model.plan.changed) == (0, 0)
        assert not dialog.paste.isEnabled()
        dialog.reject()

    driver.questions.dialogs = [use]
    _copied(driver, text)
    assert not driver.session.can_undo
