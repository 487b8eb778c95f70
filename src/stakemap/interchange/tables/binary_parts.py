"""What has to be known of the binary parts of a workbook (.xlsb) before a library reads them, and the formula
errors that it would lose.

The layout is that of Microsoft's open specification [MS-XLSB].
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from stakemap.interchange.tables.package import related_parts
from stakemap.interchange.tables.sheets import ERROR_TEXTS
from stakemap.interchange.tables.zip_parts import damaged, too_large

_MOST_RECORDS: Final = 1_500_000
#: The most cells of the rectangle from A1 to the farthest ones.
_MOST_AREA = 4_000_000
_MOST_TEXT = 40_000_000

#: Kinds of records: a row, and the cells from a blank one to a formula with an error; texts; sheets.
_ROW, _FIRST_CELL, _LAST_CELL, _TEXT, _SHEET = 0, 1, 11, 19, 156
_ERRORS, _SHARED_TEXT = (3, 11), 7
_PROPERTIES, _ENDS = 153, (144, 132)
#: The least bytes of records that the library reads without asking how many they have.
_LEAST = {_ROW: 4, 2: 12, 3: 9, 4: 9, 5: 16, 6: 12, _SHARED_TEXT: 12, 8: 12, 9: 16, 10: 9, 11: 9, _TEXT: 5}
_LEAST |= {44: 6, 47: 4, 148: 16, _PROPERTIES: 1, _SHEET: 16, 159: 8, 615: 4, 617: 4}

Errors = dict[tuple[int, int], str]


class _Found(NamedTuple):
    errors: Errors
    texts: list[int]


def check_binary_parts(parts: dict[str, bytes]) -> dict[int, Errors]:
    """The formula errors of each sheet by its number, row and column, counted from 0.

    The list of sheets is put in the place of the whole part of the workbook, whose names and formulas the
    library would parse. Raises MapReadError if it is damaged or too large.
    """
    binary = {name: content for name, content in parts.items() if name.lower().endswith(".bin")}
    try:
        lengths = [
            struct.unpack_from("<I", content, start + 1)[0]
            for content in binary.values()
            for kind, start, _ in _records(content)
            if kind == _TEXT
        ]
        book = next((name for name in binary if name.lower().endswith("workbook.bin")), "")
        sheets = list(_sheets(parts, book)) if book else []
        if book:
            parts[book] = _only_sheets(parts[book])
        looked_at = {name: _look_at(content) for name, content in binary.items() if name != book}
    except struct.error as error:
        raise damaged() from error
    if len(set(sheets)) < len(sheets):
        raise damaged()
    texts = [number for found in looked_at.values() for number in found.texts]
    if max(texts, default=-1) >= len(lengths):
        raise damaged()
    if sum(lengths[number] for number in texts) > _MOST_TEXT:
        raise too_large()
    return {number: looked_at[name].errors for number, name in enumerate(sheets) if name in looked_at}


def _sheets(parts: Mapping[str, bytes], book: str) -> Iterator[str]:
    """The part of each sheet, in the order of the workbook."""
    targets = related_parts(parts, book)
    content = parts[book]
    for kind, start, end in _records(content):
        if kind == _SHEET:
            (length,) = struct.unpack_from("<I", content, start + 8)
            relation = content[start + 12 : start + 12 + 2 * length].decode("utf-16-le", "replace")
            if start + 12 + 2 * length > end or relation not in targets:
                raise damaged()
            yield targets[relation][1]


def _only_sheets(content: bytes) -> bytes:
    """The records about sheets and the calendar of dates, and an end."""
    kept = bytearray()
    before = 0
    for kind, _, end in _records(content):
        if kind in (_PROPERTIES, _SHEET):
            kept += content[before:end]
        before = end
    return bytes(kept) + b"".join(bytes((kind & 0x7F | 0x80, kind >> 7, 0)) for kind in _ENDS)


def _look_at(content: bytes) -> _Found:
    """The errors and shared texts of what may be a sheet. Raises MapReadError if it is too large."""
    found = _Found({}, [])
    row = rows = columns = 0
    for kind, start, _ in _records(content):
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", content, start)
        elif _FIRST_CELL < kind <= _LAST_CELL:
            (column,) = struct.unpack_from("<I", content, start)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if kind in _ERRORS:
                found.errors[row, column] = ERROR_TEXTS.get(content[start + 8], "#N/A")
            elif kind == _SHARED_TEXT:
                found.texts.append(*struct.unpack_from("<I", content, start + 8))
    if rows * columns > _MOST_AREA:
        raise too_large()
    return found


def _records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """The kind of each record, and where its data begin and end. Raises MapReadError for damage."""
    place = count = 0
    while place < len(content):
        kind, place = _number(content, place, 2)
        size, place = _number(content, place, 4)
        count += 1
        if place + size > len(content) or size < _LEAST.get(kind, 0):
            raise damaged()
        if count > _MOST_RECORDS:
            raise too_large()
        yield kind, place, place + size
        place += size


def _number(content: bytes, place: int, most: int) -> tuple[int, int]:
    """A number of up to so many bytes, seven bits in each, and the place behind it."""
    number = 0
    for byte in range(most):
        if place >= len(content):
            raise damaged()
        value = content[place]
        place += 1
        number |= (value & 0x7F) << (7 * byte)
        if value < 0x80:
            break
    return number, place
