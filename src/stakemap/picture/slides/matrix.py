"""The matrix slide: a table of the alignment of actors (rows) on issues (columns)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from stakemap.analysis.matrix import Cell, Matrix, matrix
from stakemap.i18n import isolate, number, tr
from stakemap.model.document import Issue, StakeMap
from stakemap.model.new_actors import code_of
from stakemap.model.order import actors_in_order
from stakemap.model.resolve import Resolver
from stakemap.picture.appearance.appearance import Appearance
from stakemap.picture.appearance.values import CONFIDENCE_TICKS, ActorLook, DiscStyle, TrayLook
from stakemap.picture.job import SlideJob
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import ActorMark, CellMark, FrameMark
from stakemap.picture.measure import balanced, wrap
from stakemap.picture.plot.disc_code import with_legible_code
from stakemap.picture.slides.framed_page import FramedPage
from stakemap.picture.slides.header_footer import counted_remark
from stakemap.picture.slides.key_line import KeyLine, has_shared_colours
from stakemap.picture.slides.legend import LegendEntry, group_entries, with_members
from stakemap.picture.slides.matrix_key import (
    MISSING,
    MatrixKey,
    cell_colour,
    cell_hatch,
    edge_colour,
    missing_text,
    support_of_cells,
    with_sign,
)
from stakemap.picture.slides.page_builder import LINE, SMALL, PageBuilder
from stakemap.picture.slides.slide import Slide
from stakemap.picture.sources import Footnotes, footnotes_of_issues, with_numbers
from stakemap.picture.theme import mix, on_disc
from stakemap.text import plain

#: Most columns of issues on a page.
_MAX_ISSUES = 12
#: The widest column that is made for a long word alone, and the column of influence, in points.
_WIDEST_WORD, _INFLUENCE = 110.0, 66.0
#: Rows shrink until a page holds so many; their least height, the usual one, and the largest, in points.
_MAX_ROWS = 20
_LEAST_ROW, _USUAL_ROW, _LARGEST_ROW = 12.6, 19.0, 38.0
#: The height of headings of several lines, in points.
_HEADINGS = 80.0
#: Most lines of the name of an issue's end.
_END_LINES = 2


class _End(NamedTuple):
    """The lines of the name of an issue's end, and the line at which they begin."""

    lines: list[str]
    top: int


def compose_matrix(job: SlideJob) -> tuple[Slide, ...]:
    """Pages with the influence of every actor and its alignment on every issue at the snapshot of `job`."""
    document, appearance, resolver = job.document, job.appearance, job.resolver
    snapshot = appearance.view.snapshot or ""
    influence = _influence(document, snapshot, resolver)
    table = matrix(document, snapshot, resolver, actors=_order(job, influence))
    looks = {key: _look(document, appearance, key) for key in table.actors}
    remark = _confidence(document, table, appearance.view.snapshot, resolver)
    notes = footnotes_of_issues(document, appearance, resolver)
    slides: list[Slide] = []
    # Columns are spread evenly over pages, rather than leaving few for the last one.
    count = math.ceil(len(table.issues) / _most_issues(job, table))
    width = math.ceil(len(table.issues) / count) if count else 1
    for first in range(0, max(1, len(table.issues)), width):
        columns = range(first, min(first + width, len(table.issues)))
        done = 0
        while True:
            page = _Page(job, table, columns, influence, notes, remark, len(slides))
            done += page.draw(done, looks)
            slides.append(page.finished())
            if done >= len(table.actors):
                break
    return tuple(slides)


def _most_issues(job: SlideJob, table: Matrix) -> int:
    """How many columns a page has room for, so that no word of an issue's name is broken."""
    builder, document = job.page_builder(), job.document
    body = builder.width - 2 * builder.margin
    room = body - _names_width(builder, document, table, 0.32 * body) - builder.px(_INFLUENCE)
    names = [plain(document.issues[issue].name) for issue in table.issues]
    longest = _longest_word(builder, names, builder.size(10), 620)
    least = min(1.05 * longest + builder.px(8), builder.px(_WIDEST_WORD))
    return max(1, min(_MAX_ISSUES, int(room / max(least, 1.0))))


def _longest_word(builder: PageBuilder, texts: Iterable[str], size: float, weight: int = 400) -> float:
    """The width of the longest word, in pixels."""
    return max((builder.text_width(word, size, weight) for text in texts for word in text.split()), default=0)


def _names_width(builder: PageBuilder, document: StakeMap, table: Matrix, most: float) -> float:
    """The room of the column of discs and names: as wide as the longest, within limits."""
    names = (plain(document.actors[actor].name) for actor in table.actors)
    widest = max((builder.text_width(name, builder.size(11), 560) for name in names), default=0.0)
    return max(builder.px(80), min(most, 1.05 * widest + builder.px(42)))


def _influence(document: StakeMap, snapshot: str, resolver: Resolver) -> dict[str, float]:
    """The influence of actors whose is known, 0 to 100, without regard to any issue."""
    if snapshot not in document.snapshots:
        return {}
    standings = resolver.standings(document, snapshot)
    return {
        actor: resolved.judgement.influence.value
        for actor, resolved in standings.items()
        if resolved.judgement.influence is not None
    }


def _order(job: SlideJob, influence: Mapping[str, float]) -> tuple[str, ...]:
    """The actors from the most influential down, or from the most aligned on the issue in view; those for
    which that is unknown come last, and equals by name.
    """
    values = influence
    issue, snapshot = job.request.issue, job.request.snapshot
    if job.style.matrix_order == "alignment" and issue in job.document.issues and snapshot is not None:
        stances = job.resolver.stances(job.document, snapshot, issue or "")
        values = {
            actor: resolved.judgement.alignment.value
            for actor, resolved in stances.items()
            if resolved.judgement.alignment is not None
        }
    return tuple(sorted(actors_in_order(job.document), key=lambda actor: -values.get(actor, -math.inf)))


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


class _Page:
    """One page of the table."""

    def __init__(
        self,
        job: SlideJob,
        table: Matrix,
        columns: range,
        influence: Mapping[str, float],
        notes: Footnotes,
        remark: str,
        page: int,
    ) -> None:
        options = job.options
        self.page = FramedPage(job, page)
        self.builder, self.document, self.options = self.page.builder, job.document, options
        self.appearance = job.appearance
        self.table, self.columns, self.influence = table, columns, influence
        self.notes = notes.by_actor if options.sources and options.note_numbers else {}
        by_alignment = job.style.matrix_order == "alignment"
        heading = tr("Alignment on all issues, sorted by alignment")
        heading = heading if by_alignment else tr("Alignment on all issues, sorted by influence")
        self.body = body = self.page.frame(heading, notes, remark)
        self.names_width = _names_width(self.builder, self.document, table, 0.32 * body.width)
        self.influence_width = self.builder.px(_INFLUENCE)
        #: The left end of the issues' columns, and their common width.
        self.left = body.left + self.names_width + self.influence_width
        # A cell as wide as the page would look like a bar.
        self.width = min((body.right - self.left) / max(1, len(columns)), self.builder.px(240))
        cells = list(chain.from_iterable(table.cells))
        self.support = support_of_cells(cells if options.weak_support else ())
        words = {cell.text for cell in cells if cell.value is None and cell.is_applicable}
        size, room = self.builder.size(SMALL), self.width - self.builder.px(8)
        #: Whether all cells have room to say in words what they lack.
        self.has_room = all(1.05 * self.builder.text_width(each, size) <= room for each in words)

    def finished(self) -> Slide:
        """The page as a slide."""
        return self.page.slide(self.body)

    def draw(self, done: int, looks: dict[str, DiscStyle]) -> int:
        """Draw rows from row `done` on, as many as spread the rest evenly; returns their number."""
        builder, body, table = self.builder, self.body, self.table
        if not table.actors or not self.columns:
            text = tr("This map has no actors or no issues yet")
            builder.text("notice", text, body.left, body.top, builder.size(12), body.width)
            return len(table.actors)
        key = self._key(done) if self.options.legend or self.options.key else None
        left, foot = len(table.actors) - done, key.height if key else 0.0
        greys = self._greys(body.height - foot - min(left, _MAX_ROWS) * builder.px(_LEAST_ROW))
        foot += greys.height
        head = self._draw_headings(min(left, _MAX_ROWS) * builder.px(_LEAST_ROW) + foot)
        room = body.bottom - foot - head
        most = min(_MAX_ROWS, int(room / builder.px(_LEAST_ROW)))
        most = max(1, most, int(room / builder.px(_USUAL_ROW)))
        count = math.ceil(left / math.ceil(left / most))
        height = min(builder.px(_LARGEST_ROW), room / count)
        for row in range(count):
            self._draw_row(done + row, looks[table.actors[done + row]], head + row * height, height)
        below = head + count * height
        if key:
            key.draw(body.left, below)
            below += key.height
        greys.draw(body.left, below)
        return count

    def _key(self, done: int) -> MatrixKey:
        """The key of what the rows from row `done` on show."""
        table, columns = self.table, self.columns
        cells = [row[column] for row in table.cells[done:] for column in columns]
        if any(actor not in self.influence for actor in table.actors[done:]):
            cells.append(Cell(None, tr("unknown")))
        weak = tr("Low confidence, or no reason or source") if self.options.legend else tr("Weakly supported")
        return MatrixKey(self.builder, cells, self.body.width, self.support, weak, self.has_room)

    def _greys(self, room: float) -> KeyLine:
        """The key of the greys of discs, which have no codes here; colours differ from those of maps. It
        takes no more of the `room` of headings and rows than leaves these as they are.
        """
        appearance, entries = self.appearance, list[LegendEntry]()
        looks: list[ActorLook | TrayLook] = [*appearance.actors.values(), *appearance.tray]
        is_wanted = self.options.legend or (self.options.key and has_shared_colours(looks))
        if is_wanted and self.builder.theme.monochrome:
            entries = group_entries(appearance, tray=True)
        most = max(0.0, room - self.builder.px(_HEADINGS))
        named = with_members(entries, [appearance], tray=True, codes=False)
        key = KeyLine(self.builder, named, (), self.body.width, most)
        # Each grey is explained before members are named.
        return KeyLine(self.builder, entries, (), self.body.width, most) if key.is_cut else key

    def _draw_headings(self, least: float) -> float:
        """Draw the names of the issues above their columns, and those of their ends if the `least` height
        remains below; returns the top of the first row.
        """
        builder, body, size = self.builder, self.body, self.builder.size(10)
        issues = [self.document.issues[self.table.issues[column]] for column in self.columns]
        room = self.width - builder.px(8)
        lines = [balanced(plain(issue.name), room, size, builder.measure, 620, 3) for issue in issues]
        lines.append([tr("Influence")])
        rows = max(map(len, lines))
        places = [self.left + index * self.width for index in range(len(issues))]
        widths = [self.width] * len(issues)
        for each, x, width in zip(
            lines, [*places, self.left - self.influence_width], [*widths, self.influence_width], strict=True
        ):
            for line, text in enumerate(each):
                top = body.top + (rows - len(each) + line) * size * LINE
                builder.text("column", text, x, top, size, width, weight=620, align=0.5)
        below = body.top + rows * size * LINE
        ends = self._ends(issues)
        deep = max((high.top + len(high.lines) for _, high in ends), default=0) * builder.size(SMALL) * LINE
        if not ends or below + deep + least > body.bottom:
            return below + builder.px(5)
        for pair, x in zip(ends, places, strict=True):
            self._draw_ends(pair, x, below)
        return below + deep + builder.px(5)

    def _ends(self, issues: Sequence[Issue]) -> list[tuple[_End, _End]]:
        """The names of the ends of each issue: side by side where all columns have room for that, else one
        below the other; none if one has no names, or no room for them.
        """
        builder, size, room = self.builder, self.builder.size(SMALL), self.width - self.builder.px(16)
        labels = [(plain(issue.low_label), plain(issue.high_label)) for issue in issues]
        if not all(map(all, labels)):
            return []
        texts = [(f"− {isolate(low)}", f"+ {isolate(high)}") for low, high in labels]
        if 1.05 * _longest_word(builder, chain.from_iterable(texts), size) > room:
            return []
        widths = [1.05 * sum(builder.text_width(text, size) for text in pair) for pair in texts]
        is_beside = max(widths) + builder.px(10) <= room
        wrapped = [
            tuple(wrap(text, room / 1.05, size, builder.measure, max_lines=_END_LINES + 1) for text in pair)
            for pair in texts
        ]
        if any(len(lines) > _END_LINES for pair in wrapped for lines in pair):
            return []
        # All second names begin on one line.
        below = 0 if is_beside else max(len(low) for low, _ in wrapped)
        return [(_End(low, 0), _End(high, below)) for low, high in wrapped]

    def _draw_ends(self, ends: tuple[_End, _End], x: float, top: float) -> None:
        """Draw the names of an issue's ends at those of its column."""
        builder, size, inset = self.builder, self.builder.size(SMALL), self.builder.px(8)
        ink, room = builder.theme.text_muted, self.width - 2 * inset
        # One below the other they are centred, which names at opposite sides of a column would not be.
        is_beside = ends[1].top == 0
        for end, align in zip(ends, (0.0, 1.0) if is_beside else (0.5, 0.5), strict=True):
            for index, line in enumerate(end.lines):
                y = top + (end.top + index) * size * LINE
                builder.text("axis-end", line, x + inset, y, size, room, colour=ink, align=align)

    def _draw_row(self, index: int, look: DiscStyle, top: float, height: float) -> None:
        builder, body, actor = self.builder, self.body, self.table.actors[index]
        name = plain(self.document.actors[actor].name)
        size = max(builder.size(SMALL), min(builder.size(11), math.floor(height / LINE)))
        radius, middle = min(builder.px(10), 0.42 * height), top + height / 2
        shown = with_legible_code(look, radius, builder)
        builder.add(ActorMark(actor, name, body.left + radius, middle, radius, shown))
        start = 2 * radius + builder.px(8)
        room = self.names_width - start - builder.px(6)
        numbered = with_numbers(name, self.notes.get(actor, ()))
        if builder.text_width(numbered, size, 560) > room:
            size = builder.size(SMALL)
        most = max(1, min(2, int(height / (size * LINE))))
        lines = wrap(numbered, room, size, builder.measure, 560, max_lines=most)
        y = middle - len(lines) * size * LINE / 2
        for line in lines:
            builder.text("row", line, body.left + start, y, size, room, weight=560, key=actor)
            y += size * LINE
        gap = builder.px(3)
        box = Box(self.left - self.influence_width + gap, top + gap / 2, self.left, top + height - gap / 2)
        self._draw_influence(name, box, self.influence.get(actor))
        for place, column in enumerate(self.columns):
            x = self.left + place * self.width
            # The last column ends at the margin.
            box = Box(x + gap, top + gap / 2, x + self.width, top + height - gap / 2)
            issue = plain(self.document.issues[self.table.issues[column]].name)
            self._add_cell(self._cell(name, issue, box, self.table.cells[index][column]), index, column)

    def _add_cell(self, mark: CellMark, row: int, column: int) -> None:
        """Add a cell, above its hatching if it has any."""
        value, theme = self.table.cells[row][column].value, self.builder.theme
        hatch = None if value is None else cell_hatch(value, theme)
        if mark.fill and hatch:
            self.builder.add(FrameMark(mark.box, theme.border, 0.0, mark.fill, hatch))
            # Around the number there are no lines.
            (x, _), half = mark.box.centre, (mark.width + mark.size) / 2
            plate = mark.box._replace(left=max(mark.box.left, x - half), right=min(mark.box.right, x + half))
            self.builder.add(FrameMark(plate, theme.border, 0.0, mark.fill))
            mark = replace(mark, fill=None)
        self.builder.add(mark)

    def _draw_influence(self, name: str, box: Box, value: float | None) -> None:
        """A bar as long as the influence, with its number."""
        builder, theme, size = self.builder, self.builder.theme, self.builder.size(11)
        if value is None:
            text = tr("unknown") if self.has_room else MISSING
            size, weight, ink = builder.size(SMALL), 400, theme.text_muted
        else:
            text, weight, ink = number(value), 620, theme.text
            bar = box._replace(right=box.left + box.width * value / 100)
            if bar.width > 0:
                builder.add(FrameMark(bar, theme.border, 0.0, mix(theme.canvas, theme.neutral, 0.25)))
        width = builder.text_width(text, size, weight)
        builder.add(CellMark(name, tr("Influence"), box, text, width, size, weight, ink))

    def _cell(self, name: str, issue: str, box: Box, cell: Cell) -> CellMark:
        builder, theme = self.builder, self.builder.theme
        if cell.value is None:
            size = builder.size(SMALL)
            text = missing_text(cell, self.has_room)
            width = builder.text_width(text, size)
            return CellMark(name, issue, box, text, width, size, 400, theme.text_muted)
        size, colour, weight = builder.size(11), cell_colour(cell.value, theme), 620
        text = cell.text
        if self.support.weak and cell.is_weak:
            # What is weakly supported is not set in bold.
            text, weight = with_sign(cell, self.support), 400
        width = builder.text_width(text, size, weight)
        if cell.carried:
            edge = edge_colour(cell.value, theme)
            return CellMark(name, issue, box, text, width, size, weight, theme.text, None, edge)
        is_strong = theme.monochrome or abs(cell.value) > 25
        ink = on_disc(colour, theme) if is_strong else theme.text
        return CellMark(name, issue, box, text, width, size, weight, ink, colour)
