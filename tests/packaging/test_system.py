"""What the set-up script asks of the system: packages, libraries, a display."""

from __future__ import annotations

import io
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import system

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt brings its libraries")


@pytest.fixture
def apt(monkeypatch):
    """A Debian on which we are root; the list of the commands that were run on it."""
    commands = []
    system.refresh_package_lists.cache_clear()

    def note(command, **_):
        commands.append(command)
        return subprocess.CompletedProcess(command, 0, b"", b"")

    monkeypatch.setattr(system.subprocess, "run", note)
    monkeypatch.setattr(system, "is_debian", lambda: True)
    monkeypatch.setattr(system, "is_root", lambda: True)
    return commands


def test_root_installs_packages_after_one_update(apt, capsys):
    assert system.install_packages(["libegl1", "xvfb"])
    assert [command[1] for command in apt] == ["update", "install"]
    assert {"libegl1", "xvfb"} <= set(apt[1])
    assert "--yes" in apt[1]
    assert system.install_packages(["xdotool"])
    assert [command[1] for command in apt] == ["update", "install", "install"]


def test_the_command_is_told_before_it_is_run(apt, monkeypatch, capsys):
    monkeypatch.setattr(system, "refresh_package_lists", lambda: apt.append(capsys.readouterr().out))
    monkeypatch.setenv("CI", "true")
    system.install_packages(["libegl1"])
    assert "\n    apt-get update && apt-get install --yes --no-install-recommends libegl1\n" in apt[0]


@pytest.mark.parametrize(("answer", "is_run"), [("", True), ("y", True), ("n", False), ("what", False)])
def test_it_asks_at_a_terminal(apt, monkeypatch, capsys, answer, is_run):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.setattr(system.sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: answer)
    assert system.install_packages(["libegl1"]) is is_run
    assert bool(apt) is is_run


def test_it_waits_for_another_program_that_installs(apt, monkeypatch, capsys):
    answers = iter([100, 100, 0])
    said = b"E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7 (apt-get)"

    def run(command, **_):
        apt.append(command)
        return subprocess.CompletedProcess(command, next(answers), said, b"")

    monkeypatch.setattr(system.subprocess, "run", run)
    monkeypatch.setattr(system.time, "sleep", lambda _: None)
    assert system.apt_get("install", "libegl1").returncode == 0
    assert len(apt) == 3
    assert capsys.readouterr().out.count("waiting") == 1
    monkeypatch.setattr(system, "LOCK_SECONDS", -1)
    answers = iter([100])
    assert system.apt_get("update").returncode == 100


def test_others_get_the_exact_command(apt, monkeypatch, capsys):
    monkeypatch.setattr(system, "is_root", lambda: False)
    assert not system.install_packages(["libegl1", "xvfb"])
    assert apt == []
    assert "\n    sudo apt-get install --yes libegl1 xvfb\n" in capsys.readouterr().out


def test_a_missing_venv_module_is_installed(apt, monkeypatch, capsys):
    monkeypatch.setattr(system, "has_venv_module", lambda: len(apt) == 2)
    system.need_venv_module()
    assert f"python3.{sys.version_info.minor}-venv" in apt[1]


def test_a_missing_venv_module_that_cannot_be_installed_is_named(apt, monkeypatch, capsys):
    monkeypatch.setattr(system, "has_venv_module", lambda: False)
    monkeypatch.setattr(system, "is_root", lambda: False)
    with pytest.raises(system.SetupError, match="start again"):
        system.need_venv_module()
    assert f"apt-get install --yes python3.{sys.version_info.minor}-venv" in capsys.readouterr().out


@pytest.fixture
def loader(tmp_path, monkeypatch):
    """A dynamic loader that misses what the files `window` and `core` name."""
    script = tmp_path / "ldd"
    script.write_text('#!/bin/sh\nfor f in "$@"; do cat "$f"; done\n')
    script.chmod(0o755)
    core, window = tmp_path / "core", tmp_path / "window"
    core.write_text("\tlibc.so.6 => /lib/libc.so.6 (0x1)\n")
    window.write_text("\tlibxcb-cursor.so.0 => not found\n\tlibstrange.so.2 => not found\n")
    monkeypatch.setattr(system, "qt_binaries", lambda _: ([core], [window]))
    monkeypatch.setattr(system.shutil, "which", lambda name: str(script) if name == "ldd" else None)
    return core, window


@linux_only
def test_missing_window_libraries_are_named_but_do_not_stop(loader, monkeypatch, capsys):
    monkeypatch.setattr(system, "is_debian", lambda: True)
    monkeypatch.setattr(system, "is_root", lambda: False)
    system.check_system(Path(), {})
    said = capsys.readouterr().out
    assert "apt-get install --yes libxcb-cursor0\n" in said
    assert "libstrange.so.2" in said


@linux_only
def test_missing_drawing_libraries_stop(loader, monkeypatch, capsys):
    monkeypatch.setattr(system, "is_debian", lambda: False)
    loader[0].write_text("\tlibEGL.so.1 => not found\n")
    with pytest.raises(system.SetupError, match="cannot draw"):
        system.check_system(Path(), {})
    assert "libEGL.so.1, libstrange.so.2, libxcb-cursor.so.0" in capsys.readouterr().out


@linux_only
def test_programs_for_the_tests_are_wanted(loader, monkeypatch, capsys):
    monkeypatch.setattr(system, "is_debian", lambda: True)
    monkeypatch.setattr(system, "is_root", lambda: False)
    loader[1].write_text("")
    system.check_system(Path(), {"Xvfb": "xvfb"})
    assert "apt-get install --yes xvfb\n" in capsys.readouterr().out


@linux_only
def test_the_libraries_of_the_installed_qt_are_known():
    """Whatever Qt's files load from the system and a small Debian lacks has its package named."""
    folder = next(Path(path) / "PySide6" for path in sys.path if (Path(path) / "PySide6").is_dir())
    modules, plugins = system.qt_binaries(folder.parents[3])
    assert modules
    assert plugins
    listing = subprocess.run(["ldd", *modules, *plugins], capture_output=True, text=True, check=True).stdout
    needed = set(re.findall(r"\t(\S+\.so\S*) =>", listing))
    assert {"libxcb-cursor.so.0", "libEGL.so.1"} <= needed & system.PACKAGES.keys()
    windowing = {name for name in needed if name.startswith(("libxcb-", "libxkb", "libwayland"))}
    assert windowing <= system.PACKAGES.keys()


@linux_only
@pytest.mark.parametrize("display", ["", ":", "nonsense", ":98765", "nowhere.invalid:0"])
def test_a_dead_display_is_none(monkeypatch, display):
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", display)
    assert not system.has_display()


@linux_only
def test_a_display_that_answers_is_one(monkeypatch):
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    number = 40_000 + os.getpid() % 20_000
    monkeypatch.setenv("DISPLAY", f":{number}.0")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"\0/tmp/.X11-unix/X{number}")
        server.listen()
        assert system.has_display()
