"""The table of a sheet: its header, its columns, the one that names actors, and its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stakemap.interchange.register.grid import Grid
from stakemap.interchange.register.headers import Header, find_header
from stakemap.interchange.register.headings import QUANTITIES
from stakemap.interchange.register.legends import Area
from stakemap.interchange.register.plan import ColumnPlan
from stakemap.interchange.register.roles import column_plans, name_column
from stakemap.interchange.register.rows import TableRows, rows_of_table
from stakemap.interchange.register.samples import ColumnSample, samples_of

__all__ = ["RegisterTable", "table_below", "table_of"]


@dataclass(frozen=True, slots=True)
class RegisterTable:
    """A table of actors, `name` being the column that names them."""

    header: Header
    samples: tuple[ColumnSample, ...]
    name: ColumnSample
    plans: tuple[ColumnPlan, ...]
    rows: TableRows

    @property
    def area(self) -> Area:
        """Where it stands."""
        return (self.header.first_row, self.rows.last, self.samples[-1].column)


def table_of(grid: Grid) -> RegisterTable | None:
    """The table of a sheet; None if no column names actors."""
    header = find_header(grid)
    return None if header is None else table_below(grid, header)


def table_below(grid: Grid, header: Header) -> RegisterTable | None:
    """The table below a header; None if no column names actors."""
    samples = _of_table(samples_of(grid, header, header.last_row + 1, grid.height))
    name = name_column(samples)
    if name is None:
        return None
    rows = _sorted_rows(grid, header, samples, name)
    # Again, without what stands below the table and in rows that are left out.
    samples = _of_table(samples_of(grid, header, rows.first, max(rows.last, rows.first), rows.left_out))
    name = name_column(samples) or name
    rows = _sorted_rows(grid, header, samples, name)
    return RegisterTable(header, samples, name, column_plans(samples, name), rows)


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
