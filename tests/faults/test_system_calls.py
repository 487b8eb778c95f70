"""The watch over what the app opens: what it lets pass, and what it does not overlook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from faults.hostile_maps import hostile_maps
from faults.system_calls import BEGIN, END, allowed, forbidden_calls

FINE = (
    'openat(AT_FDCWD, "/allowed/a.json", O_RDONLY|O_CLOEXEC) = 3',
    '12 openat(AT_FDCWD, "/allowed/b/../a.json", O_RDONLY) = 3',
    'openat(AT_FDCWD, "/usr/share/fonts/a.ttf", O_RDONLY) = -1 ENOENT (No such file or directory)',
    'openat(AT_FDCWD, "/allowed/T\\303\\274rkiye.json", O_RDONLY) = 3',
    "socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 4",
    "--- SIGCHLD {si_signo=SIGCHLD} ---",
    "+++ exited with 0 +++",
)
BAD = (
    'openat(AT_FDCWD, "/etc/shadow", O_RDONLY) = 3',
    'openat(AT_FDCWD, "/allowed/../secret/canary.png", O_RDONLY) = 3',
    'openat(AT_FDCWD, "canary.png", O_RDONLY) = 3',
    'openat(AT_FDCWD, "\\\\\\\\192.0.2.1\\\\share\\\\canary.png", O_RDONLY) = -1 ENOENT',
    'open("/dev/zero", O_RDONLY) = 3',
    "socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3",
    "77  socket(AF_INET6, SOCK_DGRAM, IPPROTO_IP) = 3",
    'execve("/usr/bin/xdg-open", ["xdg-open"], 0x7ffc /* 9 vars */) = 0',
    'unlinkat(AT_FDCWD, "/home/somebody", 0) = 0',
)


def watched(tmp_path: Path, lines: Sequence[str], before: Sequence[str] = ()) -> list[str]:
    """The forbidden ones of some calls, made after others before the watch began."""
    mark = 'openat(AT_FDCWD, "{}", O_RDONLY) = -1 ENOENT (No such file or directory)'
    record = tmp_path / "record"
    record.write_text("\n".join([*before, mark.format(BEGIN), *lines, mark.format(END), *before]) + "\n")
    return forbidden_calls(record, allowed(Path("/allowed/")))


def test_the_system_and_allowed_folders_are_open(tmp_path: Path) -> None:
    assert watched(tmp_path, FINE) == []
    assert watched(tmp_path, (), before=BAD) == []


@pytest.mark.parametrize("line", BAD)
def test_all_else_is_told(line: str, tmp_path: Path) -> None:
    assert len(watched(tmp_path, [*FINE, line])) == 1


def test_there_are_hundreds_of_hostile_maps_with_names_of_their_own() -> None:
    maps = hostile_maps(Path("/nowhere/canary.png"))
    assert len(maps) >= 500
    assert len({one.name for one in maps}) == len(maps)
    assert sum(one.is_full for one in maps) >= 20
