"""One process at a time: locks between copies of Stakemap, which the system frees when one of them dies."""

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
#: No save holds a lock so long; a process that hangs must not keep others from saving for ever.
_PATIENCE = 10.0


@contextlib.contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Keep other copies of Stakemap from changing `path` meanwhile.

    The lock is a file in the state folder, since a folder of maps may be shared, synchronised or not
    writable. Where no lock can be had the work goes on without: a save matters more than the chance of two at
    the same moment.
    """
    from filelock import FileLock, Timeout

    name = hashlib.sha256(os.fsencode(os.path.normcase(path))).hexdigest()[:32]
    lock = None
    try:
        folder = state_folder() / "locks"
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / f"{name}.lock", timeout=_PATIENCE)
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
            # The work is done; no save has failed because of this.
            _log.info("a lock was not let go: %s", type(error).__name__)
