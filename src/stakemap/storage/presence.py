"""Who has a file open: each process says so in the state folder for as long as it lives, however it ends."""

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

__all__ = ["Claim", "Holder", "holder_of", "sweep_claims"]

_LOCK, _NOTE = ".lock", ".json"
_LONGEST = 10_000


class Holder(NamedTuple):
    """Another process that has a file open: its number, since when (seconds since 1970), and its analyst.

    What is not known is 0 or empty.
    """

    pid: int
    since: float
    analyst: str


class Claim:
    """Says that this process has a file open, until it is released or the process ends.

    `holder` is the other process that said so first, None where this is the one. Where no lock can be had
    nobody is told anything: what a file holds is compared before each save in any case.
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
        """Say that the file is open here no more."""
        if self._lock is None:
            return
        with contextlib.suppress(OSError):
            self._note.unlink()
        with contextlib.suppress(OSError):
            self._lock.release()
        self._lock = None


def holder_of(path: Path) -> Holder | None:
    """The other process that has a file open, if one has; not to be asked of a file that is claimed here."""
    claim = Claim(path)
    claim.release()
    return claim.holder


def sweep_claims() -> None:
    """Remove what processes that are gone left behind."""
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
        told = json.loads(note.read_bytes()[:_LONGEST])
        return Holder(int(told["pid"]), float(told["since"]), str(told["analyst"]))
    except (OSError, ValueError, TypeError, LookupError):
        return Holder(0, 0.0, "")
