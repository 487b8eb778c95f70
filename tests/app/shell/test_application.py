"""The app as a process: it opens, paints and leaves; without a screen it says so in one line."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app_driver import ScriptedMessageBoxes, tidy_up
from samples import sample
from stakemap.app.shell import application
from stakemap.storage.files import save_map
from stakemap.storage.settings.settings import SettingsStore


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run(
        [sys.executable, "-m", "stakemap", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        env={**env, **environment},
        check=False,
    )


def test_a_preset_is_opened_painted_and_left() -> None:
    result = _run("open", "--preset", "armenia-turkiye", "--exit-when-painted")
    assert (result.returncode, result.stderr) == (0, "")


def test_files_are_opened(tmp_path: Path) -> None:
    path = tmp_path / "map.stakemap.json"
    save_map(path, sample())
    before = path.read_bytes()
    result = _run("open", str(path), "--exit-when-painted")
    assert (result.returncode, result.stderr) == (0, "")
    assert path.read_bytes() == before


def test_an_error_before_the_first_paint_ends_the_process() -> None:
    code = (
        "import sys\n"
        "from stakemap import cli\n"
        "from stakemap.app.canvas.layers.stage import Stage\n"
        "Stage.paint = lambda *_: 1 / 0\n"
        "sys.exit(cli.main(['open', '--preset', 'blank', '--exit-when-painted']))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    assert result.returncode == application.FAILED
    assert "ZeroDivisionError" in result.stderr


def test_an_unknown_preset_is_one_line() -> None:
    result = _run("open", "--preset", "atlantis")
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only here windows need a display")
def test_without_a_display_it_says_so_in_one_clear_line() -> None:
    result = _run("open", "--preset", "armenia-turkiye", QT_QPA_PLATFORM="")
    assert result.returncode == 2
    lines = [line for line in result.stderr.splitlines() if not line.startswith("qt.qpa")]
    assert len(lines) == 1
    assert "no display" in lines[0]
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(("language", "heeded"), [("hy", ["hy"]), (None, []), ("", [])])
def test_the_language_of_the_settings_is_heeded(
    qapp: object, monkeypatch: pytest.MonkeyPatch, language: str | None, heeded: list[str]
) -> None:
    chosen: list[str] = []
    monkeypatch.setattr(application, "set_language", chosen.append)
    SettingsStore().update(language=language)
    context = application.make_context()
    assert context.reporter is not None
    context.reporter.uninstall()
    tidy_up(context, ScriptedMessageBoxes())
    assert chosen == heeded


def test_no_heavy_dialog_is_loaded_at_the_start() -> None:
    code = (
        "import sys\n"
        "from stakemap.app.shell.application import make_application, make_context\n"
        "from stakemap.app.document.documents import Documents\n"
        "application = make_application()\n"
        "context = make_context()\n"
        "context.reporter.uninstall()\n"
        "window = context.service(Documents).open_preset('armenia-turkiye')\n"
        "dialogs = ('_dialog', '.about', '.clean_copy', '.earlier_versions', '.export.dialog', '.palette',\n"
        "           '.groups.dialog', '.issues.dialog', '.preferences', '.guide.window', '.tour',\n"
        "           '.unsaved_work')\n"
        "ours = [name for name in sys.modules if name.startswith('stakemap.app.')]\n"
        "loaded = [name for name in ours if name.endswith(dialogs)]\n"
        "assert not loaded, loaded\n"
        "for name in ('numpy.ma', 'sqlite3', 'PySide6.QtNetwork', 'stakemap.export.png'):\n"
        "    assert name not in sys.modules, name\n"
        "print('quick')\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    assert result.stdout == "quick\n", result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files are those of POSIX")
def test_a_start_closes_the_folders_of_settings_and_state(own_folders: Path) -> None:
    folders = [own_folders / "config", own_folders / "state"]
    for folder in folders:
        folder.mkdir()
        folder.chmod(0o755)
    assert _run("open", "--exit-when-painted").returncode == 0
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700, 0o700]


@pytest.mark.parametrize("name", ["config", "state"])
def test_a_file_in_the_place_of_a_folder_stops_no_start(own_folders: Path, name: str) -> None:
    (own_folders / name).write_bytes(b"in the way")
    for arguments in ((), ("--preset", "blank")):
        result = _run("open", *arguments, "--exit-when-painted")
        assert (result.returncode, result.stderr) == (0, "")
