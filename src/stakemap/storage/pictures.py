"""Whole pictures of maps on their way into the store: packed bit by bit, so that edits need not wait."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable, Iterator

from stakemap.model.document import StakeMap
from stakemap.storage.deltas import Entry, pack_one, picture

__all__ = ["Picture", "paced"]

#: Seconds of work after which the worker pauses, and for how long, so that the window's thread gets its turn.
SLICE, PAUSE = 0.0005, 0.001
#: So many bytes are compressed in one call.
_PIECE = 65_536


class Picture:
    """A map that is being packed for a row of the store which is there already, without data.

    The row stands where the map was handed over, so edits that come meanwhile stand behind it.
    """

    def __init__(self, row: int, document: StakeMap) -> None:
        self.row = row
        self._entries = iter(paced(picture(document)))
        self._packer = zlib.compressobj(1)
        self._done: list[bytes] = []
        self._waiting: list[bytes] = [b"["]
        self._size = 0
        self.data: bytes | None = None

    def advance(self, seconds: float) -> bool:
        """Pack for so long at most; whether it is whole, `data` then being what `pack` writes, compressed."""
        until = time.monotonic() + seconds
        for entry in self._entries:
            self._add(entry)
            if time.monotonic() >= until:
                return False
        self._waiting.append(b"]")
        self._compress()
        self._done.append(self._packer.flush())
        self.data = b"".join(self._done)
        return True

    def _add(self, entry: Entry) -> None:
        if len(self._waiting) > 1 or self._done:
            self._waiting.append(b",")
        self._waiting.append(pack_one(entry))
        self._size += len(self._waiting[-1])
        if self._size >= _PIECE:
            self._compress()

    def _compress(self) -> None:
        self._done.append(self._packer.compress(b"".join(self._waiting)))
        self._waiting.clear()
        self._size = 0


def paced(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries, with a short pause after each slice of work, so that other threads get their turn."""
    until = time.perf_counter() + SLICE
    for entry in entries:
        yield entry
        if time.perf_counter() >= until:
            time.sleep(PAUSE)
            until = time.perf_counter() + SLICE
