"""Pydantic validation errors as sentences for the user.

In the model, since edits are refused where their values are validated; `wording.faults` describes the faults
of a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from stakemap.i18n import joined, number, tr
from stakemap.text import with_code_points

#: The path of a value, as field names, ids and list indices from the map or record on.
Place = tuple[str | int, ...]

_BOUNDS = {
    "alignment": (-100, 100),
    "influence": (0, 100),
    "salience": (0, 100),
    "strength": (-3, 3),
    "votes": (0, 10**9),
    "readings": (1, 5),
    "resolutions": (-100, 100),
    "found": (-100, 100),
    "quota": (0, 10**15),
}


def fault_sentence(error: Mapping[str, Any], place: Place, thing: str) -> str:
    """Describe one pydantic error at `place` in a file or record in a sentence about `thing`."""
    kind, context, value = error["type"], error.get("ctx", {}), error.get("input")
    if kind == "missing":
        return tr("{thing} is missing.", thing=thing)
    if kind == "greater_than":
        bound = number(context["gt"])
        return tr(
            "{thing} is {value}; it must be more than {low}.", thing=thing, value=_value(value), low=bound
        )
    if kind in ("greater_than_equal", "less_than_equal"):
        low, high = _bounds(place)
        return tr(
            "{thing} is {value}; it must be between {low} and {high}.",
            thing=thing,
            value=_value(value),
            low=low,
            high=high,
        )
    if kind == "literal_error":
        return tr(
            "{thing} is {value}; it must be {choices}.",
            thing=thing,
            value=_value(value),
            choices=_choices(context["expected"]),
        )
    if kind == "string_too_long":
        return tr("{thing} is longer than {limit} characters.", thing=thing, limit=context["max_length"])
    if kind == "too_long":
        return tr("{thing} has more than {limit} entries.", thing=thing, limit=context["max_length"])
    if kind == "too_short":
        return tr("{thing} has fewer than {limit} entries.", thing=thing, limit=context["min_length"])
    if kind == "string_pattern_mismatch":
        return tr("{thing} is {value}, {form}.", thing=thing, value=_value(value), form=_form(place))
    if kind == "value_error":
        return tr("{thing}: {problem}.", thing=thing, problem=context["error"])
    return tr(
        "{thing} is {value}, but it must be {wanted}.",
        thing=thing,
        value=_value(value),
        wanted=_wanted(kind),
    )


def _choices(expected: str) -> str:
    """The values that pydantic lists as allowed, each in quotation marks."""
    found = [tr("“{text}”", text=word) for word in re.findall(r"'([^']*)'", expected)]
    return joined(found, "or") or expected


def _bounds(place: Place) -> tuple[int, int]:
    for part in reversed(place):
        if part in _BOUNDS:
            return _BOUNDS[str(part)]
    return (0, 100)


def _form(place: Place) -> str:
    name = place[-1] if place else ""
    if name == "colour":
        return tr("but a colour is written #1a2b3c")
    if name == "reliability":
        return tr("but reliability is a letter A to F and a digit 1 to 6, such as B2")
    if len(place) > 1 and place[0] == "headlines":
        return tr("but a page is named by kind, issue and snapshot, joined by colons")
    if place == ("id",):
        return tr("but a map’s id is a UUID in small letters")
    return tr("but an id is small Latin letters and digits joined by hyphens")


def _wanted(kind: str) -> str:
    wanted = {
        "string_type": tr("text"),
        "float_type": tr("a number"),
        "finite_number": tr("a finite number"),
        "int_type": tr("a whole number"),
        "int_from_float": tr("a whole number"),
        "bool_type": tr("true or false"),
        "tuple_type": tr("a list"),
        "dict_type": tr("a set of named entries"),
        "model_type": tr("a set of named fields"),
        "model_attributes_type": tr("a set of named fields"),
    }
    return wanted.get(kind, tr("of another kind"))


def _value(value: object) -> str:
    """A JSON value in words."""
    if value is None:
        return tr("empty (null)")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return tr("“{text}”", text=with_code_points(value))
    if isinstance(value, int | float):
        return with_code_points(repr(value), 24)
    if isinstance(value, Sequence):
        return tr("a list")
    return tr("a set of named fields")
