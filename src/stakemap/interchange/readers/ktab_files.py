"""The three kinds of files of KTAB's spatial model of politics, as one scenario: CSV, XML and SQLite."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, Final

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.content import Place
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers.gathering import number_in
from stakemap.interchange.readers.sqlite import Database, opened
from stakemap.interchange.readers.xml import local_name, root_of, text_of
from stakemap.interchange.tables.sheets import Cell
from stakemap.interchange.tsv import unguarded

#: What stands for a comma within a text.
_COMMA: Final = "$$"
#: Columns of an actor before those of the dimensions.
_FIXED = 3
#: Words for what a column of a dimension holds, which are not part of its name.
_COLUMN_WORD = re.compile(r"\s*\b(?:positions?|pos|salience|sal)\b\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Measured:
    """A cell that should hold a number, and where it stands."""

    cell: object
    place: Place


@dataclass(frozen=True, slots=True)
class KtabActor:
    """An actor and where it stands in the file."""

    name: str
    description: str
    place: Place


@dataclass(frozen=True, slots=True)
class Turn:
    """What holds at one turn: capability by actor, position and salience by actor and dimension."""

    capabilities: dict[int, Measured] = field(default_factory=dict)
    positions: dict[tuple[int, int], Measured] = field(default_factory=dict)
    saliences: dict[tuple[int, int], Measured] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KtabScenario:
    """A scenario with its turns; `most` is the upper end of the scale of positions and saliences."""

    name: str
    description: str
    most: float
    dimensions: list[str]
    actors: dict[int, KtabActor]
    turns: list[Turn]
    #: How many actors the file says it has, where it says so.
    promised: int | None = None


def is_csv(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first lines of a table are those of a scenario: four cells about it, then the headers."""
    if len(rows) < 3 or not all(_cells(row) for row in rows[:3]):
        return False
    first, second, third = map(_cells, rows[:3])
    if len(first) < 4 or any(str(cell) not in ("", "0") for cell in first[4:]):
        return False
    dimensions = _count(first[3])
    if _count(first[2]) is None or dimensions is None:
        return False
    width = _FIXED + 2 * dimensions
    is_wide_enough = len(second) > _FIXED and width <= len(third) + 1
    return is_wide_enough and number_in(second[2]) is None and number_in(third[2]) is not None


def scenario_in_csv(rows: Sequence[Sequence[Cell]]) -> KtabScenario:
    """The scenario of a table that `is_csv`. Columns of dimensions are parted by place: headers vary."""
    first, headers = _cells(rows[0]), _cells(rows[1])
    count = _count(first[3]) or 0
    dimensions = [
        _dimension(_at(headers, _FIXED + 2 * each), _at(headers, _FIXED + 2 * each + 1), each)
        for each in range(count)
    ]
    actors: dict[int, KtabActor] = {}
    turn = Turn()
    for number, cells in enumerate(rows[2:], start=3):
        if not any(str(cell).strip() for cell in cells):
            continue
        index = len(actors)
        actors[index] = KtabActor(_plain(_at(cells, 0)), _plain(_at(cells, 1)), Place(row=number, column=1))
        turn.capabilities[index] = _cell(cells, number, 2)
        for each in range(count):
            turn.positions[index, each] = _cell(cells, number, _FIXED + 2 * each)
            turn.saliences[index, each] = _cell(cells, number, _FIXED + 2 * each + 1)
    return KtabScenario(
        _plain(first[0]), _plain(first[1]), 100.0, dimensions, actors, [turn], promised=_count(first[2])
    )


def scenario_in_xml(file: IncomingFile) -> KtabScenario:
    """The scenario of an XML file. Raises MapReadError."""
    root = root_of(file)
    actors: dict[int, KtabActor] = {}
    turn = Turn()
    for index, element in enumerate(root.iterfind("{*}Actors/{*}Actor")):
        path = f"Actors/Actor[{index + 1}]"
        actors[index] = KtabActor(_child(element, "name"), _child(element, "description"), Place(path=path))
        capability = Place(path=f"{path}/capability")
        turn.capabilities[index] = Measured(_child(element, "capability"), capability)
        for values, parent, name in (
            (turn.positions, "Position", "dCoord"),
            (turn.saliences, "Salience", "dSal"),
        ):
            for each, value in enumerate(element.iterfind(f"{{*}}{parent}/{{*}}{name}")):
                place = Place(path=f"{path}/{parent}/{name}[{each + 1}]")
                values[index, each] = Measured(text_of(value), place)
    names = root.iterfind("{*}Dimensions/{*}dName")
    dimensions = [text_of(name) or _unnamed(each) for each, name in enumerate(names)]
    return KtabScenario(_child(root, "name"), _child(root, "desc"), 100.0, dimensions, actors, [turn])


def scenarios_in(file: IncomingFile) -> list[tuple[str, str]]:
    """The ids and names of the scenarios of a database, in its order. Raises MapReadError."""
    with opened(file) as database:
        return [(id_, name) for id_, name, _ in _scenarios(database)]


def scenario_in_database(file: IncomingFile, chosen: str, report: Callable[[float], bool]) -> KtabScenario:
    """One scenario of a database, the first unless another id is chosen. Raises MapReadError."""
    with opened(file, report) as database:
        scenarios = _scenarios(database)
        if not scenarios:
            raise MapReadError(tr("This KTAB database has no scenario."))
        id_, name, description = next((each for each in scenarios if each[0] == chosen), scenarios[0])
        actors = {
            index: KtabActor(str(actor), str(text), Place(path=f"ActorDescription {index}"))
            for of, index, actor, text in database.rows(
                "ActorDescription", "ScenarioId", "Act_i", "Name", "Desc"
            )
            if of == id_
        }
        found = {
            index: str(text)
            for of, index, text in database.rows("DimensionDescription", "ScenarioId", "Dim_k", "Desc")
            if of == id_
        }
        dimensions = [found.get(each, "") or _unnamed(each) for each in range(max(found, default=-1) + 1)]
        return KtabScenario(name, description, 1.0, dimensions, actors, _turns(database, id_))


def _scenarios(database: Database) -> list[tuple[str, str, str]]:
    rows = database.rows("ScenarioDesc", "ScenarioId", "Scenario", "Desc")
    return [(str(id_), str(name), str(description)) for id_, name, description in rows]


def _turns(database: Database, scenario: str) -> list[Turn]:
    """The turns of a scenario in their order."""
    turns: dict[int, Turn] = {}

    def taken(table: str, *columns: str) -> Iterable[tuple[Turn, tuple[Any, ...], Measured]]:
        for of, turn, *keys, value in database.rows(table, "ScenarioId", "Turn_t", *columns):
            if of == scenario and isinstance(turn, int) and all(isinstance(key, int) for key in keys):
                numbers = " ".join(map(str, (turn, *keys)))
                measured = Measured(value, Place(path=f"{table} {numbers}"))
                yield turns.setdefault(turn, Turn()), tuple(keys), measured

    for turn, (actor,), measured in taken("SpatialCapability", "Act_i", "Cap"):
        turn.capabilities[actor] = measured
    for turn, (actor, dimension), measured in taken("SpatialSalience", "Act_i", "Dim_k", "Sal"):
        turn.saliences[actor, dimension] = measured
    coordinate = "Pos_Coord" if database.has("VectorPosition", "Pos_Coord") else "Coord"  # until 2016
    for turn, (actor, dimension), measured in taken("VectorPosition", "Act_i", "Dim_k", coordinate):
        turn.positions[actor, dimension] = measured
    return [turns[number] for number in sorted(turns)]


def _child(element: Any, name: str) -> str:
    return next((text_of(child) for child in element if local_name(child) == name), "")


def _cells(row: Sequence[Cell]) -> list[Cell]:
    """The cells of a row up to its last one that is not empty."""
    cells = list(row)
    while cells and not str(cells[-1]).strip():
        cells.pop()
    return cells


def _at(cells: Sequence[Cell], index: int) -> Cell:
    return cells[index] if index < len(cells) else ""


def _cell(cells: Sequence[Cell], row: int, index: int) -> Measured:
    return Measured(_at(cells, index), Place(row=row, column=index + 1))


def _plain(cell: object) -> str:
    return unguarded(str(cell).strip()).replace(_COMMA, ",")


def _count(cell: object) -> int | None:
    number = number_in(cell)
    return int(number) if number is not None and number.is_integer() and 0 < number <= 10_000 else None


def _dimension(position: object, salience: object, index: int) -> str:
    """The name of a dimension by the headers of its two columns: what they share, without words for what."""
    headers = [_plain(header) for header in (position, salience)]
    bare = [_COLUMN_WORD.sub(" ", header).strip() for header in headers]
    if bare[0] != headers[0]:
        return bare[0] or _unnamed(index)
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(*headers, strict=False))
    shared = "".join(letter for letter, _ in alike).strip(" -_:")
    return shared if len(shared) > 2 else headers[0] or _unnamed(index)


def _unnamed(index: int) -> str:
    return tr("Dimension {number}", number=index + 1)
