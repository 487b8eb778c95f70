"""The disk that a map lies on is asked by worker threads alone, since it may not answer."""

from __future__ import annotations

import os
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app_driver import ScriptedMessageBoxes, documents_of
from samples import sample
from stakemap.app.document.saving import Saving
from stakemap.app.shell.welcome import WelcomePage
from stakemap.logs import state_folder
from stakemap.model.edits import set_texts
from stakemap.storage.codec import encode
from stakemap.storage.files import digest_of, save_map
from stakemap.storage.store.journal import JournalWriter
from stakemap.storage.store.versions import VersionStore

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from stakemap.app.kit.window import AppContext

#: What Python asks a disk by.
_CALLS = ("stat", "lstat", "open", "access", "readlink", "replace", "rename", "unlink", "listdir", "scandir")
#: Who may ask all the same: claims note what is open, once a worker has got an answer.
_ALLOWED = ("presence.py",)


class Disk:
    """Notes who asks for what lies in a folder, on the GUI thread."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.asked: list[str] = []
        self._folder = str(folder)
        for name in _CALLS:
            monkeypatch.setattr(os, name, self._watched(name, getattr(os, name)))

    def _watched(self, name: str, call: Any) -> Any:
        def watched(path: Any, *args: Any, **options: Any) -> Any:
            if threading.current_thread() is threading.main_thread() and self._is_here(path):
                frames = [(Path(frame.filename).name, frame.name) for frame in traceback.extract_stack()]
                if not any(file in _ALLOWED for file, _ in frames):
                    callers = " > ".join(f"{file} {function}" for file, function in frames[-5:-1])
                    self.asked.append(f"os.{name} of {path} by {callers}")
            return call(path, *args, **options)

        return watched

    def _is_here(self, path: Any) -> bool:
        return isinstance(path, str | os.PathLike) and os.fspath(path).startswith(self._folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "drive"
    folder.mkdir()
    for name in ("map", "other"):
        save_map(folder / f"{name}.stakemap.json", sample())
    return folder


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Disk]:
    disk = Disk(monkeypatch, folder)
    yield disk
    assert disk.asked == []


@pytest.mark.usefixtures("disk")
def test_a_map_is_opened_watched_saved_reverted_and_closed(
    context: AppContext, folder: Path, message_boxes: ScriptedMessageBoxes, qtbot: QtBot
) -> None:
    path = folder / "map.stakemap.json"
    context.show_welcome()
    window = documents_of(context).open_file(path)
    assert window is not None
    session = window.session
    assert session is not None
    watching = documents_of(context).external_changes
    qtbot.waitUntil(lambda: (watch := watching.watch_of(session)) is not None and watch.state is not None)
    session.apply(set_texts.of(title="Mine"), label="Retitle")
    assert window.service(Saving).save()
    session.apply(set_texts.of(title="Again"), label="Retitle")
    message_boxes.answers = [True, folder / "other.stakemap.json", True]
    window.service(Saving).revert()
    assert session.document.title == "Mine"
    assert window.service(Saving).save_as()
    menu = window.host.menus["recent"]
    menu.aboutToShow.emit()
    watching.check(session)
    message_boxes.dialogs = [lambda dialog: dialog.button("beside").click()]
    assert documents_of(context).open_file(folder / "map.stakemap.json") is not None
    assert context.quit()


def leave_behind(path: Path) -> None:
    """Unsaved work on a file that is not the one that it began with any more."""
    writer, document = JournalWriter(VersionStore(state_folder() / "versions")), sample()
    before = digest_of(encode(set_texts(document, title="Before")))
    writer.open(document, path, before).record("Retitle", document, set_texts(document, title="Mine"))
    assert writer.flush()
    writer.close()


@pytest.mark.usefixtures("disk")
def test_what_was_dismissed_is_looked_for_and_recovered(
    context: AppContext, folder: Path, message_boxes: ScriptedMessageBoxes, qtbot: QtBot
) -> None:
    leave_behind(folder / "map.stakemap.json")
    autosave = documents_of(context).autosave
    (item,) = VersionStore(state_folder() / "versions").recoverable()
    autosave.decline(item)
    window = context.show_welcome()
    page = window.centralWidget()
    assert isinstance(page, WelcomePage)
    qtbot.waitUntil(page.show_dismissed.isVisible)
    page.show_dismissed.click()
    assert page.dismissed is not None
    page.dismissed.rows[0].take.click()
    assert window.session is not None
    assert window.session.document.title == "Mine"
    message_boxes.answers = ["discard"]
    assert context.quit()


@pytest.mark.usefixtures("disk")
def test_a_map_with_unsaved_work_is_opened(
    context: AppContext, folder: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    leave_behind(folder / "map.stakemap.json")
    message_boxes.answers = ["recover"]
    window = documents_of(context).open_file(folder / "map.stakemap.json")
    assert window is not None
    assert window.session is not None
    assert window.session.document.title == "Mine"
    message_boxes.answers = ["discard"]
    assert context.quit()
