"""Targets of file writes: link resolution, checks before writing, and error sentences."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from stakemap.errors import WriteError
from stakemap.i18n import tr
from stakemap.values import frozen

#: Stands for a current folder that has been removed and whose path is unknown.
_NO_FOLDER = f"{os.sep}removed folder"


@frozen
class Target:
    """The real path behind links, and the `os.stat` result of the existing file, if any."""

    path: Path
    status: os.stat_result | None

    @property
    def has_other_names(self) -> bool:
        """Whether the file has further hard links."""
        return self.status is not None and self.status.st_nlink > 1


def absolute(path: Path) -> Path:
    """A path that does not depend on the current folder, with its symbolic links unresolved, since users know
    their files by them. Never raises, also where the current folder has been removed: every path goes through
    this where it enters the app or the command line.
    """
    try:
        return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
    except FileNotFoundError:
        # Shells keep the path of the folder, to which messages refer then.
        folder = os.environ.get("PWD", "")
        return Path(os.path.normpath(Path(folder if Path(folder).is_absolute() else _NO_FOLDER, path)))


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to the same place or, by links, mounts or other case, to the same file.

    False for an impossible path, which later I/O reports.
    """
    try:
        return os.path.realpath(one) == os.path.realpath(other) or os.path.samefile(one, other)  # noqa: PTH121
    except (OSError, ValueError):
        return False


def identities(path: Path) -> tuple[str, ...]:
    """By what a file is known: its real path and, if it exists, its device and inode.

    The latter are those of all its names, and change when the file is replaced.
    """
    try:
        found = [os.path.normcase(os.path.realpath(absolute(path)))]
        status = path.stat()
    except ValueError:
        return (str(path),)
    except OSError:
        return tuple(found)
    return (*found, f"{status.st_dev}:{status.st_ino}")


def is_there(path: Path) -> bool:
    """Whether a path exists; also False without access or for an invalid name, which later I/O reports."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def target_of(path: Path) -> Target:
    """The target of writing to `path`, following links. Raises WriteError when it is not writable."""
    name = path.name
    real = path = absolute(path)
    try:
        real = Path(os.path.realpath(path))
        status = real.lstat()
        if stat.S_ISLNK(status.st_mode):
            raise WriteError(
                tr(
                    "“{name}” was not saved: it is a link that points to itself. Use another name.",
                    name=name,
                )
            )
    except FileNotFoundError:
        return Target(real, None)
    except ValueError as error:
        raise WriteError(
            tr("“{name}” was not saved: this is not a valid file name. Use another name.", name=name)
        ) from error
    except OSError as error:
        raise write_error(path, error) from error
    if stat.S_ISDIR(status.st_mode):
        raise WriteError(
            tr("“{name}” was not saved: there is a folder of that name. Use another name.", name=name)
        )
    if not stat.S_ISREG(status.st_mode):
        raise WriteError(
            tr("“{name}” was not saved: it is a device or a pipe, not a file. Use another name.", name=name)
        )
    # The second check is for the superuser, to whom `os.access` grants everything.
    if not os.access(real, os.W_OK) or not status.st_mode & 0o222:
        raise WriteError(
            tr("“{name}” was not saved: it is write-protected. Save under another name.", name=name)
        )
    return Target(real, status)


def refusal_of(error: OSError) -> str:
    """What the system refused, and where, without the number that Python puts first."""
    if not error.strerror or not error.filename:
        return error.strerror or str(error)
    return tr("{problem} ({path})", problem=error.strerror, path=os.fsdecode(error.filename))


def write_error(path: Path, error: OSError) -> WriteError:
    """Convert an OSError on writing `path` to a WriteError with a sentence that suggests a solution."""
    return WriteError(_sentence(path.name, path.parent, error))


def _sentence(name: str, folder: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return tr(
            "“{name}” was not saved: the disk is full. Free some space or save it elsewhere.", name=name
        )
    if error.errno == errno.EFBIG:
        return tr("“{name}” was not saved: it is too large for that disk. Save it elsewhere.", name=name)
    if error.errno == errno.EROFS:
        return tr("“{name}” was not saved: that disk is read-only. Save it elsewhere.", name=name)
    if error.errno == errno.ENAMETOOLONG:
        return tr("“{name}” was not saved: the name is too long. Use a shorter one.", name=name)
    if isinstance(error, PermissionError):
        return tr(
            "“{name}” was not saved: you do not have permission to write it, or another program is "
            "using it. Close that program or save under another name.",
            name=name,
        )
    if isinstance(error, FileNotFoundError):
        return tr(
            "“{name}” was not saved: its folder “{folder}” does not exist. Save it elsewhere.",
            name=name,
            folder=folder,
        )
    if isinstance(error, NotADirectoryError):
        return tr(
            "“{name}” was not saved: “{folder}” is not a folder. Save it elsewhere.", name=name, folder=folder
        )
    return tr(
        "“{name}” was not saved: {problem}. Try again, or save it elsewhere.",
        name=name,
        problem=error.strerror or type(error).__name__,
    )
