"""Importer of tables of actors in CSV and TSV files, with commas, semicolons or tabs."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from stakemap.errors import Fault, MapReadError, StakemapError, UsageError
from stakemap.i18n import tr, tr_count
from stakemap.interchange.importers import Imported, Importer, ImportJob
from stakemap.text import one_line

if TYPE_CHECKING:
    from stakemap.interchange.spreadsheet import Plan, Table

__all__ = ["IMPORTERS"]

_DELIMITERS = "\t,;"
#: The line by which Excel is told the delimiter; its line end not included.
_SEPARATOR_LINE = re.compile(r'\ufeff?(?P<quote>"?)sep=(?P<delimiter>[^"\r\n])(?P=quote)(?=[\r\n]|\Z)', re.I)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: How workbooks begin, which are called so by mistake; all else is read as text, and refused with the reason.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def _is_no_workbook(data: bytes) -> bool:
    return not data.startswith(_WORKBOOKS)


def _read(job: ImportJob) -> Imported:
    """Add the actors and judgements of a table, at the map's latest snapshot on its first issue, and the
    groups it names.
    """
    from stakemap.interchange.spreadsheet import plan_paste, table_of
    from stakemap.model.order import issues_in_order, latest_dated

    try:
        table = table_of(_rows(_text(job.data)))
        snapshot, issue = latest_dated(job.into) or "", next(iter(issues_in_order(job.into)), None)
        plan = plan_paste(
            job.into, table, snapshot, issue, job.authorship, adds_groups=True, report=job.report
        )
    except StakemapError as error:
        raise MapReadError(str(error), [Fault("table", "", str(error))]) from error
    if plan.result is None:
        raise _refused(plan, table)
    return Imported(plan.result, tuple(_left_out(table)))


def _text(data: bytes) -> str:
    encoding = "UTF-16" if data.startswith(_UTF_16) else "UTF-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        sentence = tr(
            "This text is not in {encoding}; save the table as “CSV UTF-8” first.", encoding=encoding
        )
        raise UsageError(sentence) from error
    if "\0" in text:
        sentence = tr(
            "Read as {encoding}, this text has NUL characters; save the table as “CSV UTF-8” first.",
            encoding=encoding,
        )
        raise UsageError(sentence)
    return text


def _rows(text: str) -> list[list[str]]:
    from stakemap.interchange.tsv import rows_of, within_limits

    said = _SEPARATOR_LINE.match(text)
    if said is not None:
        # Its line end stays, so that the lines keep their numbers.
        text = text[said.end() :]
    rows = within_limits(rows_of(text, said["delimiter"] if said else _delimiter(text), strict=True))
    if not rows:
        raise UsageError(tr("There is no text in this file."))
    return rows


def _delimiter(text: str) -> str:
    """What parts the first row into most columns that are known, and then into most columns at all."""
    from stakemap.interchange.columns import columns_of
    from stakemap.interchange.tsv import rows_of

    def columns(delimiter: str) -> tuple[int, int]:
        try:
            header = next(rows_of(text, delimiter, strict=True), [])
        except UsageError:
            return 0, 0
        return sum(column is not None for column in columns_of(header)), len(header)

    return max(_DELIMITERS, key=columns)


def _left_out(table: Table) -> Iterator[Fault]:
    """A warning for each column that is not read."""
    repeated = table.repeated
    for name in table.ignored:
        sentence = (
            tr("A column before this one means the same; this one was left out.")
            if name in repeated
            else tr("This column is not understood and was left out.")
        )
        yield Fault("column", one_line(name), sentence, "warning")


def _refused(plan: Plan, table: Table) -> MapReadError:
    from stakemap.interchange.columns import heading

    faults = [
        Fault(
            "cell",
            tr(
                "row {row}, {header}",
                row=cell.row + 1,
                header=one_line(table.headers[cell.column]) or heading("name"),
            ),
            cell.sentence,
        )
        for cell in plan.refused
    ]
    sentence = tr_count("{count} cell cannot be taken.", "{count} cells cannot be taken.", len(faults))
    return MapReadError(sentence, faults)


IMPORTERS = (Importer("table", lambda: tr("Tables of actors"), (".csv", ".tsv"), _is_no_workbook, _read),)
