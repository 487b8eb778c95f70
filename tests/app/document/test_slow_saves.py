"""A drive that takes long or never answers: the window stays alive, and a save can be left without a loss."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QTimer

from app_driver import ScriptedMessageBoxes, documents_of
from samples import sample
from stakemap.app.document.autosave import Autosave
from stakemap.app.document.map_writer import MapWriter
from stakemap.app.document.saving import Saving
from stakemap.app.kit.waiting import ProgressDialog
from stakemap.model.edits import set_texts
from stakemap.storage import files
from stakemap.storage.files import open_map
from stakemap.storage.saving import writing

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from stakemap.app.kit.window import AppContext
    from stakemap.app.shell.main_window import MainWindow
    from stakemap.editing.session import Session


class SlowDrive:
    """Holds up what is written to files, before their first byte or after their last, until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.answers = threading.Event(), threading.Event()
        self.threads: list[threading.Thread] = []
        self._monkeypatch, self._write = monkeypatch, files.write_bytes_safely
        self.hold(files, "write_bytes_safely")

    def hold(self, module: object, name: str) -> None:
        """Hold up a function."""
        function = getattr(module, name)

        def held(*args: Any, **options: Any) -> Any:
            self.threads.append(threading.current_thread())
            self.begun.set()
            assert self.answers.wait(60)
            return function(*args, **options)

        self._monkeypatch.setattr(module, name, held)

    def hold_after_writing(self) -> None:
        """Hold up the sync that comes after the file was replaced, in place of the writing."""
        self._monkeypatch.setattr(files, "write_bytes_safely", self._write)
        self.hold(writing, "_sync_folder")


@pytest.fixture
def drive(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowDrive]:
    drive = SlowDrive(monkeypatch)
    yield drive
    drive.answers.set()


@pytest.fixture
def window(window: MainWindow, drive: SlowDrive) -> MainWindow:
    retitle(window, "Mine")
    return window


@pytest.fixture
def _impatient(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stakemap.app.kit.waiting.PATIENCE", 1)


def session_of(window: MainWindow) -> Session:
    assert window.session is not None
    return window.session


def retitle(window: MainWindow, title: str) -> None:
    session_of(window).apply(set_texts.of(title=title), label="Retitle")


def saved_title(path: Path) -> str:
    return open_map(path).document.title


def is_writing(window: MainWindow) -> bool:
    return window.context.service(MapWriter).is_writing(session_of(window))


def leave(dialog: ProgressDialog) -> None:
    """Cancel a save that hangs in the drive."""
    dialog.reject()


def wait_for(qtbot: QtBot, drive: SlowDrive) -> Callable[[ProgressDialog], None]:
    def wait(dialog: ProgressDialog) -> None:
        drive.answers.set()
        qtbot.waitUntil(lambda: bool(dialog.result()), timeout=20_000)

    return wait


def left(window: MainWindow, message_boxes: ScriptedMessageBoxes, qtbot: QtBot, drive: SlowDrive) -> None:
    """Begin a save and leave it once it hangs in the drive."""

    def leave_once_it_hangs(dialog: ProgressDialog) -> None:
        qtbot.waitUntil(drive.begun.is_set)
        dialog.reject()

    message_boxes.dialogs.append(leave_once_it_hangs)
    assert not window.service(Saving).save()


def test_a_save_runs_in_a_thread_while_events_are_processed(
    window: MainWindow, path: Path, drive: SlowDrive
) -> None:
    # Would wait for ever if the event loop stood still.
    QTimer.singleShot(0, drive.answers.set)
    assert window.service(Saving).save()
    assert drive.threads[0] is not threading.main_thread()
    assert saved_title(path) == "Mine"
    assert not window.isWindowModified()


@pytest.mark.usefixtures("_impatient")
def test_a_long_save_is_told_and_waited_for(
    window: MainWindow, path: Path, drive: SlowDrive, message_boxes: ScriptedMessageBoxes, qtbot: QtBot
) -> None:
    message_boxes.dialogs = [wait_for(qtbot, drive)]
    assert window.service(Saving).save()
    assert message_boxes.asked == ["dialog ProgressDialog"]
    assert saved_title(path) == "Mine"


@pytest.mark.usefixtures("_impatient")
def test_a_save_that_was_left_once_it_was_written_counts_when_it_has_ended(
    window: MainWindow, path: Path, drive: SlowDrive, message_boxes: ScriptedMessageBoxes, qtbot: QtBot
) -> None:
    drive.hold_after_writing()
    left(window, message_boxes, qtbot, drive)
    assert window.isWindowModified()
    drive.answers.set()
    qtbot.waitUntil(lambda: not is_writing(window))
    assert saved_title(path) == "Mine"
    assert not window.isWindowModified()
    assert session_of(window).digest == open_map(path).digest


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize("where", ["encode", "write_bytes_safely"])
def test_a_save_that_was_left_before_is_given_up(
    window: MainWindow,
    path: Path,
    drive: SlowDrive,
    message_boxes: ScriptedMessageBoxes,
    qtbot: QtBot,
    where: str,
) -> None:
    if where != "write_bytes_safely":
        drive.hold(files, where)
    left(window, message_boxes, qtbot, drive)
    drive.answers.set()
    qtbot.waitUntil(lambda: not is_writing(window))
    assert saved_title(path) == sample().title
    assert window.isWindowModified()
    assert [*path.parent.iterdir()] == [path]


def test_edits_made_during_a_save_stay_unsaved_and_are_kept(
    window: MainWindow, path: Path, drive: SlowDrive, context: AppContext
) -> None:
    session = session_of(window)

    def edit() -> None:
        retitle(window, "Later")
        drive.answers.set()

    QTimer.singleShot(0, edit)
    assert window.service(Saving).save()
    assert saved_title(path) == "Mine"
    assert session.document.title == "Later"
    assert session.is_modified
    autosave = context.service(Autosave)
    kept = [(autosave.load_version(one.entry).title, one.saved) for one in autosave.versions(session)]
    assert kept[:2] == [("Later", False), ("Mine", True)], "what comes before the save counts as saved"
    session.undo()
    assert not session.is_modified, "the saved mark is on what was written"


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize("is_written", [False, True])
def test_the_next_save_waits_for_the_one_that_was_left_and_asks_nothing(
    window: MainWindow,
    path: Path,
    drive: SlowDrive,
    message_boxes: ScriptedMessageBoxes,
    qtbot: QtBot,
    is_written: bool,
) -> None:
    if is_written:
        drive.hold_after_writing()
    left(window, message_boxes, qtbot, drive)
    retitle(window, "Next")
    message_boxes.dialogs = [wait_for(qtbot, drive)]
    assert window.service(Saving).save()
    assert saved_title(path) == "Next"
    assert message_boxes.answers == []
    assert not window.isWindowModified()


@pytest.mark.usefixtures("_impatient")
def test_a_save_also_waits_for_the_one_that_another_one_waited_for_until_it_was_left(
    window: MainWindow, path: Path, drive: SlowDrive, message_boxes: ScriptedMessageBoxes, qtbot: QtBot
) -> None:
    drive.hold_after_writing()
    left(window, message_boxes, qtbot, drive)
    retitle(window, "Left")
    message_boxes.dialogs = [leave]
    assert not window.service(Saving).save()
    qtbot.wait(300)
    assert is_writing(window)
    retitle(window, "Next")
    message_boxes.dialogs = [wait_for(qtbot, drive)]
    assert window.service(Saving).save()
    assert saved_title(path) == "Next"
    assert message_boxes.answers == []
    assert not is_writing(window)


@pytest.mark.usefixtures("_impatient")
def test_a_second_window_saves_the_map_while_the_first_one_waits(
    window: MainWindow, path: Path, drive: SlowDrive, message_boxes: ScriptedMessageBoxes, qtbot: QtBot
) -> None:
    second = documents_of(window.context).second_window(window)
    saved = list[bool]()

    def save_there_too(dialog: ProgressDialog) -> None:
        retitle(window, "Next")
        saved.append(second.service(Saving).save())
        wait_for(qtbot, drive)(dialog)

    message_boxes.dialogs = [save_there_too, wait_for(qtbot, drive)]
    assert window.service(Saving).save()
    assert saved == [True]
    assert saved_title(path) == "Next"
    assert not window.isWindowModified()


@pytest.mark.usefixtures("_impatient")
def test_a_window_closes_once_its_save_has_ended(
    window: MainWindow,
    path: Path,
    drive: SlowDrive,
    message_boxes: ScriptedMessageBoxes,
    qtbot: QtBot,
    context: AppContext,
) -> None:
    def quit_meanwhile(dialog: ProgressDialog) -> None:
        assert not context.quit()
        assert window.isVisible()
        wait_for(qtbot, drive)(dialog)

    message_boxes.dialogs = [quit_meanwhile]
    assert window.service(Saving).save()
    qtbot.waitUntil(lambda: context.windows == [])
    assert saved_title(path) == "Mine"
    assert message_boxes.asked == ["dialog ProgressDialog"]


@pytest.mark.usefixtures("_impatient")
def test_the_last_map_is_followed_by_the_welcome_page_once_its_save_has_ended(
    window: MainWindow,
    drive: SlowDrive,
    message_boxes: ScriptedMessageBoxes,
    qtbot: QtBot,
    context: AppContext,
) -> None:
    def close_meanwhile(dialog: ProgressDialog) -> None:
        window.trigger("close")
        assert context.windows == [window]
        wait_for(qtbot, drive)(dialog)

    message_boxes.dialogs = [close_meanwhile]
    assert window.service(Saving).save()
    qtbot.waitUntil(lambda: window not in context.windows)
    (welcome,) = context.windows
    assert welcome.session is None


@pytest.mark.usefixtures("_impatient")
def test_closing_is_left_with_the_save(
    window: MainWindow, drive: SlowDrive, message_boxes: ScriptedMessageBoxes, qtbot: QtBot
) -> None:
    def close_then_leave(dialog: ProgressDialog) -> None:
        qtbot.waitUntil(drive.begun.is_set)
        assert not window.close()
        leave(dialog)

    message_boxes.dialogs = [close_then_leave]
    assert not window.service(Saving).save()
    drive.answers.set()
    qtbot.waitUntil(lambda: not is_writing(window))
    assert window.isVisible()


@pytest.mark.usefixtures("_impatient")
def test_closing_with_a_save_that_hangs_can_be_left_and_given_up(
    window: MainWindow, drive: SlowDrive, message_boxes: ScriptedMessageBoxes, qtbot: QtBot
) -> None:
    message_boxes.answers = ["save", "discard"]
    message_boxes.dialogs = [leave]
    assert not window.close()
    assert window.isVisible()
    assert window.close()


_HANGS = """
import threading
from pathlib import Path
from PySide6.QtCore import QTimer
from stakemap.app.document.documents import Documents
from stakemap.app.document.saving import Saving
from stakemap.app.kit.message_boxes import QtMessageBoxes
from stakemap.app.shell.application import context_for, make_application
from stakemap.model.edits import set_texts
from stakemap.storage import files
from stakemap.storage.saving import writing
from stakemap.storage.settings.settings import SettingsStore

class Boxes(QtMessageBoxes):
    def save_changes(self, parent, title):
        return "discard"

files.write_bytes_safely = lambda *_, **__: threading.Event().wait()
application = make_application()
context = context_for(SettingsStore(), Boxes(), lambda: "2025-08-01")
window = context.service(Documents).open_file(Path(PATH))
window.session.apply(set_texts.of(title="Mine"), label="Retitle")

def leave():
    dialog = application.activeModalWidget()
    if dialog is None:
        QTimer.singleShot(50, leave)
        return
    dialog.reject()
    QTimer.singleShot(0, context.quit)

QTimer.singleShot(0, window.service(Saving).save)
QTimer.singleShot(600, leave)
application.exec()
print("ended")
"""


def test_a_save_that_never_returns_does_not_keep_the_process(path: Path) -> None:
    script = _HANGS.replace("PATH", repr(str(path)))
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == "ended\n", done.stderr
    assert done.returncode == 0
    assert saved_title(path) == sample().title
