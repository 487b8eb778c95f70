"""Locks between processes that write the same file, which the system releases when a process ends."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from stakemap.errors import WriteError
from stakemap.i18n import tr
from stakemap.storage.saving.temporary_files import lock_beside, note

if sys.platform != "win32":
    import fcntl


#: The seconds to wait for another process, longer than any save but one that hangs.
PATIENCE = 10.0
#: Seconds between attempts to take a lock: at first, and at most.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.002, 0.05
#: The error numbers for a lock that another process holds, and of drives that have no locks.
_HELD = frozenset({errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK})
_UNSUPPORTED = frozenset(
    {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL, errno.EBADF}
)


class LockedError(WriteError):
    """Another process has been saving the file for too long: the user has to say whether to wait for it."""


@contextlib.contextmanager
def exclusive(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Keep other processes of Stakemap from writing `path`, also those of other users.

    The lock is a hidden file beside `path`, removed afterwards: all who can write `path` share it, on any
    kind of drive. The file itself is not locked, since some drives then refuse to read or replace it. Raises
    LockedError when another process holds the lock for `patience` seconds, and OSError when no lock can be
    made.
    """
    lock = lock_beside(path, hashlib.sha256(_folded(path.name)).hexdigest()[:16])
    with _holding(lock, path, patience):
        yield


def _folded(name: str) -> bytes:
    """A name without the differences that some drives ignore: case, and how accents are composed."""
    return os.fsencode(unicodedata.normalize("NFC", name.casefold()))


def _locked_error(path: Path, patience: float) -> LockedError:
    return LockedError(
        tr(
            "“{name}” was not saved: another copy of Stakemap has been saving it for more than {seconds} "
            "seconds. Try again, or save under another name.",
            name=path.name,
            seconds=round(patience),
        )
    )


if sys.platform == "win32":

    @contextlib.contextmanager
    def _holding(lock: Path, path: Path, patience: float) -> Iterator[None]:
        from filelock import FileLock, Timeout

        try:
            held = FileLock(lock, timeout=patience).acquire()
        except Timeout:
            raise _locked_error(path, patience) from None
        # It removes its file.
        with held:
            yield

    def lock_handle(handle: int, path: Path, patience: float) -> None:
        """Does nothing: Windows would refuse other programs to read the file."""

else:

    @contextlib.contextmanager
    def _holding(lock: Path, path: Path, patience: float) -> Iterator[None]:
        handle = _when_free(lambda: _try_to_take(lock), path, patience)
        try:
            yield
        finally:
            _remove(lock)
            _close(handle)

    def lock_handle(handle: int, path: Path, patience: float) -> None:
        """Lock an open file until it is closed, where the drive has locks. Raises LockedError."""
        _when_free(lambda: None if _flock(handle) is False else handle, path, patience)

    def _when_free(attempt: Callable[[], int | None], path: Path, patience: float) -> int:
        """Attempt until there is a result. Raises LockedError when there is none in time."""
        until, pause = time.monotonic() + patience, _FIRST_PAUSE
        while (handle := attempt()) is None:
            if time.monotonic() >= until:
                raise _locked_error(path, patience)
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        return handle

    def _try_to_take(lock: Path) -> int | None:
        """Create or open a lock file and lock it: its handle, None when another process holds it."""
        flags = os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        handle: int | None = None
        try:
            handle, is_new = os.open(lock, flags | os.O_CREAT | os.O_EXCL, 0o600), True
        except FileExistsError:
            handle, is_new = _opened(lock, flags), False
        if handle is None:
            return None
        try:
            if is_new:
                _share(handle, lock.parent)
            is_taken = _flock(handle)
            if is_taken is None:
                # Without locks on the drive, the file itself is the lock of who created it.
                is_taken = is_new
            # The process that held it may have removed it meanwhile.
            is_taken = is_taken and os.fstat(handle).st_nlink > 0
        except BaseException:
            if is_new:
                _remove(lock)
            _close(handle)
            raise
        if not is_taken:
            _close(handle)
        return handle if is_taken else None

    def _opened(lock: Path, flags: int) -> int | None:
        """A handle of an existing lock file; None when it cannot be opened, or has been removed."""
        for access in (flags, flags & ~os.O_RDWR):
            # Another user's file may only be readable, which suffices on most drives.
            with contextlib.suppress(OSError):
                return os.open(lock, access)
        return None

    def _share(handle: int, folder: Path) -> None:
        """Let those lock the file who can write in its folder."""
        with contextlib.suppress(OSError):
            writers = folder.stat().st_mode & 0o022
            if writers:
                os.fchmod(handle, 0o600 | writers | writers << 1)

    def _flock(handle: int) -> bool | None:
        """Whether an open file could be locked; None where the drive has no locks."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _HELD:
                return False
            if error.errno in _UNSUPPORTED:
                return None
            raise
        return True

    def _remove(lock: Path) -> None:
        for _ in range(2):
            # Again, since network drives may refuse something once.
            with contextlib.suppress(OSError):
                lock.unlink(missing_ok=True)
                return
        note(lock)

    def _close(handle: int) -> None:
        with contextlib.suppress(OSError):
            os.close(handle)
