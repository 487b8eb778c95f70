"""Reading of untrusted files: regular ones alone, up to a limit, never blocking on a pipe or a device."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

#: The most bytes of a file that holds a path.
LONGEST_PATH = 32_768


class NotRegularError(OSError):
    """The path leads to a folder, a pipe, a socket or a device; `is_folder` says whether it is a folder."""

    def __init__(self, *, is_folder: bool) -> None:
        super().__init__("not a regular file")
        self.is_folder = is_folder


class TooLargeError(OSError):
    """The file has `size` bytes or more, which is over the limit."""

    def __init__(self, size: int) -> None:
        super().__init__("the file is too large")
        self.size = size


@contextmanager
def open_regular(path: Path) -> Iterator[BufferedReader]:
    """Open a regular file for reading; links are followed.

    Raises NotRegularError for anything else, OSError as `open` does, and ValueError for an impossible name.
    """
    # Checked before opening too, since opening some devices has effects.
    _check_kind(Path(path).stat())
    flags = (getattr(os, name, 0) for name in ("O_NONBLOCK", "O_BINARY", "O_CLOEXEC", "O_NOCTTY"))
    with os.fdopen(os.open(path, sum(flags, os.O_RDONLY)), "rb") as stream:
        # Checked again on the open file, since the path may lead to another one by now.
        _check_kind(os.fstat(stream.fileno()))
        yield stream


def read_regular(path: Path, limit: int) -> bytes:
    """The content of a regular file of at most `limit` bytes.

    Raises TooLargeError for a larger one, without reading it, and what `open_regular` raises.
    """
    with open_regular(path) as stream:
        size = os.fstat(stream.fileno()).st_size
        if size > limit:
            raise TooLargeError(size)
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise TooLargeError(len(data))
    return data


def _check_kind(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NotRegularError(is_folder=stat.S_ISDIR(status.st_mode))
