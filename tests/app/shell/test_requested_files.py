"""Files that the desktop asks the app to open by an event, as macOS does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QFileOpenEvent
from pytestqt.qtbot import QtBot

from app_driver import ScriptedMessageBoxes, make_context, tidy_up
from samples import sample
from stakemap.app.kit.window import AppContext
from stakemap.app.shell import application
from stakemap.app.shell.requested_files import Application, open_when_requested
from stakemap.storage.files import save_map
from stakemap.storage.presets import load_preset


@pytest.fixture
def context(qapp: Application) -> Iterator[AppContext]:
    message_boxes = ScriptedMessageBoxes()
    context = make_context(message_boxes)
    yield context
    qapp.files_requested.disconnect()
    tidy_up(context, message_boxes)


def _ask_for(app: Application, *places: Path | QUrl) -> None:
    for place in places:
        QCoreApplication.postEvent(app, QFileOpenEvent(str(place) if isinstance(place, Path) else place))
    QCoreApplication.processEvents()


def test_what_was_asked_for_before_there_is_a_window_is_opened_at_the_start(
    qapp: Application, tmp_path: Path
) -> None:
    paths = tmp_path / "Ընդհանուր քարտեզ.stakemap.json", tmp_path / "two words.stakemap"
    _ask_for(qapp, *paths)
    assert qapp.requested_at_start() == paths
    assert qapp.requested_at_start() == ()


def test_addresses_that_are_no_files_are_ignored(qapp: Application, tmp_path: Path) -> None:
    path = tmp_path / "corridor.stakemap.json"
    _ask_for(qapp, QUrl("https://example.org/corridor.stakemap.json"), QUrl.fromLocalFile(str(path)))
    assert qapp.requested_at_start() == (path,)


def test_what_is_asked_for_later_is_opened_in_the_free_window_and_then_in_new_ones(
    qapp: Application, context: AppContext, tmp_path: Path, qtbot: QtBot
) -> None:
    first, second, third = (tmp_path / f"{name}.stakemap.json" for name in ("first", "second", "third"))
    save_map(first, sample())
    save_map(second, load_preset("armenia-turkiye"))
    save_map(third, load_preset("blank"))
    _ask_for(qapp, first)
    welcome = context.show_welcome()
    open_when_requested(context, qapp)
    assert [window.session.path for window in context.windows if window.session] == [first]
    assert welcome.session is not None
    _ask_for(qapp, second, third, first)
    assert [window.session.path for window in context.windows if window.session] == [first, second, third]


def test_a_file_that_cannot_be_read_is_told_in_a_message(
    qapp: Application, context: AppContext, tmp_path: Path
) -> None:
    open_when_requested(context, qapp)
    _ask_for(qapp, tmp_path / "gone.stakemap.json")
    assert isinstance(context.message_boxes, ScriptedMessageBoxes)
    assert len(context.message_boxes.told) == 1
    assert context.windows == []


def test_windows_is_told_the_name_of_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    shell = SimpleNamespace(SetCurrentProcessExplicitAppUserModelID=told.append)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr("ctypes.windll", SimpleNamespace(shell32=shell), raising=False)
    application.claim_taskbar_button()
    assert told == [application.APPLICATION_ID]
