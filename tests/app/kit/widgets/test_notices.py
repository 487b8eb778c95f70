"""What nobody asked for is told above the window, stays until it is read, and offers what can be done."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from app_driver import ScriptedMessageBoxes, make_context, named, tidy_up
from stakemap.app.shell.crash_report import report_crashes
from stakemap.logs import state_folder
from stakemap.storage.crash_notes import CrashNote, unreported_crashes
from stakemap.storage.folders import config_folder

if TYPE_CHECKING:
    from conftest import OpenWindow
    from stakemap.app.kit.window import AppContext

DIES = """
import ctypes, os, signal
from stakemap.storage.crash_notes import CrashNote
note = CrashNote()
note.begin()
{end}
"""


def die(end: str) -> int:
    return subprocess.run(
        [sys.executable, "-c", DIES.format(end=end)],
        env=os.environ | {"PYTHONFAULTHANDLER": ""},
        capture_output=True,
        timeout=60,
        check=False,
    ).returncode


def test_a_hard_crash_is_told_of_once_with_its_place() -> None:
    assert die("def in_the_wrong_place():\n    ctypes.string_at(0)\nin_the_wrong_place()") != 0
    (crash,) = unreported_crashes()
    assert "in_the_wrong_place" in crash.text
    assert crash.path.read_text("utf-8").strip() == crash.text
    assert unreported_crashes() == ()


@pytest.mark.parametrize("end", ["note.end()", "os._exit(1)"])
def test_an_end_without_a_crash_is_not_told_of(end: str) -> None:
    die(end)
    assert unreported_crashes() == ()
    assert list((state_folder() / "crashes").iterdir()) == []


def test_a_process_that_runs_has_not_crashed() -> None:
    note = CrashNote()
    note.begin()
    try:
        assert unreported_crashes() == ()
        assert len(list((state_folder() / "crashes").iterdir())) == 1
    finally:
        note.end()


def test_only_the_newest_crashes_are_kept() -> None:
    folder = state_folder() / "crashes"
    folder.mkdir(parents=True)
    for number in range(9):
        (folder / f"2025010{number}-000000-1.running").write_text("Fatal Python error")
    assert len(unreported_crashes()) == 9
    assert len(list(folder.iterdir())) == 5


def test_the_next_start_mentions_the_crash_and_shows_its_details(
    context: AppContext, message_boxes: ScriptedMessageBoxes
) -> None:
    die("os.abort()")
    window = context.show_welcome()
    report_crashes(context)
    assert "crashed" in window.notices.texts()[0]
    assert window.notices.isVisible()
    (details,) = window.notices.buttons("crash")
    QTest.mouseClick(details, Qt.MouseButton.LeftButton)
    assert "Fatal Python error" in message_boxes.told[0][2]


def test_broken_settings_are_told_in_the_first_window(
    message_boxes: ScriptedMessageBoxes, qapp: object
) -> None:
    config_folder().mkdir(parents=True)
    (config_folder() / "settings.json").write_text('{"theme": "purple"}')
    context = make_context(message_boxes)
    window = context.show_welcome()
    assert "theme" in window.notices.texts()[0]
    tidy_up(context, message_boxes)


def test_a_notice_is_replaced_dismissed_and_withdrawn(open_map: OpenWindow) -> None:
    notices = open_map().window.notices
    assert not notices.isVisible()
    notices.post("a", "First")
    notices.post("b", "<b>Second</b>")
    notices.post("a", "First, again")
    assert notices.texts() == ["First, again", "<b>Second</b>"]
    dismiss = named(notices, QAbstractButton, "Dismiss: First, again")
    QTest.mouseClick(dismiss, Qt.MouseButton.LeftButton)
    assert notices.texts() == ["<b>Second</b>"]
    notices.withdraw("b")
    assert not notices.isVisible()
