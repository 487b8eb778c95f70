"""How the parts of charts look: fills by side that differ in pattern too, and the key that explains them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, NamedTuple

from stakemap.analysis.report import ChartSide
from stakemap.i18n import tr
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import ShapeMark
from stakemap.picture.slides.page_builder import LINE, SMALL, PageBuilder
from stakemap.picture.theme import Theme, mix, on_disc

#: The widths of the edges of shapes, in points: of all, and of those that are emphasised.
_EDGE, _STRONG = 0.6, 1.3
_SIDES: tuple[ChartSide, ...] = ("for", "against", "undecided")


class Fill(NamedTuple):
    """The look of a shape: its colour, the colour of its hatch, of its edge, and of text on it."""

    colour: str
    hatch: str | None
    edge: str | None
    ink: str


def fill_of(side: ChartSide, theme: Theme) -> Fill:
    """For is plain, against hatched, undecided hollow, what is of no side in a soft grey: they can be told
    without colours.
    """
    canvas, text = theme.canvas, theme.text
    if side == "undecided":
        return Fill(mix(canvas, theme.neutral, 0.1), None, theme.neutral, text)
    if side == "neutral":
        soft = mix(canvas, theme.neutral, 0.4)
        return Fill(soft, None, None, text)
    if theme.monochrome and side == "against":
        return Fill(mix(canvas, text, 0.08), mix(canvas, text, 0.3), text, text)
    colour = theme.friendly if side == "for" else theme.hostile
    hatch = mix(colour, canvas, 0.22) if side == "against" else None
    return Fill(colour, hatch, None, on_disc(colour, theme))


def shape(
    builder: PageBuilder,
    name: str,
    box: Box,
    fill: Fill,
    *,
    key: str = "",
    is_strong: bool = False,
    is_double: bool = False,
    form: Literal["bar", "dot", "diamond"] = "bar",
) -> ShapeMark:
    """A shape in the look of `fill`; one that is strong has an outline, one that is double has two."""
    ink, width = builder.theme.text, 0.0
    # The second edge is in the ink of the fill, which is seen on it.
    edge = ink if is_strong or is_double else fill.edge
    if edge:
        width = max(1.0, builder.px(_STRONG if is_strong else _EDGE))
    # A second edge needs room within the first.
    is_double = is_double and min(box.width, box.height) > 8 * width
    hatch = fill.hatch if form == "bar" else None
    return ShapeMark(name, box, fill.colour, hatch, edge, width, is_double, form, key, colour=fill.ink)


class Entry(NamedTuple):
    """An entry of a key: a sample and its words."""

    fill: Fill
    text: str
    is_strong: bool = False
    is_double: bool = False
    form: Literal["bar", "dot", "diamond"] = "bar"


def side_entries(sides: Collection[ChartSide], theme: Theme) -> list[Entry]:
    """The entries of the sides that occur."""
    words = {"for": tr("For"), "against": tr("Against"), "undecided": tr("Undecided")}
    return [Entry(fill_of(side, theme), words[side]) for side in _SIDES if side in sides]


class ChartKey:
    """Lays out the key below a chart in rows of at most `width` pixels."""

    def __init__(self, builder: PageBuilder, entries: Collection[Entry], width: float) -> None:
        self.builder, self.width = builder, width
        self.size = builder.size(SMALL)
        self.rows: list[list[tuple[float, Entry]]] = []
        x = 0.0
        for entry in entries:
            # Leave room for a wider substitute font.
            needed = self._sample(entry) + 1.08 * builder.text_width(entry.text, self.size)
            if not self.rows or x + needed > width:
                self.rows.append([])
                x = 0.0
            self.rows[-1].append((x, entry))
            x += needed + builder.px(12)

    def _sample(self, entry: Entry) -> float:
        return self.builder.px(22 if entry.form == "bar" else 14)

    @property
    def height(self) -> float:
        """The height with the space above it; 0 without entries."""
        return self.builder.px(6) + len(self.rows) * self.size * LINE if self.rows else 0.0

    def draw(self, left: float, top: float) -> None:
        """Draw the key below `top`."""
        builder, side = self.builder, self.builder.px(8)
        for number, row in enumerate(self.rows):
            y = top + builder.px(6) + number * self.size * LINE
            middle = y + self.size * LINE / 2
            for offset, entry in row:
                x, sample = left + offset, self._sample(entry)
                wide = sample - builder.px(6)
                box = Box(x, middle - side / 2, x + wide, middle + side / 2)
                builder.add(
                    shape(
                        builder,
                        tr("Legend: {label}", label=entry.text),
                        box,
                        entry.fill,
                        is_strong=entry.is_strong,
                        is_double=entry.is_double,
                        form=entry.form,
                    )
                )
                room = self.width - offset - sample
                ink = builder.theme.text_muted
                builder.text("chart", entry.text, x + sample, y, self.size, room, colour=ink)
