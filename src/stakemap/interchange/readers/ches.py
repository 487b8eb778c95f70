"""Party positions of the Chapel Hill expert surveys (CHES): a row a party, or a row an expert and party.

Positions are from 0 to 10, those on European integration from 1 to 7 (S. Jolly and others, Chapel Hill
Expert Survey trend file 1999–2019, 2022).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from stakemap.countries import countries
from stakemap.i18n import cached_by_language, comma_list, tr, tr_count
from stakemap.interchange.content import ImportedContent, ImportedSnapshot, Place
from stakemap.interchange.formats import Format, FormatPage, ReadJob, ReadOption
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers.ches_questions import COUNTRIES, SALIENCE, SALIENCES, Question, questions
from stakemap.interchange.readers.gathering import (
    ALIGNMENT,
    PERCENT,
    Gathering,
    Scale,
    columns_in,
    exact,
    number_in,
    on_scale,
    raw_value,
    sheets_in,
)
from stakemap.interchange.tables.sheets import Cell, Sheet
from stakemap.text import single_line

_PARTY = ("party", "party_name", "partyname")
_FULL_NAMES = ("party_name_english", "party_name", "partyname", "party_full")
_COUNTRY = ("country", "country_name", "cname")
_COUNTRY_OPTION = "country"
#: A table that has one of these is one of the surveys.
_TELLING = frozenset({"lrgen", "lrecon", "galtan", "eu_position"})
_CODE_LENGTH = 4
#: So many columns that are not read are named.
_MOST_NAMED = 12


def _is_survey(file: IncomingFile) -> bool:
    for sheet in sheets_in(file)[:1]:
        columns = columns_in(sheet)
        return any(name in columns for name in _PARTY) and bool(_TELLING & columns.keys())
    return False


def _page() -> FormatPage:
    return FormatPage(
        reads=(
            tr("parties as actors, their country as the group where there are several"),
            tr("positions (0 to 10, on European integration 1 to 7) and saliences, a question an issue"),
            tr("the mean of experts where each has a row; a snapshot a year"),
        ),
        loses=(tr("standard deviations, dissent, blur, votes and seats, party families"),),
    )


def _country(cell: Cell) -> str:
    """The name of a country by its number, else what stands in the cell."""
    value = number_in(cell)
    code = COUNTRIES.get(int(value)) if value is not None and value.is_integer() else None
    return _names_of_countries().get(code or "") or single_line(_text(cell))


@cached_by_language
def _names_of_countries() -> dict[str, str]:
    return {country.code: country.names[0] for country in countries()}


def _options(file: IncomingFile) -> tuple[ReadOption, ...]:
    sheet = sheets_in(file)[0]
    column = _first(columns_in(sheet), _COUNTRY)
    if column is None:
        return ()
    found = sorted({_country(_at(row, column)) for row in sheet.rows[1:]} - {""})
    if len(found) < 2:
        return ()
    choices = (("", tr("All countries")), *((name, name) for name in found))
    return (ReadOption(_COUNTRY_OPTION, tr("Country"), "", choices),)


@dataclass(slots=True)
class _Party:
    """A party and its cells, by year and column."""

    name: str
    code: str
    country: str
    place: Place
    cells: dict[tuple[str, str], list[tuple[float, Place]]] = field(default_factory=lambda: defaultdict(list))


def _read(job: ReadJob) -> ImportedContent:
    sheet = sheets_in(job.file)[0]
    columns = columns_in(sheet)
    gathering = Gathering(job)
    gathering.read_from(sheet)
    asked = {name: questions()[name] for name in columns if name in questions()}
    if "eu_position" in asked:
        asked.pop("position", None)
    scales = {name: question.scale for name, question in asked.items()}
    scales |= {each: SALIENCE for name in asked for each in SALIENCES.get(name, ()) if each in columns}
    parties = _parties(gathering, sheet, columns, scales, job.options.get(_COUNTRY_OPTION, ""))
    for name, question in asked.items():
        place = Place(sheet=sheet.name, row=1, column=columns[name] + 1)
        gathering.issue(name, question.name, place, low_label=question.low, high_label=question.high)
    years = sorted({year for party in parties.values() for year, _ in party.cells})
    _snapshots(gathering, years)
    names = Counter(party.name for party in parties.values())
    has_countries = len({party.country for party in parties.values()}) > 1
    for key, party in parties.items():
        is_shared = names[party.name] > 1 and party.country
        gathering.actor(
            key,
            f"{party.name} ({party.country})" if is_shared else party.name,
            party.place,
            code=party.code if len(party.code) <= _CODE_LENGTH else "",
            aliases=(party.code,) if len(party.code) > _CODE_LENGTH and party.code != party.name else (),
            group=party.country if has_countries else "",
        )
        for year in sorted({year for year, _ in party.cells}):
            _stances(gathering, key, party, year if len(years) > 1 else "", year, asked)
    _left_out(gathering, sheet, columns, scales)
    return gathering.content(title=job.file.stem)


def _parties(
    gathering: Gathering,
    sheet: Sheet,
    columns: Mapping[str, int],
    scales: Mapping[str, Scale],
    country: str,
) -> dict[str, _Party]:
    """The parties by key, with all cells that are numbers on their scale."""
    parties: dict[str, _Party] = {}
    short = _first(columns, _PARTY)
    full = _first(columns, _FULL_NAMES)
    of_country = _first(columns, _COUNTRY)
    for row_number, row in enumerate(sheet.rows[1:], start=2):
        place = Place(sheet=sheet.name, row=row_number)
        code = single_line(_text(_at(row, short)))
        name = single_line(_text(_at(row, full))) or code
        where = _country(_at(row, of_country))
        if not any(str(cell).strip() for cell in row) or (country and where != country):
            continue
        if not name:
            gathering.refused(tr("There is no name here."), place)
            continue
        key = f"{where} {_text(_at(row, columns.get('party_id'))) or name}"
        party = parties.setdefault(key, _Party(name, code, where, place))
        year = _year(_at(row, columns.get("year")))
        for column, scale in scales.items():
            cell_place = Place(sheet=sheet.name, row=row_number, column=columns[column] + 1)
            value = gathering.number(_text(_at(row, columns[column])), scale, cell_place)
            if value is not None:
                party.cells[year, column].append((value, cell_place))
    return parties


def _snapshots(gathering: Gathering, years: Sequence[str]) -> None:
    if len(years) == 1 and years[0]:
        gathering.kept(tr("All rows are of {year}; choose a snapshot of that date.", year=years[0]))
    previous = ""
    for year in years if len(years) > 1 else ():
        gathering.snapshots.append(
            ImportedSnapshot(key=year, label=year or tr("No year"), date=year, based_on=previous)
        )
        previous = year


def _stances(
    gathering: Gathering,
    key: str,
    party: _Party,
    snapshot: str,
    year: str,
    asked: Mapping[str, Question],
) -> None:
    for column, question in asked.items():
        positions = party.cells.get((year, column), [])
        weights = next(
            (cells for each in SALIENCES.get(column, ()) if (cells := party.cells.get((year, each), []))), []
        )
        if not positions and not weights:
            continue
        position = fmean(value for value, _ in positions) if positions else None
        weight = fmean(value for value, _ in weights) if weights else None
        gathering.stance(
            key,
            column,
            (positions or weights)[0][1],
            (
                "" if position is None else raw_value(column, position, question.scale),
                "" if weight is None else raw_value(tr("Salience"), weight, SALIENCE),
                tr("The mean of {count} rows", count=exact(len(positions))) if len(positions) > 1 else "",
            ),
            alignment=None if position is None else on_scale(position, question.scale, ALIGNMENT),
            salience=None if weight is None else on_scale(weight, SALIENCE, PERCENT),
            snapshot=snapshot,
        )


def _left_out(
    gathering: Gathering, sheet: Sheet, columns: Mapping[str, int], read: Mapping[str, Scale]
) -> None:
    used = {*read, *_PARTY, *_FULL_NAMES, *_COUNTRY, "party_id", "year", ""}
    others = [name for name in columns if name not in used]
    if others:
        named = comma_list(others[:_MOST_NAMED]) + (" …" if len(others) > _MOST_NAMED else "")
        sentence = tr_count(
            "{count} column is not read: {names}",
            "{count} columns are not read: {names}",
            len(others),
            names=named,
        )
        gathering.left_out(sentence, Place(sheet=sheet.name, row=1))


def _year(cell: Cell) -> str:
    value = number_in(cell)
    return str(int(value)) if value is not None and value.is_integer() and 1000 <= value <= 9999 else ""


def _first(columns: Mapping[str, int], names: Sequence[str]) -> int | None:
    return next((columns[name] for name in names if name in columns), None)


def _at(row: Sequence[Cell], index: int | None) -> Cell:
    return row[index] if index is not None and index < len(row) else ""


def _text(cell: Cell) -> str:
    """A cell as text; "." and ".d" stand for what is missing, and a whole number has no decimal places."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell).strip()
    return "" if text == "." or (len(text) == 2 and text[0] == "." and text[1].isalpha()) else text


FORMATS = (
    Format(
        "ches",
        lambda: tr("Chapel Hill expert survey (CHES)"),
        (".csv", ".xlsx"),
        _is_survey,
        _read,
        _page,
        _options,
    ),
)
