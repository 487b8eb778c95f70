"""The workbook (XLSX) of a map: a sheet for each kind of record, and a hidden one that identifies them.

Texts are written as texts, whatever they begin with, and numbers as numbers: nothing is a formula or a link.
The same map gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from stakemap.i18n import tr
from stakemap.interchange.writers.cells import TextFormats, new_workbook, put, put_number
from stakemap.interchange.writers.layout import (
    INDEX_SHEET,
    INDEX_TITLE,
    INDEX_VERSION,
    SHEETS,
    VOCABULARIES,
    Column,
    SheetLayout,
    word_text,
)
from stakemap.interchange.writers.positions import positions_table
from stakemap.interchange.writers.rows import Cell, CellMaker, label_of, rows_of
from stakemap.model.document import StakeMap
from stakemap.model.reviews import status_of
from stakemap.model.terms import field_label, term
from stakemap.text import capital

#: Rows below the last that offer the same choices.
_ROWS_TO_ADD = 500
_LONGEST_SHEET_NAME = 31
_MAP_FIELDS = ("title", "question", "key_judgement", "note", "handling", "status", "cut_off", "contact")


def workbook_bytes(document: StakeMap, snapshot: str | None) -> bytes:
    """The workbook of a map; `snapshot` is the one that its overview of positions shows."""
    stream = io.BytesIO()
    book = new_workbook(stream, document.title)
    writer = _Writer(document, book)
    writer.write_map(snapshot)
    writer.write_positions(snapshot)
    for sheet in SHEETS:
        writer.write_sheet(sheet)
    writer.write_index()
    book.close()
    return stream.getvalue()


class _Writer:
    def __init__(self, document: StakeMap, book: Any) -> None:
        self.document, self.book, self.formats = document, book, TextFormats(book)
        self.index, self.cells = _index(document), CellMaker(document)

    # Sheets

    def write_map(self, snapshot: str | None) -> None:
        """Write the first sheet: what the map is, and how the workbook is used."""
        sheet = self.book.add_worksheet(_sheet_name(tr("Map")))
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 1, 100)
        document = self.document
        for row, name in enumerate(_MAP_FIELDS):
            value = getattr(document, name)
            value = term(status_of(document).status) if name == "status" else value
            put(sheet, row, 0, capital(field_label(name)), self.formats.label)
            put(sheet, row, 1, value or "", self.formats.text(value or "", True))
        for row, line in enumerate(self._directions(snapshot), len(_MAP_FIELDS) + 1):
            put(sheet, row, 1, line, self.formats.text(line, True))

    def _directions(self, snapshot: str | None) -> Iterator[str]:
        yield tr(
            "This workbook can be changed and imported into the map again (File › Import…): new and changed "
            "rows are taken over; rows that were removed and cells that were emptied change nothing."
        )
        yield tr(
            "Influence and salience run from 0 to 100, alignment from −100 to 100, strength from −3 to 3."
        )
        yield tr("A value that is not known has the state “{state}”, and no number.", state=term("unknown"))
        if snapshot is not None:
            yield tr(
                "The sheet “{sheet}” is an overview of {snapshot}, for reading only.",
                sheet=_sheet_name(tr("Positions")),
                snapshot=label_of(self.document, "snapshots", snapshot),
            )

    def write_positions(self, snapshot: str | None) -> None:
        """Write the overview: where actors stand on each issue."""
        table = positions_table(self.document, snapshot)
        sheet = self.book.add_worksheet(_sheet_name(tr("Positions")))
        self._put_headings(sheet, table.headings)
        sheet.set_column(0, 1, 26)
        sheet.set_column(2, max(2, len(table.headings) - 1), 18)
        for number, cells in enumerate(table.rows, 1):
            self._put_row(sheet, number, cells, ())
        self._freeze(sheet, 1, len(table.headings), len(table.rows))
        sheet.protect(
            "", {"autofilter": True, "format_cells": True, "format_columns": True, "format_rows": True}
        )

    def write_sheet(self, layout: SheetLayout) -> None:
        """Write a sheet of records."""
        sheet, columns = self.book.add_worksheet(_sheet_name(layout.title())), layout.columns
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width, None, {"hidden": True} if column.is_hidden else {})
        self._put_headings(sheet, [column.heading() for column in columns])
        wraps = [column.wraps for column in columns]
        count = 0
        for count, row in enumerate(rows_of(self.document, layout.id), 1):
            self._put_row(sheet, count, self.cells.cells(layout, row), wraps)
        self._freeze(sheet, layout.frozen, len(layout.shown), count)
        for place, column in enumerate(layout.shown):
            rule = self._rule(column)
            if rule:
                sheet.data_validation(1, place, count + _ROWS_TO_ADD, place, rule)

    def write_index(self) -> None:
        """Write the hidden sheet by which the reader identifies sheets, columns, words and records."""
        sheet = self.book.add_worksheet(INDEX_SHEET)
        sheet.hide()
        sheet.write_string(0, 0, INDEX_TITLE)
        sheet.write_number(0, 1, INDEX_VERSION)
        sheet.write_string(0, 2, self.document.id)
        for row, entry in enumerate(self.index, 1):
            for column, text in enumerate(entry):
                put(sheet, row, column, text)

    # Cells

    def _put_headings(self, sheet: Any, headings: Iterable[str]) -> None:
        for place, heading in enumerate(headings):
            put(sheet, 0, place, heading, self.formats.heading)

    def _put_row(self, sheet: Any, row: int, cells: Sequence[Cell], wraps: Sequence[bool]) -> None:
        for place, cell in enumerate(cells):
            if isinstance(cell, str):
                if cell:
                    style = self.formats.text(cell, place < len(wraps) and wraps[place])
                    put(sheet, row, place, cell, style)
            elif cell is not None:
                put_number(sheet, row, place, cell, self.formats.number)

    def _freeze(self, sheet: Any, columns: int, width: int, count: int) -> None:
        sheet.freeze_panes(1, columns)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        if width:
            sheet.autofilter(0, 0, max(1, count), width - 1)

    # Choices

    def _rule(self, column: Column) -> Mapping[str, Any] | None:
        """The validation of a column: words and numbers are enforced, names that are new may be typed."""
        if column.limits is not None:
            low, high = column.limits
            title, text = (
                tr("Not on the scale"),
                tr("Enter a number from {low} to {high}.", low=low, high=high),
            )
            limits = {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
            return {**limits, "error_title": title[:32], "error_message": text[:255]}
        kind = f"word:{column.words}" if column.words else f"record:{column.refers}" if column.refers else ""
        rows = [row for row, entry in enumerate(self.index, 2) if entry[0] == kind]
        if not rows:
            return None
        choices = f"={INDEX_SHEET}!$C${rows[0]}:$C${rows[-1]}"
        kinds = {"validate": "list", "source": choices}
        return kinds if column.words else {**kinds, "error_type": "information"}


def _sheet_name(title: str) -> str:
    return "".join(letter for letter in title if letter not in "[]:*?/\\")[:_LONGEST_SHEET_NAME]


def _index(document: StakeMap) -> list[tuple[str, str, str]]:
    """What the hidden sheet says: how sheets, columns, words and records are called, by their ids."""
    entries = [("sheet", "map", _sheet_name(tr("Map"))), ("sheet", "positions", _sheet_name(tr("Positions")))]
    entries += [("column:map", name, capital(field_label(name))) for name in _MAP_FIELDS]
    for sheet in SHEETS:
        entries.append(("sheet", sheet.id, _sheet_name(sheet.title())))
        entries.extend((f"column:{sheet.id}", column.id, column.heading()) for column in sheet.columns)
    for name, words in VOCABULARIES.items():
        entries.extend((f"word:{name}", word, word_text(name, word)) for word in words)
    for sheet in SHEETS:
        if sheet.has_id:
            keys = (str(row["id"]) for row in rows_of(document, sheet.id))
            entries.extend((f"record:{sheet.id}", key, label_of(document, sheet.id, key)) for key in keys)
    return entries
