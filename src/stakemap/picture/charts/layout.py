"""The common layout of charts: a title above, a key below, and between them rows with labels and figures."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from stakemap.analysis.report import Code
from stakemap.i18n import comma_list, isolate, tr, tr_count
from stakemap.picture.charts.look import ChartKey, Entry
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.measure import wrap
from stakemap.picture.slides.page_builder import LINE, SMALL, PageBuilder
from stakemap.text import plain

#: The size of titles and of labels, in points.
TITLE, LABEL = 11.5, SMALL
#: The shares of the width that labels and figures take at most.
_LABELS, _FIGURES = 0.36, 0.3
#: The share of the width that figures take at most where no labels stand beside the plot.
_ALONE = 0.42
#: The height of a row, in line heights: the usual one, the largest.
_USUAL, _LARGEST = 1.35, 2.0
#: Most lines for the names that codes stand for.
_CODES = 4


class Columns(NamedTuple):
    """The widths of labels, plot and figures, and the gap between them."""

    labels: float
    plot: float
    figures: float
    gap: float


class Pitch(NamedTuple):
    """The height of a row, how many rows are shown, and the height of the line that counts the others."""

    height: float
    shown: int
    more: float


def are_too_long(builder: PageBuilder, labels: Iterable[str], width: float) -> bool:
    """Whether labels find no room beside the plot of a chart of this width."""
    return _widest(builder, labels) > _LABELS * width


def _widest(builder: PageBuilder, texts: Iterable[str]) -> float:
    """The room that texts need in a column."""
    size = builder.size(LABEL)
    # Leave room for a wider substitute font.
    return 1.05 * max((builder.text_width(text, size, 600) for text in texts), default=0.0)


def columns_of(builder: PageBuilder, labels: Iterable[str], figures: Iterable[str], width: float) -> Columns:
    """Columns as wide as their texts, within limits; the plot takes what is left."""
    gap = builder.px(6)
    left = min(_widest(builder, labels), _LABELS * width)
    # Without labels beside it the plot spares more.
    right = min(_widest(builder, figures), (_FIGURES if left else _ALONE) * width)
    gaps = (gap if left else 0.0) + (gap if right else 0.0)
    return Columns(left, width - left - right - gaps, right, gap)


class ChartLayout(ABC):
    """Lays a chart out in `width` pixels. `draw` fits it into a box; `height` is what it takes if it may."""

    #: The least height of a row, in line heights.
    least_row = 1.0

    def __init__(self, builder: PageBuilder, title: str, width: float, entries: Sequence[Entry] = ()) -> None:
        self.builder, self.width = builder, width
        self.size = builder.size(LABEL)
        self.line = self.size * LINE
        self.title_size = builder.size(TITLE)
        text = plain(title)
        self.title = wrap(text, width, self.title_size, builder.measure, 620, max_lines=2)
        self.key = ChartKey(builder, entries, width)
        #: The lines that say which names the codes in the chart stand for.
        self.codes: list[str] = []

    def _explain(self, codes: Iterable[Code | None]) -> None:
        """Say below the chart which names these codes stand for, unless they are the names."""
        wanted = dict.fromkeys(each for each in codes if each is not None and each.code != each.name)
        if wanted:
            pairs = (tr("{code} {name}", code=plain(each.code), name=plain(each.name)) for each in wanted)
            text = tr("Codes: {names}", names=comma_list([isolate(pair) for pair in pairs]))
            self.codes = wrap(text, self.width / 1.05, self.size, self.builder.measure, max_lines=_CODES)

    @property
    def height(self) -> float:
        """The height that it takes where there is no limit."""
        return self._head + self._natural() + self._tail

    @property
    def least(self) -> float:
        """The least height in which all of it is shown."""
        return self._head + self._least() + self._tail

    @property
    def _head(self) -> float:
        gap = self.builder.px(5) if self.title else 0.0
        return len(self.title) * self.title_size * LINE + gap

    @property
    def _tail(self) -> float:
        """The height of what stands below the body."""
        return len(self.codes) * self.line + self.key.height

    def draw(self, box: Box) -> float:
        """Draw it at the top of a box and return the height that it takes."""
        builder = self.builder
        for index, text in enumerate(self.title):
            y = box.top + index * self.title_size * LINE
            builder.text("heading", text, box.left, y, self.title_size, box.width, weight=620)
        top = box.top + self._head
        body = Box(box.left, top, box.right, max(top, box.bottom - self._tail))
        used = self._body(body)
        for number, text in enumerate(self.codes):
            self._muted(text, box.left, top + used + number * self.line)
        self.key.draw(box.left, top + used + len(self.codes) * self.line)
        return self._head + used + self._tail

    @abstractmethod
    def _natural(self) -> float:
        """The height of the body where there is no limit."""

    @abstractmethod
    def _least(self) -> float:
        """The least height of the body in which all of it is shown."""

    @abstractmethod
    def _body(self, box: Box) -> float:
        """Draw the body at the top of a box and return the height that it takes."""

    # Rows.

    def _rows(self, rows: int, *, least: bool = False) -> float:
        """The height of so many rows, usually or at least."""
        return rows * (self.least_row if least else _USUAL) * self.line

    def _pitch(
        self, rows: int, room: float, most: float = _LARGEST, heads: Sequence[float] | None = None
    ) -> Pitch:
        """How rows share the height `room`; those that find none are counted in a line.

        `heads` are the heights of what stands above each row.
        """
        least, above = self.least_row * self.line, heads or [0.0] * rows
        if rows * least + sum(above) <= room + 0.01:
            return Pitch(min(most * self.line, (room - sum(above)) / max(1, rows)), rows, 0.0)
        shown = 0
        left = room - self.line
        while shown < rows and least + above[shown] <= left:
            left -= least + above[shown]
            shown += 1
        return Pitch(least, shown, self.line)

    def _count(self, left: int, x: float, top: float) -> None:
        """Draw the line that counts what is not shown."""
        if left > 0:
            self._muted(tr_count("and {count} more", "and {count} more", left), x, top)

    def _muted(self, text: str, x: float, top: float) -> None:
        """Draw a line of text about the chart as a whole."""
        ink = self.builder.theme.text_muted
        self.builder.text("chart", text, x, top, self.size, self.width, colour=ink)

    def _text_over(self, text: str, x: float, box: Box, colour: str | None = None) -> None:
        """Draw what a line across the rows means, at the top of a box and as near to above `x` as there is
        room.
        """
        width = min(box.width, 1.08 * self.builder.text_width(text, self.size))
        left = min(max(box.left, x - width / 2), box.right - width)
        self.builder.text("chart", text, left, box.top, self.size, width, colour=colour, align=0.5)

    def _row_text(
        self,
        text: str,
        x: float,
        middle: float,
        width: float,
        *,
        weight: int = 400,
        align: float = 0.0,
        key: str = "",
    ) -> None:
        """Draw a line of text whose middle is at a height."""
        top = middle - self.line / 2
        self.builder.text("chart", plain(text), x, top, self.size, width, weight=weight, align=align, key=key)

    def _ends(self, ends: tuple[str, str], left: float, right: float, top: float) -> float:
        """Draw what both ends of a scale mean, and return the height that it takes."""
        low, high = (plain(end) for end in ends)
        if not low and not high:
            return 0.0
        ink, room = self.builder.theme.text_muted, (right - left - self.builder.px(8)) / 2
        self.builder.text("axis-end", low, left, top, self.size, room, colour=ink)
        self.builder.text("axis-end", high, right - room, top, self.size, room, colour=ink, align=1.0)
        return self.line

    def _has_ends(self, ends: tuple[str, str]) -> float:
        return self.line if any(map(plain, ends)) else 0.0
