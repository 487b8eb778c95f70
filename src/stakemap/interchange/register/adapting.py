"""A plan put on the next file of the same form: more rows, a header moved down, columns in another order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stakemap.i18n import tr
from stakemap.interchange.register.detection import detect_below
from stakemap.interchange.register.grid import Grid
from stakemap.interchange.register.headers import header_at
from stakemap.interchange.register.plan import ColumnPlan, ImportPlan, ScalePlan, SheetPlan
from stakemap.interchange.tables.sheets import Sheet, Workbook
from stakemap.text import fold, one_line

#: The rows among which the header is searched for again.
_SOUGHT = 60
#: The share of the headings of a plan that a sheet must have.
_LEAST_SHARED = 0.5


@dataclass(frozen=True, slots=True)
class Adapted:
    """A plan for another file, with sentences about where it does not fit."""

    plan: ImportPlan
    doubts: tuple[str, ...]


def adapted(plan: ImportPlan, workbook: Workbook, fresh: ImportPlan) -> Adapted:
    """The plan for a workbook: places and new words are those of `fresh`, the plan that was detected, all
    else is as planned.
    """
    doubts: list[str] = []
    used: set[str] = set()
    sheets: dict[str, SheetPlan] = {}
    wanted = [each for each in plan.sheets if not each.left_out]
    for each in wanted:
        sheet = _sheet_for(each, workbook, used, alone=len(wanted) == 1)
        if sheet is None:
            doubts.append(tr("This file has no sheet like “{sheet}”.", sheet=one_line(each.sheet)))
            continue
        used.add(sheet.name)
        sheets[sheet.name] = _on_sheet(each, sheet, workbook, fresh, doubts)
    for found in fresh.sheets:
        if found.sheet not in sheets:
            known = next((each for each in plan.sheets if each.sheet == found.sheet), None)
            before = "chosen" if known is None else known.left_out
            reason = found.left_out or before
            if known is not None and (before, reason) == ("chosen", "relations"):
                reason = "chosen"
            sheets[found.sheet] = found.model_copy(update={"left_out": reason or "chosen"})
    ordered = tuple(sheets[sheet.name] for sheet in workbook.sheets if sheet.name in sheets)
    return Adapted(plan.model_copy(update={"sheets": ordered}), tuple(doubts))


def _headings(sheet: SheetPlan) -> set[str]:
    return {fold(column.heading) for column in sheet.columns} - {""}


def _sheet_for(plan: SheetPlan, workbook: Workbook, used: set[str], *, alone: bool) -> Sheet | None:
    """The sheet of that name if it has the headings, else the one that has most of them."""
    rated = []
    for sheet in workbook.sheets:
        if sheet.name not in used:
            share, _ = _header_row(plan, Grid(sheet))
            rated.append((share >= _LEAST_SHARED, sheet.name == plan.sheet, share, sheet))
    best = max(rated, default=None, key=lambda entry: entry[:3])
    if best is None or not (best[0] or (alone and len(workbook.sheets) == 1)):
        return None
    return best[3]


def _header_row(plan: SheetPlan, grid: Grid) -> tuple[float, int]:
    """The share of the headings of a plan that stand in a row of a sheet, and the first such row."""
    wanted = _headings(plan)
    if not plan.header_rows or not wanted:
        return (1.0, plan.first_header_row) if grid.height else (0.0, 1)
    best = (0.0, 0)
    for row in range(1, min(_SOUGHT, grid.height) + 1):
        header = header_at(grid, row, plan.header_rows)
        found = {fold(header.heading(column)) for column in header.parts}
        best = max(best, (len(wanted & found) / len(wanted), -row))
    return best[0], -best[1]


def _on_sheet(
    plan: SheetPlan, sheet: Sheet, workbook: Workbook, fresh: ImportPlan, doubts: list[str]
) -> SheetPlan:
    _, row = _header_row(plan, Grid(sheet))
    found = next((each for each in fresh.sheets if each.sheet == sheet.name[:500]), None)
    place = (row, plan.header_rows)
    if found is None or (found.first_header_row, found.header_rows) != place:
        found = detect_below(workbook, sheet, *place) or SheetPlan(
            sheet=sheet.name[:500],
            first_header_row=row,
            header_rows=plan.header_rows,
            first_row=row + plan.header_rows,
            last_row=len(sheet.rows),
        )
    columns = _columns(plan, found, sheet, doubts)
    return found.model_copy(update={"columns": columns, "layout": plan.layout, "left_out": ""})


def _columns(plan: SheetPlan, found: SheetPlan, sheet: Sheet, doubts: list[str]) -> tuple[ColumnPlan, ...]:
    """The planned columns where their headings are now, and the others as they were detected."""
    header = header_at(Grid(sheet), found.first_header_row, found.header_rows)
    free: dict[str, list[int]] = {}
    for at in range(1, max(header.parts, default=0) + 1):
        free.setdefault(fold(header.heading(at)), []).append(at)
    fresh = {(each.column, each.role, each.moment): each for each in found.columns}
    moved: dict[int, int] = {}
    taken: dict[int, int] = {}
    placed: list[ColumnPlan] = []
    for column in plan.columns:
        places = free.get(fold(column.heading), [])
        # A column that says two things is there twice.
        number = moved.get(column.column) or _place_of(column, places, has_header=found.header_rows > 0)
        if number is None or taken.setdefault(number, column.column) != column.column:
            if column.role != "ignored":
                heading = one_line(column.heading) or tr("column {number}", number=str(column.column))
                doubts.append(
                    tr("The sheet “{sheet}” has no column “{heading}”.", sheet=sheet.name, heading=heading)
                )
            continue
        if number in places:
            places.remove(number)
        moved[column.column] = number
        placed.append(_with_new_words(column, fresh.get((number, column.role, column.moment)), number))
    others = (each for each in found.columns if each.column not in taken)
    return tuple(sorted((*placed, *others), key=lambda each: each.column))


def _place_of(column: ColumnPlan, places: Sequence[int], *, has_header: bool) -> int | None:
    if not column.heading or not has_header:
        return column.column
    if column.column in places:
        return column.column
    return places[0] if places else None


def _with_new_words(column: ColumnPlan, fresh: ColumnPlan | None, number: int) -> ColumnPlan:
    """A planned column at its new place; words that it did not have are read as they were detected."""
    changes: dict[str, object] = {"column": number}
    if column.scale is not None and fresh is not None and fresh.scale is not None:
        words: Mapping[str, float | None] = {**fresh.scale.words, **column.scale.words}
        changes["scale"] = ScalePlan(low=column.scale.low, high=column.scale.high, words=dict(words))
    return column.model_copy(update=changes)
