"""A search of the folders of settings and state for what a map says, packed or not."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterable, Iterator

from stakemap.logs import state_folder
from stakemap.storage.folders import config_folder

__all__ = ["found"]

#: The first bytes of what is compressed, at any level.
_HEADERS = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_PIECE = 256


def found(texts: Iterable[str]) -> list[str]:
    """Where the folders have one of these texts: in names and bytes of files, also in compressed ones and
    parts of such, as SQLite's free pages may have them.
    """
    wanted = [(text, form) for text in texts for form in (text.encode(), text.encode("utf-16-le"))]
    places = []
    for folder in (config_folder(), state_folder()):
        for path in sorted(folder.rglob("*")):
            name, raw = path.relative_to(folder).as_posix(), path.read_bytes() if path.is_file() else b""
            parts = (name.encode(), raw, *_unpacked(raw))
            places += [f"{text} in {name}" for text, form in wanted if any(form in part for part in parts)]
    return sorted(set(places))


def _unpacked(raw: bytes) -> Iterator[bytes]:
    """What can be unpacked from each place that looks like the beginning of compressed data."""
    for header in _HEADERS:
        start = raw.find(header)
        while start >= 0:
            reader, done = zlib.decompressobj(), bytearray()
            with contextlib.suppress(zlib.error):
                for place in range(start, len(raw), _PIECE):
                    done += reader.decompress(raw[place : place + _PIECE])
                    if reader.eof:
                        break
            yield bytes(done)
            start = raw.find(header, start + 1)
