"""Strict JSON parsing: refuses duplicate keys, lossy or infinite numbers, deep nesting and oversized files.

No parser does all of it at this cost: `json` with `object_pairs_hook` takes 1.7 times as long and, for large
objects, half as much memory again; jiter, which refuses duplicate keys, takes longer than orjson with the
checks below and either loses digits of decimals or creates objects that records do not accept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

import orjson

from stakemap.errors import Fault, MapReadError
from stakemap.i18n import tr
from stakemap.storage.exact import NumberRefusedError, read_constant, read_decimal, read_whole
from stakemap.storage.fault_places import find_invalid_part, find_lone_surrogate
from stakemap.storage.largest_file import way_to_raise
from stakemap.storage.limits import DEFAULT_LIMITS, Limits
from stakemap.wording.numbers import size_in_words

_BOM = b"\xef\xbb\xbf"
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\x00")
#: The first bytes of a file written by Stakemap.
_CANONICAL_START = b'{\n  "format": "stakemap",\n  "version": '

#: Maps all digits and the point to "0", so that long numbers can be found with a substring search.
_DIGITS = bytes.maketrans(b"123456789.E", b"0000000000e")
#: Numbers with this many digits, including the point, may not fit a float exactly.
_LONG_NUMBER = 17

_NOT_STRUCTURE = bytes(set(range(256)) - set(b'{}[],:"'))
_ONE_KIND = bytes.maketrans(b"{}", b"[]")
_STRING = re.compile(rb'"[^"]*"')
_SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")

#: The bytes processed in one call: some milliseconds during which no other thread can run.
PIECE_SIZE = 2**20

#: The memory of the value behind each bracket or comma, in bytes.
_MARK = 110
#: The additional memory of an `ExactNumber`, in bytes.
_EXACT = 16
#: UTF-8 continuation bytes, and the first bytes of characters that take two or four bytes in a Python string.
_CONTINUING = bytes(range(0x80, 0xC0))
_WIDE, _WIDEST = bytes(range(0xC4, 0xF0)), bytes(range(0xF0, 0xF8))


class _Structure(NamedTuple):
    """The number of brackets and commas of a JSON text, its number of keys and its nesting depth."""

    marks: int
    keys: int
    depth: int


def parse(data: bytes, limits: Limits = DEFAULT_LIMITS, *, gently: bool = False) -> Any:
    """Parse a JSON value; integers and decimals stay exact (see ExactNumber).

    With `gently` other threads can run meanwhile, so that no frame is delayed; it takes longer. Raises
    MapReadError for data that is too large, nested too deeply, not UTF-8 or not JSON, or has a duplicate key,
    a number that is not finite or a lone surrogate.
    """
    if len(data) > limits.size:
        raise too_large(len(data), limits)
    if data.startswith(_BOM):
        data = data[len(_BOM) :]
    if not data or data.isspace():
        raise _refused("empty", tr("The file is empty."))
    structure = _structure_of(data, limits)
    text_size = _text_size(data)
    room = _room(data, structure, text_size, limits)
    value = _parsed_fast(data, structure, room) if room >= 0 and not gently else None
    if value is not None:
        return value
    _check_encoding(data)
    exactly = not gently or _may_overflow(data)
    if text_size + (_EXACT * _count_long_numbers(data) if exactly else 0) > room:
        raise _needs_more_memory()
    value = _parsed(data.decode("utf-8"), structure, exactly=exactly, gently=gently)
    fault = find_lone_surrogate(value) if _SURROGATE_ESCAPE.search(data) else None
    if fault is not None:
        raise MapReadError(fault.message, [fault])
    return value


def check_size(data: bytes, limits: Limits) -> None:
    """Raise MapReadError if `parse` would refuse a canonical file for its size."""
    if len(data) > limits.size:
        raise too_large(len(data), limits)
    # The other limits are far from what smaller files have.
    if (
        len(data) > limits.size // 2
        and _room(data, _structure_of(data, limits), _text_size(data), limits) < 0
    ):
        raise _needs_more_memory()


def _room(data: bytes, structure: _Structure, text_size: int, limits: Limits) -> int:
    """The memory that is left for a copy of the text beside its value."""
    return limits.memory - _MARK * structure.marks - len(data) - text_size


def _needs_more_memory() -> MapReadError:
    return _refused("too-large", tr("The file needs more memory than Stakemap allows for one map."))


def too_large(size: int, limits: Limits) -> MapReadError:
    """The error for a file of `size` bytes."""
    return _refused(
        "too-large",
        tr(
            "The file is larger than Stakemap opens: {size}, and the limit is {limit}. {way_out}",
            size=size_in_words(size),
            limit=size_in_words(limits.size),
            way_out=way_to_raise(limits),
        ),
    )


def _refused(code: str, message: str) -> MapReadError:
    return MapReadError(message, [Fault(code, "", message)])


def _structure_of(data: bytes, limits: Limits) -> _Structure:
    """Count brackets, commas and keys and check the limits before parsing. Raises MapReadError."""
    outline = _outline(data)
    marks = len(outline) - outline.count(b'"') - outline.count(b":")
    if marks > limits.marks:
        message = tr(
            "The file has more parts than Stakemap opens: the limit is {limit} brackets and commas.",
            limit=limits.marks,
        )
        raise _refused("too-many-parts", message)
    brackets = _without_strings(outline)
    keys = brackets.count(b":")
    if keys > limits.keys:
        message = tr(
            "The file has more named values than Stakemap opens: the limit is {limit}.", limit=limits.keys
        )
        raise _refused("too-many-parts", message)
    return _Structure(marks, keys, _depth(brackets.translate(_ONE_KIND, b":"), limits))


def _outline(data: bytes) -> bytes:
    """The brackets, commas, colons and quotes of a JSON text, escaped quotes left out."""
    return b"".join(map(_outline_of_piece, _pieces(data)))


def _pieces(data: bytes) -> Iterator[bytes]:
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
    raise _refused("too-deep", message)


def _text_size(data: bytes) -> int:
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


def _parsed_fast(data: bytes, structure: _Structure, room: int) -> Any:
    """Parse with orjson in half the time and memory; None when that cannot prove the text valid.

    `room` is the memory available for a copy of the text, in bytes. Raises MapReadError for duplicate keys.
    """
    may_copy = structure.marks * (1 + 2 * structure.depth) < len(data) <= room
    may_be_canonical = may_copy and data.startswith(_CANONICAL_START)
    if not may_be_canonical and _has_long_numbers(data):
        return None
    try:
        value = orjson.loads(data)
    except ValueError:
        return None
    if may_be_canonical:
        if _is_canonical(value, data):
            return value
        if _has_long_numbers(data):
            return None
    keys = _keys_by_copy(value) if may_copy else _count_keys(value)
    if keys == structure.keys:
        return value
    del value
    if _text_size(data) > room:
        return None
    raise _with_place(data.decode("utf-8"), _repeated(), with_numbers=False)


def _is_canonical(value: Any, data: bytes) -> bool:
    """Whether `value` serialises to `data` again, so that no key was lost and no number changed."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE) == data


def _keys_by_copy(value: Any) -> int:
    """The number of keys in all objects of a JSON value; faster than `_count_keys`, but needs a copy."""
    return _without_strings(_outline(orjson.dumps(value))).count(b":")


def _has_long_numbers(data: bytes) -> bool:
    """Whether there may be numbers that a float or 64-bit integer cannot hold; strings may match too."""
    return _has_digits(data, (b"0" * _LONG_NUMBER, b"e-000"))


def _may_overflow(data: bytes) -> bool:
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


def _count_long_numbers(data: bytes) -> int:
    """An upper bound on the numbers with more digits than a float holds; one of 40 digits counts twice."""
    count = 0
    for start in range(0, len(data), PIECE_SIZE):
        digits = data[start : start + PIECE_SIZE + _LONG_NUMBER].translate(_DIGITS)
        count += digits.count(b"0" * _LONG_NUMBER)
    return count


def _check_encoding(data: bytes) -> None:
    if data.startswith(_OTHER_ENCODINGS):
        message = tr("The file is not UTF-8 text; if it is a map, save it again in the encoding UTF-8.")
        raise _refused("not-utf-8", message)
    start, piece = 0, 2**20
    while start < len(data):
        # In pieces, so that a refused text is never decoded as a whole; never split within a character.
        stop = start + piece
        while stop < len(data) and 0x80 <= data[stop] < 0xC0 and stop - start < piece + 4:
            stop += 1
        try:
            data[start:stop].decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, start + error.start) + 1
            message = tr(
                "The file is not UTF-8 text: line {line} has bytes that are not valid UTF-8.", line=line
            )
            raise _refused("not-utf-8", message) from None
        start = stop


def _parsed(text: str, structure: _Structure, *, exactly: bool, gently: bool) -> Any:
    try:
        value = json.loads(
            text,
            object_hook=_pause if gently else None,
            parse_float=read_decimal if exactly else None,
            parse_int=read_whole if exactly else None,
            parse_constant=read_constant,
        )
    except json.JSONDecodeError as error:
        failure = _syntax_error(text, error.pos, error.lineno, error.colno)
    except NumberRefusedError as error:
        failure = _with_place(text, str(error))
    except RecursionError:
        failure = _refused("too-deep", tr("The file is nested too deeply."))
    else:
        if _count_keys(value) == structure.keys:
            return value
        del value
        failure = _with_place(text, _repeated())
    raise failure


def _pause(value: dict[str, Any]) -> dict[str, Any]:
    """Return an object unchanged: the interpreter can switch threads in this Python-level hook."""
    return value


def _count_keys(value: Any) -> int:
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


def _repeated() -> str:
    return tr("A key occurs twice in the same place.")


def _with_place(text: str, message: str, *, with_numbers: bool = True) -> MapReadError:
    """The error for an invalid key or number, with its place if it can be found."""
    try:
        fault = find_invalid_part(text, with_numbers=with_numbers)
    except (ValueError, RecursionError):
        fault = None
    return _refused("not-json", message) if fault is None else MapReadError(fault.message, [fault])


def _syntax_error(text: str, position: int, line: int, column: int) -> MapReadError:
    if not text[position:].strip():
        last = text.count("\n", 0, len(text.rstrip())) + 1
        message = tr("The file ends too early, in line {line}: part of it is missing.", line=last)
    else:
        message = tr(
            "The file is not valid JSON: something is out of place in line {line}, column {column}.",
            line=line,
            column=column,
        )
    return _refused("not-json", message)
