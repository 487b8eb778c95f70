"""Sheets of cells as they stand in a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final, NamedTuple

from stakemap.i18n import tr, tr_count
from stakemap.wording import numbers

#: The most that is read of a sheet; what is beyond is left out; a doubt says so, or an ellipsis.
MOST_ROWS: Final = 99_999
MOST_COLUMNS: Final = 1_000
MOST_CELLS: Final = 2_000_000
#: The longest text of a cell in Excel.
MOST_CHARACTERS: Final = 32_767

#: Beyond these a number with a point is no exact whole number.
_WHOLE = 2.0**53
#: Formula errors by the codes of Excel's binary workbooks.
ERROR_TEXTS: Final[Mapping[int, str]] = MappingProxyType(
    {
        0x00: "#NULL!",
        0x07: "#DIV/0!",
        0x0F: "#VALUE!",
        0x17: "#REF!",
        0x1D: "#NAME?",
        0x24: "#NUM!",
        0x2A: "#N/A",
        0x2B: "#GETTING_DATA",
    }
)
#: A cell as it was stored; an empty one is the empty text. Formula errors are their text, such as "#N/A".
Cell = str | float | int | bool | date | datetime | time | timedelta


class MergedRange(NamedTuple):
    """A merged range of cells, ends included; counted from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class SheetNotes:
    """What stands beside the cells: comments and the allowed values of validation lists, by (row, column)."""

    comments: Mapping[tuple[int, int], str] = field(default_factory=lambda: MappingProxyType({}))
    #: The values of the validation list of each column that has one.
    choices: Mapping[int, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows[0]` is row 1 of the sheet; rows may be shorter than others, and end at the last used.

    Merged ranges have their value in the first cell, the others are empty.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: tuple[MergedRange, ...] = ()
    is_hidden: bool = False
    #: Sentences about what was read otherwise than it stands: an assumed encoding, rows beyond the limit.
    doubts: tuple[str, ...] = ()
    #: Where in the file a cell stands, by its row and its column, if not there: of sheets that were arranged
    #: otherwise than they are. Column 0 is for a whole row.
    places: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=lambda: MappingProxyType({}))

    def place(self, row: int, column: int = 0) -> tuple[int, int]:
        """Where in the file a cell, or a row with column 0, stands."""
        return self.places.get((row, column), (row, column))

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a row and a column, counted from 1; the empty text where there is none."""
        if 0 < row <= len(self.rows) and 0 < column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return ""


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a file, in their order. A text file has one, without a name."""

    sheets: tuple[Sheet, ...]

    def sheet(self, name: str) -> Sheet | None:
        """The sheet with this name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def whole(value: float) -> float | int:
    """A number without its point if it is whole."""
    return int(value) if -_WHOLE < value < _WHOLE and value.is_integer() else value


def uncalculated(cells: Sequence[str]) -> str:
    """The doubt about formulas in these cells, which have no value."""
    return tr_count(
        "The formula in {cell} has no value; open the workbook in a spreadsheet program and save it.",
        "{count} formulas have no value, the first in {cell}; open the workbook in a spreadsheet program and "
        "save it.",
        len(cells),
        cell=cells[0],
    )


def clipped(text: str) -> str:
    """The beginning of a text that is longer than one of a spreadsheet can be."""
    return text[: MOST_CHARACTERS - 1] + "…" if len(text) > MOST_CHARACTERS else text


def beyond_limits(last: int) -> str:
    """The doubt about a sheet that is read up to this row."""
    return tr("Only the first {count} rows were read.", count=numbers.figure(last))


def too_wide() -> str:
    """The doubt about a sheet with more columns than are read."""
    return tr("Only the first {count} columns were read.", count=numbers.figure(MOST_COLUMNS))
