"""Saving, reverting, closing and opening, with every question answered every way."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app_driver import documents_of, drop
from samples import another, sample
from stakemap.app.document.commands import DocumentFeature
from stakemap.app.document.map_writer import MapWriter
from stakemap.app.document.saving import Saving
from stakemap.logs import state_folder
from stakemap.model.edits import set_texts
from stakemap.storage.codec import encode
from stakemap.storage.files import open_map, save_map
from stakemap.storage.reading import largest_file

if TYPE_CHECKING:
    from app_driver import Driver, ScriptedMessageBoxes
    from conftest import OpenWindow
    from stakemap.app.kit.window import AppContext
    from stakemap.app.shell.main_window import MainWindow


def _change(driver: Driver, title: str = "Another title") -> None:
    driver.session.apply(set_texts.of(title=title), label="Change the title")


def _open(context: AppContext, path: Path) -> MainWindow:
    window = documents_of(context).open_file(path)
    assert window is not None
    return window


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "corridor.stakemap.json"
    save_map(path, sample())
    return path


def test_first_save_asks_where_and_names_the_file_after_the_title(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes, context: AppContext, tmp_path: Path
) -> None:
    driver = open_map(preset=True)
    assert not driver.window.isWindowModified()
    message_boxes.answers = [tmp_path / "mine"]
    driver.trigger("save")
    assert message_boxes.asked[0].endswith("a-corridor-and-a-border.stakemap.json")
    path = tmp_path / "mine.stakemap.json"
    assert open_map_file(path) == driver.document
    assert driver.session.path == path
    assert context.settings.recent[0].path == str(path)
    assert driver.message == "Saved as mine.stakemap.json"
    assert not driver.enabled("save")


@pytest.mark.parametrize("agreed", [True, False])
def test_saving_under_the_name_of_another_file_asks_first(
    context: AppContext, saved: Path, message_boxes: ScriptedMessageBoxes, tmp_path: Path, agreed: bool
) -> None:
    other = tmp_path / "other.stakemap.json"
    save_map(other, set_texts(sample(), title="Other"))
    window = _open(context, saved)
    message_boxes.answers = [other, agreed]
    assert window.service(Saving).save_as() == agreed
    assert message_boxes.asked[-1] == "confirm Replace “other.stakemap.json”?"
    assert open_map(other).document.title == (sample().title if agreed else "Other")
    asked = len(message_boxes.asked)
    message_boxes.answers = [other if agreed else saved]
    assert window.service(Saving).save_as()
    assert len(message_boxes.asked) == asked + 1, "its own file is no other's"


def open_map_file(path: Path) -> object:
    return open_map(path).document


@pytest.mark.parametrize("is_saved_here", [False, True])
def test_a_relative_name_means_the_same_file_for_good(
    context: AppContext,
    saved: Path,
    message_boxes: ScriptedMessageBoxes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_saved_here: bool,
) -> None:
    monkeypatch.chdir(tmp_path)
    window = _open(context, Path(saved.name))
    assert window.session is not None
    expected = saved
    if is_saved_here:
        message_boxes.answers = [Path("copy.stakemap.json")]
        assert window.service(Saving).save_as()
        expected = tmp_path / "copy.stakemap.json"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    window.session.apply(set_texts.of(title="Mine"), label="Change the title")
    assert window.session.path == expected
    assert context.settings.recent[0].path == str(expected)
    assert context.settings.last_folder == str(tmp_path)
    assert window.service(Saving).save()
    assert open_map(expected).document.title == "Mine"
    assert list(elsewhere.iterdir()) == []


def test_saving_again_asks_nothing(
    context: AppContext, saved: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    window = _open(context, saved)
    assert window.session is not None
    window.session.apply(set_texts.of(title="New"), label="Change the title")
    assert window.isWindowModified()
    window.host.actions["save"].trigger()
    assert json.loads(saved.read_text())["title"] == "New"
    assert not window.isWindowModified()
    assert message_boxes.asked == []


def test_cancelled_save_as_leaves_all_as_it_was(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    _change(driver)
    message_boxes.answers = [None]
    driver.trigger("save-as")
    assert driver.session.path is None
    assert driver.session.is_modified


def test_save_as_over_another_file_asks_when_the_ending_was_added(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes, tmp_path: Path
) -> None:
    driver = open_map()
    there = tmp_path / "there.stakemap.json"
    there.write_text("precious")
    message_boxes.answers = [tmp_path / "there", False]
    driver.trigger("save-as")
    assert there.read_text() == "precious"
    message_boxes.answers = [tmp_path / "there", True]
    driver.trigger("save-as")
    assert open_map_file(there) == driver.document


@pytest.mark.parametrize("answer", ["cancel", "overwrite", "copy"])
def test_a_file_changed_outside(
    context: AppContext, saved: Path, message_boxes: ScriptedMessageBoxes, answer: str, tmp_path: Path
) -> None:
    window = _open(context, saved)
    session = window.session
    assert session is not None
    session.apply(set_texts.of(title="Mine"), label="Change the title")
    save_map(saved, set_texts(sample(), title="Theirs"))
    copy = tmp_path / "copy.stakemap.json"
    message_boxes.answers = [answer, copy]
    window.host.actions["save"].trigger()
    assert message_boxes.asked[0] == "outside corridor.stakemap.json"
    assert open_map(saved).document.title == ("Mine" if answer == "overwrite" else "Theirs")
    assert copy.exists() == (answer == "copy")
    assert session.is_modified == (answer == "cancel")


def test_what_differs_can_be_seen_before_choosing(
    context: AppContext, saved: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    window = _open(context, saved)
    assert window.session is not None
    window.session.apply(set_texts.of(title="Mine"), label="Change the title")
    save_map(saved, set_texts(sample(), title="Theirs"))
    seen: list[str] = []
    message_boxes.answers = ["differences", "cancel"]
    message_boxes.dialogs = [lambda dialog: seen.extend(dialog.lines)]
    window.host.actions["save"].trigger()
    assert seen == ["The map: title “Mine” → “Theirs”"]
    assert open_map(saved).document.title == "Theirs"


def test_saving_under_the_own_name_overwrites_nobody_unasked(
    context: AppContext, saved: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    window = _open(context, saved)
    assert window.session is not None
    window.session.apply(set_texts.of(title="Mine"), label="Change the title")
    save_map(saved, set_texts(sample(), title="Theirs"))
    message_boxes.answers = [saved, "cancel"]
    window.host.actions["save-as"].trigger()
    assert message_boxes.asked[-1] == "outside corridor.stakemap.json"
    assert open_map(saved).document.title == "Theirs"


@pytest.mark.parametrize("agreed", [True, False])
def test_a_file_with_two_names_is_written_after_a_question_while_a_copy_is_kept(
    context: AppContext, saved: Path, message_boxes: ScriptedMessageBoxes, agreed: bool
) -> None:
    try:
        saved.with_name("twin.stakemap.json").hardlink_to(saved)
    except OSError:
        pytest.skip("no hard links here")
    window = _open(context, saved)
    assert window.session is not None
    window.session.apply(set_texts.of(title="Mine"), label="Change the title")
    kept: list[str] = []

    def confirm(*_: object) -> bool:
        copies = [path for path in (state_folder() / "recovery").iterdir() if path.suffix == ".json"]
        kept.extend(open_map(copy).document.title for copy in copies)
        return agreed

    message_boxes.confirm = confirm
    assert window.service(Saving).save() == agreed
    assert kept == ["Mine"]
    assert open_map(saved).document.title == ("Mine" if agreed else sample().title)
    assert saved.stat().st_nlink == 2
    assert list((state_folder() / "recovery").iterdir()) == []
    assert window.isWindowModified() != agreed


def test_a_failed_save_keeps_the_map_open(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes, tmp_path: Path
) -> None:
    driver = open_map()
    _change(driver)
    message_boxes.answers = [tmp_path / "missing" / "folder" / "map.stakemap.json"]
    driver.trigger("save-as")
    assert message_boxes.told[0][0] == "The map was not saved"
    assert driver.session.is_modified


def test_saving_into_the_file_of_another_window_is_refused(
    context: AppContext, saved: Path, open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    _open(context, saved)
    driver = open_map()
    message_boxes.answers = [saved]
    driver.trigger("save-as")
    assert "another window" in message_boxes.told[0][0]
    assert driver.session.path is None


def test_revert_can_be_undone(context: AppContext, saved: Path, message_boxes: ScriptedMessageBoxes) -> None:
    window = _open(context, saved)
    session = window.session
    assert session is not None
    session.apply(set_texts.of(title="Draft"), label="Change the title")
    message_boxes.answers = [False, True]
    window.host.actions["revert"].trigger()
    assert session.document.title == "Draft"
    window.host.actions["revert"].trigger()
    assert session.document.title == sample().title
    assert not window.isWindowModified()
    window.host.actions["undo"].trigger()
    assert session.document.title == "Draft"


@pytest.mark.parametrize(("answer", "closes"), [("cancel", False), ("discard", True), ("save", True)])
def test_closing_asks_about_changes(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes, tmp_path: Path, answer: str, closes: bool
) -> None:
    driver = open_map()
    _change(driver)
    path = tmp_path / "kept.stakemap.json"
    message_boxes.answers = [answer, path]
    driver.trigger("close")
    assert message_boxes.asked[0] == "save Another title"
    assert driver.window.isVisible() != closes
    assert path.exists() == (answer == "save")
    assert (driver.window in driver.context.windows) != closes


def test_the_welcome_page_takes_the_place_of_the_last_map(
    open_map: OpenWindow, context: AppContext, message_boxes: ScriptedMessageBoxes
) -> None:
    first, second = open_map(), open_map()
    second.window.resize(1111, 777)
    second.trigger("close")
    assert context.windows == [first.window]
    _change(first)
    message_boxes.answers = ["cancel", "discard"]
    first.trigger("close")
    assert context.windows == [first.window]
    first.trigger("close")
    assert not first.window.isVisible()
    (welcome,) = context.windows
    assert welcome.session is None
    assert welcome.isVisible()
    welcome.trigger("close")
    assert context.windows == []


def test_quitting_and_the_button_of_the_window_leave_no_welcome_page(
    open_map: OpenWindow, context: AppContext
) -> None:
    open_map().trigger("quit")
    assert context.windows == []
    open_map().window.close()
    assert context.windows == []


def test_a_save_that_is_called_off_keeps_the_window(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    _change(driver)
    message_boxes.answers = ["save", None]
    driver.trigger("close")
    assert driver.window.isVisible()


def test_an_unchanged_map_closes_without_a_word(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    driver.trigger("close")
    assert message_boxes.asked == []
    assert not driver.window.isVisible()


def test_quit_stops_at_the_window_that_is_to_stay(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    first, second = open_map(), open_map()
    _change(second)
    message_boxes.answers = ["cancel"]
    second.trigger("quit")
    assert not first.window.isVisible()
    assert second.window.isVisible()


def test_a_file_opens_once(context: AppContext, saved: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.stakemap.json"
    try:
        link.symlink_to(saved)
    except OSError:
        pytest.skip("links need a right here")
    first = _open(context, saved)
    assert documents_of(context).open_file(saved) is first
    assert documents_of(context).open_file(link) is first
    assert len(context.windows) == 1


def test_a_free_window_is_used_and_a_taken_one_is_not(
    context: AppContext, saved: Path, tmp_path: Path
) -> None:
    welcome = context.show_welcome()
    assert documents_of(context).open_file(saved, welcome) is welcome
    other = tmp_path / "other.stakemap.json"
    save_map(other, another())
    assert documents_of(context).open_file(other, welcome) is not welcome
    assert len(context.windows) == 2


def test_open_asks_for_files_and_opens_each(
    context: AppContext, saved: Path, tmp_path: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    other = tmp_path / "other.stakemap.json"
    save_map(other, another())
    window = context.show_welcome()
    message_boxes.answers = [[saved, other]]
    window.host.actions["open"].trigger()
    assert {window.session.path for window in context.windows if window.session} == {saved, other}


BAD = {
    "empty.json": b"",
    "text.json": b"hello",
    "latin.json": '{"title": "caf\u00e9"}'.encode("latin-1"),
    "other.json": b'{"type": "FeatureCollection"}',
    "duplicate.json": b'{"format": "stakemap", "format": "stakemap"}',
    "faulty.json": b'{"format": "stakemap", "version": 1, "id": "x", "actors": {"a": {"name": 3}, "b": {}}}',
    # Damaged maps, which would pass for tables of text.
    "comment.stakemap.json": b"/* x */" + encode(sample()),
    "marks.stakemap.json": b"\xef\xbb\xbf" * 2 + encode(sample()),
    "wide.stakemap.json": encode(sample()).decode().encode("utf-32"),
    "folder.json": None,
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_file_gets_one_message_and_the_open_map_stays(
    open_map: OpenWindow, context: AppContext, message_boxes: ScriptedMessageBoxes, tmp_path: Path, name: str
) -> None:
    driver = open_map()
    before = driver.document
    path, content = tmp_path / name, BAD[name]
    path.mkdir() if content is None else path.write_bytes(content)
    assert documents_of(context).open_file(path, driver.window) is None
    assert len(message_boxes.told) == 1
    headline, text, details = message_boxes.told[0]
    assert headline == f"“{name}” cannot be opened"
    assert text
    assert driver.document is before
    assert len(context.windows) == 1
    if name == "faulty.json":
        assert "actors.a.name" in details
        assert "actors.b" in details


def test_a_missing_recent_map_says_so(
    context: AppContext, tmp_path: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    window = context.show_welcome()
    window.service(DocumentFeature).open_recent(str(tmp_path / "gone.stakemap.json"))
    assert "moved or renamed" in message_boxes.told[0][1]


def test_a_large_file_opens_behind_a_progress_bar(
    context: AppContext,
    qtbot: QtBot,
    tmp_path: Path,
    message_boxes: ScriptedMessageBoxes,
    monkeypatch: pytest.MonkeyPatch,
    saved: Path,
) -> None:
    monkeypatch.setattr("stakemap.app.document.opening.MAX_WITHOUT_PROGRESS", 10)

    def wait(dialog: object) -> None:
        from stakemap.app.kit.waiting import ProgressDialog

        assert isinstance(dialog, ProgressDialog)
        qtbot.waitUntil(lambda: bool(dialog.result()), timeout=20_000)

    message_boxes.dialogs = [wait]
    window = _open(context, saved)
    assert window.session is not None
    assert window.session.document == sample()
    broken = tmp_path / "broken.stakemap.json"
    broken.write_text("no map at all")
    message_boxes.dialogs = [wait]
    assert documents_of(context).open_file(broken) is None
    assert message_boxes.told


def test_cancelling_the_opening_opens_nothing(
    context: AppContext,
    message_boxes: ScriptedMessageBoxes,
    monkeypatch: pytest.MonkeyPatch,
    saved: Path,
    qtbot: QtBot,
) -> None:
    monkeypatch.setattr("stakemap.app.document.opening.MAX_WITHOUT_PROGRESS", 10)

    def cancel(dialog: object) -> None:
        from stakemap.app.kit.waiting import ProgressDialog

        assert isinstance(dialog, ProgressDialog)
        dialog.reject()

    message_boxes.dialogs = [cancel]
    assert documents_of(context).open_file(saved) is None
    qtbot.waitUntil(lambda: "stakemap-worker" not in {each.name for each in threading.enumerate()})
    QApplication.processEvents()
    assert message_boxes.told == []
    assert context.windows == []


def test_a_dropped_file_opens_in_a_new_window(open_map: OpenWindow, context: AppContext, saved: Path) -> None:
    driver = open_map(another())
    drop(driver.window, saved)
    assert len(context.windows) == 2
    assert context.window_of(saved) is not None


@pytest.mark.parametrize("name", ["a\0b.json", "a\0b.csv", "a\0b"])
def test_a_dropped_address_of_an_impossible_name_is_one_line(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes, tmp_path: Path, name: str
) -> None:
    driver = open_map()
    # In its address, as "%00".
    drop(driver.window, tmp_path / name)
    assert [text for _, text, _ in message_boxes.told] == ["This is not a valid file name."]


def test_other_drags_are_not_taken(open_map: OpenWindow) -> None:
    data = QMimeData()
    data.setText("words")
    enter = QDragEnterEvent(
        QPointF(5, 5).toPoint(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter.ignore()
    QApplication.sendEvent(open_map().window, enter)
    assert not enter.isAccepted()


def test_a_new_map_has_no_title_of_its_own(context: AppContext) -> None:
    window = context.show_welcome()
    window.host.actions["new"].trigger()
    assert window.session is not None
    assert window.session.document.title == ""
    assert window.windowTitle() == "Untitled map[*] – Stakemap"
    assert not window.isWindowModified()


@pytest.mark.parametrize("name", ["Ukraine", "Ukraine.json", "Ukraine.STAKEMAP.json"])
def test_the_first_save_calls_a_map_without_title_by_the_name_of_its_file(
    context: AppContext, message_boxes: ScriptedMessageBoxes, tmp_path: Path, name: str
) -> None:
    window = context.show_welcome()
    window.host.actions["new"].trigger()
    session = window.session
    assert session is not None
    message_boxes.answers = [tmp_path / name]
    window.host.actions["save"].trigger()
    assert session.path is not None
    assert open_map(session.path).document.title == "Ukraine"
    assert context.settings.recent[0].title == "Ukraine"
    assert "called “Ukraine”" in window.statusBar().currentMessage()
    assert not session.is_modified
    assert session.undo_label == "Name the map after its file"
    session.undo()
    assert session.document.title == ""
    # Whoever takes it back is left with it.
    window.host.actions["save"].trigger()
    assert open_map(session.path).document.title == ""


def test_a_map_keeps_its_title_and_takes_none_of_a_proposed_or_failed_name(
    context: AppContext, message_boxes: ScriptedMessageBoxes, tmp_path: Path
) -> None:
    window = context.show_welcome()
    window.host.actions["new"].trigger()
    session = window.session
    assert session is not None
    message_boxes.answers = [tmp_path / "missing" / "Ukraine.stakemap.json"]
    window.host.actions["save"].trigger()
    assert session.path is None
    assert session.document.title == ""
    message_boxes.answers = [tmp_path / "map.stakemap.json"]
    window.host.actions["save"].trigger()
    assert session.path is not None
    assert session.document.title == ""
    session.apply(set_texts.of(title="Mine"), label="Change the title")
    message_boxes.answers = [tmp_path / "copy"]
    window.host.actions["save-as"].trigger()
    assert session.document.title == "Mine"


@pytest.mark.parametrize(("is_writing", "title"), [(True, "Ukraine"), (False, "")])
def test_the_title_of_a_save_that_was_left_stays_while_it_is_written(
    context: AppContext,
    message_boxes: ScriptedMessageBoxes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_writing: bool,
    title: str,
) -> None:
    monkeypatch.setattr(MapWriter, "write", lambda *_arguments, **_options: None)
    monkeypatch.setattr(MapWriter, "is_writing", lambda *_arguments: is_writing)
    window = context.show_welcome()
    window.host.actions["new"].trigger()
    assert window.session is not None
    message_boxes.answers = [tmp_path / "Ukraine"]
    window.host.actions["save"].trigger()
    assert window.session.document.title == title


def test_presets_open_from_the_menu(context: AppContext) -> None:
    window = context.show_welcome()
    menu = window.host.menus["presets"]
    menu.aboutToShow.emit()
    menu.actions()[0].trigger()
    assert window.session is not None
    assert len(window.session.document.actors) == 7
    assert window.session.preset


def test_recent_maps_are_in_the_menu_and_windows_too(context: AppContext, saved: Path) -> None:
    window = _open(context, saved)
    recent = window.host.menus["recent"]
    recent.aboutToShow.emit()
    assert [action.text() for action in recent.actions()] == [
        "1 A corridor and a border — corridor.stakemap.json"
    ]
    windows = window.host.menus["window"]
    windows.aboutToShow.emit()
    windows.aboutToShow.emit()
    assert [action.text() for action in windows.actions()][-1] == "A corridor and a border"


def test_the_place_of_a_window_is_remembered(open_map: OpenWindow, context: AppContext) -> None:
    driver = open_map()
    driver.window.resize(1111, 777)
    driver.trigger("actors-panel")
    driver.trigger("close")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    again = open_map_in(context)
    assert (again.width(), again.height()) == (1111, 777)
    assert not again.shows_panel("actors")
    assert again.shows_panel("inspector")


def open_map_in(context: AppContext) -> MainWindow:
    window = context.new_window()
    window.show_map(documents_of(context).session_for(sample()))
    window.present()
    QApplication.processEvents()
    return window


def test_the_largest_file_is_what_the_preferences_say(
    context: AppContext, message_boxes: ScriptedMessageBoxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "map.stakemap.json"
    save_map(path, sample())
    monkeypatch.setattr(largest_file, "MEGABYTE", path.stat().st_size // 200)
    assert documents_of(context).open_file(path) is None
    assert "The preferences" in "".join(message_boxes.told[0])
    context.change_settings(largest_file=1024)
    window = documents_of(context).open_file(path)
    assert window is not None
    assert window.session is not None
    assert window.session.document == sample()
