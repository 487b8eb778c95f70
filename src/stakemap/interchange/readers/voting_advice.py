"""Positions of parties on theses, as voting advice applications such as the Wahl-O-Mat publish them.

A table has a row a thesis and a column a party or the other way round, or a row for each party and thesis;
cells are −1, 0 and 1 or words for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from stakemap.i18n import tr
from stakemap.interchange.columns import columns_of, quantity_of
from stakemap.interchange.content import ImportedContent, Place
from stakemap.interchange.formats import Format, FormatPage, ReadJob, ReadOption
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers.gathering import Gathering, number_in, sheets_in
from stakemap.interchange.tables.sheets import Cell, Sheet
from stakemap.text import fold, one_line, single_line

_WORDS: Final[Mapping[float, str]] = {
    100.0: "stimme zu|stimmt zu|zustimmung|ja|pro|dafur|agree|agrees|yes|for|support|supports|favour|favor|"
    "d'accord|oui|si|de acuerdo|a favor|eens|за|да",
    0.0: "neutral|neutre|neutro|neutraal|unentschieden|enthaltung|neither|abstain|teils teils|teils/teils",
    -100.0: "stimme nicht zu|stimmt nicht zu|ablehnung|nein|contra|kontra|dagegen|disagree|disagrees|no|"
    "against|oppose|opposes|pas d'accord|non|en desacuerdo|en contra|oneens|nee|против|нет",
}
_VALUES: Final = {fold(word): value for value, words in _WORDS.items() for word in words.split("|")}
_SIGNS: Final = {
    "✅": 100.0,
    "✔": 100.0,
    "👍": 100.0,
    "⚪": 0.0,
    "➖": 0.0,
    "❌": -100.0,
    "✘": -100.0,
    "👎": -100.0,
}
_NO_ANSWER = frozenset(
    {"", "-", "–", "—", "keine antwort", "keine angabe", "k.a.", "k. a.", "no answer", "na", "n/a", "unknown"}
)
#: Headers of the table that the German Federal Agency for Civic Education publishes, folded.
_PUBLISHED: Final = ("partei: name", "these: these", "position: position")
_THESIS_WORDS = re.compile(
    r"\b(thes[ei]s?|thesen|statements?|frage|questions?|issues?|tema|stelling|claim)\b"
)
_PARTY_WORDS = re.compile(
    r"\b(partei(en)?|part(y|ies)|partidos?|partis?|partij(en)?|actors?|akteur|candidates?)\b"
)
_ROWS, _THESES, _PARTIES = "rows", "theses", "parties"
_MOST_ABOVE = 12
_SAMPLE = 60
#: The share of cells that must be positions, and of columns that must hold them.
_MOST_CELLS, _MOST_COLUMNS = 0.8, 0.45
#: So many columns identify such a table where its headers do not.
_TELLING_COLUMNS = 3


@lru_cache(4_096)
def _value_of(text: str) -> float | None:
    number = number_in(text)
    if number is not None:
        return 100.0 * number if number in (-1.0, 0.0, 1.0) else None
    sign = text.rstrip("\ufe0f")
    return _SIGNS[sign] if sign in _SIGNS else _VALUES.get(fold(text))


@lru_cache(4_096)
def _is_given(text: str) -> bool:
    """Whether a text is an answer at all."""
    return fold(text) not in _NO_ANSWER


def _value(cell: Cell) -> float | None:
    """The alignment that a cell says, None if it says none."""
    return _value_of(str(cell).strip())


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table of positions: its header row, the columns of positions, and those of texts before them."""

    sheet: Sheet
    header: int
    columns: tuple[int, ...]
    names: tuple[int, ...]

    @property
    def rows(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        """The rows below the header that have a name, with their number."""
        for index, row in enumerate(self.sheet.rows[self.header + 1 :], start=self.header + 2):
            if any(_text(row, name) for name in self.names):
                yield index, row


def _published_in(sheet: Sheet) -> dict[str, int] | None:
    """The columns of a published table, by folded header; None if the sheet is none."""
    for index, row in enumerate(sheet.rows[:_MOST_ABOVE]):
        columns = {fold(str(cell).strip()): place for place, cell in enumerate(row)}
        if all(header in columns for header in _PUBLISHED):
            return columns | {"": index}
    return None


def _grid_in(sheet: Sheet) -> _Grid | None:
    """The first table of positions in a sheet; None unless it takes both sides and is no square of names."""
    for header, headers in enumerate(sheet.rows[:_MOST_ABOVE]):
        if sum(_value(cell) is not None for cell in headers) > 1:
            continue  # positions themselves
        body = sheet.rows[header + 1 : header + 1 + _SAMPLE]
        width = max((len(row) for row in (headers, *body[:1])), default=0)
        columns = tuple(
            index for index in range(width) if _text(headers, index) and _holds_positions(body, index)
        )
        if len(columns) < 2:
            continue
        names = tuple(
            index
            for index in range(columns[0])
            if any(_text(row, index) and number_in(_text(row, index)) is None for row in body)
        )
        given = [index for index in range(columns[0], width) if any(_text(row, index) for row in body)]
        if not names or len(columns) < _MOST_COLUMNS * len(given):
            continue
        values = {_value(row[index]) for row in body for index in columns if index < len(row)}
        labels = {fold(_text(headers, index)) for index in columns}
        rows = {fold(_text(row, names[-1])) for row in body}
        is_square = 2 * len(labels & rows) >= len(labels)
        if {-100.0, 100.0} <= values and not is_square and _is_headed(headers, columns, names):
            return _Grid(sheet, header, columns, names)
    return None


def _is_headed(headers: Sequence[Cell], columns: Sequence[int], names: Sequence[int]) -> bool:
    """Whether a row can stand above such a table, and not above a register."""
    words = fold(" ".join(_text(headers, name) for name in names))
    fields = columns_of(list(map(str, headers)))
    if any(quantity_of(each) is not None for each in fields):
        return False
    if _THESIS_WORDS.search(words) or _PARTY_WORDS.search(words):
        return True
    return len(columns) >= _TELLING_COLUMNS and not any(fields[name] for name in names if name < len(fields))


def _holds_positions(body: Sequence[Sequence[Cell]], index: int) -> bool:
    found = others = 0
    for row in body:
        text = _text(row, index)
        if _is_given(text):
            is_position = _value_of(text) is not None
            found, others = found + is_position, others + (not is_position)
            if others > 1 + found:  # most columns of most tables end here
                return False
    return found > 0 and others <= (1 - _MOST_CELLS) * (found + others)


def _is_table(file: IncomingFile) -> bool:
    return any(_published_in(sheet) is not None or _grid_in(sheet) is not None for sheet in sheets_in(file))


def _page() -> FormatPage:
    return FormatPage(
        reads=(
            tr("parties as actors and theses as issues, whichever of them has the rows"),
            tr("−1, 0 and 1, or words such as “stimme zu” and “no”, as stances of −100, 0 and 100"),
        ),
        keeps=(tr("explanations of the parties as reasons; the wording of a thesis as its question"),),
        loses=(tr("influence and salience, which are not in the file"),),
    )


def _found(file: IncomingFile) -> tuple[Sheet, dict[str, int] | None, _Grid | None]:
    for sheet in sheets_in(file):
        published = _published_in(sheet)
        grid = None if published is not None else _grid_in(sheet)
        if published is not None or grid is not None:
            return sheet, published, grid
    raise AssertionError("the format was told by one of them")


def _orientation(grid: _Grid) -> tuple[str, bool]:
    """Whether rows are theses or parties, and whether a header says so; else theses are what is longer."""
    headers = fold(" ".join(_text(grid.sheet.rows[grid.header], name) for name in grid.names))
    if _THESIS_WORDS.search(headers):
        return _THESES, True
    if _PARTY_WORDS.search(headers):
        return _PARTIES, True
    columns = [_text(grid.sheet.rows[grid.header], index) for index in grid.columns]
    rows = [max((_text(row, name) for name in grid.names), key=len) for _, row in grid.rows]
    return (_THESES if _mean_length(rows) >= _mean_length(columns) else _PARTIES), False


def _mean_length(texts: Sequence[str]) -> float:
    return sum(map(len, texts)) / max(len(texts), 1)


def _options(file: IncomingFile) -> tuple[ReadOption, ...]:
    grid = _found(file)[2]
    if grid is None:
        return ()
    choices = ((_THESES, tr("Theses")), (_PARTIES, tr("Parties")))
    return (ReadOption(_ROWS, tr("Rows are"), _orientation(grid)[0], choices),)


def _read(job: ReadJob) -> ImportedContent:
    sheet, published, grid = _found(job.file)
    gathering = Gathering(job)
    gathering.read_from(sheet)
    if published is not None:
        _published(gathering, sheet, published)
    elif grid is not None:
        detected, is_said = _orientation(grid)
        rows = job.options.get(_ROWS) or detected
        if not is_said:
            sentence = (
                tr("Rows are taken for theses and columns for parties.")
                if rows == _THESES
                else tr("Rows are taken for parties and columns for theses.")
            )
            gathering.doubt(sentence, Place(sheet=sheet.name, row=grid.header + 1))
        _grid(gathering, grid, rows_are_theses=rows == _THESES)
    gathering.left_out(tr("Such a table says nothing about influence: it is unknown."))
    return gathering.content(title=job.file.stem)


def _published(gathering: Gathering, sheet: Sheet, columns: Mapping[str, int]) -> None:
    """A row for each party and thesis."""
    seen: set[tuple[str, str]] = set()
    short = columns.get("partei: kurzbezeichnung", columns["partei: name"])
    title = columns.get("these: titel", columns["these: these"])
    for index, row in enumerate(sheet.rows[columns[""] + 1 :], start=columns[""] + 2):
        party, thesis = _text(row, columns["partei: name"]), _text(row, columns["these: these"])
        place = Place(sheet=sheet.name, row=index, column=columns["position: position"] + 1)
        name = _text(row, short) or party
        if not name or not thesis:
            if name or thesis:
                gathering.refused(tr("This row lacks the party or the thesis."), place)
            continue
        gathering.actor(name, name, place, aliases=(party,) if party and party != name else ())
        gathering.issue(thesis, _text(row, title) or thesis, place, question=thesis, **_ends())
        if (name, thesis) in seen:
            gathering.refused(tr("This party has a position on this thesis already."), place)
            continue
        seen.add((name, thesis))
        cell = row[columns["position: position"]] if columns["position: position"] < len(row) else ""
        explanation = _text(row, columns.get("position: begrundung", len(row)))
        _stance(gathering, name, thesis, cell, place, explanation)


def _grid(gathering: Gathering, grid: _Grid, *, rows_are_theses: bool) -> None:
    headers = grid.sheet.rows[grid.header]
    columns = {}
    for index in grid.columns:
        place = Place(sheet=grid.sheet.name, row=grid.header + 1, column=index + 1)
        columns[index] = _named(
            gathering, f"column {index}", _text(headers, index), "", place, not rows_are_theses
        )
    for number, row in grid.rows:
        texts = sorted((text for name in grid.names if (text := _text(row, name))), key=len)
        place = Place(sheet=grid.sheet.name, row=number, column=grid.names[0] + 1)
        longer = texts[-1] if len(texts) > 1 else ""
        key = _named(gathering, f"row {number}", texts[0], longer, place, rows_are_theses)
        for index, column in columns.items():
            cell = row[index] if index < len(row) else ""
            actor, issue = (column, key) if rows_are_theses else (key, column)
            _stance(gathering, actor, issue, cell, Place(sheet=grid.sheet.name, row=number, column=index + 1))


def _named(gathering: Gathering, key: str, name: str, longer: str, place: Place, is_thesis: bool) -> str:
    """A thesis with its wording, or a party with its other name."""
    if is_thesis:
        return gathering.issue(key, name, place, question=longer, **_ends())
    return gathering.actor(key, name, place, aliases=(longer,) if longer else ())


def _ends() -> dict[str, str]:
    return {"low_label": tr("Disagrees"), "high_label": tr("Agrees")}


def _stance(
    gathering: Gathering, actor: str, issue: str, cell: Cell, place: Place, explanation: str = ""
) -> None:
    value = _value(cell)
    text = single_line(str(cell))
    if value is None:
        if _is_given(text):
            gathering.refused(tr("“{text}” is no position.", text=one_line(text)), place, text)
        return
    reason = tr("Position: {text}", text=text)
    gathering.stance(actor, issue, place, (reason, explanation), alignment=value, basis="stated")


def _text(row: Sequence[Cell], index: int) -> str:
    return single_line(str(row[index])) if index < len(row) else ""


FORMATS = (
    Format(
        "voting-advice",
        lambda: tr("Positions on theses (Wahl-O-Mat)"),
        (".csv", ".xlsx"),
        _is_table,
        _read,
        _page,
        _options,
    ),
)
