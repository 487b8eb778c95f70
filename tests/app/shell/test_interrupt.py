"""Ctrl+C in the terminal ends the app at once and loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from samples import sample
from stakemap.app.document.autosave import Autosave
from stakemap.storage.files import save_map

#: Starts the app, and once its window is there does something in it and says so.
PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from stakemap.cli import main
from stakemap.model import edits

def act():
    window = next(each for each in QApplication.topLevelWidgets() if getattr(each, "session", None))
    {act}
    print("ready", flush=True)
    {then}

def exec_and_act(*_):
    QTimer.singleShot(200, act)
    return plain_exec()

plain_exec, QApplication.exec = QApplication.exec, exec_and_act
sys.exit(main(sys.argv[1:]))
"""
EDIT = 'window.session.apply(edits.set_texts.of(title="Not saved"), label="Change the title")'
TYPE = """
    window.panels.show("inspector", True)
    window.view.select("armenia")
    inspector = window.panels.content("inspector")
    from stakemap.app.features.inspector.actor_form import ActorForm
    inspector.form(ActorForm).fields["note"].editor.setPlainText("Not saved")
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process cannot send Ctrl+C to one other")


def _interrupted(path: Path, act: str, then: str = "") -> tuple[int, str]:
    """The exit status and the errors of the app after it has acted on a map and got Ctrl+C."""
    program = [sys.executable, "-c", PROGRAM.format(act=act, then=then), str(path)]
    with subprocess.Popen(
        program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            assert process.stdout.readline() == "ready\n", process.stderr.read()
            process.send_signal(signal.SIGINT)
            return process.wait(20), process.stderr.read()
        finally:
            process.kill()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "map.stakemap.json"
    save_map(made, sample())
    return made


def _errors(text: str) -> list[str]:
    return [line for line in text.splitlines() if "propagateSizeHints" not in line]


def test_unsaved_work_is_offered_at_the_next_start(path: Path) -> None:
    content = path.read_bytes()
    status, errors = _interrupted(path, EDIT)
    assert (status, _errors(errors)) == (130, [])
    assert path.read_bytes() == content
    autosave = Autosave()
    (work,) = autosave.recoverable()
    assert work.path == path
    assert autosave.load(work).title == "Not saved"


def test_what_is_being_typed_is_kept(path: Path) -> None:
    status, errors = _interrupted(path, TYPE)
    assert (status, _errors(errors)) == (130, [])
    autosave = Autosave()
    (work,) = autosave.recoverable()
    assert autosave.load(work).actors["armenia"].note == "Not saved"


def test_an_open_dialog_does_not_keep_it(path: Path) -> None:
    dialog = 'window.host.actions["groups"].trigger()'
    status, errors = _interrupted(path, EDIT, dialog)
    assert (status, _errors(errors)) == (130, [])
    assert Autosave().recoverable()


def test_without_a_change_there_is_nothing_to_offer(path: Path) -> None:
    assert _interrupted(path, "pass")[0] == 130
    assert not Autosave().recoverable()
