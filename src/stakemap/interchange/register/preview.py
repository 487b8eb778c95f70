"""Manual changes of a plan, and what must then be detected again: columns below a header, scales."""

from __future__ import annotations

from collections.abc import Callable

from stakemap.interchange.register.detection import detect_below
from stakemap.interchange.register.grid import Grid
from stakemap.interchange.register.headers import header_at
from stakemap.interchange.register.legends import Legend
from stakemap.interchange.register.plan import ColumnPlan, ImportPlan, SheetPlan
from stakemap.interchange.register.scale_plans import with_scales
from stakemap.interchange.tables.sheets import SheetNotes, Workbook


def completed(
    workbook: Workbook, plan: ImportPlan, notes: Callable[[str], SheetNotes] | None = None
) -> ImportPlan:
    """The plan with the scales of rated columns that have none, such as those whose role was just chosen.

    `notes` as for `detect`.
    """
    sheets = []
    for each in plan.sheets:
        sheet = workbook.sheet(each.sheet)
        if sheet is not None and not each.left_out:
            rows = (each.first_row, each.last_row or len(sheet.rows))
            columns = with_scales(Grid(sheet), each.columns, rows, Legend(), notes)
            each = each if columns == each.columns else each.model_copy(update={"columns": columns})
        sheets.append(each)
    return plan.model_copy(update={"sheets": tuple(sheets)})


def with_header(
    workbook: Workbook,
    plan: ImportPlan,
    place: int,
    first_header_row: int,
    header_rows: int,
    notes: Callable[[str], SheetNotes] | None = None,
) -> ImportPlan:
    """The plan with the header of its sheet at `place` in other rows, its columns and rows detected below it.

    Where no column then names actors, columns have their headings and no roles. `notes` as for `detect`.
    """
    planned = plan.sheets[place]
    sheet = workbook.sheet(planned.sheet)
    if sheet is None:
        return plan
    found = detect_below(workbook, sheet, first_header_row, header_rows, notes)
    if found is None:
        grid = Grid(sheet)
        header = header_at(grid, first_header_row, header_rows)
        columns = tuple(
            ColumnPlan(column=column, heading=header.heading(column)[:500])
            for column in range(1, min(grid.width, 1_000) + 1)
        )
        found = SheetPlan(
            sheet=planned.sheet,
            first_header_row=first_header_row,
            header_rows=header_rows,
            first_row=first_header_row + header_rows,
            last_row=grid.height,
            columns=columns,
        )
    found = found.model_copy(update={"left_out": planned.left_out})
    return plan.model_copy(update={"sheets": (*plan.sheets[:place], found, *plan.sheets[place + 1 :])})
