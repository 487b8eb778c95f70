"""The slide of an analysis: its first finding as headline, sentences beside charts, then tables."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from stakemap.analysis.report import Chart, Finding, Grid, Table
from stakemap.i18n import isolate, tr
from stakemap.picture.charts import draw_chart, height_of, least_height_of
from stakemap.picture.charts.tables import TableLayout
from stakemap.picture.job import SlideJob
from stakemap.picture.kinds import SLIDE_KINDS
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import TextMark
from stakemap.picture.measure import wrap
from stakemap.picture.slides.analysis_reports import analysis_headline, report_of
from stakemap.picture.slides.framed_page import FramedPage
from stakemap.picture.slides.page_builder import LINE, SMALL, PageBuilder
from stakemap.picture.slides.slide import Slide
from stakemap.picture.sources import Footnotes
from stakemap.text import plain

#: Sizes of sentences in points, of which the largest that fits is used; where none does, the last one.
_SIZES = (14.0, 13.0, 12.0, 11.0)
#: Most sentences below the headline without the option of tables.
_FEW = 5
#: The share of the width that sentences take beside charts, beside a heat map, and alone.
_BESIDE, _BESIDE_GRID, _ALONE = 0.4, 0.34, 0.72
#: The share of the height that sentences leave for a chart below them.
_CHART = 0.4
#: The height in points of a body that has no room for the beginning of a chart.
_TINY = 120.0
#: The fewest rows with which a table begins above its end.
_ROWS = 4
#: The space between columns, and between what is below each other, in points.
_GUTTER, _GAP = 26.0, 16.0
#: Most of the height of a page that what the report rests on takes.
_FOOT = 0.24
_NO_NOTES = Footnotes((), {}, {})


def compose_analysis(job: SlideJob) -> tuple[Slide, ...]:
    """Pages of what the method of the kind finds. What has no room on the first goes onto further ones: with
    the option `tables` all sentences, charts and tables; without it, a few sentences, of which details give
    way, and charts beside them.
    """
    return _Composer(job).compose()


class _Lines(NamedTuple):
    """The lines of a sentence."""

    finding: Finding
    texts: list[str]


class _Page:
    """A page with its frame, and at its foot what the report rests on and what it cannot tell."""

    def __init__(self, job: SlideJob, number: int, heading: str, foot: Sequence[str]) -> None:
        self.page = FramedPage(job, number)
        self.builder: PageBuilder = self.page.builder
        self.whole = self.page.frame(heading, _NO_NOTES, "")
        bottom = self._draw_foot(foot)
        #: What is left of the body.
        self.body = self.whole._replace(bottom=max(self.whole.top, bottom))

    def _draw_foot(self, foot: Sequence[str]) -> float:
        builder, whole, size = self.builder, self.whole, self.builder.size(SMALL)
        most = int(_FOOT * whole.height / (size * LINE))
        lines: list[tuple[int, str]] = []
        for number, text in enumerate(foot):
            room = most - len(lines)
            if room > 0:
                texts = wrap(text, whole.width, size, builder.measure, max_lines=room)
                lines.extend((number, line) for line in texts)
        top = whole.bottom - len(lines) * size * LINE
        for index, (number, line) in enumerate(lines):
            y = top + index * size * LINE
            ink = builder.theme.text_muted
            builder.text("caveat", line, whole.left, y, size, whole.width, colour=ink, key=f"foot-{number}")
        return top - builder.px(8) if lines else whole.bottom

    def finished(self) -> Slide:
        """The page as a slide."""
        return self.page.slide(self.whole)


class _Composer:
    def __init__(self, job: SlideJob) -> None:
        self.job, self.report = job, report_of(job)
        self.has_tables = job.options.tables
        kind, issue = SLIDE_KINDS[job.request.kind], job.appearance.issue
        self.heading = kind.title()
        if issue is not None and not kind.shows_all_issues:
            self.heading = tr("{name}: {text}", name=kind.title(), text=isolate(plain(issue.name)))
        self.foot = [plain(text) for text in (self.report.rests_on, self.report.caveat) if plain(text)]
        self.slides: list[Slide] = []
        self.page = self._new_page()

    def _new_page(self) -> _Page:
        return _Page(self.job, len(self.slides), self.heading, self.foot)

    def turn(self) -> _Page:
        """Finish the page, and begin and return the next one."""
        self.slides.append(self.page.finished())
        self.page = self._new_page()
        self.top = self.page.body.top
        return self.page

    def compose(self) -> tuple[Slide, ...]:
        """All pages."""
        body = self.page.body
        charts = [] if self.report.is_empty else list(self.report.charts)
        beside = self._beside(charts) if self._is_wide() else []
        findings = self._findings()
        self.top = body.top
        if beside:
            share = _BESIDE_GRID if isinstance(beside[0], Grid) else _BESIDE
            left = body._replace(right=body.left + share * body.width)
            right = body._replace(left=left.right + self.page.builder.px(_GUTTER))
            rest = self._draw_sentences(findings, left)
            bottom = self._draw_charts(beside, right)
            self.top = max(self.top, bottom)
            charts = charts[len(beside) :]
        else:
            most = body.bottom - (_CHART * body.height if charts else 0.0)
            rest = self._draw_sentences(findings, self._alone(body._replace(bottom=most)))
        if not self.has_tables:
            # A page of its own for a detail or two is worth less than the eye on the first one.
            rest = [finding for finding in rest if finding.kind != "detail"]
        while rest:
            self.turn()
            rest = self._draw_sentences(rest, self._alone(self.page.body))
        self._draw_rest(charts if self.has_tables or not beside else [])
        self.slides.append(self.page.finished())
        return tuple(self.slides)

    def _is_wide(self) -> bool:
        return self.page.builder.width >= 1.2 * self.page.builder.height

    def _alone(self, box: Box) -> Box:
        """The box of sentences without anything beside them: no wider than is easily read."""
        return box._replace(right=box.left + _ALONE * box.width) if self._is_wide() else box

    # Sentences.

    def _findings(self) -> list[Finding]:
        """The sentences to list: not the first one where it is the headline, unless that was cut."""
        found = list(self.report.findings)
        marks = self.page.builder.marks
        titles = [mark.text for mark in marks if isinstance(mark, TextMark) and mark.role == "title"]
        is_whole = bool(titles) and not titles[-1].endswith("…")
        is_own = self.job.headline == analysis_headline(self.job) and not self.report.is_empty
        if self.job.options.headline and is_own and is_whole:
            found = found[1:]
        return found if self.has_tables else found[:_FEW]

    def _draw_sentences(self, findings: Sequence[Finding], box: Box) -> list[Finding]:
        """Draw the sentences that fit, at least the beginning of one, and return the others."""
        builder = self.page.builder
        for points in _SIZES:
            size = builder.size(points)
            wrapped = [
                _Lines(each, wrap(plain(each.text), box.width, size, builder.measure)) for each in findings
            ]
            if sum(self._height(each, size) for each in wrapped) <= box.height:
                break
        top = box.top
        for number, each in enumerate(wrapped):
            if top + self._height(each, size) > box.bottom + 0.55 * size:
                if number:
                    return list(findings[number:])
                most = max(1, int(box.height / (size * LINE)))
                text = plain(each.finding.text)
                each = each._replace(texts=wrap(text, box.width, size, builder.measure, max_lines=most))
            self._draw_sentence(each, box, top, size)
            top += self._height(each, size)
            self.top = max(self.top, top)
        return []

    def _height(self, sentence: _Lines, size: float) -> float:
        return len(sentence.texts) * size * LINE + 0.55 * size

    def _draw_sentence(self, sentence: _Lines, box: Box, top: float, size: float) -> None:
        builder, is_detail = self.page.builder, sentence.finding.kind == "detail"
        ink = builder.theme.text_muted if is_detail else builder.theme.text
        for index, line in enumerate(sentence.texts):
            y = top + index * size * LINE
            key = sentence.finding.id
            builder.text("finding", line, box.left, y, size, box.width, colour=ink, key=key)

    # Charts and tables.

    def _beside(self, charts: Sequence[Chart]) -> list[Chart]:
        """The charts that have room beside the sentences: the first in any case, unless the page is tiny."""
        builder, body = self.page.builder, self.page.body
        width = (1 - _BESIDE) * body.width - builder.px(_GUTTER)
        found, used = list[Chart](), 0.0
        for chart in charts:
            used += least_height_of(builder, chart, width) + (builder.px(_GAP) if found else 0.0)
            if used > body.height and (found or body.height < builder.px(_TINY)):
                break
            found.append(chart)
        return found

    def _draw_charts(self, charts: Sequence[Chart], box: Box) -> float:
        """Draw charts below each other and return their lower end; what they need less than there is room
        they share by their heights.
        """
        builder, top = self.page.builder, box.top
        heights = [height_of(builder, chart, box.width) for chart in charts]
        needed = [least_height_of(builder, chart, box.width) for chart in charts]
        spare = max(0.0, box.height - sum(needed) - (len(charts) - 1) * builder.px(_GAP))
        for number, chart in enumerate(charts):
            top += builder.px(_GAP) if number else 0.0
            room = needed[number] + spare * heights[number] / (sum(heights) or 1.0)
            top += draw_chart(builder, chart, box._replace(top=top, bottom=min(box.bottom, top + room)))
        return top

    def _draw_rest(self, charts: Sequence[Chart]) -> None:
        """Draw charts without room beside the sentences and, with their option, tables."""
        for chart in charts:
            needed = least_height_of(self.page.builder, chart, self.page.body.width)
            if needed > self.page.body.bottom - self._start() and self.top > self.page.body.top:
                self.turn()
            start = self._start()
            self.top = start + draw_chart(self.page.builder, chart, self.page.body._replace(top=start))
        tables = [table for table in self.report.tables if table.rows]
        if self.has_tables and not self.report.is_empty and tables:
            self._draw_tables(tables)

    def _start(self) -> float:
        """Where the next chart or table begins."""
        is_fresh = self.top <= self.page.body.top
        return self.top if is_fresh else self.top + self.page.builder.px(_GAP)

    def _draw_tables(self, tables: Sequence[Table]) -> None:
        """Draw tables in two columns if all are narrow, else below each other."""
        builder, width = self.page.builder, self.page.body.width
        half = (width - builder.px(_GUTTER)) / 2
        layouts = [TableLayout(builder, table, half) for table in tables]
        count = 2 if self._is_wide() and all(layout.is_narrow for layout in layouts) else 1
        if count == 1:
            layouts = [TableLayout(builder, table, width) for table in tables]
        flow = _Columns(self, count)
        for layout in layouts:
            flow.draw(layout)


class _Columns:
    """Tables one after the other in columns, from the lower end of what is on the page on."""

    def __init__(self, composer: _Composer, count: int) -> None:
        self.composer, self.count = composer, count
        self.page, self.start = composer.page, composer._start()
        self.column, self.top = 0, self.start

    def draw(self, layout: TableLayout) -> None:
        """Draw a table, in as many columns as it needs."""
        done, rows = 0, len(layout.rows)
        while True:
            layout.builder, body = self.page.builder, self.page.body
            gap = self.page.builder.px(_GAP) if self.top > self.start else 0.0
            room = body.bottom - self.top - gap
            most = layout.fitting(done, room)
            # A table that fits into a column is not divided.
            fits_whole = layout.height <= body.height
            is_divided = most < rows - done
            if is_divided and (most < _ROWS or (not done and fits_whole)) and not self._is_fresh:
                self._next()
                continue
            parts = math.ceil((rows - done) / max(1, most))
            count = math.ceil((rows - done) / max(1, parts))
            width = (body.width - (self.count - 1) * self.page.builder.px(_GUTTER)) / self.count
            left = body.left + self.column * (width + self.page.builder.px(_GUTTER))
            box = Box(left, self.top + gap, left + width, body.bottom)
            self.top = box.top + layout.draw(box, done, count)
            done += count
            if done >= rows:
                return
            self._next()

    @property
    def _is_fresh(self) -> bool:
        return self.top <= self.page.body.top

    def _next(self) -> None:
        self.column += 1
        if self.column == self.count:
            self.page, self.column = self.composer.turn(), 0
            self.start = self.page.body.top
        self.top = self.start
