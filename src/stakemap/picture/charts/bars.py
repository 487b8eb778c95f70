"""Horizontal bars on one scale, such as a tornado."""

from __future__ import annotations

from stakemap.analysis.report import Bar, Bars, ChartSide
from stakemap.picture.charts.layout import ChartLayout, are_too_long, columns_of
from stakemap.picture.charts.look import Entry, fill_of, shape, side_entries
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import LineMark
from stakemap.picture.measure import wrap
from stakemap.picture.slides.page_builder import PageBuilder
from stakemap.text import plain

#: The height of a bar, as a share of its row.
_BAR = 0.62
#: The width in points below which labels that are too long stand above their bars.
_NARROW = 350.0
#: Most lines of a label above its bar.
_LINES = 2


class BarsLayout(ChartLayout):
    """A row for each bar: its label, the bar, its text; a line marks the reference.

    In a narrow chart labels stand above their bars if they have no room beside them.
    """

    def __init__(self, builder: PageBuilder, chart: Bars, width: float) -> None:
        entries = side_entries({bar.side for bar in chart.bars}, builder.theme)
        if chart.strong_label and any(bar.strong for bar in chart.bars):
            strong = fill_of(_common_side(chart), builder.theme)
            entries.append(Entry(strong, plain(chart.strong_label), is_strong=True))
        super().__init__(builder, chart.title, width, entries)
        self.chart = chart
        texts = [plain(bar.text) for bar in chart.bars]
        labels = [plain(bar.label) for bar in chart.bars]
        is_above = width < builder.px(_NARROW) and are_too_long(builder, labels, width)
        #: The lines of each label above its bar; none where labels are beside the bars.
        self.heads = [self._lines(bar) if is_above else [] for bar in chart.bars]
        self.columns = columns_of(builder, () if is_above else labels, texts, width)
        self._explain(bar.code for bar in chart.bars if self._is_shortened(bar))
        low, high = chart.scale
        self.low, self.span = low, (high - low) or 1.0

    def _is_shortened(self, bar: Bar) -> bool:
        """Whether a label beside its bar has no room but for what stands for it."""
        needed = self.builder.text_width(plain(bar.label), self.size, _weight(bar))
        return bool(plain(bar.short)) and 0 < self.columns.labels < needed

    def _above(self) -> float:
        return self.line if plain(self.chart.reference_label) and self.chart.reference is not None else 0.0

    def _lines(self, bar: Bar) -> list[str]:
        measure = self.builder.measure
        return wrap(plain(bar.label), self.width, self.size, measure, _weight(bar), max_lines=_LINES)

    def _heights(self) -> list[float]:
        """The heights of the labels above their bars."""
        return [len(lines) * self.line for lines in self.heads]

    def _natural(self) -> float:
        return self._height_of(self._rows(len(self.chart.bars)))

    def _least(self) -> float:
        return self._height_of(self._rows(len(self.chart.bars), least=True))

    def _height_of(self, rows: float) -> float:
        return self._above() + rows + sum(self._heights()) + self._has_ends(self.chart.ends)

    def _body(self, box: Box) -> float:
        chart, columns = self.chart, self.columns
        above, below = self._above(), self._has_ends(chart.ends)
        pitch = self._pitch(len(chart.bars), box.height - above - below, heads=self._heights())
        left = box.left + columns.labels + (columns.gap if columns.labels else 0.0)
        right, bottom = left + columns.plot, box.top + above
        spans: list[tuple[float, float]] = []
        for bar, lines in list(zip(chart.bars, self.heads, strict=True))[: pitch.shown]:
            top = self._draw_head(bar, lines, box.left, bottom)
            # A bar is nearer to the label above it than to the one below.
            middle = top + (_BAR if lines else 1.0) * pitch.height / 2
            self._draw_bar(bar, box, left, middle, pitch.height)
            bottom = top + pitch.height
            spans.append((top, bottom))
        if chart.reference is not None:
            self._draw_reference(box, self._x(chart.reference, left), spans)
        self._ends(chart.ends, left, right, bottom)
        self._count(len(chart.bars) - pitch.shown, box.left, bottom + below)
        return bottom + below + pitch.more - box.top

    def _x(self, value: float, left: float) -> float:
        return left + min(1.0, max(0.0, (value - self.low) / self.span)) * self.columns.plot

    def _draw_head(self, bar: Bar, lines: list[str], left: float, top: float) -> float:
        """Draw the label above a bar, and return where the row of the bar begins."""
        for line in lines:
            self._row_text(line, left, top + self.line / 2, self.width, weight=_weight(bar), key=bar.key)
            top += self.line
        return top

    def _draw_reference(self, box: Box, x: float, spans: list[tuple[float, float]]) -> None:
        """Draw the line across the rows, whose tops and bottoms are given, but across no label."""
        builder = self.builder
        ink = builder.theme.text_muted
        if spans and not any(self.heads):
            spans = [(spans[0][0], spans[-1][1])]
        for top, bottom in spans:
            builder.add(LineMark("axis", x, top, x, bottom, max(1.0, builder.px(0.8)), ink))
        self._text_over(plain(self.chart.reference_label), x, box, ink)

    def _draw_bar(self, bar: Bar, box: Box, left: float, middle: float, height: float) -> None:
        builder, columns, weight = self.builder, self.columns, _weight(bar)
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
        if self._is_shortened(bar):
            label = plain(bar.short)
        self._row_text(label, box.left, middle, columns.labels, weight=weight, key=bar.key)
        at = left + columns.plot + columns.gap
        self._row_text(text, at, middle, columns.figures, weight=weight, key=f"{bar.key}.text")


def _weight(bar: Bar) -> int:
    return 620 if bar.strong else 400


def _common_side(chart: Bars) -> ChartSide:
    """The side of emphasised bars in the key, if they have one in common."""
    sides = {bar.side for bar in chart.bars if bar.strong}
    return sides.pop() if len(sides) == 1 else "neutral"
