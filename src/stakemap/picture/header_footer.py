"""The head of a page and its foot: title, question, handling, key judgement, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.terms import term
from stakemap.picture.appearance import Appearance, Outline
from stakemap.picture.marks import TextRole
from stakemap.picture.measure import balanced, wrap
from stakemap.picture.options import SlideOptions
from stakemap.picture.page_canvas import LINE, Sheet
from stakemap.picture.sources import Footnotes, raised
from stakemap.text import capital, plain
from stakemap.wording.citations import short_source, source_text
from stakemap.wording.dates import date_text

__all__ = ["SMALL", "Edges", "confidence_remark", "counted_remark"]

SMALL = 9.0
#: So many lines the sources of a page may take, on an upright one twice as many.
_SOURCE_LINES = 2
#: No page lists more.
_MOST_SOURCES = 100


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
            for line in balanced(question, width, size, sheet.measure, 400, 2):
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
        sheet = self.sheet
        left = sheet.width - self.margin - width
        y, taken = top + sheet.px(2), 0.0
        handling = plain(self.document.handling) if self.options.handling else ""
        if handling:
            size = sheet.size(11)
            for line in balanced(handling, width, size, sheet.measure, 700, 2):
                line_width = sheet.text("handling", line, left, y, size, width, weight=700, align=1.0)
                taken = max(taken, line_width)
                y += size * LINE
        if not self.options.status:
            return taken, y if taken else top
        status = capital(term(self.document.status))
        if self.document.cut_off:
            date = date_text(self.document.cut_off)
            status = tr("{status} · information up to {date}", status=status, date=date)
        size, ink = sheet.size(SMALL), sheet.theme.text_muted
        for line in balanced(status, width, size, sheet.measure, 400, 2):
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
        lines = balanced(title, width, size, sheet.measure, 680, 1 if self.is_tiny else 2)
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
        lines = balanced(text, width, size, sheet.measure, 480, max(1, int(room / (size * LINE))))
        for index, line in enumerate(lines):
            sheet.text("key-judgement", line, self.margin, top + index * size * LINE, size, width, weight=480)
        return top + len(lines) * size * LINE + sheet.px(11)

    def footer(
        self, bottom: float, notes: Footnotes, remark: str = "", is_paged: bool = False, most: int = 0
    ) -> float:
        """A remark, the numbered sources and the team's own line, with room for a page number beside them;
        returns where the body of the page ends.
        """
        sheet = self.sheet
        if self.is_tiny:
            return bottom
        size = sheet.size(SMALL)
        width = sheet.width - 2 * self.margin - (sheet.px(52) if is_paged else 0.0)
        usual = _SOURCE_LINES if sheet.width >= sheet.height else 2 * _SOURCE_LINES
        lines: list[tuple[TextRole, str]] = [
            ("source", line) for line in self._source_lines(notes, width, size, most or usual)
        ]
        beside = self._fits_beside(remark, lines, width, size)
        if remark and not beside and sheet.height > sheet.px(420):
            said = wrap(remark, width, size, sheet.measure, max_lines=2)
            lines = [*(("confidence", line) for line in said), *lines]
        if self.options.footer:
            own = plain(sheet.theme.footer)
            lines.extend(("footer", line) for line in wrap(own, width, size, sheet.measure, max_lines=1))
        rows = max(len(lines), int(is_paged))
        if not rows:
            return bottom
        y, ink = bottom - rows * size * LINE, sheet.theme.text_muted
        for index, (role, line) in enumerate(lines):
            sheet.text(role, line, self.margin, y + index * size * LINE, size, width, colour=ink)
        if beside:
            sheet.text("confidence", remark, self.margin, y, size, width, colour=ink, align=1.0)
        rule = y - sheet.px(5)
        sheet.rule(self.margin, rule, sheet.width - self.margin, rule)
        return rule - sheet.px(8)

    def _fits_beside(self, remark: str, lines: list[tuple[TextRole, str]], width: float, size: float) -> bool:
        """Whether a remark fits on the first line of the sources, at its right."""
        if not remark or not lines:
            return False
        taken = self.sheet.text_width(lines[0][1], size) + self.sheet.text_width(remark, size)
        return taken + self.sheet.px(24) <= width

    def _source_lines(self, notes: Footnotes, width: float, size: float, most: int) -> list[str]:
        """All sources in full where there is room for that, else in few words; what is left is counted."""
        if not self.options.sources or not notes.sources:
            return []
        # In full they take a line, or all where sources are what the page is about.
        for say, room in ((source_text, most if most > _SOURCE_LINES else 1), (short_source, most)):
            said = [say(source) for source in notes.sources]
            if self.options.note_numbers:
                said = [f"{raised(number)} {text}" for number, text in enumerate(said, 1)]
            if len(said) <= _MOST_SOURCES:
                lines = self._listed(said, len(said), width, size)
                if len(lines) <= room:
                    return lines
        low, high = 0, min(len(said) - 1, _MOST_SOURCES)
        while low < high:
            middle = (low + high + 1) // 2
            if len(self._listed(said, middle, width, size)) <= most:
                low = middle
            else:
                high = middle - 1
        return self._listed(said, low, width, size)[:most]

    def _listed(self, said: Sequence[str], count: int, width: float, size: float) -> list[str]:
        """The first so many sources and the number of the others, in lines."""
        listed, left = "; ".join(said[:count]), len(said) - count
        if left:
            more = tr_count("and {count} more", "and {count} more", left)
            listed = f"{listed} {more}" if listed else tr_count("{count} source", "{count} sources", left)
        text = tr_count("Source: {sources}", "Sources: {sources}", len(said), sources=listed)
        return wrap(text, width, size, self.sheet.measure)


def confidence_remark(*appearances: Appearance) -> str:
    """How sure the alignments on show are, counted, in a sentence."""
    looks = (look for each in appearances for look in each.actors.values())
    return counted_remark(Counter(look.outline for look in looks))


def counted_remark(counts: Counter[Outline]) -> str:
    """How sure so many alignments are, in a sentence; none where nobody said so of any."""
    high, moderate, low, none = (counts[each] for each in Outline)
    if not high + moderate + low:
        return ""
    said = (
        (high, tr("high for {count}", count=high)),
        (moderate, tr("moderate for {count}", count=moderate)),
        (low, tr("low for {count}", count=low)),
        (none, tr("not given for {count}", count=none)),
    )
    parts = [text for count, text in said if count]
    return tr("Confidence in where actors stand: {parts}", parts=", ".join(parts))
