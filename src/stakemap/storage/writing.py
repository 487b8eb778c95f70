"""Atomic writing of files: a file is either unchanged or completely replaced, even after a crash."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from stakemap.errors import WriteError
from stakemap.i18n import tr
from stakemap.storage.interrupted import keep_copy, remove_copy
from stakemap.storage.targets import Target, target_of, write_error
from stakemap.storage.temporary_files import noted, temporary_beside

if sys.platform != "win32":
    import fcntl

__all__ = ["InPlaceError", "write_bytes_safely"]

#: Delays in seconds between attempts to replace a file that another program has open.
_RETRY_DELAYS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
#: The error numbers for such a file: missing permission on Windows, elsewhere (network drives, mounts) busy.
_BUSY_ERRORS = (
    (errno.EBUSY, errno.ETXTBSY, errno.EAGAIN) if sys.platform != "win32" else (errno.EACCES, errno.EPERM)
)


class InPlaceError(WriteError):
    """The file can only be overwritten in place, which a crash can interrupt: the user has to confirm."""


def write_bytes_safely(path: Path, data: bytes | Sequence[bytes], *, in_place: bool = False) -> None:
    """Write `data`, whole or in pieces, to `path` atomically; on failure raise WriteError with it unchanged.

    Links are followed and kept; an existing file keeps its permissions and, where possible, its owner. A file
    with several hard links, or in a folder that is not writable, raises InPlaceError; with `in_place` it is
    overwritten, while the state folder has a recovery copy of `data`.
    """
    pieces = (data,) if isinstance(data, bytes) else data
    target = target_of(path)
    try:
        if target.has_other_names:
            _in_place(target, pieces, path, in_place, _hard_link_sentence(path))
            return
        if target.status is not None and not os.access(target.path.parent, os.W_OK):
            _in_place(target, pieces, path, in_place, _read_only_folder_sentence(path))
            return
        _replace_with(target, pieces)
    except OSError as error:
        raise write_error(path, error) from error


def _hard_link_sentence(path: Path) -> str:
    return tr(
        "“{name}” was not saved: it has a second name elsewhere (a hard link), and saving safely "
        "would separate the two.",
        name=path.name,
    )


def _read_only_folder_sentence(path: Path) -> str:
    return tr(
        "“{name}” was not saved: its folder does not accept new files, so it can only be overwritten "
        "in place.",
        name=path.name,
    )


def _replace_with(target: Target, pieces: Sequence[bytes]) -> None:
    """Write a temporary file beside the target and rename it; on failure the temporary file is removed."""
    is_done = False
    while not is_done:
        temporary = temporary_beside(target.path)
        with noted(temporary):
            is_done = _replace_through(temporary, target, pieces)
    _sync_folder(target.path.parent)


def _replace_through(temporary: Path, target: Target, pieces: Sequence[bytes]) -> bool:
    """Replace the target through a temporary file; False when another process's clean-up removed that."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, 0o666 if target.status is None else 0o600)
    try:
        with _closing(handle):
            if not _lock(handle):
                return False
            _write_all(handle, pieces)
            _check_size(handle, pieces)
            _copy_attributes(handle, target.status)
            os.fsync(handle)
            if sys.platform != "win32":
                # Still open and locked, so that no other process removes it as abandoned.
                _replace(temporary, target.path)
        if sys.platform == "win32":
            _replace(temporary, target.path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    return True


def _lock(handle: int) -> bool:
    """Lock a temporary file against clean-up by other processes; False when it has been removed already."""
    is_there = True
    if sys.platform != "win32":  # An open file cannot be removed there.
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_there = os.fstat(handle).st_nlink > 0
    return is_there


@contextlib.contextmanager
def _closing(handle: int) -> Iterator[None]:
    """Close a file at the end, ignoring errors, since the data is synced by then."""
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            os.close(handle)


def _write_all(handle: int, pieces: Sequence[bytes]) -> None:
    """Write all of `pieces`, repeating partial writes."""
    for piece in pieces:
        rest = memoryview(piece)
        while rest:
            try:
                written = os.write(handle, rest)
            except InterruptedError:
                continue
            if written <= 0:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            rest = rest[written:]


def _check_size(handle: int, pieces: Sequence[bytes]) -> None:
    """Raise OSError if the file is shorter than the data: some systems do not report a full disk."""
    if os.fstat(handle).st_size != sum(map(len, pieces)):
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def _copy_attributes(handle: int, status: os.stat_result | None) -> None:
    """Copy the permissions and, where allowed, the owner of the replaced file to the new one."""
    if sys.platform != "win32" and status is not None:
        own = os.fstat(handle)
        if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
            with contextlib.suppress(OSError):
                os.fchown(handle, status.st_uid, status.st_gid)
        os.fchmod(handle, stat.S_IMODE(status.st_mode))


def _replace(source: Path, target: Path) -> None:
    """Replace a file by another, with retries while another program has it open."""
    for wait in _RETRY_DELAYS:
        try:
            source.replace(target)
        except OSError as error:
            if error.errno not in _BUSY_ERRORS:
                raise
            time.sleep(wait)
        else:
            return
    source.replace(target)


def _sync_folder(folder: Path) -> None:
    """Sync the folder, where supported, so that the rename survives a power failure."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            with _closing(handle):
                os.fsync(handle)


def _in_place(target: Target, pieces: Sequence[bytes], path: Path, allowed: bool, reason: str) -> None:
    """Overwrite a file in place, if allowed; on failure the old content is restored."""
    if not allowed:
        raise InPlaceError(reason)
    handle = os.open(target.path, os.O_RDWR | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0))
    with _closing(handle):
        old = target.path.read_bytes()
        with keep_copy(target.path, pieces, write_bytes_safely) as copy:
            try:
                _overwrite(handle, pieces)
            except OSError as error:
                with contextlib.suppress(OSError):
                    _overwrite(handle, (old,))
                message = tr(
                    "{problem} A copy of the new content is {copy}.",
                    problem=write_error(path, error),
                    copy=copy,
                )
                raise WriteError(message) from error
            remove_copy(copy)


def _overwrite(handle: int, pieces: Sequence[bytes]) -> None:
    """Write from the start and truncate last, so that a full disk is detected before data is lost."""
    os.lseek(handle, 0, os.SEEK_SET)
    _write_all(handle, pieces)
    os.ftruncate(handle, sum(map(len, pieces)))
    os.fsync(handle)
