"""Saving when another process holds the file, the map is too large, or drive or folder fail."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytestqt.qtbot import QtBot

from app_driver import documents_of
from samples import sample
from stakemap.app.document.saving import Saving
from stakemap.model.edits import set_texts
from stakemap.storage import files
from stakemap.storage.files import save_map
from stakemap.storage.locks.locks import exclusive
from stakemap.storage.reading.limits import Limits

if TYPE_CHECKING:
    from app_driver import ScriptedMessageBoxes
    from conftest import OpenWindow
    from stakemap.app.kit.window import AppContext
    from stakemap.app.shell.main_window import MainWindow

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "maps" / "corridor.stakemap.json"
    path.parent.mkdir()
    save_map(path, sample())
    return path


@pytest.fixture
def window(window: MainWindow) -> MainWindow:
    """A window in which the map of the file was changed."""
    assert window.session is not None
    window.session.apply(set_texts.of(title="Mine"), label="Change the title")
    return window


def save(window: MainWindow) -> bool:
    return window.service(Saving).save()


class TestLockedByAnotherProcess:
    @pytest.fixture(autouse=True)
    def held(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExitStack]:
        monkeypatch.setitem(files.save_map.__kwdefaults__, "patience", 0.05)
        with ExitStack() as held:
            held.enter_context(exclusive(path))
            yield held

    def test_nothing_is_saved_without_an_answer(
        self, window: MainWindow, path: Path, message_boxes: ScriptedMessageBoxes
    ) -> None:
        message_boxes.answers = ["cancel"]
        assert not save(window)
        assert message_boxes.asked == ["locked corridor.stakemap.json"]
        assert files.open_map(path).document == sample()
        assert window.isWindowModified()

    def test_waiting_goes_on_until_the_other_has_finished(
        self, window: MainWindow, path: Path, message_boxes: ScriptedMessageBoxes, held: ExitStack
    ) -> None:
        def locked(*_: object) -> str:
            message_boxes.asked.append("locked")
            if len(message_boxes.asked) == 2:
                held.close()
            return "wait"

        message_boxes.locked = locked  # type: ignore[assignment, method-assign]
        assert save(window)
        assert message_boxes.asked == ["locked", "locked"]
        assert files.open_map(path).document.title == "Mine"

    def test_saving_anyway(self, window: MainWindow, path: Path, message_boxes: ScriptedMessageBoxes) -> None:
        message_boxes.answers = ["save"]
        assert save(window)
        assert files.open_map(path).document.title == "Mine"
        assert not window.isWindowModified()

    def test_under_another_name(
        self, window: MainWindow, path: Path, message_boxes: ScriptedMessageBoxes
    ) -> None:
        copy = path.with_name("copy.stakemap.json")
        message_boxes.answers = ["copy", copy]
        assert save(window)
        assert files.open_map(copy).document.title == "Mine"
        assert files.open_map(path).document == sample()

    def test_what_the_other_wrote_is_asked_about_after_waiting(
        self, window: MainWindow, path: Path, message_boxes: ScriptedMessageBoxes, held: ExitStack
    ) -> None:
        def locked(*_: object) -> str:
            save_map(path, set_texts(sample(), title="Theirs"), patience=None)
            held.close()
            return "wait"

        message_boxes.locked = locked  # type: ignore[assignment, method-assign]
        message_boxes.answers = ["cancel"]
        assert not save(window)
        assert message_boxes.asked == ["outside corridor.stakemap.json"]
        assert files.open_map(path).document.title == "Theirs"


class TestTooLarge:
    @pytest.fixture(autouse=True)
    def limits(self, context: AppContext, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Limits:
        """The map is larger than what is opened from now on."""
        limits = Limits(records=5)
        monkeypatch.setattr("stakemap.app.kit.shared_settings.limits_for", lambda _: limits)
        return limits

    def test_it_is_asked_before(
        self, window: MainWindow, path: Path, message_boxes: ScriptedMessageBoxes
    ) -> None:
        message_boxes.answers = [False]
        assert not save(window)
        assert message_boxes.asked == ["confirm Save a map that is too large to open?"]
        assert files.open_map(path).document == sample()

    def test_once_for_a_limit(
        self,
        window: MainWindow,
        path: Path,
        message_boxes: ScriptedMessageBoxes,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        message_boxes.answers = [True]
        assert save(window)
        assert files.open_map(path).document.title == "Mine"
        assert save(window)
        assert len(message_boxes.asked) == 1
        monkeypatch.setattr("stakemap.app.kit.shared_settings.limits_for", lambda _: Limits(records=6))
        message_boxes.answers = [False]
        assert not save(window)

    def test_what_was_agreed_is_not_asked_again(
        self, window: MainWindow, path: Path, message_boxes: ScriptedMessageBoxes
    ) -> None:
        save_map(path, set_texts(sample(), title="Theirs"))
        message_boxes.answers = [True, "overwrite"]
        assert save(window)
        assert files.open_map(path).document.title == "Mine"


@posix
@pytest.mark.parametrize("name", ["fsync", "fchmod"])
def test_what_the_drive_refused_is_shown_once(
    window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))

    path.chmod(0o664)
    monkeypatch.setattr(os, name, refuse)
    assert save(window)
    path.chmod(0o664)
    (text,) = window.notices.texts()
    assert text.startswith("“corridor.stakemap.json” was saved, but its drive did not ")
    window.notices.withdraw("drive 0")
    assert save(window)
    assert window.notices.texts() == []


@posix
def test_a_folder_that_vanishes(
    context: AppContext, path: Path, monkeypatch: pytest.MonkeyPatch, message_boxes: ScriptedMessageBoxes
) -> None:
    monkeypatch.chdir(path.parent)
    monkeypatch.setenv("PWD", str(path.parent))
    window = documents_of(context).open_file(Path(path.name))
    assert window is not None
    assert window.session is not None
    assert window.session.path == path
    shutil.rmtree(path.parent)
    sentence = f"its folder “{path.parent}” does not exist. Save it elsewhere."
    assert not save(window)
    assert sentence in message_boxes.told[-1][1]
    message_boxes.answers = [Path("other")]
    assert not window.service(Saving).save_as()
    assert message_boxes.told[-1][1].startswith("“other.stakemap.json” was not saved: ")
    assert sentence in message_boxes.told[-1][1]
    message_boxes.answers = [path.parent.with_name("kept")]
    assert window.service(Saving).save_as()
    assert files.open_map(path.parent.with_name("kept.stakemap.json")).document == sample()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such name")
def test_a_name_that_is_not_valid_utf_8(
    open_map: OpenWindow,
    context: AppContext,
    tmp_path: Path,
    message_boxes: ScriptedMessageBoxes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Whether the list of recent files takes it is another matter.
    monkeypatch.setattr(context, "note_recent", lambda *_: None)
    path = tmp_path / os.fsdecode(b"caf\xe9.stakemap.json")
    driver = open_map()
    message_boxes.answers = [path]
    driver.trigger("save-as")
    assert files.open_map(path).document == driver.document
    assert driver.message == "Saved as caf\\udce9.stakemap.json"
    path.unlink()
    path.mkdir()
    driver.session.apply(set_texts.of(title="Mine"), label="Change the title")
    driver.trigger("save")
    assert "caf\\udce9.stakemap.json" in message_boxes.told[-1][1]


@pytest.mark.parametrize("name", ["a\0b.json", "a\0b.csv"])
def test_an_impossible_name(
    context: AppContext, tmp_path: Path, message_boxes: ScriptedMessageBoxes, name: str, qtbot: QtBot
) -> None:
    documents_of(context).open_file(tmp_path / name)
    # The import of a table begins once its window is there.
    qtbot.waitUntil(lambda: bool(message_boxes.told))
    assert [text for _, text, _ in message_boxes.told] == ["This is not a valid file name."]
    assert all(window.session is None for window in context.windows)
