"""Values on one scale: on a single line, or with a row each, with their ranges and what was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from stakemap.analysis.report import Scale, Tick
from stakemap.i18n import tr
from stakemap.picture.charts.layout import ChartLayout, columns_of
from stakemap.picture.charts.look import Entry, Fill, fill_of, shape, side_entries
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import LineMark
from stakemap.picture.slides.page_builder import PageBuilder
from stakemap.picture.theme import mix
from stakemap.text import plain

#: The radius of a dot and the height of a range, in points.
_DOT, _RANGE = 4.0, 5.0


def scale_layout(builder: PageBuilder, chart: Scale, width: float) -> ChartLayout:
    """Rows where they are wanted, or where ranges would cover each other on a single line."""
    has_ranges = any(tick.low is not None or tick.found is not None for tick in chart.ticks)
    layout = RowsLayout if chart.rows or has_ranges else LineLayout
    return layout(builder, chart, width)


def _entries(builder: PageBuilder, chart: Scale) -> list[Entry]:
    theme, ticks = builder.theme, chart.ticks
    entries = side_entries({tick.side for tick in ticks}, theme)
    if any(tick.found is not None for tick in ticks):
        entries.append(Entry(_dot_fill(builder), tr("As judged"), form="dot"))
        entries.append(Entry(_found_fill(builder), tr("What was the case"), form="diamond"))
    if any(tick.low is not None for tick in ticks):
        entries.append(Entry(_range_fill(builder), tr("Range")))
    return entries


def _dot_fill(builder: PageBuilder) -> Fill:
    theme = builder.theme
    return Fill(theme.text, None, theme.canvas, theme.canvas)


def _found_fill(builder: PageBuilder) -> Fill:
    theme = builder.theme
    return Fill(theme.canvas, None, theme.text, theme.text)


def _range_fill(builder: PageBuilder) -> Fill:
    theme = builder.theme
    return Fill(mix(theme.canvas, theme.neutral, 0.35), None, None, theme.text)


class _ScaleLayout(ChartLayout):
    def __init__(self, builder: PageBuilder, chart: Scale, width: float) -> None:
        super().__init__(builder, chart.title, width, _entries(builder, chart))
        self.chart = chart
        low, high = chart.scale
        self.low, self.span = low, (high - low) or 1.0

    def _share(self, value: float) -> float:
        return min(1.0, max(0.0, (value - self.low) / self.span))

    def _name(self, tick: Tick) -> str:
        text = plain(tick.text)
        return f"{plain(tick.label)}: {text}" if text else plain(tick.label)

    def _dot(self, tick: Tick, x: float, y: float) -> None:
        builder, reach = self.builder, self.builder.px(_DOT)
        fill = _dot_fill(builder) if tick.side == "neutral" else fill_of(tick.side, builder.theme)
        area = Box(x - reach, y - reach, x + reach, y + reach)
        builder.add(shape(builder, self._name(tick), area, fill, key=tick.key, form="dot"))

    def _axis(self, left: float, right: float, y: float) -> None:
        theme, width = self.builder.theme, max(1.0, self.builder.px(0.8))
        self.builder.add(LineMark("axis", left, y, right, y, width, theme.neutral))

    def _middle(self, left: float, width: float, top: float, bottom: float) -> None:
        """A faint line at 0 where the scale has two sides."""
        if self.low < 0 < self.low + self.span:
            x, thick = left + self._share(0.0) * width, max(1.0, self.builder.px(0.8))
            self.builder.add(LineMark("axis", x, top, x, bottom, thick, self.builder.theme.axis))


class RowsLayout(_ScaleLayout):
    """A row for each value, with its range as a pale bar and what was found as a diamond."""

    def __init__(self, builder: PageBuilder, chart: Scale, width: float) -> None:
        super().__init__(builder, chart, width)
        labels = [plain(tick.label) for tick in chart.ticks]
        self.columns = columns_of(builder, labels, [plain(tick.text) for tick in chart.ticks], width)

    def _natural(self) -> float:
        return self._rows(len(self.chart.ticks)) + self._has_ends(self.chart.ends)

    def _least(self) -> float:
        return self._rows(len(self.chart.ticks), least=True) + self._has_ends(self.chart.ends)

    def _body(self, box: Box) -> float:
        chart, columns, below = self.chart, self.columns, self._has_ends(self.chart.ends)
        pitch = self._pitch(len(chart.ticks), box.height - below)
        # Dots at the ends of the scale stay beside the labels.
        inset = self.builder.px(_DOT)
        left = box.left + columns.labels + (columns.gap if columns.labels else 0.0) + inset
        width = columns.plot - 2 * inset
        bottom = box.top + pitch.shown * pitch.height
        self._middle(left, width, box.top, bottom)
        for number, tick in enumerate(chart.ticks[: pitch.shown]):
            middle = box.top + (number + 0.5) * pitch.height
            self._draw_row(tick, left, width, middle)
            self._row_text(tick.label, box.left, middle, columns.labels, key=tick.key)
            at = left + width + inset + columns.gap
            self._row_text(tick.text, at, middle, columns.figures, key=f"{tick.key}.text")
        self._ends(chart.ends, left - inset, left + width + inset, bottom)
        self._count(len(chart.ticks) - pitch.shown, box.left, bottom + below)
        return bottom + below + pitch.more - box.top

    def _draw_row(self, tick: Tick, left: float, width: float, y: float) -> None:
        builder, half = self.builder, self.builder.px(_RANGE) / 2
        builder.rule(left, y, left + width, y)
        if tick.low is not None and tick.high is not None:
            start, end = (left + self._share(value) * width for value in (tick.low, tick.high))
            area = Box(start, y - half, max(end, start + builder.px(1)), y + half)
            name = tr("{name}: plausible range", name=plain(tick.label))
            builder.add(shape(builder, name, area, _range_fill(builder), key=tick.key))
        if tick.value is not None:
            self._dot(tick, left + self._share(tick.value) * width, y)
        if tick.found is not None:
            x, reach = left + self._share(tick.found) * width, builder.px(_DOT + 1)
            area = Box(x - reach, y - reach, x + reach, y + reach)
            name = tr("{name}: what was the case", name=plain(tick.label))
            builder.add(
                shape(builder, name, area, _found_fill(builder), key=tick.key, is_strong=True, form="diamond")
            )


class _Flag(NamedTuple):
    """A label on a pole at `x` pixels from the left: its lines' width, whether it flies to the right, and its
    level from the axis.
    """

    tick: Tick
    text: str
    x: float
    width: float
    level: int


class LineLayout(_ScaleLayout):
    """All values on one line. Labels stand at poles: those of the left half above the line and to the right
    of their poles, those of the right half below and to the left; a label is further away than all that
    it would cover, so that no pole crosses a text.
    """

    def __init__(self, builder: PageBuilder, chart: Scale, width: float) -> None:
        super().__init__(builder, chart, width)
        self.inset = builder.px(_DOT)
        placed = sorted(
            (tick for tick in chart.ticks if tick.value is not None), key=lambda tick: tick.value or 0.0
        )
        half = len([tick for tick in placed if self._share(tick.value or 0.0) <= 0.5])
        self.above = self._flags(placed[:half][::-1], is_right=True)
        self.below = self._flags(placed[half:], is_right=False)
        self.unplaced = [tick for tick in chart.ticks if tick.value is None]

    def draw(self, box: Box) -> float:
        """Draw it, with a row for each value where the box is too low for labels at poles."""
        if self.height > box.height + 0.01:
            return RowsLayout(self.builder, self.chart, self.width).draw(box)
        return super().draw(box)

    def _x(self, tick: Tick) -> float:
        return self.inset + self._share(tick.value or 0.0) * (self.width - 2 * self.inset)

    def _flags(self, ticks: Sequence[Tick], *, is_right: bool) -> list[_Flag]:
        """The labels of one half, from the middle outwards."""
        found: list[_Flag] = []
        for tick in ticks:
            x, text = self._x(tick), self._name(tick)
            room = self.width - x if is_right else x
            width = min(1.05 * self.builder.text_width(text, self.size) + self.builder.px(4), room)
            covered = [flag.level for flag in found if self._meets(flag, x, width, is_right)]
            found.append(_Flag(tick, text, x, width, max(covered, default=-1) + 1))
        return found

    def _meets(self, flag: _Flag, x: float, width: float, is_right: bool) -> bool:
        gap = self.builder.px(4)
        return x + width + gap > flag.x if is_right else x - width - gap < flag.x

    def _levels(self, flags: Sequence[_Flag]) -> float:
        return (max((flag.level for flag in flags), default=-1) + 1) * self.line

    def _natural(self) -> float:
        ends = self._has_ends(self.chart.ends)
        gaps = 2 * self.builder.px(_DOT + 3)
        unplaced = len(self.unplaced) * self.line
        return self._levels(self.above) + self._levels(self.below) + gaps + ends + unplaced

    def _least(self) -> float:
        return self._natural()

    def _body(self, box: Box) -> float:
        gap = self.builder.px(_DOT + 3)
        y = box.top + self._levels(self.above) + gap
        left, right = box.left + self.inset, box.right - self.inset
        self._axis(left, right, y)
        reach = self.builder.px(3)
        self._middle(left, right - left, y - reach, y + reach)
        for flag in self.above:
            self._draw_flag(flag, box.left, y, y - gap - (flag.level + 1) * self.line, is_right=True)
        for flag in self.below:
            self._draw_flag(flag, box.left, y, y + gap + flag.level * self.line, is_right=False)
        for flag in (*self.above, *self.below):
            self._dot(flag.tick, box.left + flag.x, y)
        top = y + gap + self._levels(self.below)
        top += self._ends(self.chart.ends, box.left, box.right, top)
        for tick in self.unplaced:
            self._row_text(self._name(tick), box.left, top + self.line / 2, box.width, key=tick.key)
            top += self.line
        return top - box.top

    def _draw_flag(self, flag: _Flag, left: float, y: float, top: float, *, is_right: bool) -> None:
        builder, x, indent = self.builder, left + flag.x, self.builder.px(4)
        far = top + 0.2 * self.line if is_right else top + 0.8 * self.line
        builder.add(LineMark("rule", x, far, x, y, max(1.0, builder.px(0.6)), builder.theme.neutral))
        at = x + indent if is_right else x - flag.width
        align = 0.0 if is_right else 1.0
        room = flag.width - indent
        key = flag.tick.key
        self._row_text(flag.text, at, top + self.line / 2, room, align=align, key=key)
