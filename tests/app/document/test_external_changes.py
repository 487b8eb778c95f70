"""Another program changes the file of an open map: the map follows, or the user chooses; nothing is lost."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app_driver import ScriptedMessageBoxes, documents_of, shown_texts
from samples import sample
from stakemap.app.document import external_changes
from stakemap.app.document.file_watch import FileWatch, signature_of
from stakemap.app.document.saving import Saving
from stakemap.app.kit.widgets.differences_dialog import DifferencesDialog
from stakemap.model.edits import set_texts
from stakemap.storage.files import OpenedMap, open_map, save_map

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from stakemap.app.kit.window import AppContext
    from stakemap.app.shell.main_window import MainWindow
    from stakemap.editing.session import Session


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stakemap.app.document.external_changes.WATCH_DELAY", 0)
    monkeypatch.setattr("stakemap.app.document.external_changes.RETRY_INTERVAL", 30)
    monkeypatch.setattr("stakemap.app.document.file_watch.THROTTLE", 30)
    monkeypatch.setattr("stakemap.app.document.file_watch.RETRY_DELAYS", (50, 50))


@pytest.fixture
def window(window: MainWindow, qtbot: QtBot) -> MainWindow:
    qtbot.waitUntil(lambda: is_watched(window))
    return window


def session_of(window: MainWindow) -> Session:
    assert window.session is not None
    return window.session


def theirs(path: Path, title: str = "Theirs") -> None:
    save_map(path, set_texts(sample(), title=title))


def mine(window: MainWindow) -> None:
    session_of(window).apply(set_texts.of(title="Mine"), label="Retitle")


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def offered(window: MainWindow, qtbot: QtBot) -> list[QPushButton]:
    qtbot.waitUntil(lambda: bool(window.notices.buttons("outside")))
    return window.notices.buttons("outside")


def is_watched(window: MainWindow) -> bool:
    """Whether the file was looked at for the first time."""
    watch = documents_of(window.context).external_changes.watch_of(session_of(window))
    return watch is not None and watch.state is not None


def has_looked(window: MainWindow, path: Path) -> bool:
    """Whether the file was looked at as it is now."""
    watch = documents_of(window.context).external_changes.watch_of(session_of(window))
    assert watch is not None
    known, now = watch.state, path.stat()
    return known is not None and known.signature is not None and now.st_mtime_ns in known.signature


def test_a_map_without_edits_follows_quietly_again_and_again(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    session, view = session_of(window), window.view
    assert view is not None
    view.set(snapshot="2025-07", issue="border")
    view.select("armenia")
    for title in ("First", "Second", "Third"):
        theirs(path, title)
        qtbot.waitUntil(lambda title=title: session.document.title == title)
    assert not session.is_modified
    assert not window.isWindowModified()
    assert (view.selection, view.issue, view.snapshot) == ({"armenia"}, "border", "2025-07")
    assert window.notices.texts() == []
    session.undo()
    assert session.document.title == "Second"
    assert session.is_modified


def test_edits_are_not_thrown_away_but_the_user_is_asked(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    mine(window)
    theirs(path)
    *_, again = offered(window, qtbot)
    assert "another program" in window.notices.texts()[0]
    assert session_of(window).document.title == "Mine"
    press(again)
    assert session_of(window).document.title == "Theirs"
    assert window.notices.texts() == []
    session_of(window).undo()
    assert session_of(window).document.title == "Mine"


def test_what_differs_is_shown_in_words(
    window: MainWindow, path: Path, qtbot: QtBot, message_boxes: ScriptedMessageBoxes
) -> None:
    mine(window)
    theirs(path)
    seen: list[str] = []

    def read(dialog: object) -> None:
        assert isinstance(dialog, DifferencesDialog)
        seen.extend(dialog.lines)

    message_boxes.dialogs = [read]
    press(offered(window, qtbot)[1])
    assert seen == ["The map: title “Mine” → “Theirs”"]


def test_overwriting_asks_again_when_there_is_a_third_version(
    window: MainWindow, path: Path, qtbot: QtBot, message_boxes: ScriptedMessageBoxes
) -> None:
    mine(window)
    theirs(path)
    overwrite = offered(window, qtbot)[3]
    save_map(path, set_texts(sample(), title="A third"))
    message_boxes.answers = ["cancel"]
    press(overwrite)
    assert message_boxes.asked == ["outside corridor.stakemap.json"]
    assert open_map(path).document.title == "A third"


def test_overwriting_what_was_offered_asks_nothing(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    mine(window)
    theirs(path)
    press(offered(window, qtbot)[3])
    assert open_map(path).document.title == "Mine"
    assert window.notices.texts() == []
    assert not window.isWindowModified()


def test_a_version_that_is_still_being_read_does_not_replace_what_was_saved_over_it(
    window: MainWindow,
    path: Path,
    qtbot: QtBot,
    message_boxes: ScriptedMessageBoxes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, answers = threading.Event(), threading.Event()
    read = external_changes.open_in_thread

    def held(*given: Any) -> OpenedMap:
        opened = read(*given)
        begun.set()
        assert answers.wait(60)
        return opened

    monkeypatch.setattr(external_changes, "open_in_thread", held)
    theirs(path)
    qtbot.waitUntil(begun.is_set)
    mine(window)
    message_boxes.answers = ["overwrite"]
    assert window.service(Saving).save()
    qtbot.waitUntil(lambda: has_looked(window, path))
    answers.set()
    qtbot.wait(100)
    assert session_of(window).document.title == open_map(path).document.title == "Mine"
    assert session_of(window).digest == open_map(path).digest


def test_own_saves_are_no_change(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    for title in ("One", "Two", "Three"):
        session_of(window).apply(set_texts.of(title=title), label="Retitle")
        assert window.service(Saving).save()
        qtbot.waitUntil(lambda: has_looked(window, path))
    assert session_of(window).history.undo_labels == ("Retitle", "Retitle", "Retitle")
    assert window.notices.texts() == []


def test_a_file_that_goes_leaves_the_map_unsaved_until_it_is_back(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    kept = path.read_bytes()
    path.unlink()
    qtbot.waitUntil(window.isWindowModified)
    assert "no longer there" in window.notices.texts()[0]
    path.write_bytes(kept)
    qtbot.waitUntil(lambda: not window.isWindowModified())
    assert window.notices.texts() == []
    path.unlink()
    (save,) = offered(window, qtbot)
    press(save)
    assert path.read_bytes() == kept
    assert not window.isWindowModified()


def test_a_file_taken_away_for_a_moment_is_just_read_again(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    path.unlink()
    QApplication.processEvents()
    theirs(path)
    qtbot.waitUntil(lambda: session_of(window).document.title == "Theirs")
    assert not window.isWindowModified()


def test_a_file_that_became_unreadable_costs_nothing(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    path.write_text("half a m")
    _copy, overwrite = offered(window, qtbot)
    assert "cannot be read" in window.notices.texts()[0]
    assert window.isWindowModified()
    press(overwrite)
    assert open_map(path).document == sample()


@pytest.mark.parametrize("half_written", [False, True])
def test_an_edit_made_while_the_file_is_away_is_not_thrown_away(
    window: MainWindow, path: Path, qtbot: QtBot, half_written: bool
) -> None:
    if half_written:
        path.write_text("half a m")
    else:
        path.unlink()
    offered(window, qtbot)
    mine(window)
    theirs(path)
    qtbot.waitUntil(lambda: len(window.notices.buttons("outside")) == 5)
    assert session_of(window).document.title == "Mine"
    assert window.isWindowModified()


def test_an_edit_taken_back_while_the_file_is_away_is_none(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    path.unlink()
    offered(window, qtbot)
    mine(window)
    session_of(window).undo()
    theirs(path)
    qtbot.waitUntil(lambda: session_of(window).document.title == "Theirs")


def test_a_drag_is_not_pulled_away(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    session = session_of(window)
    gesture = session.begin("Move Armenia", ["armenia"], "2025-07", "border")
    gesture.move(5, 5)
    watch = documents_of(window.context).external_changes.watch_of(session)
    assert watch is not None
    looks: list[object] = []
    watch.changed.connect(looks.append)
    theirs(path)
    # It is looked at again and again while the drag goes on.
    qtbot.waitUntil(lambda: len(looks) > 3)
    assert session.gesture is gesture
    assert session.document.title == sample().title
    gesture.rollback()
    qtbot.waitUntil(lambda: session.document.title == "Theirs")


def test_another_name_is_another_file(
    window: MainWindow, path: Path, qtbot: QtBot, tmp_path: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    other = tmp_path / "other.stakemap.json"
    message_boxes.answers = [other]
    assert window.service(Saving).save_as()
    qtbot.waitUntil(lambda: is_watched(window))
    theirs(path, "No longer ours")
    theirs(other)
    qtbot.waitUntil(lambda: session_of(window).document.title == "Theirs")


def test_a_touched_file_is_the_same(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    os.utime(path, (1_700_000_000, 1_700_000_000))
    qtbot.waitUntil(lambda: has_looked(window, path))
    assert session_of(window).history.undo_labels == ()


def told(window: MainWindow, qtbot: QtBot, words: str) -> None:
    qtbot.waitUntil(lambda: any(words in text for text in shown_texts(window.notices)))


@pytest.mark.parametrize("obstacle", ["pipe", "device", "large"])
def test_what_is_no_map_is_never_read_and_a_good_map_put_back_is_noticed(
    window: MainWindow, path: Path, qtbot: QtBot, obstacle: str
) -> None:
    aside = path.with_name("aside.json")
    path.rename(aside)
    if obstacle == "pipe":
        os.mkfifo(path)
    elif obstacle == "device":
        path.symlink_to("/dev/zero")
    else:
        with path.open("wb") as stream:
            stream.truncate(40 * 2**30)
    told(window, qtbot, "can no longer be read")
    assert session_of(window).is_modified
    aside.replace(path)
    qtbot.waitUntil(lambda: not session_of(window).is_modified)
    assert window.notices.buttons("outside") == []


def test_a_link_that_is_pointed_elsewhere_is_another_file(
    context: AppContext, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    link, other = tmp_path / "link.stakemap.json", tmp_path / "elsewhere" / "other.stakemap.json"
    link.symlink_to(path)
    other.parent.mkdir()
    theirs(other, "Elsewhere")
    window = documents_of(context).open_file(link)
    assert window is not None
    qtbot.waitUntil(lambda: is_watched(window))
    link.unlink()
    link.symlink_to(other)
    qtbot.waitUntil(lambda: session_of(window).document.title == "Elsewhere")
    theirs(other, "Later")
    qtbot.waitUntil(lambda: session_of(window).document.title == "Later")


def test_a_folder_that_is_replaced_is_noticed_while_the_window_is_active(
    context: AppContext, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stakemap.app.document.external_changes.POLL_INTERVAL", 50)
    folder = tmp_path / "outer" / "folder"
    folder.mkdir(parents=True)
    path = folder / "corridor.stakemap.json"
    save_map(path, sample())
    window = documents_of(context).open_file(path)
    assert window is not None
    window.activateWindow()
    qtbot.waitUntil(lambda: is_watched(window) and window.isActiveWindow())
    folder.parent.rename(tmp_path / "gone")
    folder.mkdir(parents=True)
    theirs(path, "Replaced")
    qtbot.waitUntil(lambda: session_of(window).document.title == "Replaced")
    theirs(path, "Again")
    qtbot.waitUntil(lambda: session_of(window).document.title == "Again")


def test_no_file_is_looked_at_while_no_window_is_active(
    context: AppContext, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stakemap.app.document.external_changes.POLL_INTERVAL", 10)
    asked: list[int] = []
    monkeypatch.setattr(
        "stakemap.app.shell.main_window.MainWindow.isActiveWindow", lambda _: bool(asked.append(1))
    )
    window = documents_of(context).open_file(path)
    assert window is not None
    qtbot.waitUntil(lambda: documents_of(context).external_changes.watch_of(session_of(window)) is not None)
    looked: list[int] = []
    monkeypatch.setattr(FileWatch, "check", lambda _: looked.append(1))
    qtbot.waitUntil(lambda: asked != [])
    asked.clear()
    qtbot.wait(200)
    # A notification of the folder may still come; twenty would be of the polling.
    assert len(looked) < 3
    assert len(asked) < 3


def test_other_content_of_the_same_size_and_time_is_another_file(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    before = path.stat()
    theirs(path, sample().title[::-1])
    assert path.stat().st_size == before.st_size
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    qtbot.waitUntil(lambda: session_of(window).document.title == sample().title[::-1])


def test_a_file_is_told_apart_by_what_nobody_can_set(path: Path) -> None:
    before, known = path.stat(), signature_of(path)
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = path.stat()
    same = ("st_size", "st_mtime_ns", "st_ino")
    assert [getattr(before, name) for name in same] == [getattr(after, name) for name in same]
    assert signature_of(path) != known
