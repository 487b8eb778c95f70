"""Workbooks of Excel 2003 in one XML file, which many web pages and older programs offer as .xls or .xml."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Final

from stakemap.interchange.tables.builder import SheetBuilder
from stakemap.interchange.tables.parsed_sheets import parsed_sheets
from stakemap.interchange.tables.sheets import Cell, Sheet, Workbook, whole
from stakemap.interchange.tables.zip_parts import damaged, too_large

SPREADSHEET_NAMESPACE: Final = "urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{SPREADSHEET_NAMESPACE} "
_VISIBLE = "urn:schemas-microsoft-com:office:excel Visible"
_MOST_SHEETS, _MOST_PLACE = 500, 10_000_000


def read_spreadsheet_xml(xml: bytes) -> Workbook:
    """The sheets of such a file. Raises MapReadError if it is damaged or too large."""
    return parsed_sheets(xml, _Reader())


class _Reader:
    """What the parser calls; takes the cells of all tables."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._table: SheetBuilder | None = None
        self._texts: list[str] | None = None
        self._kind = ""
        self._cell: dict[str, str] = {}
        self._value: Cell = ""
        self._is_comment = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A tag begins."""
        if name == f"{_SS}Worksheet":
            if len(self.sheets) == _MOST_SHEETS:
                raise too_large()
            self._table = SheetBuilder(attributes.get(f"{_SS}Name", ""))
        elif self._table is None:
            return
        elif name == f"{_SS}Row":
            while self._table.place[0] < min(_number(attributes, "Index"), _MOST_PLACE):
                self._table.end_row(_number(attributes, "Index") - self._table.place[0])
        elif name == f"{_SS}Cell":
            self._cell, self._value = attributes, ""
        elif name == f"{_SS}Comment":
            self._is_comment = True
        elif name == f"{_SS}Data" and not self._is_comment:
            self._kind, self._texts = attributes.get(f"{_SS}Type", ""), []
        elif name == _VISIBLE:
            self._kind, self._texts = name, []

    def end(self, name: str) -> None:
        """A tag ends."""
        table = self._table
        if table is None:
            return
        if self._texts is not None and name in (f"{_SS}Data", _VISIBLE):
            text, self._texts = "".join(self._texts), None
            if name == _VISIBLE:
                table.is_hidden = text.strip() != "SheetVisible"
            else:
                self._value = _value(self._kind, text)
        elif name == f"{_SS}Comment":
            self._is_comment = False
        elif name == f"{_SS}Cell":
            self._end_cell(table)
        elif name == f"{_SS}Row":
            table.end_row()
        elif name == f"{_SS}Worksheet":
            self.sheets.append(table.sheet())
            self._table = None

    def text(self, text: str) -> None:
        """Text within a tag."""
        if self._texts is not None:
            self._texts.append(text)

    def _end_cell(self, table: SheetBuilder) -> None:
        missing = min(_number(self._cell, "Index"), _MOST_PLACE) - table.place[1]
        if missing > 0:
            table.add_cell("", missing)
        across = min(_number(self._cell, "MergeAcross"), _MOST_PLACE)
        table.merge(_number(self._cell, "MergeDown") + 1, across + 1)
        if self._value == "" and f"{_SS}Formula" in self._cell and not self._kind:
            table.note_formula_without_value()
        table.add_cell(self._value)
        table.add_cell("", across)
        self._kind = ""


def _number(attributes: dict[str, str], name: str) -> int:
    """A number among the attributes, 0 if there is none. Raises MapReadError for what is none."""
    said = attributes.get(f"{_SS}{name}", "0")
    if not said.isascii() or not said.isdigit() or len(said) > 9:
        raise damaged()
    return int(said)


def _value(kind: str, text: str) -> Cell:
    """The value of a cell by its type; one that does not fit its type is its text."""
    with suppress(ValueError, OverflowError):
        if kind == "Number":
            return whole(float(text))
        if kind == "DateTime":
            moment = datetime.fromisoformat(text)
            return moment.date() if moment.time() == datetime.min.time() else moment
    return text.strip() == "1" if kind == "Boolean" else text
