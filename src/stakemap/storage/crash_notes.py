"""Crash notes: the Python tracebacks of a crashed process, reported at the next start."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
import time
from pathlib import Path
from typing import NamedTuple, TextIO

from stakemap.logs import state_folder
from stakemap.private_files import private_folder, private_opener
from stakemap.storage.reading.regular_files import open_regular
from stakemap.storage.saving.temporary_files import try_lock

if sys.platform != "win32":
    import fcntl


_RUNNING, _REPORTED = ".running", ".txt"
#: The number of reported crashes kept, and of notes looked at in one start, newest first.
_KEPT_COUNT, _READ_COUNT = 5, 100
#: The bytes read of a note; infinite recursion writes many.
_MAX_LENGTH = 64_000


class Crash(NamedTuple):
    """An unreported crash: time (seconds since 1970), file and traceback, which has no content of a map."""

    at: float
    path: Path
    text: str


class CrashNote:
    """The file to which `faulthandler` writes tracebacks when the process crashes."""

    def __init__(self) -> None:
        self._path = crash_folder() / f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}{_RUNNING}"
        self._file: TextIO | None = None
        self._was_enabled = False

    def begin(self) -> None:
        """Open the file and enable `faulthandler`; without a file the app works as before."""
        self._was_enabled = faulthandler.is_enabled()
        with contextlib.suppress(OSError):
            private_folder(crash_folder())
            self._file = open(self._path, "x", encoding="utf-8", opener=private_opener)  # noqa: SIM115 - closed by `end`
            if sys.platform != "win32":
                # The lock marks a running process; on Windows an open file cannot be renamed.
                fcntl.flock(self._file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            faulthandler.enable(self._file)

    def end(self) -> None:
        """Remove the file on a regular end of the process."""
        if self._file is None:
            return
        faulthandler.disable()
        self._file.close()
        self._file = None
        with contextlib.suppress(OSError):
            self._path.unlink()
        if self._was_enabled:
            with contextlib.suppress(OSError, ValueError, AttributeError):
                faulthandler.enable()


def crash_folder() -> Path:
    return state_folder() / "crashes"


def unreported_crashes() -> tuple[Crash, ...]:
    """The crashes since the last call, newest first; each is returned once, and the newest files are kept."""
    found = []
    with contextlib.suppress(OSError):
        for path in sorted(crash_folder().glob(f"*{_RUNNING}"), reverse=True)[:_READ_COUNT]:
            crash = _crash_if_ended(path)
            if crash is not None:
                found.append(crash)
        kept = sorted(crash_folder().glob(f"*{_REPORTED}"), reverse=True)
        for old in kept[_KEPT_COUNT:]:
            old.unlink()
    return tuple(sorted(found, reverse=True))


def _crash_if_ended(path: Path) -> Crash | None:
    """The crash in a note; None if its process is running or left no traceback (it was killed)."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            return _crash_in(path)
        with try_lock(path) as free:
            if free:
                return _crash_in(path)
    return None


def _crash_in(path: Path) -> Crash | None:
    with open_regular(path) as note:
        text = note.read(_MAX_LENGTH).decode("utf-8", "replace").strip()
    if not text:
        path.unlink()
        return None
    kept = path.with_suffix(_REPORTED)
    at = path.stat().st_mtime
    path.rename(kept)
    return Crash(at, kept, text)
