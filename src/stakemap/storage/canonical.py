"""The canonical JSON of a whole map, which orjson writes from those fields of records that are no defaults.

The serialiser of pydantic takes nearly twice as long: it is slow at indenting, and numbers would have to be
changed in what it wrote. It also keeps other threads from running until it is done.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, get_args

import orjson

from stakemap.model.judgements import Estimate
from stakemap.model.records import Record
from stakemap.storage.reading.exact import ExactNumber

#: From here on, floats are written with an exponent.
_EXPONENT_FROM = 1e16
#: The whole numbers of estimates: a look into a table is faster than any conversion.
_WHOLE = {float(number): number for number in range(-100, 101)}


class _Fields(NamedTuple):
    """The fields of a kind of record: the default of each, and how those with numbers are converted."""

    defaults: dict[str, Any]
    conversions: tuple[tuple[str, Callable[[Any], Any]], ...]


_known: dict[type, _Fields] = {}


def canonical_json(header: dict[str, Any], record: Record) -> bytes:
    """The JSON of `header` and of the fields of a record without defaults, indented by two spaces.

    Whole numbers have no decimal places, and 0 no sign. Raises orjson.JSONEncodeError for what JSON cannot
    represent, RecursionError and UnicodeError.
    """
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(header | _members(record), default=_members, option=options)


def _members(record: Any) -> dict[str, Any]:
    """The members of the JSON object of a record; their values are plain, or records."""
    kind, unknown = type(record), record.__pydantic_extra__
    defaults, conversions = _known.get(kind) or _fields(kind)
    members = {}
    for name, value in record.__dict__.items():
        default = defaults[name]
        if value is not default and (default is None or value != default):
            members[name] = value
    for name, convert in conversions:
        if name in members:
            members[name] = convert(members[name])
    return members | _canonical(unknown) if unknown else members


def _fields(kind: type[Record]) -> _Fields:
    defaults = {name: field.default for name, field in kind.model_fields.items()}
    conversions = ((name, _conversion(field.annotation)) for name, field in kind.model_fields.items())
    found = _Fields(defaults, tuple((name, each) for name, each in conversions if each is not None))
    _known[kind] = found
    return found


def _conversion(annotation: Any) -> Callable[[Any], Any] | None:
    """How the values of a field are converted; None if none of them is a number."""
    if isinstance(annotation, type) and issubclass(annotation, Estimate):
        return _estimate
    if annotation in (int, float, Any):
        return _canonical
    return next(filter(None, map(_conversion, get_args(annotation))), None)


def _estimate(estimate: Any) -> dict[str, Any]:
    """The members of an estimate; half of the records of a map are such, so that this has to be fast."""
    if estimate.__pydantic_extra__:
        return _members(estimate)
    value, low, high = estimate.value, estimate.low, estimate.high
    if low is None:
        return {"value": _WHOLE.get(value, value)}
    return {"value": _WHOLE.get(value, value), "low": _WHOLE.get(low, low), "high": _WHOLE.get(high, high)}


def _canonical(value: Any) -> Any:
    """A plain value with its numbers as they are written."""
    if isinstance(value, dict):
        return {key: _canonical(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_canonical(part) for part in value]
    if isinstance(value, ExactNumber):
        return orjson.Fragment(value.literal.removesuffix(".0"))
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _EXPONENT_FROM else value
    if isinstance(value, int) and not -(2**63) <= value < 2**64:
        return orjson.Fragment(str(value))
    return value
