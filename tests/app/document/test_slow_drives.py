"""Drives and stores that do not answer: recent files, opening, Save as, earlier versions and quitting."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app_driver import ScriptedMessageBoxes, documents_of
from samples import sample
from stakemap.app.document import autosave, places
from stakemap.app.document.missing_files import MissingFiles
from stakemap.app.document.saving import Saving
from stakemap.app.kit.background import Background
from stakemap.app.kit.waiting import ProgressDialog
from stakemap.app.shell.application import context_for
from stakemap.logs import state_folder
from stakemap.model.edits import set_texts
from stakemap.storage.files import save_map
from stakemap.storage.settings import settings
from stakemap.storage.settings.records import RecentFile
from stakemap.storage.settings.settings import SettingsStore

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from conftest import OpenWindow
    from stakemap.app.kit.window import AppContext


@pytest.fixture
def answers() -> Iterator[threading.Event]:
    """Set once the drive answers."""
    answers = threading.Event()
    yield answers
    answers.set()


def hang(monkeypatch: pytest.MonkeyPatch, module: object, name: str, answers: threading.Event) -> None:
    """Let a function wait for the drive, if it is called in a thread as it should be."""
    function = getattr(module, name)

    def slow(*args: Any, **options: Any) -> Any:
        assert threading.current_thread() is not threading.main_thread()
        assert answers.wait(60)
        return function(*args, **options)

    monkeypatch.setattr(module, name, slow)


def leave(dialog: ProgressDialog) -> None:
    dialog.reject()


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "corridor.stakemap.json"
    save_map(path, sample())
    return path


@pytest.fixture
def hung(monkeypatch: pytest.MonkeyPatch, answers: threading.Event) -> list[str]:
    """The paths that were looked for on a drive that hangs."""
    asked: list[str] = []
    look = RecentFile.is_missing.fget  # type: ignore[attr-defined]

    def is_missing(file: RecentFile) -> bool:
        assert threading.current_thread() is not threading.main_thread()
        if "hung" in file.path:
            asked.append(file.path)
            assert answers.wait(60)
        return bool(look(file))

    monkeypatch.setattr(RecentFile, "is_missing", property(is_missing))
    return asked


def test_one_drive_that_hangs_holds_up_no_other_recent_file(
    context: AppContext, hung: list[str], tmp_path: Path, qtbot: QtBot, answers: threading.Event
) -> None:
    for name in ("gone", "hung", "away"):
        context.note_recent(tmp_path / f"{name}.stakemap.json", "")
    window = context.show_welcome()
    files = {Path(file.path).name.split(".")[0]: file for file in context.settings.recent}
    known = context.service(MissingFiles)
    qtbot.waitUntil(lambda: known.is_missing(files["gone"]) and known.is_missing(files["away"]))
    menu = window.host.menus["recent"]
    for _ in range(3):
        menu.aboutToShow.emit()
    texts = [action.text() for action in menu.actions()]
    assert ["not found" in text for text in texts] == [True, False, True]
    assert len(hung) == 1, "a drive that hangs is not asked again"
    answers.set()
    qtbot.waitUntil(lambda: known.is_missing(files["hung"]))


def test_opening_from_a_drive_that_hangs_can_be_left(
    context: AppContext,
    saved: Path,
    message_boxes: ScriptedMessageBoxes,
    monkeypatch: pytest.MonkeyPatch,
    answers: threading.Event,
) -> None:
    hang(monkeypatch, places, "is_there", answers)
    monkeypatch.setattr("stakemap.app.kit.waiting.PATIENCE", 1)
    message_boxes.dialogs = [leave]
    assert documents_of(context).open_file(saved) is None
    assert message_boxes.told == []


def test_a_file_is_opened_once_even_if_it_is_chosen_again_while_its_drive_is_asked(
    context: AppContext,
    saved: Path,
    message_boxes: ScriptedMessageBoxes,
    monkeypatch: pytest.MonkeyPatch,
    answers: threading.Event,
    qtbot: QtBot,
) -> None:
    hang(monkeypatch, places, "is_there", answers)
    monkeypatch.setattr("stakemap.app.kit.waiting.PATIENCE", 1)

    def choose_again(dialog: ProgressDialog) -> None:
        assert documents_of(context).open_file(saved) is None
        monkeypatch.setattr("stakemap.app.kit.waiting.PATIENCE", 60_000)
        answers.set()
        qtbot.waitUntil(lambda: bool(dialog.result()))

    message_boxes.dialogs = [choose_again]
    window = documents_of(context).open_file(saved)
    assert context.windows == [window]


def test_saving_elsewhere_onto_a_drive_that_hangs_can_be_left(
    open_map: OpenWindow,
    saved: Path,
    message_boxes: ScriptedMessageBoxes,
    monkeypatch: pytest.MonkeyPatch,
    answers: threading.Event,
) -> None:
    driver = open_map()
    hang(monkeypatch, places, "is_there", answers)
    monkeypatch.setattr("stakemap.app.kit.waiting.PATIENCE", 1)
    message_boxes.answers = [saved]
    message_boxes.dialogs = [leave]
    assert not driver.window.service(Saving).save_as()
    assert driver.session.path is None


def test_a_store_that_does_not_answer_keeps_the_list_of_versions_but_not_the_window(
    open_map: OpenWindow,
    message_boxes: ScriptedMessageBoxes,
    monkeypatch: pytest.MonkeyPatch,
    answers: threading.Event,
) -> None:
    driver = open_map()
    driver.session.apply(set_texts.of(title="Mine"), label="Retitle")
    hang(monkeypatch, autosave.Autosave, "versions", answers)
    monkeypatch.setattr("stakemap.app.kit.waiting.PATIENCE", 1)
    message_boxes.dialogs = [leave]
    driver.trigger("versions")
    assert message_boxes.asked == ["dialog ProgressDialog"]


def test_quitting_does_not_wait_for_a_locked_store_and_says_what_was_not_kept(
    open_map: OpenWindow,
    context: AppContext,
    message_boxes: ScriptedMessageBoxes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert autosave.LEAVING_SECONDS + autosave.ENDING_SECONDS < 1
    monkeypatch.setattr(autosave, "LEAVING_SECONDS", 0.02)
    monkeypatch.setattr(autosave, "ENDING_SECONDS", 0.0)
    driver = open_map()
    service = context.service(autosave.Autosave)
    service.follow(driver.session)
    driver.session.apply(set_texts.of(title="Mine"), label="Retitle")
    writer = service.writer
    assert writer.flush()
    store = sqlite3.connect(state_folder() / "versions" / "versions.sqlite3", isolation_level=None)
    store.execute("BEGIN EXCLUSIVE")
    try:
        message_boxes.answers = ["discard"]
        assert context.quit()
        assert [headline for headline, _, _ in message_boxes.told] == ["Earlier versions were not kept"]
    finally:
        store.execute("ROLLBACK")
        store.close()
        writer.flush()


def test_settings_are_written_where_nobody_waits(
    monkeypatch: pytest.MonkeyPatch, message_boxes: ScriptedMessageBoxes, answers: threading.Event
) -> None:
    hang(monkeypatch, settings, "write_bytes_safely", answers)
    background = Background()
    context = context_for(SettingsStore(run=background.run), message_boxes, lambda: "2025-08-01")
    context.change_settings(author="Ada")
    assert context.settings.author == "Ada"
    assert not background.wait(0)
    answers.set()
    assert background.wait(20)
    assert SettingsStore().load().author == "Ada"
