"""Process locks: named lock files that show whether the process that holds them is still running."""

from __future__ import annotations

import contextlib
import re
import stat
from pathlib import Path
from types import TracebackType
from typing import Self

from stakemap.private_files import PRIVATE_FILE, private_folder

_NAME = re.compile(r"[\w-]{1,100}", re.ASCII)


class Owner:
    """A lock of this process in `folder`, under a name that other processes can test with `is_alive`."""

    def __init__(self, folder: Path, name: str) -> None:
        from filelock import FileLock

        self.name = name
        self._path = _path(private_folder(folder), name)
        # Made by a worker, but released by who ends that.
        self._lock = FileLock(self._path, mode=PRIVATE_FILE, thread_local=False)
        self._lock.acquire(timeout=5)

    def release(self) -> None:
        """Release the lock and remove its file."""
        self._lock.release(force=True)
        with contextlib.suppress(OSError):
            self._path.unlink()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.lock"


def is_alive(folder: Path, name: str) -> bool:
    """Whether the process that holds the lock of this name is running."""
    from filelock import FileLock, Timeout

    path = _path(folder, name)
    try:
        # Not a name from a damaged store that leads elsewhere, nor a pipe, which could be locked.
        if not _NAME.fullmatch(name) or not stat.S_ISREG(path.lstat().st_mode):
            return False
        lock = FileLock(path, mode=PRIVATE_FILE)
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except (OSError, NotImplementedError):
        return False
    lock.release(force=True)
    return False


def sweep(folder: Path) -> None:
    """Remove the lock files of processes that have ended."""
    for path in folder.glob("*.lock"):
        if not is_alive(folder, path.stem):
            with contextlib.suppress(OSError):
                path.unlink()
