"""The dates of the rows of a register: the whole column tells whether the day or the month stands first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stakemap.i18n import tr
from stakemap.interchange.content import Place
from stakemap.interchange.register.collecting import Collector
from stakemap.interchange.register.grid import Grid
from stakemap.interchange.register.periods import (
    could_be_two,
    month_first,
    only_date,
    period_in,
    with_day_first,
)
from stakemap.interchange.register.plan import ColumnPlan, SheetPlan
from stakemap.interchange.register.rows import texts_of_column
from stakemap.text import fold_name


class RowDates:
    """What the column of dates says of each row; without such a column nothing."""

    def __init__(self, grid: Grid, sheet: SheetPlan, column: ColumnPlan | None, names: Sequence[int]) -> None:
        self._column = 0 if column is None else column.column
        self._sheet = grid.sheet
        last = min(sheet.last_row or grid.height, grid.height)
        self._texts = (
            tuple(texts_of_column(grid, self._column, sheet.first_row, last)) if self._column else ()
        )
        self._month_first = month_first(self._texts)
        #: The date of all rows, where the column says one in some of them and no other.
        self._only = only_date(map(self._dated, self._texts))
        if self._only and self._dates_one_of_two(grid, range(sheet.first_row, last + 1), names):
            self._only = ""

    def _dates_one_of_two(self, grid: Grid, rows: Iterable[int], names: Sequence[int]) -> bool:
        """Whether an actor has a row with a date and one without, which then is of another time."""
        named: dict[bool, set[str]] = {True: set(), False: set()}
        for row in rows:
            name = fold_name(" ".join(grid.text(row, each) for each in names))
            named[bool(grid.text(row, self._column))].add(name)
        return bool(named[True] & named[False] - {""})

    def label(self, text: str) -> str:
        """What a row says, with the day first in its dates; "" for what stands there is the date of all."""
        return self._dated(text) or self._only

    def _dated(self, text: str) -> str:
        return with_day_first(text) if self._month_first else text

    def remark(self, collector: Collector) -> None:
        """Say that dates could be of two days, where no other date of the column tells which."""
        text = next(filter(could_be_two, self._texts), "") if self._month_first is None else ""
        if not text:
            return
        sentence = tr(
            "Dates such as {text} could begin with the day or the month: the day was taken to stand first, "
            "so that this one is {date}.",
            text=text,
            date=period_in(text),
        )
        row, column = self._sheet.place(0, self._column)
        collector.remark("doubt", sentence, Place(sheet=self._sheet.name, row=row, column=column), text)
