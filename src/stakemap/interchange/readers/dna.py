"""Bases of the Discourse Network Analyzer: who agrees with which concept, statement by statement.

The net agreement of an actor with a concept is its stance (P. Leifeld, Discourse network analysis, in: The
Oxford handbook of political networks, 2017).
"""

from __future__ import annotations

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.content import ImportedContent
from stakemap.interchange.formats import Format, FormatPage, ReadJob, ReadOption
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers.dna_database import coded_in_database, options_of_database
from stakemap.interchange.readers.dna_statements import content_of
from stakemap.interchange.readers.dna_table import coded_in_sheet, is_statements, options_of_sheet
from stakemap.interchange.readers.dna_variables import ACTORS, BY_YEAR, SNAPSHOTS
from stakemap.interchange.readers.gathering import Gathering, sheets_in
from stakemap.interchange.readers.sqlite import is_wal

_TABLES = (b"DATASHORTTEXT", b"STATEMENTTYPES", b"DATABOOLEAN")


def _is_base(file: IncomingFile) -> bool:
    if file.container == "sqlite":
        return all(table in file.data for table in _TABLES)
    return any(is_statements(sheet) for sheet in sheets_in(file)[:1])


def _options(file: IncomingFile) -> tuple[ReadOption, ...]:
    return options_of_database(file) if file.container == "sqlite" else options_of_sheet(sheets_in(file)[0])


def _page() -> FormatPage:
    return FormatPage(
        reads=(
            tr("organisations (or persons) as actors, concepts as issues"),
            tr("the share of agreements less that of disagreements as the stance, in all or year by year"),
            tr("documents as sources, with their dates, and the statements as passages"),
        ),
        keeps=(tr("attributes as tags, aliases and notes"),),
        loses=(tr("influence, which is not in the file"), tr("other variables, coders, search terms")),
    )


def _read(job: ReadJob) -> ImportedContent:
    gathering = Gathering(job)
    actors = job.options.get(ACTORS, "")
    if job.file.container == "sqlite":
        if is_wal(job.file):
            gathering.doubt(
                tr("The latest changes may be missing: the program had not yet written them here.")
            )
        coded = coded_in_database(job.file, gathering, actors, lambda share: job.report(share / 2))
    else:
        coded = coded_in_sheet(sheets_in(job.file)[0], gathering, actors)
    if not coded.statements:
        raise MapReadError(tr("There are no statements with an actor, a concept and an agreement."))
    return content_of(job, gathering, coded, is_by_year=job.options.get(SNAPSHOTS) == BY_YEAR)


FORMATS = (
    Format("dna", lambda: "Discourse Network Analyzer", (".dna", ".csv"), _is_base, _read, _page, _options),
)
