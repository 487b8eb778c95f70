"""Rows of cells in a text, with tabs, commas or semicolons between the cells of a row."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stakemap.errors import UsageError
from stakemap.interchange.columns import columns_of
from stakemap.interchange.tsv import rows_of, within_limits

__all__ = ["rows_in"]

_DELIMITERS = "\t,;"
#: The line by which Excel is told the delimiter; its line end not included.
_SEPARATOR_LINE = re.compile(r'\ufeff?(?P<quote>"?)sep=(?P<delimiter>[^"\r\n])(?P=quote)(?=[\r\n]|\Z)', re.I)
#: So many rows tell the delimiter.
_SAMPLE = 50


def rows_in(text: str, *, strict: bool) -> list[list[str]]:
    """The rows of a text whose delimiter is named by its first line or found by what it parts.

    Raises UsageError when they are more than a map could take, and with `strict` as `rows_of` does.
    """
    said = _SEPARATOR_LINE.match(text)
    if said is not None:
        # Its line end stays, so that the lines keep their numbers.
        text = text[said.end() :]
    return within_limits(rows_of(text, said["delimiter"] if said else _delimiter(text), strict=strict))


def _delimiter(text: str) -> str:
    """What parts the first row into most columns that are known, then most rows alike, into most columns.

    A text that nothing parts so is a list of a column, whose cells may hold commas.
    """

    def fit(delimiter: str) -> tuple[int, int, int]:
        widths: list[int] = []
        known = 0
        try:
            for row in rows_of(text, delimiter, strict=True):
                if not widths:
                    known = sum(column is not None for column in columns_of(row))
                widths.append(len(row))
                if len(widths) == _SAMPLE:
                    break
        except UsageError:
            if not widths:
                return 0, 0, 0
        alike = _alike(widths)
        return (known, alike, widths[0]) if alike else (known, 0, 0)

    return max(_DELIMITERS, key=fit)


def _alike(widths: Iterable[int]) -> int:
    """How many rows are as wide as the first; 0 where it is one cell or fewer than half are so."""
    sizes = list(widths)
    alike = sizes.count(sizes[0]) if sizes and sizes[0] > 1 else 0
    return alike if 2 * alike >= len(sizes) else 0
