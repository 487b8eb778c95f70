"""A text as one sheet: commas, semicolons, tabs or bars between its cells, every row in its place."""

from __future__ import annotations

from typing import Final

from stakemap.errors import UsageError
from stakemap.interchange.delimiters import delimiter_of, said_delimiter
from stakemap.interchange.tables.encodings import DecodedText
from stakemap.interchange.tables.sheets import (
    MOST_CELLS,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    Sheet,
    beyond_limits,
    clipped,
    too_wide,
)
from stakemap.interchange.tsv import rows_of

#: What can stand between the cells of a row.
DELIMITERS: Final = ";,\t|"


def sheet_of_text(decoded: DecodedText, delimiter: str = "") -> Sheet:
    """The sheet of a text, split at `delimiter`, else at the one that its first line names or that fits.

    Cells are texts without outer white space. A row counts from one line end outside quotation marks to the
    next.
    """
    text = decoded.text
    said = said_delimiter(text)
    if said is not None:
        text = text[said.end :]
    chosen = delimiter or (said.delimiter if said is not None else delimiter_of(text, DELIMITERS))
    doubts = list(decoded.doubts)
    try:
        rows, limits = _rows(text, chosen, strict=True)
    except UsageError as error:
        doubts.append(str(error))
        rows, limits = _rows(text, chosen, strict=False)
    return Sheet("", rows, doubts=(*doubts, *limits))


def _rows(text: str, delimiter: str, *, strict: bool) -> tuple[list[list[str]], list[str]]:
    """The rows up to the last one that is used, and sentences about what is beyond the limits."""
    rows: list[list[str]] = []
    cells = widest = used = 0
    doubts = []
    for row in rows_of(text, delimiter, strict=strict, keeps_blank=True, most_columns=MOST_CELLS):
        if len(rows) == MOST_ROWS or cells > MOST_CELLS:
            doubts.append(beyond_limits(len(rows)))
            break
        cells += len(row)
        widest = max(widest, len(row))
        while row and not row[-1]:
            row.pop()
        del row[MOST_COLUMNS:]
        rows.append([clipped(cell) for cell in row] if sum(map(len, row)) > MOST_CHARACTERS else row)
        if row:
            used = len(rows)
    del rows[used:]
    if widest > MOST_COLUMNS:
        doubts.append(too_wide())
    return rows, doubts
