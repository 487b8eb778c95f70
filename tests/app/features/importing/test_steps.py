"""The steps of the guided import one by one: what they show, and what keys and mouse change in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit

from app_driver import drop
from foreign_files import workbook
from stakemap.app.features.importing.changes_model import FILTERS
from stakemap.app.features.importing.steps import Step
from stakemap.app.features.importing.work import Target
from stakemap.interchange.merging.options import NewSnapshot

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow
    from import_driver import ImportDialogDriver, Register, UseImportDialog

Use = Callable[["ImportDialogDriver"], object]
Go = Callable[[Path, Use], "Driver"]


@pytest.fixture
def go(open_map: OpenWindow, in_dialog: UseImportDialog) -> Go:
    """Drop a file on a window with the sample, and do something in the dialog."""

    def run(path: Path, use: Use) -> Driver:
        driver = open_map()
        driver.message_boxes.dialogs = [in_dialog(use)]
        drop(driver.window, path)
        return driver

    return run


def _click_cell(view: QAbstractItemView, row: int, column: int) -> None:
    place = view.visualRect(view.model().index(row, column)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def _type(widget: QLineEdit, text: str) -> None:
    widget.setFocus()
    widget.selectAll()
    QTest.keyClicks(widget, text)


# --- sheet -------------------------------------------------------------------------------------------------


def test_sheets_that_are_left_out_say_why_and_can_be_ticked(go: Go, register: Register) -> None:
    def use(wizard: ImportDialogDriver) -> None:
        page = wizard.dialog.pages[Step.SHEET]
        texts = [page.sheets.item(row).text() for row in range(page.sheets.count())]
        assert len(texts) > 1
        left_out = next(row for row, text in enumerate(texts) if "left out" in text)
        page.sheets.setCurrentRow(left_out)
        assert page.model.headerData(0, Qt.Orientation.Vertical).endswith("Left out")
        page.sheets.setFocus()
        wizard.press(Qt.Key.Key_Space)
        assert wizard.dialog.state.plan.sheets[left_out].left_out == ""
        assert page.sheets.item(left_out).text() in texts[left_out]

    go(register("many-sheets"), use)


def test_sheets_of_relations_are_read_unless_they_are_not_wanted(go: Go, tmp_path: Path) -> None:
    actors = [["Actor", "Influence", "Position"], ["A", 90, 50], ["B", 30, -50]]
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook({"Actors": actors, "Ties": [["From", "To"], ["A", "B"]]}))

    def use(wizard: ImportDialogDriver) -> None:
        page = wizard.dialog.pages[Step.SHEET]
        found = []
        page.sheets.setCurrentRow(1)
        for _ in range(3):
            tick = page.sheets.item(1).checkState() == Qt.CheckState.Checked
            found.append((page.sheets.item(1).text(), tick, page.model.state_of(1)))
            page.sheets.setFocus()
            wizard.press(Qt.Key.Key_Space)
        read, left_out = ("Ties: relations", True, ""), ("Ties: left out, not chosen", False, "Left out")
        assert found == [read, left_out, read]

    go(path, use)


def test_without_a_sheet_it_does_not_go_on(go: Go, register: Register) -> None:
    def use(wizard: ImportDialogDriver) -> None:
        dialog = wizard.dialog
        for place in range(len(dialog.state.plan.sheets)):
            dialog.state.change_sheet(place, left_out="chosen")
        wizard.settle()
        assert dialog.status.text() == "Tick at least one sheet."
        wizard.enter()
        assert dialog.step is Step.SHEET
        assert not dialog.next_button.isEnabled()

    go(register("many-sheets"), use)


def test_another_row_of_headings_moves_the_data_along(go: Go, register: Register) -> None:
    def use(wizard: ImportDialogDriver) -> None:
        page = wizard.dialog.pages[Step.SHEET]
        assert (page.header_row.value(), page.first_row.value()) == (6, 7)
        page.header_row.setFocus()
        wizard.press(Qt.Key.Key_Down)
        assert (page.header_row.value(), page.first_row.value()) == (5, 6)
        assert page.model.state_of(5) == "Headings"

    go(register("title-block"), use)


def test_a_table_without_actors_can_be_read_by_hand(go: Go, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("q1;q2\n17;4\n18;5\n", "utf-8")

    def use(wizard: ImportDialogDriver) -> None:
        dialog = wizard.dialog
        assert "No table of actors was found." in dialog.status.text()
        dialog.pages[Step.SHEET].sheets.setFocus()
        wizard.press(Qt.Key.Key_Space)
        wizard.enter()
        assert dialog.status.text() == "Choose the column with the names of the actors."
        box = dialog.pages[Step.COLUMNS].boxes.rows[0][0]
        box.setFocus()
        wizard.press(Qt.Key.Key_Home)
        wizard.enter(2)

    driver = go(path, use)
    assert {"17", "18"} <= {actor.name for actor in driver.document.actors.values()}


# --- columns -----------------------------------------------------------------------------------------------


def test_columns_show_what_they_hold_and_what_cells_become(go: Go, register: Register) -> None:
    def use(wizard: ImportDialogDriver) -> None:
        wizard.enter()
        page = wizard.dialog.pages[Step.COLUMNS]
        boxes = page.boxes.rows[0]
        shown = [boxes[place].currentText() for place in range(page.model.columnCount())]
        assert shown[1:5] == ["Actor", "Influence", "Salience", "Alignment"]
        assert page.model.index(0, 2).data() == "High → 85"
        assert page.model.headerData(2, Qt.Orientation.Horizontal) == "Level of Influence"
        assert boxes[2].accessibleName() == "Content of “Level of Influence”"

    go(register("title-block"), use)


def test_marks_show_what_they_mean(go: Go, register: Register) -> None:
    def use(wizard: ImportDialogDriver) -> None:
        wizard.enter()
        model = wizard.dialog.pages[Step.COLUMNS].model
        assert [model.index(row, 2).data() for row in range(2)] == ["x → −100", ""]
        wizard.press(Qt.Key.Key_Escape)

    go(register("one-hot-stance"), use)


def test_a_column_gets_another_role_by_keyboard(go: Go, register: Register) -> None:
    def use(wizard: ImportDialogDriver) -> None:
        wizard.enter()
        page = wizard.dialog.pages[Step.COLUMNS]
        box = page.boxes.rows[0][2]
        box.setFocus()
        wizard.press(Qt.Key.Key_End)
        assert box.currentText() == "Do not import"
        assert wizard.dialog.state.plan.sheets[0].columns[2].role == "ignored"
        wizard.enter(3)

    driver = go(register("title-block"), use)
    assert not any(key.startswith("national") for key in driver.document.snapshots["2025-07"].standings)


def test_without_a_column_of_names_it_does_not_go_on(go: Go, register: Register) -> None:
    def use(wizard: ImportDialogDriver) -> None:
        wizard.enter()
        page = wizard.dialog.pages[Step.COLUMNS]
        page.boxes.rows[0][1].setFocus()
        wizard.press(Qt.Key.Key_End)
        assert wizard.dialog.status.text() == "Choose the column with the names of the actors."
        wizard.enter()
        assert wizard.dialog.step is Step.COLUMNS

    go(register("title-block"), use)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_rated_column_can_be_of_another_issue_and_of_what_is_wanted(
    go: Go, register: Register, key: Qt.Key
) -> None:
    def use(wizard: ImportDialogDriver) -> None:
        wizard.enter()
        page = wizard.dialog.pages[Step.COLUMNS]
        _click_cell(page.cells, 0, 4)
        details = page.details
        assert details.issue.isVisibleTo(wizard.dialog)
        line = details.issue.lineEdit()
        assert line is not None
        _type(line, "Canal fees")
        wizard.press(key)
        if key == Qt.Key.Key_Return:
            assert wizard.dialog.step is not Step.COLUMNS
            wizard.dialog.back()
            wizard.settle()
        details.moment.setFocus()
        wizard.press(Qt.Key.Key_Down)
        column = wizard.dialog.state.plan.sheets[0].columns[4]
        assert (column.issue, column.moment) == ("Canal fees", "desired")
        wizard.dialog.next_button.setFocus()
        wizard.enter(3)

    driver = go(register("title-block"), use)
    assert "Canal fees" in {issue.name for issue in driver.document.issues.values()}
    assert any(each.scenario for each in driver.document.snapshots.values())


def test_a_column_with_two_ratings_keeps_both(go: Go, register: Register) -> None:
    def use(wizard: ImportDialogDriver) -> None:
        dialog, state = wizard.dialog, wizard.dialog.state

        def roles() -> list[tuple[int, str]]:
            return [(each.column, each.role) for each in state.plan.sheets[0].columns if each.column > 2]

        wizard.enter()
        page = dialog.pages[Step.COLUMNS]
        both = [(4, "influence"), (4, "salience")]
        assert roles()[-2:] == both
        assert page.boxes.rows[0][3].currentText() == "Influence and Salience"
        assert page.model.index(0, 3).data() == "Yüksek / Yüksek → 85; 85"
        page.boxes.rows[0][2].setFocus()
        wizard.press(Qt.Key.Key_End)
        assert roles() == [(3, "ignored"), *both], "another column changes nothing of it"
        dialog.next_button.setFocus()
        wizard.enter()
        scales = dialog.pages[Step.SCALES]
        scales.columns.setCurrentRow(1)
        scales.words_model.changed.emit("orta / yuksek", 60.0)
        wizard.settle()
        words = {each.role: each.scale.words for each in state.plan.sheets[0].columns if each.column == 4}
        assert (words["influence"]["orta / yuksek"], words["salience"]["orta / yuksek"]) == (50, 60)
        assert {"85", "15", "60"} == {
            scales.words.model().index(row, 1).data() for row in range(scales.words.model().rowCount())
        }

    go(register("turkish-two-in-a-cell"), use)


# --- scales ------------------------------------------------------------------------------------------------


def test_a_column_of_ranges_shows_both_ends(go: Go, register: Register) -> None:
    def use(wizard: ImportDialogDriver) -> None:
        wizard.enter()
        page = wizard.dialog.pages[Step.COLUMNS]
        assert page.boxes.rows[0][3].currentText() == "Range of alignment"
        assert [page.model.index(row, 3).data() for row in range(2)] == [
            "5-20 → −90; −60",
            "85–100 → 70; 100",
        ]

    go(register("one-date-and-ranges"), use)


def test_a_word_gets_another_value_in_its_cell(go: Go, register: Register) -> None:
    def use(wizard: ImportDialogDriver) -> None:
        wizard.enter(2)
        page, dialog = wizard.dialog.pages[Step.SCALES], wizard.dialog
        assert page.words.model().index(0, 0).data() == "High"
        _click_cell(page.words, 0, 1)
        page.words.edit(page.words.model().index(0, 1))
        editor = QApplication.focusWidget()
        assert isinstance(editor, QLineEdit)
        _type(editor, "95")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        wizard.settle()
        assert dialog.step is Step.SCALES, "Enter ended the editing, not the step"
        assert page.words.model().index(0, 1).data() == "95"
        assert "95 to 100" in page.histogram.accessibleDescription()
        wizard.enter(2)

    driver = go(register("title-block"), use)
    standing = driver.document.snapshots["2025-07"].standings["national-water-board"]
    assert standing.influence is not None
    assert standing.influence.value == 95


def test_a_column_of_words_only_asks_for_no_ends_of_numbers(go: Go, tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text("Name,Influence (1-5),Attitude\nUnion,4,For\nPress,2,Against\nPort,5,Neutral\n", "utf-8")

    def use(wizard: ImportDialogDriver) -> None:
        wizard.enter(2)
        page = wizard.dialog.pages[Step.SCALES]
        shown = []
        for row in range(page.columns.count()):
            page.columns.setCurrentRow(row)
            shown.append((page.numbers.isVisible(), page.words.isVisible()))
        assert shown == [(True, False), (False, True)]
        wizard.press(Qt.Key.Key_Escape)

    go(path, use)


def test_numbers_get_another_scale(go: Go, register: Register) -> None:
    def use(wizard: ImportDialogDriver) -> None:
        wizard.enter(2)
        page = wizard.dialog.pages[Step.SCALES]
        assert (page.low.text(), page.high.text()) == ("1", "5")
        _type(page.high, "9")
        wizard.press(Qt.Key.Key_Tab)
        assert page.fault.text() == ""
        _type(page.high, "")
        QTest.keyClick(page.high, Qt.Key.Key_Backspace)
        wizard.press(Qt.Key.Key_Tab)
        assert page.fault.text() == "Enter both ends of the scale, such as 1 and 5."
        assert wizard.dialog.state.plan.sheets[0].columns[2].scale.high == 9
        wizard.dialog.next_button.setFocus()
        wizard.enter(2)

    driver = go(register("plain-english"), use)
    standing = driver.document.snapshots["2025-07"].standings["ministry-of-energy"]
    assert standing.influence is not None
    assert standing.influence.value == 50


# --- merge -------------------------------------------------------------------------------------------------


def _to_merge(wizard: ImportDialogDriver) -> None:
    while wizard.dialog.step is not Step.MERGE:
        wizard.enter()


def test_what_is_not_ticked_is_left_out(go: Go, register: Register) -> None:
    def use(wizard: ImportDialogDriver) -> None:
        _to_merge(wizard)
        page = wizard.dialog.pages[Step.MERGE]
        row = next(n for n, each in enumerate(page.model.rows) if each.name == "River Trust")
        page.changes.setCurrentIndex(page.model.index(row, 0))
        page.changes.setFocus()
        wizard.press(Qt.Key.Key_Space)
        assert page.model.index(row, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
        assert page.changes.currentIndex().row() == row
        wizard.enter()

    driver = go(register("title-block"), use)
    assert "farmers-association" in driver.document.actors
    assert "river-trust" not in driver.document.actors


def test_filters_show_what_is_new_or_missing(go: Go, register: Register) -> None:
    def use(wizard: ImportDialogDriver) -> None:
        _to_merge(wizard)
        page = wizard.dialog.pages[Step.MERGE]
        texts = [page.filter.itemText(index) for index in range(page.filter.count())]
        assert any(text.startswith("Not in the file (") for text in texts)
        page.filter.setFocus()
        wizard.press(Qt.Key.Key_End)
        assert {row.status for row in page.model.rows} == {"missing"}
        assert FILTERS[-1] == "missing"

    go(register("title-block"), use)


def test_it_goes_into_a_new_dated_snapshot(go: Go, register: Register) -> None:
    def use(wizard: ImportDialogDriver) -> None:
        _to_merge(wizard)
        form = wizard.dialog.pages[Step.MERGE].target
        form.snapshot.setFocus()
        wizard.press(Qt.Key.Key_End)
        assert form.date.isVisibleTo(wizard.dialog)
        assert form.date.text() == "2024-03-11"
        _type(form.date, "2026-02-31")
        wizard.settle()
        assert wizard.dialog.status.text()
        assert not wizard.dialog.next_button.isEnabled()
        _type(form.date, "2026-02")
        wizard.settle()
        assert wizard.dialog.state.target == Target(
            False,
            wizard.dialog.state.target.merge.model_copy(update={"new_snapshot": NewSnapshot(date="2026-02")}),
        )
        wizard.enter()

    driver = go(register("title-block"), use)
    (new,) = (key for key, each in driver.document.snapshots.items() if each.date == "2026-02")
    assert driver.view.snapshot == new
    assert "river-trust" in driver.document.snapshots[new].standings
    driver.trigger("undo")
    assert new not in driver.document.snapshots


def test_a_near_name_is_asked_about_and_can_be_the_same_actor(
    open_map: OpenWindow, in_dialog: UseImportDialog, tmp_path: Path
) -> None:
    path = tmp_path / "near.csv"
    path.write_text(
        "Stakeholder,Influence (1-5)\nArmenia,5\nIran,1\nAzerbaijjan,4\nGeorgian Dream,2\n", "utf-8"
    )
    driver = open_map()

    def use(wizard: ImportDialogDriver) -> None:
        _to_merge(wizard)
        page = wizard.dialog.pages[Step.MERGE]
        assert page.question.text() == "“Azerbaijjan” may be “Azerbaijan”."
        assert page.answer.currentText() == "A new actor"
        page.answer.setFocus()
        wizard.press(Qt.Key.Key_Down)
        assert page.answer.currentText() == "The same as “Azerbaijan”"
        wizard.settle()
        assert page.question_row.isVisibleTo(wizard.dialog)
        assert page.answer.currentText() == "The same as “Azerbaijan”"
        wizard.enter()

    driver.message_boxes.dialogs = [in_dialog(use)]
    before = driver.document
    drop(driver.window, path)
    assert driver.document.actors.keys() - before.actors.keys() == {"georgian-dream"}
    standing = driver.document.snapshots["2025-07"].standings["azerbaijan"]
    assert standing.influence is not None
    assert standing.influence.value == 75


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_the_issue_of_a_new_map_is_the_heading_or_what_is_typed(
    go: Go, register: Register, key: Qt.Key
) -> None:
    def use(wizard: ImportDialogDriver) -> None:
        _to_merge(wizard)
        form = wizard.dialog.pages[Step.MERGE].target
        form.map.setFocus()
        wizard.press(Qt.Key.Key_End)
        assert form.issue.isVisibleTo(wizard.dialog)
        assert form.issue.currentText() == "STAKEHOLDER REGISTER"
        _type(form.issue.line, "Water reform")
        wizard.press(key)
        if key == Qt.Key.Key_Tab:
            assert form.issue.currentText() == "Water reform"
            wizard.dialog.next_button.setFocus()
            wizard.enter()

    driver = go(register("title-block"), use)
    (new,) = [window for window in driver.context.windows if window is not driver.window]
    assert new.session is not None
    assert {key: each.name for key, each in new.session.document.issues.items()} == {
        "water-reform": "Water reform"
    }


def test_what_names_no_issue_goes_to_the_one_in_view_or_to_one_that_is_typed(
    go: Go, register: Register
) -> None:
    def use(wizard: ImportDialogDriver) -> None:
        _to_merge(wizard)
        form = wizard.dialog.pages[Step.MERGE].target
        names = [issue.name for issue in wizard.dialog.state.document.issues.values()]
        assert form.issue.currentText() in names
        assert form.issue.count() == len(names)
        assert form.issue.line.cursorPosition() == 0, "a long name is shown from its beginning"
        _type(form.issue.line, "Water reform")
        wizard.enter()

    driver = go(register("title-block"), use)
    assert driver.document.issues["water-reform"].name == "Water reform"
    assert driver.view.issue == "water-reform"
    driver.trigger("undo")
    assert "water-reform" not in driver.document.issues


def test_it_can_go_into_a_new_map_instead(go: Go, register: Register) -> None:
    def use(wizard: ImportDialogDriver) -> None:
        _to_merge(wizard)
        form = wizard.dialog.pages[Step.MERGE].target
        form.map.setFocus()
        wizard.press(Qt.Key.Key_End)
        assert wizard.dialog.state.target.into_new
        assert not form.snapshot.isVisibleTo(wizard.dialog)
        wizard.enter()

    driver = go(register("title-block"), use)
    assert not driver.session.can_undo
    (new,) = [window for window in driver.context.windows if window is not driver.window]
    assert new.session is not None
    assert len(new.session.document.actors) == 4


def test_the_preview_shows_the_map_that_results(go: Go, register: Register) -> None:
    def use(wizard: ImportDialogDriver) -> None:
        preview = wizard.dialog.preview
        assert not preview.picture.image.isNull()
        assert preview.where.text().startswith("12 actors") or "actors" in preview.where.text()
        first = preview.picture.image.copy()
        wizard.dialog.state.import_into(True)
        wizard.settle()
        assert preview.picture.image != first
        assert preview.where.text().startswith("4 actors, 4 of them with a position")
        ratio = preview.devicePixelRatioF()
        assert (
            QPoint(preview.picture.image.width(), preview.picture.image.height()).x()
            <= preview.picture.width() * ratio
        )

    go(register("title-block"), use)


def test_a_dated_snapshot_is_named_as_on_the_timeline(go: Go, tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text("Name,Influence (1-5),Attitude\nUnion,4,For\nPress,2,Against\n", "utf-8")

    def use(wizard: ImportDialogDriver) -> None:
        _to_merge(wizard)
        wizard.dialog.state.change_merge(new_snapshot=NewSnapshot(date="2026-06-30"))
        wizard.settle()
        assert "in “30 June 2026”" in wizard.dialog.state.outcome.sentence
        names = [row.name for row in wizard.dialog.pages[Step.MERGE].model.rows]
        assert "30 June 2026" in names
        wizard.press(Qt.Key.Key_Escape)

    go(path, use)
