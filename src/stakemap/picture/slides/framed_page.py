"""The common frame of slides other than maps: header, heading and footer around a body."""

from __future__ import annotations

from stakemap.picture.headlines.headlines import page_headline
from stakemap.picture.job import SlideJob
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.measure import elide, wrap
from stakemap.picture.slides.header_footer import HeaderFooter
from stakemap.picture.slides.page_builder import LINE
from stakemap.picture.slides.slide import Slide
from stakemap.picture.sources import Footnotes
from stakemap.text import plain
from stakemap.wording.names import snapshot_text


class FramedPage:
    """Page `number` (from 0) of a slide that is not a map; its body is drawn with `builder`."""

    def __init__(self, job: SlideJob, number: int = 0) -> None:
        self.job = job
        self.number = number
        self.builder = job.page_builder()
        self.margin = self.builder.margin

    def frame(self, heading: str, notes: Footnotes, remark: str, source_lines: int = 0) -> Box:
        """Draw header and footer and return the box of the body between them.

        `notes` are the numbered sources, on at most `source_lines` lines (0: the default), `remark` sums up
        the confidence of the page, which is left out if the options say so.
        """
        builder, margin, job = self.builder, self.margin, self.job
        remark = remark if job.options.confidence_note else ""
        header_footer = HeaderFooter(builder, job.document, job.options, page_headline(job, self.number))
        top = header_footer.header(margin)
        bottom = header_footer.footer(builder.height - margin, notes, remark, job.is_paged, source_lines)
        if job.is_first and not self.number:
            top = header_footer.key_judgement(top, bottom)
        size, small = builder.size(13.5), builder.size(11)
        full = builder.width - 2 * margin
        when = snapshot_text(job.appearance.snapshot) if job.appearance.snapshot else ""
        shown = elide(when, 0.46 * full, small, builder.measure, 500)
        room = builder.text_width(shown, small, 500) + 1
        baseline = top + (size - small) * (LINE + 0.72) / 2
        builder.text(
            "snapshot", shown, builder.width - margin - room, baseline, small, room, weight=500, align=1.0
        )
        width = full - room - builder.px(16)
        lines = wrap(heading, width, size, builder.measure, 640, max_lines=2)
        for index, line in enumerate(lines):
            builder.text("issue", line, margin, top + index * size * LINE, size, width, weight=640)
        top += max(1, len(lines)) * size * LINE + builder.px(7)
        return Box(margin, top, builder.width - margin, bottom)

    def slide(self, body: Box) -> Slide:
        """The finished slide."""
        builder = self.builder
        title = plain(self.job.document.title)
        size = round(builder.width), round(builder.height)
        return Slide(*size, builder.theme.canvas, tuple(builder.marks), title, builder.theme, body, ())
