"""Cells of a rated column as values on the map's scale, by the scale of the plan."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final, NamedTuple

from stakemap import i18n
from stakemap.i18n import tr
from stakemap.interchange.cells import CellError, comma_doubt, is_unknown
from stakemap.interchange.register.parts import atoms, is_number, number_in, out_of
from stakemap.interchange.register.plan import ScalePlan
from stakemap.interchange.register.value_reading import ranked
from stakemap.interchange.scales import Scale
from stakemap.interchange.tables.sheets import Cell
from stakemap.text import fold, one_line

_ROMAN: Final = re.compile(r"(?=[IVX])(X?)(IX|IV|V?I{0,3})")
_STARS: Final = re.compile(r"([★⭐●⬤◆■✱*]+)\s*([☆○◯◇□]*)")
#: Longer texts are cut where they are kept as a word of a scale.
_KEY_LIMIT = 500
_PLACES = 2
#: How far a plain "for" or "against" is from neutral.
_PLAIN_STANCE = 50.0


class Rated(NamedTuple):
    """A value on the map's scale with its range, None where it is unknown; `doubt` says how it was read."""

    value: float | None
    low: float | None = None
    high: float | None = None
    doubt: str = ""


def value_for(role: str, found: Rated) -> float | None:
    """The value that a cell gives a column with a role: one for the ends of ranges has both in a cell."""
    end = role.rpartition("-")[2]
    return found.value if found.low is None or end not in ("low", "high") else getattr(found, end)


def word_key(text: str) -> str:
    """A text as a word of a scale: folded."""
    return fold(text)[:_KEY_LIMIT]


def roman_number(text: str) -> int | None:
    """The value of a Roman numeral up to 18 in capitals; None for other texts."""
    match = _ROMAN.fullmatch(text)
    if match is None or not text:
        return None
    units = {"IX": 9, "IV": 4}.get(match[2])
    if units is None:
        units = 5 * match[2].startswith("V") + match[2].count("I")
    return 10 * bool(match[1]) + units


def stars_in(text: str) -> tuple[int, int] | None:
    """How many stars or dots are filled, and how many there are; None for other texts."""
    match = _STARS.fullmatch(text)
    return None if match is None else (len(match[1]), len(match[1]) + len(match[2]))


class _Reader:
    """Reads the texts of one scale; `native` is the map's own."""

    def __init__(self, scale: ScalePlan, native: Scale) -> None:
        self._scale, self._native = scale, native

    def known(self, text: str) -> bool:
        return word_key(text) in self._scale.words or self._number(text) is not None or is_unknown(text)

    def value(self, text: str) -> float | None:
        """The value of a known text, None if it is unknown. Raises CellError for one off the scale."""
        words = self._scale.words
        key = word_key(text)
        if key in words:
            return words[key]
        found = self._number(text)
        return None if found is None else self._on_map(text, *found)

    def _number(self, text: str) -> tuple[float, float, float] | None:
        """A number with the ends of the scale on which it is."""
        low, high = self._scale.low, self._scale.high
        if is_number(text) and text.endswith("%"):
            ends = (low, high) if low is not None and high is not None and low < 0 else (0.0, 100.0)
            return (number_in(text), *ends)
        if low is None or high is None:
            return None
        if is_number(text):
            return (number_in(text), low, high)
        counted = roman_number(text)
        if counted is not None:
            return (float(counted), low, high)
        stars = stars_in(text)
        if stars is not None:
            return (float(stars[0]), low, high)
        share = out_of(text)
        if share is not None and share[1] == max(low, high):
            return (share[0], low, high)
        return None

    def _on_map(self, text: str, number: float, low: float, high: float) -> float:
        least, most = sorted((low, high))
        if not least <= number <= most:
            raise CellError(
                tr(
                    "{text} is out of range: it must be between {low} and {high}.",
                    text=text,
                    low=i18n.number(least),
                    high=i18n.number(most),
                )
            )
        start, end = self._native
        if (low, high) == (start, end):
            return number
        return round(start + (number - low) / (high - low) * (end - start), _PLACES)


def rated(cell: Cell, text: str, scale: ScalePlan, native: Scale) -> Rated:
    """The value of a cell, `text` being its text. Raises CellError for one that is not on the scale."""
    reader = _Reader(scale, native)
    if isinstance(cell, date | datetime):
        return _of_date(cell, text, reader)
    parts = atoms(text, reader.known)
    if not parts:
        raise CellError(tr("“{text}” has no value on the scale of its column.", text=one_line(text)))
    if len(parts) == 1:
        value = reader.value(parts[0])
        mixed = ranked(parts[0], "stance")
        if value == 0 and mixed is not None and mixed.family == "mixed":
            return _range(text, -_PLAIN_STANCE, _PLAIN_STANCE)
        return Rated(value, doubt=comma_doubt(parts[0]))
    return _range(text, reader.value(parts[0]), reader.value(parts[1]))


def _range(text: str, one: float | None, other: float | None) -> Rated:
    if one is None or other is None:
        if one is other:
            return Rated(None)
        return Rated(None, doubt=tr("“{text}” was read as unknown.", text=one_line(text)))
    low, high = sorted((one, other))
    doubt = ""
    if low < 0 < high:
        doubt = tr("“{text}” is said to be both for and against.", text=one_line(text))
    return Rated(round((low + high) / 2, _PLACES), low, high, doubt) if low < high else Rated(low)


def _of_date(cell: date, text: str, reader: _Reader) -> Rated:
    """A range that a spreadsheet turned into a date: "1-5" into the first of May, or the fifth of January."""
    ends = [str(part) for part in (cell.day, cell.month)]
    try:
        if not all(map(reader.known, ends)):
            raise CellError
        found = _range(text, *map(reader.value, ends))
    except CellError as error:
        raise CellError(tr("{text} is a date, not a value.", text=text)) from error
    doubt = tr(
        "The date {text} was read as “{low}-{high}”, which a spreadsheet may have turned into a date.",
        text=text,
        low=min(cell.day, cell.month),
        high=max(cell.day, cell.month),
    )
    return found._replace(doubt=doubt)
