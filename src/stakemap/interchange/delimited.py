"""Importer of tables of actors in CSV and TSV files, with commas, semicolons or tabs."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import TYPE_CHECKING

from stakemap.errors import Fault, MapReadError, StakemapError, UsageError
from stakemap.i18n import tr, tr_count
from stakemap.interchange.importers import Imported, Importer, ImportJob
from stakemap.text import one_line

if TYPE_CHECKING:
    from stakemap.interchange.spreadsheet import Plan, Table

__all__ = ["ENDINGS", "IMPORTERS", "text_of"]

ENDINGS = (".csv", ".tsv")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: How workbooks begin, which are called so by mistake; all else is read as text, and refused with the reason.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def _is_no_workbook(data: bytes) -> bool:
    return not data.startswith(_WORKBOOKS)


def _read(job: ImportJob) -> Imported:
    """Add the actors and judgements of a table, at the map's latest snapshot on its first issue, and the
    groups it names.
    """
    from stakemap.interchange.delimiters import rows_in
    from stakemap.interchange.spreadsheet import plan_paste, table_of
    from stakemap.model.order import issues_in_order, latest_dated

    try:
        rows = rows_in(text_of(job.data), strict=True)
        if not rows:
            raise UsageError(tr("This file has no text."))
        table = table_of(rows)
        snapshot, issue = latest_dated(job.into) or "", next(iter(issues_in_order(job.into)), None)
        plan = plan_paste(
            job.into, table, snapshot, issue, job.authorship, adds_groups=True, report=job.report
        )
    except StakemapError as error:
        raise MapReadError(str(error), [Fault("table", "", str(error))]) from error
    if plan.result is None:
        raise _refused(plan, table)
    return Imported(plan.result, tuple(_warnings(table)))


def text_of(data: bytes) -> str:
    """The text of a file in UTF-8 or UTF-16. Raises UsageError for other bytes, as those of a workbook."""
    if not _is_no_workbook(data):
        raise UsageError(tr("The content of this file does not match its extension."))
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


def _warnings(table: Table) -> Iterator[Fault]:
    """A warning for each column that is not read, that is read on another scale than the map's or perhaps on
    a wrong one, and that has cells read as unknown.
    """
    from stakemap.interchange.columns import heading
    from stakemap.wording import numbers

    for field, (low, high) in table.converted.items():
        sentence = tr(
            "Converted from a scale of {low} to {high}.", low=numbers.number(low), high=numbers.number(high)
        )
        yield Fault("column", heading(field), sentence, "warning")
    for header, (low, high) in table.unread_scales.items():
        sentence = tr(
            "The scale is not recognised; the values were read as {low} to {high}.",
            low=numbers.number(low),
            high=numbers.number(high),
        )
        yield Fault("column", one_line(header), sentence, "warning")
    for place, (low, high) in table.assumed_scales.items():
        sentence = tr(
            "The values look like those of a narrower scale; they were read as {low} to {high}. Name the "
            "scale in the heading, such as “(1-5)”.",
            low=numbers.number(low),
            high=numbers.number(high),
        )
        yield Fault("column", one_line(table.header(place)), sentence, "warning")
    for place, texts in table.taken_for_unknown.items():
        sentence = tr_count(
            "{count} cell was read as unknown: {texts}.",
            "{count} cells were read as unknown: {texts}.",
            len(texts),
            texts=one_line(", ".join(dict.fromkeys(texts))),
        )
        yield Fault("column", one_line(table.header(place)), sentence, "warning")
    repeated = table.repeated
    for name in table.ignored:
        sentence = (
            tr("An earlier column has the same meaning, so this one was ignored.")
            if name in repeated
            else tr("This column is not recognised and was ignored.")
        )
        yield Fault("column", one_line(name), sentence, "warning")


def _refused(plan: Plan, table: Table) -> MapReadError:
    faults = [
        Fault(
            "cell",
            tr(
                "row {row}, {header}",
                row=cell.row + 1,
                header=one_line(table.header(cell.column)),
            ),
            cell.sentence,
        )
        for cell in plan.refused
    ]
    sentence = tr_count("{count} cell cannot be used.", "{count} cells cannot be used.", len(faults))
    return MapReadError(sentence, faults)


IMPORTERS = (Importer("table", lambda: tr("Tables of actors"), ENDINGS, _is_no_workbook, _read),)
