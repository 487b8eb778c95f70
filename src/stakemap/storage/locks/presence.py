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
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import Field, TypeAdapter

from stakemap.errors import WriteError
from stakemap.logs import state_folder
from stakemap.private_files import PRIVATE_FILE, private_folder, write_private
from stakemap.storage.reading.limits import LATEST_TIME
from stakemap.storage.reading.regular_files import open_regular, read_regular
from stakemap.storage.saving.targets import absolute, identities, is_same_file
from stakemap.storage.saving.writing import write_bytes_safely

if TYPE_CHECKING:
    from filelock import BaseFileLock


_LOCK, _NOTE, _REQUEST = ".lock", ".json", ".show"
_MAX_NOTE_BYTES = 10_000
_MAX_REQUEST_BYTES = 200
#: Seconds in which the holder of a lock has to answer a request, and between looks whether it has.
ANSWER_SECONDS, _LOOK_SECONDS = 1.5, 0.02


class Holder(NamedTuple):
    """Another process that has a file open: its id, since when (seconds since 1970), its analyst, and the
    file's path there. Unknown values are 0 or empty.
    """

    pid: Annotated[int, Field(ge=0, lt=2**32)]
    since: Annotated[float, Field(ge=0, le=LATEST_TIME)]
    analyst: str
    path: str = ""


#: Of the notes beside locks, which anything may have written.
_HOLDERS = TypeAdapter(Holder)


class Claim:
    """An advisory lock on a file that this process has open, until it is released or the process ends.

    There is a lock for each of the file's `identities`, so that it holds under any of its names. `holder` is
    another process that holds one, else None. Errors of locking are ignored: the content of the file is
    compared before each save in any case.
    """

    def __init__(self, path: Path, analyst: str = "", *, names_path: bool = True) -> None:
        """The path of a map that leaves no traces is not disclosed to other processes (`names_path`)."""
        self.holder: Holder | None = None
        self._path, self._analyst, self._names_path = path, analyst, names_path
        self._locks: dict[str, BaseFileLock] = {}
        self.renew()

    def renew(self) -> None:
        """Lock what the file is known by now, after it was saved or replaced."""
        keys, is_new = _keys(self._path), not self._locks
        for key in self._locks.keys() - set(keys):
            self._release(key)
        for number, key in enumerate(keys):
            if key not in self._locks and not self._lock(key) and is_new:
                holder = _read(_folder() / f"{key}{_NOTE}")
                # The number of a file that was replaced meanwhile may belong to another file now.
                if number == 0 or not holder.path or is_same_file(Path(holder.path), self._path):
                    self.holder = holder
                    self.release()
                    return

    def _lock(self, key: str) -> bool:
        """Take the lock of a key, where locks work; False when another process holds it."""
        from filelock import FileLock, Timeout

        note = _folder() / f"{key}{_NOTE}"
        try:
            private_folder(_folder())
            lock = FileLock(note.with_suffix(_LOCK), timeout=0, mode=PRIVATE_FILE)
            lock.acquire()
        except Timeout:
            return False
        except (OSError, NotImplementedError):
            return True
        self._locks[key] = lock
        self._write_note(note)
        with contextlib.suppress(OSError):
            # It was meant for a process that has ended.
            note.with_suffix(_REQUEST).unlink()
        return True

    def _write_note(self, note: Path) -> None:
        path = str(absolute(self._path)) if self._names_path else ""
        content = {"pid": os.getpid(), "since": time.time(), "analyst": self._analyst, "path": path}
        with contextlib.suppress(OSError):
            write_private(note, json.dumps(content).encode())

    def hide_path(self) -> None:
        """Tell other processes the path no more."""
        self._names_path = False
        for key in self._locks:
            self._write_note(_folder() / f"{key}{_NOTE}")

    def take_request(self) -> str | None:
        """Take the request of another process to show the window of this file, which is answered by that.

        Returns the activation token that came with it, or ""; None if there is no request.
        """
        tokens = [_take_request(_folder() / f"{key}{_REQUEST}") for key in self._locks]
        return next((token for token in tokens if token is not None), None)

    def release(self) -> None:
        """Release the locks."""
        for key in tuple(self._locks):
            self._release(key)

    def _release(self, key: str) -> None:
        with contextlib.suppress(OSError):
            (_folder() / f"{key}{_NOTE}").unlink()
        with contextlib.suppress(OSError):
            self._locks.pop(key).release()


def _take_request(request: Path) -> str | None:
    try:
        if not stat.S_ISREG(request.lstat().st_mode):
            return None
        with open_regular(request) as stream:
            token = stream.read(_MAX_REQUEST_BYTES + 1).decode("ascii", "replace")
        request.unlink()
    except OSError:
        # There is none, or it was withdrawn.
        return None
    return token if len(token) <= _MAX_REQUEST_BYTES and token.isprintable() and token.isascii() else ""


def holder_of(path: Path) -> Holder | None:
    """The other process that has a file open, if any; not for files that this process has locked."""
    claim = Claim(path)
    claim.release()
    return claim.holder


def is_open_elsewhere(path: Path) -> bool:
    """Whether another process has a file open, whether or not this one has."""
    notes = [_folder() / f"{key}{_NOTE}" for key in _keys(path)]
    return any(note.exists() and _read(note).pid not in (0, os.getpid()) for note in notes)


def ask_to_show(path: Path, token: str = "") -> bool:
    """Ask the process that has a file open to show its window; whether it has done so within a second or two.

    `token` is that with which the desktop allows a window to come to the front (XDG_ACTIVATION_TOKEN).
    """
    requests = [_folder() / f"{key}{_REQUEST}" for key in _keys(path)]
    try:
        for request in requests:
            write_bytes_safely(request, token.encode("ascii", "ignore")[:_MAX_REQUEST_BYTES])
    except (OSError, WriteError):
        return False
    until = time.monotonic() + ANSWER_SECONDS
    while all(request.exists() for request in requests) and time.monotonic() < until:
        time.sleep(_LOOK_SECONDS)
    answers = [_is_answered(request) for request in requests]
    return any(answers)


def _is_answered(request: Path) -> bool:
    """Withdraw a request; whether it was answered before."""
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
        with (
            contextlib.suppress(OSError, NotImplementedError, Timeout),
            FileLock(path, timeout=0, mode=PRIVATE_FILE),
        ):
            for left in (_NOTE, _REQUEST):
                path.with_suffix(left).unlink(missing_ok=True)
            path.unlink(missing_ok=True)


def _folder() -> Path:
    return state_folder() / "open"


def _keys(path: Path) -> list[str]:
    return [hashlib.sha256(os.fsencode(one)).hexdigest()[:32] for one in identities(path)]


def _read(note: Path) -> Holder:
    try:
        return _HOLDERS.validate_json(read_regular(note, _MAX_NOTE_BYTES))
    except (OSError, ValueError):
        return Holder(0, 0.0, "")
