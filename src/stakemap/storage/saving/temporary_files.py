"""Removal of temporary files left by killed saves: recorded while written, swept at a later start."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from stakemap.logs import state_folder
from stakemap.private_files import private_folder, write_private
from stakemap.storage.reading.regular_files import LONGEST_PATH, read_regular

if sys.platform != "win32":
    import fcntl


_PREFIX, _SUFFIX = ".stakemap-", ".tmp"
#: Seconds after which a temporary file counts as abandoned where file locks do not work.
_ABANDONED_SECONDS = 3_600.0


def temporary_beside(path: Path) -> Path:
    """A new path in the folder of `path`, independent of its name, which may have the maximum length."""
    return path.parent / f"{_PREFIX}{os.urandom(8).hex()}{_SUFFIX}"


def lock_beside(path: Path, key: str) -> Path:
    """The path of the lock file in the folder of `path`; when left by a killed save, it is swept as well."""
    return path.parent / f"{_PREFIX}lock-{key}{_SUFFIX}"


@contextlib.contextmanager
def noted(temporary: Path) -> Iterator[None]:
    """Record the path of a temporary file in the state folder for as long as the file exists.

    A killed save may leave its file, and its lock beside that, in a folder without any recent map, as after
    an export. Errors of recording are ignored.
    """
    written = note(temporary)
    try:
        yield
    finally:
        if not os.path.lexists(temporary):
            with contextlib.suppress(OSError):
                written.unlink()


def note(temporary: Path) -> Path:
    """Record the path of a temporary file, whose folder is then swept; the note, which errors may have left
    incomplete or without a file.
    """
    path = _notes() / temporary.name
    with contextlib.suppress(OSError):
        private_folder(path.parent)
        write_private(path, os.fsencode(temporary))
    return path


def _notes() -> Path:
    return state_folder() / "unfinished"


def sweep_noted() -> int:
    """Remove what killed saves of this user left in folders that they noted; returns the number of files."""
    removed = 0
    with contextlib.suppress(OSError):
        for note in _notes().glob(f"{_PREFIX}*{_SUFFIX}"):
            with contextlib.suppress(OSError, ValueError):
                temporary = Path(os.fsdecode(read_regular(note, LONGEST_PATH)))
                is_whole = temporary.name == note.name
                if is_whole:
                    removed += sweep_temporary([temporary.parent])
                is_needed = is_whole and os.path.lexists(temporary)
                # A new note may precede its file.
                if not is_needed and time.time() - note.stat().st_mtime > _ABANDONED_SECONDS:
                    note.unlink()
    return removed


def remove_notes_in(folders: Iterable[Path]) -> None:
    """Remove what killed saves have recorded of files in these folders that are not there any more."""
    wanted = set(folders)
    with contextlib.suppress(OSError):
        for note in _notes().glob(f"{_PREFIX}*{_SUFFIX}"):
            with contextlib.suppress(OSError, ValueError):
                temporary = Path(os.fsdecode(read_regular(note, LONGEST_PATH)))
                if temporary.parent in wanted and not os.path.lexists(temporary):
                    note.unlink()


def sweep_temporary(folders: Iterable[Path]) -> int:
    """Remove temporary files of killed saves in `folders`; returns their number."""
    removed = 0
    for folder in set(folders):
        with contextlib.suppress(OSError):
            for path in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
                removed += _sweep(path)
    return removed


def _sweep(path: Path) -> bool:
    """Remove a temporary file unless a process is writing it; returns whether it was removed."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            path.unlink()  # Refused where it is open.
            return True
        with try_lock(path) as free:
            if free:
                path.unlink()
                return True
    return False


@contextlib.contextmanager
def try_lock(path: Path) -> Iterator[bool]:
    """Whether no process has a file locked; if so, it is locked within the context. Raises OSError."""
    flags = (getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC"))
    handle = os.open(path, sum(flags, os.O_RDONLY))
    try:
        yield _is_abandoned(handle)
    finally:
        os.close(handle)


def _is_abandoned(handle: int) -> bool:
    """Lock a file if no process holds it; where locks do not work, decide by its age."""
    status = os.fstat(handle)
    if sys.platform != "win32":
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return time.time() - status.st_mtime > _ABANDONED_SECONDS
    return stat.S_ISREG(status.st_mode)
