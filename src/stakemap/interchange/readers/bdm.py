"""Tables of expected-utility models after Bueno de Mesquita: capability, position and salience of each actor.

The file does not say in which unit positions are, nor where their scale ends: that is asked (B. Bueno de
Mesquita, The predictioneer's game, 2009).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.content import ImportedContent, Place
from stakemap.interchange.formats import Format, FormatPage, ReadJob, ReadOption
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers.gathering import (
    ALIGNMENT,
    PERCENT,
    Gathering,
    Scale,
    comma_options,
    exact,
    number_in,
    on_scale,
    raw_value,
    sheets_in,
)
from stakemap.interchange.tables.sheets import Cell, Sheet
from stakemap.text import fold

_HEADERS: Final[Mapping[str, frozenset[str]]] = {
    "actor": frozenset({"actor", "name", "stakeholder", "player", "agent"}),
    "capability": frozenset({"capability", "capabilities", "clout", "resources", "power", "influence"}),
    "position": frozenset({"position", "pos"}),
    "salience": frozenset({"salience", "sal"}),
}
_LOW, _HIGH, _SALIENCE, _CAPABILITY = "position-low", "position-high", "salience-high", "capability-high"
#: Where scales usually end.
_ENDS = (1.0, 10.0, 100.0)
_ISSUE = "issue"
_FIRST_ROWS = 20


def _columns(rows: Sequence[Sequence[Cell]]) -> dict[str, int]:
    """The indices of the four columns; none unless the first row has these headers and no other."""
    headers = {fold(str(cell).strip()): index for index, cell in enumerate(rows[0])} if rows else {}
    headers.pop("", None)
    found = {
        field: index
        for field, words in _HEADERS.items()
        for header, index in headers.items()
        if header in words
    }
    return found if len(found) == len(headers) == len(_HEADERS) else {}


def _is_model(file: IncomingFile) -> bool:
    for sheet in sheets_in(file)[:1]:
        columns = _columns(sheet.rows[:1])
        if columns:
            cells = [_at(row, columns["position"]) for row in sheet.rows[1:_FIRST_ROWS]]
            given = [cell for cell in cells if str(cell).strip()]
            return bool(given) and 2 * sum(number_in(cell) is not None for cell in given) > len(given)
    return False


def _page() -> FormatPage:
    return FormatPage(
        reads=(
            tr("actors with capability, as a share of the largest one, as influence"),
            tr("position and salience on one issue, on the scales that are chosen"),
        ),
        loses=(tr("what models compute from these"),),
    )


def _options(file: IncomingFile) -> tuple[ReadOption, ...]:
    sheet = sheets_in(file)[0]
    ends = _detected(sheet.rows)
    labels = {
        _LOW: tr("Lowest position"),
        _HIGH: tr("Highest position"),
        _SALIENCE: tr("Highest salience"),
        _CAPABILITY: tr("Highest capability"),
    }
    scales = (ReadOption(option, label, f"{ends[option]:g}") for option, label in labels.items())
    return (*comma_options([sheet]), *scales)


def _detected(rows: Sequence[Sequence[Cell]]) -> dict[str, float]:
    """The ends of the scales by the values: the least usual ones that hold them all."""
    columns = _columns(rows[:1])

    def values(field: str) -> list[float]:
        numbers = (number_in(_at(row, columns[field])) for row in rows[1:])
        return [value for value in numbers if value is not None] or [0.0]

    positions = values("position")
    largest = max(map(abs, positions))
    high = next((end for end in _ENDS if largest <= end), 0.0)
    low = (-high if min(positions) < 0 else 0.0) if high else min(positions)
    salience = max(values("salience"))
    return {
        _LOW: low,
        _HIGH: high or max(positions),
        _SALIENCE: next((end for end in _ENDS if salience <= end), salience),
        _CAPABILITY: max(values("capability")),
    }


def _read(job: ReadJob) -> ImportedContent:
    sheet = sheets_in(job.file)[0]
    columns = _columns(sheet.rows[:1])
    gathering = Gathering(job)
    gathering.read_from(sheet)
    rows = gathering.with_commas(sheet, job.options)
    ends, offered = _detected(rows), {each.id: each.value for each in _options(job.file)}
    for option in ends:
        # What was offered before the comma was said to part thousands is not what was chosen.
        chosen = number_in(job.options.get(option, ""))
        if chosen is not None and job.options[option] != offered[option]:
            ends[option] = chosen
    position_scale: Scale = (ends[_LOW], ends[_HIGH])
    salience_scale: Scale = (0.0, ends[_SALIENCE])
    if position_scale[0] >= position_scale[1] or salience_scale[1] <= 0:
        raise MapReadError(tr("The lowest position must be below the highest one, and saliences above 0."))
    gathering.issue(_ISSUE, job.file.stem, Place(sheet=sheet.name, row=1), has_sides=False)
    _doubts(gathering, sheet, columns, ends)
    scales = {"position": position_scale, "salience": salience_scale, "capability": (0.0, ends[_CAPABILITY])}
    for index, row in enumerate(rows[1:], start=2):
        if any(str(cell).strip() for cell in row):
            _actor(gathering, sheet.name, index, row, columns, scales)
    return gathering.content(title=job.file.stem)


def _actor(
    gathering: Gathering,
    sheet: str,
    index: int,
    row: Sequence[Cell],
    columns: Mapping[str, int],
    scales: Mapping[str, Scale],
) -> None:
    """The actor of a row with its judgements."""
    cells = {field: _at(row, column) for field, column in columns.items()}
    places = {field: Place(sheet=sheet, row=index, column=column + 1) for field, column in columns.items()}
    actor = gathering.actor(f"row {index}", cells["actor"], places["actor"])
    if not actor:
        return
    values = {
        field: gathering.number(cells[field], scale, places[field])
        for field, scale in scales.items()
        if scale[1] > scale[0]
    }
    names = {"position": tr("Position"), "salience": tr("Salience"), "capability": tr("Capability")}
    reasons = {
        field: raw_value(names[field], value, scales[field])
        for field, value in values.items()
        if value is not None
    }
    put = {
        field: on_scale(value, scales[field], ALIGNMENT if field == "position" else PERCENT)
        for field, value in values.items()
        if value is not None
    }
    gathering.stance(
        actor,
        _ISSUE,
        places["position"],
        (reasons.get("position", ""), reasons.get("salience", "")),
        alignment=put.get("position"),
        salience=put.get("salience"),
    )
    reason = reasons.get("capability", "")
    gathering.standing(actor, put.get("capability"), places["capability"], reason)


def _doubts(
    gathering: Gathering, sheet: Sheet, columns: Mapping[str, int], ends: Mapping[str, float]
) -> None:
    """Say which scales were taken, since the file does not."""
    for field, sentence, low, high in (
        ("position", tr("The scale of positions is not in the file: {low} to {high} is taken."), _LOW, _HIGH),
        (
            "salience",
            tr("The scale of saliences is not in the file: {low} to {high} is taken."),
            "",
            _SALIENCE,
        ),
        ("capability", tr("Influence is capability on a scale of {low} to {high}."), "", _CAPABILITY),
    ):
        place = Place(sheet=sheet.name, row=1, column=columns[field] + 1)
        gathering.doubt(sentence.format(low=exact(ends.get(low, 0.0)), high=exact(ends[high])), place)


def _at(row: Sequence[Cell], index: int) -> Cell:
    return row[index] if index < len(row) else ""


FORMATS = (Format("bdm", lambda: tr("Expected utility (BDM)"), (".csv",), _is_model, _read, _page, _options),)
