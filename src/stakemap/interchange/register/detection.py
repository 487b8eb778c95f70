"""The plan by which a workbook is read as a stakeholder register, found out from what stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from stakemap.interchange.register.grid import Grid
from stakemap.interchange.register.headers import Header, find_header
from stakemap.interchange.register.headings import QUANTITIES, meaning_of, words_in
from stakemap.interchange.register.legends import Area, Legend, legend_of
from stakemap.interchange.register.plan import ColumnPlan, ImportPlan, SheetPlan, SkippedRow
from stakemap.interchange.register.plan_files import fingerprint
from stakemap.interchange.register.roles import column_plans, name_column
from stakemap.interchange.register.rows import TableRows, rows_of_table, texts_of_column
from stakemap.interchange.register.samples import ColumnSample, samples_of
from stakemap.interchange.register.scaling import (
    Quantity,
    assumed_ends,
    named_ends,
    numbers_in,
    scale_of,
)
from stakemap.interchange.register.sheets import Candidate, left_out_reasons, reason_without_table
from stakemap.interchange.scales import Scale
from stakemap.interchange.tables.sheets import SheetNotes, Workbook
from stakemap.text import fold, fold_latin

__all__ = ["RATED_ROLES", "detect", "quantity_of_role"]

#: The roles whose cells are values on a scale, with what they rate.
RATED_ROLES: Final[Mapping[str, Quantity]] = {
    f"{quantity}{end}": quantity
    for quantity in ("influence", "salience", "alignment")
    for end in ("", "-low", "-high")
}
#: Most different texts of a column that are looked at for its scale.
_MOST_TEXTS = 2_000
_MOST_SKIPPED = 20_000
_ROMANCE: Final = frozenset(
    {"de", "del", "la", "nivel", "nombre", "nome", "interes", "interesse", "influencia", "poder", "actitud"}
    | {"atitude", "grado", "grau", "cargo", "estrategia", "apoyo", "apoio", "posicion", "posicao"}
)


def quantity_of_role(role: str) -> Quantity | None:
    """What a column with this role rates; None if it rates nothing."""
    return RATED_ROLES.get(role)


def detect(workbook: Workbook, notes: Callable[[str], SheetNotes] | None = None) -> ImportPlan:
    """The plan of a workbook: which sheets, rows and columns are actors and judgements, and on which scales.

    `notes` gives the comments and validation lists of a sheet; it is asked only where they could help, since
    that takes long.
    """
    grids = [Grid(sheet) for sheet in workbook.sheets]
    tables = [_table(grid) for grid in grids]
    areas = [None if table is None else table.area for table in tables]
    legend = legend_of(zip(grids, areas, strict=True))
    found = [_detected(grid, table, legend, notes) for grid, table in zip(grids, tables, strict=True)]
    reasons = left_out_reasons([candidate for _, candidate in found])
    sheets = tuple(
        plan.model_copy(update={"left_out": reason}) for (plan, _), reason in zip(found, reasons, strict=True)
    )
    return ImportPlan(fingerprint=fingerprint(sheets), sheets=sheets[:200])


def _detected(
    grid: Grid, table: _Table | None, legend: Legend, notes: Callable[[str], SheetNotes] | None
) -> tuple[SheetPlan, Candidate]:
    sheet = grid.sheet
    name = sheet.name[:500]
    if table is None:
        candidate = Candidate(sheet.name, sheet.is_hidden, reason_without_table(grid))
        return SheetPlan(sheet=name, last_row=grid.height), candidate
    plans = _with_scales(grid, table, legend, notes)
    rows = table.rows
    names = frozenset(
        fold_latin(text) for text in texts_of_column(grid, table.name.column, rows.first, rows.last)
    )
    candidate = Candidate(
        sheet.name,
        sheet.is_hidden,
        "",
        plans,
        names,
        len(rows.named),
        any(row[1] == "hint" for row in rows.skipped),
    )
    plan = SheetPlan(
        sheet=name,
        first_header_row=table.header.first_row,
        header_rows=table.header.rows,
        first_row=rows.first,
        last_row=rows.last,
        layout=_layout(table, plans),
        columns=plans,
        skipped=tuple(SkippedRow(row=row, reason=reason) for row, reason in rows.skipped[:_MOST_SKIPPED]),
    )
    return plan, candidate


@dataclass(frozen=True, slots=True)
class _Table:
    header: Header
    samples: tuple[ColumnSample, ...]
    name: ColumnSample
    plans: tuple[ColumnPlan, ...]
    rows: TableRows

    @property
    def area(self) -> Area:
        """Where it stands."""
        return (self.header.first_row, self.rows.last, self.samples[-1].column)


def _table(grid: Grid) -> _Table | None:
    """The table of a sheet; None if no column names actors."""
    header = find_header(grid)
    if header is None:
        return None
    samples = _of_table(samples_of(grid, header, header.last_row + 1, grid.height))
    name = name_column(samples)
    if name is None:
        return None
    rows = _sorted_rows(grid, header, samples, name)
    # Again, without what stands below the table and in rows that are left out.
    samples = _of_table(samples_of(grid, header, rows.first, max(rows.last, rows.first), rows.left_out))
    name = name_column(samples) or name
    rows = _sorted_rows(grid, header, samples, name)
    return _Table(header, samples, name, column_plans(samples, name), rows)


def _sorted_rows(
    grid: Grid, header: Header, samples: Sequence[ColumnSample], name: ColumnSample
) -> TableRows:
    rated = [sample.column for sample in samples if sample.meaning.concept in QUANTITIES]
    return rows_of_table(grid, header, name.column, [sample.column for sample in samples], rated)


def _of_table(samples: Sequence[ColumnSample]) -> tuple[ColumnSample, ...]:
    """The columns of the table alone: what stands apart at its right, such as a legend, is none of it."""
    kept: list[ColumnSample] = []
    for sample in samples:
        is_apart = bool(kept) and sample.column > kept[-1].column + 1
        if is_apart and not sample.meaning.is_known and any(each.meaning.is_known for each in kept):
            break
        kept.append(sample)
    return tuple(kept)


def _layout(table: _Table, plans: Sequence[ColumnPlan]) -> Literal["one", "pairs", "runs", "links"]:
    roles = {plan.role for plan in plans}
    if roles & {"issue", "target"}:
        return "links"
    if "snapshot" in roles:
        moments = next(sample for sample in table.samples if _role(plans, sample.column) == "snapshot")
        return "runs" if all(meaning_of(text).moment for text in moments.texts) else "links"
    rows = table.rows
    if not rows.nameless:
        return "one"
    alternate = [row + 1 for row in rows.named] == rows.nameless
    both = any(
        "current" in fold(sample.heading) and "desired" in fold(sample.heading) for sample in table.samples
    )
    return "pairs" if alternate and both else "runs"


def _role(plans: Sequence[ColumnPlan], column: int) -> str:
    return next((plan.role for plan in plans if plan.column == column), "ignored")


def _with_scales(
    grid: Grid, table: _Table, legend: Legend, notes: Callable[[str], SheetNotes] | None
) -> tuple[ColumnPlan, ...]:
    """The columns with the scales of those that are rated."""
    rated = {plan.column: RATED_ROLES[plan.role] for plan in table.plans if plan.role in RATED_ROLES}
    texts = {
        column: list(Counter(texts_of_column(grid, column, table.rows.first, table.rows.last)))[:_MOST_TEXTS]
        for column in rated
    }
    choices = _choices(grid, texts, notes)
    is_romance = _is_romance(table.samples)
    ends = _shared_ends(table, texts, rated)
    plans = []
    for plan in table.plans:
        quantity = rated.get(plan.column)
        if quantity is not None:
            said = [*texts[plan.column], *choices.get(plan.column, ())]
            scale = scale_of(
                quantity,
                plan.heading,
                said,
                legend=legend.of(meaning_of(plan.heading).concept),
                ends=ends.get(plan.column),
                is_romance=is_romance,
            )
            plan = plan.model_copy(update={"scale": scale})
        plans.append(plan)
    return tuple(plans)


def _choices(
    grid: Grid, texts: Mapping[int, Sequence[str]], notes: Callable[[str], SheetNotes] | None
) -> Mapping[int, tuple[str, ...]]:
    """The values of validation lists, where a column has few texts or none that would tell its scale."""
    if notes is None or not texts or all(len(found) > 1 for found in texts.values()):
        return {}
    return notes(grid.sheet.name).choices


def _is_romance(samples: Sequence[ColumnSample]) -> bool:
    """Whether headings are in Spanish or Portuguese."""
    words = {fold(word) for sample in samples for word in words_in(sample.heading)}
    return len(words & _ROMANCE) > 0 and not words & {"influence", "power", "interest", "the", "of"}


def _shared_ends(
    table: _Table, texts: Mapping[int, Sequence[str]], rated: Mapping[int, Quantity]
) -> Mapping[int, Scale]:
    """The ends assumed for columns whose heading names none: of several with alike numbers they are the "
    "same."""
    numbers = {}
    for column, quantity in rated.items():
        found = numbers_in(texts[column], quantity)
        if found and min(found) >= 0 and named_ends(table.header.heading(column)) is None:
            numbers[column] = found
    tops = {column: assumed_ends(found)[1] for column, found in numbers.items()}
    alike = [column for column, top in tops.items() if 3 <= top <= 10 and 2 * top >= max(tops.values())]
    if len(alike) < 2:
        return {}
    shared = assumed_ends([value for column in alike for value in numbers[column]])
    return dict.fromkeys(alike, shared)
