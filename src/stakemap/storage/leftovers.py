"""Temporary files of saves that were killed: noted while they are written, swept at a later start."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from stakemap.storage.folders import state_folder

if sys.platform != "win32":
    import fcntl

__all__ = ["is_free", "noted", "sweep_noted", "sweep_temporary", "temporary_beside"]

_PREFIX, _SUFFIX = ".stakemap-", ".tmp"
#: Where locks do not work, a temporary file counts as left behind after so many seconds.
_LEFT_BEHIND = 3_600.0


def temporary_beside(path: Path) -> Path:
    """A new name in the folder of `path`; not made from its name, which may be as long as a name can be."""
    return path.parent / f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"


@contextlib.contextmanager
def noted(temporary: Path) -> Iterator[None]:
    """Keep a note in the state folder of where a temporary file is, for as long as it is there.

    A save that is killed may lie in a folder that no list of recent maps names, as after an export. Where no
    note can be made the work goes on without.
    """
    note = _notes() / temporary.name
    with contextlib.suppress(OSError):
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_bytes(os.fsencode(temporary))
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            if not os.path.lexists(temporary):
                note.unlink()


def _notes() -> Path:
    return state_folder() / "unfinished"


def sweep_noted() -> int:
    """Remove the temporary files that killed saves of this user left anywhere; how many that were."""
    removed = 0
    with contextlib.suppress(OSError):
        for note in _notes().glob(f"{_PREFIX}*{_SUFFIX}"):
            with contextlib.suppress(OSError, ValueError):
                temporary = Path(os.fsdecode(note.read_bytes()))
                if temporary.name == note.name:
                    removed += _sweep(temporary)
                # A note that was just made may come before its file.
                if not os.path.lexists(temporary) and time.time() - note.stat().st_mtime > _LEFT_BEHIND:
                    note.unlink()
    return removed


def sweep_temporary(folders: Iterable[Path]) -> int:
    """Remove what saves that were killed left behind in `folders`; how many files that were."""
    removed = 0
    for folder in set(folders):
        with contextlib.suppress(OSError):
            for path in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
                removed += _sweep(path)
    return removed


def _sweep(path: Path) -> bool:
    """Remove a temporary file unless somebody still writes it."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            path.unlink()  # Refused where it is open.
            return True
        with is_free(path) as free:
            if free:
                path.unlink()
                return True
    return False


@contextlib.contextmanager
def is_free(path: Path) -> Iterator[bool]:
    """Whether nobody writes a file any more; if so, it is held within. OSError when it is not there."""
    flags = (getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC"))
    handle = os.open(path, sum(flags, os.O_RDONLY))
    try:
        yield _is_left_behind(handle)
    finally:
        os.close(handle)


def _is_left_behind(handle: int) -> bool:
    """Whether nobody holds a file; where locks do not work its age tells."""
    status = os.fstat(handle)
    if sys.platform != "win32":
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return time.time() - status.st_mtime > _LEFT_BEHIND
    return stat.S_ISREG(status.st_mode)
