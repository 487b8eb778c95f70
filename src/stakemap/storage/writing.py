"""Bytes to disk so that a file is either as it was or wholly new, whatever fails or is killed in between."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from stakemap.errors import WriteError
from stakemap.i18n import tr

__all__ = [
    "TEMPORARY",
    "InPlaceError",
    "Target",
    "sweep_temporary",
    "target_of",
    "write_bytes_safely",
    "write_error",
]

#: How the names of files begin that lie beside a target while it is written; sweepers look for it.
TEMPORARY = ".stakemap-"
_TEMPORARY_END = ".tmp"
#: Waits in seconds before trying again to replace a file that another program (a scanner, a sync client) holds open.
_WAITS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)


class InPlaceError(WriteError):
    """The file can only be overwritten in place, which is not safe against a crash; the user is to be asked first."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where bytes go: the real path behind links, and the mode (permission bits) of what is there, if anything is."""

    path: Path
    mode: int | None
    links: int = 1


def write_error(path: Path, error: OSError) -> WriteError:
    """One clear sentence on why `path` was not written, with a way out."""
    name = path.name
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return WriteError(
            tr("“{name}” was not saved: the disk is full. Free some space or save it elsewhere.", name=name)
        )
    if error.errno == errno.EFBIG:
        return WriteError(
            tr(
                "“{name}” was not saved: the file would be larger than allowed there. Save it elsewhere.",
                name=name,
            )
        )
    if error.errno == errno.EROFS:
        return WriteError(tr("“{name}” was not saved: that disk is read-only. Save it elsewhere.", name=name))
    if isinstance(error, PermissionError):
        return WriteError(
            tr(
                "“{name}” was not saved: there is no permission to write it, or another program holds it. "
                "Close that program or save under another name.",
                name=name,
            )
        )
    if isinstance(error, FileNotFoundError):
        return WriteError(
            tr(
                "“{name}” was not saved: its folder {folder} is not there. Save it elsewhere.",
                name=name,
                folder=path.parent,
            )
        )
    if isinstance(error, NotADirectoryError):
        return WriteError(
            tr(
                "“{name}” was not saved: {folder} is not a folder. Save it elsewhere.",
                name=name,
                folder=path.parent,
            )
        )
    if error.errno == errno.ENAMETOOLONG:
        return WriteError(
            tr("“{name}” was not saved: the name is too long. Give it a shorter one.", name=name)
        )
    return WriteError(
        tr(
            "“{name}” was not saved: {problem}. Save it elsewhere.",
            name=name,
            problem=error.strerror or type(error).__name__,
        )
    )


def target_of(path: Path) -> Target:
    """What writing to `path` would replace. Raises WriteError when it cannot be replaced by a file."""
    try:
        real = Path(os.path.realpath(path))
        if real.is_symlink():
            raise WriteError(
                tr(
                    "“{name}” was not saved: it is a link that leads back to itself. Save under another name.",
                    name=path.name,
                )
            )
        status = os.stat(real)
    except FileNotFoundError:
        return Target(real, None)
    except OSError as error:
        raise write_error(path, error) from error
    if stat.S_ISDIR(status.st_mode):
        raise WriteError(
            tr("“{name}” was not saved: there is a folder of that name. Choose another name.", name=path.name)
        )
    if not stat.S_ISREG(status.st_mode):
        raise WriteError(
            tr(
                "“{name}” was not saved: it is a device or a pipe, not a file. Choose another name.",
                name=path.name,
            )
        )
    mode = stat.S_IMODE(status.st_mode)
    if not mode & 0o222 or not os.access(real, os.W_OK):
        raise WriteError(
            tr("“{name}” was not saved: it is write-protected. Save under another name.", name=path.name)
        )
    return Target(real, mode, status.st_nlink)


def write_bytes_safely(path: Path, data: bytes, *, in_place: bool = False) -> None:
    """Make `data` the content of `path`, or leave what is there untouched and raise WriteError.

    A link is followed and kept; an existing file keeps its permissions. With `in_place` a file that has a second name
    (hard link), or lies in a folder where no file can be made, is overwritten; without it InPlaceError asks for that.
    """
    target = target_of(path)
    try:
        if in_place and _needs_in_place(target):
            _overwrite(target.path, data)
            return
        if target.links > 1:
            raise InPlaceError(
                tr(
                    "“{name}” has a second name in another place (a hard link); saving safely would part "
                    "the two.",
                    name=path.name,
                )
            )
        _replace_with(target, data)
    except OSError as error:
        if target.mode is not None and _is_folder_closed(target.path.parent, error):
            raise InPlaceError(
                tr(
                    "“{name}” can only be overwritten in place, since its folder takes no new files.",
                    name=path.name,
                )
            ) from error
        raise write_error(path, error) from error


def _needs_in_place(target: Target) -> bool:
    return target.mode is not None and (target.links > 1 or not os.access(target.path.parent, os.W_OK))


def _is_folder_closed(folder: Path, error: OSError) -> bool:
    return isinstance(error, PermissionError) and folder.is_dir() and not os.access(folder, os.W_OK)


def _replace_with(target: Target, data: bytes) -> None:
    temporary = target.path.parent / f"{TEMPORARY}{secrets.token_hex(8)}{_TEMPORARY_END}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, 0o666 if target.mode is None else 0o600)
    try:
        try:
            _write_all(handle, data)
            if target.mode is not None and sys.platform != "win32":
                os.fchmod(handle, target.mode)
            os.fsync(handle)
        finally:
            os.close(handle)
        _replace(temporary, target.path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.path.parent)


def _write_all(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        try:
            written = os.write(handle, rest)
        except InterruptedError:
            continue
        if written <= 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        rest = rest[written:]
    if os.fstat(handle).st_size != len(data):
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def _replace(source: Path, target: Path) -> None:
    for wait in (*_WAITS, None):
        try:
            os.replace(source, target)
        except PermissionError:
            if wait is None or sys.platform != "win32":
                raise
            time.sleep(wait)
        else:
            return


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut where the system lets one; the file itself is whole already."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _overwrite(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | getattr(os, "O_BINARY", 0))
    try:
        os.ftruncate(handle, 0)
        _write_all(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep_temporary(folder: Path, *, older_than: float = 3600.0) -> int:
    """Remove what saves that were killed left in `folder`, once it is `older_than` seconds old; how many there were."""
    removed = 0
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            if entry.name.startswith(TEMPORARY) and entry.name.endswith(_TEMPORARY_END):
                with contextlib.suppress(OSError):
                    if time.time() - entry.stat(follow_symlinks=False).st_mtime > older_than:
                        Path(entry.path).unlink()
                        removed += 1
    return removed
