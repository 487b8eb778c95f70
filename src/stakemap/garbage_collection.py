"""Suspension of Python's cyclic garbage collector while large maps are built."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
#: Number of active suspensions, and whether the collector was enabled before the first of them.
_suspensions = 0
_was_enabled = False


@contextmanager
def collection_suspended(*, freeze: bool = False) -> Iterator[None]:
    """Suspend the collector, which would traverse a growing map again and again; thread-safe.

    With `freeze` it does not traverse the new objects later either, which would delay a frame: records have
    no cycles, so that reference counting frees them.
    """
    global _suspensions, _was_enabled
    with _lock:
        if not _suspensions:
            _was_enabled = gc.isenabled()
            gc.disable()
        _suspensions += 1
    try:
        yield
        if freeze and _suspensions == 1:
            gc.freeze()
    finally:
        with _lock:
            _suspensions -= 1
            if not _suspensions and _was_enabled:
                gc.enable()


def may_collect() -> bool:
    """Whether the collector is not suspended; to be checked before collecting explicitly."""
    return not _suspensions
