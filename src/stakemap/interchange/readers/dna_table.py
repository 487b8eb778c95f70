"""Statements of the Discourse Network Analyzer as a table: a row a statement, a column a variable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from stakemap.errors import MapReadError
from stakemap.i18n import cached_by_language, tr, tr_count
from stakemap.interchange.content import Place
from stakemap.interchange.formats import ReadOption
from stakemap.interchange.readers.dna_statements import Coded, DnaDocument, Statement, doubt_dates
from stakemap.interchange.readers.dna_variables import options_for, variables_of
from stakemap.interchange.readers.gathering import Gathering, columns_in, lines
from stakemap.interchange.tables.sheets import Cell, Sheet
from stakemap.text import single_line
from stakemap.wording.read_dates import read_date

_KNOWN = ("statement_id", "id", "time", "start_position", "stop_position", "text", "coder")
_DOCUMENT = "document_"
_AGREES: Mapping[str, bool] = {
    **dict.fromkeys(("1", "true", "yes", "agree", "agrees", "1.0"), True),
    **dict.fromkeys(("0", "false", "no", "disagree", "disagrees", "-1", "0.0", "-1.0"), False),
}
#: So many rows decide which columns say yes and no.
_SAMPLE = 500


def is_statements(sheet: Sheet) -> bool:
    """Whether the headers are those of exported statements."""
    columns = columns_in(sheet)
    has_place = "start_position" in columns or any(name.startswith(_DOCUMENT) for name in columns)
    return has_place and "time" in columns and ("statement_id" in columns or "id" in columns)


def _variables(sheet: Sheet) -> tuple[list[str], list[str]]:
    """Headers of variables that hold texts, and of those that say yes or no."""
    texts: list[str] = []
    agreements: list[str] = []
    columns = columns_in(sheet)
    for header in map(str, sheet.rows[0]):
        name = header.strip().lower()
        if not name or name in _KNOWN or name.startswith(_DOCUMENT):
            continue
        index = columns[name]
        values = {_text(row, index).lower() for row in sheet.rows[1:_SAMPLE]} - {""}
        (agreements if values and values <= _AGREES.keys() else texts).append(header.strip())
    return texts, agreements


def options_of_sheet(sheet: Sheet) -> tuple[ReadOption, ...]:
    """Options by the columns of variables."""
    return options_for(*_variables(sheet))


def coded_in_sheet(sheet: Sheet, gathering: Gathering, actors: str) -> Coded:
    """What was coded, with the actors that were chosen. Raises MapReadError."""
    gathering.read_from(sheet)
    variables = variables_of(*_variables(sheet), actors)
    if variables is None:
        raise MapReadError(
            tr("This table of statements lacks an actor, a concept, or whether the actor agrees.")
        )
    columns = columns_in(sheet)
    actor_column, concept_column, agreement_column = (columns[name.lower()] for name in variables)
    coded = Coded(actor_variables=frozenset({variables.actor}))
    documents: dict[tuple[str, ...], int] = {}
    incomplete = 0
    for number, row in enumerate(sheet.rows[1:], start=2):
        actor, concept = (single_line(_text(row, index)) for index in (actor_column, concept_column))
        agrees = _AGREES.get(_text(row, agreement_column).lower())
        if not actor or not concept or agrees is None:
            incomplete += any(str(cell) for cell in row)
            continue
        document = _document(row, columns)
        key = documents.setdefault(
            (document.title, document.day, _field(row, columns, "document_id")), number
        )
        coded.documents.setdefault(key, document)
        place = Place(sheet=sheet.name, row=number)
        coded.statements.append(Statement(actor, concept, agrees, key, _field(row, columns, "text"), place))
    if incomplete:
        gathering.left_out(
            tr_count(
                "{count} statement lacks an actor, a concept or an agreement.",
                "{count} statements lack an actor, a concept or an agreement.",
                incomplete,
            ),
            Place(sheet=sheet.name),
        )
    undated = sum(not document.day for document in coded.documents.values())
    doubt_dates(gathering, undated, Place(sheet=sheet.name))
    return coded


def _document(row: Sequence[Cell], columns: Mapping[str, int]) -> DnaDocument:
    section, kind = (_field(row, columns, f"{_DOCUMENT}{name}") for name in ("section", "type"))
    return DnaDocument(
        _field(row, columns, "document_title"),
        _field(row, columns, "document_author"),
        _field(row, columns, "document_source"),
        lines(section, kind, _field(row, columns, "document_notes")),
        _day(row[columns["time"]]) if columns["time"] < len(row) else "",
    )


def _day(cell: Cell) -> str:
    """The day of a moment as programs write it; "" where it is none, or may be one of two days."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return _day_in(str(cell).strip().partition(" ")[0].partition("T")[0])


@cached_by_language
def _day_in(text: str) -> str:
    try:
        return read_date(text, to_the_day=True)
    except ValueError:
        return ""


def _text(row: Sequence[Cell], index: int) -> str:
    return str(row[index]).strip() if index < len(row) else ""


def _field(row: Sequence[Cell], columns: Mapping[str, int], name: str) -> str:
    return _text(row, columns[name]) if name in columns else ""
