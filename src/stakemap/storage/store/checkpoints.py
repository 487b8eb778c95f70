"""Checkpoints: whole maps, compressed incrementally for the store, so that edits need not wait."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable, Iterator

from stakemap.model.document import StakeMap
from stakemap.storage.store.deltas import Entry, checkpoint, pack_one

#: Seconds of work after which the worker pauses, and for how long, so that the GUI thread can run.
SLICE, PAUSE = 0.0005, 0.001
#: The bytes that are compressed in one call.
PIECE_SIZE = 65_536


class Checkpoint:
    """A map that is being compressed for an existing row of the store, whose data is still empty.

    The row was inserted when the map was enqueued, so that later edits follow it.
    """

    def __init__(self, row: int, document: StakeMap) -> None:
        self.row = row
        self._entries = iter(throttled(checkpoint(document)))
        self._compressor = zlib.compressobj(1)
        self._done: list[bytes] = []
        self._pending: list[bytes] = [b"["]
        self._size = 0
        self.data: bytes | None = None

    def advance(self, seconds: float) -> bool:
        """Compress for at most this time; True when `data`, the compressed output of `pack`, is complete."""
        until = time.monotonic() + seconds
        for entry in self._entries:
            self._add(entry)
            if time.monotonic() >= until:
                return False
        self._pending.append(b"]")
        self._compress()
        self._done.append(self._compressor.flush())
        self.data = b"".join(self._done)
        return True

    def _add(self, entry: Entry) -> None:
        if len(self._pending) > 1 or self._done:
            self._pending.append(b",")
        self._pending.append(pack_one(entry))
        self._size += len(self._pending[-1])
        if self._size >= PIECE_SIZE:
            self._compress()

    def _compress(self) -> None:
        self._done.append(self._compressor.compress(b"".join(self._pending)))
        self._pending.clear()
        self._size = 0


def throttled(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the entries, sleeping briefly after each slice of work, so that other threads can run."""
    until = time.perf_counter() + SLICE
    for entry in entries:
        yield entry
        if time.perf_counter() >= until:
            time.sleep(PAUSE)
            until = time.perf_counter() + SLICE
