"""Atomic writing of files: a file is either unchanged or completely replaced, even after a crash."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from stakemap.errors import WriteError
from stakemap.i18n import tr
from stakemap.private_files import PRIVATE_FILE
from stakemap.storage.folders import is_private
from stakemap.storage.locks.locks import exclusive, lock_handle
from stakemap.storage.reading.regular_files import open_regular
from stakemap.storage.saving.interrupted import keep_copy, remove_copy
from stakemap.storage.saving.targets import Target, absolute, target_of, write_error
from stakemap.storage.saving.temporary_files import noted, temporary_beside
from stakemap.values import frozen

if sys.platform != "win32":
    import fcntl


#: Delays in seconds between attempts to replace a file that another program has open.
_RETRY_DELAYS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
#: The error numbers for such a file: missing permission on Windows, elsewhere (network drives, mounts) busy.
_BUSY_ERRORS = (
    (errno.EBUSY, errno.ETXTBSY, errno.EAGAIN) if sys.platform != "win32" else (errno.EACCES, errno.EPERM)
)
#: The error numbers of drives that cannot sync files; others mean that the data may be lost.
_NO_SYNC_ERRORS = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
#: Those of drives that do not allow it, but also of shares whose server refused what was written.
_REFUSED_SYNC_ERRORS = frozenset({errno.EPERM, errno.EACCES})


class InPlaceError(WriteError):
    """The file can only be overwritten in place, which a crash can interrupt: the user has to confirm."""


class ExternalChangeError(WriteError):
    """The file was changed externally since it was read or saved; nothing was written.

    `digest` is that of the file's current content.
    """

    def __init__(self, message: str, digest: str) -> None:
        super().__init__(message)
        self.digest = digest


@frozen
class Precautions:
    """What keeps a write from undoing that of another process, checked last before the file is replaced.

    `expected_digest` is the SHA-256 of the content to replace; None is whatever is there at first. `patience`
    are the seconds to wait for a process that is writing; with None there is no lock. `go_on` raises an error
    where the write is to be given up.
    """

    expected_digest: str | None
    patience: float | None
    go_on: Callable[[], object] = lambda: None


def write_bytes_safely(
    path: Path,
    data: bytes | Sequence[bytes],
    *,
    in_place: bool = False,
    precautions: Precautions | None = None,
    through: Path | None = None,
) -> tuple[str, ...]:
    """Write `data`, whole or in pieces, to `path` atomically; on failure raise WriteError with it unchanged.

    Links are followed and kept; an existing file keeps its permissions and, where possible, its owner. A file
    with several hard links, or in a folder that is not writable, raises InPlaceError; with `in_place` it is
    overwritten, while the state folder has a recovery copy of `data`. With `precautions` ExternalChangeError
    and LockedError are raised, too. `through` is a folder on the same drive for the temporary file, in place
    of the target's. Returns a sentence for each thing that the drive does not support, though the file is
    written.
    """
    pieces = (data,) if isinstance(data, bytes) else data
    path = absolute(path)
    target = target_of(path)
    try:
        reason = _why_in_place(target, path)
        if not reason:
            return _replace_with(target, pieces, precautions, through or target.path.parent)
        if not in_place:
            raise InPlaceError(reason)
        return _in_place(target, pieces, path, precautions)
    except OSError as error:
        raise write_error(path, error) from error


def _why_in_place(target: Target, path: Path) -> str:
    """The sentence on why a file cannot be replaced, "" when it can."""
    if target.has_other_names:
        return tr(
            "“{name}” was not saved: it has a second name elsewhere (a hard link), and saving safely "
            "would separate the two.",
            name=path.name,
        )
    if target.status is not None and not os.access(target.path.parent, os.W_OK):
        return tr(
            "“{name}” was not saved: its folder does not accept new files, so it can only be overwritten "
            "in place.",
            name=path.name,
        )
    return ""


def _replace_with(
    target: Target, pieces: Sequence[bytes], precautions: Precautions | None, folder: Path
) -> tuple[str, ...]:
    """Write a temporary file in a folder and rename it; on failure the temporary file is removed."""
    patience = None if precautions is None else precautions.patience
    while True:
        temporary = temporary_beside(folder / target.path.name)
        # The note leads to the lock, too, which is beside the temporary file.
        with (
            noted(temporary),
            contextlib.nullcontext() if patience is None else exclusive(target.path, patience),
        ):
            warnings = _replace_through(temporary, target, pieces, precautions)
            if warnings is not None:
                _sync_folder(target.path.parent)
                return warnings


def _replace_through(
    temporary: Path, target: Target, pieces: Sequence[bytes], precautions: Precautions | None
) -> tuple[str, ...] | None:
    """Replace the target through a temporary file, and return the warnings of `write_bytes_safely`; None when
    another process's clean-up removed the temporary file.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, _first_mode(target))
    try:
        with _closing(handle):
            if not _lock(handle):
                return None
            _write_all(handle, pieces)
            _check_size(handle, pieces)
            warnings = (*_copy_attributes(handle, target), *_sync(handle, pieces, target))
            _check_unchanged(target, precautions)
            if sys.platform != "win32":
                # Still open and locked, so that no other process removes it as abandoned.
                _replace(temporary, target.path)
        if sys.platform == "win32":
            _replace(temporary, target.path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    return warnings


def _first_mode(target: Target) -> int:
    """The mode of a temporary file: that of a new file, or private until it gets that of an existing one."""
    return 0o666 if target.status is None and not is_private(target.path) else PRIVATE_FILE


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


def _copy_attributes(handle: int, target: Target) -> Iterator[str]:
    """Copy the permissions and, where allowed, the owner of the replaced file to the new one.

    A drive may refuse both; yields a sentence when others may lose access by that.
    """
    status = target.status
    if sys.platform == "win32" or status is None:
        return
    own, mode = os.fstat(handle), stat.S_IMODE(status.st_mode)
    if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        with contextlib.suppress(OSError):
            os.fchown(handle, status.st_uid, status.st_gid)
    if stat.S_IMODE(own.st_mode) != mode:
        try:
            os.fchmod(handle, mode)
        except OSError:
            yield tr(
                "“{name}” was saved, but its drive did not accept the permissions that the file had. Check "
                "that your colleagues can still open it.",
                name=target.path.name,
            )


def _sync(handle: int, pieces: Sequence[bytes], target: Target) -> Iterator[str]:
    """Wait until the data is on the drive; yields a sentence if it cannot confirm that. Raises OSError."""
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno in _REFUSED_SYNC_ERRORS:
            # A share forgets what its server refused, so that it reads as before.
            os.lseek(handle, 0, os.SEEK_SET)
            if _read_all(handle) != b"".join(pieces):
                raise
        elif error.errno not in _NO_SYNC_ERRORS:
            raise
        yield tr(
            "“{name}” was saved, but its drive did not confirm that all of it is stored. Keep a copy "
            "elsewhere, and wait a little before you remove the drive or switch off.",
            name=target.path.name,
        )


def _check_unchanged(target: Target, precautions: Precautions | None, old: bytes | None = None) -> None:
    """Raise ExternalChangeError unless the target, whose content may be known, is what is to be replaced."""
    if precautions is None:
        return
    precautions.go_on()
    expected = precautions.expected_digest
    try:
        if expected is None and _signature(target.path) == _signature_of(target.status):
            return
        found = _digest_in(target.path) if old is None else hashlib.sha256(old).hexdigest()
    except FileNotFoundError:
        return
    except OSError as error:
        raise WriteError(
            tr(
                "“{name}” was not saved: it cannot be read to see whether it changed ({problem}). Save under "
                "another name.",
                name=target.path.name,
                problem=error.strerror or error,
            )
        ) from error
    if found == expected:
        return
    if expected == "":
        sentence = tr(
            "“{name}” was not saved: another program is writing it. Use another name.", name=target.path.name
        )
        raise ExternalChangeError(sentence, found)
    raise _changed_outside(target, found)


def _signature(path: Path) -> tuple[int, ...]:
    """What differs once another file is in its place, or other content in it."""
    try:
        return _signature_of(path.stat())
    except FileNotFoundError:
        return ()


def _signature_of(status: os.stat_result | None) -> tuple[int, ...]:
    return () if status is None else (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def _digest_in(path: Path) -> str:
    digest = hashlib.sha256()
    with open_regular(path) as stream:
        while piece := stream.read(2**18):
            digest.update(piece)
    return digest.hexdigest()


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


def _in_place(
    target: Target, pieces: Sequence[bytes], path: Path, precautions: Precautions | None
) -> tuple[str, ...]:
    """Overwrite a file in place; on failure the old content is restored."""
    handle = os.open(target.path, os.O_RDWR | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0))
    with _closing(handle):
        if precautions is not None and precautions.patience is not None:
            # Another folder may hold another name of it, so that a lock beside it would not do.
            lock_handle(handle, path, precautions.patience)
        old = _read_all(handle)
        _check_unchanged(target, precautions, old)
        with keep_copy(target.path, pieces, write_bytes_safely) as copy:
            try:
                warnings = _overwrite(handle, pieces, target)
            except OSError as error:
                with contextlib.suppress(OSError):
                    _overwrite(handle, (old,), target)
                message = tr(
                    "{problem} A copy of the new content is {copy}.",
                    problem=write_error(path, error),
                    copy=copy,
                )
                raise WriteError(message) from error
            remove_copy(copy)
        _check_still_there(handle, target, precautions)
    return warnings


def _check_still_there(handle: int, target: Target, precautions: Precautions | None) -> None:
    """Raise ExternalChangeError if the file that was overwritten was replaced meanwhile."""
    if precautions is not None and not os.path.samestat(os.fstat(handle), target.path.stat()):
        raise _changed_outside(target, _digest_in(target.path))


def _changed_outside(target: Target, digest: str) -> ExternalChangeError:
    sentence = tr("“{name}” was changed by another program since it was opened.", name=target.path.name)
    return ExternalChangeError(sentence, digest)


def _read_all(handle: int) -> bytes:
    """The content of an open file, read through its only handle, to which some drives bind its lock."""
    return b"".join(iter(lambda: os.read(handle, 2**20), b""))


def _overwrite(handle: int, pieces: Sequence[bytes], target: Target) -> tuple[str, ...]:
    """Write from the start and truncate last, so that a full disk is detected before data is lost."""
    os.lseek(handle, 0, os.SEEK_SET)
    _write_all(handle, pieces)
    os.ftruncate(handle, sum(map(len, pieces)))
    return tuple(_sync(handle, pieces, target))
