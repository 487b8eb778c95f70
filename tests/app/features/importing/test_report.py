"""After the import: the report, its files, and the mapping that is kept for files of the same form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app_driver import drop, shown_texts
from stakemap.app.features.importing.remembered import reads_alike
from stakemap.app.features.importing.report_dialog import ImportReport
from stakemap.app.features.importing.steps import Step
from stakemap.interchange.register.plan import ColumnPlan, ImportPlan, SheetPlan
from stakemap.interchange.register.plan_files import read_plan

if TYPE_CHECKING:
    from conftest import OpenWindow
    from import_driver import ImportDialogDriver, Register, UseImportDialog

OFF_SCALE = "Stakeholder,Influence (1-5),Attitude\nUnion,4,Supportive\nCity,17,Opposed\nPort,=2+3,Neutral\n"


@pytest.fixture
def off_scale(tmp_path: Path) -> Path:
    """A register with values that cannot be used."""
    path = tmp_path / "off scale.csv"
    path.write_text(OFF_SCALE, "utf-8")
    return path


def test_what_was_refused_is_reported_and_saved_with_its_place(
    open_map: OpenWindow, in_dialog: UseImportDialog, off_scale: Path, tmp_path: Path
) -> None:
    driver = open_map()
    rejects, plan = tmp_path / "rejects.csv", tmp_path / "weekly.json"

    def look(report: ImportReport) -> None:
        assert "3 new actors" in report.counts.text()
        refused = [each for each in report.remarks.remarks.remarks if each.kind == "refused"]
        assert (3, 2, "17") in [(each.place.row, each.place.column, each.text) for each in refused]
        driver.message_boxes.answers = [rejects, plan]
        report.rejects_button.click()
        assert report.said.text() == "Saved as rejects.csv"
        report.plan_button.click()
        QTest.keyClick(report, Qt.Key.Key_Return)

    driver.message_boxes.dialogs = [in_dialog(lambda wizard: wizard.enter(4)), look]
    drop(driver.window, off_scale)
    assert "city" in driver.document.actors, "what can be used goes in"
    text = rejects.read_text("utf-8-sig")
    assert "17" in text
    assert "out of range" in text
    assert ",=" not in text, "nothing that a spreadsheet would run"
    assert read_plan(plan.read_bytes()).sheets[0].columns[0].role == "name"


def test_a_file_that_is_there_is_replaced_after_a_question_only(
    open_map: OpenWindow, in_dialog: UseImportDialog, off_scale: Path, tmp_path: Path
) -> None:
    driver = open_map()
    path = tmp_path / "mine.csv"
    path.write_text("mine", "utf-8")

    def look(report: ImportReport) -> None:
        driver.message_boxes.answers = [path, False]
        report.rejects_button.click()
        assert report.said.text() == ""

    driver.message_boxes.dialogs = [in_dialog(lambda wizard: wizard.enter(4)), look]
    drop(driver.window, off_scale)
    assert path.read_text("utf-8") == "mine"
    assert driver.message_boxes.asked[-1] == "confirm Replace “mine.csv”?"


def test_the_notice_shows_the_report_again(
    open_map: OpenWindow, in_dialog: UseImportDialog, register: Register
) -> None:
    driver = open_map()
    driver.message_boxes.dialogs = [in_dialog(lambda wizard: wizard.enter(4))]
    drop(driver.window, register("title-block"))
    reports: list[str] = []
    driver.message_boxes.dialogs = [lambda report: reports.extend(shown_texts(report))]
    driver.window.notices.buttons("import")[0].click()
    assert any("4 new actors" in text for text in reports)


def test_a_mapping_is_remembered_for_files_of_the_same_headings(
    open_map: OpenWindow, in_dialog: UseImportDialog, tmp_path: Path
) -> None:
    driver = open_map()
    first, second = tmp_path / "week 1.csv", tmp_path / "week 2.csv"
    headings = "Stakeholder,Influence (1-5),Attitude,Remarks\n"
    first.write_text(f"{headings}Union,4,Supportive,loud\nCity,2,Opposed,quiet\n", "utf-8")
    second.write_text(f"Weekly register\n\n{headings}Union,5,Supportive,loud\nPort,2,Opposed,new\n", "utf-8")

    def change(wizard: ImportDialogDriver) -> None:
        wizard.enter()
        wizard.dialog.pages[Step.COLUMNS].boxes.rows[0][3].setFocus()
        wizard.press(Qt.Key.Key_End)
        wizard.enter(3)

    def look(wizard: ImportDialogDriver) -> None:
        wizard.enter()
        page = wizard.dialog.pages[Step.COLUMNS]
        assert page.recalled.text() == "Read as last time."
        assert page.boxes.rows[0][3].currentText() == "Do not import"
        page.anew.setFocus()
        wizard.press(Qt.Key.Key_Space)
        assert wizard.dialog.step is Step.COLUMNS
        assert not page.recalled.isVisibleTo(wizard.dialog)
        assert page.boxes.rows[0][3].currentText() != "Do not import"
        wizard.press(Qt.Key.Key_Escape)

    driver.message_boxes.dialogs = [in_dialog(change), in_dialog(look)]
    drop(driver.window, first)
    assert driver.document.actors["union"].note == ""
    assert len(driver.context.settings.imports) == 1
    drop(driver.window, second)


def test_a_mapping_is_not_used_for_another_workbook_of_the_same_headings() -> None:
    column = ColumnPlan(column=1, heading="Stakeholder", role="name")

    def plan(**left_out: str) -> ImportPlan:
        return ImportPlan(
            sheets=tuple(
                SheetPlan(sheet=name, left_out=why, columns=(column,))  # type: ignore[arg-type]
                for name, why in left_out.items()
            )
        )

    known = plan(Data="", Archive="chosen")
    assert reads_alike(known, plan(Week="", Lists="legend"), plan(Week="", Lists="legend"))
    assert reads_alike(known, plan(Data="", Archive=""), plan(Data="", Archive="chosen"))
    assert not reads_alike(known, plan(North="", South=""), plan(North="", South="chosen"))
    assert not reads_alike(known, plan(Template="template", Sheet=""), plan(Template="", Sheet="chosen"))


def test_damaged_remembered_mappings_do_no_harm(
    open_map: OpenWindow, in_dialog: UseImportDialog, register: Register
) -> None:
    driver = open_map()
    path = register("title-block")
    driver.message_boxes.dialogs = [in_dialog(lambda wizard: wizard.enter(4))]
    drop(driver.window, path)
    (fingerprint,) = driver.context.settings.imports
    driver.context.change_settings(imports={fingerprint: {"format": "something else", "sheets": 5}})

    def look(wizard: ImportDialogDriver) -> None:
        wizard.enter()
        assert not wizard.dialog.pages[Step.COLUMNS].recalled.isVisibleTo(wizard.dialog)
        wizard.press(Qt.Key.Key_Escape)

    driver.message_boxes.dialogs = [in_dialog(look)]
    drop(driver.window, path)


def test_the_encoding_of_a_text_can_be_chosen(
    open_map: OpenWindow, in_dialog: UseImportDialog, register: Register
) -> None:
    driver = open_map()

    def use(wizard: ImportDialogDriver) -> None:
        page = wizard.dialog.pages[Step.FILE]
        assert wizard.dialog.step is Step.FILE
        assert "encoding" in page.format.text()
        assert wizard.dialog.focusWidget() is page.encoding
        page.encoding.setCurrentIndex(page.encoding.findData("cp1251"))
        page.encoding.activated.emit(page.encoding.currentIndex())
        wizard.settle()
        names = [each.name for each in wizard.dialog.state.outcome.content.actors]
        assert any("\u0400" <= letter <= "\u04ff" for name in names for letter in name)
        wizard.press(Qt.Key.Key_Escape)

    driver.message_boxes.dialogs = [in_dialog(use)]
    drop(driver.window, register("russian-cp1251"))
