"""Whatever fails or is killed during a save: the old file and an error, or the new file and success."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest

from faults.calls import CODES, NEW, OLD, fail_every_call
from samples import large
from stakemap.errors import WriteError
from stakemap.storage.codec import encode
from stakemap.storage.files import open_map, save_map
from stakemap.storage.saving.temporary_files import sweep_temporary

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX calls and signals")


def open_files() -> set[str]:
    """The files that this process holds open, where the system tells."""
    folder = Path("/proc/self/fd")
    return (
        {str(entry.readlink()) for entry in folder.iterdir() if entry.is_symlink()}
        if folder.exists()
        else set()
    )


def check_outcome(path: Path, succeeded: bool, code: int) -> None:
    """The old file and an error, or the new one and success, and nothing beside it."""
    assert path.read_bytes() == encode(NEW if succeeded else OLD), os.strerror(code)
    assert [entry for entry in path.parent.iterdir() if entry != path] == []


@pytest.mark.parametrize("code", CODES, ids=errno.errorcode.get)
def test_every_call_of_a_save_may_fail(tmp_path: Path, code: int) -> None:
    before = open_files()
    came = fail_every_call(tmp_path / "maps", code)
    assert came.losses == []
    assert came.calls > 15
    assert {"open", "replace"} <= came.refused
    # A drive that does not allow it is told of in a warning.
    assert ("fsync" in came.refused) == (code not in (errno.EACCES, errno.EPERM))
    assert not {name for name in open_files() - before if "maps" in name}


def test_a_temporary_file_that_cannot_be_removed_is_swept_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.stakemap.json"
    save_map(path, OLD)

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        patch.setattr(os, "unlink", refuse)
        with pytest.raises(WriteError):
            save_map(path, NEW)
    assert path.read_bytes() == encode(OLD)
    # The file as it was, the new content, and the lock of the save.
    assert len(list(tmp_path.iterdir())) == 3
    assert sweep_temporary([tmp_path]) == 2
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("most", [1, 7, 1000])
def test_short_and_interrupted_writes_are_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    path = tmp_path / "a.stakemap.json"
    write, calls = os.write, [0]

    def short(handle: int, data: memoryview) -> int:
        calls[0] += 1
        if calls[0] % 3 == 0:
            raise InterruptedError(errno.EINTR, os.strerror(errno.EINTR))
        return write(handle, data[:most])

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", short)
        save_map(path, NEW)
    assert path.read_bytes() == encode(NEW)
    assert calls[0] >= len(encode(NEW)) / most


def test_a_write_that_writes_nothing_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.stakemap.json"
    save_map(path, OLD)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda *_: 0)
        with pytest.raises(WriteError):
            save_map(path, NEW)
    check_outcome(path, False, errno.EIO)


def test_a_file_that_comes_out_too_short_is_not_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk has been seen to take all that was written and to keep only part of it."""
    path = tmp_path / "a.stakemap.json"
    save_map(path, OLD)
    write = os.write

    def lying(handle: int, data: memoryview) -> int:
        write(handle, data[: len(data) // 2])
        return len(data)

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lying)
        with pytest.raises(WriteError):
            save_map(path, NEW)
    check_outcome(path, False, errno.EIO)


def test_an_interruption_by_the_user_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.stakemap.json"
    save_map(path, OLD)

    def interrupt(handle: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            save_map(path, NEW)
    check_outcome(path, False, errno.EINTR)


def test_a_save_works_without_a_state_folder(tmp_path: Path, own_folders: Path) -> None:
    (own_folders / "state").write_text("in the way")
    path = tmp_path / "a.stakemap.json"
    save_map(path, OLD)
    save_map(path, NEW)
    assert path.read_bytes() == encode(NEW)


RUN = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from samples import large, sample, tiny
from stakemap.errors import WriteError
from stakemap.storage.files import save_map
path = Path(sys.argv[2])
"""


def run(body: str, path: Path) -> list[str]:
    """The command of a process that runs `body` on a file."""
    return [sys.executable, "-c", RUN + textwrap.dedent(body), str(Path(__file__).parents[2]), str(path)]


def test_a_limit_on_the_size_of_files(tmp_path: Path) -> None:
    path = tmp_path / "a.stakemap.json"
    save_map(path, OLD)
    body = """
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    try:
        save_map(path, large(200, 1, 1))
    except WriteError as error:
        print(error)
    """
    done = subprocess.run(run(body, path), capture_output=True, encoding="utf-8", timeout=60, check=True)
    assert (
        done.stdout == "“a.stakemap.json” was not saved: it is too large for that disk. Save it elsewhere.\n"
    )
    check_outcome(path, False, errno.EFBIG)


def test_a_process_killed_in_the_middle_of_saves(tmp_path: Path) -> None:
    """At any moment the file is one of those that were saved, and the next start sweeps what is left."""
    path = tmp_path / "a.stakemap.json"
    one, other = large(200, 1, 1), large(120, 2, 1)
    save_map(path, one)
    body = """
    maps = large(200, 1, 1), large(120, 2, 1)
    print("ready", flush=True)
    while True:
        for one in maps:
            save_map(path, one)
    """
    seed = random.Random(20_250_701)
    left = 0
    for _ in range(6):
        with subprocess.Popen(run(body, path), stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(seed.uniform(0.0, 0.15))
            process.send_signal(signal.SIGKILL)
        assert open_map(path).document in (one, other)
        locks = list(tmp_path.glob(".stakemap-lock-*"))
        assert len(locks) <= 1
        left += sweep_temporary([tmp_path]) - len(locks)
        assert list(tmp_path.iterdir()) == [path]
    assert left <= 6


@pytest.mark.parametrize("times", [2, 100])
def test_a_file_that_another_program_holds_is_tried_again_for_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    path = tmp_path / "a.stakemap.json"
    save_map(path, OLD)
    replace, waits, held = os.replace, list[float](), [times]

    def busy(*names: Any, **kwargs: Any) -> None:
        held[0] -= 1
        if held[0] >= 0:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        replace(*names, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", busy)
        patch.setattr("stakemap.storage.saving.writing.time.sleep", waits.append)
        if times > 10:
            with pytest.raises(WriteError):
                save_map(path, NEW)
        else:
            save_map(path, NEW)
    check_outcome(path, times <= 10, errno.EBUSY)
    assert waits == sorted(waits)
    assert len(waits) == min(times, 6)
