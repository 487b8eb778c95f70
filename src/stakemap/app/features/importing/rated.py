"""The columns of a register whose cells are on a scale: their words and numbers, and what these become."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from stakemap.i18n import number, tr
from stakemap.interchange.cells import CellError
from stakemap.interchange.register.detection import quantity_of_role
from stakemap.interchange.register.grid import text_of
from stakemap.interchange.register.parts import is_number
from stakemap.interchange.register.plan import ColumnPlan, ImportPlan, ScalePlan, SheetPlan
from stakemap.interchange.register.samples import is_no_mark
from stakemap.interchange.register.values import rated, value_for, word_key
from stakemap.interchange.tables.sheets import Cell, Sheet, Workbook
from stakemap.model.terms import term

#: So many different words of a column are listed, and so many results of cells kept: those on show.
_MOST_WORDS, _MOST_RESULTS = 200, 200


@dataclass(frozen=True, slots=True)
class Word:
    """A word that stands in cells of a column: its text as it stands there, the key of the scale's words, the
    value it becomes (None is unknown), how many cells have it, and whether it cannot be used as it is.
    """

    text: str
    key: str
    value: float | None
    count: int
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Rated:
    """A rated or marked column of the sheet at `place` of the plan.

    `values` are what the cells become, on the scale of the map from `low` to `high`; `unknown` and `refused`
    count the cells that become unknown or cannot be used. `results` has what a cell becomes, by its row, and
    `has_numbers` says whether any cell is a number.
    """

    place: int
    column: ColumnPlan
    low: float
    high: float
    words: tuple[Word, ...]
    values: tuple[float, ...]
    unknown: int
    refused: int
    results: dict[int, str]
    has_numbers: bool = False


def rated_columns(workbook: Workbook, plan: ImportPlan) -> tuple[Rated, ...]:
    """All rated and marked columns of the sheets that are read, with what becomes of their cells."""
    return tuple(
        _marked_column(sheet, each, column, place)
        if column.role == "mark"
        else _rated_column(sheet, each, column, place)
        for place, each in enumerate(plan.sheets)
        if not each.left_out and (sheet := workbook.sheet(each.sheet)) is not None
        for column in each.columns
        if column.role == "mark" or quantity_of_role(column.role) is not None
    )


def _marked_column(sheet: Sheet, plan: SheetPlan, column: ColumnPlan, place: int) -> Rated:
    low, high = _native(column.quantity or "alignment")
    rows = [row for row, _, text in _cells(sheet, plan, column.column) if not is_no_mark(text)]
    values = () if column.value is None else (column.value,) * len(rows)
    results = dict.fromkeys(rows[:_MOST_RESULTS], shown_value(column.value))
    return Rated(place, column, low, high, (), values, len(rows) - len(values), 0, results)


def _native(quantity: str | None) -> tuple[float, float]:
    return (-100.0, 100.0) if quantity == "alignment" else (0.0, 100.0)


def _cells(sheet: Sheet, plan: SheetPlan, column: int) -> Iterator[tuple[int, Cell, str]]:
    """The cells of a column that have a text, with their rows."""
    skipped = {each.row for each in plan.skipped}
    last = min(plan.last_row or len(sheet.rows), len(sheet.rows))
    for row in range(plan.first_row, last + 1):
        cell = sheet.cell(row, column)
        text = text_of(cell)
        if text and row not in skipped:
            yield row, cell, text


def _rated_column(sheet: Sheet, plan: SheetPlan, column: ColumnPlan, place: int) -> Rated:
    low, high = _native(quantity_of_role(column.role))
    scale = column.scale or ScalePlan(low=0, high=100)
    cells = list(_cells(sheet, plan, column.column))
    counts = Counter(text for _, _, text in cells)
    read: dict[str, float | None] = {}
    refused: set[str] = set()
    for _, cell, text in cells:
        if text not in read and text not in refused:
            try:
                read[text] = value_for(column.role, rated(cell, text, scale, (low, high)))
            except CellError:
                refused.add(text)
    words = tuple(
        Word(text, word_key(text), read.get(text), count, text in refused)
        for text, count in counts.most_common(_MOST_WORDS)
        if not is_number(text)
    )
    values = tuple(value for _, _, text in cells if (value := read.get(text)) is not None)
    unusable = sum(counts[text] for text in refused)
    results = {
        row: tr("cannot be used") if text in refused else shown_value(read[text])
        for row, _, text in cells[:_MOST_RESULTS]
    }
    unknown = len(cells) - len(values) - unusable
    has_numbers = any(map(is_number, counts))
    return Rated(place, column, low, high, words, values, unknown, unusable, results, has_numbers)


def shown_value(value: float | None) -> str:
    """A value that a cell becomes: a number, or "unknown"."""
    return term("unknown") if value is None else number(value)
