"""A heat map of rows and columns, with figures in its cells where they have room."""

from __future__ import annotations

from dataclasses import replace

from stakemap.analysis.report import Cell, Grid
from stakemap.i18n import comma_list, isolate, tr
from stakemap.picture.charts.layout import ChartLayout, columns_of
from stakemap.picture.charts.look import Entry, Fill, shape
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.measure import wrap
from stakemap.picture.slides.page_builder import PageBuilder
from stakemap.picture.theme import Theme, mix, on_disc
from stakemap.text import plain

#: The widest and the highest cell, in points.
_WIDEST, _HIGHEST = 110.0, 30.0
#: What figures below 0 begin with, which then need no hatch.
_MINUS = ("−", "-")
#: Most lines of a heading, and of the names of numbered columns.
_HEADING, _NAMES = 2, 4


class GridLayout(ChartLayout):
    """Columns whose names have no room above their cells have numbers: those of the rows where rows and
    columns are the same, else those of a list below.
    """

    #: Names below each other need no more space between them where cells have colours.
    least_row = 0.8

    def __init__(self, builder: PageBuilder, chart: Grid, width: float) -> None:
        theme = builder.theme
        entries = [
            Entry(_fill(share, theme), plain(text))
            for share, text in zip((-1.0, 0.0, 1.0), chart.legend, strict=True)
            if plain(text)
        ]
        super().__init__(builder, chart.title, width, entries)
        self.chart = chart
        self.names_of_rows = [plain(each) for each in chart.rows]
        self.names = [plain(each) for each in chart.columns]
        count = max(1, len(self.names))
        self.labels = columns_of(builder, self.names_of_rows, (), width).labels
        self.cell = min((width - self.labels - builder.px(6)) / count, builder.px(_WIDEST))
        self.headings = self._wrapped()
        self.listed: list[str] = []
        if not self.headings and self.names:
            self._number()
        texts = {plain(cell.text) for row in chart.cells for cell in row}
        room = self.cell - builder.px(4)
        #: Whether all cells have room for their texts; else patterns tell the sides apart.
        self.has_texts = all(1.05 * builder.text_width(text, self.size) <= room for text in texts)

    def _wrapped(self) -> list[list[str]]:
        """The lines of each heading, if no word of them is broken."""
        builder, room = self.builder, self.cell - self.builder.px(4)
        words = [word for name in self.names for word in name.split()]
        if any(1.05 * builder.text_width(word, self.size, 600) > room for word in words):
            return []
        lines = [wrap(name, room / 1.05, self.size, builder.measure, 600) for name in self.names]
        return lines if all(len(each) <= _HEADING for each in lines) else []

    def _number(self) -> None:
        numbered = [f"{number} {isolate(name)}" for number, name in enumerate(self.names, 1)]
        if self.names_of_rows == self.names:
            self.names_of_rows = numbered
        else:
            text = tr("Columns: {names}", names=comma_list(numbered))
            self.listed = wrap(text, self.width, self.size, self.builder.measure, max_lines=_NAMES)
        # A narrow cell has no room for a number, either.
        step = 1
        while step * self.cell < 1.3 * self.builder.text_width("00", self.size, 600) and step < 10:
            step += 4 if step > 1 else 1
        self.headings = [
            [str(number)] if not (number - 1) % step else [] for number in range(1, len(self.names) + 1)
        ]
        self.labels = columns_of(self.builder, self.names_of_rows, (), self.width).labels
        room = self.width - self.labels - self.builder.px(6)
        self.cell = min(room / len(self.names), self.builder.px(_WIDEST))

    def _above(self) -> float:
        return max(map(len, self.headings), default=0) * self.line

    def _below(self) -> float:
        return len(self.listed) * self.line

    def _natural(self) -> float:
        return self._above() + self._rows(len(self.names_of_rows)) + self._below()

    def _least(self) -> float:
        return self._above() + self._rows(len(self.names_of_rows), least=True) + self._below()

    def _body(self, box: Box) -> float:
        builder, above, below = self.builder, self._above(), self._below()
        pitch = self._pitch(
            len(self.names_of_rows), box.height - above - below, builder.px(_HIGHEST) / self.line
        )
        left = box.left + self.labels + builder.px(6)
        for number, lines in enumerate(self.headings):
            # A number may be wider than its cell.
            spare = max(0.0, 1.2 * builder.text_width("00", self.size) - self.cell) / 2
            x = min(left + number * self.cell - spare, box.right - self.cell - 2 * spare)
            for index, line in enumerate(lines):
                y = box.top + above - (len(lines) - index) * self.line
                room = self.cell + 2 * spare
                key = f"column-{number}"
                builder.text("column", line, x, y, self.size, room, weight=600, align=0.5, key=key)
        top = box.top + above
        for number in range(pitch.shown):
            self._draw_row(number, box.left, left, top, pitch.height)
            top += pitch.height
        self._count(len(self.names_of_rows) - pitch.shown, box.left, top)
        top += pitch.more
        for line in self.listed:
            self._muted(line, box.left, top)
            top += self.line
        return top - box.top

    def _draw_row(self, number: int, start: float, left: float, top: float, height: float) -> None:
        builder, chart = self.builder, self.chart
        key = chart.keys[number] if number < len(chart.keys) else ""
        self._row_text(self.names_of_rows[number], start, top + height / 2, self.labels, key=key)
        gap = builder.px(0.5)
        for column, cell in enumerate(chart.cells[number]):
            x = left + column * self.cell
            area = Box(x, top, x + self.cell - gap, top + height - gap)
            self._draw_cell(cell, area, f"{plain(chart.rows[number])} · {self.names[column]}", key)

    def _draw_cell(self, cell: Cell, area: Box, name: str, key: str) -> None:
        builder, text = self.builder, plain(cell.text)
        fill = _fill(cell.share, builder.theme)
        if self.has_texts and text.startswith(_MINUS):
            fill = fill._replace(hatch=None)
        mark = shape(builder, f"{name}: {text}" if text else name, area, fill, key=key)
        if self.has_texts and text:
            width = builder.text_width(text, self.size)
            mark = replace(mark, text=text, width=width, size=self.size)
        builder.add(mark)


def _fill(share: float | None, theme: Theme) -> Fill:
    """Colours from against to for; below 0 with a hatch, without a value hollow."""
    canvas = theme.canvas
    if share is None:
        return Fill(canvas, None, theme.border, theme.text)
    if abs(share) < 0.005:
        return Fill(mix(canvas, theme.neutral, 0.12), None, None, theme.text)
    strength = min(1.0, abs(share))
    if theme.monochrome:
        colour = mix(canvas, theme.text, 0.05 + 0.45 * strength)
    else:
        end = theme.friendly if share > 0 else theme.hostile
        colour = mix(canvas, end, 0.08 + 0.8 * strength)
    other = canvas if strength > 0.4 else theme.hostile
    hatch = mix(colour, other, 0.28) if share < 0 else None
    return Fill(colour, hatch, None, on_disc(colour, theme))
