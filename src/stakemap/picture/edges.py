"""The head of a page and its foot: title, question, handling, key judgement, sources."""

from __future__ import annotations

from stakemap.i18n import tr, tr_count
from stakemap.model.document import Source, StakeMap
from stakemap.model.resolve import Resolver
from stakemap.picture.appearance import Appearance
from stakemap.picture.measure import plain, wrap
from stakemap.picture.options import SlideOptions
from stakemap.picture.sheet import LINE, Sheet
from stakemap.picture.sources import sources_shown
from stakemap.picture.words import date_text, short_source, source_text, status_text

__all__ = ["Edges"]

SMALL = 9.0


class Edges:
    """Draws what stands above and below the body of a page; each part returns where it ends."""

    def __init__(
        self, sheet: Sheet, document: StakeMap, options: SlideOptions, margin: float, is_tiny: bool
    ) -> None:
        self.sheet = sheet
        self.document = document
        self.options = options
        self.margin = margin
        self.is_tiny = is_tiny

    def header(self, top: float) -> float:
        """Title and question on the left, handling and status on the right; returns where they end."""
        sheet = self.sheet
        full = sheet.width - 2 * self.margin
        taken, right_bottom = (0.0, top) if self.is_tiny else self._handling(top, full * 0.32)
        width = full - (taken + sheet.px(24) if taken else 0.0)
        y = self._title(top, width)
        if self.options.question and not self.is_tiny:
            size, ink = sheet.size(11.5), sheet.theme.text_muted
            question = plain(self.document.question)
            y += sheet.px(2) if question else 0.0
            for line in wrap(question, width, size, sheet.measure, max_lines=2):
                sheet.text("question", line, self.margin, y, size, width, colour=ink)
                y += size * LINE
        y = max(y, right_bottom)
        if y == top:
            return top
        if self.is_tiny:
            return y + sheet.px(3)
        y += sheet.px(7)
        sheet.rule(self.margin, y, sheet.width - self.margin, y)
        return y + sheet.px(9)

    def _handling(self, top: float, width: float) -> tuple[float, float]:
        if not self.options.handling:
            return 0.0, top
        sheet = self.sheet
        left = sheet.width - self.margin - width
        y, taken = top + sheet.px(2), 0.0
        handling = plain(self.document.handling)
        if handling:
            size = sheet.size(11)
            for line in wrap(handling, width, size, sheet.measure, 700, max_lines=2):
                line_width = sheet.text("handling", line, left, y, size, width, weight=700, align=1.0)
                taken = max(taken, line_width)
                y += size * LINE
        status = status_text(self.document.status)
        if self.document.cut_off:
            date = date_text(self.document.cut_off)
            status = tr("{status} · information up to {date}", status=status, date=date)
        size, ink = sheet.size(SMALL), sheet.theme.text_muted
        for line in wrap(status, width, size, sheet.measure, max_lines=2):
            taken = max(taken, sheet.text("status", line, left, y, size, width, colour=ink, align=1.0))
            y += size * LINE
        return taken, y

    def _title(self, top: float, width: float) -> float:
        sheet, title = self.sheet, plain(self.document.title)
        if not self.options.title or not title:
            return top
        most = sheet.height * 0.075
        sizes = [min(sheet.size(points), float(round(most))) for points in (22, 19, 16)]
        if sizes[-1] < 5:
            return top
        for size in sizes:
            if sheet.text_width(title, size, 680) <= width:
                sheet.text("title", title, self.margin, top, size, width, weight=680)
                return top + size * LINE
        size = sizes[-1]
        lines = wrap(title, width, size, sheet.measure, 680, max_lines=1 if self.is_tiny else 2)
        for index, line in enumerate(lines):
            sheet.text("title", line, self.margin, top + index * size * 1.2, size, width, weight=680)
        return top + size * (LINE + 1.2 * (len(lines) - 1))

    def lead(self, top: float, bottom: float) -> float:
        """The key judgement, in a few lines across the page, where the plot keeps most of the height."""
        sheet, text = self.sheet, plain(self.document.key_judgement)
        if not self.options.key_judgement or not text or bottom - top < sheet.px(330):
            return top
        size, width = sheet.size(12), sheet.width - 2 * self.margin
        room = 0.2 * (bottom - top)
        lines = wrap(text, width, size, sheet.measure, 480, max_lines=max(1, int(room / (size * LINE))))
        for index, line in enumerate(lines):
            sheet.text("key-judgement", line, self.margin, top + index * size * LINE, size, width, weight=480)
        return top + len(lines) * size * LINE + sheet.px(11)

    def footer(self, bottom: float, appearance: Appearance, resolver: Resolver) -> float:
        """The sources of what is shown; returns where the body of the page ends."""
        sheet = self.sheet
        sources: tuple[Source, ...] = ()
        if self.options.sources and not self.is_tiny:
            sources = sources_shown(self.document, appearance, resolver)
        if not sources:
            return bottom
        size, width = sheet.size(SMALL), sheet.width - 2 * self.margin
        full = "; ".join(source_text(source) for source in sources)
        text = tr_count("Source: {sources}", "Sources: {sources}", len(sources), sources=full)
        lines = wrap(text, width, size, sheet.measure)
        if len(lines) > 1:
            short = "; ".join(dict.fromkeys(short_source(source) for source in sources))
            text = tr_count("Source: {sources}", "Sources: {sources}", len(sources), sources=short)
            lines = wrap(text, width, size, sheet.measure, max_lines=2)
        y = bottom - len(lines) * size * LINE
        for index, line in enumerate(lines):
            ink = sheet.theme.text_muted
            sheet.text("source", line, self.margin, y + index * size * LINE, size, width, colour=ink)
        rule = y - sheet.px(5)
        sheet.rule(self.margin, rule, sheet.width - self.margin, rule)
        return rule - sheet.px(8)
