"""Strict JSON parsing: refuses duplicate keys, lossy or infinite numbers, deep nesting and oversized files.

No parser does all of it at this cost: `json` with `object_pairs_hook` takes 1.7 times as long and, for large
objects, half as much memory again; jiter, which refuses duplicate keys, takes longer than orjson with the
checks below and either loses digits of decimals or creates objects that records do not accept.
"""

from __future__ import annotations

import json
import re
from typing import Any

import orjson

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.storage.reading.exact import NumberRefusedError, read_constant, read_decimal, read_whole
from stakemap.storage.reading.fault_places import find_invalid_part, find_lone_surrogate
from stakemap.storage.reading.json_scan import (
    Structure,
    count_keys,
    count_keys_by_copy,
    count_long_numbers,
    has_long_numbers,
    may_overflow,
    refused,
    structure_of,
    text_size,
)
from stakemap.storage.reading.largest_file import way_to_raise
from stakemap.storage.reading.limits import DEFAULT_LIMITS, Limits
from stakemap.wording.numbers import size_in_words

_BOM = b"\xef\xbb\xbf"
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\x00")
#: The first bytes of a file written by Stakemap.
_CANONICAL_START = b'{\n  "format": "stakemap",\n  "version": '

_SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")


#: The memory of the value behind each bracket or comma, in bytes.
_MARK = 110
#: The additional memory of an `ExactNumber`, in bytes.
_EXACT = 16


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
        raise refused("empty", tr("The file is empty."))
    structure = structure_of(data, limits)
    characters = text_size(data)
    room = _room(data, structure, characters, limits)
    value = _parsed_fast(data, structure, room) if room >= 0 and not gently else None
    if value is not None:
        return value
    _check_encoding(data)
    exactly = not gently or may_overflow(data)
    if characters + (_EXACT * count_long_numbers(data) if exactly else 0) > room:
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
    if len(data) > limits.size // 2 and _room(data, structure_of(data, limits), text_size(data), limits) < 0:
        raise _needs_more_memory()


def _room(data: bytes, structure: Structure, characters: int, limits: Limits) -> int:
    """The memory that is left for a copy of the text beside its value."""
    return limits.memory - _MARK * structure.marks - len(data) - characters


def _needs_more_memory() -> MapReadError:
    return refused("too-large", tr("The file needs more memory than Stakemap allows for one map."))


def too_large(size: int, limits: Limits) -> MapReadError:
    """The error for a file of `size` bytes."""
    return refused(
        "too-large",
        tr(
            "The file is larger than Stakemap opens: {size}, and the limit is {limit}. {way_out}",
            size=size_in_words(size),
            limit=size_in_words(limits.size),
            way_out=way_to_raise(limits),
        ),
    )


def _parsed_fast(data: bytes, structure: Structure, room: int) -> Any:
    """Parse with orjson in half the time and memory; None when that cannot prove the text valid.

    `room` is the memory available for a copy of the text, in bytes. Raises MapReadError for duplicate keys.
    """
    may_copy = structure.marks * (1 + 2 * structure.depth) < len(data) <= room
    may_be_canonical = may_copy and data.startswith(_CANONICAL_START)
    if not may_be_canonical and has_long_numbers(data):
        return None
    try:
        value = orjson.loads(data)
    except ValueError:
        return None
    if may_be_canonical:
        if _is_canonical(value, data):
            return value
        if has_long_numbers(data):
            return None
    keys = count_keys_by_copy(value) if may_copy else count_keys(value)
    if keys == structure.keys:
        return value
    del value
    if text_size(data) > room:
        return None
    raise _with_place(data.decode("utf-8"), _repeated(), with_numbers=False)


def _is_canonical(value: Any, data: bytes) -> bool:
    """Whether `value` serialises to `data` again, so that no key was lost and no number changed."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE) == data


def _check_encoding(data: bytes) -> None:
    if data.startswith(_OTHER_ENCODINGS):
        message = tr("The file is not UTF-8 text; if it is a map, save it again in the encoding UTF-8.")
        raise refused("not-utf-8", message)
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
                "The file is not UTF-8 text: line {line} has bytes that are not valid UTF-8.", line=str(line)
            )
            raise refused("not-utf-8", message) from None
        start = stop


def _parsed(text: str, structure: Structure, *, exactly: bool, gently: bool) -> Any:
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
        failure = refused("too-deep", tr("The file is nested too deeply."))
    else:
        if count_keys(value) == structure.keys:
            return value
        del value
        failure = _with_place(text, _repeated())
    raise failure


def _pause(value: dict[str, Any]) -> dict[str, Any]:
    """Return an object unchanged: the interpreter can switch threads in this Python-level hook."""
    return value


def _repeated() -> str:
    return tr("A key occurs twice in the same place.")


def _with_place(text: str, message: str, *, with_numbers: bool = True) -> MapReadError:
    """The error for an invalid key or number, with its place if it can be found."""
    try:
        fault = find_invalid_part(text, with_numbers=with_numbers)
    except (ValueError, RecursionError):
        fault = None
    return refused("not-json", message) if fault is None else MapReadError(fault.message, [fault])


def _syntax_error(text: str, position: int, line: int, column: int) -> MapReadError:
    if not text[position:].strip():
        last = text.count("\n", 0, len(text.rstrip())) + 1
        message = tr("The file ends too early, in line {line}: part of it is missing.", line=str(last))
    else:
        message = tr(
            "The file is not valid JSON: something is out of place in line {line}, column {column}.",
            line=str(line),
            column=str(column),
        )
    return refused("not-json", message)
