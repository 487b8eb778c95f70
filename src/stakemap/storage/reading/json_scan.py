"""Scans of JSON text that has not been parsed: its structure, the memory it needs, and its long numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

import orjson

from stakemap.errors import Fault, MapReadError
from stakemap.i18n import tr
from stakemap.storage.reading.limits import Limits

#: The bytes processed in one call: some milliseconds during which no other thread can run.
PIECE_SIZE = 2**20

#: Maps all digits and the point to "0", so that long numbers can be found with a substring search.
_DIGITS = bytes.maketrans(b"123456789.E", b"0000000000e")
#: Numbers with this many digits, including the point, may not fit a float exactly.
_LONG_NUMBER = 17

_NOT_STRUCTURE = bytes(set(range(256)) - set(b'{}[],:"'))
_ONE_KIND = bytes.maketrans(b"{}", b"[]")
_STRING = re.compile(rb'"[^"]*"')
#: UTF-8 continuation bytes, and the first bytes of characters that take two or four bytes in a Python string.
_CONTINUING = bytes(range(0x80, 0xC0))
_WIDE, _WIDEST = bytes(range(0xC4, 0xF0)), bytes(range(0xF0, 0xF8))


class Structure(NamedTuple):
    """The number of brackets and commas of a JSON text, its number of keys and its nesting depth."""

    marks: int
    keys: int
    depth: int


def structure_of(data: bytes, limits: Limits) -> Structure:
    """Count brackets, commas and keys and check the limits before parsing. Raises MapReadError."""
    outline = outline_of(data)
    marks = len(outline) - outline.count(b'"') - outline.count(b":")
    if marks > limits.marks:
        message = tr(
            "The file has more parts than Stakemap opens: the limit is {limit} brackets and commas.",
            limit=limits.marks,
        )
        raise refused("too-many-parts", message)
    brackets = _without_strings(outline)
    keys = brackets.count(b":")
    if keys > limits.keys:
        message = tr(
            "The file has more named values than Stakemap opens: the limit is {limit}.", limit=limits.keys
        )
        raise refused("too-many-parts", message)
    return Structure(marks, keys, _depth(brackets.translate(_ONE_KIND, b":"), limits))


def outline_of(data: bytes) -> bytes:
    """The brackets, commas, colons and quotes of a JSON text, escaped quotes left out."""
    return b"".join(map(_outline_of_piece, pieces_of(data)))


def pieces_of(data: bytes) -> Iterator[bytes]:
    """Yield a text in pieces of `PIECE_SIZE` bytes, never split within an escape sequence."""
    start = 0
    while start < len(data):
        piece = data[start : start + PIECE_SIZE]
        # Two backslashes are one escape sequence, so an odd number means that one is split.
        if (len(piece) - len(piece.rstrip(b"\\"))) % 2:
            piece = data[start : start + PIECE_SIZE + 1]
        yield piece
        start += len(piece)


def _outline_of_piece(piece: bytes) -> bytes:
    if b"\\" in piece:
        piece = piece.replace(b"\\\\", b"").replace(b'\\"', b"")
    return piece.translate(None, _NOT_STRUCTURE)


def _without_strings(outline: bytes) -> bytes:
    """The brackets and colons of an outline outside strings."""
    kept, rest = [], b""
    for start in range(0, len(outline), PIECE_SIZE):
        # Most strings are empty in the outline and are removed at once; removing adjacent quotes in pairs
        # keeps the others matched.
        piece = rest + outline[start : start + PIECE_SIZE].translate(None, b",")
        piece = piece.replace(b'""', b"")
        rest = b""
        if piece.count(b'"') % 2:
            # A string continues in the next piece.
            piece, rest = _before_last_quote(piece)
        kept.append(_STRING.sub(b"", piece))
    return b"".join((*kept, rest))


def _before_last_quote(piece: bytes) -> tuple[bytes, bytes]:
    last = piece.rindex(b'"')
    return piece[:last], piece[last:]


def _depth(brackets: bytes, limits: Limits) -> int:
    """The nesting depth, found by removing innermost pairs repeatedly; unclosed brackets count too."""
    for depth in range(limits.depth + 1):
        peeled = brackets.replace(b"[]", b"")
        if len(peeled) == len(brackets):
            if brackets.count(b"[") - brackets.count(b"]") <= limits.depth:
                return depth
            break
        brackets = peeled
    message = tr(
        "The file is nested too deeply: more than {limit} brackets inside one another.",
        limit=limits.depth,
    )
    raise refused("too-deep", message)


def text_size(data: bytes) -> int:
    """The maximum memory of `data` as a Python string, whose width is that of its widest character."""
    if data.isascii():
        return len(data)
    characters, width = 0, 1
    for start in range(0, len(data), PIECE_SIZE):
        piece = data[start : start + PIECE_SIZE]
        characters += len(piece.translate(None, _CONTINUING))
        if width < 4 and len(piece.translate(None, _WIDEST)) < len(piece):
            width = 4
        elif width < 2 and len(piece.translate(None, _WIDE)) < len(piece):
            width = 2
    return width * characters


def has_long_numbers(data: bytes) -> bool:
    """Whether there may be numbers that a float or 64-bit integer cannot hold; strings may match too."""
    return _has_digits(data, (b"0" * _LONG_NUMBER, b"e-000"))


def may_overflow(data: bytes) -> bool:
    """Whether there may be numbers too large for a float, or that a float cannot hold exactly."""
    return _has_digits(data, (b"0" * _LONG_NUMBER, b"e-000", b"e+000", b"e000"))


def _has_digits(data: bytes, patterns: tuple[bytes, ...]) -> bool:
    """Whether any pattern occurs, with all digits and points replaced by "0"."""
    for start in range(0, len(data), PIECE_SIZE):
        # Overlaps the next piece, into which a number may extend.
        digits = data[start : start + PIECE_SIZE + _LONG_NUMBER].translate(_DIGITS)
        if any(pattern in digits for pattern in patterns):
            return True
    return False


def count_long_numbers(data: bytes) -> int:
    """An upper bound on the numbers with more digits than a float holds; one of 40 digits counts twice."""
    count = 0
    for start in range(0, len(data), PIECE_SIZE):
        digits = data[start : start + PIECE_SIZE + _LONG_NUMBER].translate(_DIGITS)
        count += digits.count(b"0" * _LONG_NUMBER)
    return count


def count_keys_by_copy(value: Any) -> int:
    """The number of keys in all objects of a JSON value; faster than `count_keys`, but needs a copy."""
    return _without_strings(outline_of(orjson.dumps(value))).count(b":")


def count_keys(value: Any) -> int:
    """The number of keys in all objects of a JSON value; less than in the text if any is duplicated."""
    count = 0
    level = [value]
    while level:
        objects = [part for part in level if type(part) is dict]
        count += sum(map(len, objects))
        lists = (part for part in level if type(part) is list)
        below = chain(chain.from_iterable(map(dict.values, objects)), chain.from_iterable(lists))
        level = [part for part in below if type(part) is dict or type(part) is list]
    return count


def refused(code: str, message: str) -> MapReadError:
    return MapReadError(message, [Fault(code, "", message)])
