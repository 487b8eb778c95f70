"""The sheets of a workbook that Stakemap wrote, found by its hidden sheet: rows by columns, names by ids.

What is sorted, inserted or hidden does not matter: sheets are known by their titles, columns by headings, and
records by the ids in hidden columns, which count where the name beside them is as it was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from stakemap.i18n import number, tr
from stakemap.interchange.content import Place, Remark
from stakemap.interchange.readers.gathering import number_in
from stakemap.interchange.tables.sheets import Cell, Sheet, Workbook
from stakemap.interchange.tsv import plain_number, unguarded
from stakemap.interchange.writers.layout import (
    INDEX_SHEET,
    INDEX_TITLE,
    INDEX_VERSION,
    SHEETS,
    VOCABULARIES,
    word_text,
)
from stakemap.text import fold_latin, single_line

_JUDGEMENTS = next(sheet for sheet in SHEETS if sheet.id == "judgements")

#: The columns of judgements that tables of earlier versions do not have.
_LATER = frozenset({"votes"})
#: Rows in which the headings are looked for: somebody may have put a title above them.
_ROWS_WITH_HEADINGS = 12


def is_stakemap_workbook(workbook: Workbook) -> bool:
    """Whether a workbook has the hidden sheet of one that Stakemap wrote."""
    sheet = workbook.sheet(INDEX_SHEET)
    return sheet is not None and sheet.cell(1, 1) == INDEX_TITLE


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet by the ids of its columns."""

    index: Index
    sheet: str
    number: int
    cells: Mapping[str, Cell]
    columns: Mapping[str, int]

    def place(self, column: str = "") -> Place:
        """Where the row stands, or a cell of it."""
        return Place(sheet=self.sheet, row=self.number, column=self.columns.get(column, 0))

    def raw(self, column: str) -> str:
        """A cell as a text as it stands; dates as they are stored in a map."""
        value = self.cells.get(column, "")
        if isinstance(value, str):
            return unguarded(value) if self.index.is_text else value
        if isinstance(value, datetime):
            return value.date().isoformat()
        if isinstance(value, bool):
            return word_text("yes", "yes" if value else "no")
        if isinstance(value, int | float):
            return plain_number(value)
        return value.isoformat() if isinstance(value, date) else str(value)

    def text(self, column: str) -> str:
        """As `raw`, without white space around it."""
        return self.raw(column).strip()

    def number_in(self, column: str, low: float, high: float) -> float | None:
        """The number in a cell; None without one, with a remark where it is none or off the scale."""
        written = self.text(column)
        if not written:
            return None
        found = number_in(written)
        if found is not None and low <= found <= high:
            return found
        sentence = tr("Enter a number from {low} to {high}.", low=number(low), high=number(high))
        self.index.refuse(sentence, self.place(column), written)
        return None

    def word(self, column: str, vocabulary: str) -> str | None:
        """The word of a vocabulary in a cell; None where there is none, with a remark where it is another."""
        written = self.text(column)
        if not written:
            return None
        found = self.index.words.get((vocabulary, fold_latin(written)))
        if found is None:
            choices = ", ".join(word_text(vocabulary, word) for word in VOCABULARIES[vocabulary])
            sentence = tr("This is none of the words that can stand here: {choices}.", choices=choices)
            self.index.refuse(sentence, self.place(column), written)
        return found


@dataclass(slots=True)
class Index:
    """What the hidden sheet says, and the remarks that were made while reading.

    `words` are by vocabulary and folded text, `labels` by sheet and id: how records were called when the
    workbook was written. A CSV table (`is_text`) has neither citations nor a hidden sheet.
    """

    workbook: Workbook
    version: int
    titles: dict[str, str] = field(default_factory=dict)
    columns: dict[tuple[str, str], str] = field(default_factory=dict)
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    is_text: bool = False

    def refuse(self, sentence: str, place: Place, text: str = "") -> None:
        """Add a remark about what cannot be used."""
        self.remarks.append(Remark(kind="refused", sentence=sentence, place=place, text=text[:200]))

    def doubt(self, sentence: str, place: Place, text: str = "") -> None:
        """Add a remark about what was read in one of several ways."""
        self.remarks.append(Remark(kind="doubt", sentence=sentence, place=place, text=text[:200]))

    def sheet(self, name: str) -> Sheet | None:
        """A sheet by its id; None where it was removed."""
        return self.workbook.sheet(self.titles.get(name, ""))

    def rows(self, name: str) -> Iterator[SheetRow]:
        """The rows of a sheet that have something in them."""
        sheet = self.sheet(name)
        if sheet is None:
            return
        self.remarks.extend(
            Remark(kind="doubt", sentence=each, place=Place(sheet=sheet.name)) for each in sheet.doubts
        )
        first, columns = self._headings(name, sheet)
        places = {column: place for place, column in enumerate(columns, 1) if column}
        for row, cells in enumerate(sheet.rows[first:], first + 1):
            found = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
            if any(cell != "" for cell in found.values()):
                yield SheetRow(self, sheet.name, row, found, places)

    def _headings(self, name: str, sheet: Sheet) -> tuple[int, Sequence[str]]:
        """The row of headings, counted from 1, and the id of each column, "" for those that are not ours."""
        best: tuple[int, Sequence[str]] = (1, ())
        for row, cells in enumerate(sheet.rows[:_ROWS_WITH_HEADINGS], 1):
            columns = [self.columns.get((name, single_line(str(cell))), "") for cell in cells]
            if sum(map(bool, columns)) > sum(map(bool, best[1])):
                best = (row, columns)
        return best

    def unknown_sheets(self) -> Iterator[Sheet]:
        """The sheets with something in them that are not ours."""
        known = {*self.titles.values(), INDEX_SHEET}
        yield from (sheet for sheet in self.workbook.sheets if sheet.rows and sheet.name not in known)


def index_of(workbook: Workbook) -> Index:
    """Read the hidden sheet. Words are known in the language of the app too, and by their ids."""
    sheet = workbook.sheet(INDEX_SHEET)
    assert sheet is not None
    version = sheet.cell(1, 2)
    index = Index(workbook, version if isinstance(version, int) else 1, words=_known_words())
    for row in sheet.rows[1:]:
        kind, key, text = (*map(str, row[:3]), "", "", "")[:3]
        group, _, name = kind.partition(":")
        if group == "sheet":
            index.titles[key] = text
        elif group == "column":
            index.columns[name, single_line(text)] = key
        elif group == "word" and key in VOCABULARIES.get(name, ()):
            index.words[name, fold_latin(text)] = key
        elif group == "record":
            index.labels.setdefault(name, {})[key] = text
    return index


def _known_words() -> dict[tuple[str, str], str]:
    """All words in the language of the app, and by their ids."""
    return {
        (vocabulary, fold_latin(text)): word
        for vocabulary, words in VOCABULARIES.items()
        for word in words
        for text in (word, word_text(vocabulary, word))
    }


def is_table_of_judgements(head: str) -> bool:
    """Whether the beginning of a text has the headings of a CSV table of judgements, in our language."""
    first = head.split("\n", 1)[0]
    return all(column.heading() in first for column in _JUDGEMENTS.columns if column.id not in _LATER)


def index_of_table(table: Workbook) -> Index:
    """The index of a CSV table of judgements, made from its headings and the names beside the ids."""
    sheet = table.sheets[0]
    index = Index(table, INDEX_VERSION, {"judgements": sheet.name}, words=_known_words(), is_text=True)
    index.columns = {("judgements", single_line(each.heading())): each.id for each in _JUDGEMENTS.columns}
    for row in index.rows("judgements"):
        for column in _JUDGEMENTS.shown:
            if column.refers and (key := row.text(f"{column.id}-id")):
                name = single_line(row.raw(column.id))
                index.labels.setdefault(column.refers, {}).setdefault(key, name)
    return index
