"""Cells of workbooks: texts stay texts and numbers keep their digits, as XlsxWriter alone would not."""

from __future__ import annotations

import datetime
import io
from typing import Any, Final

from stakemap.interchange.tsv import is_formula

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
#: A property that would otherwise be the time of writing.
_CREATED = datetime.datetime(2000, 1, 1)
#: Characters that a property of a document may have.
_LONGEST_PROPERTY = 255


class _Exact(float):
    """A number that is written with all its digits: XlsxWriter formats numbers with sixteen."""

    def __format__(self, _spec: str) -> str:
        return repr(float(self))


def new_workbook(stream: io.BytesIO, title: str) -> Any:
    """A workbook to be written to a stream; the same content gives the same bytes."""
    import xlsxwriter

    book = xlsxwriter.Workbook(stream, _OPTIONS)
    book.set_properties({"title": title[:_LONGEST_PROPERTY], "created": _CREATED})
    return book


class TextFormats:
    """The formats of texts in a workbook, and of headings and numbers, each made once."""

    def __init__(self, book: Any) -> None:
        top = {"valign": "top"}
        self.heading = book.add_format(
            {**top, "bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E9EDF2"}
        )
        self.label = book.add_format({**top, "bold": True})
        self.number = book.add_format(top)
        self._texts = {
            (wraps, quoted): book.add_format(
                {**top, "num_format": "@", "text_wrap": wraps, "quote_prefix": quoted}
            )
            for wraps in (False, True)
            for quoted in (False, True)
        }

    def text(self, text: str, wraps: bool = False) -> Any:
        """The format of a text, with the mark of a text where it could be taken for a formula once edited."""
        return self._texts[wraps, is_formula(text)]


def put(sheet: Any, row: int, column: int, text: str, style: Any = None) -> None:
    """Write a text into a cell, counted from 0."""
    if text.startswith("<r>") and text.endswith("</r>"):
        # Such a string would be taken for XML of a formatted text; as three parts it is one, and escaped.
        parts = (text[:1], text[1:2], text[2:])
        sheet.write_rich_string(row, column, *parts, *(() if style is None else (style,)))
    else:
        sheet.write_string(row, column, text, style)


def put_number(sheet: Any, row: int, column: int, number: float, style: Any = None) -> None:
    """Write a number into a cell, counted from 0."""
    sheet.write_number(row, column, _Exact(number), style)
