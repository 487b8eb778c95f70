"""The key of a matrix: its colour scale, hollow cells, and signs of weak support and of missing values."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from stakemap.analysis.matrix import Cell
from stakemap.i18n import tr
from stakemap.picture.appearance.weak_support import WEAK, WeakSupport
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import FrameMark
from stakemap.picture.slides.page_builder import LINE, SMALL, PageBuilder
from stakemap.picture.theme import Theme, mix

#: The sign of a value that is unknown, which is no minus.
MISSING = "·"

_SCALE = (-100.0, -50.0, 0.0, 50.0, 100.0)


def cell_colour(value: float, theme: Theme) -> str:
    """Fill of the cell of an alignment (−100 to 100): a diverging scale, in a monochrome theme one of greys,
    whose ends `cell_hatch` tells apart.
    """
    if theme.monochrome:
        return mix(theme.canvas, theme.text, 0.42 * abs(value) / 100)
    if round(value) == 0:
        return mix(theme.canvas, theme.neutral, 0.12)
    end = theme.friendly if value > 0 else theme.hostile
    return mix(theme.canvas, end, 0.06 + abs(value) / 100 * 0.85 * 0.94)


def cell_hatch(value: float, theme: Theme) -> str | None:
    """The colour of the lines in the fill of an alignment below 0 in a monochrome theme."""
    return theme.canvas if theme.monochrome and value < 0 else None


def edge_colour(value: float, theme: Theme) -> str:
    """Edge of the hollow cell of an alignment, never so pale that it could not be seen."""
    if theme.monochrome:
        return theme.neutral
    return cell_colour(math.copysign(max(50.0, abs(value)), value), theme)


def missing_text(cell: Cell, has_room: bool) -> str:
    """What a cell without a value shows: why it has none, or where there is no room for words, a sign."""
    if not cell.is_applicable:
        return tr("n/a")
    return cell.text if has_room else MISSING


def with_sign(cell: Cell, support: WeakSupport) -> str:
    """The value of a cell, with the sign of weak support unless that is usual and the key says so once."""
    return f"{cell.text}\u2009{WEAK}" if cell.is_weak and not support.is_usual else cell.text


def support_of_cells(cells: Iterable[Cell]) -> WeakSupport:
    """The support of the positions that these cells show."""
    known = [cell for cell in cells if cell.value is not None]
    return WeakSupport(sum(cell.is_weak for cell in known), len(known))


def _missing_texts(cells: Sequence[Cell], has_room: bool) -> list[str]:
    """The signs of missing values with their words, of those that occur."""
    words = {cell.text for cell in cells if cell.value is None and cell.is_applicable and not has_room}
    found = []
    if len(words) > 1:
        found.append(tr("{sign} unknown or not judged", sign=MISSING))
    elif words:
        found.append(tr("{sign} {words}", sign=MISSING, words=words.pop()))
    if any(not cell.is_applicable for cell in cells):
        found.append(tr("{sign} not applicable", sign=tr("n/a")))
    return found


def _support_text(support: WeakSupport, words: str) -> str:
    described = support.described(words)
    return described if support.is_usual else tr("{sign} {words}", sign=WEAK, words=described)


class _Entry(NamedTuple):
    """An entry of the key: its width, and what draws it at a place (left, top)."""

    width: float
    draw: Callable[[float, float], None]


class MatrixKey:
    """Lays the key out in lines of `width` pixels; only what occurs among the `cells` is explained.

    `support` is that of the whole matrix, and `weak` the words for weak support. With `has_room` the cells
    have words for what they lack.
    """

    def __init__(
        self,
        builder: PageBuilder,
        cells: Iterable[Cell],
        width: float,
        support: WeakSupport,
        weak: str,
        has_room: bool,
    ) -> None:
        self.builder = builder
        self.size, self.side = builder.size(SMALL), builder.px(13)
        known = list(cells)
        entries = [self._scale()]
        if any(cell.carried and cell.value is not None for cell in known):
            entries.append(self._hollow())
        if support.weak and (support.is_usual or any(cell.is_weak for cell in known)):
            entries.append(self._text(_support_text(support, weak)))
        entries.extend(self._text(text) for text in _missing_texts(known, has_room))
        self._rows: list[list[tuple[float, _Entry]]] = []
        x = 0.0
        for entry in entries:
            if not self._rows or x + entry.width > width:
                self._rows.append([])
                x = 0.0
            self._rows[-1].append((x, entry))
            x += entry.width + builder.px(14)

    @property
    def height(self) -> float:
        """The height of all lines, with the space above them."""
        return self.builder.px(7) + len(self._rows) * self.size * LINE

    def draw(self, left: float, top: float) -> None:
        """Draw the key below `top`."""
        for number, row in enumerate(self._rows):
            y = top + self.builder.px(7) + number * self.size * LINE
            for x, entry in row:
                entry.draw(left + x, y)

    def _room(self, text: str) -> float:
        # Leave room for a wider substitute font.
        return 1.08 * self.builder.text_width(text, self.size)

    def _write(self, text: str, x: float, top: float) -> None:
        ink = self.builder.theme.text_muted
        self.builder.text("legend", text, x, top, self.size, self._room(text) + 1, colour=ink)

    def _text(self, text: str) -> _Entry:
        return _Entry(self._room(text), lambda x, top: self._write(text, x, top))

    def _scale(self) -> _Entry:
        """The colours from the low to the high end."""
        builder, side, gap = self.builder, self.side, self.builder.px(6)
        low, high = tr("Against (−100)"), tr("For (+100)")

        def draw(x: float, top: float) -> None:
            self._write(low, x, top)
            x += self._room(low) + gap
            for value in _SCALE:
                box = Box(x, top, x + 2 * side, top + side)
                theme = builder.theme
                fill, hatch = cell_colour(value, theme), cell_hatch(value, theme)
                # White needs an edge to be seen.
                edge = builder.px(0.5) if theme.monochrome else 0.0
                builder.add(FrameMark(box, theme.border, edge, fill, hatch))
                x += 2 * side
            self._write(high, x + gap, top)

        return _Entry(self._room(low) + self._room(high) + 2 * gap + 2 * side * len(_SCALE), draw)

    def _hollow(self) -> _Entry:
        """The frame of what is carried over."""
        builder, side, gap = self.builder, self.side, self.builder.px(6)
        text = tr("Carried over")

        def draw(x: float, top: float) -> None:
            edge = builder.px(1)
            box = Box(x, top, x + 2 * side, top + side).grown(-edge / 2)
            builder.add(FrameMark(box, edge_colour(60.0, builder.theme), edge))
            self._write(text, x + 2 * side + gap, top)

        return _Entry(2 * side + gap + self._room(text), draw)
