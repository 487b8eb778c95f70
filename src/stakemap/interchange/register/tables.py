"""The table of a sheet: its header, its columns, the one that names actors, and its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stakemap.interchange.register.grid import Grid
from stakemap.interchange.register.headers import Header, find_header
from stakemap.interchange.register.headings import QUANTITIES
from stakemap.interchange.register.legends import Area
from stakemap.interchange.register.plan import ColumnPlan
from stakemap.interchange.register.quadrants import with_quadrants
from stakemap.interchange.register.roles import column_plans, name_column
from stakemap.interchange.register.rows import TableRows, rows_of_table
from stakemap.interchange.register.samples import ColumnSample, samples_of
from stakemap.text import fold

#: Blank rows among the first rows of a table end no block; after so many rows there is enough to judge by.
_LEAST_BLOCK = 2
_MOST_BLOCK = 400


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
    samples: tuple[ColumnSample, ...] = ()
    name = None
    for last in (_end_of_block(grid, header.last_row + 1), grid.height):
        samples = _of_table(samples_of(grid, header, header.last_row + 1, last))
        name = name_column(samples)
        if name is not None:
            break
    if name is None:
        return None
    rows = _sorted_rows(grid, header, samples, name, header.last_row + _MOST_BLOCK)
    # Again, without what stands below the table and in rows that are left out.
    last = rows.last if rows.last < header.last_row + _MOST_BLOCK else grid.height
    kept = _of_table(samples_of(grid, header, rows.first, max(last, rows.first), rows.left_out))
    samples = kept if any(sample.filled for sample in kept) else samples
    name = name_column(samples) or name
    rows = _sorted_rows(grid, header, samples, name, grid.height)
    plans = with_quadrants(samples, column_plans(samples, name))
    return RegisterTable(header, samples, name, plans, rows)


def _end_of_block(grid: Grid, first: int) -> int:
    """The last row before the first blank one, some rows below the first one at least."""
    row = first + _LEAST_BLOCK
    while row <= grid.height and (row - first > _MOST_BLOCK or grid.texts(row)):
        row += 1
    return min(row - 1, grid.height)


def _sorted_rows(
    grid: Grid, header: Header, samples: Sequence[ColumnSample], name: ColumnSample, last: int
) -> TableRows:
    columns = [sample.column for sample in samples]
    rated = [sample.column for sample in samples if sample.meaning.concept in QUANTITIES]
    return rows_of_table(grid, header, name.column, columns, rated, last)


def _of_table(samples: Sequence[ColumnSample]) -> tuple[ColumnSample, ...]:
    """The columns of the table alone: what stands apart at its right, such as a legend, is none of it."""
    kept: list[ColumnSample] = []
    for sample in samples:
        is_apart = bool(kept) and sample.column > kept[-1].column + 1
        if is_apart and not sample.meaning.is_known and any(each.meaning.is_known for each in kept):
            break
        if _begins_again(sample, kept):
            break
        kept.append(sample)
    return tuple(kept)


def _begins_again(sample: ColumnSample, kept: Sequence[ColumnSample]) -> bool:
    """Whether a second table begins beside the first one: with the heading of its names."""
    if sample.meaning.concept != "name" or not sample.meaning.is_exact or len(kept) < 2:
        return False
    return any(fold(each.heading) == fold(sample.heading) for each in kept)
