"""Header and footer of a page: title, question, handling, status, key judgement, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.terms import term
from stakemap.picture.appearance import Appearance
from stakemap.picture.marks import TextRole
from stakemap.picture.measure import balanced, wrap
from stakemap.picture.options import SlideOptions
from stakemap.picture.page_builder import LINE, PageBuilder
from stakemap.picture.sources import Footnotes, superscript
from stakemap.text import capital, plain
from stakemap.wording.citations import short_source, source_text
from stakemap.wording.dates import date_text

__all__ = ["SMALL", "HeaderFooter", "confidence_remark", "counted_remark"]

SMALL = 9.0
#: Most lines of sources on a page; an upright page may have twice as many.
_SOURCE_LINES = 2
#: Most sources that a page lists.
_MOST_SOURCES = 100


class HeaderFooter:
    """Draws header and footer; each part returns the y coordinate at which it ends."""

    def __init__(
        self, builder: PageBuilder, document: StakeMap, options: SlideOptions, margin: float, is_tiny: bool
    ) -> None:
        self.builder = builder
        self.document = document
        self.options = options
        self.margin = margin
        self.is_tiny = is_tiny

    def header(self, top: float) -> float:
        """Draw title and question on the left, handling and status on the right; returns their lower end."""
        builder = self.builder
        full = builder.width - 2 * self.margin
        taken, right_bottom = (0.0, top) if self.is_tiny else self._draw_handling(top, full * 0.32)
        width = full - (taken + builder.px(24) if taken else 0.0)
        y = self._draw_title(top, width)
        if self.options.question and not self.is_tiny:
            size, ink = builder.size(11.5), builder.theme.text_muted
            question = plain(self.document.question)
            y += builder.px(2) if question else 0.0
            for line in balanced(question, width, size, builder.measure, 400, 2):
                builder.text("question", line, self.margin, y, size, width, colour=ink)
                y += size * LINE
        y = max(y, right_bottom)
        if y == top:
            return top
        if self.is_tiny:
            return y + builder.px(3)
        y += builder.px(7)
        builder.rule(self.margin, y, builder.width - self.margin, y)
        return y + builder.px(9)

    def _draw_handling(self, top: float, width: float) -> tuple[float, float]:
        builder = self.builder
        left = builder.width - self.margin - width
        y, taken = top + builder.px(2), 0.0
        handling = plain(self.document.handling) if self.options.handling else ""
        if handling:
            size = builder.size(11)
            for line in balanced(handling, width, size, builder.measure, 700, 2):
                line_width = builder.text("handling", line, left, y, size, width, weight=700, align=1.0)
                taken = max(taken, line_width)
                y += size * LINE
        if not self.options.status:
            return taken, y if taken else top
        status = capital(term(self.document.status))
        if self.document.cut_off:
            date = date_text(self.document.cut_off)
            status = tr("{status} · information up to {date}", status=status, date=date)
        size, ink = builder.size(SMALL), builder.theme.text_muted
        for line in balanced(status, width, size, builder.measure, 400, 2):
            taken = max(taken, builder.text("status", line, left, y, size, width, colour=ink, align=1.0))
            y += size * LINE
        return taken, y

    def _draw_title(self, top: float, width: float) -> float:
        builder, title = self.builder, plain(self.document.title)
        if not self.options.title or not title:
            return top
        most = builder.height * 0.075
        sizes = [min(builder.size(points), float(round(most))) for points in (22, 19, 16)]
        if sizes[-1] < 5:
            return top
        for size in sizes:
            if builder.text_width(title, size, 680) <= width:
                builder.text("title", title, self.margin, top, size, width, weight=680)
                return top + size * LINE
        size = sizes[-1]
        lines = balanced(title, width, size, builder.measure, 680, 1 if self.is_tiny else 2)
        for index, line in enumerate(lines):
            builder.text("title", line, self.margin, top + index * size * 1.2, size, width, weight=680)
        return top + size * (LINE + 1.2 * (len(lines) - 1))

    def key_judgement(self, top: float, bottom: float) -> float:
        """Draw the key judgement across the page, in at most a fifth of its height; none on a low page."""
        builder, text = self.builder, plain(self.document.key_judgement)
        if not self.options.key_judgement or not text or bottom - top < builder.px(330):
            return top
        size, width = builder.size(12), builder.width - 2 * self.margin
        room = 0.2 * (bottom - top)
        lines = balanced(text, width, size, builder.measure, 480, max(1, int(room / (size * LINE))))
        for index, line in enumerate(lines):
            builder.text(
                "key-judgement", line, self.margin, top + index * size * LINE, size, width, weight=480
            )
        return top + len(lines) * size * LINE + builder.px(11)

    def footer(
        self, bottom: float, notes: Footnotes, remark: str = "", is_paged: bool = False, most: int = 0
    ) -> float:
        """Draw a remark, the sources in at most `most` lines and the theme's footer, with room for a page
        number; returns the lower end of the body.
        """
        builder = self.builder
        if self.is_tiny:
            return bottom
        size = builder.size(SMALL)
        width = builder.width - 2 * self.margin - (builder.px(52) if is_paged else 0.0)
        usual = _SOURCE_LINES if builder.width >= builder.height else 2 * _SOURCE_LINES
        lines: list[tuple[TextRole, str]] = [
            ("source", line) for line in self._source_lines(notes, width, size, most or usual)
        ]
        is_beside = self._fits_beside(remark, lines, width, size)
        if remark and not is_beside and builder.height > builder.px(420):
            texts = wrap(remark, width, size, builder.measure, max_lines=2)
            lines = [*(("confidence", line) for line in texts), *lines]
        if self.options.footer:
            own = plain(builder.theme.footer)
            lines.extend(("footer", line) for line in wrap(own, width, size, builder.measure, max_lines=1))
        rows = max(len(lines), int(is_paged))
        if not rows:
            return bottom
        y, ink = bottom - rows * size * LINE, builder.theme.text_muted
        for index, (role, line) in enumerate(lines):
            builder.text(role, line, self.margin, y + index * size * LINE, size, width, colour=ink)
        if is_beside:
            builder.text("confidence", remark, self.margin, y, size, width, colour=ink, align=1.0)
        rule = y - builder.px(5)
        builder.rule(self.margin, rule, builder.width - self.margin, rule)
        return rule - builder.px(8)

    def _fits_beside(self, remark: str, lines: list[tuple[TextRole, str]], width: float, size: float) -> bool:
        """Whether a remark fits to the right of the first line of the sources."""
        if not remark or not lines:
            return False
        taken = self.builder.text_width(lines[0][1], size) + self.builder.text_width(remark, size)
        return taken + self.builder.px(24) <= width

    def _source_lines(self, notes: Footnotes, width: float, size: float, most: int) -> list[str]:
        """The sources in full if there is room, else in short; those that do not fit are counted."""
        if not self.options.sources or not notes.sources:
            return []
        # In full they may take one line, or all of them on a page with more room for sources than usual.
        for text_of, room in ((source_text, most if most > _SOURCE_LINES else 1), (short_source, most)):
            texts = [text_of(source) for source in notes.sources]
            if self.options.note_numbers:
                texts = [f"{superscript(number)} {text}" for number, text in enumerate(texts, 1)]
            if len(texts) <= _MOST_SOURCES:
                lines = self._listed(texts, len(texts), width, size)
                if len(lines) <= room:
                    return lines
        low, high = 0, min(len(texts) - 1, _MOST_SOURCES)
        while low < high:
            middle = (low + high + 1) // 2
            if len(self._listed(texts, middle, width, size)) <= most:
                low = middle
            else:
                high = middle - 1
        return self._listed(texts, low, width, size)[:most]

    def _listed(self, texts: Sequence[str], count: int, width: float, size: float) -> list[str]:
        """The first `count` sources and the number of the others, wrapped."""
        listed, left = "; ".join(texts[:count]), len(texts) - count
        if left:
            more = tr_count("and {count} more", "and {count} more", left)
            listed = f"{listed} {more}" if listed else tr_count("{count} source", "{count} sources", left)
        text = tr_count("Source: {sources}", "Sources: {sources}", len(texts), sources=listed)
        return wrap(text, width, size, self.builder.measure)


def confidence_remark(*appearances: Appearance) -> str:
    """A sentence that counts the alignments shown by confidence."""
    looks = (look for each in appearances for look in each.actors.values())
    return counted_remark(Counter(look.confidence for look in looks))


def counted_remark(counts: Counter[int]) -> str:
    """A sentence that counts alignments by confidence, in ticks; empty if none has a confidence."""
    high, moderate, low, none = (counts[ticks] for ticks in (3, 2, 1, 0))
    if not high + moderate + low:
        return ""
    texts = (
        (high, tr("high for {count}", count=high)),
        (moderate, tr("moderate for {count}", count=moderate)),
        (low, tr("low for {count}", count=low)),
        (none, tr("not given for {count}", count=none)),
    )
    parts = [text for count, text in texts if count]
    return tr("Confidence in where actors stand: {parts}", parts=", ".join(parts))
