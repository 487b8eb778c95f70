"""Pasting of rows from a spreadsheet: columns matched by header, a preview of changes, and one edit.

`read_table` parses text into a table; `plan_paste` lists changes and refused cells, which `Table.with_cell`
corrects and `Table.without_rows` removes before planning again; `paste_table` is the edit, which applies all
or raises EditError.

An empty cell keeps the map's value. Values are read for one issue at one snapshot. A reason, confidence or
basis without "influence" in its heading belongs to the stance on the issue; if the table has no such columns
for influence, also to an influence that the same row changes, and if it has no column of a stance at all, to
influence alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from stakemap.errors import EditError, UsageError
from stakemap.i18n import tr, tr_count
from stakemap.interchange.cells import is_empty
from stakemap.interchange.columns import Field, columns_of, heading, meanings_of
from stakemap.interchange.copied_table import table_text
from stakemap.interchange.paste_plan import PlannedRow, Planner
from stakemap.interchange.paste_row import Change, Refused
from stakemap.interchange.tsv import read_cells, unguarded
from stakemap.model.document import StakeMap
from stakemap.model.edit import edit
from stakemap.model.edits_base import Authorship, need_issue, need_snapshot
from stakemap.model.resolve import Resolver

__all__ = [
    "Change",
    "Plan",
    "PlannedRow",
    "Refused",
    "Table",
    "paste_table",
    "plan_paste",
    "read_table",
    "table_of",
    "table_text",
]


@dataclass(frozen=True, slots=True)
class Table:
    """A pasted table: headers, the field of each column (None if unknown), and rows of equal length."""

    headers: tuple[str, ...]
    columns: tuple[Field | None, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headers of the columns that are not read and not empty."""
        return tuple(
            header or tr("column {number}", number=place + 1)
            for place, (header, column) in enumerate(zip(self.headers, self.columns, strict=True))
            if column is None and (header or any(row[place] for row in self.rows))
        )

    @property
    def repeated(self) -> frozenset[str]:
        """The headers of the columns that are not read since a column before them means the same."""
        meanings = zip(self.headers, self.columns, meanings_of(self.headers), strict=True)
        return frozenset(header for header, column, meant in meanings if column is None and meant is not None)

    def with_cell(self, row: int, column: int, text: str) -> Table:
        """The table with the text of one cell replaced."""
        cells = list(self.rows[row])
        cells[column] = text.strip()
        return replace(self, rows=(*self.rows[:row], tuple(cells), *self.rows[row + 1 :]))

    def without_cells(self, refused: Iterable[Refused]) -> Table:
        """The table with these cells emptied, so that the map keeps its values."""
        rows = [list(row) for row in self.rows]
        for cell in refused:
            rows[cell.row][cell.column] = ""
        return replace(self, rows=tuple(map(tuple, rows)))

    def without_rows(self, numbers: Iterable[int]) -> Table:
        """The table without these rows (numbered from 0)."""
        gone = frozenset(numbers)
        return replace(self, rows=tuple(row for place, row in enumerate(self.rows) if place not in gone))


@dataclass(frozen=True, slots=True)
class Plan:
    """The planned changes of a table by row; `result` is the resulting map, None if cells are refused."""

    rows: tuple[PlannedRow, ...]
    ignored: tuple[str, ...]
    result: StakeMap | None

    @property
    def added(self) -> int:
        """Number of new actors."""
        return sum(row.is_new for row in self.rows)

    @property
    def changed(self) -> int:
        """Number of existing actors that change."""
        return sum(bool(row.changes) and not row.is_new for row in self.rows)

    @property
    def unchanged(self) -> int:
        """Number of rows without changes."""
        return sum(not row.changes and not row.is_new and not row.refused for row in self.rows)

    @property
    def refused(self) -> tuple[Refused, ...]:
        """All refused cells."""
        return tuple(cell for row in self.rows for cell in row.refused)


def read_table(text: str) -> Table:
    """Parse tab-separated text whose first row names the columns, in any order and letter case.

    Raises UsageError if it is no table or no column identifies actors.
    """
    return table_of(read_cells(text))


def table_of(cells: Iterable[Iterable[str]]) -> Table:
    """A table from rows of cells, of which the first names the columns. Raises UsageError as `read_table`."""
    rows = [[unguarded(cell).strip() for cell in row] for row in cells]
    width = max(map(len, rows))
    padded = [tuple(row + [""] * (width - len(row))) for row in rows]
    columns = columns_of(padded[0])
    if not {"name", "id", "code"} & set(columns):
        raise UsageError(
            tr(
                "The first row has to name the columns, one of them “{name}” or “{code}”.",
                name=heading("name"),
                code=heading("code"),
            )
        )
    if len(padded) == 1:
        raise UsageError(tr("There is no row below the names of the columns."))
    return Table(padded[0], columns, tuple(padded[1:]))


def plan_paste(
    document: StakeMap,
    table: Table,
    snapshot: str,
    issue: str | None,
    authorship: Authorship,
    *,
    resolver: Resolver | None = None,
    adds_actors: bool = True,
    adds_groups: bool = False,
    report: Callable[[float], bool] = lambda _share: True,
) -> Plan:
    """What pasting `table` would do at `snapshot` on `issue`; nothing is changed.

    Actors and groups that the map lacks are new ones, or refused unless `adds_actors` and `adds_groups`.
    Raises EditError when there is no such snapshot or issue. `report` is told now and then how much is done,
    0 to 1; where it answers False, CancelledError is raised. It takes about half a millisecond a row, so that
    thousands belong in a thread.
    """
    need_snapshot(document, snapshot)
    if issue is not None:
        need_issue(document, issue)
    planner = Planner(
        document,
        snapshot,
        issue,
        authorship,
        resolver or Resolver(),
        adds_actors=adds_actors,
        adds_groups=adds_groups,
    )
    rows = planner.plan([_cells(table, row) for row in table.rows], table.columns, report)
    refused = any(row.refused for row in rows)
    return Plan(rows, table.ignored, None if refused else planner.result())


def _cells(table: Table, row: tuple[str, ...]) -> Mapping[Field, tuple[int, str]]:
    return {
        field: (place, text)
        for place, (field, text) in enumerate(zip(table.columns, row, strict=True))
        if field is not None and not is_empty(text)
    }


@edit("paste-table")
def paste_table(
    document: StakeMap, table: Table, snapshot: str, issue: str | None, authorship: Authorship
) -> StakeMap:
    """Paste the table. Raises EditError, which names the first refused cell."""
    plan = plan_paste(document, table, snapshot, issue, authorship)
    if plan.result is None:
        first = plan.refused[0]
        raise EditError(
            tr_count(
                "{count} cell cannot be taken. Row {row}, {header}: {sentence}",
                "{count} cells cannot be taken, the first in row {row}, {header}: {sentence}",
                len(plan.refused),
                row=first.row + 1,
                header=table.headers[first.column] or heading("name"),
                sentence=first.sentence,
            )
        )
    return plan.result
