"""When Python may look for cyclic garbage: not while a large map is made, which it would walk in vain."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collection_off", "may_collect"]

_lock = threading.Lock()
#: How many keep it off at this moment, and whether it was on before the first of them.
_holders = 0
_was_enabled = False


@contextmanager
def collection_off(*, freeze: bool = False) -> Iterator[None]:
    """Keep the cyclic garbage collector from walking a growing map over and over, from any thread.

    With `freeze` it never walks it later either, which would hold up a frame: records hold no cycles, so they
    go when they are no longer used, without it.
    """
    global _holders, _was_enabled
    with _lock:
        if not _holders:
            _was_enabled = gc.isenabled()
            gc.disable()
        _holders += 1
    try:
        yield
        if freeze and _holders == 1:
            gc.freeze()
    finally:
        with _lock:
            _holders -= 1
            if not _holders and _was_enabled:
                gc.enable()


def may_collect() -> bool:
    """Whether nobody keeps the collector off; for who collects by hand."""
    return not _holders
