"""Copies of what is written into a file in place, from which a write that was killed half-way is had back."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from stakemap.storage.folders import state_folder
from stakemap.storage.leftovers import is_free

__all__ = ["Interrupted", "finished", "forget_old_copies", "interrupted_writes", "keep_copy"]

#: How the file ends that names the place of a copy; without it the copy is one that the user was told of.
_PLACE = ".place"
#: Seconds for which a copy is kept that the user was told of.
_KEPT = 90 * 86_400.0
#: Seconds that no write takes, where nobody can be asked whether it goes on.
_LONG_WRITTEN = 60.0


class Interrupted(NamedTuple):
    """A file into which a write in place was cut off, and the copy that holds all of the new content."""

    path: Path
    copy: Path


@contextlib.contextmanager
def keep_copy(
    path: Path, pieces: Sequence[bytes], write: Callable[[Path, Sequence[bytes]], None]
) -> Iterator[Path]:
    """Write a copy of what goes into `path` with `write`, and hold it within; the copy's path.

    It stays unless `finished` is called with it. Killed within, the copy is found by `interrupted_writes`;
    after an error it is not, as the error tells of it.
    """
    folder = state_folder() / "recovery"
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"{secrets.token_hex(4)}-{path.name[-100:]}"
    place = _place_of(copy)
    write(copy, pieces)
    try:
        write(place, (os.fsencode(path),))
    except BaseException:
        finished(copy)
        raise
    with contextlib.nullcontext() if sys.platform == "win32" else is_free(copy):
        try:
            yield copy
        except Exception:
            with contextlib.suppress(OSError):
                place.unlink()
            raise


def finished(copy: Path) -> None:
    """Remove a copy that is needed no more."""
    for path in (copy, _place_of(copy)):
        with contextlib.suppress(OSError):
            path.unlink()


def _place_of(copy: Path) -> Path:
    return copy.with_name(copy.name.partition("-")[0] + _PLACE)


def interrupted_writes() -> tuple[Interrupted, ...]:
    """The writes in place that were cut off because their process was killed."""
    folder = state_folder() / "recovery"
    found = []
    with contextlib.suppress(OSError):
        for place in folder.glob(f"*{_PLACE}"):
            copy = next(folder.glob(f"{place.stem}-*"), None)
            if copy is not None and _is_abandoned(copy):
                found.append(Interrupted(Path(os.fsdecode(place.read_bytes())), copy))
    return tuple(found)


def _is_abandoned(copy: Path) -> bool:
    try:
        if sys.platform == "win32":
            return time.time() - copy.stat().st_mtime > _LONG_WRITTEN
        with is_free(copy) as free:
            return free
    except OSError:
        return False


def forget_old_copies() -> None:
    """Remove copies that nobody asked for in three months after their user was told of them."""
    oldest = time.time() - _KEPT
    with contextlib.suppress(OSError):
        for copy in (state_folder() / "recovery").iterdir():
            if copy.suffix != _PLACE and not _place_of(copy).exists() and copy.stat().st_mtime < oldest:
                copy.unlink()
