"""`stakemap desktop-setup`: what it writes for the desktop, that it opens maps, and that it takes it back."""

from __future__ import annotations

import configparser
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from stakemap.cli import main
from stakemap.commands.command import FAILED

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="for desktops on Linux")


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of data of a user who has none yet."""
    folder = tmp_path / "my home" / "share"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    return folder


def files(folder: Path) -> set[str]:
    """The files below a folder, without the caches that other programs keep there."""
    kept = ("applications/stakemap.desktop", "icons", "mime/packages")
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name for name in found if name.startswith(kept)}


def command_in(share: Path) -> list[str]:
    """The words of the command of the entry, as GLib reads them: a string, then a command line."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(share / "applications" / "stakemap.desktop", encoding="utf-8")
    value = parser["Desktop Entry"]["Exec"].replace("\\\\", "\\").removesuffix(" %F")
    told = subprocess.run(["sh", "-c", f"printf '%s\\n' {value}"], capture_output=True, text=True, check=True)
    return [word.replace("%%", "%") for word in told.stdout.splitlines()]


def freeze(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", program)


def test_it_says_what_it_writes_and_takes_it_back(share: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = {"applications/stakemap.desktop", "mime/packages/stakemap.xml"}
    written |= {"icons/hicolor/scalable/apps/stakemap.svg"}
    for _ in range(2):
        assert main(["desktop-setup"]) == 0
        said = capsys.readouterr().out.splitlines()
        assert set(said[:3]) == {f"{share / name}: written" for name in written}
        assert said[3] == "To undo it: stakemap desktop-setup --undo"
        assert files(share) == written
    (share / "applications" / "other.desktop").write_text("[Desktop Entry]\n")
    for told in ("removed", "is not there"):
        assert main(["desktop-setup", "--undo"]) == 0
        said = capsys.readouterr().out.splitlines()
        assert set(said) == {f"{share / name}: {told}" for name in written}
        assert files(share) == set()
    assert (share / "applications" / "other.desktop").exists()


def test_the_entry_starts_this_very_program(share: Path, tmp_path: Path) -> None:
    assert main(["desktop-setup"]) == 0
    command = command_in(share)
    told = subprocess.run([*command, "--version"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert told.stdout.startswith("stakemap ")


@pytest.mark.parametrize("folder", ["My Apps", "it's", 'a "b" $HOME `c` \\d', "50 %F", "Քարտեզ"])
def test_any_folder_of_the_program_is_quoted(
    folder: str, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze(monkeypatch, f"/opt/{folder}/stakemap")
    assert main(["desktop-setup"]) == 0
    assert command_in(share)[-1] == f"/opt/{folder}/stakemap"


def test_a_portable_program_starts_as_portable(
    share: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze(monkeypatch, str(tmp_path / "stakemap"))
    for name in ("STAKEMAP_CONFIG_DIR", "STAKEMAP_STATE_DIR"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    assert main(["desktop-setup", "--portable"]) == 0
    assert command_in(share) == [str(tmp_path / "stakemap"), "--portable"]


@pytest.mark.parametrize("place", ["a folder of another encoding", "a file in its way", "another system"])
def test_where_it_cannot_be_done_it_says_so_in_a_sentence(
    place: str, share: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if place == "a file in its way":
        share.parent.mkdir()
        share.write_text("")
    elif place == "another system":
        monkeypatch.setattr(sys, "platform", "win32")
    else:
        freeze(monkeypatch, os.fsdecode(b"/opt/caf\xe9/stakemap"))
    assert main(["desktop-setup"]) == FAILED
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("stakemap: ")


def test_without_the_programs_of_a_desktop_it_warns(
    share: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(share))
    assert main(["desktop-setup"]) == 0
    warnings = capsys.readouterr().err.splitlines()
    assert [line.split(" is missing")[0] for line in warnings] == [
        "stakemap: warning: update-mime-database",
        "stakemap: warning: update-desktop-database",
    ]


@pytest.mark.skipif(
    not all(map(shutil.which, ("gio", "update-mime-database", "update-desktop-database"))),
    reason="needs the programs of a desktop",
)
def test_a_desktop_opens_maps_with_it(share: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, opened = tmp_path / "50 % of it's" / "stakemap", tmp_path / "opened"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\nprintf %s "$1" >{shlex.quote(str(opened))}.part; mv {opened}.part {opened}\n'
    )
    program.chmod(0o755)
    freeze(monkeypatch, str(program))
    assert main(["desktop-setup"]) == 0
    path = tmp_path / "a map.stakemap.json"
    path.write_text("{}")
    kept = {name: os.environ[name] for name in ("PATH", "XDG_DATA_HOME")} | {"HOME": str(tmp_path)}
    subprocess.run(["gio", "open", path], env=kept, check=True, capture_output=True, timeout=20)
    for _ in range(100):
        if opened.exists():
            break
        subprocess.run(["sleep", "0.05"], check=True)
    assert opened.read_text() == str(path)
