"""The workbook that Stakemap exports, changed or not: it comes back with the ids of its records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.errors import CancelledError, MapReadError
from stakemap.i18n import tr
from stakemap.interchange.content import ImportedContent
from stakemap.interchange.formats import Format, FormatPage, ReadJob
from stakemap.interchange.incoming import IncomingFile

if TYPE_CHECKING:
    from stakemap.interchange.readers.workbook_index import Index


def _recognises(file: IncomingFile) -> bool:
    if file.container != "workbook":
        return False
    from stakemap.interchange.readers.workbook_index import is_stakemap_workbook

    try:
        return is_stakemap_workbook(file.workbook)
    except MapReadError:
        return False


def _recognises_table(file: IncomingFile) -> bool:
    if file.container != "text":
        return False
    from stakemap.interchange.readers.workbook_index import is_table_of_judgements

    return is_table_of_judgements(file.head)


def _read(job: ReadJob) -> ImportedContent:
    from stakemap.interchange.readers.workbook_index import index_of
    from stakemap.interchange.writers.layout import INDEX_VERSION

    index = index_of(job.file.workbook)
    if index.version > INDEX_VERSION:
        raise MapReadError(tr("This workbook was written by a newer version of Stakemap."))
    return _content(job, index)


def _read_table(job: ReadJob) -> ImportedContent:
    from stakemap.interchange.readers.workbook_index import index_of_table

    return _content(job, index_of_table(job.file.workbook))


def _content(job: ReadJob, index: Index) -> ImportedContent:
    from stakemap.interchange.readers.workbook_content import content_of

    def report(share: float) -> None:
        if not job.report(share):
            raise CancelledError

    return content_of(index, report)


def _page() -> FormatPage:
    return FormatPage(
        reads=(
            tr("all that the exported workbook holds; what was not changed in it changes nothing"),
            tr("changed cells, and new rows with the names of actors, issues and snapshots"),
        ),
        loses=(
            tr("changes on the overview of positions, and of the title and other details of the map"),
            tr("rows that were removed and cells that were emptied: they stay in the map"),
        ),
    )


def _table_page() -> FormatPage:
    return FormatPage(
        reads=(tr("the judgements of an exported CSV table; what was not changed in it changes nothing"),),
        loses=(tr("its column of sources, which has no passages; rows that were removed stay in the map"),),
    )


FORMATS = (
    Format("stakemap-workbook", lambda: tr("Workbook of Stakemap"), (".xlsx",), _recognises, _read, _page),
    Format(
        "stakemap-table",
        lambda: tr("CSV table of Stakemap"),
        (".csv",),
        _recognises_table,
        _read_table,
        _table_page,
    ),
)
