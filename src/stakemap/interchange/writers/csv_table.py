"""All judgements of a map as one CSV table, one in each row."""

from __future__ import annotations

import csv
import io

from stakemap.interchange.tsv import guarded, plain_number
from stakemap.interchange.writers.layout import SHEETS
from stakemap.interchange.writers.rows import Cell, CellMaker, rows_of
from stakemap.model.document import StakeMap


def csv_bytes(document: StakeMap) -> bytes:
    """The judgements of a map as CSV, with the byte order mark by which Excel knows UTF-8."""
    layout = next(sheet for sheet in SHEETS if sheet.id == "judgements")
    rows: list[list[Cell]] = [[column.heading() for column in layout.columns]]
    maker = CellMaker(document)
    rows += [maker.cells(layout, row) for row in rows_of(document, "judgements")]
    return b"\xef\xbb\xbf" + csv_text(rows).encode()


def csv_text(rows: list[list[Cell]]) -> str:
    """Rows as CSV: a text that a spreadsheet would run as a formula is guarded, numbers stay numbers."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    for row in rows:
        writer.writerow(_written(cell) for cell in row)
    return stream.getvalue()


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return guarded(cell) if isinstance(cell, str) else plain_number(cell)
