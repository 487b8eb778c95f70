"""Rows of cells in a text, with tabs, commas or semicolons between the cells of a row."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from stakemap.errors import UsageError
from stakemap.interchange.columns import columns_of
from stakemap.interchange.tsv import rows_of, within_limits

_DELIMITERS = "\t,;"
#: The line that declares the delimiter to Excel; its line end not included.
_SEPARATOR_LINE = re.compile(r'\ufeff?(?P<quote>"?)sep=(?P<delimiter>[^"\r\n])(?P=quote)(?=[\r\n]|\Z)', re.I)
#: So many rows determine the delimiter, and so many of them may be headings below a title.
_SAMPLE, _HEADINGS = 50, 12
_BEGINNING = 16_384


class SaidDelimiter(NamedTuple):
    """The delimiter that the first line names, and where that line ends."""

    delimiter: str
    end: int


def said_delimiter(text: str) -> SaidDelimiter | None:
    """What a first line such as "sep=;" says. Its line end stays, so that the lines keep their numbers."""
    said = _SEPARATOR_LINE.match(text)
    return None if said is None else SaidDelimiter(said["delimiter"], said.end())


def rows_in(text: str) -> list[list[str]]:
    """The rows of a text whose delimiter is named by its first line or found by what it parts.

    Raises UsageError when they are more than a map could take.
    """
    said = said_delimiter(text)
    if said is not None:
        text = text[said.end :]
    return within_limits(rows_of(text, said.delimiter if said else delimiter_of(text)))


def delimiter_of(text: str, delimiters: str = _DELIMITERS) -> str:
    """What parts one of the first rows into most columns that are known, then most rows alike, into most
    columns.

    A text that nothing parts so is a list of a column, whose cells may hold commas: then the answer is one
    that does not occur.
    """
    fits = {delimiter: _fit(text, delimiter) for delimiter in delimiters}
    best = max(delimiters, key=fits.__getitem__)
    if any(fits[best]):
        return best
    return next((delimiter for delimiter in (*delimiters, "\x1f") if delimiter not in text), best)


def _fit(text: str, delimiter: str) -> tuple[int, float, int]:
    """How many columns are known, the share of rows that are alike, and their width.

    Cells that mostly begin with a space are parts of sentences, or were written by hand: they count half.
    """
    widths: list[int] = []
    known = 0
    try:
        for row in rows_of(text, delimiter, strict=True):
            if len(widths) < _HEADINGS and len(row) > 1:
                known = max(known, sum(column is not None for column in columns_of(row)))
            widths.append(len(row))
            if len(widths) == _SAMPLE:
                break
    except UsageError:
        # What stands before the fault is enough.
        pass
    # Titles and notes above and below a table are cells of their own.
    parted = Counter(width for width in widths if width > 1)
    if not parted:
        return known, 0, 0
    width, alike = max(parted.items(), key=lambda each: (each[1], each[0]))
    if 2 * alike <= len(widths):
        return known, 0, 0
    beginning = text[:_BEGINNING]
    is_spaced = 2 * beginning.count(f"{delimiter} ") > beginning.count(delimiter)
    return known, alike / len(widths) / (1 + is_spaced), width
