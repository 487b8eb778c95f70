"""Locks beside files: shared by all who write them, gone afterwards, and never waited for without end."""

from __future__ import annotations

import errno
import multiprocessing
import os
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from samples import sample, tiny
from stakemap.storage.files import open_map, save_map
from stakemap.storage.locks.locks import LockedError, exclusive
from stakemap.storage.saving.temporary_files import sweep_temporary
from stakemap.storage.saving.writing import ExternalChangeError

fcntl = pytest.importorskip("fcntl", reason="Windows has other locks")
SHORT = 0.05


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A map in a folder that holds nothing else."""
    folder = tmp_path / "maps"
    folder.mkdir()
    save_map(folder / "a.stakemap.json", tiny())
    return folder / "a.stakemap.json"


def lock_of(path: Path) -> Path:
    """The lock file beside a path."""
    (lock,) = path.parent.glob(".stakemap-lock-*.tmp")
    return lock


def refused(path: Path) -> bool:
    """Whether a save is refused since another one is under way."""
    try:
        save_map(path, sample(), patience=SHORT)
    except LockedError:
        return True
    return False


def test_one_at_a_time_and_nothing_is_left(path: Path) -> None:
    with exclusive(path):
        assert refused(path)
        with pytest.raises(LockedError, match=r"“a.stakemap.json” was not saved: another copy .* Try again"):
            save_map(path, sample(), patience=SHORT)
        assert open_map(path).document == tiny()
        save_map(path.with_name("b.stakemap.json"), sample(), patience=SHORT)
    assert not refused(path)
    assert sorted(entry.name for entry in path.parent.iterdir()) == ["a.stakemap.json", "b.stakemap.json"]


def test_a_save_without_patience_takes_place_all_the_same(path: Path) -> None:
    with exclusive(path):
        save_map(path, sample(), patience=None)
    assert open_map(path).document == sample()


@pytest.mark.parametrize("name", ["A.STAKEMAP.JSON", "a.stakemap.JSON"])
def test_names_that_some_drives_take_for_the_same_share_a_lock(path: Path, name: str) -> None:
    with exclusive(path):
        assert refused(path.with_name(name))


def test_composed_and_decomposed_letters_share_a_lock(path: Path) -> None:
    with exclusive(path.with_name("caf\u00e9.json")):
        assert refused(path.with_name("cafe\u0301.json"))


def test_two_folders_that_are_the_same_share_a_lock(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.symlink_to(path.parent)
    with exclusive(path):
        assert refused(other / path.name)


def test_a_name_as_long_as_names_can_be(path: Path) -> None:
    with exclusive(path.with_name("x" * 255)):
        pass
    assert list(path.parent.iterdir()) == [path]


def _hold(path: Path, ready: Any, state: str) -> None:
    os.environ["STAKEMAP_STATE_DIR"] = state
    with exclusive(path):
        ready.set()
        time.sleep(60)


def test_a_user_with_another_state_folder_is_kept_out_until_killed(path: Path, tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    ready = context.Event()
    process = context.Process(target=_hold, args=(path, ready, str(tmp_path / "theirs")))
    process.start()
    try:
        assert ready.wait(20)
        assert refused(path)
        assert sweep_temporary([path.parent]) == 0
    finally:
        process.kill()
        process.join()
    # The lock file is still there, but nobody holds it.
    assert lock_of(path).exists()
    assert not refused(path)
    assert list(path.parent.iterdir()) == [path]


def test_waiting_ends_when_the_other_is_done(path: Path) -> None:
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with exclusive(path):
            held.set()
            done.wait(20)

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(20)
    threading.Timer(0.1, done.set).start()
    save_map(path, sample(), patience=20)
    thread.join()
    assert open_map(path).document == sample()


def test_a_lock_removed_while_it_is_taken_is_made_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flock, removed = fcntl.flock, list[Path]()

    def remove_first(handle: int, operation: int) -> None:
        if not removed:
            removed.append(lock_of(path))
            removed[0].unlink()
        flock(handle, operation)

    with monkeypatch.context() as patch:
        patch.setattr(fcntl, "flock", remove_first)
        with exclusive(path):
            assert lock_of(path).exists()
    assert removed


class TestWithoutLocksOnTheDrive:
    @pytest.fixture(autouse=True)
    def no_locks(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(handle: int, operation: int) -> None:
            raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

        monkeypatch.setattr(fcntl, "flock", refuse)

    def test_the_file_itself_is_the_lock(self, path: Path) -> None:
        with exclusive(path):
            assert refused(path)
        assert not refused(path)
        assert list(path.parent.iterdir()) == [path]

    def test_one_left_by_a_killed_save_asks_and_is_swept_once_it_is_old(self, path: Path) -> None:
        with exclusive(path):
            left = lock_of(path)
        left.touch()
        assert refused(path)
        assert sweep_temporary([path.parent]) == 0
        os.utime(left, (0, 0))
        assert sweep_temporary([path.parent]) == 1
        assert not refused(path)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda lock: lock.symlink_to("/dev/zero")])
@pytest.mark.timeout(20)
def test_something_else_in_the_place_of_the_lock(path: Path, make: Callable[[Path], object]) -> None:
    with exclusive(path):
        left = lock_of(path)
    make(left)
    # A folder and a pipe can be locked as a file can; a link is never followed.
    assert refused(path) == left.is_symlink()


@pytest.mark.parametrize(("folder", "lock"), [(0o755, 0o600), (0o775, 0o660), (0o777, 0o666)])
def test_the_lock_is_open_to_those_who_can_write_the_folder(path: Path, folder: int, lock: int) -> None:
    path.parent.chmod(folder)
    with exclusive(path):
        assert stat.S_IMODE(lock_of(path).stat().st_mode) == lock


def test_a_lock_that_cannot_be_removed_fails_no_save(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unlink = os.unlink

    def refuse(name: Any, **how: Any) -> None:
        if ".stakemap-lock-" in str(name):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        unlink(name, **how)

    monkeypatch.setattr(os, "unlink", refuse)
    save_map(path, sample())
    save_map(path, tiny())
    assert open_map(path).document == tiny()


class TestTheLastLook:
    """What another program writes during a save is not overwritten, even when it takes no lock."""

    def save_while(self, path: Path, other: Callable[[], object], **how: Any) -> None:
        sync, is_first = os.fsync, [True]

        def sync_slowly(handle: int) -> None:
            sync(handle)
            if is_first:
                is_first.clear()
                other()

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "fsync", sync_slowly)
            save_map(path, sample(), **how)

    @pytest.mark.parametrize("is_known", [True, False])
    def test_a_change_during_the_sync_is_asked_about(self, path: Path, is_known: bool) -> None:
        digest = open_map(path).digest if is_known else None
        theirs = path.read_bytes() + b" "
        with pytest.raises(ExternalChangeError) as caught:
            self.save_while(path, lambda: path.write_bytes(theirs), expected_digest=digest)
        assert path.read_bytes() == theirs
        assert caught.value.digest == open_map(path).digest
        assert list(path.parent.iterdir()) == [path]

    def test_a_file_that_appears_during_the_sync_is_asked_about(self, path: Path) -> None:
        new = path.with_name("new.json")
        with pytest.raises(ExternalChangeError):
            self.save_while(new, lambda: new.write_bytes(b"theirs"))
        assert new.read_bytes() == b"theirs"

    def test_a_file_that_should_not_be_there(self, path: Path) -> None:
        with pytest.raises(ExternalChangeError):
            save_map(path, sample(), expected_digest="")
        save_map(path.with_name("new.json"), sample(), expected_digest="")

    def test_a_file_removed_during_the_sync_is_written_again(self, path: Path) -> None:
        self.save_while(path, path.unlink, expected_digest=open_map(path).digest)
        assert open_map(path).document == sample()

    def test_in_place_too(self, path: Path) -> None:
        path.with_name("second.json").hardlink_to(path)
        digest = open_map(path).digest
        path.write_bytes(path.read_bytes() + b" ")
        with pytest.raises(ExternalChangeError):
            save_map(path, sample(), expected_digest=digest, in_place=True)
        with path.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            with pytest.raises(LockedError):
                save_map(path, sample(), in_place=True, patience=SHORT)
        save_map(path, sample(), in_place=True, patience=SHORT)
        assert open_map(path.with_name("second.json")).document == sample()

    def test_a_file_that_is_replaced_while_it_is_overwritten_in_place(self, path: Path) -> None:
        path.with_name("second.json").hardlink_to(path)
        theirs = path.with_name("theirs.json")
        theirs.write_bytes(b"theirs")
        with pytest.raises(ExternalChangeError, match="was changed by another program"):
            self.save_while(path, lambda: theirs.replace(path), in_place=True)
        assert path.read_bytes() == b"theirs"
