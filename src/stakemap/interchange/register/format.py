"""Stakeholder registers as a format that can be imported: tables in which a column names actors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.formats import Format, FormatPage, ReadJob
from stakemap.wording.numbers import figure

if TYPE_CHECKING:
    from stakemap.interchange.content import ImportedContent
    from stakemap.interchange.incoming import IncomingFile

#: More would take minutes and gigabytes, and are no register of anything that fits on a map.
_MOST_ROWS = 20_000


def _recognises(file: IncomingFile) -> bool:
    if file.container not in ("workbook", "html", "text", "xml"):
        return False
    return any(not sheet.left_out for sheet in file.register_plan.sheets)


def _read(job: ReadJob) -> ImportedContent:
    from stakemap.interchange.readers.linked_register import with_relations
    from stakemap.interchange.register.reading import read_register

    if sum(len(sheet.rows) for sheet in job.file.workbook.sheets) > _MOST_ROWS:
        raise MapReadError(tr("A register may have up to {count} rows.", count=figure(_MOST_ROWS)))
    return with_relations(read_register(job), job.plan or job.file.register_plan, job)


def _page() -> FormatPage:
    return FormatPage(
        reads=(
            tr(
                "stakeholder registers of any layout in Excel, LibreOffice, text files and Markdown, "
                "in eight languages"
            ),
            tr("names, kinds, groups, influence, interest, attitude, present and wanted engagement"),
            tr(
                "words, letters, signs and numbers on the scale that the heading, a legend or the values tell"
            ),
            tr("columns and rows of several dates and issues"),
            tr("tables that lie on their side, and names written into a grid of power and interest"),
            tr("relations in sheets of their own, with columns such as From and To, or Source and Target"),
        ),
        keeps=(
            tr("comments, strategies and other prose in the notes of actors, under their heading"),
            tr("roles, classes and quadrants as tags"),
            tr("the words of each cell in the reason of its judgement, with sheet and row as the source"),
        ),
        loses=(
            tr("contact data, unless you ask for them"),
            tr("totals, hints of templates, legends, drawings and colours"),
        ),
    )


FORMATS = (
    Format(
        "register",
        lambda: tr("Stakeholder register"),
        (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb", ".csv", ".tsv", ".txt", ".md", ".html"),
        _recognises,
        _read,
        _page,
        has_plan=True,
    ),
)
