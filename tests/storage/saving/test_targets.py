"""Paths as they enter: absolute, and known by the file that they lead to."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from stakemap.storage.saving.targets import absolute, identities, is_same_file


def test_absolute_paths_keep_their_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert absolute(Path("link/a")) == tmp_path / "link" / "a"
    assert absolute(Path("link/../b")) == tmp_path / "b"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a folder that is in use")
def test_absolute_paths_in_a_folder_that_was_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    monkeypatch.setenv("PWD", str(gone))
    assert absolute(Path("a.json")) == gone / "a.json"
    assert absolute(Path("../a.json")) == tmp_path / "a.json"
    assert absolute(tmp_path) == tmp_path
    for folder in ("", "relative"):
        monkeypatch.setenv("PWD", folder)
        assert absolute(Path("a.json")) == Path("/removed folder/a.json")


def test_a_file_is_known_under_all_of_its_names(tmp_path: Path) -> None:
    path, link, twin = tmp_path / "a.json", tmp_path / "link.json", tmp_path / "twin.json"
    path.touch()
    link.symlink_to(path)
    twin.hardlink_to(path)
    assert is_same_file(path, link)
    assert is_same_file(path, twin)
    assert identities(path) == identities(link)
    assert set(identities(path)) & set(identities(twin))
    other = tmp_path / "other.json"
    other.touch()
    assert not is_same_file(path, other)
    assert not set(identities(path)) & set(identities(other))


def test_what_is_not_there_is_known_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "missing.json"
    assert is_same_file(path, tmp_path / "." / "missing.json")
    assert identities(path) == (os.path.normcase(path),)
    impossible = tmp_path / "a\0b"
    assert identities(impossible) == (str(impossible),)
    assert not is_same_file(impossible, path)
    if sys.platform == "linux":
        odd = tmp_path / os.fsdecode(b"caf\xe9.json")
        odd.touch()
        assert len(identities(odd)) == 2
        assert is_same_file(odd, odd)
