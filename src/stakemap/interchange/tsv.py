"""Reading and writing of tab-separated text as on the clipboard of spreadsheets, safe from formula injection.

A text that a spreadsheet would evaluate as a formula is written with an apostrophe before it, the
spreadsheets' own mark of a text: a map may come from anybody, and a name like "=HYPERLINK(…)" must not be
evaluated. Reading removes the apostrophe, so that copying and pasting back gives the same text. Numbers are
written as they are. Cells are not read with the `csv` module, which reads "Big" Bank as Big Bank and a cell
with an unclosed quote up to the end of the text; its writer does not quote a carriage return.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from stakemap.errors import UsageError
from stakemap.i18n import tr

__all__ = ["escape_formula", "plain_number", "read_cells", "unescape_formula", "write_cells"]

MAX_CHARACTERS = 16_000_000
MAX_ROWS = 20_000
MAX_COLUMNS = 200

#: A quoted cell ends with a quote before a tab, a line end or the end of the text; others are literal.
_CELL = re.compile(r'"((?:[^"]|"")*+)"(?=[\t\r\n]|\Z)|([^\t\r\n]*)')
_LINE_END = re.compile(r"\r\n|\r|\n")
_NEEDS_QUOTES = re.compile(r'[\t\r\n"]')
#: First characters of formulas, including the full-width forms of East Asian keyboards.
_TRIGGERS = frozenset("=+-@\t\r\n＝＋－＠")


def escape_formula(text: str) -> str:
    """`text` with an apostrophe before it if a spreadsheet could evaluate it as a formula."""
    return f"'{text}" if text.lstrip("'")[:1] in _TRIGGERS else text


def unescape_formula(text: str) -> str:
    """The inverse of `escape_formula`."""
    return text[1:] if text.startswith("'") and text.lstrip("'")[:1] in _TRIGGERS else text


def read_cells(text: str) -> list[list[str]]:
    """Parse tab-separated text into rows of stripped cells, without blank rows.

    Raises UsageError if it is empty or too large.
    """
    if len(text) > MAX_CHARACTERS:
        raise UsageError(tr("This is more text than a table of actors can be."))
    rows: list[list[str]] = []
    row: list[str] = []
    place, end = 0, len(text)
    if text.startswith("\ufeff"):
        place = 1
    while place <= end:
        match = _CELL.match(text, place)
        assert match is not None  # the second branch matches the empty text
        quoted, plain = match.groups()
        row.append((plain if quoted is None else quoted.replace('""', '"')).strip())
        place = match.end()
        if place < end and text[place] == "\t":
            place += 1
            continue
        if any(row):
            rows.append(row)
            _check_size(rows)
        row = []
        line_end = _LINE_END.match(text, place)
        if line_end is None:
            break
        place = line_end.end()
    if not rows:
        raise UsageError(tr("There is no text to paste."))
    return rows


def _check_size(rows: list[list[str]]) -> None:
    if len(rows) > MAX_ROWS:
        raise UsageError(tr("A table to paste may have up to {count} rows.", count=MAX_ROWS))
    if len(rows[-1]) > MAX_COLUMNS:
        raise UsageError(tr("A table to paste may have up to {count} columns.", count=MAX_COLUMNS))


def write_cells(rows: Iterable[Iterable[str | float | None]]) -> str:
    """Rows as tab-separated text for spreadsheets: formulas escaped, numbers with a point, None empty."""
    return "".join("\t".join(map(_written, row)) + "\n" for row in rows)


def _written(cell: str | float | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        text = escape_formula(cell)
        return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text
    return plain_number(cell)


def plain_number(value: float) -> str:
    """The shortest decimal notation that reads back the same, without exponent: "-80", "12.5", "0.00001"."""
    return format(Decimal(repr(float(value))), "f").removesuffix(".0")
