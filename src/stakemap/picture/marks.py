"""Marks: the parts of a slide as values with a meaning, from which any format is painted or written."""

from __future__ import annotations

from typing import Literal

from stakemap.picture.appearance.analysts import AnalystsDrawing
from stakemap.picture.appearance.values import DiscStyle
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.labels.values import Line
from stakemap.picture.plot.curves import Curve, Point
from stakemap.picture.slides.legend import LegendEntry
from stakemap.values import frozen

TextRole = Literal[
    "title",
    "kicker",
    "handling",
    "status",
    "issue",
    "snapshot",
    "axis-end",
    "caption",
    "relation",
    "code",
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
    "date",
    "column",
    "row",
    "evidence",
    "finding",
    "caveat",
    "chart",
]


@frozen
class TextMark:
    """One line of text from the left end of its baseline; `key` is the id of what it names, if anything.

    `align` is the point that stays fixed when a substitute font changes its width: 0 the left end, 0.5 the
    middle, 1 the right end.
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


@frozen
class FrameMark:
    """A rectangle: the frame of a plot, or a sample in a legend; with a `hatch` colour its fill has slanting
    lines.
    """

    box: Box
    colour: str
    width: float
    fill: str | None = None
    hatch: str | None = None


@frozen
class LineMark:
    """A straight line: one of the two axes, or a rule between the parts of a slide."""

    role: Literal["axis", "rule"]
    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    colour: str


@frozen
class ActorMark:
    """An actor's disc."""

    actor: str
    name: str
    x: float
    y: float
    radius: float
    style: DiscStyle


@frozen
class CountMark:
    """The badge with the number of coincident discs, in a font of at least `least` pixels."""

    x: float
    y: float
    radius: float
    count: int
    least: float = 0.0


@frozen
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


@frozen
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


@frozen
class RangeMark:
    """The plausible ranges of an actor's position, in pixels."""

    actor: str
    x: float
    y: float
    x_span: tuple[float, float] | None
    y_span: tuple[float, float] | None
    radius: float
    colour: str
    dimmed: bool


@frozen
class AnalystsMark:
    """What several analysts judge of an actor's position."""

    actor: str
    drawing: AnalystsDrawing
    radius: float
    colour: str
    dimmed: bool


@frozen
class TrailMark:
    """The trail of an actor from its earlier position."""

    actor: str
    x0: float
    y0: float
    x1: float
    y1: float
    radius: float
    colour: str
    dimmed: bool


@frozen
class MoveMark:
    """The movement of an actor through `points` in pixels, the last one the centre of its disc; a ghost of it
    with its `code` is drawn at the first.
    """

    actor: str
    name: str
    code: str
    points: tuple[Point, ...]
    radius: float
    colour: str
    dimmed: bool


@frozen
class CellMark:
    """A cell of a table with centred text; a hollow one has an `edge` colour instead of a `fill`."""

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


@frozen
class ShapeMark:
    """A shape of a chart with centred text: a bar or segment, a dot, or a diamond. `name` says what it shows,
    `key` is the id of what it is about, if anything.

    With a `hatch` colour its fill has slanting lines; `is_double` adds a second edge within the first, in the
    `colour` of its text.
    """

    name: str
    box: Box
    fill: str
    hatch: str | None = None
    edge: str | None = None
    edge_width: float = 0.0
    is_double: bool = False
    form: Literal["bar", "dot", "diamond"] = "bar"
    key: str = ""
    text: str = ""
    width: float = 0.0
    size: float = 0.0
    weight: int = 400
    colour: str = ""


@frozen
class RelationMark:
    """A relation between two discs."""

    relation: str
    source: str
    target: str
    label: str
    curve: Curve
    strength: int | None
    #: Whether it goes from source to target only; None for a sample that stands for both.
    directed: bool | None
    radius: float
    dimmed: bool


@frozen
class TrayMark:
    """The disc of an actor without a position; its name and reason are text marks with its id as key."""

    actor: str
    name: str
    reason: str
    x: float
    y: float
    radius: float
    style: DiscStyle


@frozen
class LegendMark:
    """The symbol of a legend entry, by its centre; its label is a text mark."""

    entry: LegendEntry
    x: float
    y: float
    radius: float


@frozen
class SignMark:
    """A sign of a disc at (x, y) without the disc, in the legend: `confidence` ticks, or the sign of weak
    support if that is 0.
    """

    name: str
    x: float
    y: float
    radius: float
    confidence: int


Mark = (
    TextMark
    | FrameMark
    | LineMark
    | ActorMark
    | CountMark
    | LabelMark
    | LeaderMark
    | RangeMark
    | AnalystsMark
    | TrailMark
    | MoveMark
    | CellMark
    | ShapeMark
    | RelationMark
    | TrayMark
    | LegendMark
    | SignMark
)
