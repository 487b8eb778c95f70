"""Pasting of rows from a spreadsheet: columns matched by header, a preview of changes, and one edit.

`read_table` parses text into a table, whose columns `Table.with_column` reassigns; `plan_paste` lists
changes and refused cells, which `Table.with_cell` corrects and `Table.without_rows` removes before planning
again; `paste_table` is the edit, which applies all or raises EditError.

An empty cell keeps the map's value; in a column of influence or alignment "n/a", a dash and the like mean
that it is unknown. Values are read for one issue at one snapshot, on the scale that their heading names or
that was chosen with `Table.with_scale`, words as in registers (`interchange.register.scaling`). A reason,
source, confidence or basis without "influence" in its heading belongs to the stance on the issue; if the
table has no such columns for influence, also to an influence that the same row changes, and to influence
alone if the table has no column of a stance at all, or the row nothing of it and the actor no stance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from stakemap.errors import EditError, UsageError
from stakemap.i18n import tr, tr_count
from stakemap.interchange.columns import columns_of, heading
from stakemap.interchange.delimiters import rows_in
from stakemap.interchange.merging.merge import plan_merge
from stakemap.interchange.merging.options import MergeOptions
from stakemap.interchange.merging.planned import PlannedRecord
from stakemap.interchange.missing_values import is_blank
from stakemap.interchange.paste_row import Refused, Row
from stakemap.interchange.pasted_rows import PastedRows
from stakemap.interchange.register.plan import ScalePlan
from stakemap.interchange.register.values import word_key
from stakemap.interchange.synonyms import Field
from stakemap.interchange.table import Table, guessed_table, is_without_numbers
from stakemap.interchange.tsv import MAX_CHARACTERS
from stakemap.model.document import StakeMap
from stakemap.model.edit import edit
from stakemap.model.edits_base import Authorship, need_issue, need_snapshot
from stakemap.model.resolve import Resolver
from stakemap.text import fold_latin


@dataclass(frozen=True, slots=True)
class Change:
    """The change of a field, as the user reads it; empty for no value."""

    field: Field
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """The planned changes of one row. `actor` is its existing or new id, "" if it is ambiguous or missing."""

    row: int
    actor: str
    name: str
    is_new: bool
    changes: tuple[Change, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The planned changes of a table by row, the names of the groups it adds, and the resulting map, None if
    cells are refused.
    """

    rows: tuple[PlannedRow, ...]
    ignored: tuple[str, ...]
    result: StakeMap | None
    new_groups: tuple[str, ...] = ()
    #: As what the words of each quantity are read, on the scale of the map.
    words: Mapping[Field, Mapping[str, float | None]] = field(default_factory=dict)

    @property
    def added(self) -> int:
        """Number of new actors."""
        return len({row.actor for row in self.rows if row.is_new})

    @property
    def changed(self) -> int:
        """Number of existing actors that change."""
        return len({row.actor for row in self.rows if row.changes and not row.is_new})

    @property
    def unchanged(self) -> int:
        """Number of rows without changes."""
        return sum(not row.changes and not row.is_new and not row.refused for row in self.rows)

    @property
    def refused(self) -> tuple[Refused, ...]:
        """All refused cells."""
        return tuple(cell for row in self.rows for cell in row.refused)


def read_table(text: str) -> Table:
    """Read copied text as a table of actors: with tabs, commas or semicolons, or a bare list of names.

    What its columns are is guessed and may be wrong or open. Raises UsageError if there is no text, more than
    a map could take, a single line that is no list, or only headings.
    """
    if len(text) > MAX_CHARACTERS:
        raise UsageError(tr("This is too much text for a table of actors."))
    # Half a character, as programs may copy it, is none that a map can hold.
    rows = rows_in(text.encode(errors="replace").decode())
    if not rows:
        raise UsageError(tr("There is no text to paste."))
    table = guessed_table(rows)
    if len(rows) == 1 and is_without_numbers(rows[0]) and not any(columns_of(rows[0])):
        # Names in one line.
        table = guessed_table([name] for name in rows[0])
    return _with_rows(table, len(rows[0]) * len(rows))


def _with_rows(table: Table, cells: int) -> Table:
    """The table. Raises UsageError if it has no rows or is a word or sentence alone."""
    if cells == 1 and not table.has_headings:
        raise _unnamed_columns()
    if not table.rows:
        raise UsageError(tr("There are no rows below the headings."))
    return table


def _unnamed_columns() -> UsageError:
    return UsageError(
        tr(
            "The first row must name the columns, one of them “{name}” or “{code}”.",
            name=heading("name"),
            code=heading("code"),
        )
    )


def plan_paste(
    document: StakeMap,
    table: Table,
    snapshot: str,
    issue: str | None,
    authorship: Authorship,
    *,
    resolver: Resolver | None = None,
    adds_groups: bool = False,
    report: Callable[[float], bool] = lambda _share: True,
) -> Plan:
    """What pasting `table` would do at `snapshot` on `issue`; nothing is changed.

    Rows of one actor are taken together. Groups that the map lacks are new ones, or refused unless
    `adds_groups`. Raises EditError when there is no such snapshot or issue. `report` gets now and then how
    much is done, 0 to 1; where it answers False, CancelledError is raised. It takes about a millisecond a
    row, so that hundreds belong in a thread.
    """
    need_snapshot(document, snapshot)
    if issue is not None:
        need_issue(document, issue)
    resolver = resolver or Resolver()
    stances = None if issue is None else resolver.stances(document, snapshot, issue)
    reader = PastedRows(document, resolver.standings(document, snapshot), stances, table.columns)
    scales = table.scale_plans
    rows = [Row(number, _cells(table, cells), scales) for number, cells in enumerate(table.rows)]
    content = reader.content(rows)
    options = MergeOptions(snapshot=snapshot, issue=issue or "", policy="replace")
    merged = plan_merge(
        document, content, options, authorship, resolver=resolver, suggests=False, report=report
    )
    for remark in merged.remarks:
        rows[max(remark.place.row, 1) - 1].refuse_text(remark.text, remark.sentence, remark.place.column)
    groups = tuple(group.name for group in merged.of_kind("group") if group.status == "new")
    for name in () if adds_groups else groups:
        sentence = tr("There is no group “{name}” in this map; add it first.", name=name)
        for row in rows:
            if fold_latin(row.text("group") or "") == fold_latin(name):
                row.refuse("group", sentence)
    records = {record.key: record for record in merged.of_kind("actor")}
    planned = tuple(
        PlannedRow(
            row.number,
            record.id,
            record.name,
            record.status == "new",
            tuple(_changes(record, row, reader)),
            tuple(sorted(row.refused, key=lambda cell: cell.column)),
        )
        for row, record in ((row, records[str(row.number)]) for row in rows)
    )
    is_refused = any(row.refused for row in planned)
    words = {quantity: said for quantity, scale in scales.items() if (said := _words(rows, quantity, scale))}
    result = None if is_refused else merged.result
    return Plan(planned, table.ignored, result, groups if adds_groups else (), words)


def _words(rows: Iterable[Row], quantity: Field, scale: ScalePlan) -> Mapping[str, float | None]:
    """The words of a quantity as they stand in its column, with their values."""
    texts = dict.fromkeys(row.text(quantity) or "" for row in rows) if scale.words else ()
    return {text: scale.words[key] for text in texts if (key := word_key(text)) in scale.words}


def _changes(record: PlannedRecord, row: Row, reader: PastedRows) -> Iterator[Change]:
    """The changes of an actor by the columns of the table."""
    for change in record.changes:
        name = "source" if change.field == "citations" else change.field
        own = f"influence_{name}"
        is_own = change.snapshot and not change.issue and own in row.cells
        column = cast("Field", own if is_own else name)
        titles = reader.titles(row.text(column) or "") if name == "source" else ""
        yield Change(column, change.before, titles or change.after)


def _cells(table: Table, row: tuple[str, ...]) -> Mapping[Field, tuple[int, str]]:
    return {
        field: (place, text)
        for place, (field, text) in enumerate(zip(table.columns, row, strict=True))
        if field is not None and not is_blank(field, text)
    }


@edit("paste-table")
def paste_table(
    document: StakeMap,
    table: Table,
    snapshot: str,
    issue: str | None,
    authorship: Authorship,
    adds_groups: bool = False,
) -> StakeMap:
    """Paste the table, and with `adds_groups` the groups it names. Raises EditError, which names the first
    refused cell.
    """
    plan = plan_paste(document, table, snapshot, issue, authorship, adds_groups=adds_groups)
    if plan.result is None:
        first = plan.refused[0]
        raise EditError(
            tr_count(
                "{count} cell cannot be used. Row {row}, {header}: {sentence}",
                "{count} cells cannot be used, the first in row {row}, {header}: {sentence}",
                len(plan.refused),
                row=str(first.row + 1),
                header=table.header(first.column),
                sentence=first.sentence,
            )
        )
    return plan.result
