"""Reading of untrusted files."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from stakemap.storage.regular_files import NotRegularError, TooLargeError, open_regular, read_regular


def test_a_file_up_to_the_limit_is_read_and_a_larger_one_refused(tmp_path: Path) -> None:
    path = tmp_path / "note"
    path.write_bytes(b"12345")
    assert read_regular(path, 5) == b"12345"
    with pytest.raises(TooLargeError) as refused:
        read_regular(path, 4)
    assert refused.value.size == 5


def test_a_sparse_file_of_a_terabyte_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "note"
    with path.open("wb") as stream:
        stream.truncate(2**40)
    with pytest.raises(TooLargeError):
        read_regular(path, 2**20)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither in the file system")
def test_a_pipe_and_a_device_are_refused_without_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        with pytest.raises(NotRegularError) as refused:
            read_regular(path, 100)
        assert not refused.value.is_folder


def test_a_folder_is_told_from_a_device(tmp_path: Path) -> None:
    with pytest.raises(NotRegularError) as refused, open_regular(tmp_path):
        pass
    assert refused.value.is_folder
