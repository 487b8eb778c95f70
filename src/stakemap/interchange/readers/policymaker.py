"""Projects of PolicyMaker 5: players with position and power, and strategies that move them.

The tables, scales and ratings are those of the program; its method is that of M. R. Reich and D. M. Cooper,
PolicyMaker: computer-assisted political analysis (1996).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from statistics import fmean
from typing import Any

from stakemap.errors import MapReadError
from stakemap.i18n import tr, tr_count
from stakemap.interchange.content import ImportedContent, ImportedSnapshot, Place
from stakemap.interchange.formats import Format, FormatPage, ReadJob
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers.gathering import (
    ALIGNMENT,
    PERCENT,
    Gathering,
    Scale,
    exact,
    lines,
    number_in,
    on_scale,
    raw_value,
)
from stakemap.wording.read_dates import read_date

_POSITION: Scale = (-7.0, 7.0)
_POWER: Scale = (1.0, 7.0)
#: The ratings of positions: 1 to 3 support, 5 to 7 oppose, 0 and 8 are not set; of power 1 to 3 are set.
_POSITION_RATINGS, _SUPPORT, _NON_MOBILISED = range(1, 8), range(1, 4), 4
_POWER_RATINGS = range(1, 4)
_PERSON = 4
_CODE_LENGTH = 4
_ISSUE = "policy"
_ALL = "all"
_MARKS = (b'"Affected_player"', b'"Player"', b'"Strategy"', b'"Policy_Goal"')
#: A text, or a comma before a closing bracket, which the bundled example has and JSON does not allow.
_LOOSE_COMMA = re.compile(r'("(?:[^"\\]|\\.)*+")|,(?=\s*[}\]])')

_Row = Mapping[str, Any]
#: What a strategy does to a player: the positions and the powers expected of it.
_Effects = Mapping[str, tuple[list[float], list[float]]]


def _is_project(file: IncomingFile) -> bool:
    return file.container in ("json", "text") and all(mark in file.data for mark in _MARKS)


def _page() -> FormatPage:
    return FormatPage(
        reads=(
            tr("players with position (−7 to 7) and power (1 to 7), on the policy as the issue"),
            tr("each strategy with the players that it affects, as a scenario, and all of them together"),
        ),
        keeps=(
            tr("opportunities, obstacles, objectives, consequences and weights in the notes of players"),
            tr("sectors, levels and “non-mobilised” as tags; goals in the note of the issue"),
        ),
        loses=(tr("the drawing of coalitions, questions, lists of options and reports"),),
    )


def _tables(file: IncomingFile) -> dict[str, list[_Row]]:
    """The rows of each table. Raises MapReadError."""
    if file.container == "text":  # the bundled example: a program that holds the tables
        text = file.data.decode("utf-8", "replace")
        start, end = text.find("{"), text.rfind("}")
        plain = _LOOSE_COMMA.sub(lambda match: match[1] or "", text[start : end + 1])
        file = IncomingFile(file.name, plain.encode())
    tables = file.json
    if not isinstance(tables, dict) or not isinstance(tables.get("Player"), list):
        raise MapReadError(tr("This PolicyMaker project has no table of players."))
    return {
        name: [row for row in rows if isinstance(row, dict)]
        for name, rows in tables.items()
        if isinstance(rows, list)
    }


def _read(job: ReadJob) -> ImportedContent:
    tables = _tables(job.file)
    gathering = Gathering(job)
    project = next(iter(tables.get("Project", ())), {})
    title = _text(project, "User_label") or job.file.stem
    gathering.issue(
        _ISSUE,
        title,
        Place(path="Project[0]"),
        low_label=tr("Opposes"),
        high_label=tr("Supports"),
        note=lines(*_goals(tables)),
    )
    _players(gathering, tables, _day(_text(project, "As_of_date")))
    _strategies(gathering, tables)
    if coalitions := tables.get("Coalition"):
        gathering.left_out(
            tr_count(
                "The drawing of coalitions is left out ({count} element).",
                "The drawing of coalitions is left out ({count} elements).",
                len(coalitions),
            ),
            Place(path="Coalition"),
        )
    note = lines(
        _labelled(tr("Analyst"), _text(project, "Analyst")), _labelled(tr("Client"), _text(project, "Client"))
    )
    return gathering.content(title=title, note=note)


def _players(gathering: Gathering, tables: Mapping[str, list[_Row]], day: str) -> None:
    notes = _notes(tables)
    for index, row in enumerate(tables["Player"]):
        path = f"Player[{index}]"
        if _key(row) in gathering.actors:
            gathering.refused(
                tr("Another player has this Player_ID."), Place(path=path), row.get("Player_ID")
            )
            continue
        rating = row.get("Position_rating")
        abbreviation = _text(row, "Player_abbrev")
        is_code = 0 < len(abbreviation) <= _CODE_LENGTH
        weight = number_in(row.get("Weight", 1))
        tags = (
            _text(row, "Sector"),
            _text(row, "Level"),
            tr("Non-mobilised") if rating == _NON_MOBILISED else "",
        )
        key = gathering.actor(
            _key(row),
            _text(row, "Player_name"),
            Place(path=path),
            code=abbreviation if is_code else "",
            aliases=(abbreviation,) if abbreviation and not is_code else (),
            kind="person" if row.get("Org_or_indiv") == _PERSON else None,
            tags=tuple(dict.fromkeys(filter(None, tags))),
            note=lines(
                _text(row, "Player_details"),
                _labelled(tr("Opportunity"), _text(row, "Player_opportunity")),
                _labelled(tr("Obstacle"), _text(row, "Player_obstacle")),
                *notes.get(_key(row), ()),
                "" if weight in (None, 1) else _labelled(tr("Weight"), exact(weight or 0)),
            ),
        )
        if key:
            _position(gathering, key, row, path, day)
            _power(gathering, key, row, path, day)
    if any(actor.note for actor in gathering.actors.values()):
        gathering.kept(
            tr("Opportunities, obstacles, objectives and consequences are kept in the notes of actors."),
            Place(path="Player"),
        )


def _position(gathering: Gathering, key: str, row: _Row, path: str, day: str) -> None:
    rating = row.get("Position_rating")
    if rating not in _POSITION_RATINGS:
        return  # not set: nothing is known
    place = Place(path=f"{path}.PosValue")
    value = gathering.number(row.get("PosValue", ""), _POSITION, place)
    if value is None:
        return
    reason = raw_value("PosValue", value, _POSITION)
    if rating == _NON_MOBILISED:
        reason, value = lines(tr("Non-mobilised"), reason), 0.0
    elif (rating in _SUPPORT) != (value > 0):
        gathering.doubt(tr("Position and rating do not agree; the position counts."), place)
    alignment = on_scale(value, _POSITION, ALIGNMENT)
    gathering.stance(key, _ISSUE, place, (reason,), alignment=alignment, on=day)


def _power(gathering: Gathering, key: str, row: _Row, path: str, day: str) -> None:
    if row.get("Strength_of_influence") not in _POWER_RATINGS:
        return
    place = Place(path=f"{path}.PowValue")
    value = gathering.number(row.get("PowValue", ""), _POWER, place)
    if value is not None:
        reason = raw_value("PowValue", value, _POWER)
        gathering.standing(key, on_scale(value, _POWER, PERCENT), place, reason, on=day)


def _strategies(gathering: Gathering, tables: Mapping[str, list[_Row]]) -> None:
    """A scenario for each strategy that affects players, and one for all of them.

    The program adds to what holds now the mean of what the strategies would change, which is the mean of what
    they lead to.
    """
    names = {_key(row, "Strategy_ID"): row for row in tables.get("Strategy", ())}
    effects: dict[str, dict[str, tuple[list[float], list[float]]]] = {}
    together: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for index, row in enumerate(tables.get("Affected_player", ())):
        path, key, strategy = f"Affected_player[{index}]", _key(row), _key(row, "Strategy_ID")
        if key not in gathering.actors or strategy not in names:
            gathering.refused(
                tr("This row names a player or a strategy that is not there."), Place(path=path)
            )
            continue
        of_strategy = effects.setdefault(strategy, defaultdict(lambda: ([], [])))
        for place, expected in enumerate(_expected(gathering, row, path)):
            if expected is not None:
                of_strategy[key][place].append(expected)
                together[key][place].append(expected)
    for strategy, affected in effects.items():
        row = names[strategy]
        note = lines(
            _text(row, "Action"),
            _labelled(tr("Benefit"), _text(row, "Benefit")),
            _labelled(tr("Problem"), _text(row, "Problem")),
            _labelled(tr("Timeline"), _text(row, "Timeline")),
            _labelled(tr("Chance of success"), f"{exact(success)} %")
            if (success := number_in(row.get("Pct_Success", "")))
            else "",
        )
        label = (
            _text(row, "Strategy_name")
            or _text(row, "Action")[:80]
            or tr("Strategy {number}", number=strategy)
        )
        _scenario(gathering, strategy, label, note, affected)
    if len(effects) > 1:
        _scenario(gathering, _ALL, tr("All strategies"), "", together)


def _expected(gathering: Gathering, row: _Row, path: str) -> Iterator[float | None]:
    """Position and power that a strategy is expected to lead to."""
    for value, rating, ratings, scale in (
        ("Fut_PosValue", "Future_position_rating", _POSITION_RATINGS, _POSITION),
        ("Fut_PowValue", "Future_power_rating", _POWER_RATINGS, _POWER),
    ):
        is_set = row.get(rating) in ratings
        place = Place(path=f"{path}.{value}")
        yield gathering.number(row.get(value, ""), scale, place) if is_set else None


def _scenario(gathering: Gathering, key: str, label: str, note: str, affected: _Effects) -> None:
    place = Place(path="Affected_player")
    gathering.snapshots.append(
        ImportedSnapshot(key=key, label=label, scenario=True, note=note, place=Place(path="Strategy"))
    )
    for actor, (positions, powers) in affected.items():
        if positions:
            value = fmean(positions)
            gathering.stance(
                actor,
                _ISSUE,
                place,
                (raw_value("Fut_PosValue", value, _POSITION),),
                alignment=on_scale(value, _POSITION, ALIGNMENT),
                snapshot=key,
            )
        if powers:
            value = fmean(powers)
            reason = raw_value("Fut_PowValue", value, _POWER)
            gathering.standing(actor, on_scale(value, _POWER, PERCENT), place, reason, snapshot=key)


def _notes(tables: Mapping[str, list[_Row]]) -> dict[str, list[str]]:
    """What other tables say about each player, by key."""
    notes: dict[str, list[str]] = defaultdict(list)
    for row in tables.get("Objectives", ()):
        notes[_key(row)].append(_labelled(tr("Objective"), _text(row, "Objective")))
    for row in tables.get("Consequences", ()):
        text = _text(row, "Conseq_identity")
        notes[_key(row, "Conseq_player_ID")].append(_labelled(tr("Consequence"), text))
    for row in tables.get("AnnotationPlayers", ()):
        notes[_key(row)].append(_labelled(tr("Comment"), _text(row, "Comments")))
    return notes


def _goals(tables: Mapping[str, list[_Row]]) -> Iterator[str]:
    for row in tables.get("Policy_Goal", ()):
        mechanism = _labelled(tr("Mechanism"), _text(row, "Mechanism"))
        yield " ".join(filter(None, (_labelled(tr("Goal"), _text(row, "Goal")), mechanism)))


def _key(row: _Row, field: str = "Player_ID") -> str:
    """The key of the player or the strategy that a row is about, never an empty one."""
    return f"#{row.get(field)}"


def _text(row: _Row, field: str) -> str:
    value = row.get(field)
    return value.strip() if isinstance(value, str) else ""


def _labelled(label: str, text: str) -> str:
    return tr("{label}: {text}", label=label, text=text) if text else ""


def _day(text: str) -> str:
    """A date such as "1-Apr-1993" as "1993-04-01"; "" for what is none."""
    try:
        return read_date(text, to_the_day=True)
    except ValueError:
        return ""


FORMATS = (Format("policymaker", lambda: "PolicyMaker 5", (".json",), _is_project, _read, _page),)
