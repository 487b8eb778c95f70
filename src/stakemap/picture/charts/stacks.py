"""Stacked bars, such as power by side, or a coalition that stacks towards a quota."""

from __future__ import annotations

from dataclasses import replace

from stakemap.analysis.report import Segment, Stack, Stacks
from stakemap.i18n import comma_list, isolate, tr
from stakemap.picture.charts.layout import ChartLayout
from stakemap.picture.charts.look import Entry, fill_of, shape, side_entries
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import FrameMark, LineMark
from stakemap.picture.measure import elide, wrap
from stakemap.picture.slides.page_builder import PageBuilder
from stakemap.text import plain

#: The height of a bar, in line heights: the least, the usual one, the largest.
_LEAST, _USUAL, _LARGEST = 1.1, 1.35, 2.2
#: The space between stacks, in line heights.
_GAP = 0.45
#: The least width of a shortened name in a segment, in ems.
_SHORTENED = 3.0
#: By how much nearer to the edges of a segment what stands for a name may come, in points.
_SPARED = 4.0
#: Most lines for the names of segments without room for them.
_LINES = 3


class StacksLayout(ChartLayout):
    """Each stack below its label, which leaves the bars the whole width; segments without room for their
    names are named below.
    """

    def __init__(self, builder: PageBuilder, chart: Stacks, width: float) -> None:
        segments = [segment for stack in chart.stacks for segment in stack.segments]
        entries = side_entries({segment.side for segment in segments}, builder.theme)
        if any(segment.locked for segment in segments):
            edged = fill_of("undecided", builder.theme)
            entries.append(Entry(edged, tr("Double edge: can block"), is_double=True))
        super().__init__(builder, chart.title, width, entries)
        self.chart = chart
        sums = [sum(max(0.0, segment.value) for segment in stack.segments) for stack in chart.stacks]
        self.total = max([chart.total, *sums, chart.line or 0.0]) or 1.0
        self.rests = [self._without_room(stack) for stack in chart.stacks]
        self._explain(
            each.code for each in segments if each.value > 0 and self._label(each) == plain(each.short)
        )

    def _scaled(self, value: float) -> float:
        return max(0.0, value) / self.total * self.width

    def _label(self, segment: Segment) -> str:
        """The name as a segment has room for it, or what stands for it; empty without room."""
        room, text = self._scaled(segment.value) - self.builder.px(6), plain(segment.label)
        needed = 1.05 * self.builder.text_width(text, self.size)
        if needed <= room:
            return text
        short = plain(segment.short)
        if short and 1.05 * self.builder.text_width(short, self.size) <= room + self.builder.px(_SPARED):
            return short
        if room < _SHORTENED * self.size:
            return ""
        return elide(text, room / 1.05, self.size, self.builder.measure)

    def _without_room(self, stack: Stack) -> list[str]:
        """The lines that name the segments without room for their names."""
        names = [
            isolate(plain(each.label)) for each in stack.segments if each.value > 0 and not self._label(each)
        ]
        if not any(names):
            return []
        text = tr("Without room in the bar: {names}", names=comma_list(names))
        return wrap(text, self.width, self.size, self.builder.measure, max_lines=_LINES)

    def _above(self) -> float:
        return self.line if self.chart.line is not None and plain(self.chart.line_label) else 0.0

    def _fixed(self, index: int) -> float:
        """The height of the texts of a stack, and of the space below it."""
        stack = self.chart.stacks[index]
        return (self._heads(stack) + len(self.rests[index]) + _GAP) * self.line

    def _heads(self, stack: Stack) -> int:
        """How many lines label and text of a stack take: one if they fit on it."""
        label, text = plain(stack.label), plain(stack.text)
        if not label or not text:
            return 1 if label or text else 0
        needed = self.builder.text_width(label, self.size, 600) + 1.05 * self.builder.text_width(
            text, self.size
        )
        return 1 if needed + self.builder.px(10) <= self.width else 2

    def _natural(self) -> float:
        return self._above() + self._fixed_of(len(self.chart.stacks), _USUAL)

    def _least(self) -> float:
        return self._above() + self._fixed_of(len(self.chart.stacks), _LEAST)

    def _fixed_of(self, count: int, bar: float) -> float:
        """The height of the first stacks with bars of so many line heights."""
        return sum(map(self._fixed, range(count))) + count * bar * self.line

    def _body(self, box: Box) -> float:
        count, above = len(self.chart.stacks), self._above()
        room, shown = box.height - above, count
        more = 0.0
        while shown and self._fixed_of(shown, _LEAST) + more > room + 0.01:
            shown -= 1
            more = self.line
        room -= self._fixed_of(shown, 0.0) + more
        height = min(_LARGEST * self.line, room / max(1, shown))
        top = box.top + above
        for index in range(shown):
            top = self._draw_stack(index, box, top, height)
        self._count(count - shown, box.left, top)
        self._draw_line_label(box)
        return top + more - box.top

    def _draw_stack(self, index: int, box: Box, top: float, height: float) -> float:
        builder, stack, below = self.builder, self.chart.stacks[index], top + self._fixed(index)
        self._draw_head(index, box, top)
        top += self._heads(stack) * self.line
        track = Box(box.left, top, box.right, top + height)
        builder.add(FrameMark(track, builder.theme.border, max(1.0, builder.px(0.5))))
        x = box.left
        for segment in stack.segments:
            if segment.value > 0:
                self._draw_segment(segment, Box(x, top, x + self._scaled(segment.value), top + height))
                x += self._scaled(segment.value)
        if self.chart.line is not None:
            self._draw_line(stack, box, top, height)
        for number, line in enumerate(self.rests[index]):
            self._muted(line, box.left, top + height + number * self.line)
        return below + height

    def _draw_head(self, index: int, box: Box, top: float) -> None:
        """Draw the label of a stack at the left and its text at the right, below it if need be."""
        stack, middle = self.chart.stacks[index], top + self.line / 2
        label, text, room = plain(stack.label), plain(stack.text), box.width
        if label:
            self._row_text(label, box.left, middle, room, weight=600, key=str(index))
        if text:
            below = (self._heads(stack) - 1) * self.line
            self._row_text(text, box.left, middle + below, room, align=1.0, key=f"{index}.text")

    def _draw_line(self, stack: Stack, box: Box, top: float, height: float) -> None:
        """Draw the line across a bar but no name, on a pale one so that it is seen on dark colours."""
        builder, x = self.builder, self._scaled(self.chart.line or 0.0)
        start, is_crossing = 0.0, False
        for segment in stack.segments:
            middle = start + self._scaled(segment.value) / 2
            half = builder.text_width(self._label(segment), self.size) / 2 + builder.px(3)
            is_crossing = is_crossing or (segment.value > 0 and abs(x - middle) < half)
            start += self._scaled(segment.value)
        first, last = top - builder.px(3), top + height + builder.px(3)
        spans = [(first, last)]
        if is_crossing:
            part = max(0.0, 0.5 * (height - self.size))
            spans = [(first, top + part), (top + height - part, last)]
        for y0, y1 in spans:
            for width, ink in ((3.4, builder.theme.canvas), (1.4, builder.theme.text)):
                at = box.left + x
                builder.add(LineMark("axis", at, y0, at, y1, builder.px(width), ink))

    def _draw_segment(self, segment: Segment, area: Box) -> None:
        builder, label = self.builder, self._label(segment)
        mark = shape(
            builder,
            plain(segment.label),
            # A sliver of the canvas parts neighbours.
            area._replace(right=max(area.left + 1, area.right - builder.px(0.6))),
            fill_of(segment.side, builder.theme),
            key=segment.key,
            is_double=segment.locked,
        )
        width = builder.text_width(label, self.size)
        builder.add(replace(mark, text=label, width=width, size=self.size))

    def _draw_line_label(self, box: Box) -> None:
        text = plain(self.chart.line_label)
        if self.chart.line is not None and text:
            self._text_over(text, box.left + self._scaled(self.chart.line), box)
