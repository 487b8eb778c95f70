"""File locks between processes of Stakemap, which the system releases when a process ends."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path

from stakemap.storage.folders import state_folder

__all__ = ["exclusive"]

_log = logging.getLogger(__name__)
#: Timeout in seconds, longer than any save; a hanging process must not block others for ever.
_TIMEOUT = 10.0


@contextlib.contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold a lock that keeps other processes of Stakemap from changing `path`.

    The lock file is in the state folder, since the folder of `path` may be shared, synchronised or read-only.
    If the lock cannot be acquired the work continues without: saving matters more than the rare race.
    """
    from filelock import FileLock, Timeout

    name = hashlib.sha256(os.fsencode(os.path.normcase(path))).hexdigest()[:32]
    lock = None
    try:
        folder = state_folder() / "locks"
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / f"{name}.lock", timeout=_TIMEOUT)
        lock.acquire()
    except (OSError, NotImplementedError, Timeout) as error:
        _log.info("working without a lock: %s", type(error).__name__)
    try:
        yield
    finally:
        try:
            if lock is not None and lock.is_locked:
                lock.release()
        except OSError as error:
            # The save is complete and must not fail because of this.
            _log.info("a lock was not let go: %s", type(error).__name__)
