"""What several analysts judge: a row for each subject with a whisker an analyst, before the pooled range."""

from __future__ import annotations

from stakemap.analysis.report import Whisker, WhiskerRow, Whiskers
from stakemap.i18n import isolate, tr
from stakemap.picture.charts.layout import ChartLayout, columns_of
from stakemap.picture.charts.look import Entry, Fill, shape
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import LineMark
from stakemap.picture.slides.page_builder import PageBuilder
from stakemap.picture.theme import mix
from stakemap.text import plain

#: The height of a whisker's lane, in line heights, usually and at least: then letters stand to the right and
#: to the left of whiskers by turns. And what stays free in each row.
_LANE, _LEAST, _FREE = 0.8, 0.42, 0.45
#: The radius of a dot and the thickness of a whisker, in points.
_DOT, _THICK = 2.6, 1.1
#: The least lane, in line heights, in which all letters stand to the right.
_ROOMY = 0.75


class WhiskersLayout(ChartLayout):
    """A row for each subject. Each analyst has a lane with a letter beside the whisker, and the key below has
    the name of each letter.
    """

    def __init__(self, builder: PageBuilder, chart: Whiskers, width: float) -> None:
        band = any(row.low is not None for row in chart.rows)
        entries = [Entry(_band_fill(builder), tr("Pooled range"))] if band else []
        super().__init__(builder, chart.title, width, entries)
        self.chart = chart
        self.lanes = max((len(row.whiskers) for row in chart.rows), default=1) or 1
        self.least_row = self.lanes * _LEAST + _FREE
        labels = [plain(row.label) for row in chart.rows]
        self.columns = columns_of(builder, labels, [plain(row.text) for row in chart.rows], width)
        low, high = chart.scale
        self.low, self.span = low, (high - low) or 1.0
        #: What a letter needs beside a whisker.
        self.letter = max(
            (builder.text_width(plain(letter), self.size, 620) for letter, _ in chart.names), default=0.0
        ) + 2 * builder.px(_DOT)
        self.names = self._name_lines()

    def _name_lines(self) -> list[str]:
        """The analysts by their letters, in lines that part none from its letter."""
        lines: list[str] = []
        for letter, name in self.chart.names:
            entry = tr("{letter}: {name}", letter=letter, name=isolate(plain(name)))
            longer = f"{lines[-1]}   {entry}" if lines else ""
            # Leave room for a wider substitute font.
            if longer and 1.05 * self.builder.text_width(longer, self.size) <= self.width:
                lines[-1] = longer
            else:
                lines.append(entry)
        return lines

    def _below(self) -> float:
        return self._has_ends(self.chart.ends) + len(self.names) * self.line

    def _natural(self) -> float:
        return len(self.chart.rows) * self._usual_row * self.line + self._below()

    def _least(self) -> float:
        return self._rows(len(self.chart.rows), least=True) + self._below()

    @property
    def _usual_row(self) -> float:
        return self.lanes * _LANE + _FREE

    def _body(self, box: Box) -> float:
        chart, columns, below = self.chart, self.columns, self._below()
        pitch = self._pitch(len(chart.rows), box.height - below, self._usual_row)
        left = box.left + columns.labels + (columns.gap if columns.labels else 0.0) + self.letter
        width = columns.plot - 2 * self.letter
        bottom = box.top + pitch.shown * pitch.height
        self._middle(left, width, box.top, bottom)
        for number, row in enumerate(chart.rows[: pitch.shown]):
            top = box.top + number * pitch.height
            self._draw_row(row, Box(left, top, left + width, top + pitch.height))
            middle = top + pitch.height / 2
            self._row_text(row.label, box.left, middle, columns.labels, key=row.key)
            at = left + width + self.letter + columns.gap
            self._row_text(row.text, at, middle, columns.figures, key=f"{row.key}.text")
        self._count(len(chart.rows) - pitch.shown, box.left, bottom)
        bottom += pitch.more
        bottom += self._ends(chart.ends, left, left + width, bottom)
        for line in self.names:
            self._muted(line, box.left, bottom)
            bottom += self.line
        return bottom - box.top

    def _middle(self, left: float, width: float, top: float, bottom: float) -> None:
        """A faint line at 0 where the scale has two sides."""
        if self.low < 0 < self.low + self.span and bottom > top:
            x = left - self.low / self.span * width
            thick = max(1.0, self.builder.px(0.8))
            self.builder.add(LineMark("axis", x, top, x, bottom, thick, self.builder.theme.axis))

    def _x(self, value: float, box: Box) -> float:
        return box.left + min(1.0, max(0.0, (value - self.low) / self.span)) * box.width

    def _draw_row(self, row: WhiskerRow, box: Box) -> None:
        builder, inset = self.builder, self.builder.px(2)
        builder.rule(box.left, box.bottom, box.right, box.bottom)
        label = plain(row.label)
        if row.low is not None and row.high is not None:
            start, end = self._x(row.low, box), self._x(row.high, box)
            area = Box(start, box.top + inset, max(end, start + builder.px(1)), box.bottom - inset)
            name = tr("{name}: pooled range", name=label)
            builder.add(shape(builder, name, area, _band_fill(builder), key=row.key))
        if row.value is not None:
            x, thick = self._x(row.value, box), max(1.0, builder.px(1.2))
            ink = builder.theme.text_muted
            builder.add(LineMark("axis", x, box.top + inset, x, box.bottom - inset, thick, ink))
        lane = min(_LANE * self.line, (box.height - _FREE * self.line) / max(1, self.lanes))
        first = (box.top + box.bottom - lane * len(row.whiskers)) / 2
        is_roomy = lane >= _ROOMY * self.line
        for number, whisker in enumerate(row.whiskers):
            is_left = bool(number % 2) and not is_roomy
            self._draw_whisker(row, whisker, box, first + (number + 0.5) * lane, is_left=is_left)

    def _draw_whisker(self, row: WhiskerRow, whisker: Whisker, box: Box, y: float, *, is_left: bool) -> None:
        builder, reach, half = self.builder, self.builder.px(_DOT), self.builder.px(_THICK) / 2
        theme = builder.theme
        x = self._x(whisker.value, box)
        fill = Fill(theme.text, None, None, theme.canvas)
        name = tr("{name}: {text}", name=plain(row.label), text=plain(whisker.text))
        start = end = x
        if whisker.low is not None and whisker.high is not None:
            start, end = self._x(whisker.low, box), self._x(whisker.high, box)
            area = Box(start, y - half, max(end, start + builder.px(1)), y + half)
            builder.add(shape(builder, name, area, fill, key=row.key))
        area = Box(x - reach, y - reach, x + reach, y + reach)
        builder.add(shape(builder, name, area, fill, key=row.key, form="dot"))
        gap = builder.px(2)
        at = min(start, x - reach) - gap - self.letter if is_left else max(end, x + reach) + gap
        align = 1.0 if is_left else 0.0
        self._row_text(whisker.letter, at, y, self.letter, weight=620, align=align, key=row.key)


def _band_fill(builder: PageBuilder) -> Fill:
    theme = builder.theme
    return Fill(mix(theme.canvas, theme.neutral, 0.28), None, None, theme.text)
