"""Work that was not saved when the app ended badly is offered, comes back, and is then offered no more."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app_driver import ScriptedMessageBoxes, documents_of
from samples import sample
from stakemap.app.document.file_change import file_changed_at
from stakemap.app.document.saving import Saving
from stakemap.app.document.unsaved_work import UnsavedWork
from stakemap.app.kit import slides
from stakemap.app.kit.message_boxes import QtMessageBoxes
from stakemap.app.kit.other_version import OtherVersion
from stakemap.app.kit.plain_text import MessageDialog
from stakemap.app.kit.window import AppContext
from stakemap.app.shell.main_window import MainWindow
from stakemap.app.shell.welcome import WelcomePage
from stakemap.errors import MapReadError
from stakemap.logs import state_folder
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.storage import codec, files
from stakemap.storage.locks import owners
from stakemap.storage.reading.limits import DEFAULT_LIMITS, HIGHEST_LIMITS, Limits
from stakemap.storage.saving.interrupted import keep_copy
from stakemap.storage.saving.writing import write_bytes_safely
from stakemap.storage.store.journal import JournalWriter
from stakemap.storage.store.versions import VersionStore
from stakemap.wording.dates import moment_text


def leave_behind(title: str, path: Path | None = None) -> None:
    """What a process that was killed after one edit leaves in the store."""
    writer = JournalWriter(VersionStore(state_folder() / "versions"))
    document = sample()
    digest = files.save_map(path, document) if path is not None else ""
    writer.open(document, path, digest).record("Retitle", document, edits.set_texts(document, title=title))
    assert writer.flush()
    writer.close()


def leave_undone(path: Path) -> None:
    """What a process leaves that was killed after an edit that was taken back by another edit."""
    writer = JournalWriter(VersionStore(state_folder() / "versions"))
    document = sample()
    journal = writer.open(document, path, files.save_map(path, document))
    edited = edits.set_texts(document, title="For a moment")
    journal.record("Retitle", document, edited)
    journal.record("Retitle", edited, edits.set_texts(edited, title=document.title))
    assert writer.flush()
    writer.close()


def welcome_of(window: MainWindow) -> WelcomePage:
    page = window.centralWidget()
    assert isinstance(page, WelcomePage)
    until = time.monotonic() + 20
    while not page.has_looked and time.monotonic() < until:
        QTest.qWait(5)
    assert page.has_looked
    # What the search found wrong is told by the event loop.
    QApplication.processEvents()
    return page


def unsaved_on(window: MainWindow) -> UnsavedWork:
    unsaved = welcome_of(window).unsaved
    assert unsaved is not None
    return unsaved


def test_nothing_is_offered_where_nothing_was_left(context: AppContext) -> None:
    assert welcome_of(context.show_welcome()).unsaved is None


def test_unsaved_work_comes_back_as_it_was_and_unsaved(context: AppContext, tmp_path: Path) -> None:
    path = tmp_path / "map.stakemap.json"
    leave_behind("What I had written", path)
    window = context.show_welcome()
    (item,) = documents_of(context).autosave.recoverable()
    unsaved_on(window).taken.emit(item)
    assert window.session is not None
    assert window.session.document.title == "What I had written"
    assert window.session.path == path
    assert window.isWindowModified()
    assert documents_of(context).autosave.recoverable() == ()
    assert window.service(Saving).save()
    assert files.open_map(path).document.title == "What I had written"


def test_a_row_tells_in_words_and_in_a_picture_what_can_be_had_back(
    context: AppContext, message_boxes: ScriptedMessageBoxes, tmp_path: Path, qtbot: QtBot
) -> None:
    leave_behind("What I had written", tmp_path / "map.stakemap.json")
    (row,) = unsaved_on(context.show_welcome()).rows
    qtbot.waitUntil(lambda: not row.picture.pixmap().isNull())
    assert row.differences.text() == "The map: title “A corridor and a border” → “What I had written”"
    assert row.all_differences.isHidden()


def test_the_picture_is_laid_out_by_a_worker_in_a_frame_of_its_size(
    context: AppContext, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on, usual = threading.Event(), slides.plot_thumbnail

    def slow(document: StakeMap, *args: Any, **options: Any) -> QImage:
        is_of_row = document.title == "What I had written"
        assert not is_of_row or may_go_on.wait(30), "the row waits for its picture"
        return usual(document, *args, **options)

    monkeypatch.setattr(slides, "plot_thumbnail", slow)
    leave_behind("What I had written", tmp_path / "map.stakemap.json")
    (row,) = unsaved_on(context.show_welcome()).rows
    qtbot.waitUntil(lambda: bool(row.differences.text()))
    frame = row.picture.size()
    assert row.picture.pixmap().isNull()
    may_go_on.set()
    qtbot.waitUntil(lambda: not row.picture.pixmap().isNull())
    assert row.picture.size() == frame == row.picture.pixmap().deviceIndependentSize().toSize()


def test_a_row_compares_with_a_file_of_any_size_that_a_map_may_have(
    context: AppContext, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_behind("What I had written", tmp_path / "map.stakemap.json")
    sizes, usual = list[int](), files.open_map

    def spy(path: Path, *, limits: Limits = DEFAULT_LIMITS, **options: Any) -> files.OpenedMap:
        sizes.append(limits.size)
        return usual(path, limits=limits, **options)

    monkeypatch.setattr("stakemap.app.document.unsaved_work.open_map", spy)
    (row,) = unsaved_on(context.show_welcome()).rows
    qtbot.waitUntil(lambda: bool(row.differences.text()))
    assert set(sizes) == {HIGHEST_LIMITS.size}


def test_a_row_of_a_map_without_a_file_says_how_much_there_is(context: AppContext, qtbot: QtBot) -> None:
    leave_behind("Never saved")
    (row,) = unsaved_on(context.show_welcome()).rows
    qtbot.waitUntil(lambda: bool(row.differences.text()))
    assert row.differences.text() == f"{len(sample().actors)} actors, {len(sample().issues)} issues"


def test_what_is_edited_while_recovered_work_is_shown_is_kept_too(context: AppContext) -> None:
    leave_behind("What I had written")
    window = context.show_welcome()

    def edit() -> None:
        assert window.session is not None
        window.session.apply(edits.set_texts.of(title="While shown"), label="Retitle")

    window.map_shown.connect(edit)
    (item,) = documents_of(context).autosave.recoverable()
    documents_of(context).recover(item, window)
    assert window.session is not None
    latest, *_ = documents_of(context).autosave.versions(window.session)
    assert latest.label == "Retitle"
    assert documents_of(context).autosave.load_version(latest.entry).title == "While shown"


def test_recovered_work_outlives_another_crash(context: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    leave_behind("Twice unlucky")
    window = context.show_welcome()
    (item,) = documents_of(context).autosave.recoverable()
    documents_of(context).recover(item, window)
    monkeypatch.setattr(owners, "is_alive", lambda *_: False)
    (again,) = documents_of(context).autosave.recoverable()
    assert documents_of(context).autosave.load(again).title == "Twice unlucky"


def test_what_is_dismissed_is_offered_no_more(context: AppContext) -> None:
    leave_behind("Never mind")
    window = context.show_welcome()
    unsaved = unsaved_on(window)
    (item,) = documents_of(context).autosave.recoverable()
    assert unsaved.rows[0].item == item
    unsaved.rows[0].decline.click()
    assert not unsaved.isVisible()
    assert documents_of(context).autosave.recoverable() == ()


def test_what_was_dismissed_can_be_had_back_for_a_week(context: AppContext) -> None:
    leave_behind("Second thoughts")
    page = welcome_of(context.show_welcome())
    assert not page.show_dismissed.isVisible()
    unsaved_on(context.windows[0]).rows[0].decline.click()
    later = context.new_window()
    later.present()
    page = welcome_of(later)
    assert page.unsaved is None
    page.show_dismissed.click()
    assert page.dismissed is not None
    (row,) = page.dismissed.rows
    assert row.decline.isHidden()
    row.take.click()
    assert later.session is not None
    assert later.session.document.title == "Second thoughts"
    assert documents_of(context).autosave.declined() == ()
    leave_behind("Never again")
    documents_of(context).autosave.decline(documents_of(context).autosave.recoverable()[0])
    VersionStore(state_folder() / "versions").prune(declined_seconds=-1.0)
    assert documents_of(context).autosave.declined() == ()


def test_an_edit_is_kept_within_a_second_and_a_clean_end_leaves_nothing(
    context: AppContext, message_boxes: ScriptedMessageBoxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = documents_of(context).open_preset("armenia-turkiye")
    assert window.session is not None
    window.session.apply(edits.set_texts.of(title="Edited"), label="Retitle")
    assert documents_of(context).autosave.writer.flush(1.0)
    with monkeypatch.context() as patched:
        patched.setattr(owners, "is_alive", lambda *_: False)
        (item,) = documents_of(context).autosave.recoverable()
        assert documents_of(context).autosave.load(item).title == "Edited"
    message_boxes.answers = ["discard"]
    assert window.close()
    assert documents_of(context).autosave.recoverable() == ()


def test_a_store_that_cannot_be_read_never_keeps_the_app_from_starting(context: AppContext) -> None:
    folder = state_folder() / "versions"
    folder.mkdir(parents=True)
    (folder / "versions.sqlite3").write_bytes(b"no database" * 1000)
    said: list[str] = []
    documents_of(context).autosave.trouble.connect(said.append)
    window = context.show_welcome()
    assert welcome_of(window).unsaved is None
    assert len(said) == 1
    assert window.notices.texts() == said
    assert "set aside" in said[0]
    assert len(list(folder.glob("versions-damaged-*"))) == 1
    leave_behind("Kept in the new one")
    assert [item.title for item in documents_of(context).autosave.recoverable()] == ["Kept in the new one"]


def test_unsaved_edits_outlive_a_store_that_is_found_damaged_by_a_look_at_it(
    context: AppContext, message_boxes: ScriptedMessageBoxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = documents_of(context).open_preset("blank")
    assert window.session is not None
    window.session.apply(edits.set_texts.of(title="Edited"), label="Retitle")
    autosave = documents_of(context).autosave
    assert autosave.flush()
    store = state_folder() / "versions" / "versions.sqlite3"
    for path in store.parent.glob("versions.sqlite3-*"):
        path.unlink()
    store.write_bytes(b"no database" * 1000)
    assert autosave.versions(window.session) == ()
    assert autosave.flush()
    with monkeypatch.context() as patched:
        patched.setattr(owners, "is_alive", lambda *_: False)
        (item,) = autosave.recoverable()
        assert autosave.load(item).title == "Edited"
    message_boxes.answers = ["discard"]
    assert window.close()


def test_a_colleagues_version_is_not_overwritten_after_a_recovery(
    context: AppContext, message_boxes: ScriptedMessageBoxes, tmp_path: Path
) -> None:
    path = tmp_path / "map.stakemap.json"
    leave_behind("Mine", path)
    files.save_map(path, edits.set_texts(sample(), title="Theirs"))
    os.utime(path, (1_000_000_000, 1_000_000_000))
    (item,) = documents_of(context).autosave.recoverable()
    window = documents_of(context).recover(item)
    message_boxes.answers = ["cancel"]
    assert not window.service(Saving).save()
    assert message_boxes.asked == ["outside map.stakemap.json"]
    assert files.open_map(path).document.title == "Theirs"


def test_opening_the_file_itself_offers_what_was_left(
    context: AppContext, message_boxes: ScriptedMessageBoxes, tmp_path: Path
) -> None:
    path = tmp_path / "map.stakemap.json"
    leave_behind("Left behind", path)
    message_boxes.answers = ["recover"]
    window = documents_of(context).open_file(path)
    assert window is not None
    assert window.session is not None
    assert window.session.document.title == "Left behind"


def test_the_saved_file_can_be_opened_instead_and_the_work_stays(
    context: AppContext, message_boxes: ScriptedMessageBoxes, tmp_path: Path
) -> None:
    path = tmp_path / "map.stakemap.json"
    leave_behind("Left behind", path)
    message_boxes.answers = ["cancel", "open"]
    assert documents_of(context).open_file(path) is None
    assert context.windows == []
    window = documents_of(context).open_file(path)
    assert message_boxes.asked == ["recover map.stakemap.json"] * 2
    assert window is not None
    assert window.session is not None
    assert window.session.document == sample()
    assert [item.title for item in documents_of(context).autosave.recoverable()] == ["Left behind"]


def test_the_buttons_say_what_they_open(qtbot: QtBot) -> None:
    texts: list[str] = []

    def read() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, MessageDialog)
        texts.extend(button.text() for button in dialog.findChildren(QPushButton))
        QTest.mouseClick(dialog.button("open"), Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, read)
    assert QtMessageBoxes().recover(None, "map.stakemap.json") == "open"
    assert sorted(texts) == ["&Open the saved file", "&Recover the unsaved work", "Cancel"]


@pytest.mark.parametrize("is_large", [False, True])
def test_a_map_that_equals_its_file_is_never_offered(
    context: AppContext, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, is_large: bool
) -> None:
    if is_large:
        monkeypatch.setattr("stakemap.app.document.opening.MAX_WITHOUT_PROGRESS", 10)
    path = tmp_path / "map.stakemap.json"
    leave_undone(path)
    unsaved = welcome_of(context.show_welcome()).unsaved
    if is_large:
        assert unsaved is not None
        assert not unsaved.isVisible()
        qtbot.waitUntil(lambda: unsaved.rows == [])
        assert not unsaved.isVisible()
    else:
        assert unsaved is None
    assert documents_of(context).autosave.recoverable() == ()


@pytest.mark.parametrize("is_large", [False, True])
def test_a_file_that_equals_what_was_left_opens_without_a_question(
    context: AppContext,
    message_boxes: ScriptedMessageBoxes,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    is_large: bool,
) -> None:
    path = tmp_path / "map.stakemap.json"
    leave_undone(path)
    if is_large:
        monkeypatch.setattr("stakemap.app.document.opening.MAX_WITHOUT_PROGRESS", 10)
        message_boxes.dialogs = [lambda dialog: qtbot.waitUntil(lambda: not dialog.isVisible())] * 2
    window = documents_of(context).open_file(path)
    assert window is not None
    assert not window.isWindowModified()
    assert not any(question.startswith("recover") for question in message_boxes.asked)
    (version, *_) = VersionStore(state_folder() / "versions").versions(sample().id, path)
    assert version.label == "Retitle", "it stays among the earlier versions"


def test_a_large_map_that_differs_is_offered_once_it_was_compared(
    context: AppContext,
    message_boxes: ScriptedMessageBoxes,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "map.stakemap.json"
    leave_behind("Left behind", path)
    monkeypatch.setattr("stakemap.app.document.opening.MAX_WITHOUT_PROGRESS", 10)
    unsaved = unsaved_on(context.show_welcome())
    qtbot.waitUntil(unsaved.isVisible)
    assert unsaved.rows[0].isVisible()
    message_boxes.dialogs = [lambda dialog: qtbot.waitUntil(lambda: not dialog.isVisible())]
    message_boxes.answers = ["recover"]
    window = documents_of(context).open_file(path)
    assert window is not None
    assert window.session is not None
    assert window.session.document.title == "Left behind"


def test_work_is_taken_up_once(context: AppContext) -> None:
    leave_behind("Once")
    (item,) = documents_of(context).autosave.recoverable()
    documents_of(context).recover(item)
    with pytest.raises(MapReadError, match="already"):
        documents_of(context).recover(item)


def test_work_on_a_map_that_is_open_is_compared_with_it(
    context: AppContext, path: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    window = documents_of(context).open_file(path)
    assert window is not None
    asked: list[OtherVersion] = []
    window.comparison_requested.connect(asked.append)
    leave_behind("Left behind", path)
    autosave = documents_of(context).autosave
    (item,) = autosave.recoverable()
    assert documents_of(context).recover(item) is window
    (other,) = asked
    assert other.document.title == "Left behind"
    assert other.name.startswith("the unsaved work of ")
    assert other.taken is not None
    other.taken()
    assert autosave.recoverable() == ()


def test_two_recovered_versions_of_a_map_are_offered_to_be_compared(context: AppContext) -> None:
    for title in ("One", "Two"):
        leave_behind(title)
    newer, older = documents_of(context).autosave.recoverable()
    documents_of(context).recover(older)
    window = documents_of(context).recover(newer)
    assert window is not None
    asked: list[OtherVersion] = []
    window.comparison_requested.connect(asked.append)
    assert window.notices.texts() == ["Another version of this map is open: One."]
    window.notices.buttons("version")[0].click()
    assert [(other.document.title, other.name) for other in asked] == [("One", "One")]
    assert window.notices.texts() == []


def test_a_recovery_is_shown_even_where_nothing_can_be_written(
    context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_behind("On a full disk")
    (item,) = documents_of(context).autosave.recoverable()

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(VersionStore, "mark_recovered", full)
    window = documents_of(context).recover(item)
    assert window.session is not None
    assert window.session.document.title == "On a full disk"


def test_a_file_that_was_changed_since_still_has_its_unsaved_work(
    context: AppContext, tmp_path: Path
) -> None:
    path = tmp_path / "map.stakemap.json"
    leave_behind("Still here", path)
    os.utime(path, (4_000_000_000, 4_000_000_000))
    assert [item.title for item in documents_of(context).autosave.recoverable()] == ["Still here"]
    assert file_changed_at(documents_of(context).autosave.recoverable()[0]) is None
    files.save_map(path, edits.set_texts(sample(), title="Newer"))
    os.utime(path, (4_000_000_000, 4_000_000_000))
    (item,) = documents_of(context).autosave.recoverable()
    assert (item.title, file_changed_at(item)) == ("Still here", 4_000_000_000)


def test_work_that_cannot_be_restored_is_offered_unless_the_file_was_written_after_it(
    context: AppContext, tmp_path: Path
) -> None:
    path = tmp_path / "map.stakemap.json"
    leave_behind("Lost", path)
    with contextlib.closing(sqlite3.connect(state_folder() / "versions" / "versions.sqlite3")) as database:
        database.execute("DELETE FROM entry WHERE kind = 'opened'")
        database.commit()
    files.save_map(path, edits.set_texts(sample(), title="Saved"))
    autosave = documents_of(context).autosave
    os.utime(path, (1_000_000_000, 1_000_000_000))
    assert [item.title for item in autosave.recoverable()] == ["Lost"]
    # As when the process was killed between a save and its entry in the journal.
    os.utime(path, (4_000_000_000, 4_000_000_000))
    assert autosave.recoverable() == ()


def test_both_sides_are_told_where_something_else_changed_the_file(
    context: AppContext, message_boxes: ScriptedMessageBoxes, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "map.stakemap.json"
    leave_behind("Mine", path)
    files.save_map(path, edits.set_texts(sample(), title="Theirs"))
    # As a sync does that keeps the time of the change.
    os.utime(path, (1_000_000_000, 1_000_000_000))
    theirs = path.read_bytes()
    (row,) = unsaved_on(context.show_welcome()).rows
    qtbot.waitUntil(lambda: bool(row.differences.text()))
    changed, *_ = row.differences.text().splitlines()
    assert changed.startswith(f"Something else changed the file on {moment_text(1_000_000_000)}; the unsaved")
    assert moment_text(row.item.at) in changed
    message_boxes.answers = ["recover"]
    window = documents_of(context).open_file(path)
    assert message_boxes.asked == [f"recover {path.name}: {changed}"]
    assert window is not None
    assert window.session is not None
    assert window.session.document.title == "Mine"
    assert path.read_bytes() == theirs
    # Both stay: saving asks about what the other side wrote.
    message_boxes.answers = ["cancel"]
    assert not window.service(Saving).save()
    assert message_boxes.asked[1:] == [f"outside {path.name}"]
    assert path.read_bytes() == theirs


def test_the_question_names_when_the_file_was_changed(qtbot: QtBot) -> None:
    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, MessageDialog)
        assert "Changed by a sync.\n\nStakemap closed" in dialog.message
        dialog.button("cancel").click()

    QTimer.singleShot(0, press)
    assert QtMessageBoxes().recover(None, "map.stakemap.json", "Changed by a sync.") == "cancel"


def cut_off(path: Path, title: str) -> None:
    """What a process leaves that was killed while it wrote into a file in place."""
    new = codec.encode(edits.set_texts(sample(), title=title))
    with contextlib.suppress(KeyboardInterrupt), keep_copy(path, (new,), write_bytes_safely):
        path.write_bytes(new[:100] + path.read_bytes()[100:-10])
        raise KeyboardInterrupt


def test_a_write_in_place_that_was_cut_off_is_offered_whole(
    context: AppContext, message_boxes: ScriptedMessageBoxes, tmp_path: Path
) -> None:
    path = tmp_path / "map.stakemap.json"
    files.save_map(path, sample())
    cut_off(path, "All of it")
    message_boxes.answers = ["recover"]
    window = documents_of(context).open_file(path)
    assert window is not None
    assert window.session is not None
    assert window.session.document.title == "All of it"
    assert list((state_folder() / "recovery").iterdir()) == []
    assert window.service(Saving).save()
    assert files.open_map(path).document.title == "All of it"


def test_a_write_in_place_that_was_finished_after_all_is_not_offered(
    context: AppContext, tmp_path: Path
) -> None:
    path = tmp_path / "map.stakemap.json"
    files.save_map(path, sample())
    cut_off(path, "All of it")
    files.save_map(path, edits.set_texts(sample(), title="All of it"))
    assert documents_of(context).autosave.recoverable() == ()


def test_the_start_sweeps_what_killed_saves_left(context: AppContext, tmp_path: Path) -> None:
    path = tmp_path / "map.stakemap.json"
    files.save_map(path, sample())
    context.note_recent(path, "")
    stale = [folder / ".stakemap-0123456789abcdef.tmp" for folder in (tmp_path, context.store.path.parent)]
    for each in stale:
        each.write_bytes(b"half a m")
    documents_of(context).clean_up()
    for thread in threading.enumerate():
        if thread.name == "stakemap-clean-up":
            thread.join(20)
    assert not any(each.exists() for each in stale)
    assert path.exists()


#: What the store of versions is asked about unsaved work, each of which can take seconds.
ABOUT_UNSAVED_WORK = ("recoverable", "drafts", "load", "decline", "mark_recovered")


def test_the_store_is_asked_about_unsaved_work_by_workers_alone(
    context: AppContext, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It may be locked, and a map of 64 MB takes many seconds to restore."""
    leave_behind("Twice")
    leave_behind("In a file", tmp_path / "map.stakemap.json")
    asked: set[str] = set()

    def watched(name: str) -> None:
        function = getattr(VersionStore, name)

        def call(*args: object, **options: object) -> object:
            assert threading.current_thread() is not threading.main_thread(), name
            asked.add(name)
            return function(*args, **options)

        monkeypatch.setattr(VersionStore, name, call)

    for name in ABOUT_UNSAVED_WORK:
        watched(name)
    window = context.show_welcome()
    page = welcome_of(window)
    assert page.unsaved is not None
    row = next(row for row in page.unsaved.rows if row.item.title == "Twice")
    row.decline.click()
    page.show_dismissed.click()
    assert page.dismissed is not None
    page.dismissed.rows[0].take.click()
    assert window.session is not None
    assert window.session.document.title == "Twice"
    assert asked == {*ABOUT_UNSAVED_WORK} - {"drafts"}


def test_unsaved_work_on_a_file_over_the_limit_is_compared_with_it(
    context: AppContext, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    """The limit may have been raised when the map was opened."""
    leave_behind("Large", tmp_path / "map.stakemap.json")
    asked = []

    def limited(path: Path, *, limits: Limits = DEFAULT_LIMITS, **options: object) -> files.OpenedMap:
        asked.append(limits)
        return open_map(path, limits=limits, **options)

    open_map: Callable[..., files.OpenedMap] = files.open_map
    monkeypatch.setattr("stakemap.app.document.unsaved_work.open_map", limited)
    page = welcome_of(context.show_welcome())
    assert page.unsaved is not None
    (row,) = page.unsaved.rows
    qtbot.waitUntil(lambda: bool(row.differences.text()), timeout=20_000)
    assert "“Large”" in row.differences.text()
    assert set(asked) == {HIGHEST_LIMITS}


def test_leaving_a_recovery_that_takes_long_opens_nothing_and_offers_it_again(
    context: AppContext, message_boxes: ScriptedMessageBoxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_behind("Slow")
    (item,) = documents_of(context).autosave.recoverable()
    answers, load = threading.Event(), VersionStore.load

    def slow(*args: Any) -> StakeMap:
        assert answers.wait(60)
        return load(*args)

    monkeypatch.setattr(VersionStore, "load", slow)
    monkeypatch.setattr("stakemap.app.kit.waiting.PATIENCE", 1)
    message_boxes.dialogs = [lambda dialog: dialog.reject()] * 2
    assert documents_of(context).recover(item) is None
    answers.set()
    assert documents_of(context).autosave.recoverable() == (item,)
