"""A sheet while it is read row by row, within the limits: blank rows and columns are only counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from stakemap.interchange.content import column_letters
from stakemap.interchange.tables.sheets import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    MergedRange,
    Sheet,
    beyond_limits,
    clipped,
    too_wide,
    uncalculated,
)
from stakemap.interchange.tables.zip_parts import too_large

_MOST_MERGED = 100_000


@dataclass
class SheetBuilder:
    """Takes the cells of a sheet in their order; what is beyond the limits is left out with a doubt."""

    name: str
    is_hidden: bool = False
    _rows: list[list[Cell]] = field(default_factory=list)
    _merged: list[MergedRange] = field(default_factory=list)
    _uncalculated: list[str] = field(default_factory=list)
    _row: list[Cell] = field(default_factory=list)
    _blank_rows: int = 0
    _blank_cells: int = 0
    _cells: int = 0
    _cut_at: int = 0
    _is_too_wide: bool = False

    @property
    def place(self) -> tuple[int, int]:
        """The row and the column of the next cell, counted from 1."""
        return len(self._rows) + self._blank_rows + 1, len(self._row) + self._blank_cells + 1

    def add_cell(self, value: Cell, repeated: int = 1) -> None:
        """Add a cell so many times to the row that has begun."""
        if value == "":
            self._blank_cells += repeated
            return
        if isinstance(value, str):
            value = clipped(value)
        self._is_too_wide |= len(self._row) + self._blank_cells + repeated > MOST_COLUMNS
        self._row += [""] * min(self._blank_cells, MOST_COLUMNS - len(self._row))
        self._row += [value] * min(repeated, MOST_COLUMNS - len(self._row))
        self._blank_cells = 0

    def merge(self, down: int, across: int) -> None:
        """Say that the next cell goes over so many rows and columns. Raises MapReadError for too many."""
        row, column = self.place
        if (down > 1 or across > 1) and row <= MOST_ROWS and column <= MOST_COLUMNS:
            self._merged.append(MergedRange(row, column, row + down - 1, column + across - 1))
            if len(self._merged) > _MOST_MERGED:
                raise too_large()

    def note_formula_without_value(self) -> None:
        """Say that the next cell has a formula whose value is not in the file."""
        row, column = self.place
        self._uncalculated.append(f"{column_letters(column)}{row}")

    def end_row(self, repeated: int = 1) -> None:
        """End the row, which stands so many times."""
        if not self._row:
            self._blank_rows += repeated
        elif not self._cut_at:
            room = MOST_ROWS - len(self._rows) - self._blank_rows
            count = max(min(repeated, room, (MOST_CELLS - self._cells) // len(self._row)), 0)
            self._cells += count * len(self._row)
            if count < repeated:
                self._cut_at = MOST_ROWS if room < repeated else len(self._rows) + self._blank_rows + count
            if count:
                self._rows += [[] for _ in range(self._blank_rows)]
                self._rows += [self._row] * count
                self._blank_rows = 0
        self._row, self._blank_cells = [], 0

    def sheet(self) -> Sheet:
        """The sheet, up to the last row that is used."""
        doubts = [uncalculated(self._uncalculated)] if self._uncalculated else []
        if self._cut_at:
            doubts.append(beyond_limits(self._cut_at))
        if self._is_too_wide:
            doubts.append(too_wide())
        return Sheet(self.name, self._rows, tuple(self._merged), self.is_hidden, tuple(doubts))
