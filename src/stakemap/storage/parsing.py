"""Bytes to plain JSON values, refusing what would be ambiguous, lossy or dangerous to read."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NoReturn

from stakemap.errors import Fault, MapReadError
from stakemap.i18n import tr
from stakemap.storage.limits import DEFAULT_LIMITS, Limits
from stakemap.storage.sentences import shown, size_in_words

__all__ = ["ExactNumber", "parse"]

_BOM = b"\xef\xbb\xbf"
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\x00")
_NOT_STRUCTURE = bytes(set(range(256)) - set(b'{}[],"\\'))
_STRING = re.compile(rb'"[^"]*"')
_SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")
#: The largest double has 309 digits before its point, and no shortest form of a double needs more than this.
_LONGEST_NUMBER = 1_000


class ExactNumber(float):
    """A number of a field unknown to this version with more digits than a float holds; `literal` is written back."""

    __slots__ = ("literal",)
    literal: str

    def __new__(cls, literal: str) -> ExactNumber:
        number = super().__new__(cls, literal)
        number.literal = literal
        return number

    def __getnewargs__(self) -> tuple[str]:  # type: ignore[override]
        return (self.literal,)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, ExactNumber):
            return self.literal == other.literal
        return False

    def __hash__(self) -> int:
        return hash(self.literal)


class _NumberRefusedError(ValueError):
    """Raised inside the JSON scanner for a number that no float can hold."""


def parse(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Any:
    """The JSON value that `data` holds; whole numbers stay exact, and so do decimals (see ExactNumber).

    Raises MapReadError when it is too large, nested too deeply, not UTF-8, not JSON, or holds a duplicate key, a
    number that is not finite or half of a surrogate pair.
    """
    if len(data) > limits.size:
        raise too_large(len(data), limits)
    if data.startswith(_BOM):
        data = data[len(_BOM) :]
    if not data.strip():
        raise _refused("empty", tr("The file is empty."))
    text = _decoded(data)
    _check_structure(data, limits)
    value = _parsed(text)
    if _SURROGATE_ESCAPE.search(data):
        _check_surrogates(value)
    return value


def too_large(size: int, limits: Limits) -> MapReadError:
    """The error for a file of `size` bytes."""
    return _refused(
        "too-large",
        tr(
            "The file is larger than Stakemap opens: {size}, and the limit is {limit}.",
            size=size_in_words(size),
            limit=size_in_words(limits.size),
        ),
    )


def _refused(code: str, message: str, path: str = "") -> MapReadError:
    return MapReadError(message, [Fault(code, path, message)])


def _decoded(data: bytes) -> str:
    if data.startswith(_OTHER_ENCODINGS):
        raise _refused(
            "not-utf-8",
            tr("The file is not UTF-8 text; if it is a map, save it again with the encoding UTF-8."),
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    raise _refused(
        "not-utf-8",
        tr("The file is not UTF-8 text: line {line} holds bytes that stand for no character.", line=line),
    )


def _check_structure(data: bytes, limits: Limits) -> None:
    """Refuse what is nested too deeply or has too many parts, before anything is built from it."""
    if b"\\" in data:
        data = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    marks = data.translate(None, _NOT_STRUCTURE)
    if len(marks) - marks.count(b'"') > limits.marks:
        raise _refused(
            "too-many-parts",
            tr(
                "The file has more parts than Stakemap opens: the limit is {limit} brackets and commas.",
                limit=limits.marks,
            ),
        )
    brackets = _STRING.sub(b"", marks.replace(b",", b"").replace(b'""', b""))
    for _ in range(limits.depth):
        peeled = brackets.replace(b"{}", b"").replace(b"[]", b"")
        if len(peeled) == len(brackets):
            break
        brackets = peeled
    if len(brackets) > limits.depth:
        raise _refused(
            "too-deep",
            tr(
                "The file is nested too deeply: more than {limit} brackets lie inside one another.",
                limit=limits.depth,
            ),
        )


def _parsed(text: str) -> Any:
    duplicates: list[tuple[dict[str, Any], str]] = []

    def mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs) and len(duplicates) < 20:
            duplicates.append((made, _first_repeated(pairs)))
        return made

    try:
        value = json.loads(
            text, object_pairs_hook=mapping, parse_float=_decimal, parse_int=_whole, parse_constant=_constant
        )
    except json.JSONDecodeError as error:
        failure = _syntax_error(text, error.pos, error.lineno, error.colno)
    except _NumberRefusedError as error:
        failure = _refused("number", str(error))
    except RecursionError:
        failure = _refused("too-deep", tr("The file is nested too deeply."))
    else:
        if duplicates:
            raise _duplicate_error(value, duplicates)
        return value
    raise failure


def _syntax_error(text: str, position: int, line: int, column: int) -> MapReadError:
    if not text[position:].strip():
        message = tr("The file breaks off in line {line}: its end is missing.", line=line)
    else:
        message = tr(
            "The file is not valid JSON: something is out of place in line {line}, column {column}.",
            line=line,
            column=column,
        )
    return _refused("not-json", message)


def _first_repeated(pairs: list[tuple[str, Any]]) -> str:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            return key
        seen.add(key)
    raise AssertionError("no key is repeated")


def _duplicate_error(value: Any, duplicates: list[tuple[dict[str, Any], str]]) -> MapReadError:
    wanted = {id(made): key for made, key in duplicates}
    faults = []
    for path, part in _walk(value):
        if id(part) in wanted and isinstance(part, dict):
            key = wanted[id(part)]
            place = ".".join((*path, key))
            faults.append(
                Fault("duplicate-key", place, tr("“{key}” stands twice in the same place.", key=shown(key)))
            )
            if len(faults) == len(wanted):
                break
    if not faults:
        key = duplicates[0][1]
        faults.append(
            Fault("duplicate-key", key, tr("“{key}” stands twice in the same place.", key=shown(key)))
        )
    return MapReadError(str(faults[0]), faults)


def _walk(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, value
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _walk(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _walk(part, (*path, str(index)))


def _check_surrogates(value: Any) -> None:
    for path, part in _walk(value):
        if (isinstance(part, str) and _is_broken(part)) or (path and _is_broken(path[-1])):
            place = shown(".".join(path), 200)
            raise _refused(
                "surrogate", tr("{place} holds half of a character that takes two parts.", place=place), place
            )


def _is_broken(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _whole(literal: str) -> int:
    if len(literal) > 308 and math.isinf(_checked_float(literal)):
        raise _too_big(literal)
    return int(literal)


def _decimal(literal: str) -> float:
    number = _checked_float(literal)
    if math.isinf(number):
        raise _too_big(literal)
    text = repr(number)
    if text == literal or Decimal(text) == Decimal(literal):
        return number
    return ExactNumber(literal)


def _checked_float(literal: str) -> float:
    if len(literal) > _LONGEST_NUMBER:
        raise _too_big(literal)
    return float(literal)


def _too_big(literal: str) -> _NumberRefusedError:
    return _NumberRefusedError(tr("The number {number} is too large.", number=shown(literal, 20)))


def _constant(literal: str) -> NoReturn:
    raise _NumberRefusedError(tr("{number} is not a number that a map can hold.", number=literal))
