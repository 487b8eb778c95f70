"""The parts of a slide as values that know what they are, so that any format can be written from them."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Literal

from stakemap.picture.appearance import DiscStyle
from stakemap.picture.curves import Curve, Point
from stakemap.picture.labels import Line
from stakemap.picture.legend import LegendEntry
from stakemap.picture.occupancy import Box

__all__ = [
    "ActorMark",
    "CellMark",
    "CountMark",
    "FrameMark",
    "LabelMark",
    "LeaderMark",
    "LegendMark",
    "LineMark",
    "Mark",
    "MoveMark",
    "RangeMark",
    "RelationMark",
    "TextMark",
    "TextRole",
    "TrailMark",
    "TrayMark",
    "as_dict",
]

TextRole = Literal[
    "title",
    "question",
    "handling",
    "status",
    "issue",
    "snapshot",
    "axis-end",
    "caption",
    "relation",
    "heading",
    "key-judgement",
    "tray",
    "legend",
    "name-key",
    "notice",
    "source",
    "page",
    "footer",
    "confidence",
    "move",
    "column",
    "row",
    "evidence",
]


@dataclass(frozen=True, slots=True)
class TextMark:
    """One line of text from the left end of its baseline; `key` is the id of what it names, if anything.

    `align` says which point of it keeps its place where another font makes it wider: 0 its left end, 0.5 its
    middle, 1 its right end.
    """

    role: TextRole
    text: str
    x: float
    baseline: float
    width: float
    size: float
    weight: int
    colour: str
    halo: bool = False
    key: str = ""
    align: float = 0.0


@dataclass(frozen=True, slots=True)
class FrameMark:
    """The edge of the plot."""

    box: Box
    colour: str
    width: float
    fill: str | None = None


@dataclass(frozen=True, slots=True)
class LineMark:
    """A straight line: one of the two axes, or a rule between the parts of a slide."""

    role: Literal["axis", "rule"]
    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    colour: str


@dataclass(frozen=True, slots=True)
class ActorMark:
    """An actor's disc."""

    actor: str
    name: str
    x: float
    y: float
    radius: float
    style: DiscStyle


@dataclass(frozen=True, slots=True)
class CountMark:
    """How many discs lie on the same spot."""

    x: float
    y: float
    radius: float
    count: int


@dataclass(frozen=True, slots=True)
class LabelMark:
    """An actor's name beside its disc, or the number that stands for it in the key."""

    actor: str
    name: str
    lines: tuple[Line, ...]
    box: Box
    size: float
    weight: int
    colour: str
    number: int | None
    dimmed: bool


@dataclass(frozen=True, slots=True)
class LeaderMark:
    """A line that joins a label to its disc."""

    actor: str
    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    colour: str
    dimmed: bool


@dataclass(frozen=True, slots=True)
class RangeMark:
    """The plausible intervals of an actor's position, in pixels."""

    actor: str
    x: float
    y: float
    x_span: tuple[float, float] | None
    y_span: tuple[float, float] | None
    radius: float
    colour: str
    dimmed: bool


@dataclass(frozen=True, slots=True)
class TrailMark:
    """Where an actor came from."""

    actor: str
    x0: float
    y0: float
    x1: float
    y1: float
    radius: float
    colour: str
    dimmed: bool


@dataclass(frozen=True, slots=True)
class MoveMark:
    """How an actor moved: its places in pixels, the oldest first, the last one that of its disc; a ghost of
    the disc with its `code` lies at the first.
    """

    actor: str
    name: str
    code: str
    points: tuple[Point, ...]
    radius: float
    colour: str
    dimmed: bool


@dataclass(frozen=True, slots=True)
class CellMark:
    """A cell of a table: its text in the middle; one without a fill has an edge in its colour instead."""

    row: str
    column: str
    box: Box
    text: str
    width: float
    size: float
    weight: int
    colour: str
    fill: str | None = None
    edge: str | None = None


@dataclass(frozen=True, slots=True)
class RelationMark:
    """A relation between two discs."""

    relation: str
    source: str
    target: str
    label: str
    curve: Curve
    strength: int | None
    directed: bool
    radius: float
    dimmed: bool


@dataclass(frozen=True, slots=True)
class TrayMark:
    """The disc of an actor without a position; its name and reason are text marks with its id."""

    actor: str
    name: str
    reason: str
    x: float
    y: float
    radius: float
    style: DiscStyle


@dataclass(frozen=True, slots=True)
class LegendMark:
    """The sign of a legend entry, around its centre; its words are a text mark."""

    entry: LegendEntry
    x: float
    y: float
    radius: float


Mark = (
    TextMark
    | FrameMark
    | LineMark
    | ActorMark
    | CountMark
    | LabelMark
    | LeaderMark
    | RangeMark
    | TrailMark
    | MoveMark
    | CellMark
    | RelationMark
    | TrayMark
    | LegendMark
)


def as_dict(mark: Mark) -> dict[str, object]:
    """The mark as plain values, with its kind; lengths rounded to hundredths of a pixel."""
    return {
        "mark": type(mark).__name__,
        **{field.name: _plain(getattr(mark, field.name)) for field in fields(mark)},
    }


def _plain(value: object) -> object:
    if isinstance(value, float):
        return round(value, 2) + 0.0
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        if hasattr(value, "_asdict"):
            return {key: _plain(each) for key, each in value._asdict().items()}
        return [_plain(each) for each in value]
    return value
