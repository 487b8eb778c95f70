"""Horizontal bars on one scale, such as a tornado."""

from __future__ import annotations

from stakemap.analysis.report import Bar, Bars, ChartSide
from stakemap.picture.charts.layout import ChartLayout, columns_of
from stakemap.picture.charts.look import Entry, fill_of, shape, side_entries
from stakemap.picture.marks import LineMark
from stakemap.picture.occupancy import Box
from stakemap.picture.page_builder import PageBuilder
from stakemap.text import plain

__all__ = ["BarsLayout"]

#: The height of a bar, as a share of its row.
_BAR = 0.62


class BarsLayout(ChartLayout):
    """A row for each bar: its label, the bar, its text; a line marks the reference."""

    def __init__(self, builder: PageBuilder, chart: Bars, width: float) -> None:
        entries = side_entries({bar.side for bar in chart.bars}, builder.theme)
        if chart.strong_label and any(bar.strong for bar in chart.bars):
            strong = fill_of(_common_side(chart), builder.theme)
            entries.append(Entry(strong, plain(chart.strong_label), is_strong=True))
        super().__init__(builder, chart.title, width, entries)
        self.chart = chart
        texts = [plain(bar.text) for bar in chart.bars]
        self.columns = columns_of(builder, [plain(bar.label) for bar in chart.bars], texts, width)
        low, high = chart.scale
        self.low, self.span = low, (high - low) or 1.0

    def _above(self) -> float:
        return self.line if plain(self.chart.reference_label) and self.chart.reference is not None else 0.0

    def _natural(self) -> float:
        return self._above() + self._rows(len(self.chart.bars)) + self._has_ends(self.chart.ends)

    def _least(self) -> float:
        rows = self._rows(len(self.chart.bars), least=True)
        return self._above() + rows + self._has_ends(self.chart.ends)

    def _body(self, box: Box) -> float:
        chart, columns = self.chart, self.columns
        above, below = self._above(), self._has_ends(chart.ends)
        pitch = self._pitch(len(chart.bars), box.height - above - below)
        left = box.left + columns.labels + (columns.gap if columns.labels else 0.0)
        right, top = left + columns.plot, box.top + above
        bottom = top + pitch.shown * pitch.height
        for number, bar in enumerate(chart.bars[: pitch.shown]):
            self._draw_bar(bar, box, left, top + (number + 0.5) * pitch.height, pitch.height)
        if chart.reference is not None:
            self._draw_reference(box, self._x(chart.reference, left), top, bottom)
        self._ends(chart.ends, left, right, bottom)
        self._count(len(chart.bars) - pitch.shown, box.left, bottom + below)
        return bottom + below + pitch.more - box.top

    def _x(self, value: float, left: float) -> float:
        return left + min(1.0, max(0.0, (value - self.low) / self.span)) * self.columns.plot

    def _draw_reference(self, box: Box, x: float, top: float, bottom: float) -> None:
        builder = self.builder
        ink = builder.theme.text_muted
        builder.add(LineMark("axis", x, top, x, bottom, max(1.0, builder.px(0.8)), ink))
        text = plain(self.chart.reference_label)
        width = min(box.width, 1.08 * builder.text_width(text, self.size))
        at = min(max(box.left, x - width / 2), box.right - width)
        builder.text("chart", text, at, box.top, self.size, width, colour=ink, align=0.5)

    def _draw_bar(self, bar: Bar, box: Box, left: float, middle: float, height: float) -> None:
        builder, columns, weight = self.builder, self.columns, 620 if bar.strong else 400
        label, text = plain(bar.label), plain(bar.text)
        start, end = sorted((self._x(bar.start, left), self._x(bar.end, left)))
        # A bar of no length is still to be seen.
        least = builder.px(1.5)
        if end - start < least:
            start = min(max(left, (start + end - least) / 2), left + columns.plot - least)
            end = start + least
        half = _BAR * height / 2
        name = f"{label}: {text}" if text else label
        area = Box(start, middle - half, end, middle + half)
        fill = fill_of(bar.side, builder.theme)
        builder.add(shape(builder, name, area, fill, key=bar.key, is_strong=bar.strong))
        self._row_text(label, box.left, middle, columns.labels, weight=weight, key=bar.key)
        at = left + columns.plot + columns.gap
        self._row_text(text, at, middle, columns.figures, weight=weight, key=f"{bar.key}.text")


def _common_side(chart: Bars) -> ChartSide:
    """The side of emphasised bars in the key, if they have one in common."""
    sides = {bar.side for bar in chart.bars if bar.strong}
    return sides.pop() if len(sides) == 1 else "neutral"
