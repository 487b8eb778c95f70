"""Scenarios of KTAB's spatial model of politics: actors with capability, and position and salience on each
dimension.

Positions and saliences are from 0 to 100 in CSV and XML files, from 0 to 1 in databases, whose turns are
those of the simulated bargaining (B. Wise, L. Lester and B. Efird, An introduction to KTAB, 2015).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import TypeVar

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.content import ImportedContent, ImportedSnapshot, Place
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
from stakemap.interchange.readers.ktab_files import (
    KtabScenario,
    Measured,
    Turn,
    is_csv,
    scenario_in_csv,
    scenario_in_database,
    scenario_in_xml,
    scenarios_in,
)
from stakemap.interchange.readers.sqlite import is_wal
from stakemap.interchange.readers.xml import has_root
from stakemap.text import one_line

K = TypeVar("K")

_CODE_LENGTH = 4
_ROUNDING = 0.05
_TABLES = (b"SpatialCapability", b"SpatialSalience", b"VectorPosition")
_XML_MARKS = (b"<dCoord>", b"<dSal>", b"<Actors>")


def _is_scenario(file: IncomingFile) -> bool:
    match file.container:
        case "sqlite":
            return all(table in file.data for table in _TABLES)
        case "xml":
            return has_root(file, "Scenario") and any(mark in file.data for mark in _XML_MARKS)
    return any(is_csv(sheet.rows[:3]) for sheet in sheets_in(file)[:1])


def _page() -> FormatPage:
    return FormatPage(
        reads=(
            tr("actors with their capability, as a share of the largest one, as influence"),
            tr("each dimension as an issue, with position and salience (0 to 100)"),
            tr("the turns of a database, each as a scenario that builds on the one before"),
        ),
        keeps=(tr("descriptions of actors in their notes"),),
        loses=(
            tr("parameters of the model, ideal points, and what the program computed: bargains, utilities"),
        ),
    )


def _options(file: IncomingFile) -> tuple[ReadOption, ...]:
    if file.container != "sqlite":
        return comma_options(sheets_in(file)[:1])
    try:
        scenarios = scenarios_in(file)
    except MapReadError:
        return ()
    if len(scenarios) < 2:
        return ()
    return (ReadOption("scenario", tr("Scenario"), scenarios[0][0], tuple(scenarios)),)


def _scenario(job: ReadJob, gathering: Gathering) -> KtabScenario:
    if job.file.container == "sqlite":
        return scenario_in_database(job.file, job.options.get("scenario", ""), job.report)
    if job.file.container == "xml":
        return scenario_in_xml(job.file)
    return scenario_in_csv(gathering.with_commas(job.file.workbook.sheets[0], job.options))


def _read(job: ReadJob) -> ImportedContent:
    gathering = Gathering(job)
    scenario = _scenario(job, gathering)
    if not scenario.actors:
        raise MapReadError(tr("This KTAB scenario has no actors."))
    for index, name in enumerate(scenario.dimensions):
        place = Place(path=tr("dimension {number}", number=index + 1))
        gathering.issue(str(index), name, place, has_sides=False)
    for index, actor in scenario.actors.items():
        gathering.actor(
            str(index),
            actor.name,
            actor.place,
            note=actor.description if actor.description != actor.name else "",
            code=actor.name if len(actor.name) <= _CODE_LENGTH else "",
        )
    if scenario.promised not in (None, len(scenario.actors)):
        gathering.doubt(
            tr(
                "The first line promises {promised} actors, but there are {found}.",
                promised=scenario.promised,
                found=len(scenario.actors),
            ),
            Place(row=1),
        )
    if is_wal(job.file) and job.file.container == "sqlite":
        gathering.doubt(tr("The latest changes may be missing: the program had not yet written them here."))
    _turns(gathering, scenario)
    return gathering.content(title=scenario.name or job.file.stem, note=scenario.description)


def _turns(gathering: Gathering, scenario: KtabScenario) -> None:
    """The first turn is what holds, each later one a scenario with what differs from the one before."""
    capabilities = [measured.cell for turn in scenario.turns for measured in turn.capabilities.values()]
    largest = max(filter(None, map(number_in, capabilities)), default=0.0)
    held, key = Turn(), ""
    for index, turn in enumerate(scenario.turns):
        if index:
            base, key = key, f"turn {index}"
            label = tr("Turn {number}", number=index)
            gathering.snapshots.append(ImportedSnapshot(key=key, label=label, scenario=True, based_on=base))
        _capabilities(gathering, turn, held, key, largest)
        _stances(gathering, scenario.most, turn, held, key)
    gathering.kept(tr("Influence is capability as a share of the largest one; the reasons say both."))
    if len(scenario.turns) > 1:
        gathering.kept(tr("The turns of the simulation are scenarios, each based on the one before."))


def _changed(values: Mapping[K, Measured], held: dict[K, Measured]) -> list[K]:
    """The values that a turn changes; they hold from then on."""
    changed = [key for key, each in values.items() if key not in held or held[key].cell != each.cell]
    held.update(values)
    return changed


def _capabilities(gathering: Gathering, turn: Turn, held: Turn, key: str, largest: float) -> None:
    for actor in _changed(turn.capabilities, held.capabilities):
        measured = turn.capabilities[actor]
        if str(actor) not in gathering.actors:
            continue
        value = gathering.number(measured.cell, (0.0, inf), measured.place)
        if value is not None and largest > 0:
            reason = tr(
                "Capability {value}; the largest is {largest}", value=exact(value), largest=exact(largest)
            )
            influence = on_scale(value, (0.0, largest), PERCENT)
            gathering.standing(str(actor), influence, measured.place, reason, snapshot=key)


def _stances(gathering: Gathering, most: float, turn: Turn, held: Turn, key: str) -> None:
    scale: Scale = (0.0, most)
    totals: dict[int, float] = {}
    moved = _changed(turn.positions, held.positions)
    for where in dict.fromkeys((*moved, *_changed(turn.saliences, held.saliences))):
        missing = Measured("", (held.positions.get(where) or held.saliences[where]).place)
        measured, weight = held.positions.get(where, missing), held.saliences.get(where, missing)
        actor, dimension = map(str, where)
        if actor not in gathering.actors or dimension not in gathering.issues:
            continue
        position = gathering.number(measured.cell, scale, measured.place)
        salience = gathering.number(weight.cell, scale, weight.place)
        totals[where[0]] = totals.get(where[0], 0.0) + (salience or 0.0)
        gathering.stance(
            actor,
            dimension,
            measured.place,
            (
                "" if position is None else raw_value(tr("Position"), position, scale),
                "" if salience is None else raw_value(tr("Salience"), salience, scale),
            ),
            alignment=None if position is None else on_scale(position, scale, ALIGNMENT),
            salience=None if salience is None else on_scale(salience, scale, PERCENT),
            snapshot=key,
        )
    for index, total in totals.items():
        if total > most * (1 + _ROUNDING):
            sentence = tr(
                "The saliences of {actor} sum to {total}, more than {most}.",
                actor=one_line(gathering.actors[str(index)].name),
                total=exact(total),
                most=exact(most),
            )
            gathering.doubt(sentence, gathering.actors[str(index)].place)


FORMATS = (
    Format("ktab", lambda: "KTAB", (".csv", ".xml", ".db", ".sqlite"), _is_scenario, _read, _page, _options),
)
