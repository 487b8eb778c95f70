"""Spreadsheets of OpenDocument (.ods, .fods) as sheets of cells.

Read here, since libraries for it know no merged cells or formula errors, or expand a row that is repeated a
million times. The format is OASIS OpenDocument 1.3, part 3, section 9.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.tables.builder import SheetBuilder
from stakemap.interchange.tables.parsed_sheets import parsed_sheets
from stakemap.interchange.tables.sheets import Cell, Sheet, Workbook, whole
from stakemap.interchange.tables.zip_parts import damaged, parts_of, too_large

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT, _STYLE = (f"{_NAMES}{each}:1.0 " for each in ("office", "table", "text", "style"))
_SHOWN_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
#: What may hold text or rows that do not stand in the sheet.
_APART = (f"{_OFFICE}annotation", f"{_TABLE}shapes", f"{_TABLE}tracked-changes", f"{_TABLE}table-source")
_MOST_SHEETS = 500
_DURATION = re.compile(r"P(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d+)?)S)?)")


def read_open_document(data: bytes) -> Workbook:
    """The sheets of an .ods file. Raises MapReadError if it is damaged, encrypted or too large."""
    parts = parts_of(data, {"content.xml", "META-INF/manifest.xml"}.__contains__)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise MapReadError(tr("This workbook is encrypted; save it without a password first."))
    return read_flat_open_document(parts.get("content.xml", b""))


def read_flat_open_document(xml: bytes) -> Workbook:
    """The sheets of a spreadsheet that is one XML file. Raises MapReadError if it is damaged or too large."""
    return parsed_sheets(xml, _Reader())


class _Reader:
    """What the parser calls; takes the cells of all tables."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._hidden: set[str] = set()
        self._style = ""
        self._repeated = 1
        self._table: SheetBuilder | None = None
        self._cell: dict[str, str] | None = None
        self._paragraphs: list[str] = []
        self._is_paragraph = False
        self._apart = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A tag begins."""
        if self._apart or name in _APART:
            self._apart += 1
        elif self._cell is not None:
            self._start_text(name, attributes)
        elif self._table is None:
            self._start_outside(name, attributes)
        elif name == f"{_TABLE}table-row":
            self._repeated = _count(attributes, "number-rows-repeated")
        elif name in _CELLS:
            self._cell, self._paragraphs = attributes, []

    def _start_outside(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_STYLE}style":
            self._style = attributes.get(f"{_STYLE}name", "")
        elif name == f"{_STYLE}table-properties" and attributes.get(f"{_TABLE}display") == "false":
            self._hidden.add(self._style)
        elif name == f"{_TABLE}table":
            if len(self.sheets) == _MOST_SHEETS:
                raise too_large()
            is_hidden = attributes.get(f"{_TABLE}style-name") in self._hidden
            self._table = SheetBuilder(attributes.get(f"{_TABLE}name", ""), is_hidden)

    def _start_text(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_TEXT}p":
            self._paragraphs.append("")
            self._is_paragraph = True
        elif self._is_paragraph and name == f"{_TEXT}s":
            self.text(" " * min(_count(attributes, "c", _TEXT), 1_000))
        elif self._is_paragraph and name in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            self.text("\t" if name.endswith("tab") else "\n")

    def end(self, name: str) -> None:
        """A tag ends."""
        if self._apart:
            self._apart -= 1
        elif name == f"{_TEXT}p":
            self._is_paragraph = False
        elif self._table is None:
            return
        elif name in _CELLS:
            self._end_cell(self._table)
        elif name == f"{_TABLE}table-row":
            self._table.end_row(self._repeated)
        elif name == f"{_TABLE}table":
            self.sheets.append(self._table.sheet())
            self._table = None

    def text(self, text: str) -> None:
        """Text within a tag."""
        if self._is_paragraph and not self._apart and self._paragraphs:
            self._paragraphs[-1] += text

    def _end_cell(self, table: SheetBuilder) -> None:
        attributes = self._cell or {}
        self._cell, self._is_paragraph = None, False
        value = _value(attributes, "\n".join(self._paragraphs))
        table.merge(_count(attributes, "number-rows-spanned"), _count(attributes, "number-columns-spanned"))
        if f"{_TABLE}formula" in attributes and value == "" and f"{_OFFICE}value-type" not in attributes:
            table.note_formula_without_value()
        table.add_cell(value, _count(attributes, "number-columns-repeated"))


def _count(attributes: dict[str, str], name: str, space: str = _TABLE) -> int:
    """A number of repetitions, 1 if there is none. Raises MapReadError for what is no such number."""
    said = attributes.get(f"{space}{name}", "1")
    if not re.fullmatch(r"[0-9]{1,9}", said):
        raise damaged()
    return max(int(said), 1)


def _value(attributes: dict[str, str], text: str) -> Cell:
    """The value of a cell by its type; one that does not fit its type is its text."""
    kind = attributes.get(f"{_OFFICE}value-type", "")
    if attributes.get(_SHOWN_TYPE) == "error":
        return text
    with suppress(ValueError, OverflowError):
        if kind in ("float", "percentage", "currency"):
            return whole(float(attributes.get(f"{_OFFICE}value", text)))
        if kind == "date":
            return _date(attributes.get(f"{_OFFICE}date-value", ""))
        if kind == "time":
            return _time(attributes.get(f"{_OFFICE}time-value", ""))
    if kind == "boolean":
        return attributes.get(f"{_OFFICE}boolean-value") == "true"
    return attributes.get(f"{_OFFICE}string-value", text) if kind == "string" else text


def _date(said: str) -> date | datetime:
    return datetime.fromisoformat(said[:26]) if "T" in said else date.fromisoformat(said)


def _time(said: str) -> time | timedelta:
    match = _DURATION.fullmatch(said)
    if match is None:
        raise ValueError
    hours, minutes, seconds = (float(part or 0) for part in match.groups())
    span = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return (datetime.min + span).time() if span < timedelta(days=1) else span
