"""The date of a whole register, as the rows above its headings or the name of its file give it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import PurePath

from stakemap.interchange.register.periods import period_in
from stakemap.interchange.register.plan import ImportPlan, SheetPlan
from stakemap.interchange.tables.sheets import Workbook

#: Rows above the headings in which a date is looked for.
_MOST_ROWS = 20
_YEAR_LENGTH = 4


def file_date(workbook: Workbook, plan: ImportPlan, name: str) -> str:
    """The partial date of a register; "" if it gives none, or has columns or sheets of several dates.

    A date with a month above the headings goes before the one in the `name` of the file, and that before a
    year alone.
    """
    read = [sheet for sheet in plan.sheets if not sheet.left_out]
    if any(column.snapshot or column.role == "snapshot" for sheet in read for column in sheet.columns):
        return ""
    above = list(map(period_in, _above(workbook, read)))
    exact = [found for found in above if len(found) > _YEAR_LENGTH]
    candidates = (*exact, period_in(PurePath(name).stem), *above)
    return next(filter(None, candidates), "")


def _above(workbook: Workbook, plans: list[SheetPlan]) -> Iterator[str]:
    """The texts above the headings of sheets."""
    for plan in plans:
        sheet = workbook.sheet(plan.sheet)
        if sheet is not None and plan.header_rows:
            for row in sheet.rows[: min(plan.first_header_row - 1, _MOST_ROWS)]:
                for cell in row:
                    yield cell.isoformat() if isinstance(cell, date) else str(cell)
