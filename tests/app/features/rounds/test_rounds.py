"""Rounds in windows: five analysts fill in their sheets, the lead gathers them and asks again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from app.shell.small_screen import mnemonics
from app_driver import Driver, ScriptedMessageBoxes, documents_of, drop
from samples import alignment, sample
from stakemap.app.document.safekeeping import Safekeeping
from stakemap.app.features.comments.panel import CommentsPanel
from stakemap.app.features.rounds.lead_panel import LeadPanel
from stakemap.app.features.rounds.sheet_panel import SheetPanel
from stakemap.app.features.rounds.start_dialog import StartDialog
from stakemap.app.kit.window import AppContext
from stakemap.app.shell.main_window import MainWindow
from stakemap.model import edits
from stakemap.model.edits import Authorship
from stakemap.model.judgements import Stance
from stakemap.model.rounds import asked_places, is_sheet, missing, round_of_sheet, sheets_of
from stakemap.model.subjects import Subject
from stakemap.storage.files import open_map as open_map_file
from stakemap.storage.files import save_map

if TYPE_CHECKING:
    from conftest import OpenWindow

Key = Qt.Key
NAMES = ("Anna", "Ben", "Chen", "Dora", "Emil")
ASKED = ("snapshots/2025-07/stances/border/turkiye", "snapshots/2025-07/stances/border/armenia")
TURKIYE = Subject.stance("border", "turkiye")


def starting(driver: Driver, act: Callable[[StartDialog], Any], name: str = "start-round") -> None:
    driver.message_boxes.dialogs = [act]
    driver.trigger(name)


def filled(dialog: StartDialog, folder: Path, names: str = "\n".join(NAMES)) -> None:
    """Name the analysts and the folder, and go on."""
    dialog.analysts.setPlainText(names)
    dialog.folder.setText(str(folder))
    dialog.accept()


def answer(path: Path, value: float) -> None:
    """Judge all that a sheet asks for, as an analyst elsewhere does."""
    sheet = open_map_file(path).document
    found = round_of_sheet(sheet)
    assert found is not None
    for _, snapshot, subject in asked_places(found[1]).values():
        assert subject is not None
        stance = Stance(alignment=alignment(value), reason=f"Because of {value}")
        sheet = edits.judge(sheet, snapshot, subject, stance, Authorship("", "2025-09-01"))
    save_map(path, sheet)


@pytest.fixture
def driver(open_map: OpenWindow) -> Driver:
    made: Driver = open_map()
    made.view.set(snapshot="2025-07", issue="border")
    return made


def sheets(folder: Path, number: int) -> list[Path]:
    return sorted(path for path in folder.iterdir() if f"round {number}" in path.name)


def test_five_analysts_and_two_rounds(driver: Driver, tmp_path: Path, qtbot: QtBot) -> None:
    def wrong(dialog: StartDialog) -> None:
        assert not [texts for texts in mnemonics(dialog).values() if len(texts) > 1]
        dialog.analysts.setPlainText("José\njose")
        dialog.label.setText(" ")
        dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
        dialog.accept()
        assert "mistaken" in dialog.error_of(dialog.analysts)
        assert dialog.error_of(dialog.label) == "Enter a name."
        dialog.label.setText("Border")
        dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
        filled(dialog, tmp_path)

    starting(driver, wrong)
    (round_id,) = driver.document.rounds
    asked = driver.document.rounds[round_id]
    files = sheets(tmp_path, 1)
    assert len(files) == 5
    assert driver.message_boxes.told[-1][0] == "5 sheets were written"
    # What nobody has answered leaves no empty box.
    panel = driver.window.panels.content("round")
    assert isinstance(panel, LeadPanel)
    qtbot.waitUntil(lambda: panel.list.rows.rowCount() > 0)
    assert panel.list.isVisible()
    assert not panel.answers.isVisible()
    for path, value in zip(files, (60, 70, 65, -40, 10), strict=True):
        answer(path, value)
    # Some by the menu, the last one dropped on the window.
    driver.message_boxes.answers = [files[:4]]
    driver.trigger("gather-answers")
    told = driver.message_boxes.told[-1]
    assert told[0] == "4 answers were gathered"
    assert f"Anna answered {len(asked.places)} of {len(asked.places)}." in told[1]
    assert missing(driver.document, round_id) == ("Emil",)
    drop(driver.window, files[4])
    qtbot.waitUntil(lambda: missing(driver.document, round_id) == ())
    assert missing(driver.document, round_id) == ()
    qtbot.waitUntil(lambda: panel.missing.text() == "All analysts have answered.")
    assert panel.answers.isVisible()
    row = panel.list.rows.row(panel.list.rows.index(0))
    assert row is not None
    assert row.second == "−40 to +70; rival readings, not pooled · 5 answers"
    assert "Anna: +60" in panel.answers.toPlainText()
    assert "Because of 60" in panel.answers.toPlainText()
    assert driver.session.undo_label == "Gather answers of Emil"
    # To open a sheet beside its map, the user is asked.
    driver.message_boxes.dialogs = [lambda dialog: dialog.button("gather").click()]
    assert documents_of(driver.context).open_file(files[0]) is driver.window
    assert driver.message_boxes.told[-1][1].startswith("Anna: this was gathered before.")

    # The lead asks the three that matter once more, and closes the round.
    def again_with(dialog: StartDialog) -> None:
        assert dialog.list.item(0).text() == "Armenia · −40 to +70"
        assert dialog.count.text() == "3 questions a sheet"
        filled(dialog, tmp_path)

    starting(driver, again_with, "next-round")
    second = next(each for each in driver.document.rounds.values() if each.number == 2)
    assert len(second.places) == 3
    assert driver.document.rounds[round_id].closed is not None
    again = sheets(tmp_path, 2)
    for path in again:
        answer(path, 40)
    driver.message_boxes.answers = [again]
    driver.trigger("gather-answers")
    assert len(driver.document.answers) == 10
    driver.trigger("close-round")
    assert not driver.enabled("gather-answers")
    assert driver.enabled("start-round")


@pytest.fixture
def sheet(context: AppContext, message_boxes: ScriptedMessageBoxes, qtbot: QtBot, tmp_path: Path) -> Driver:
    """A window with the sheet of Anna in a sealed round, saved in a file."""
    who = Authorship("Lead", "2025-08-01")
    lead = edits.start_round(
        sample(), "border", "Border", "idea", "Think of 2026.", ASKED, NAMES, who, sealed=True
    )
    document = sheets_of(lead, "border")["Anna"]
    path = tmp_path / "sheet.stakemap.json"
    digest = save_map(path, document)
    window = context.new_window()
    window.resize(1280, 800)
    window.show_map(documents_of(context).session_for(document, path=path, digest=digest))
    with qtbot.waitExposed(window):
        window.present()
    QApplication.processEvents()
    assert isinstance(window, MainWindow)
    return Driver(context, window, message_boxes)


def test_another_name_in_the_preferences_leaves_a_sheet_to_its_analyst(sheet: Driver) -> None:
    sheet.context.change_settings(author="Whoever came by", keep_support_below=3)
    assert (sheet.session.author, sheet.session.keep_support_below) == ("Anna", 3)


def test_a_sheet_asks_one_question_after_another_by_keyboard(sheet: Driver, tmp_path: Path) -> None:
    assert sheet.window.shows_panel("round")
    panel = sheet.window.panels.content("round")
    assert sheet.window.focusWidget() is panel.form.low
    assert sheet.window.findChildren(SheetPanel) == [panel], "made once, though it selects an actor meanwhile"
    assert panel.question.text() == (
        "1. How much does Türkiye support or oppose “Armenia–Türkiye border”, as of After the Istanbul visit "
        "· 1 July 2025?"
    )
    assert (sheet.view.primary, sheet.view.issue, sheet.view.snapshot) == ("turkiye", "border", "2025-07")
    assert panel.progress.text() == "Question 1 of 2 · 0 answered"
    assert not [texts for texts in mnemonics(panel).values() if len(texts) > 1]
    sheet.window.activateWindow()
    panel.focus_first()
    QApplication.processEvents()
    form = panel.form
    for text in ("-20", "60"):
        QTest.keyClicks(QApplication.focusWidget(), text)
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
    # Something is missing: the question stays, and says what.
    QTest.keyClick(form.high, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.error.text() == "Enter your best estimate."
    assert panel.number == 0
    # It says so where it cannot be scrolled out of sight.
    assert form.error.isVisible()
    assert not any(area.isAncestorOf(form.error) for area in panel.findChildren(QScrollArea))
    form.high.setText("-60")
    QTest.keyClicks(form.best, "-40")
    assert not panel.commit_pending()
    assert form.error.text() == "The lowest value must not be higher than the highest one."
    form.high.setText("60")
    form.best.clear()
    QTest.keyClicks(form.best, "80")
    assert not panel.commit_pending()
    assert "between the lowest and the highest" in form.error.text()
    form.best.clear()
    QTest.keyClicks(form.best, "25")
    form.reason.setPlainText("Elections")
    QTest.keyClick(form.best, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert panel.number == 1
    assert sheet.view.primary == "armenia"
    given = sheet.document.snapshots["2025-07"].judgement(TURKIYE)
    assert isinstance(given, Stance)
    assert given.alignment == alignment(25, -20, 60)
    assert (given.by, given.reason) == ("Anna", "Elections")
    assert panel.progress.text() == "Question 2 of 2 · 1 answered"
    QTest.keyClick(
        form.low, Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert panel.number == 0
    assert form.best.text() == "25"
    # Undo is as in any map, and the form follows.
    sheet.session.undo()
    assert form.best.text() == ""
    sheet.session.redo()
    # Seal, then change an answer.
    sheet.message_boxes.answers = [tmp_path / "commitment.stakemap.json"]
    sheet.trigger("seal-answers")
    assert panel.sealed.text() == "Your answers are sealed as they are."
    commitment = open_map_file(tmp_path / "commitment.stakemap.json").document
    assert is_sheet(commitment)
    assert not commitment.snapshots
    form.best.setText("30")
    assert panel.commit_pending()
    assert "have changed since you sealed" in panel.sealed.text()
    sheet.trigger("send-back")
    assert sheet.message_boxes.told[-1][0] == "Your sheet is saved"
    assert "to Lead" in sheet.message_boxes.told[-1][1]
    assert "1 question is not answered yet." in sheet.message_boxes.told[-1][1]
    assert not sheet.enabled("start-round")
    assert not sheet.enabled("gather-answers")


def test_a_comment_in_a_sheet_is_posted_by_its_key_and_not_forgotten(sheet: Driver) -> None:
    sheet.window.activateWindow()
    QApplication.processEvents()
    panel = sheet.window.panels.content("round")
    assert isinstance(panel, SheetPanel)
    sheet.trigger("comment")
    QApplication.processEvents()
    comments = sheet.window.panels.content("comments")
    assert isinstance(comments, CommentsPanel)
    QTest.keyClicks(comments.composer.editor, "Which deal?")
    sheet.trigger("send-back")
    assert "not in the sheet yet: Text of the comment · Türkiye" in sheet.message_boxes.told[-1][1]
    QTest.keyClick(comments.composer.editor, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [each.text for each in sheet.document.comments.values()] == ["Which deal?"]
    assert panel.number == 0
    sheet.trigger("send-back")
    assert "not in the sheet yet" not in sheet.message_boxes.told[-1][1]


def test_answers_that_the_sheet_has_are_no_text_that_closing_would_lose(sheet: Driver) -> None:
    sheet.window.activateWindow()
    QApplication.processEvents()
    panel = sheet.window.panels.content("round")
    assert isinstance(panel, SheetPanel)
    form = panel.form
    form.best.setFocus()
    QTest.keyClicks(form.best, "25")
    QTest.keyClick(form.best, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    # The fields are filled in again while one of them has the focus.
    QTest.keyClick(
        form.low, Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    form.best.setFocus()
    assert form.best.text() == "25"
    assert sheet.window.service(Safekeeping).unapplied() == ()
    form.best.selectAll()
    QTest.keyClicks(form.best, "30")
    assert len(sheet.window.service(Safekeeping).unapplied()) == 1


def test_what_cannot_be_gathered_is_told_and_changes_nothing(driver: Driver, tmp_path: Path) -> None:
    driver.session.apply(
        edits.start_round.of("border", "Border", "idea", "", ASKED, ("Anna",), Authorship("", "2025-08-01")),
        label="x",
    )
    before = driver.document
    broken, lead = tmp_path / "broken.json", tmp_path / "lead.json"
    broken.write_text("{", encoding="utf-8")
    save_map(lead, before)
    driver.message_boxes.answers = [[broken, lead, tmp_path / "gone.json"]]
    driver.trigger("gather-answers")
    headline, text, _ = driver.message_boxes.told[-1]
    assert headline == "Nothing was gathered"
    assert "broken.json: " in text
    assert "gone.json: " in text
    assert "lead.json is not a sheet of a round" in text
    assert driver.document is before
    # Sheets replace no files unless the user wants that.
    (tmp_path / "sheets").mkdir()
    driver.message_boxes.answers = [tmp_path / "sheets", tmp_path / "sheets", False]
    driver.trigger("write-sheets")
    (path,) = (tmp_path / "sheets").iterdir()
    path.write_text("kept", encoding="utf-8")
    driver.trigger("write-sheets")
    assert path.read_text(encoding="utf-8") == "kept"
    assert "are there already" in driver.message_boxes.asked[-1]
