"""Folders and files that only their owner can read, from the first byte and whatever the umask."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

#: The modes of folders and of files that their owner alone can read.
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


def private_folder(folder: Path) -> Path:
    """Make a folder and what is missing above it, and take from it the rights of others. Raises OSError."""
    if not folder.is_dir():
        if not folder.parent.exists():
            private_folder(folder.parent)
        with contextlib.suppress(FileExistsError):
            folder.mkdir(PRIVATE_FOLDER)
        if not folder.is_dir():
            raise NotADirectoryError(f"{folder} is not a folder")
    _restrict(folder, PRIVATE_FOLDER)
    return folder


def private_opener(path: str | Path, flags: int) -> int:
    """Open a regular file for writing, an `opener` for `open`: private where the drive allows, and without
    blocking.

    Raises OSError, also where a pipe or a device is in its place.
    """
    for name in ("O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY"):
        flags |= getattr(os, name, 0)
    handle = os.open(path, flags, PRIVATE_FILE)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError("not a regular file")
        if sys.platform != "win32" and stat.S_IMODE(status.st_mode) != PRIVATE_FILE:
            with contextlib.suppress(OSError):  # Some drives have no modes.
                os.fchmod(handle, PRIVATE_FILE)
    except BaseException:
        os.close(handle)
        raise
    return handle


def write_private(path: Path, data: bytes) -> None:
    """Write a small private file, not atomically. Raises what `private_opener` raises."""
    with open(path, "wb", opener=private_opener) as file:
        file.write(data)


def tighten(folder: Path, names: Iterable[str]) -> None:
    """Take from a folder, and from what has one of these names in it, the rights of others.

    Links are not followed; what cannot be changed is left as it is.
    """
    with contextlib.suppress(OSError):
        _restrict(folder, PRIVATE_FOLDER)
        for path in (path for name in names for path in folder.glob(name) if not path.is_symlink()):
            _restrict(path, PRIVATE_FOLDER if path.is_dir() else PRIVATE_FILE)
            for place, folders, files in os.walk(path):
                for each in folders:
                    _restrict(Path(place, each), PRIVATE_FOLDER)
                for each in files:
                    _restrict(Path(place, each), PRIVATE_FILE)


def _restrict(path: Path, most: int) -> None:
    """Remove from the mode of a folder or regular file what goes beyond `most`."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        status = path.lstat()
        mode = stat.S_IMODE(status.st_mode)
        if mode & stat.S_ISVTX:
            # A folder for all users, as of temporary files, where somebody had us keep ours.
            return
        if (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)) and mode & ~most:
            path.chmod(mode & most)
