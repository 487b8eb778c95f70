"""Recovery copies for in-place writes, from which a write that was killed can be restored."""

from __future__ import annotations

import contextlib
import glob
import os
import secrets
import sys
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from stakemap.logs import state_folder
from stakemap.private_files import private_folder
from stakemap.storage.reading.map_ids import map_id_of
from stakemap.storage.reading.regular_files import LONGEST_PATH, read_regular
from stakemap.storage.saving.temporary_files import try_lock

#: The extension of the file with a copy's target path; it is removed once the user was notified of the copy.
_TARGET_SUFFIX = ".place"
#: Seconds for which a copy is kept after the user was notified of it.
_KEPT_SECONDS = 90 * 86_400.0
#: Seconds after which a write counts as interrupted where file locks cannot be tested (Windows).
_MAX_WRITE_SECONDS = 60.0


class Interrupted(NamedTuple):
    """The target of an interrupted in-place write, and the recovery copy of the whole new content."""

    path: Path
    copy: Path


@contextlib.contextmanager
def keep_copy(
    path: Path, pieces: Sequence[bytes], write: Callable[[Path, Sequence[bytes]], object]
) -> Iterator[Path]:
    """Write a recovery copy of the new content of `path` with `write`; yields its path and locks it.

    It is kept unless `remove_copy` is called with it. If the process is killed within the context,
    `interrupted_writes` returns the copy; after an exception it does not, since the message names the copy.
    """
    folder = private_folder(state_folder() / "recovery")
    copy = folder / f"{secrets.token_hex(4)}-{_end_of(path.name)}"
    target_file = _target_file_of(copy)
    write(copy, pieces)
    try:
        write(target_file, (os.fsencode(path),))
    except BaseException:
        remove_copy(copy)
        raise
    with contextlib.nullcontext() if sys.platform == "win32" else try_lock(copy):
        try:
            yield copy
        except Exception:
            with contextlib.suppress(OSError):
                target_file.unlink()
            raise


def _end_of(name: str) -> str:
    """The last 100 bytes of a file name, since file systems count bytes."""
    return os.fsdecode(os.fsencode(name)[-100:])


def remove_copy(copy: Path) -> None:
    """Remove a recovery copy that is no longer needed."""
    for path in (copy, _target_file_of(copy)):
        with contextlib.suppress(OSError):
            path.unlink()


def _target_file_of(copy: Path) -> Path:
    return copy.with_name(copy.name.partition("-")[0] + _TARGET_SUFFIX)


def interrupted_writes() -> tuple[Interrupted, ...]:
    """The in-place writes that were interrupted because their process was killed."""
    folder = state_folder() / "recovery"
    found = []
    with contextlib.suppress(OSError):
        for target_file in folder.glob(f"*{_TARGET_SUFFIX}"):
            copy = next(folder.glob(f"{glob.escape(target_file.stem)}-*"), None)
            if copy is not None and _is_abandoned(copy):
                path = _path_in(target_file)
                if path is not None:
                    found.append(Interrupted(path, copy))
    return tuple(found)


def _path_in(target_file: Path) -> Path | None:
    """The absolute path that a file holds; None where there is none."""
    try:
        path = Path(os.fsdecode(read_regular(target_file, LONGEST_PATH)))
    except OSError:
        return None
    return path if path.is_absolute() and "\0" not in str(path) else None


def _is_abandoned(copy: Path) -> bool:
    try:
        if sys.platform == "win32":
            return time.time() - copy.stat().st_mtime > _MAX_WRITE_SECONDS
        with try_lock(copy) as free:
            return free
    except OSError:
        return False


def remove_copies_of(map_ids: Collection[str], paths: Collection[Path]) -> None:
    """Remove the copies of maps with these ids, of files with these paths, and of all that is no map.

    What is no map may be an export of these. Copies that are being written stay. Raises OSError.
    """
    folder = state_folder() / "recovery"
    for copy in folder.iterdir() if folder.is_dir() else ():
        target_file = _target_file_of(copy)
        if copy == target_file or copy.name.startswith(".") or not _is_abandoned(copy):
            continue
        known = map_id_of(copy)
        if not known or known in map_ids or _path_in(target_file) in paths:
            for path in (copy, target_file):
                path.unlink(missing_ok=True)


def remove_old_copies() -> None:
    """Remove copies older than three months that the user was notified of."""
    oldest = time.time() - _KEPT_SECONDS
    with contextlib.suppress(OSError):
        for copy in (state_folder() / "recovery").iterdir():
            if (
                copy.suffix != _TARGET_SUFFIX
                and not _target_file_of(copy).exists()
                and copy.stat().st_mtime < oldest
            ):
                copy.unlink()
