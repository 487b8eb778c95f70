"""What stands beside the cells of an Excel workbook: comments, and the lists from which cells are chosen.

Read from the parts of one sheet on demand, without the cells; other formats have no notes here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, Protocol

from stakemap.interchange.tables.package import column_number, parsed, related_parts, sheet_parts
from stakemap.interchange.tables.sheets import SheetNotes, Workbook
from stakemap.interchange.tables.zip_parts import parts_of

_MOST_COMMENTS: Final = 5_000
_MOST_CHOICES, _MOST_COLUMNS = 200, 500
_SHEET_DATA = re.compile(rb"<(?:[\w.-]+:)?sheetData[\s>].*</(?:[\w.-]+:)?sheetData\s*>", re.DOTALL)
#: A cell or an area of cells, of another sheet if one is named, never of another file.
_AREA = re.compile(
    r"(?:(?:'((?:[^'\[\]]|'')+)'|([^'\[\]!]+))!)?"
    r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?"
)
_COLUMNS = re.compile(r"\$?([A-Z]{1,3})\$?\d*(?::\$?([A-Z]{1,3})\$?\d*)?")


class NotedFile(Protocol):
    """What is asked of an `IncomingFile`."""

    @property
    def data(self) -> bytes:
        """The bytes."""

    @property
    def workbook(self) -> Workbook:
        """The sheets."""


def notes_of(file: NotedFile, sheet: str) -> SheetNotes:
    """The comments and lists of a sheet; none where they cannot be read, and in files that are not .xlsx."""
    if not file.data.startswith(b"PK"):
        return SheetNotes()
    try:
        return _notes(file, sheet)
    except Exception:
        # They help to tell what a column means, and are worth no refusal.
        return SheetNotes()


def _notes(file: NotedFile, sheet: str) -> SheetNotes:
    outline = parts_of(file.data, lambda name: name.endswith((".rels", "workbook.xml")))
    part = sheet_parts(outline).get(sheet)
    if part is None:
        return SheetNotes()
    beside = [name for kind, name in related_parts(outline, part).values() if kind == "comments"]
    parts = parts_of(file.data, {part, *beside}.__contains__)
    book = next(content for name, content in outline.items() if name.lower().endswith("workbook.xml"))
    names = {each.get("name", ""): each.text or "" for each in parsed(book).iter("{*}definedName")}
    choices = dict(_choices(parsed(_SHEET_DATA.sub(b"", parts[part])), sheet, names, file.workbook))
    comments = {place: text for name in beside for place, text in _comments(parts[name])}
    return SheetNotes(comments, choices)


def _comments(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """The texts of comments with their row and column."""
    for number, comment in enumerate(parsed(xml).iter("{*}comment")):
        if number == _MOST_COMMENTS:
            return
        place = _AREA.fullmatch(comment.get("ref", ""))
        if place is not None:
            text = "".join(part.text or "" for part in comment.iter("{*}t"))
            yield (int(place[4]), column_number(place[3])), text.strip()


def _choices(
    root: Any, sheet: str, names: Mapping[str, str], book: Workbook
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The values of the list of each column; a column with several has the last one."""
    for validation in root.iter("{*}dataValidation"):
        formula = validation.find("{*}formula1")
        if validation.get("type") != "list" or formula is None:
            continue
        said = "".join(formula.itertext()).strip()
        values = _values(names.get(said, said).strip(), sheet, book)
        places = validation.get("sqref") or "".join(validation.find("{*}sqref").itertext())
        if values:
            for column in _columns(places):
                yield column, values


def _columns(places: str) -> Iterator[int]:
    for place in places.split()[:_MOST_COLUMNS]:
        match = _COLUMNS.fullmatch(place)
        if match is not None:
            first = column_number(match[1])
            yield from range(first, min(column_number(match[2] or match[1]), first + _MOST_COLUMNS) + 1)


def _values(said: str, sheet: str, book: Workbook) -> tuple[str, ...]:
    """The values that a formula of a list names, or those of the cells of this workbook that it refers to."""
    if said.startswith('"'):
        return tuple(value.strip() for value in said.strip('"').split(",")[:_MOST_CHOICES])
    area = _AREA.fullmatch(said)
    if area is None:
        return ()
    source = book.sheet((area[1] or area[2] or sheet).replace("''", "'"))
    if source is None:
        return ()
    first, last = int(area[4]), int(area[6] or area[4])
    left, right = column_number(area[3]), column_number(area[5] or area[3])
    cells = (
        source.cell(row, column)
        for row in range(first, min(last, first + _MOST_CHOICES) + 1)
        for column in range(left, min(right, left + _MOST_CHOICES) + 1)
    )
    found = dict.fromkeys(str(cell).strip() for cell in cells if cell != "")
    return tuple(found)[:_MOST_CHOICES]
