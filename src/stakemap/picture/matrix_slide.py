"""The matrix slide: a table of the alignment of actors (rows) on issues (columns)."""

from __future__ import annotations

import math
from collections import Counter

from stakemap.analysis.matrix import Cell, Matrix, matrix
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver
from stakemap.picture.appearance import Appearance
from stakemap.picture.appearance_values import CONFIDENCE_TICKS, DiscStyle
from stakemap.picture.disc_code import with_legible_code
from stakemap.picture.framed_page import FramedPage
from stakemap.picture.header_footer import counted_remark
from stakemap.picture.job import SlideJob
from stakemap.picture.look_builder import code_of
from stakemap.picture.marks import ActorMark, CellMark, FrameMark
from stakemap.picture.measure import elide, wrap
from stakemap.picture.occupancy import Box
from stakemap.picture.page_builder import LINE, SMALL
from stakemap.picture.slide import Slide
from stakemap.picture.sources import Footnotes, footnotes_of_issues, with_numbers
from stakemap.picture.theme import Theme, mix, on_disc
from stakemap.text import plain

__all__ = ["cell_colour", "compose_matrix"]

_MAX_ISSUES = 12


def compose_matrix(job: SlideJob) -> tuple[Slide, ...]:
    """Pages with the alignment of every actor on every issue at the snapshot of `job`."""
    document, appearance, options, resolver = job.document, job.appearance, job.options, job.resolver
    table = matrix(document, appearance.view.snapshot or "", resolver)
    looks = {key: _look(document, appearance, key) for key in table.actors}
    remark = ""
    if options.confidence_note:
        remark = _confidence(document, table, appearance.view.snapshot, resolver)
    notes = footnotes_of_issues(document, appearance, resolver)
    slides: list[Slide] = []
    # Columns are spread evenly over pages, rather than leaving few for the last one.
    width = math.ceil(len(table.issues) / math.ceil(len(table.issues) / _MAX_ISSUES)) if table.issues else 1
    for first in range(0, max(1, len(table.issues)), width):
        columns = range(first, min(first + width, len(table.issues)))
        done = 0
        while True:
            page = _Page(job, notes, remark, len(slides))
            taken = page.draw(table, columns, done, looks)
            slides.append(page.finished())
            done += taken
            if done >= len(table.actors):
                break
    return tuple(slides)


def _look(document: StakeMap, appearance: Appearance, actor: str) -> DiscStyle:
    look = appearance.actors.get(actor) or appearance.trayed.get(actor)
    if look is not None:
        return DiscStyle(look.code, look.colour)
    return DiscStyle(code_of(document.actors[actor]), appearance.theme.neutral)


def _confidence(document: StakeMap, table: Matrix, snapshot: str | None, resolver: Resolver) -> str:
    """A sentence that counts the alignments of the table by confidence."""
    counts: Counter[int] = Counter()
    for column, issue in enumerate(table.issues):
        stances = resolver.stances(document, snapshot or "", issue)
        for row, actor in enumerate(table.actors):
            if table.cells[row][column].value is not None:
                counts[CONFIDENCE_TICKS[stances[actor].judgement.confidence]] += 1
    return counted_remark(counts)


def cell_colour(value: float, theme: Theme) -> str:
    """Fill of the cell of an alignment (−100 to 100): a diverging scale; in a monochrome theme a grey scale
    that is darkest at −100.
    """
    if theme.monochrome:
        return mix(theme.canvas, theme.text, 0.04 + 0.62 * (100 - value) / 200)
    if round(value) == 0:
        return mix(theme.canvas, theme.neutral, 0.12)
    end = theme.friendly if value > 0 else theme.hostile
    return mix(theme.canvas, end, 0.06 + abs(value) / 100 * 0.85 * 0.94)


def _edge_colour(value: float, theme: Theme) -> str:
    """Edge of the hollow cell of an alignment, never so pale that it could not be seen."""
    if theme.monochrome:
        return theme.neutral
    return cell_colour(math.copysign(max(50.0, abs(value)), value), theme)


class _Page:
    """One page of the table."""

    def __init__(self, job: SlideJob, notes: Footnotes, remark: str, number: int) -> None:
        options = job.options
        self.page = FramedPage(job, number)
        self.builder, self.document, self.options = self.page.builder, job.document, options
        self.notes = notes.by_actor if options.sources and options.note_numbers else {}
        heading = tr("Alignment on all issues")
        self.body = self.page.frame(heading, notes, remark)

    def finished(self) -> Slide:
        """The page as a slide."""
        return self.page.slide(self.body)

    def draw(self, table: Matrix, columns: range, done: int, looks: dict[str, DiscStyle]) -> int:
        """Draw as many rows as fit from row `done` on; returns their number."""
        builder, body = self.builder, self.body
        if not table.actors or not columns:
            text = tr("This map has no actors or no issues yet")
            builder.text("notice", text, body.left, body.top, builder.size(12), body.width)
            return len(table.actors)
        left = min(0.34 * body.width, builder.px(190))
        head = self._draw_headings(table, columns, left)
        foot = builder.px(26) if self.options.legend else 0.0
        room = body.bottom - foot - head
        most = max(1, int(room / builder.px(19)))
        count = min(len(table.actors) - done, most)
        height = min(builder.px(38), room / count)
        for row in range(count):
            actor = table.actors[done + row]
            self._draw_row(table, columns, done + row, looks[actor], head + row * height, left, height)
        if foot:
            rows = table.cells[done : done + count]
            carries = any(row[column].carried for row in rows for column in columns)
            self._draw_legend(body.bottom - foot + builder.px(8), carries)
        return count

    def _column_width(self, columns: range, left: float) -> float:
        # A cell as wide as the page would look like a bar.
        return min((self.body.width - left) / len(columns), self.builder.px(240))

    def _draw_headings(self, table: Matrix, columns: range, left: float) -> float:
        """Draw the names of the issues above their columns; returns the top of the first row."""
        builder, body, size = self.builder, self.body, self.builder.size(10)
        width = self._column_width(columns, left)
        names = [plain(self.document.issues[table.issues[column]].name) for column in columns]
        lines = [wrap(name, width - builder.px(8), size, builder.measure, 620, max_lines=3) for name in names]
        rows = max(map(len, lines), default=0)
        for index, each in enumerate(lines):
            x = body.left + left + index * width
            for line, text in enumerate(each):
                top = body.top + (rows - len(each) + line) * size * LINE
                builder.text("column", text, x, top, size, width, weight=620, align=0.5)
        return body.top + rows * size * LINE + builder.px(5)

    def _draw_row(
        self,
        table: Matrix,
        columns: range,
        index: int,
        look: DiscStyle,
        top: float,
        left: float,
        height: float,
    ) -> None:
        builder, body, actor = self.builder, self.body, table.actors[index]
        name, size = plain(self.document.actors[actor].name), builder.size(11)
        radius, middle = min(builder.px(10), 0.42 * height), top + height / 2
        shown = look if radius * 0.72 >= builder.px(4.5) else look._replace(code="")
        shown = with_legible_code(shown, radius, builder)
        builder.add(ActorMark(actor, name, body.left + radius, middle, radius, shown))
        start = 2 * radius + builder.px(8)
        room = left - start - builder.px(6)
        y = middle - size * LINE / 2
        numbered = with_numbers(name, self.notes.get(actor, ()))
        builder.text("row", numbered, body.left + start, y, size, room, weight=560, key=actor)
        width, gap = self._column_width(columns, left), builder.px(3)
        for place, column in enumerate(columns):
            x = body.left + left + place * width
            # The last column ends at the margin.
            box = Box(x + gap, top + gap / 2, x + width, top + height - gap / 2)
            issue = plain(self.document.issues[table.issues[column]].name)
            builder.add(self._cell(name, issue, box, table.cells[index][column]))

    def _cell(self, name: str, issue: str, box: Box, cell: Cell) -> CellMark:
        builder, theme = self.builder, self.builder.theme
        if cell.value is None:
            size = builder.size(SMALL)
            text = elide(cell.text, box.width, size, builder.measure)
            width = builder.text_width(text, size)
            return CellMark(name, issue, box, text, width, size, 400, theme.text_muted)
        size, colour = builder.size(11), cell_colour(cell.value, theme)
        width = builder.text_width(cell.text, size, 620)
        if cell.carried:
            edge = _edge_colour(cell.value, theme)
            return CellMark(name, issue, box, cell.text, width, size, 620, theme.text, None, edge)
        is_strong = theme.monochrome or abs(cell.value) > 25
        ink = on_disc(colour, theme) if is_strong else theme.text
        return CellMark(name, issue, box, cell.text, width, size, 620, ink, colour)

    def _draw_legend(self, top: float, carries: bool) -> None:
        """Draw the legend of colours, and of hollow cells if there are any."""
        builder, theme, body = self.builder, self.builder.theme, self.body
        size, x, side = builder.size(SMALL), body.left, builder.px(13)
        ink = theme.text_muted

        def add_text(text: str) -> None:
            nonlocal x
            taken = builder.text("legend", text, x, top, size, body.right - x, colour=ink)
            # Leave room for a wider substitute font.
            x += max(taken + builder.px(8), 1.18 * taken)

        add_text(tr("Against (−100)"))
        for value in (-100.0, -50.0, 0.0, 50.0, 100.0):
            box = Box(x, top, x + 2 * side, top + side)
            builder.add(FrameMark(box, theme.border, 0.0, cell_colour(value, theme)))
            x += 2 * side
        x += builder.px(8)
        add_text(tr("For (+100)"))
        if not carries:
            return
        x += builder.px(14)
        edge = builder.px(1)
        box = Box(x, top, x + 2 * side, top + side).grown(-edge / 2)
        builder.add(FrameMark(box, _edge_colour(60.0, theme), edge))
        x += 2 * side + builder.px(8)
        add_text(tr("Carried over from earlier"))
