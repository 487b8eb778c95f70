"""What has to be known of a binary workbook (.xls) before a library reads it, and what it would lose.

The library trusts what a record says about sizes, parses formulas and names that nobody asks for, and gives
no formula errors. The layout is that of Microsoft's open specification [MS-XLS].
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.tables.compound import CompoundError, stream_of, with_stream
from stakemap.interchange.tables.sheets import ERROR_TEXTS
from stakemap.interchange.tables.zip_parts import damaged, too_large

_MOST_BYTES: Final = 40_000_000
_MOST_RECORDS = 1_500_000
#: The most cells of the rectangle from A1 to the farthest ones.
_MOST_AREA = 4_000_000
_MOST_TEXT = 40_000_000

_END, _CONTINUE, _PASSWORD, _SHEET, _TEXTS, _SIZE, _MERGED = 0x0A, 0x3C, 0x2F, 0x85, 0xFC, 0x200, 0xE5
_NUMBER, _LABEL, _BOOL_OR_ERROR, _SHORT_NUMBER, _TEXT, _SHORT_NUMBERS, _FORMULA = (
    *(0x203, 0x204, 0x205, 0x27E, 0xFD, 0xBD, 0x06),
)
_CELLS = frozenset({_NUMBER, _LABEL, _BOOL_OR_ERROR, _SHORT_NUMBER, _TEXT, _SHORT_NUMBERS, _FORMULA})
_NAME, _EXTERNAL_SHEETS = 0x18, 0x17
#: A kind of record that is read by nobody (the user who saved the file), for those that are not to be read.
_UNREAD = 0x5C
#: The least bytes that a record must have.
_LEAST = {_NUMBER: 14, _LABEL: 9, _BOOL_OR_ERROR: 8, _SHORT_NUMBER: 10, _TEXT: 10, _SHORT_NUMBERS: 6}
_LEAST |= {_FORMULA: 22, _SHEET: 8, _MERGED: 2, _TEXTS: 8}


@dataclass(frozen=True, slots=True)
class CheckedWorkbook:
    """A compound file with the checked workbook alone, and the formula errors of each sheet by its number,
    row and column, counted from 0.
    """

    data: bytes
    errors: Mapping[int, Mapping[tuple[int, int], str]]


class _Record(NamedTuple):
    kind: int
    #: Where its data begin and end.
    start: int
    end: int


def check_binary_workbook(data: bytes) -> CheckedWorkbook:
    """A workbook that can be read. Raises MapReadError if it is encrypted, damaged or too large."""
    if len(data) > _MOST_BYTES:
        raise too_large()
    try:
        stream = bytearray(stream_of(data, "Workbook", "Book"))
        return _checked(stream)
    except (CompoundError, struct.error, IndexError) as error:
        raise damaged() from error


def _checked(stream: bytearray) -> CheckedWorkbook:
    sheets: list[int] = []
    sizes: list[int] = []
    for record in _records(stream, 0):
        if record.kind == _PASSWORD:
            raise MapReadError(tr("This workbook is encrypted; save it without a password first."))
        if record.kind == _SHEET:
            sheets.append(*struct.unpack_from("<I", stream, record.start))
        elif record.kind == _TEXTS:
            sizes = _text_sizes(_Blocks(_with_continuations(stream, record)))
        elif record.kind in (_NAME, _EXTERNAL_SHEETS):
            struct.pack_into("<H", stream, record.start - 4, _UNREAD)
    if len(set(sheets)) < len(sheets):
        raise damaged()
    errors, weight, count = {}, 0, 0
    for number, start in enumerate(sheets):
        sheet = _Sheet(stream, sizes)
        for record in _records(stream, start):
            count += 1
            sheet.take(record)
        weight += sheet.weight
        if count > _MOST_RECORDS or weight > _MOST_TEXT or sheet.rows * sheet.columns > _MOST_AREA:
            raise too_large()
        errors[number] = sheet.errors
    return CheckedWorkbook(with_stream("Workbook", bytes(stream)), errors)


def _records(stream: bytearray, place: int) -> Iterator[_Record]:
    """The records from a place up to the end of this part of the stream."""
    while True:
        kind, length = struct.unpack_from("<HH", stream, place)
        end = place + 4 + length
        if end > len(stream) or length < _LEAST.get(kind, 0):
            raise damaged()
        yield _Record(kind, place + 4, end)
        if kind == _END:
            return
        place = end


class _Sheet:
    """What is known of a sheet after its records were looked at, and changed where they say too much."""

    def __init__(self, stream: bytearray, sizes: list[int]) -> None:
        self._stream, self._sizes = stream, sizes
        self.rows = self.columns = self.weight = 0
        self.errors: dict[tuple[int, int], str] = {}

    def take(self, record: _Record) -> None:
        """Look at one record."""
        stream, start = self._stream, record.start
        if record.kind == _SIZE:
            stream[start : record.end] = bytes(record.end - start)
        elif record.kind == _MERGED:
            (count,) = struct.unpack_from("<H", stream, start)
            if 2 + 8 * count > record.end - start:
                raise damaged()
        elif record.kind in _CELLS:
            row, column = struct.unpack_from("<HH", stream, start)
            last = column
            if record.kind == _SHORT_NUMBERS:
                (last,) = struct.unpack_from("<H", stream, record.end - 2)
                if record.end - start != 6 + 6 * (last - column + 1):
                    raise damaged()
            self.rows, self.columns = max(self.rows, row + 1), max(self.columns, last + 1)
            self._look_into(record, row, column)

    def _look_into(self, record: _Record, row: int, column: int) -> None:
        stream, start = self._stream, record.start
        code = None
        if record.kind == _TEXT:
            (number,) = struct.unpack_from("<I", stream, start + 6)
            self.weight += self._sizes[number] if number < len(self._sizes) else 0
        elif record.kind == _BOOL_OR_ERROR and stream[start + 7]:
            code = stream[start + 6]
        elif record.kind == _FORMULA:
            # Without tokens there is nothing to parse; the value stands before them.
            stream[start + 20 : start + 22] = b"\0\0"
            if stream[start + 12 : start + 14] == b"\xff\xff" and stream[start + 6] == 2:
                code = stream[start + 8]
        if code is not None:
            self.errors[row, column] = ERROR_TEXTS.get(code, "#N/A")


def _with_continuations(stream: bytearray, record: _Record) -> list[bytes]:
    """The data of a record and of those that go on with it."""
    blocks = [bytes(stream[record.start : record.end])]
    place = record.end
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind != _CONTINUE:
            break
        blocks.append(bytes(stream[place + 4 : place + 4 + length]))
        place += 4 + length
    return blocks


class _Blocks:
    """Blocks of bytes that are read one after the other."""

    def __init__(self, blocks: list[bytes]) -> None:
        self._blocks, self._number, self._place = blocks, 0, 0

    @property
    def left(self) -> int:
        """How many bytes this block still has."""
        return len(self._blocks[self._number]) - self._place

    def go_on(self) -> None:
        """Begin the next block. Raises IndexError if there is none."""
        self._number, self._place = self._number + 1, 0
        self._blocks[self._number]

    def take(self, count: int) -> bytes:
        """So many bytes of this block. Raises struct.error if it has fewer."""
        if self.left == 0 and count:
            self.go_on()
        if self.left < count:
            raise struct.error
        self._place += count
        return self._blocks[self._number][self._place - count : self._place]

    def skip(self, count: int) -> None:
        """Leave out so many bytes, of this block and the next ones."""
        while count > self.left:
            count -= self.left
            self.go_on()
        self._place += count


def _text_sizes(blocks: _Blocks) -> list[int]:
    """How many characters each shared text has. Raises IndexError or struct.error for damage."""
    _, count = struct.unpack("<II", blocks.take(8))
    if count > _MOST_RECORDS:
        raise too_large()
    sizes = []
    for _ in range(count):
        characters, flags = struct.unpack("<HB", blocks.take(3))
        runs = struct.unpack("<H", blocks.take(2))[0] if flags & 8 else 0
        further = struct.unpack("<I", blocks.take(4))[0] if flags & 4 else 0
        sizes.append(characters)
        width = 1 + (flags & 1)
        while characters:
            fitting = min(characters, blocks.left // width)
            blocks.skip(fitting * width)
            characters -= fitting
            if characters:
                blocks.go_on()
                width = 1 + (blocks.take(1)[0] & 1)
        blocks.skip(4 * runs + further)
    return sizes
