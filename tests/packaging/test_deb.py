"""What the .deb is made of: its manual page, what it depends on, its fields."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from building import libraries, trim
from building.deb import control
from building.man_page import sections
from building.targets import BuildError
from system import PACKAGES

HELP = """\
Map who matters. Without a command: the app.

options:
  -h, --help     show this help
  --a-very-long-option FILE
                 a \\file

commands:
  COMMAND
    open         open maps
    git-setup    have git merge

Exit status: 0 done.
"""


def test_the_manual_page_tells_options_and_commands() -> None:
    lines = list(sections(HELP))
    assert lines[:2] == [".PP", "Map who matters. Without a command: the app."]
    assert [line for line in lines if line.startswith(".SS")] == [".SS Options", ".SS Commands"]
    assert r".B \-\-a\-very\-long\-option FILE" in lines
    assert r"a \efile" in lines
    assert [line for line in lines if line.startswith(".B ")][-2:] == [".B open", r".B git\-setup"]
    assert "COMMAND" not in "\n".join(lines)
    assert lines[-1] == "Exit status: 0 done."


def test_it_depends_on_what_is_needed_and_not_brought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "libxkbcommon.so.0").write_bytes(b"")
    needed = {"libc.so.6", "libm.so.6", "libstdc++.so.6", "libEGL.so.1", "libxkbcommon.so.0"}
    symbols = {"GLIBC_2.9", "GLIBC_2.34", "GLIBC_PRIVATE", "GLIBCXX_3.4.9", "GLIBCXX_3.4.30"}
    monkeypatch.setattr(libraries, "needs", lambda _: (needed, symbols))
    assert libraries.dependencies(tmp_path) == ["libc6 (>= 2.34)", "libegl1", "libstdc++6 (>= 12)"]
    needed.add("libunheard-of.so.7")
    with pytest.raises(BuildError, match=r"^libunheard-of\.so\.7 is needed; .*\.$"):
        libraries.dependencies(tmp_path)


def test_symbols_that_no_known_compiler_has_are_not_taken_for_old_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libraries, "needs", lambda _: ({"libstdc++.so.6"}, {"GLIBCXX_3.4.99"}))
    with pytest.raises(BuildError, match=r"^GLIBCXX_3\.4\.99 is needed; .*\.$"):
        libraries.dependencies(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_no_link_to_what_is_left_out_stays(tmp_path: Path) -> None:
    (tmp_path / "libQt6Core.txt").write_bytes(b"")
    (tmp_path / "kept").symlink_to("libQt6Core.txt")
    (tmp_path / "dangling").symlink_to("libQt6Network.txt")
    trim.shrink(tmp_path, ["en"], [])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "libQt6Core.txt"]


def test_libraries_look_nowhere_on_the_machine_that_built_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "  NEEDED  libc.so.6\n  RUNPATH              /home/builder/lib\n"
    monkeypatch.setattr(
        libraries.subprocess, "run", lambda command, **_: CompletedProcess(command, 0, stdout=told)
    )
    library = tmp_path / "_csv.cpython-311.so"
    library.write_bytes(b"\x7fELF\0libc.so.6\0/home/builder/lib\0symbol\0")
    libraries.forget_places(tmp_path)
    assert library.read_bytes() == b"\x7fELF\0libc.so.6\0" + b"\0" * 18 + b"symbol\0"


@pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("objdump"), reason="reads programs of Linux by objdump"
)
def test_programs_tell_what_they_need() -> None:
    names, symbols = libraries.needs([Path("/bin/sh").resolve()])
    assert "libc.so.6" in names
    assert any(re.fullmatch(r"GLIBC_[0-9.]+", symbol) for symbol in symbols)


def test_its_fields_are_those_that_dpkg_expects() -> None:
    text = control("amd64", sorted(set(PACKAGES.values())), 1000)
    assert re.search(r"^Package: stakemap\nVersion: [0-9.]+\nArchitecture: amd64\n", text)
    assert all(line.startswith(" ") or re.match(r"[A-Z][A-Za-z-]+: \S", line) for line in text.splitlines())
    assert text.endswith("connection.\n")
