"""The evidence appendix: reasons and numbered citations in two columns, by strength of evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from stakemap.i18n import isolate, tr
from stakemap.model.order import relations_in_order, sort_key
from stakemap.picture.job import SlideJob
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.measure import wrap
from stakemap.picture.slides.evidence_columns import Columns, Item, Line
from stakemap.picture.slides.evidence_text import (
    About,
    Evidence,
    Look,
    Support,
    evidence_of,
    unexplained_lines,
)
from stakemap.picture.slides.framed_page import FramedPage
from stakemap.picture.slides.header_footer import confidence_remark
from stakemap.picture.slides.page_builder import SMALL
from stakemap.picture.slides.slide import Slide
from stakemap.picture.sources import Footnotes, footnotes
from stakemap.text import plain

#: Font sizes in points; the largest that takes no more pages than the least is used.
_SIZES = (13.0, 12.0, 11.0, SMALL)
#: Above this number of entries only the least size is tried.
_MANY = 80
#: Most lines of a reason, which is then elided, and of its citations, which are in effect never cut.
_MOST_LINES, _MOST_CITED = 24, 400
#: Most lines of sources: more than elsewhere, since this slide is about them.
_SOURCE_LINES = 6


def compose_evidence(job: SlideJob) -> tuple[Slide, ...]:
    """Pages of the judgements behind the map of `job`: positions, relations, then actors without a position.
    Of each come first those with a source, then those with a reason, by descending influence; at last, in a
    few lines, what is given without a reason. Sources have the same numbers as on the map.
    """
    # Citations refer to sources by their numbers.
    options = replace(job.options, note_numbers=True)
    job = replace(job, style=replace(job.style, options=options))
    if not options.relations:
        job = replace(job, appearance=replace(job.appearance, relations={}))
    return _Appendix(job).compose()


class _Appendix:
    def __init__(self, job: SlideJob) -> None:
        self.job = job
        self.notes: Footnotes = footnotes(job.document, job.appearance, job.resolver)
        self.entries = [
            evidence_of(job.document, job.appearance, look, self.notes, job.resolver) for look in _looks(job)
        ]
        issue = plain(job.appearance.issue.name) if job.appearance.issue else ""
        self.heading = tr("Appendix · Evidence")
        if issue:
            self.heading = tr("Appendix · Evidence: {issue}", issue=isolate(issue))
        self._pages: dict[int, tuple[FramedPage, Box]] = {}
        self.remark = confidence_remark(job.appearance)

    def compose(self) -> tuple[Slide, ...]:
        """All pages."""
        if not self.entries:
            page, body = self._page(0)
            size = page.builder.size(12)
            page.builder.text(
                "notice", tr("This map has no actors yet"), body.left, body.top, size, body.width
            )
            return (page.slide(body),)
        least = self._columns(SMALL)
        pages = least.pages(self._items(least), self._height)
        for points in _SIZES if len(self.entries) <= _MANY else ():
            larger = self._columns(points)
            found = larger.pages(self._items(larger), self._height)
            if len(found) <= len(pages):
                least, pages = larger, found
                break
        slides = []
        for number, columns in enumerate(pages):
            page, body = self._page(number)
            least.draw(page.builder, body, columns)
            slides.append(page.slide(body))
        return tuple(slides)

    def _page(self, number: int) -> tuple[FramedPage, Box]:
        """A page with its frame, and the box of its body, which the lines of its headline leave."""
        if number not in self._pages:
            page = FramedPage(self.job, number)
            body = page.frame(self.heading, self.notes, self.remark, _SOURCE_LINES)
            self._pages[number] = page, body
        return self._pages[number]

    def _height(self, number: int) -> float:
        return self._page(number)[1].height

    def _columns(self, points: float) -> Columns:
        builder = self.job.page_builder()
        return Columns(builder, builder.width - 2 * builder.margin, points)

    def _items(self, columns: Columns) -> list[Item]:
        """Groups of entries under headings, and at last what is unexplained."""
        items: list[Item] = []
        totals = Counter(entry.about for entry in self.entries)
        for (about, support), heading in _headings().items():
            entries = [entry for entry in self.entries if (entry.about, entry.support) == (about, support)]
            if entries:
                counted = heading.format(count=len(entries), total=totals[about])
                items.append(Item(counted, is_heading=True))
                items.extend(_item(entry, columns) for entry in entries)
        paragraphs = unexplained_lines(self.entries)
        if paragraphs:
            items.append(Item(tr("No reason given"), is_heading=True))
            lines = (_lines(text, columns, columns.width, number) for number, text in enumerate(paragraphs))
            items.extend(Item("", lines=tuple(each)) for each in lines)
        return items


def _headings() -> dict[tuple[About, Support], str]:
    """The headings of entries, in their order on the pages; positions are counted as `coverage` does."""
    return {
        ("position", "source"): tr("Positions with a source ({count} of {total})"),
        ("position", "reason"): tr("Positions with a reason, without a source ({count} of {total})"),
        ("relation", "source"): tr("Relations with a source ({count} of {total})"),
        ("relation", "reason"): tr("Relations with a reason, without a source ({count} of {total})"),
        ("actor", "source"): tr("Actors without a position, with a source ({count} of {total})"),
        ("actor", "reason"): tr("Actors without a position, with a reason ({count} of {total})"),
    }


def _looks(job: SlideJob) -> list[Look]:
    shown = job.appearance
    placed = sorted(shown.actors.values(), key=lambda look: (-look.y, sort_key(look.name), look.actor))
    relations = relations_in_order(job.document, shown.relations)
    return [*placed, *shown.tray, *(shown.relations[key] for key in relations)]


def _item(entry: Evidence, columns: Columns) -> Item:
    lines = list(_figures(entry.figures, columns))
    for number, each in enumerate(entry.paragraphs, 1):
        most = _MOST_CITED if each.is_muted else _MOST_LINES
        texts = wrap(each.text, columns.text_width, columns.size, columns.builder.measure, max_lines=most)
        lines.extend(Line(text, "evidence", each.is_muted, number) for text in texts)
    return Item(entry.name, entry.key, entry.look, tuple(lines))


def _figures(figures: Sequence[str], columns: Columns) -> Iterator[Line]:
    """Figures side by side as far as there is room; one that is wider than a line is wrapped."""
    measure, size, width = columns.builder.measure, columns.size, columns.text_width
    line = ""
    for figure in figures:
        longer = f"{line} · {figure}" if line else figure
        if line and measure.extent(longer, size).width > width:
            yield from (Line(text, "row", True) for text in wrap(line, width, size, measure))
            longer = figure
        line = longer
    yield from (Line(text, "row", True) for text in wrap(line, width, size, measure))


def _lines(text: str, columns: Columns, width: float, number: int) -> Iterator[Line]:
    for line in wrap(text, width, columns.size, columns.builder.measure, max_lines=_MOST_CITED):
        yield Line(line, "evidence", True, number)
