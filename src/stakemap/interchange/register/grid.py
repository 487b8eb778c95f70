"""A sheet as texts: cells by row and column, with what merged ranges say in each of their cells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Final

from stakemap.interchange.tables.sheets import Cell, MergedRange, Sheet

_MIDNIGHT: Final = time()
#: More cells than this of merged ranges are not looked at: no register has them.
_MOST_MERGED = 200_000


def text_of(cell: Cell) -> str:
    """The text of a cell without outer white space; whole numbers without a point, dates as 2025-07-01."""
    # Most cells are plain texts and whole numbers.
    if type(cell) is int:
        return str(cell)
    if isinstance(cell, str):
        if not cell.isascii():
            cell = cell.replace("\u00a0", " ").replace("\u200b", "")
        text = cell.strip()
        # Bold of Markdown.
        return text[2:-2].strip() if text.startswith("**") and text.endswith("**") and len(text) > 4 else text
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float | int):
        return str(int(cell)) if float(cell).is_integer() and abs(cell) < 1e15 else f"{cell:.12g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == _MIDNIGHT else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else ""


class Grid:
    """The cells of a sheet as texts; rows and columns count from 1."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.height = len(sheet.rows)

    @cached_property
    def width(self) -> int:
        """The number of columns of the widest row among the first and the last ones."""
        rows = self.sheet.rows
        sample = [*rows[:2_000], *rows[-200:]]
        return max((self._used(row) for row in sample), default=0)

    @staticmethod
    def _used(row: object) -> int:
        assert isinstance(row, list | tuple)
        return next((at for at in range(len(row), 0, -1) if row[at - 1] not in ("", None)), 0)

    def text(self, row: int, column: int) -> str:
        """The text of a cell, "" of all but the first of merged ones."""
        return text_of(self.sheet.cell(row, column))

    @cached_property
    def _merged(self) -> dict[tuple[int, int], MergedRange]:
        found: dict[tuple[int, int], MergedRange] = {}
        width = self.width
        for each in self.sheet.merged:
            last_row, last_column = min(each.last_row, self.height), min(each.last_column, width)
            for row in range(each.first_row, last_row + 1):
                for column in range(each.first_column, last_column + 1):
                    found[row, column] = each
                if len(found) > _MOST_MERGED:
                    return found
        return found

    def merged(self, row: int, column: int) -> MergedRange | None:
        """The merged range to which a cell belongs."""
        return self._merged.get((row, column)) if self.sheet.merged else None

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """The cell whose value a cell shows: the first one of its merged range, else itself."""
        merged = self.merged(row, column)
        return (row, column) if merged is None else (merged.first_row, merged.first_column)

    def shown(self, row: int, column: int) -> str:
        """The text that a cell shows, also where it is merged."""
        return self.text(*self.origin(row, column))

    def texts(self, row: int) -> dict[int, str]:
        """The texts of a row that are not empty, by column."""
        cells = self.sheet.rows[row - 1] if 0 < row <= self.height else ()
        return {at: text for at, cell in enumerate(cells, 1) if cell != "" and (text := text_of(cell))}

    def rows(self, first: int, last: int) -> Iterator[tuple[int, dict[int, str]]]:
        """The rows from `first` to `last`, with their texts by column."""
        for row in range(max(first, 1), min(last, self.height) + 1):
            yield row, self.texts(row)
