"""File locks of open maps: each process marks the files it has open until it ends, even by a crash.

Another process can ask the one that holds a lock to show its window. The request is a file beside the lock,
which the holder removes as an answer. Unlike a socket it is the same on every system, no firewall asks about
it, and it can say nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from stakemap.errors import WriteError
from stakemap.storage.folders import state_folder
from stakemap.storage.writing import write_bytes_safely

if TYPE_CHECKING:
    from filelock import BaseFileLock

__all__ = ["Claim", "Holder", "ask_to_show", "holder_of", "remove_stale_claims", "requests_folder"]

_LOCK, _NOTE, _REQUEST = ".lock", ".json", ".show"
_MAX_NOTE_BYTES = 10_000
_MAX_REQUEST_BYTES = 200
#: Seconds in which the holder of a lock has to answer a request, and between looks whether it has.
_ANSWER_SECONDS, _LOOK_SECONDS = 1.5, 0.02


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
            # It was meant for a process that has ended.
            self._request.unlink(missing_ok=True)
            note = {"pid": os.getpid(), "since": time.time(), "analyst": analyst}
            with contextlib.suppress(OSError):
                self._note.write_text(json.dumps(note), "utf-8")

    @property
    def _request(self) -> Path:
        return self._note.with_suffix(_REQUEST)

    def take_request(self) -> str | None:
        """Take the request of another process to show the window of this file, which is answered by that.

        Returns the activation token that came with it, or ""; None if there is no request.
        """
        if self._lock is None:
            return None
        try:
            if not stat.S_ISREG(self._request.lstat().st_mode):
                return None
            with self._request.open("rb") as stream:
                token = stream.read(_MAX_REQUEST_BYTES + 1).decode("ascii", "replace")
            self._request.unlink()
        except OSError:
            # There is none, or it was withdrawn.
            return None
        return token if len(token) <= _MAX_REQUEST_BYTES and token.isprintable() and token.isascii() else ""

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


def ask_to_show(path: Path, token: str = "") -> bool:
    """Ask the process that has a file open to show its window; whether it has done so within a second or two.

    `token` is that with which the desktop allows a window to come to the front (XDG_ACTIVATION_TOKEN).
    """
    request = _folder() / f"{_key(path)}{_REQUEST}"
    try:
        write_bytes_safely(request, token.encode("ascii", "ignore")[:_MAX_REQUEST_BYTES])
    except (OSError, WriteError):
        return False
    until = time.monotonic() + _ANSWER_SECONDS
    while request.exists() and time.monotonic() < until:
        time.sleep(_LOOK_SECONDS)
    try:
        request.unlink()
    except FileNotFoundError:
        return True
    except OSError:
        return not request.exists()
    return False


def requests_folder() -> Path:
    """The folder in which requests appear."""
    return _folder()


def remove_stale_claims() -> None:
    """Remove the lock files and notes of processes that have ended."""
    from filelock import FileLock, Timeout

    for path in _folder().glob(f"*{_LOCK}"):
        with contextlib.suppress(OSError, NotImplementedError, Timeout), FileLock(path, timeout=0):
            for left in (_NOTE, _REQUEST):
                path.with_suffix(left).unlink(missing_ok=True)
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
