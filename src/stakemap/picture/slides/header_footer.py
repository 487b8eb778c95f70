"""Header and footer of a page: title, headline, handling, status, key judgement, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from stakemap.i18n import comma_list, tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.reviews import status_of
from stakemap.picture.appearance.appearance import Appearance
from stakemap.picture.marks import TextRole
from stakemap.picture.measure import balanced, wrap
from stakemap.picture.options import SlideOptions
from stakemap.picture.slides.page_builder import LINE, SMALL, PageBuilder
from stakemap.picture.sources import Footnotes, superscript
from stakemap.text import is_right_to_left, plain
from stakemap.wording.citations import short_source, source_text
from stakemap.wording.dates import date_text

#: Most lines of a headline, and its size in points then; of the last one, the end may be cut.
_HEADLINES = ((1, 26.0), (1, 24.0), (1, 22.0), (2, 24.0), (2, 22.0), (2, 20.0), (3, 19.0), (3, 17.0))
#: The share of the page's height that it takes at most.
_MOST_OF_PAGE = 0.14
#: Distance of its baselines, in ems.
_HEADLINE_PITCH = 1.2
#: Height of the lowest page with the handling, in points.
_LOWEST = 60.0
#: Most lines of sources on a page; an upright page may have twice as many.
_SOURCE_LINES = 2
#: Most sources that a page lists.
_MOST_SOURCES = 100


class HeaderFooter:
    """Draws header and footer; each part returns the y coordinate at which it ends."""

    def __init__(
        self,
        builder: PageBuilder,
        document: StakeMap,
        options: SlideOptions,
        headline: str,
        is_tiny: bool = False,
    ) -> None:
        self.builder = builder
        self.document = document
        self.options = options
        title = plain(document.title) if options.title else ""
        self.headline = headline if options.headline else ""
        #: Without a headline the title takes its place.
        self.kicker = title if self.headline else ""
        self.headline = self.headline or title
        self.margin = builder.margin
        self.is_tiny = is_tiny

    def header(self, top: float) -> float:
        """Draw the map's title on the left, handling and status on the right, and the headline below them;
        returns their lower end.
        """
        builder = self.builder
        full = builder.width - 2 * self.margin
        y = top
        taken, y = self._draw_markings(top, full)
        if not self.is_tiny:
            y = max(y, self._draw_kicker(top, full - (taken + builder.px(24) if taken else 0.0)))
        y = self._draw_headline(y, full)
        if y == top:
            return top
        if self.is_tiny:
            return y + builder.px(3)
        y += builder.px(7)
        builder.rule(self.margin, y, builder.width - self.margin, y)
        return y + builder.px(9)

    def _draw_kicker(self, top: float, width: float) -> float:
        builder = self.builder
        if not self.kicker:
            return top
        size, ink = builder.size(11), builder.theme.text_muted
        builder.text("kicker", self.kicker, self.margin, top, size, width, weight=560, colour=ink)
        return top + size * LINE

    def _draw_markings(self, top: float, full: float) -> tuple[float, float]:
        """Draw status and handling side by side if they take up to half of the page, else below each other;
        returns their width and their lower end.

        How a map is to be handled is on every page that is not set to leave it out and has room for a line;
        its status is in small, muted type, for those who look for it.
        """
        builder, margin = self.builder, self.margin
        has_room = builder.height >= builder.px(_LOWEST)
        handling = plain(self.document.handling) if self.options.handling and has_room else ""
        status = self._status() if self.options.status and not self.is_tiny else ""
        size, small, ink = builder.size(11), builder.size(SMALL), builder.theme.text_muted
        widths = builder.text_width(handling, size, 700), builder.text_width(status, small)
        gap = builder.px(10) if handling and status else 0.0
        half = 0.5 * full
        if sum(widths) + gap <= half:
            right = margin + full
            if handling:
                builder.text("handling", handling, margin, top, size, full, weight=700, align=1.0)
            left = right - widths[0] - gap
            baseline = top + (size - small) * (LINE + 0.72) / 2
            if status:
                builder.text("status", status, margin, baseline, small, left - margin, colour=ink, align=1.0)
            return sum(widths) + gap, top + (size * LINE if handling or status else 0.0)
        left, y, taken = margin + half, top, 0.0
        for line in balanced(handling, half, size, builder.measure, 700, 2):
            taken = max(taken, builder.text("handling", line, left, y, size, half, weight=700, align=1.0))
            y += size * LINE
        for line in balanced(status, half, small, builder.measure, 400, 2):
            taken = max(taken, builder.text("status", line, left, y, small, half, colour=ink, align=1.0))
            y += small * LINE
        return taken, y

    def _status(self) -> str:
        # With its noun: "Draft" alone would be read as said of the slide.
        status = {
            "draft": tr("Draft map"),
            "reviewed": tr("Reviewed map"),
            "cleared": tr("Cleared map"),
        }[status_of(self.document).status]
        if not self.document.cut_off:
            return status
        date = date_text(self.document.cut_off)
        return tr("{status} · information as of {date}", status=status, date=date)

    def _draw_headline(self, top: float, width: float) -> float:
        """Draw the headline as large as its length allows; a very long one is elided."""
        builder, text = self.builder, self.headline
        if not text:
            return top
        size, lines = self._set_headline(text, width)
        if size < 5 or not lines:
            return top
        # Text of a script that runs right to left begins at the right margin.
        align = 1.0 if is_right_to_left(text) else 0.0
        for index, line in enumerate(lines):
            y = top + index * size * _HEADLINE_PITCH
            builder.text("title", line, self.margin, y, size, width, weight=680, align=align)
        return top + size * (LINE + _HEADLINE_PITCH * (len(lines) - 1))

    def _set_headline(self, text: str, width: float) -> tuple[float, list[str]]:
        """Font size and lines of the headline: large on one line, else smaller on up to three."""
        builder = self.builder
        most = float(round(builder.height * 0.075))
        if self.is_tiny:
            size = min(builder.size(16), most)
            return size, balanced(text, width, size, builder.measure, 680, 1)
        for usual, points in _HEADLINES:
            size = min(builder.size(points), most)
            count = max(1, min(usual, int(_MOST_OF_PAGE * builder.height / (size * _HEADLINE_PITCH))))
            if len(wrap(text, width, size, builder.measure, 680, count + 1)) <= count:
                return size, balanced(text, width, size, builder.measure, 680, count)
        return size, wrap(text, width, size, builder.measure, 680, count)

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
    return tr("Confidence in positions: {parts}", parts=comma_list(parts))
