"""File locks of open maps: each process marks the files it has open until it ends, even by a crash."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from stakemap.storage.folders import state_folder

if TYPE_CHECKING:
    from filelock import BaseFileLock

__all__ = ["Claim", "Holder", "holder_of", "remove_stale_claims"]

_LOCK, _NOTE = ".lock", ".json"
_MAX_NOTE_BYTES = 10_000


class Holder(NamedTuple):
    """Another process that has a file open: its id, since when (seconds since 1970), and its analyst.

    Unknown values are 0 or empty.
    """

    pid: int
    since: float
    analyst: str


class Claim:
    """An advisory lock on a file that this process has open, until it is released or the process ends.

    `holder` is another process that holds the lock, else None. Errors of locking are ignored: the content of
    the file is compared before each save in any case.
    """

    def __init__(self, path: Path, analyst: str = "") -> None:
        from filelock import FileLock, Timeout

        self.holder: Holder | None = None
        self._lock: BaseFileLock | None = None
        self._note = _folder() / f"{_key(path)}{_NOTE}"
        try:
            self._note.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._note.with_suffix(_LOCK), timeout=0)
            lock.acquire()
        except Timeout:
            self.holder = _read(self._note)
        except (OSError, NotImplementedError):
            return
        else:
            self._lock = lock
            note = {"pid": os.getpid(), "since": time.time(), "analyst": analyst}
            with contextlib.suppress(OSError):
                self._note.write_text(json.dumps(note), "utf-8")

    def release(self) -> None:
        """Release the lock."""
        if self._lock is None:
            return
        with contextlib.suppress(OSError):
            self._note.unlink()
        with contextlib.suppress(OSError):
            self._lock.release()
        self._lock = None


def holder_of(path: Path) -> Holder | None:
    """The other process that has a file open, if any; not for files that this process has locked."""
    claim = Claim(path)
    claim.release()
    return claim.holder


def remove_stale_claims() -> None:
    """Remove the lock files and notes of processes that have ended."""
    from filelock import FileLock, Timeout

    for path in _folder().glob(f"*{_LOCK}"):
        with contextlib.suppress(OSError, NotImplementedError, Timeout), FileLock(path, timeout=0):
            path.with_suffix(_NOTE).unlink(missing_ok=True)
            path.unlink(missing_ok=True)


def _folder() -> Path:
    return state_folder() / "open"


def _key(path: Path) -> str:
    real = os.path.normcase(os.path.realpath(path))
    return hashlib.sha256(os.fsencode(real)).hexdigest()[:32]


def _read(note: Path) -> Holder:
    try:
        note_data = json.loads(note.read_bytes()[:_MAX_NOTE_BYTES])
        return Holder(int(note_data["pid"]), float(note_data["since"]), str(note_data["analyst"]))
    except (OSError, ValueError, TypeError, LookupError):
        return Holder(0, 0.0, "")
