"""Workbooks of plain tables, for programs that read them by their headings."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import NamedTuple

from stakemap.interchange.writers.cells import TextFormats, new_workbook, put, put_number


class SimpleSheet(NamedTuple):
    """A sheet with headings and rows; None is an empty cell."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str | float | None]]


def simple_workbook(title: str, sheets: Sequence[SimpleSheet]) -> bytes:
    """The bytes of a workbook with these sheets."""
    stream = io.BytesIO()
    book = new_workbook(stream, title)
    formats = TextFormats(book)
    for each in sheets:
        sheet = book.add_worksheet(each.title)
        sheet.set_column(0, max(0, len(each.headings) - 1), 22)
        sheet.freeze_panes(1, 0)
        for place, heading in enumerate(each.headings):
            put(sheet, 0, place, heading, formats.heading)
        for number, row in enumerate(each.rows, 1):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    put(sheet, number, place, cell, formats.text(cell))
                elif cell is not None:
                    put_number(sheet, number, place, cell, formats.number)
    book.close()
    return stream.getvalue()
