"""Streams of compound files, in which Excel keeps its older workbooks: one taken out, and one put in.

The layout is that of Microsoft's open specification [MS-CFB].
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_NO_ENTRY = 0xFFFFFFFF
_ENTRY = 128
_SMALL_SECTOR = 64
#: Where the header names what it holds.
_SECTOR_SHIFT, _FIRST_FOLDER, _SMALL_LIMIT, _FIRST_SMALL_FAT, _FIRST_DIFAT, _DIFAT = 30, 48, 56, 60, 68, 76
_IN_HEADER = 109


class CompoundError(ValueError):
    """The file is damaged."""


class _File:
    """The sectors of a compound file. Raises CompoundError and struct.error for damage."""

    def __init__(self, data: bytes) -> None:
        (shift,) = struct.unpack_from("<H", data, _SECTOR_SHIFT)
        if shift not in (9, 12):
            raise CompoundError
        self.data, self.size = data, 1 << shift
        self.fat = self._fat()
        (self.small_limit,) = struct.unpack_from("<I", data, _SMALL_LIMIT)
        (first,) = struct.unpack_from("<I", data, _FIRST_FOLDER)
        self.folder = self.chain(first)

    def sector(self, number: int) -> bytes:
        return self.data[(number + 1) * self.size : (number + 2) * self.size]

    def _fat(self) -> tuple[int, ...]:
        numbers = list(struct.unpack_from(f"<{_IN_HEADER}I", self.data, _DIFAT))
        (further,) = struct.unpack_from("<I", self.data, _FIRST_DIFAT)
        for _ in range(len(self.data) // self.size):
            if further >= _FAT:
                break
            more = struct.unpack(f"<{self.size // 4}I", self.sector(further))
            numbers += more[:-1]
            further = more[-1]
        raw = b"".join(self.sector(number) for number in numbers if number < _FAT)
        return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])

    def chain(self, first: int) -> bytes:
        """What lies in the sectors from this one."""
        return b"".join(map(self.sector, self._chained(first, self.fat)))

    def _chained(self, first: int, table: tuple[int, ...]) -> Iterator[int]:
        seen = 0
        while first < _FAT:
            seen += 1
            if first >= len(table) or seen > len(table):
                raise CompoundError
            yield first
            first = table[first]

    def entries(self) -> Iterator[tuple[str, int, int]]:
        """The name of each stream, its first sector and its size; the root is the first."""
        for start in range(0, len(self.folder) - _ENTRY + 1, _ENTRY):
            entry = self.folder[start : start + _ENTRY]
            (length,) = struct.unpack_from("<H", entry, 64)
            if entry[66] in (2, 5):
                name = entry[: min(length, 64)].decode("utf-16-le", "replace").rstrip("\0")
                first, size = struct.unpack_from("<II", entry, 116)
                yield name, first, size

    def stream(self, first: int, size: int) -> bytes:
        if size >= self.small_limit:
            found = self.chain(first)
        else:
            (first_table,) = struct.unpack_from("<I", self.data, _FIRST_SMALL_FAT)
            raw = self.chain(first_table)
            table = struct.unpack(f"<{len(raw) // 4}I", raw)
            small = self.chain(next(self.entries())[1])
            places = (place * _SMALL_SECTOR for place in self._chained(first, table))
            found = b"".join(small[place : place + _SMALL_SECTOR] for place in places)
        if len(found) < size:
            raise CompoundError
        return found[:size]


def stream_names(data: bytes) -> tuple[str, ...]:
    """The names of all streams. Raises CompoundError if the file is damaged."""
    try:
        return tuple(name for name, _, _ in _File(data).entries())
    except (struct.error, StopIteration, IndexError) as error:
        raise CompoundError from error


def stream_of(data: bytes, *names: str) -> bytes:
    """The first stream with one of these names, as upper or lower case.

    Raises CompoundError if there is none or the file is damaged.
    """
    try:
        file = _File(data)
        found = {name.casefold(): (first, size) for name, first, size in file.entries()}
        for name in names:
            if name.casefold() in found:
                return file.stream(*found[name.casefold()])
    except (struct.error, StopIteration, IndexError) as error:
        raise CompoundError from error
    raise CompoundError


def with_stream(name: str, content: bytes) -> bytes:
    """A compound file that holds one stream and nothing else."""
    size, per_sector = 512, 128
    # What is shorter would have to lie in a stream of small sectors.
    content = content.ljust(4_096, b"\0")
    sectors = -(-len(content) // size)
    fats = 1
    while fats * per_sector < sectors + fats + 1 + _more(fats):
        fats += 1
    further = _more(fats)
    folder, first = fats + further, fats + further + 1
    table = [_FAT] * fats + [_FAT - 1] * further + [_END]
    table += [*range(first + 1, first + sectors), _END]
    table += [_FREE] * (fats * per_sector - len(table))
    numbers = list(range(fats))
    header = struct.pack(
        "<8s16x5H6x9I",
        MAGIC,
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, fats, folder, 0, 4_096, _END, 0, fats if further else _END, further),
    )
    in_header = [*numbers[:_IN_HEADER], *[_FREE] * (_IN_HEADER - fats)]
    rest = numbers[_IN_HEADER:]
    difat = b""
    for place in range(further):
        part = rest[place * 127 : place * 127 + 127]
        part += [_FREE] * (127 - len(part))
        difat += struct.pack("<128I", *part, fats + place + 1 if place + 1 < further else _END)
    entries = _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _NO_ENTRY, first, len(content))
    return b"".join(
        (
            header + struct.pack("<109I", *in_header),
            struct.pack(f"<{len(table)}I", *table),
            difat,
            entries.ljust(size, b"\0"),
            content.ljust(sectors * size, b"\0"),
        )
    )


def _more(fats: int) -> int:
    """How many sectors the list of table sectors takes beyond the header."""
    return -(-max(fats - _IN_HEADER, 0) // 127)


def _entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBB3I16xI16x3I", encoded, len(encoded), kind, 1, *[_NO_ENTRY] * 2, child, 0, first, size, 0
    )
