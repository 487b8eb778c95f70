"""Exchange files of Decide: actors, issues, and the position, salience and power of an actor on an issue.

A line is told by its first cell: #A an actor, #P an issue, #M what a position on an issue means, #D the data,
#O the title, #/ a comment (F. N. Stokman, R. van Oosten, The exchange of voting positions, 1994).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from stakemap.errors import MapReadError
from stakemap.i18n import comma_list, tr, tr_count
from stakemap.interchange.content import ImportedContent, Place
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
from stakemap.text import one_line

_LINE = re.compile(r"""^["']{0,2}#[APMDO/]["']{0,2}([\t;,])""", re.MULTILINE)
_DATA = re.compile(r"""^["']{0,2}#[ADP]["']{0,2}[\t;,]""", re.MULTILINE)
_UNIT: Scale = (0.0, 1.0)
_USUAL: Scale = PERCENT
_CODE_LENGTH = 4
#: So many issues are named where an actor has no data on them.
_MOST_NAMED = 5
#: Each actor is looked for on each issue.
_MOST_PAIRS = 1_000_000


def _is_exchange_file(file: IncomingFile) -> bool:
    return file.container == "text" and _DATA.search(file.head.lstrip("\ufeff")) is not None


def _page() -> FormatPage:
    return FormatPage(
        reads=(
            tr("actors and issues; what the ends of an issue's scale mean"),
            tr("position on the scale of the issue, salience and power (0 to 1) of an actor on an issue"),
        ),
        keeps=(tr("what positions between the ends mean, and comments on actors, in notes"),),
        loses=(tr("comment lines"),),
    )


@dataclass(slots=True)
class _Issue:
    name: str
    place: Place
    note: str = ""
    meanings: list[tuple[float, str]] = field(default_factory=list)

    @property
    def scale(self) -> Scale:
        positions = [position for position, _ in self.meanings]
        return (min(positions), max(positions)) if self.has_scale else _USUAL

    @property
    def has_scale(self) -> bool:
        """Whether the file says where the scale begins and ends."""
        return len({position for position, _ in self.meanings}) > 1


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line, without the quotation marks of the format, with its number."""
    match = _LINE.search(text)
    delimiter = match[1] if match else "\t"
    reader = csv.reader(text.splitlines(), delimiter=delimiter)
    try:
        for row in reader:
            yield reader.line_num, [cell.strip().removeprefix("'").removesuffix("'").strip() for cell in row]
    except csv.Error as error:
        raise MapReadError(tr("Line {line} cannot be read.", line=str(reader.line_num))) from error


def _read(job: ReadJob) -> ImportedContent:
    gathering = Gathering(job)
    for sentence in job.file.decoded.doubts:
        gathering.doubt(sentence)
    issues: dict[str, _Issue] = {}
    data: list[tuple[int, Sequence[str]]] = []
    title = ""
    for line, cells in _rows(job.file.text):
        mark, first, second, third = (*cells, "", "", "", "")[:4]
        place = Place(row=line)
        match mark:
            case "#A":
                _actor(gathering, first, second, third, place)
            case "#P":
                issues.setdefault(first, _Issue(second or first, place, third))
            case "#M":
                _meaning(gathering, issues, cells, place)
            case "#D":
                data.append((line, cells[1:]))
            case "#O":
                title = title or first
            case "#/" | "":
                pass
            case _:
                gathering.refused(
                    tr("A line of this kind is not known: {mark}", mark=one_line(mark)), place, mark
                )
    if len(gathering.actors) * len(issues) > _MOST_PAIRS:
        raise MapReadError(tr("This file has more actors and issues than a map can take."))
    for key, issue in issues.items():
        _issue(gathering, key, issue)
    _data(gathering, issues, data)
    return gathering.content(title=title or job.file.stem)


def _actor(gathering: Gathering, key: str, name: str, note: str, place: Place) -> None:
    if key in gathering.actors:
        gathering.doubt(tr("{name} stands here twice; the first line counts.", name=one_line(key)), place)
        return
    is_code = key != name and len(key) <= _CODE_LENGTH
    aliases = (key,) if name and key != name and not is_code else ()
    gathering.actor(key, name or key, place, note=note, code=key if is_code else "", aliases=aliases)


def _meaning(gathering: Gathering, issues: dict[str, _Issue], cells: Sequence[str], place: Place) -> None:
    key, position, text = (*cells[1:], "", "", "")[:3]
    if key not in issues:
        gathering.refused(tr("There is no issue {name}.", name=one_line(key)), place, key)
        return
    value = number_in(position)
    if value is None:
        gathering.refused(tr("“{text}” is not a number.", text=one_line(position)), place, position)
        return
    issues[key].meanings.append((value, text))


def _issue(gathering: Gathering, key: str, issue: _Issue) -> None:
    scale = issue.scale
    meanings = dict(issue.meanings)
    gathering.issue(
        key,
        issue.name,
        issue.place,
        has_sides=False,
        low_label=meanings.get(scale[0], ""),
        high_label=meanings.get(scale[1], ""),
        note=lines(
            issue.note,
            *(
                tr("{value}: {meaning}", value=exact(position), meaning=text)
                for position, text in sorted(issue.meanings)
                if text
            ),
        ),
    )
    if not issue.has_scale:
        gathering.doubt(
            tr("The scale of {issue} is not given: 0 to 100 is taken.", issue=one_line(issue.name)),
            issue.place,
        )


@dataclass(frozen=True, slots=True)
class _Row:
    actor: str
    issue: str
    place: Place
    position: float | None
    salience: float | None
    power: float | None


def _data(gathering: Gathering, issues: dict[str, _Issue], data: Sequence[tuple[int, Sequence[str]]]) -> None:
    """The stances, and the power that an actor has on all issues alike as its standing."""
    rows: dict[tuple[str, str], _Row] = {}
    for line, cells in data:
        row = _checked(gathering, issues, line, cells)
        if row is None:
            continue
        first = rows.setdefault((row.actor, row.issue), row)
        if first is not row:
            sentence = tr(
                "{actor} stands here twice on {issue}; row {row} counts.",
                actor=one_line(row.actor),
                issue=one_line(row.issue),
                row=str(first.place.row),
            )
            gathering.refused(sentence, row.place)
    powers: dict[str, list[_Row]] = {}
    for row in rows.values():
        if row.power is not None:
            powers.setdefault(row.actor, []).append(row)
    varying = {actor for actor, of in powers.items() if len({row.power for row in of}) > 1}
    for row in rows.values():
        _stance(gathering, row, issues[row.issue].scale, has_own_power=row.actor in varying)
    for actor, (row, *_) in powers.items():
        if actor not in varying and row.power is not None:
            reason = raw_value(tr("Power"), row.power, _UNIT)
            gathering.standing(actor, on_scale(row.power, _UNIT, PERCENT), row.place, reason)
    _missing(gathering, issues, set(rows))


def _checked(gathering: Gathering, issues: dict[str, _Issue], line: int, cells: Sequence[str]) -> _Row | None:
    """A line of data with its numbers; None where it names what is not there."""
    actor, issue, *values = (*cells, "", "", "", "", "")[:5]
    place = Place(row=line)
    if actor not in gathering.actors or issue not in issues:
        unknown = issue if actor in gathering.actors else actor
        sentence = tr("{name} is neither an actor nor an issue of this file.", name=one_line(unknown))
        gathering.refused(sentence, place, unknown)
        return None
    scales = (issues[issue].scale, _UNIT, _UNIT)
    position, salience, power = (
        gathering.number(cell, scale, Place(row=line, column=column))
        for column, (cell, scale) in enumerate(zip(values, scales, strict=True), start=4)
    )
    return _Row(actor, issue, place, position, salience, power)


def _stance(gathering: Gathering, row: _Row, scale: Scale, *, has_own_power: bool) -> None:
    power = row.power if has_own_power else None
    gathering.stance(
        row.actor,
        row.issue,
        row.place,
        (
            "" if row.position is None else raw_value(tr("Position"), row.position, scale),
            "" if row.salience is None else raw_value(tr("Salience"), row.salience, _UNIT),
            "" if power is None else raw_value(tr("Power"), power, _UNIT),
        ),
        alignment=None if row.position is None else on_scale(row.position, scale, ALIGNMENT),
        salience=None if row.salience is None else on_scale(row.salience, _UNIT, PERCENT),
        influence=None if power is None else on_scale(power, _UNIT, PERCENT),
    )


def _missing(gathering: Gathering, issues: dict[str, _Issue], seen: set[tuple[str, str]]) -> None:
    """The program needs data of each actor on each issue; here what is missing is not known."""
    for key, actor in gathering.actors.items():
        missing = [one_line(issue.name) for name, issue in issues.items() if (key, name) not in seen]
        if not missing:
            continue
        named = comma_list(missing[:_MOST_NAMED]) + (" …" if len(missing) > _MOST_NAMED else "")
        sentence = tr_count(
            "{actor} has no data on {count} issue, where it is unknown: {issues}",
            "{actor} has no data on {count} issues, where it is unknown: {issues}",
            len(missing),
            actor=one_line(actor.name),
            issues=named,
        )
        gathering.doubt(sentence, actor.place)


FORMATS = (Format("decide", lambda: "Decide", (".csv", ".txt"), _is_exchange_file, _read, _page),)
