"""What killed saves leave is found again: temporary files are swept, writes in place can be finished."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from samples import sample, tiny
from stakemap.storage.codec import encode
from stakemap.storage.files import open_map, save_map
from stakemap.storage.saving import temporary_files
from stakemap.storage.saving.interrupted import interrupted_writes, remove_copy, remove_old_copies
from stakemap.storage.saving.temporary_files import noted, sweep_noted, temporary_beside

posix = pytest.mark.skipif(sys.platform == "win32", reason="ends a process in the middle of a call")
RUN = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from samples import sample
from stakemap.storage.files import save_map
path = Path(sys.argv[2])
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(body: str, path: Path) -> None:
    """Run a process that kills itself somewhere in a save."""
    tests = str(Path(__file__).parents[2])
    command = [sys.executable, "-c", RUN + textwrap.dedent(body), tests, str(path)]
    assert subprocess.run(command, timeout=60, check=False).returncode == -9


@posix
def test_a_temporary_file_is_found_by_its_note_in_whatever_folder(tmp_path: Path, own_folders: Path) -> None:
    path = tmp_path / "a.stakemap.json"
    save_map(path, tiny())
    killed("os.fsync = die; save_map(path, sample())", path)
    # The file as it was, the new content, and the lock of the save.
    assert len(list(tmp_path.iterdir())) == 3
    assert open_map(path).document == tiny()
    assert sweep_noted() == 2
    assert list(tmp_path.iterdir()) == [path]
    assert sweep_noted() == 0


@posix
def test_a_lock_that_was_just_made_is_found_by_the_note_of_its_save(
    tmp_path: Path, own_folders: Path
) -> None:
    path = tmp_path / "a.stakemap.json"
    save_map(path, tiny())
    killed("import fcntl; fcntl.flock = die; save_map(path, sample())", path)
    assert len(list(tmp_path.iterdir())) == 2
    assert sweep_noted() == 1
    assert list(tmp_path.iterdir()) == [path]


def test_a_save_leaves_no_note(tmp_path: Path, own_folders: Path) -> None:
    save_map(tmp_path / "a.stakemap.json", tiny())
    assert list((own_folders / "state" / "unfinished").iterdir()) == []


def test_a_note_goes_once_it_is_old_and_its_file_is_gone(tmp_path: Path, own_folders: Path) -> None:
    with noted(temporary_beside(tmp_path / "a")):
        (note,) = (own_folders / "state" / "unfinished").iterdir()
        sweep_noted()
        assert note.exists()
        os.utime(note, (0, 0))
        sweep_noted()
        assert not note.exists()


def test_a_note_that_could_not_be_written_does_not_stay(
    tmp_path: Path, own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def on_full_disk(path: Path, _data: bytes) -> None:
        path.touch()
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(temporary_files, "write_private", on_full_disk)
    folder = own_folders / "state" / "unfinished"
    with noted(temporary_beside(tmp_path / "a")):
        (note,) = folder.iterdir()
    assert list(folder.iterdir()) == []
    # As of a process that was killed at once.
    note.touch()
    sweep_noted()
    assert note.exists()
    os.utime(note, (0, 0))
    sweep_noted()
    assert not note.exists()


def test_a_note_leads_to_no_other_file(tmp_path: Path, own_folders: Path) -> None:
    precious = tmp_path / "thesis.txt"
    precious.write_text("mine")
    folder = own_folders / "state" / "unfinished"
    folder.mkdir(parents=True)
    (folder / ".stakemap-0123456789abcdef.tmp").write_bytes(os.fsencode(precious))
    (folder / ".stakemap-0123456789abcdee.tmp").write_bytes(b"\0")
    assert sweep_noted() == 0
    assert precious.exists()


@posix
def test_a_write_in_place_that_was_killed_is_found_with_all_of_its_content(tmp_path: Path) -> None:
    path, other = tmp_path / "a.stakemap.json", tmp_path / "b.stakemap.json"
    save_map(path, tiny())
    other.hardlink_to(path)
    killed("os.ftruncate = die; save_map(path, sample(), in_place=True)", path)
    (found,) = interrupted_writes()
    assert found.path == path
    assert found.copy.read_bytes() == encode(sample())
    remove_old_copies()
    assert interrupted_writes() == (found,)
    remove_copy(found.copy)
    assert interrupted_writes() == ()
    assert list(found.copy.parent.iterdir()) == []


def test_a_write_in_place_under_way_counts_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.stakemap.json"
    save_map(path, tiny())
    path.with_name("b.stakemap.json").hardlink_to(path)
    truncate, found = os.ftruncate, []

    def look(handle: int, length: int) -> None:
        found.append(interrupted_writes())
        truncate(handle, length)

    monkeypatch.setattr(os, "ftruncate", look)
    save_map(path, sample(), in_place=True)
    assert found == [()]


def test_copies_that_were_told_of_go_after_three_months(own_folders: Path) -> None:
    folder = own_folders / "state" / "recovery"
    folder.mkdir(parents=True)
    old, new = folder / "00000000-a.json", folder / "00000001-a.json"
    for copy, days in ((old, 91), (new, 89)):
        copy.write_bytes(b"{}")
        os.utime(copy, (time.time() - days * 86_400,) * 2)
    remove_old_copies()
    assert list(folder.iterdir()) == [new]
