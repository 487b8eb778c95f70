"""Stakemap as a desktop starts it: without streams, and with a window for what cannot be done."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from stakemap import cli
from stakemap.app.kit.message_boxes import QtMessageBoxes
from stakemap.app.shell import application
from stakemap.app.shell.requested_files import Application
from stakemap.commands import desktop
from stakemap.commands.command import COMMANDS, DONE, FAILED, FAULTY
from stakemap.storage.files import save_map
from stakemap.storage.presets import load_preset


def main_without_streams(*words: str) -> int:
    """Run a command as in the program for windows on Windows, and in pythonw."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__"):
            patch.setattr(sys, name, None)
        return cli.main(words)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was told in a window."""
    sentences: list[str] = []
    monkeypatch.setattr(desktop, "show_failure", sentences.append)
    return sentences


#: A call of each command; {map} is a map, {folder} a folder of the test.
CALLS = {
    "analyse": "{map} --json",
    "combine": "{map} {copy} -o {folder}/combined.stakemap.json",
    "desktop-setup": "--help",
    "diff": "{map} {map}",
    "export": "{map} -o {folder}/all.csv",
    "git-setup": "--help",
    "import": "{folder}/actors.csv -o {folder}/imported.stakemap.json",
    "merge": "{map} {map} {map} -o {folder}/merged.stakemap.json",
    "merge-driver": "{map} {map} {map}",
    "new": "-o {folder}/new.stakemap.json",
    "open": "--help",
    "presets": "",
    "round": "gather {map} --help",
    "schema": "",
    "selftest": "--help",
    "textconv": "{map}",
    "validate": "{map}",
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_needs_no_stream(command: str, tmp_path: Path, shown: list[str]) -> None:
    path, copy = tmp_path / "map.stakemap.json", tmp_path / "copy.stakemap.json"
    for place in (path, copy):
        save_map(place, load_preset("armenia-turkiye"))
    (tmp_path / "actors.csv").write_text("Name,Influence,Alignment\nGeorgia,40,20\n", encoding="utf-8")
    words = [word.format(map=path, copy=copy, folder=tmp_path) for word in CALLS[command].split()]
    assert main_without_streams(command, *words) in (DONE, FAULTY)
    assert main_without_streams(command, "--no-such-option") == FAILED
    assert len(shown) == (command == "open")


def test_an_unexpected_error_needs_no_stream(monkeypatch: pytest.MonkeyPatch, shown: list[str]) -> None:
    def fail(*_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(application, "run", fail)
    assert main_without_streams() == FAILED
    assert "ZeroDivisionError" in shown[0]


def test_a_start_that_fails_is_shown_where_nobody_reads(
    monkeypatch: pytest.MonkeyPatch, shown: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["open", "--preset", "atlantis"]
    assert cli.main(words) == FAILED
    monkeypatch.setenv("GIO_LAUNCHED_DESKTOP_FILE_PID", str(os.getppid()))
    assert cli.main(words) == FAILED
    assert shown == []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("GIO_LAUNCHED_DESKTOP_FILE_PID", str(os.getpid()))
    assert cli.main(words) == FAILED
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(os, "getppid", lambda: 1)
    assert cli.main(words) == FAILED
    assert len(shown) == 2
    assert capsys.readouterr().err.count(shown[0]) == 4


def test_a_failure_is_shown_where_there_are_windows(
    qapp: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[object, ...]] = []
    monkeypatch.setattr(QtMessageBoxes, "show_message", lambda _, *words: told.append(words))
    desktop.show_failure("There is no such preset.")
    assert told == []
    monkeypatch.setattr(Application, "platformName", lambda _=None: "windows")
    desktop.show_failure("There is no such preset.")
    assert [words[-1] for words in told] == ["There is no such preset."]
