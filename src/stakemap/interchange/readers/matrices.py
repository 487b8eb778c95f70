"""Matrices in sheets: names in a row above and in a column before, and numbers within."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from stakemap.interchange.readers.gathering import number_in
from stakemap.interchange.tables.sheets import Cell, Sheet
from stakemap.text import fold

#: So many rows can stand above the header.
_MOST_ABOVE = 40
#: Columns and rows that are computed from the others.
_COMPUTED = re.compile(
    r"(total|sum|suma|somme|summe|number of|net|mean|average|median)\b.*|[σ∑].*|[id]i|qi|ri|agreements"
    r"|disagreements|degree of .*|mobili[sz]ation.*|coefficient.*|absolut.*|positions",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a row or a column, its code if it stands before it, and its index in the sheet."""

    name: str
    code: str
    index: int


@dataclass(frozen=True)
class Matrix:
    """A matrix with its sheet; cells are looked up by the labels."""

    sheet: Sheet
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]

    def cell(self, row: Label, column: Label) -> Cell:
        """The cell of a row and a column; the empty text where there is none."""
        return self.sheet.cell(row.index + 1, column.index + 1)

    def rows_called(self, name: str) -> Sequence[Label]:
        """The rows of a name, whatever its case."""
        return self._rows_by_name.get(fold(name), ())

    def columns_called(self, name: str) -> Sequence[Label]:
        """The columns of a name, whatever its case."""
        return self._columns_by_name.get(fold(name), ())

    @cached_property
    def _rows_by_name(self) -> dict[str, list[Label]]:
        return _by_name(self.rows)

    @cached_property
    def _columns_by_name(self) -> dict[str, list[Label]]:
        return _by_name(self.columns)


def _by_name(labels: Sequence[Label]) -> dict[str, list[Label]]:
    found: dict[str, list[Label]] = defaultdict(list)
    for label in labels:
        found[fold(label.name)].append(label)
    return found


def matrix_in(sheet: Sheet) -> Matrix | None:
    """The first matrix of a sheet, below its title; None if there is none.

    It ends at the first row without a name; rows and columns of totals are no part of it.
    """
    for above, headers in enumerate(sheet.rows[:_MOST_ABOVE]):
        below = sheet.rows[above + 1 : above + 2]
        if not below:
            return None
        first = _first_number(below[0])
        names = [index for index, cell in enumerate(below[0][:first]) if _is_name(cell)]
        columns = tuple(
            Label(str(headers[index]).strip(), "", index)
            for index in range(first, len(headers))
            if _is_name(headers[index]) and not _COMPUTED.fullmatch(str(headers[index]).strip())
        )
        if names and len(columns) > 1:
            rows = tuple(_rows(sheet.rows, above + 1, names))
            return Matrix(sheet, rows, columns) if rows else None
    return None


def _rows(rows: Sequence[Sequence[Cell]], start: int, names: Sequence[int]) -> list[Label]:
    labels = []
    for index, row in enumerate(rows[start:], start=start):
        texts = [str(row[name]).strip() for name in names if name < len(row) and _is_name(row[name])]
        if not texts or _COMPUTED.fullmatch(texts[0]):
            break
        labels.append(Label(texts[-1], texts[0] if len(texts) > 1 else "", index))
    return labels


def names_in(sheets: Sequence[Sheet], codes: Sequence[str]) -> dict[str, str]:
    """The names that lists in these sheets give to codes, by the folded code."""
    wanted = {fold(code) for code in codes}
    found: dict[str, str] = {}
    for sheet in sheets:
        for row in sheet.rows:
            texts = [str(cell).strip() for cell in row if str(cell).strip()]
            is_named = len(texts) > 1 and fold(texts[0]) in wanted and number_in(texts[1]) is None
            if is_named and len(texts[1]) > len(texts[0]):
                found.setdefault(fold(texts[0]), texts[1])
    return found


def _first_number(row: Sequence[Cell]) -> int:
    """The index of the first number after a name, so that a running number before it does not count."""
    has_name = False
    for index, cell in enumerate(row):
        has_name = has_name or _is_name(cell)
        if has_name and number_in(cell) is not None:
            return index
    return len(row)


def _is_name(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(cell.strip()) and number_in(cell) is None
