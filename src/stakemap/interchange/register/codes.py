"""Letters and signs that stand for values: H/M/L, A/M/B, U/R/N/S/L, − 0 +."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final, Literal, TypeVar

from stakemap.interchange.register.value_reading import Rank

Family = Literal["level", "stance"]
T = TypeVar("T")
#: So many of several letters a set must have.
_LEAST_FIT = 0.75
_SIGNS: Final = re.compile(r"\++|[-–—−]+|0|±|\+/-|\+/−|o", re.IGNORECASE)
_CODE: Final = re.compile(r"[^\W\d_]{1,2}")

#: Ranks by letter (folded); the first table that has all letters of a column is taken.
_LEVELS: Final[tuple[Mapping[str, int], ...]] = (
    {"l": -2, "m": 0, "h": 2, "vl": -3, "vh": 3, "lo": -2, "hi": 2},
    {"b": -2, "m": 0, "a": 2, "mb": -3, "ma": 3},
    {"n": -2, "m": 0, "h": 2, "g": -2, "sh": 3, "sn": -3},
    {"n": -2, "s": 0, "v": 2, "on": -3, "ov": 3},
    {"d": -2, "o": 0, "y": 2, "cd": -3, "cy": 3},
    {"f": -2, "m": 0, "e": 2, "tf": -3, "te": 3},
    {"n": -2, "c": 0, "b": 2},
    {"c": -2, "b": 0, "a": 2},
)
_STANCES: Final[tuple[Mapping[str, Rank], ...]] = (
    {
        "u": Rank("unknown"),
        "r": Rank("stance", -2),
        "n": Rank("stance", 0),
        "s": Rank("stance", 2),
        "l": Rank("stance", 3),
    },
    {
        "i": Rank("unknown"),
        "d": Rank("unknown"),
        "r": Rank("stance", -2),
        "n": Rank("stance", 0),
        "a": Rank("stance", 2),
        "p": Rank("stance", 2),
        "f": Rank("stance", 2),
        "l": Rank("stance", 3),
    },
    {
        "so": Rank("stance", -3),
        "o": Rank("stance", -2),
        "n": Rank("stance", 0),
        "s": Rank("stance", 2),
        "ss": Rank("stance", 3),
    },
    {
        "sd": Rank("stance", -3),
        "d": Rank("stance", -2),
        "n": Rank("stance", 0),
        "a": Rank("stance", 2),
        "sa": Rank("stance", 3),
    },
    {"a": Rank("stance", -2), "n": Rank("stance", 0), "f": Rank("stance", 2)},
    {"c": Rank("stance", -2), "n": Rank("stance", 0), "f": Rank("stance", 2)},
    {"k": Rank("stance", -2), "t": Rank("stance", 0), "d": Rank("stance", 2)},
    {"n": Rank("stance", -2), "p": Rank("stance", 2)},
    {"p": Rank("stance", -2), "n": Rank("stance", 0), "z": Rank("stance", 2)},
)


def is_code(text: str) -> bool:
    """Whether a text is one letter or two."""
    return _CODE.fullmatch(text) is not None


def codes_of(letters: Collection[str], family: Family, *, is_romance: bool = False) -> Mapping[str, Rank]:
    """The ranks of the letters of a column (folded, all of them, also those that its heading has).

    Empty where they are no known set. A and B alone are high and low in Spanish and Portuguese
    (`is_romance`), else grades.
    """
    if not letters:
        return {}
    if family == "stance":
        return _most_fitting(letters, _STANCES)
    tables = [*_LEVELS]
    if is_romance:
        tables.insert(0, _LEVELS[1])
    elif set(letters) <= set("ab"):
        tables.insert(0, _LEVELS[-1])
    found = _most_fitting(letters, tables)
    return {letter: Rank("level", rank) for letter, rank in found.items()}


def _most_fitting(letters: Collection[str], tables: Sequence[Mapping[str, T]]) -> Mapping[str, T]:
    """The first table that has all letters, else one that has most of several."""
    shares = [len(set(letters) & table.keys()) / len(set(letters)) for table in tables]
    best = max(shares)
    return tables[shares.index(best)] if best == 1 or (best >= _LEAST_FIT and len(set(letters)) > 3) else {}


def signs_of(texts: Collection[str]) -> Mapping[str, int]:
    """The signed strengths of signs such as −, 0, ++, if a column has no others and a plus is among them."""
    if not any(text.startswith("+") and not text.strip("+") for text in texts):
        return {}
    found: dict[str, int] = {}
    for text in texts:
        if not _SIGNS.fullmatch(text):
            continue
        if not text.strip("+"):
            found[text] = len(text)
        elif not text.strip("-–—−"):
            found[text] = -len(text)
        else:
            found[text] = 0
    return found
