"""The plan by which a workbook is read as a stakeholder register, found out from what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from stakemap.interchange.register.alike_sheets import told_apart
from stakemap.interchange.register.grid import Grid
from stakemap.interchange.register.headers import header_at
from stakemap.interchange.register.headings import meaning_of
from stakemap.interchange.register.legends import Legend, legend_of
from stakemap.interchange.register.link_sheets import has_relations
from stakemap.interchange.register.periods import only_date
from stakemap.interchange.register.plan import ColumnPlan, ImportPlan, SheetPlan, SkippedRow
from stakemap.interchange.register.plan_files import fingerprint
from stakemap.interchange.register.rows import texts_of_column
from stakemap.interchange.register.scale_plans import RATED_ROLES, with_scales
from stakemap.interchange.register.scaling import Quantity
from stakemap.interchange.register.sheets import Candidate, Reason, left_out_reasons, reason_without_table
from stakemap.interchange.register.tables import RegisterTable, table_below, table_of
from stakemap.interchange.tables.sheets import Sheet, SheetNotes, Workbook
from stakemap.text import fold, fold_latin

_MOST_SHEETS = 200
_MOST_SKIPPED = 20_000
_NAME_LIMIT = 500


def quantity_of_role(role: str) -> Quantity | None:
    """What a column with this role rates; None if it rates nothing."""
    return RATED_ROLES.get(role)


def detect(workbook: Workbook, notes: Callable[[str], SheetNotes] | None = None) -> ImportPlan:
    """The plan of a workbook: which sheets, rows and columns are actors and judgements, and on which scales.

    `notes` gives the comments and validation lists of a sheet; it is asked only where they could help, since
    that takes long.
    """
    grids = [Grid(sheet) for sheet in workbook.sheets[:_MOST_SHEETS]]
    tables = [table_of(grid) for grid in grids]
    legend = _legend(grids, tables)
    found = [_detected(grid, table, legend, notes) for grid, table in zip(grids, tables, strict=True)]
    reasons = left_out_reasons([candidate for _, candidate in found])
    sheets = tuple(
        plan.model_copy(update={"left_out": reason}) for (plan, _), reason in zip(found, reasons, strict=True)
    )
    names = {plan.sheet: candidate.names for plan, candidate in found}
    return ImportPlan(fingerprint=fingerprint(sheets), sheets=told_apart(sheets, names))


def detect_below(
    workbook: Workbook,
    sheet: Sheet,
    first_header_row: int,
    header_rows: int,
    notes: Callable[[str], SheetNotes] | None = None,
) -> SheetPlan | None:
    """The plan of a sheet whose header stands in these rows; None if none of its columns names actors.

    `notes` as for `detect`.
    """
    grids = [Grid(each) for each in workbook.sheets[:_MOST_SHEETS]]
    own = next(grid for grid in grids if grid.sheet is sheet)
    table = table_below(own, header_at(own, first_header_row, header_rows))
    if table is None:
        return None
    tables = [table if grid is own else table_of(grid) for grid in grids]
    return _sheet_plan(own, table, _legend(grids, tables), notes)


def _legend(grids: Sequence[Grid], tables: Sequence[RegisterTable | None]) -> Legend:
    areas = [None if table is None else table.area for table in tables]
    return legend_of(zip(grids, areas, strict=True))


def _detected(
    grid: Grid,
    table: RegisterTable | None,
    legend: Legend,
    notes: Callable[[str], SheetNotes] | None,
) -> tuple[SheetPlan, Candidate]:
    sheet = grid.sheet
    are_relations = has_relations(sheet)
    if table is None or are_relations:
        is_read = are_relations and not sheet.is_hidden
        reason: Reason = "relations" if is_read else reason_without_table(grid)
        candidate = Candidate(sheet.name, sheet.is_hidden, reason)
        return SheetPlan(sheet=sheet.name[:_NAME_LIMIT], last_row=grid.height), candidate
    plan = _sheet_plan(grid, table, legend, notes)
    names = texts_of_column(grid, table.name.column, plan.first_row, plan.last_row)
    candidate = Candidate(
        sheet.name,
        sheet.is_hidden,
        "",
        plan.columns,
        frozenset(map(fold_latin, names)),
        _ids(grid, plan),
        len(table.rows.named),
    )
    return plan, candidate


def _ids(grid: Grid, plan: SheetPlan) -> frozenset[str]:
    """The identifiers of a sheet, by which other sheets may name the actors."""
    column = next((column.column for column in plan.columns if column.role == "id"), 0)
    texts = texts_of_column(grid, column, plan.first_row, plan.last_row) if column else ()
    return frozenset(map(fold_latin, texts))


def _sheet_plan(
    grid: Grid, table: RegisterTable, legend: Legend, notes: Callable[[str], SheetNotes] | None
) -> SheetPlan:
    rows = table.rows
    plans = with_scales(grid, table.plans, (rows.first, rows.last), legend, notes)
    return SheetPlan(
        sheet=grid.sheet.name[:_NAME_LIMIT],
        first_header_row=table.header.first_row,
        header_rows=table.header.rows,
        first_row=rows.first,
        last_row=rows.last,
        layout=_layout(grid, table, plans),
        columns=plans,
        skipped=tuple(SkippedRow(row=row, reason=reason) for row, reason in rows.skipped[:_MOST_SKIPPED]),
    )


def _layout(
    grid: Grid, table: RegisterTable, plans: Sequence[ColumnPlan]
) -> Literal["one", "pairs", "runs", "links"]:
    roles = {plan.role for plan in plans}
    if roles & {"issue", "target"}:
        return "links"
    moments = next((each for each in table.samples if _role(plans, each.column) == "snapshot"), None)
    if moments is not None and not only_date(moments.texts):
        return "runs" if all(meaning_of(text).moment for text in moments.texts) else "links"
    rows = table.rows
    if not rows.nameless:
        return "one"
    alternate = [row + 1 for row in rows.named] == rows.nameless
    both = any(
        "current" in fold(sample.heading) and "desired" in fold(sample.heading) for sample in table.samples
    )
    if alternate and both:
        return "pairs"
    return "one" if _rates_anew(grid, table, plans) else "runs"


def _rates_anew(grid: Grid, table: RegisterTable, plans: Sequence[ColumnPlan]) -> bool:
    """Whether a row without a name rates what the row above it, which has one, rates too: then its name is
    missing, and it does not go on about that actor.
    """
    rated = [plan.column for plan in plans if plan.role in RATED_ROLES]
    named = set(table.rows.named)
    return any(
        row - 1 in named
        and grid.merged(row, table.name.column) is None
        and any(grid.text(row, column) and grid.text(row - 1, column) for column in rated)
        for row in table.rows.nameless
    )


def _role(plans: Sequence[ColumnPlan], column: int) -> str:
    return next((plan.role for plan in plans if plan.column == column), "ignored")
