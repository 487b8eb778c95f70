"""What is typed is kept before it is an edit, comes back in its field after a crash, and is offered."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app_driver import Driver, ScriptedMessageBoxes, documents_of
from judging_driver import card_of, drag
from samples import sample
from stakemap.app.document.saving import Saving
from stakemap.app.document.typed_texts import TypedTextsDialog
from stakemap.app.features.groups.new_group import NewGroupDialog
from stakemap.app.features.inspector.actor_form import ActorForm
from stakemap.app.features.issues.dialog import IssuesDialog
from stakemap.app.kit.forms.evidence_rows import RowsEditor
from stakemap.app.kit.forms.judgement_form import StanceForm
from stakemap.app.kit.plain_text import PlainLabel, PlainTextView
from stakemap.app.kit.window import AppContext
from stakemap.app.shell.main_window import MainWindow
from stakemap.app.shell.welcome import WelcomePage
from stakemap.logs import state_folder
from stakemap.model import edits
from stakemap.model.draft import Draft
from stakemap.model.resolve import resolve_stance
from stakemap.storage.files import save_map
from stakemap.storage.store.drafts import has_table
from stakemap.storage.store.journal import JournalWriter
from stakemap.storage.store.versions import VersionStore

if TYPE_CHECKING:
    from conftest import OpenWindow

Key = Qt.Key
LONG = "Because the corridor matters more than the border. " * 6


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Edits and drafts are collected for a fraction of the time that suits people and drives."""
    monkeypatch.setattr("stakemap.storage.store.journal.BATCH_SECONDS", 0.02)
    monkeypatch.setattr("stakemap.app.kit.forms.draft_watch.DRAFT_DELAY", 30)


@pytest.fixture
def driver(open_map: OpenWindow) -> Driver:
    made: Driver = open_map()
    made.view.set(snapshot="2025-07", issue="border")
    made.view.select("armenia")
    return made


def typed(driver: Driver) -> dict[str, str]:
    """The drafts, by what they are of."""
    driver_looks(driver)
    return {draft.where: draft.text for draft in driver.session.drafts.typed}


def driver_looks(driver: Driver) -> None:
    """Let the time pass after which what is typed is handed on."""
    QTest.qWait(60)
    # On a busy machine the time may have passed before Qt looked at its timers.
    QApplication.processEvents()


def stored_drafts() -> list[str]:
    """The texts that stand in the table of drafts of the store, whichever process has written them."""
    file = state_folder() / "versions" / "versions.sqlite3"
    if not file.exists():
        return []
    with contextlib.closing(sqlite3.connect(file)) as database:
        if not has_table(database):
            return []
        return [text for (text,) in database.execute("SELECT text FROM draft")]


def activate(window: QWidget) -> None:
    window.activateWindow()
    QApplication.processEvents()
    assert window.isActiveWindow()


def reason_of(driver: Driver) -> str:
    shown = resolve_stance(driver.document, "2025-07", "border", "armenia")
    assert shown is not None
    return shown.judgement.reason


def hint(driver: Driver, name: str = "reason") -> str:
    """What the field says of its content besides its caption."""
    field = driver.inspector.form(StanceForm).fields[name]
    return "; ".join(label.text() for label in field.findChildren(PlainLabel) if label.isVisibleTo(field))


# What is a draft


def test_what_is_typed_into_a_field_is_a_draft_until_it_is_an_edit(driver: Driver) -> None:
    field = driver.field(StanceForm, "reason")
    driver.type_into(field, "Because", None)
    assert typed(driver) == {"Alignment: Armenia–Türkiye border: Reason · Armenia": "Because"}
    QTest.keyClick(field.editor, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert reason_of(driver) == "Because"
    assert typed(driver) == {}
    driver.type_into(field, "Because of it", None)
    assert len(typed(driver)) == 1
    QTest.keyClick(field.editor, Key.Key_Escape)
    assert typed(driver) == {}


def test_more_typing_does_not_put_off_that_a_draft_is_kept(driver: Driver) -> None:
    field = driver.field(StanceForm, "reason")
    kept: list[tuple[float, str]] = []
    driver.session.drafts.changed.connect(lambda draft: kept.append((time.monotonic(), draft.text)))
    field.editor.setFocus()
    start = time.monotonic()
    while time.monotonic() < start + 0.5:
        QTest.keyClicks(field.editor, "x", delay=20)
    assert len(kept) >= 3


def test_a_text_stays_a_draft_while_another_panel_is_shown_in_place_of_its_own(driver: Driver) -> None:
    activate(driver.window)
    driver.trigger("comments-panel")
    comment = QApplication.focusWidget()
    assert isinstance(comment, QPlainTextEdit)
    QTest.keyClicks(comment, "Half a thou")
    assert list(typed(driver).values()) == ["Half a thou"]
    driver.trigger("actors-panel")
    assert list(typed(driver).values()) == ["Half a thou"]
    driver.trigger("comments-panel")
    assert list(typed(driver).values()) == ["Half a thou"]
    comment.clear()
    assert not typed(driver)


def test_a_text_that_does_not_fit_stays_a_draft_also_while_another_actor_is_shown(driver: Driver) -> None:
    field = driver.field(StanceForm, "by")
    driver.type_into(driver.field(StanceForm, "on"), "some day", None)
    field.editor.setFocus()
    where = "Alignment: Armenia–Türkiye border: Judged on · Armenia"
    assert typed(driver) == {where: "some day"}
    driver.view.select("russia")
    assert typed(driver) == {where: "some day"}
    driver.view.select("armenia")
    field = driver.field(StanceForm, "on")
    assert field.editor.content() == "some day"
    driver.type_into(field, "2025-07-02")
    assert typed(driver) == {}


def test_a_passage_is_a_draft_before_its_citation_has_a_source(driver: Driver) -> None:
    field = driver.field(StanceForm, "citations")
    editor = field.editor
    assert isinstance(editor, RowsEditor)
    editor.add_button.click()
    QTest.keyClicks(QApplication.focusWidget(), "A report of last y")
    assert typed(driver) == {"Alignment: Armenia–Türkiye border: Sources · Armenia": "A report of last y"}


def test_a_reason_on_the_card_is_a_draft_while_the_card_is_open(driver: Driver) -> None:
    drag(driver, "turkiye", QPoint(40, 30))
    QTest.keyClicks(card_of(driver).reason, "The border opens")
    (text,) = typed(driver).values()
    assert text == "The border opens"
    QTest.keyClick(card_of(driver).reason, Key.Key_Tab)
    assert len(typed(driver)) == 1
    QTest.keyClick(driver.window.focusWidget(), Key.Key_Escape)
    assert driver.judging.card is None
    assert typed(driver) == {}


def test_names_in_dialogs_are_drafts_until_they_are_added_or_cancelled(
    driver: Driver, message_boxes: ScriptedMessageBoxes
) -> None:
    def add(dialog: IssuesDialog) -> None:
        activate(dialog)
        dialog.line.setFocus()
        QTest.keyClicks(dialog.line, "A new issue")
        assert list(typed(driver).values()) == ["A new issue"]
        QTest.keyClick(dialog.line, Key.Key_Return)
        assert typed(driver) == {}

    message_boxes.dialogs = [add]
    driver.trigger("issues")

    dialog = NewGroupDialog(driver.window, driver.document)
    dialog.show()
    activate(dialog)
    dialog.line.setFocus()
    QTest.keyClicks(dialog.line, "The West")
    assert typed(driver) == {"Name · New group": "The West"}
    dialog.reject()
    assert typed(driver) == {}
    dialog.deleteLater()


def test_what_is_searched_for_is_no_draft(driver: Driver) -> None:
    driver.find_bar.field.setFocus()
    QTest.keyClicks(driver.find_bar.field, "armenia")
    assert typed(driver) == {}


def test_a_window_that_closes_lets_go_of_what_was_typed_in_it(
    driver: Driver, context: AppContext, message_boxes: ScriptedMessageBoxes
) -> None:
    driver.type_into(driver.field(StanceForm, "on"), "some day", None)
    assert len(typed(driver)) == 1
    second = documents_of(context).second_window(driver.window)
    message_boxes.answers = [True]
    session = driver.session
    driver.window.close()
    assert session.drafts.typed == ()
    assert second.session is session


def test_closing_asks_about_what_is_typed_in_the_window_and_no_edit_yet(
    driver: Driver, context: AppContext, message_boxes: ScriptedMessageBoxes
) -> None:
    # At once, before the time has passed after which it is handed on.
    driver.trigger("comment")
    QTest.keyClicks(driver.window.focusWidget(), "Is this so?")
    message_boxes.answers = [False]
    assert not driver.window.close()
    assert message_boxes.asked[-1] == "confirm 1 text is not part of the map yet"
    assert typed(driver) == {"Text of the comment · Armenia": "Is this so?"}
    # Another window of the map may close.
    assert documents_of(context).second_window(driver.window).close()
    activate(driver.window)
    # What does not fit of another actor is named, too.
    driver.type_into(driver.field(StanceForm, "on"), "some day", None)
    assert len(typed(driver)) == 2
    driver.view.select("russia")
    message_boxes.answers = [False, True]
    assert not driver.window.close()
    assert message_boxes.asked[-1] == "confirm 2 texts are not part of the map yet"
    assert driver.window.close()


def test_the_place_of_a_field_of_very_many_actors_stays_short(driver: Driver) -> None:
    field = driver.field(ActorForm, "note")
    target, places = Mock(session=driver.session), set()
    for count in (2_000, 2_001):
        target.key = tuple(map(str, range(count)))
        field.bind(target, "")
        places.add(field.place)
        assert len(field.place) == 64
    assert len(places) == 2


# After a crash


def leave_behind(path: Path | None, drafts: list[Draft], *edited: str) -> None:
    """What a process that was killed while it had these drafts leaves in the store."""
    writer = JournalWriter(VersionStore(state_folder() / "versions"))
    document = sample()
    journal = writer.open(document, path, "" if path is None else save_map(path, document))
    for title in edited:
        journal.record("Retitle", document, edits.set_texts(document, title=title))
    for draft in drafts:
        journal.draft(draft, document)
    assert writer.flush()
    writer.close()


def place_of(name: str, actor: str = "armenia") -> str:
    return f'["JudgementTarget", ["2025-07", ["stance", "{actor}", "border"]], "{name}"]'


REASON = Draft(place_of("reason"), "Reason · Armenia", "Because", "Because")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "map.stakemap.json"


def unsaved_row(window: MainWindow) -> Any:
    page = window.centralWidget()
    assert isinstance(page, WelcomePage)
    assert page.unsaved is not None
    (row,) = page.unsaved.rows
    return row


def recovered(context: AppContext, message_boxes: ScriptedMessageBoxes, qtbot: QtBot) -> Driver:
    """The window with the unsaved work that the welcome page offers, with the inspector open."""
    window = context.show_welcome()
    assert isinstance(window, MainWindow)
    with qtbot.waitExposed(window):
        unsaved_row(window).take.click()
    driver = Driver(context, window, message_boxes)
    driver.panels.show("inspector", True)
    driver.view.set(snapshot="2025-07", issue="border")
    return driver


def test_a_map_with_nothing_but_typed_text_is_offered_and_says_so(
    context: AppContext, path: Path, qtbot: QtBot
) -> None:
    leave_behind(path, [REASON])
    row = unsaved_row(context.show_welcome())
    qtbot.waitUntil(lambda: bool(row.differences.text()))
    assert row.differences.text() == "Typed, not applied: Reason · Armenia: “Because”"
    assert any(label.text().startswith("1 text not applied until") for label in row.findChildren(PlainLabel))


def test_the_text_stands_in_its_field_as_typed_and_is_no_edit_yet(
    context: AppContext, message_boxes: ScriptedMessageBoxes, qtbot: QtBot, path: Path
) -> None:
    leave_behind(path, [REASON])
    driver = recovered(context, message_boxes, qtbot)
    assert not driver.session.is_modified
    assert driver.window.notices.texts() == [
        "1 text was being typed when Stakemap closed, and is not applied yet."
    ]
    driver.view.select("armenia")
    field = driver.field(StanceForm, "reason")
    assert field.editor.content() == "Because"
    assert "not applied yet" in hint(driver)
    # Neither an action nor another selection takes it up.
    driver.window.commit_pending()
    driver.view.select("russia")
    driver.view.select("armenia")
    assert reason_of(driver) == resolve_stance(sample(), "2025-07", "border", "armenia").judgement.reason
    assert field.editor.content() == "Because"
    field.editor.setFocus()
    QTest.keyClick(field.editor, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert reason_of(driver) == "Because"
    assert "not applied yet" not in hint(driver)
    assert driver.window.notices.texts() == []
    assert driver.session.drafts.recovered == ()


def test_escape_drops_the_text_and_further_typing_takes_it_up(
    context: AppContext, message_boxes: ScriptedMessageBoxes, qtbot: QtBot, path: Path
) -> None:
    watch = Draft(place_of("watch_for"), "Watch for · Armenia", "Half a sen", "Half a sen")
    leave_behind(path, [REASON, watch])
    driver = recovered(context, message_boxes, qtbot)
    driver.view.select("armenia")
    before = reason_of(driver)
    field = driver.field(StanceForm, "reason")
    field.editor.setFocus()
    QTest.keyClick(field.editor, Key.Key_Escape)
    assert field.editor.content() == before
    assert [draft.text for draft in driver.session.drafts.recovered] == ["Half a sen"]
    field = driver.field(StanceForm, "watch_for")
    field.editor.setFocus()
    QTest.keyClick(field.editor, Key.Key_End)
    QTest.keyClicks(field.editor, "tence")
    assert typed(driver) == {"Alignment: Armenia–Türkiye border: Watch for · Armenia": "Half a sentence"}
    assert driver.session.drafts.recovered == ()
    driver.field(StanceForm, "reason").editor.setFocus()
    shown = resolve_stance(driver.document, "2025-07", "border", "armenia")
    assert shown is not None
    assert shown.judgement.watch_for == "Half a sentence"


def test_typed_text_outlives_another_crash_and_goes_when_the_map_is_closed(
    context: AppContext,
    message_boxes: ScriptedMessageBoxes,
    qtbot: QtBot,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leave_behind(path, [REASON])
    driver = recovered(context, message_boxes, qtbot)
    store = VersionStore(state_folder() / "versions")
    with monkeypatch.context() as patch:
        patch.setattr("stakemap.storage.locks.owners.is_alive", lambda *_: False)
        (item,) = store.recoverable()
        assert store.drafts(item.session) == (REASON,)
    message_boxes.answers = [False, True]
    driver.window.close()
    assert store.drafts(item.session) == (REASON,)
    driver.window.close()
    assert message_boxes.asked[-2:] == ["confirm 1 text is not part of the map yet"] * 2
    assert store.recoverable() == ()


def test_opening_the_file_itself_brings_typed_text_back_without_a_question(
    context: AppContext, message_boxes: ScriptedMessageBoxes, path: Path
) -> None:
    leave_behind(path, [REASON])
    window = documents_of(context).open_file(path)
    assert window is not None
    assert window.session is not None
    assert window.session.drafts.recovered == (REASON,)
    assert message_boxes.asked == []


def test_the_map_of_typed_text_is_that_of_its_file_before_the_store_has_it_whole(
    context: AppContext, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = JournalWriter(VersionStore(state_folder() / "versions"))
    document = sample()
    with monkeypatch.context() as patch:
        patch.setattr("stakemap.storage.store.checkpoints.Checkpoint.advance", lambda *_: False)
        patch.setattr("stakemap.storage.locks.owners.is_alive", lambda *_: False)
        writer.open(document, path, save_map(path, document)).draft(REASON, document)
        assert not writer.flush(0.5)
        (item,) = documents_of(context).autosave.recoverable()
        assert documents_of(context).autosave.load(item) == document
    writer.close()


@pytest.mark.parametrize("damage", [None, b"no map"])
def test_typed_text_comes_back_with_the_map_that_was_open_if_its_file_is_gone(
    context: AppContext, message_boxes: ScriptedMessageBoxes, qtbot: QtBot, path: Path, damage: bytes | None
) -> None:
    leave_behind(path, [REASON])
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    driver = recovered(context, message_boxes, qtbot)
    assert driver.document == sample()
    assert driver.session.is_modified
    assert driver.session.drafts.recovered == (REASON,)


def test_edits_and_typed_text_come_back_together(
    context: AppContext, message_boxes: ScriptedMessageBoxes, qtbot: QtBot, path: Path
) -> None:
    leave_behind(path, [REASON], "Retitled")
    driver = recovered(context, message_boxes, qtbot)
    assert driver.document.title == "Retitled"
    assert driver.session.drafts.recovered == (REASON,)
    assert driver.window.service(Saving).save()
    assert driver.session.drafts.recovered == (REASON,)


def test_what_no_field_holds_is_listed_to_be_copied_or_dropped(
    context: AppContext, message_boxes: ScriptedMessageBoxes, qtbot: QtBot, path: Path
) -> None:
    gone = Draft(place_of("reason", "nobody"), "Reason · Nobody", LONG, LONG)
    leave_behind(path, [gone, Draft("?", "Name · <b>New</b>", "A\nname")])
    driver = recovered(context, message_boxes, qtbot)

    def use(dialog: TypedTextsDialog) -> None:
        views = dialog.findChildren(PlainTextView)
        assert [view.toPlainText() for view in views] == [LONG, "A\nname"]
        assert "Name · <b>New</b>" in [label.text() for label in dialog.findChildren(PlainLabel)]
        named = {button.accessibleName() or button.text(): button for button in buttons(dialog)}
        named["Copy: Reason · Nobody"].click()
        assert QGuiApplication.clipboard().text() == LONG
        named["Drop: Reason · Nobody"].click()
        assert [draft.text for draft in driver.session.drafts.recovered] == ["A\nname"]
        named["&Drop all"].click()

    message_boxes.dialogs = [use]
    driver.window.notices.buttons("typed texts")[0].click()
    assert driver.session.drafts.recovered == ()
    assert driver.window.notices.texts() == []


def buttons(dialog: QWidget) -> list[QPushButton]:
    return dialog.findChildren(QPushButton)


def test_a_text_that_is_dropped_from_the_list_goes_from_its_field(
    context: AppContext, message_boxes: ScriptedMessageBoxes, qtbot: QtBot, path: Path
) -> None:
    leave_behind(path, [REASON])
    driver = recovered(context, message_boxes, qtbot)
    driver.view.select("armenia")
    field = driver.field(StanceForm, "reason")
    assert field.editor.content() == "Because"
    driver.session.drafts.drop(REASON.place)
    assert field.editor.content() == reason_of(driver)
    assert "not applied yet" not in hint(driver)


@pytest.mark.parametrize("content", ["{", "[[1]]", '"x"', "[null]"])
def test_a_content_that_no_field_can_show_is_offered_all_the_same(
    context: AppContext, message_boxes: ScriptedMessageBoxes, qtbot: QtBot, path: Path, content: str
) -> None:
    leave_behind(path, [Draft(place_of("citations"), "Sources", "A report", content)])
    driver = recovered(context, message_boxes, qtbot)
    driver.view.select("armenia")
    driver.field(StanceForm, "citations")
    assert [draft.text for draft in driver.session.drafts.recovered] == ["A report"]


def test_the_card_shows_what_was_typed_into_it_when_it_opens_on_the_same_move(
    driver: Driver, context: AppContext
) -> None:
    drag(driver, "turkiye", QPoint(40, 30))
    QTest.keyClicks(card_of(driver).reason, "The border opens")
    driver_looks(driver)
    drafts = driver.session.drafts.typed
    QTest.keyClick(card_of(driver).reason, Key.Key_Escape)
    assert typed(driver) == {}
    driver.session.drafts.recover(drafts)
    driver.trigger("explain")
    assert card_of(driver).reason.toPlainText() == "The border opens"
    assert driver.session.drafts.recovered == ()
    assert list(typed(driver).values()) == ["The border opens"]


def test_an_actors_name_in_the_inspector_comes_back(driver: Driver) -> None:
    field = driver.field(ActorForm, "name")
    driver.type_into(field, "Persia", None)
    driver_looks(driver)
    (draft,) = driver.session.drafts.typed
    QTest.keyClick(field.editor, Key.Key_Escape)
    driver.view.select("russia")
    driver.session.drafts.recover([draft])
    driver.view.select("armenia")
    assert driver.field(ActorForm, "name").editor.content() == "Persia"
    assert driver.document.actors["armenia"].name == "Armenia"


def test_text_typed_into_a_reason_survives_a_kill(
    tmp_path: Path, context: AppContext, message_boxes: ScriptedMessageBoxes, qtbot: QtBot, path: Path
) -> None:
    save_map(path, sample())
    script = tmp_path / "victim.py"
    script.write_text(
        textwrap.dedent(
            f"""
            from pathlib import Path
            from PySide6.QtTest import QTest
            from PySide6.QtWidgets import QApplication
            from app_driver import Driver, ScriptedMessageBoxes, documents_of, make_context
            from stakemap.app.kit.forms.judgement_form import StanceForm
            from stakemap.app.shell.application import make_application
            application = make_application()
            boxes = ScriptedMessageBoxes()
            context = make_context(boxes)
            window = documents_of(context).open_file(Path({str(path)!r}))
            driver = Driver(context, window, boxes)
            driver.panels.show("inspector", True)
            driver.view.set(snapshot="2025-07", issue="border")
            driver.view.select("armenia")
            driver.type_into(driver.field(StanceForm, "reason"), {LONG!r}, None)
            print("typed", flush=True)
            application.exec()
            """
        )
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), *sys.path])}
    with subprocess.Popen(
        [sys.executable, str(script)], env=environment, stdout=subprocess.PIPE, text=True
    ) as victim:
        assert victim.stdout is not None
        assert victim.stdout.readline().strip() == "typed"
        qtbot.waitUntil(lambda: LONG in stored_drafts(), timeout=20_000)
        victim.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    driver = recovered(context, message_boxes, qtbot)
    driver.view.select("armenia")
    field = driver.field(StanceForm, "reason")
    assert field.editor.content() == LONG
    assert "not applied yet" in hint(driver)
    assert not driver.session.is_modified


# Whether edits are kept


def test_each_window_says_as_long_as_edits_are_not_being_kept(
    driver: Driver, context: AppContext, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    documents = documents_of(context)
    documents.autosave.follow(driver.session)
    second = documents.second_window(driver.window)
    assert isinstance(second, MainWindow)
    labels = [window.status.keeping for window in (driver.window, second)]
    assert [label.isVisibleTo(label.window()) for label in labels] == [False, False]

    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("stakemap.storage.store.journal.PATIENCE", 0.1)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        driver.session.apply(edits.set_texts.of(title="Other"), label="Retitle")
        qtbot.waitUntil(lambda: all(label.isVisible() for label in labels), timeout=5_000)
        for label in labels:
            assert label.accessibleName().startswith("Not backed up: ")
            assert "Save the map" in label.toolTip()
    third = documents.second_window(driver.window)
    assert isinstance(third, MainWindow)
    labels.append(third.status.keeping)
    assert third.status.keeping.isVisible()
    qtbot.waitUntil(lambda: not any(label.isVisible() for label in labels), timeout=10_000)
    assert [version.label for version in documents.autosave.versions(driver.session)] == ["Retitle"]
