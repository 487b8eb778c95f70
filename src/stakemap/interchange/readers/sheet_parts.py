"""Tables with headings in the sheets of a file: rows as texts by heading, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from stakemap.i18n import tr
from stakemap.interchange.content import Place, column_letters
from stakemap.interchange.register.grid import text_of
from stakemap.interchange.tables.sheets import Sheet

#: A table begins within so many rows.
_FIRST_ROWS = 10
#: So many blank rows end a table, below which another one may begin.
_BETWEEN_PARTS = 2


def heading_key(heading: str) -> str:
    """A heading as it is compared: in lower case, with single blanks."""
    return " ".join(heading.replace("_", " ").lower().split())


@dataclass(frozen=True, slots=True)
class Row:
    """A row below headings: its texts by heading as it is compared, and all headings as they stand."""

    place: Place
    texts: Mapping[str, str]
    titles: Mapping[str, str]

    def get(self, heading: str) -> str:
        """The text below a heading; empty where there is none."""
        return self.texts.get(heading, "")

    def rest(self, *taken: str) -> dict[str, str]:
        """The texts below all other headings, by the headings as they stand."""
        return {self.titles[key]: text for key, text in self.texts.items() if key not in taken and text}


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A table: the headings in its first row, counted from 1, and what is below."""

    sheet: Sheet
    first_row: int
    last_row: int
    titles: Mapping[str, str]
    _columns: Mapping[str, int]

    def rows(self) -> Iterator[Row]:
        """The rows that are not blank."""
        for number in range(self.first_row + 1, self.last_row + 1):
            cells = self.sheet.rows[number - 1]
            texts = {
                key: text_of(cells[column]) if column < len(cells) else ""
                for key, column in self._columns.items()
            }
            if any(texts.values()):
                yield Row(Place(sheet=self.sheet.name, row=number), texts, self.titles)


def headings_of(sheet: Sheet) -> Collection[str]:
    """The headings of a sheet as they are compared: its first row that is not blank."""
    first = next((row for row in sheet.rows[:_FIRST_ROWS] if any(map(text_of, row))), ())
    return [heading_key(text_of(cell)) for cell in first[:200]]


def parts_in(sheet: Sheet, begins: Callable[[Collection[str]], bool]) -> Iterator[SheetPart]:
    """The tables of a sheet: the first one, and those whose headings stand below two blank rows."""
    start, blank = 0, _BETWEEN_PARTS
    for number, row in enumerate(sheet.rows, start=1):
        if not any(cell != "" for cell in row):
            blank += 1
            continue
        is_first = blank >= _BETWEEN_PARTS and begins([heading_key(text_of(cell)) for cell in row[:200]])
        if is_first:
            if start:
                yield _part(sheet, start, number - 1)
            start = number
        blank = 0
    if start:
        yield _part(sheet, start, len(sheet.rows))


def _part(sheet: Sheet, first: int, last: int) -> SheetPart:
    """A table with all of its columns: one without a heading of its own is called by its letters."""
    titles: dict[str, str] = {}
    columns: dict[str, int] = {}
    width = max(map(len, sheet.rows[first - 1 : last]))
    for column in range(width):
        title = text_of(sheet.cell(first, column + 1))
        if not heading_key(title) or heading_key(title) in columns:
            letters = column_letters(column + 1)
            title = f"{title} ({letters})" if title else tr("Column {column}", column=letters)
        key = heading_key(title)
        titles[key], columns[key] = title, column
    return SheetPart(sheet, first, last, titles, columns)
