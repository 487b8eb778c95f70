"""The report of an analysis: findings as sentences, with charts and tables of plain values.

An analysis of a map never moves an actor: a finding may propose moves, which the canvas shows as ghosts and a
scenario can be made of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from stakemap.model.judgements import Role
from stakemap.model.subjects import Subject

#: What a sentence is: a result, a detail of one, or what is missing and what can be said without it.
FindingKind = Literal["result", "detail", "missing"]
MovedField = Literal["alignment", "salience", "influence", "role"]
#: What the colour of a mark means; every chart tells it by place, pattern or text too.
ChartSide = Literal["for", "against", "undecided", "neutral"]


class Place(NamedTuple):
    """Where a finding leads: the judgement in effect, and its field (see `Window.open_judgement`)."""

    snapshot: str
    subject: Subject
    field: str = "value"


class Move(NamedTuple):
    """A change of one field of an actor on the issue of a report, which is proposed and not made.

    Alignment runs from −100 to 100, salience and influence from 0 to 100. `before` is None where nothing was
    judged.
    """

    actor: str
    field: MovedField
    before: float | Role | None
    after: float | Role


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence of a report, and what is behind it.

    `id` is unique in its report and stays the same while the map changes, so that a list keeps its place.
    `how` has the formula with the numbers of this sentence put in, in lines: a reader can calculate
    the sentence again. `place` is where it leads, `moves` are the changes that it proposes, `reason` what
    they are for, where the text says more than that. `camps` are the actors that are on the same side of a
    tension, to be outlined on the canvas. All texts hold names of records and are shown as plain text.

    `action` is a hint for the app: the id of its action that supplies what is missing, on the first of
    `actors` if there are any.
    """

    id: str
    text: str
    how: str = ""
    kind: FindingKind = "result"
    place: Place | None = None
    actors: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    camps: tuple[tuple[str, ...], ...] = ()
    reason: str = ""
    action: str = ""


# --- charts ------------------------------------------------------------------------------------------------


class Code(NamedTuple):
    """A code in a chart, and the name that it stands for."""

    code: str
    name: str


class Bar(NamedTuple):
    """A bar from `start` to `end` on the scale of its chart, `text` behind it; `key` is an actor's id, and
    `short` what stands for the label where there is no room for it, in which `code` is to be explained.
    """

    label: str
    start: float
    end: float
    text: str = ""
    side: ChartSide = "neutral"
    #: Emphasised: it crosses the reference line, holds a veto, and the like; the legend says what that is.
    strong: bool = False
    key: str = ""
    short: str = ""
    code: Code | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars on one scale, such as a tornado: `reference` is where its line stands."""

    title: str
    bars: tuple[Bar, ...]
    scale: tuple[float, float]
    reference: float | None = None
    reference_label: str = ""
    #: Labels of both ends of the scale.
    ends: tuple[str, str] = ("", "")
    #: What an emphasised bar means; empty if there is none.
    strong_label: str = ""


class Segment(NamedTuple):
    """A segment of a stacked bar; `locked` marks an actor that can block, and `short` stands for the label
    where there is no room for it; a `code` in it is to be explained.
    """

    label: str
    value: float
    side: ChartSide = "neutral"
    locked: bool = False
    key: str = ""
    short: str = ""
    code: Code | None = None


class Stack(NamedTuple):
    """A stacked bar with its label, and `text` behind it."""

    label: str
    segments: tuple[Segment, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Stacks:
    """Stacked bars from 0 to `total`, such as power by side now and in a scenario, or a coalition that stacks
    towards a quota (`line`).
    """

    title: str
    stacks: tuple[Stack, ...]
    total: float
    line: float | None = None
    line_label: str = ""


class Tick(NamedTuple):
    """A value on a scale, with its range and what was found to be the case."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    found: float | None = None
    text: str = ""
    side: ChartSide = "neutral"
    key: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """Ticks on one scale: on a single line, such as where models expect an outcome, or with a row each, such
    as ranges with what was found (`rows`).
    """

    title: str
    ticks: tuple[Tick, ...]
    scale: tuple[float, float]
    ends: tuple[str, str] = ("", "")
    rows: bool = False


class Cell(NamedTuple):
    """A cell of a grid: a share of the strongest colour of its side (−1 against … 1 for; None: empty) and its
    text.
    """

    share: float | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A heat map of rows × columns. `keys` are the ids of the rows' actors, if they are actors."""

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    keys: tuple[str, ...] = ()
    #: What −1, 0 and 1 mean.
    legend: tuple[str, str, str] = ("", "", "")


class Whisker(NamedTuple):
    """What one analyst judges: a letter that the key of the chart explains, a value, and its range if any."""

    letter: str
    value: float
    low: float | None = None
    high: float | None = None
    text: str = ""


class WhiskerRow(NamedTuple):
    """What several analysts judge of one subject, with their pool unless they are rivals."""

    label: str
    whiskers: tuple[Whisker, ...]
    value: float | None = None
    low: float | None = None
    high: float | None = None
    text: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Whiskers:
    """A row for each subject: a whisker an analyst, before the range of their pool. `names` has the analyst
    of each letter.
    """

    title: str
    rows: tuple[WhiskerRow, ...]
    scale: tuple[float, float]
    names: tuple[tuple[str, str], ...]
    ends: tuple[str, str] = ("", "")


Chart = Bars | Stacks | Scale | Grid | Whiskers


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts: title, headers, and rows of as many texts. `numeric` columns are aligned right."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    #: The ids of the rows' actors, if they are about actors.
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one method for a map: sentences first, charts second, tables third.

    `rests_on` says in a sentence what was counted and left out, `caveat` what the method cannot tell. `data`
    holds all numbers with their inputs, as plain JSON values, for `stakemap analyse --json`. The first
    finding is the headline of the slide.
    """

    method: str
    findings: Sequence[Finding]
    charts: Sequence[Chart] = ()
    tables: Sequence[Table] = ()
    rests_on: str = ""
    caveat: str = ""
    data: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether all findings are about missing data."""
        return all(finding.kind == "missing" for finding in self.findings)
