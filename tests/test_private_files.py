"""Folders and files that their owner alone can read."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from samples import sample
from stakemap.logs import state_folder
from stakemap.private_files import private_folder, private_opener, tighten, write_private
from stakemap.storage.files import save_map
from stakemap.storage.folders import config_folder, tighten_folders
from stakemap.storage.saving.writing import write_bytes_safely
from stakemap.storage.store.versions import VersionStore

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes of files are those of POSIX")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.fixture(params=[0o000, 0o022, 0o077])
def mask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_folders_and_files_are_private_whatever_the_umask(tmp_path: Path, mask: int) -> None:
    folder = private_folder(tmp_path / "one" / "two")
    write_private(folder / "file", b"text")
    assert (folder / "file").read_bytes() == b"text"
    assert [mode(path) for path in (folder.parent, folder, folder / "file")] == [0o700, 0o700, 0o600]


def test_a_file_is_private_from_its_first_byte(tmp_path: Path, mask: int) -> None:
    with open(tmp_path / "file", "ab", opener=private_opener):
        assert mode(tmp_path / "file") == 0o600


def test_a_folder_and_a_file_that_were_open_to_others_are_closed(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir(0o755)
    (folder / "file").write_bytes(b"old")
    (folder / "file").chmod(0o644)
    write_private(private_folder(folder) / "file", b"new")
    assert [mode(folder), mode(folder / "file")] == [0o700, 0o600]


def test_a_folder_for_all_users_stays_one(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(0o1777)
    assert mode(private_folder(tmp_path / "shared")) == 0o1777
    assert mode(private_folder(tmp_path / "shared" / "versions")) == 0o700


def test_a_drive_without_modes_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "file").chmod(0o755)
    monkeypatch.setattr(os, "fchmod", refused)
    write_private(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"


def test_what_is_no_folder_or_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError, match="not a folder"):
        private_folder(tmp_path / "file")
    with pytest.raises(NotADirectoryError):
        private_folder(tmp_path / "file" / "below")
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        with pytest.raises(OSError, match="not a regular file"):
            write_private(tmp_path / "pipe", b"text")
    finally:
        os.close(reader)


def test_what_writes_into_settings_and_state_writes_private_files_and_maps_keep_theirs(
    tmp_path: Path, mask: int
) -> None:
    for folder in (config_folder(), state_folder() / "recovery"):
        write_bytes_safely(private_folder(folder) / "note", b"text")
        assert mode(folder / "note") == 0o600
    save_map(tmp_path / "map.stakemap.json", sample())
    assert mode(tmp_path / "map.stakemap.json") == 0o666 & ~mask


def test_the_store_and_what_sqlite_puts_beside_it_are_private(mask: int) -> None:
    store = VersionStore(state_folder() / "versions")
    with store.transaction() as database:
        database.execute("PRAGMA user_version = 1")
        assert {mode(path) for path in store.folder.glob("versions.sqlite3*")} == {0o600}
        assert len([*store.folder.iterdir()]) == 3
    assert mode(store.folder) == 0o700


def test_a_state_folder_behind_a_link_is_private_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mask: int
) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    monkeypatch.setenv("STAKEMAP_STATE_DIR", str(tmp_path / "link"))
    write_bytes_safely(state_folder() / "note", b"text")
    assert mode(tmp_path / "real" / "note") == 0o600


def test_what_earlier_versions_left_is_closed_and_nothing_else(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    inside = state_folder() / "recovery"
    inside.mkdir(parents=True)
    for path in (outside, inside / "copy", state_folder() / "stakemap.log.1", state_folder() / "other"):
        path.write_bytes(b"text")
        path.chmod(0o644)
    (inside / "link").symlink_to(outside)
    (state_folder() / "crashes").symlink_to(tmp_path)
    for folder in (tmp_path, state_folder(), inside):
        folder.chmod(0o755)
    tighten_folders()
    assert mode(state_folder()) == 0o700
    assert [mode(path) for path in (inside, inside / "copy", state_folder() / "stakemap.log.1")] == [
        0o700,
        0o600,
        0o600,
    ]
    # Not what the links lead to, nor what Stakemap did not put there.
    assert [mode(path) for path in (tmp_path, outside, state_folder() / "other")] == [0o755, 0o644, 0o644]


def test_rights_are_only_taken_never_given(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "file").chmod(0o444)
    tighten(tmp_path, ["file"])
    assert mode(tmp_path / "file") == 0o400


def test_folders_that_are_not_there_are_no_error(tmp_path: Path) -> None:
    tighten(tmp_path / "nowhere", ["*"])
    assert list(tmp_path.iterdir()) == []
