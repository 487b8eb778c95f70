"""The matrix slide: a table of the alignment of actors (rows) on issues (columns)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

from stakemap.analysis.matrix import Cell, Matrix, matrix
from stakemap.i18n import isolate, tr
from stakemap.model.document import Issue, StakeMap
from stakemap.model.order import actors_in_order
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
from stakemap.wording.numbers import number

__all__ = ["cell_colour", "compose_matrix"]

_MAX_ISSUES = 12
#: Rows shrink until a page holds so many; their least height, the usual one, and the largest, in points.
_MAX_ROWS = 20
_LEAST_ROW, _USUAL_ROW, _LARGEST_ROW = 12.6, 19.0, 38.0
#: Height of the legend below the rows, in points.
_LEGEND = 21.0


def compose_matrix(job: SlideJob) -> tuple[Slide, ...]:
    """Pages with the influence of every actor and its alignment on every issue at the snapshot of `job`."""
    document, appearance, options, resolver = job.document, job.appearance, job.options, job.resolver
    snapshot = appearance.view.snapshot or ""
    influence = _influence(document, snapshot, resolver)
    table = matrix(document, snapshot, resolver, actors=_order(job, influence))
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
            page = _Page(job, table, columns, influence, notes, remark, len(slides))
            done += page.draw(done, looks)
            slides.append(page.finished())
            if done >= len(table.actors):
                break
    return tuple(slides)


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
        self.table, self.columns, self.influence = table, columns, influence
        self.notes = notes.by_actor if options.sources and options.note_numbers else {}
        by_alignment = job.style.matrix_order == "alignment"
        heading = tr("Alignment on all issues, sorted by alignment")
        heading = heading if by_alignment else tr("Alignment on all issues, sorted by influence")
        self.body = body = self.page.frame(heading, notes, remark)
        self.names_width = self._names_width(0.32 * body.width)
        self.influence_width = self.builder.px(66)
        #: The left end of the issues' columns, and their common width.
        self.left = body.left + self.names_width + self.influence_width
        # A cell as wide as the page would look like a bar.
        self.width = min((body.right - self.left) / max(1, len(columns)), self.builder.px(240))

    def _names_width(self, most: float) -> float:
        """The room of the column of discs and names: as wide as the longest, within limits."""
        builder = self.builder
        names = (plain(self.document.actors[actor].name) for actor in self.table.actors)
        widest = max((builder.text_width(name, builder.size(11), 560) for name in names), default=0.0)
        return max(builder.px(80), min(most, 1.05 * widest + builder.px(42)))

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
        left = len(table.actors) - done
        foot = builder.px(_LEGEND) if self.options.legend else 0.0
        least = min(left, _MAX_ROWS) * builder.px(_LEAST_ROW) + foot
        head, has_ends = self._draw_headings(least)
        if self.options.key and not has_ends:
            foot = builder.px(_LEGEND)
        room = body.bottom - foot - head
        most = min(_MAX_ROWS, int(room / builder.px(_LEAST_ROW)))
        most = max(1, most, int(room / builder.px(_USUAL_ROW)))
        count = math.ceil(left / math.ceil(left / most))
        height = min(builder.px(_LARGEST_ROW), room / count)
        for row in range(count):
            self._draw_row(done + row, looks[table.actors[done + row]], head + row * height, height)
        if foot:
            rows = table.cells[done : done + count]
            carries = any(row[column].carried for row in rows for column in self.columns)
            self._draw_legend(body.bottom - foot + builder.px(6), carries)
        return count

    def _draw_headings(self, least: float) -> tuple[float, bool]:
        """Draw the names of the issues above their columns, and those of their ends if the `least` height
        remains below; returns the top of the first row, and whether it named the ends.
        """
        builder, body, size = self.builder, self.body, self.builder.size(10)
        issues = [self.document.issues[self.table.issues[column]] for column in self.columns]
        room = self.width - builder.px(8)
        lines = [wrap(plain(issue.name), room, size, builder.measure, 620, max_lines=3) for issue in issues]
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
        ends = [self._ends(issue) for issue in issues]
        deep = max(len(lines) for each in ends for lines in each) * builder.size(SMALL) * LINE
        if all(map(all, ends)) and below + deep + least <= body.bottom:
            for pair, x in zip(ends, places, strict=True):
                self._draw_ends(pair, x, below)
            return below + deep + builder.px(5), True
        return below + builder.px(5), False

    def _ends(self, issue: Issue) -> tuple[list[str], list[str]]:
        """The lines of the names of an issue's ends; none if there is no name, or no room for it."""
        builder, size = self.builder, self.builder.size(SMALL)
        room = (self.width - builder.px(24)) / 2
        low, high = isolate(plain(issue.low_label)), isolate(plain(issue.high_label))
        texts = f"− {low}", f"+ {high}"
        if low and high and 1.05 * sum(builder.text_width(text, size) for text in texts) < 2 * room:
            return [texts[0]], [texts[1]]
        found = [
            wrap(text, room / 1.05, size, builder.measure, max_lines=3) if name else []
            for text, name in zip(texts, (low, high), strict=True)
        ]
        low_lines, high_lines = (lines if len(lines) < 3 else [] for lines in found)
        return low_lines, high_lines

    def _draw_ends(self, ends: tuple[list[str], list[str]], x: float, top: float) -> None:
        """Draw the names of an issue's ends at those of its column."""
        builder, size, inset = self.builder, self.builder.size(SMALL), self.builder.px(8)
        ink, room = builder.theme.text_muted, self.width - 2 * inset
        for lines, align in zip(ends, (0.0, 1.0), strict=True):
            for index, line in enumerate(lines):
                y = top + index * size * LINE
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
            builder.add(self._cell(name, issue, box, self.table.cells[index][column]))

    def _draw_influence(self, name: str, box: Box, value: float | None) -> None:
        """A bar as long as the influence, with its number."""
        builder, theme, size = self.builder, self.builder.theme, self.builder.size(11)
        if value is None:
            text, size, weight, ink = "–", builder.size(SMALL), 400, theme.text_muted
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
        add_text(tr("Carried over"))
