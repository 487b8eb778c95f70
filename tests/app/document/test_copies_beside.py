"""A copy in conflict that a shared folder puts beside an open map is noticed, and offered once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app_driver import documents_of
from samples import another, sample
from stakemap.model.edits import set_texts
from stakemap.storage.files import save_map

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from stakemap.app.kit.other_version import OtherVersion
    from stakemap.app.kit.window import AppContext
    from stakemap.app.shell.main_window import MainWindow

BORIS = set_texts(sample(), note="Boris was here")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stakemap.app.document.external_changes.WATCH_DELAY", 0)
    monkeypatch.setattr("stakemap.app.document.file_watch.THROTTLE", 30)


def test_it_is_offered_when_it_comes_and_when_it_changes(
    window: MainWindow, context: AppContext, path: Path, qtbot: QtBot
) -> None:
    session = window.session
    assert session is not None
    asked: list[OtherVersion] = []
    window.comparison_requested.connect(asked.append)
    watching = documents_of(context).external_changes
    qtbot.waitUntil(lambda: (watch := watching.watch_of(session)) is not None and watch.state is not None)
    save_map(path.with_name("corridor.stakemap (1).json"), sample())
    save_map(path.with_name("corridor (2).stakemap.json"), another())
    path.with_name("corridor (3).stakemap.json").write_bytes(b"half a m")
    save_map(path.with_name("unrelated.stakemap.json"), BORIS)
    copy = path.with_name("corridor (Boris's conflicted copy 2026-01-01).stakemap.json")
    save_map(copy, BORIS)
    text = f"“{copy.name}” lies beside this map and is another version of it."
    qtbot.waitUntil(lambda: text in window.notices.texts())
    assert window.notices.texts() == [text]
    _merge, leave = window.notices.buttons(f"copy {copy}")
    leave.click()
    assert window.notices.texts() == []
    # What was left alone is not offered again, in another window of the file neither.
    looked: list[None] = []
    watch = watching.watch_of(session)
    assert watch is not None
    watch.looked.connect(lambda: looked.append(None))
    path.with_name("another.txt").touch()
    qtbot.waitUntil(lambda: looked != [])
    assert window.notices.texts() == []
    save_map(copy, set_texts(BORIS, title="Later"))
    watching.check(session)
    qtbot.waitUntil(lambda: window.notices.texts() == [text])
    window.notices.buttons(f"copy {copy}")[0].click()
    assert [(other.name, other.document.title) for other in asked] == [(copy.name, "Later")]
    assert window.notices.texts() == []


def test_one_that_was_there_is_offered_on_opening(context: AppContext, path: Path, qtbot: QtBot) -> None:
    copy = path.with_name("corridor.stakemap.sync-conflict-20260101-120000-ABCDEF7.json")
    save_map(copy, BORIS)
    window = documents_of(context).open_file(path)
    assert window is not None
    qtbot.waitUntil(lambda: window.notices.texts() != [])
    assert copy.name in window.notices.texts()[0]
