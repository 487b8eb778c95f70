"""What a process that dies without a word leaves behind: where it was, for the next start to mention."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
import time
from pathlib import Path
from typing import NamedTuple, TextIO

from stakemap.storage.folders import state_folder
from stakemap.storage.leftovers import is_free

if sys.platform != "win32":
    import fcntl

__all__ = ["Crash", "CrashNote", "crashes_left"]

_RUNNING, _TOLD = ".running", ".txt"
#: So many crashes are kept for whoever looks into them, the newest.
_KEPT = 5
#: No note is longer; an endless recursion fills pages.
_LONGEST = 64_000


class Crash(NamedTuple):
    """A crash that has not been told of yet: when (seconds since 1970), where it is kept, and what is known.

    The text names places in the program, nothing of a map.
    """

    at: float
    path: Path
    text: str


class CrashNote:
    """The file into which Python writes the places in the code when the process is about to die."""

    def __init__(self) -> None:
        self._path = _folder() / f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}{_RUNNING}"
        self._file: TextIO | None = None
        self._was_enabled = False

    def begin(self) -> None:
        """Keep a file open for it; where that is not possible the app works without."""
        self._was_enabled = faulthandler.is_enabled()
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("x", encoding="utf-8")
            if sys.platform != "win32":
                # The lock says that the process lives; an open file cannot be renamed on Windows.
                fcntl.flock(self._file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            faulthandler.enable(self._file)

    def end(self) -> None:
        """The process ends as it should: there is nothing to tell."""
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


def _folder() -> Path:
    return state_folder() / "crashes"


def crashes_left() -> tuple[Crash, ...]:
    """The crashes since the last call, newest first; each is told of once, and the newest are kept."""
    found = []
    with contextlib.suppress(OSError):
        for path in _folder().glob(f"*{_RUNNING}"):
            crash = _taken(path)
            if crash is not None:
                found.append(crash)
        kept = sorted(_folder().glob(f"*{_TOLD}"), reverse=True)
        for old in kept[_KEPT:]:
            old.unlink()
    return tuple(sorted(found, reverse=True))


def _taken(path: Path) -> Crash | None:
    """The crash that a note holds, unless its process lives or died without a word (it was killed)."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            return _told(path)
        with is_free(path) as free:
            if free:
                return _told(path)
    return None


def _told(path: Path) -> Crash | None:
    with path.open(encoding="utf-8", errors="replace") as note:
        text = note.read(_LONGEST).strip()
    if not text:
        path.unlink()
        return None
    kept = path.with_suffix(_TOLD)
    at = path.stat().st_mtime
    path.rename(kept)
    return Crash(at, kept, text)
