"""Tables as text, as spreadsheets save them and put them on the clipboard: cells in, cells out, formulas kept
harmless.

A text that a spreadsheet would run as a formula is copied with an apostrophe before it, the spreadsheets' own
mark of a text: a map may come from anybody, and a name like "=HYPERLINK(…)" must not act when it is pasted.
Reading takes the apostrophe off again, so that copying and pasting back gives the same text. Numbers are
copied plain. Cells are read here and not by the `csv` module, to which "Big" Bank is Big Bank and a cell that
begins with an unclosed quote goes on to the end of the text; its writer does not quote a carriage return.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache

from stakemap.errors import UsageError
from stakemap.i18n import tr
from stakemap.wording import numbers

MAX_CHARACTERS = 16_000_000
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELLS = 500_000

_LINE_END = re.compile(r"\r\n|\r|\n")
_NEEDS_QUOTES = re.compile(r'[\t\r\n"]')
#: What makes a spreadsheet take a cell for a formula, wide forms of East Asian keyboards included.
_TRIGGERS = frozenset("=+-@\t\r\n＝＋－＠")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula, apostrophes before it apart; white space is
    none.
    """
    rest = text.lstrip("'")
    return rest[:1] in _TRIGGERS and not rest.isspace()


def guarded(text: str) -> str:
    """`text` with an apostrophe before it if a spreadsheet could take it for a formula."""
    return f"'{text}" if is_formula(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if text.startswith("'") and is_formula(text) else text


@cache
def _cell(delimiter: str) -> re.Pattern[str]:
    """One cell: a quoted one ends with a quote before a delimiter, a line end or the end; all else is taken
    as it stands.
    """
    ends = rf"{re.escape(delimiter)}\r\n"
    return re.compile(rf'"((?:[^"]|"")*+)"(?=[{ends}]|\Z)|([^{ends}]*)')


def rows_of(
    text: str,
    delimiter: str = "\t",
    *,
    strict: bool = False,
    keeps_blank: bool = False,
    most_columns: int = MAX_COLUMNS,
) -> Iterator[list[str]]:
    """The rows of a table, their cells without outer white space, those without any text left out unless
    `keeps_blank`; a row of more than `most_columns` cells is the last one and not whole.

    A cell that begins with a quote and does not end with one is taken as it stands, a line of its own, unless
    `strict`: then UsageError is raised, since other programs join it with the cells and lines below.
    """
    row: list[str] = []
    cell, place = _cell(delimiter), 1 if text.startswith("\ufeff") else 0
    while True:
        match = cell.match(text, place)
        assert match is not None  # the second branch matches the empty text
        quoted, plain = match.groups()
        if strict and plain is not None and plain.startswith('"'):
            sentence = tr(
                "Line {line}: a cell that begins with a quotation mark must end with one, and those "
                "inside it must be doubled.",
                line=str(1 + len(_LINE_END.findall(text, 0, place))),
            )
            raise UsageError(sentence)
        row.append((plain if quoted is None else quoted.replace('""', '"')).strip())
        place = match.end()
        is_too_wide = len(row) > most_columns
        if text.startswith(delimiter, place) and not is_too_wide:
            place += 1
            continue
        if keeps_blank or is_too_wide or any(row):
            yield row
        row = []
        line_end = _LINE_END.match(text, place)
        if line_end is None:
            return
        place = line_end.end()


def within_limits(rows: Iterable[list[str]]) -> list[list[str]]:
    """All rows. Raises UsageError when they are more, or have more cells, than a map could take."""
    taken: list[list[str]] = []
    cells = 0
    for row in rows:
        taken.append(row)
        cells += len(row)
        if len(taken) > MAX_ROWS:
            raise UsageError(tr("A table may have up to {count} rows.", count=MAX_ROWS))
        if len(row) > MAX_COLUMNS:
            raise UsageError(tr("A table may have up to {count} columns.", count=MAX_COLUMNS))
        if cells > MAX_CELLS:
            raise UsageError(tr("A table may have up to {count} cells.", count=numbers.figure(MAX_CELLS)))
    return taken


def write_cells(rows: Iterable[Iterable[str | float | None]]) -> str:
    """Rows as tab-separated text for spreadsheets: formulas escaped, numbers with a point, None empty."""
    return "".join("\t".join(map(_written, row)) + "\n" for row in rows)


def _written(cell: str | float | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        text = guarded(cell)
        return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text
    return plain_number(cell)


def plain_number(value: float) -> str:
    """The shortest decimal notation that reads back the same, without exponent: "-80", "12.5", "0.00001"."""
    return format(Decimal(repr(float(value))), "f").removesuffix(".0")
