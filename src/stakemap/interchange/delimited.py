"""Importer of tables of actors in CSV and TSV files, with commas, semicolons or tabs."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from stakemap.errors import Fault, MapReadError, StakemapError
from stakemap.i18n import tr, tr_count
from stakemap.interchange.importers import Imported, Importer, ImportJob

if TYPE_CHECKING:
    from stakemap.interchange.spreadsheet import Plan, Table
    from stakemap.model.document import StakeMap

__all__ = ["IMPORTERS"]

_DELIMITERS = "\t,;"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _is_text(data: bytes) -> bool:
    return data.startswith(_UTF_16) or b"\0" not in data


def _read(job: ImportJob) -> Imported:
    """Add the actors and judgements of a table, at the map's latest snapshot on its first issue, and the
    groups it names.
    """
    from stakemap.interchange.spreadsheet import plan_paste, table_of
    from stakemap.model.order import issues_in_order, latest_dated

    try:
        table = table_of(_rows(_text(job.data)))
        document = _with_groups(job.into, table)
        snapshot, issue = latest_dated(document) or "", next(iter(issues_in_order(document)), None)
        plan = plan_paste(document, table, snapshot, issue, job.authorship, report=job.report)
    except MapReadError:
        raise
    except StakemapError as error:
        raise _read_error("table", str(error)) from error
    if plan.result is None:
        raise _invalid_cells(plan, table)
    left_out = tr("This column is not understood and was left out.")
    return Imported(plan.result, tuple(Fault("column", name, left_out, "warning") for name in plan.ignored))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        sentence = tr("This text is not in UTF-8; save the table as “CSV UTF-8” first.")
        raise _read_error("encoding", sentence) from error


def _rows(text: str) -> list[list[str]]:
    """The rows that are not blank, with their cells stripped. Raises MapReadError."""
    import csv

    from stakemap.interchange.tsv import MAX_COLUMNS, MAX_ROWS

    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=lambda each: len(next(csv.reader([first], delimiter=each), ())))
    rows: list[list[str]] = []
    try:
        for cells in csv.reader(text.splitlines(keepends=True), delimiter=delimiter):
            row = [cell.strip() for cell in cells]
            if any(row):
                rows.append(row)
            if len(rows) > MAX_ROWS or len(row) > MAX_COLUMNS:
                break
    except csv.Error as error:
        raise _read_error("table", tr("This is no table: {problem}.", problem=error)) from error
    if not rows:
        raise _read_error("table", tr("There is no text in this file."))
    if len(rows) > MAX_ROWS:
        raise _read_error("table", tr("A table may have up to {count} rows.", count=MAX_ROWS))
    if max(map(len, rows)) > MAX_COLUMNS:
        raise _read_error("table", tr("A table may have up to {count} columns.", count=MAX_COLUMNS))
    return rows


def _with_groups(document: StakeMap, table: Table) -> StakeMap:
    """Add the groups of the table that the map lacks."""
    from stakemap.interchange.cells import is_empty
    from stakemap.model.document import Group
    from stakemap.model.edits_records import add_group
    from stakemap.model.ids import mint, slug

    if "group" not in table.columns:
        return document
    column = table.columns.index("group")
    known = {slug(group.name) for group in document.groups.values()} | set(document.groups)
    for name in dict.fromkeys(row[column] for row in table.rows):
        if not is_empty(name) and slug(name) not in known:
            known.add(slug(name))
            document = add_group(document, mint(name, document.groups), Group(name=name))
    return document


def _invalid_cells(plan: Plan, table: Table) -> MapReadError:
    from stakemap.interchange.columns import heading

    faults = [
        Fault(
            "cell",
            tr("row {row}, {header}", row=cell.row + 1, header=table.headers[cell.column] or heading("name")),
            cell.sentence,
        )
        for cell in plan.refused
    ]
    sentence = tr_count("{count} cell cannot be taken.", "{count} cells cannot be taken.", len(faults))
    return MapReadError(sentence, faults)


def _read_error(code: str, sentence: str) -> MapReadError:
    return MapReadError(sentence, [Fault(code, "", sentence)])


IMPORTERS = (Importer("table", lambda: tr("Tables of actors"), (".csv", ".tsv"), _is_text, _read),)
