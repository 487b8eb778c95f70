"""The slide of all issues as small multiples: a small plot for each, with the same actors and axes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from stakemap.i18n import isolate, tr, tr_count
from stakemap.model.order import issues_in_order, sort_key
from stakemap.picture.appearance import Appearance, build
from stakemap.picture.appearance_options import apply_options
from stakemap.picture.column_blocks import ColumnLayout, legend_block
from stakemap.picture.framed_page import FramedPage
from stakemap.picture.header_footer import confidence_remark
from stakemap.picture.job import SlideJob
from stakemap.picture.key_line import KeyLine, short_key
from stakemap.picture.legend import LegendEntry, legend
from stakemap.picture.measure import elide
from stakemap.picture.occupancy import Box
from stakemap.picture.page_builder import LINE, SMALL
from stakemap.picture.plot import Plot, PlotPlan, disc_radius
from stakemap.picture.slide import Slide
from stakemap.picture.sources import footnotes_of_issues, numbers_by_actor
from stakemap.text import plain

__all__ = ["compose_issues"]

#: Most issues on a page.
_MAX_ISSUES = 9
#: The size of discs, which have no codes here, as a share of that on a map.
_DISCS = 0.6


def compose_issues(job: SlideJob) -> tuple[Slide, ...]:
    """Pages with a plot of each issue at the snapshot of `job`, in the order of the issues."""
    issues = issues_in_order(job.document)
    groups = [issues[start : start + _MAX_ISSUES] for start in range(0, len(issues), _MAX_ISSUES)] or [()]
    return tuple(_SmallMultiples(job, number).compose(group) for number, group in enumerate(groups))


class _SmallMultiples:
    def __init__(self, job: SlideJob, number: int) -> None:
        self.page = FramedPage(job, number)
        self.builder = self.page.builder
        self.document = job.document
        self.appearance = job.appearance
        self.options = job.options
        self.resolver = job.resolver
        #: The footnote number of each source.
        self.numbers: Mapping[str, int] = {}

    def compose(self, issues: Sequence[str]) -> Slide:
        """The page of these issues."""
        view = replace(self.appearance.view, relations="none", trail_from=None)
        shown = [
            apply_options(
                build(self.document, replace(view, issue=issue), self.builder.theme, self.resolver),
                self.options,
            )
            for issue in issues
        ]
        notes = footnotes_of_issues(self.document, self.appearance, self.resolver, issues)
        remark = confidence_remark(*shown) if self.options.confidence_note else ""
        heading = tr("Where actors stand on each issue")
        body = self.page.frame(heading, notes, remark)
        if not shown:
            text, size = tr("This map has no issues yet"), self.builder.size(12)
            self.builder.text("notice", text, body.left, body.top, size, body.width)
            return self.page.slide(body)
        is_numbered = self.options.sources and self.options.note_numbers
        self.numbers = notes.numbers if is_numbered else {}
        if self.options.legend:
            grid = self._draw_legend(body, _union(map(_legend, shown)))
        else:
            grid = self._draw_key(body, _union(map(short_key, shown)) if self.options.key else ())
        panels = _grid(grid, len(shown), self.builder.px(16), self._text_height())
        boxes = [self._plot_box(panel) for panel in panels]
        radius = min(
            (disc_radius(self.builder, box, len(self.document.actors)) for box in boxes), default=0.0
        )
        for panel, box, each in zip(panels, boxes, shown, strict=False):
            self._draw_panel(panel, box, each, radius * _DISCS)
        return self.page.slide(body)

    def _draw_legend(self, body: Box, entries: Sequence[LegendEntry]) -> Box:
        """Draw the legend in columns at the bottom of the body; returns the box above it."""
        builder = self.builder
        if not entries:
            return body
        gap = builder.px(16)
        columns = max(1, min(6, int((body.width + gap) / (builder.px(140) + gap))))
        layout = ColumnLayout(builder, body.width, columns, gap)
        blocks = [legend_block(builder, entries, layout.column_width, tight=True)]
        height = layout.least_height(blocks, 0.3 * body.height) or 0.3 * body.height
        layout.draw(blocks, body.left, body.bottom - height, height)
        return Box(body.left, body.top, body.right, body.bottom - height - builder.px(10))

    def _draw_key(self, body: Box, entries: Sequence[LegendEntry]) -> Box:
        """Draw what is not self-evident in a line at the bottom of the body; returns the box above it."""
        key = KeyLine(self.builder, entries, (), body.width)
        if not key.height:
            return body
        key.draw(body.left, body.bottom - key.height)
        return body._replace(bottom=body.bottom - key.height - self.builder.px(6))

    def _text_height(self) -> float:
        """Height of the texts above and below the plot of a panel."""
        return self._height_above() + 2 * self.builder.size(SMALL) * LINE + self.builder.px(2)

    def _height_above(self) -> float:
        return self.builder.size(11) * LINE + self.builder.px(2)

    def _plot_box(self, panel: Box) -> Box:
        top = panel.top + self._height_above()
        return Box(panel.left, top, panel.right, top + panel.height - self._text_height())

    def _draw_panel(self, panel: Box, box: Box, shown: Appearance, radius: float) -> None:
        builder, issue, size = self.builder, shown.issue, self.builder.size(SMALL)
        if issue is None:
            return
        builder.text(
            "issue", plain(issue.name), panel.left, panel.top, builder.size(11), panel.width, weight=640
        )
        notes = numbers_by_actor(self.document, shown, self.resolver, self.numbers)
        plot = Plot(builder, shown, box, PlotPlan(notes=notes, radius=radius, points=SMALL))
        plot.draw_axes()
        if plot.positions:
            plot.draw_underlay()
            labelling = plot.place_labels(0)
            plot.draw_leaders(labelling)
            plot.draw_discs()
            plot.draw_labels(labelling)
            left_out = len(labelling.omitted)
        else:
            plot.draw_notice(plot.notice())
            left_out = 0
        ink, half, top = builder.theme.text_muted, 0.48 * panel.width, box.bottom + builder.px(2)
        low, high = isolate(plain(issue.low_label)), isolate(plain(issue.high_label))
        if low:
            builder.text("axis-end", f"← {low}", panel.left, top, size, half, weight=500, colour=ink)
        if high:
            place = panel.right - half
            builder.text("axis-end", f"{high} →", place, top, size, half, weight=500, colour=ink, align=1.0)
        self._draw_note(panel, top + size * LINE, shown, left_out)

    def _draw_note(self, panel: Box, top: float, shown: Appearance, left_out: int) -> None:
        """A line on the actors that the plot does not show."""
        builder, size = self.builder, self.builder.size(SMALL)
        parts = []
        if left_out:
            parts.append(tr_count("{count} name left out", "{count} names left out", left_out))
        if shown.tray and self.options.tray:
            names = ", ".join(isolate(look.name) for look in shown.tray)
            text = tr("Without a position ({count}): {names}", count=len(shown.tray), names=names)
            parts.append(text)
        text = elide(". ".join(parts), panel.width, size, builder.measure)
        builder.text("tray", text, panel.left, top, size, panel.width, colour=builder.theme.text_muted)


def _grid(room: Box, count: int, gap: float, texts: float) -> list[Box]:
    """A grid of `count` panels whose plots come nearest to an aspect ratio of 1.45 with few empty cells;
    `texts` is the height of the texts in a panel.
    """

    def shape(columns: int) -> float:
        rows = math.ceil(count / columns)
        width = (room.width - gap * (columns - 1)) / columns
        height = (room.height - gap * (rows - 1)) / rows - texts
        empty = columns * rows - count
        return abs(math.log(max(width, 1.0) / max(height, 1.0) / 1.45)) + 0.25 * empty

    columns = min(range(1, count + 1), key=shape)
    rows = math.ceil(count / columns)
    width = (room.width - gap * (columns - 1)) / columns
    height = (room.height - gap * (rows - 1)) / rows
    lefts = [room.left + column * (width + gap) for column in range(columns)]
    tops = [room.top + row * (height + gap) for row in range(rows)]
    panels = [Box(left, top, left + width, top + height) for top in tops for left in lefts]
    return panels[:count]


def _legend(shown: Appearance) -> tuple[LegendEntry, ...]:
    return legend(shown, tray=False)


def _union(legends: Iterable[Sequence[LegendEntry]]) -> tuple[LegendEntry, ...]:
    """The union of the plots' legends, in the order of a single map's."""
    kinds = ("group", "confidence", "salience", "carried", "weak", "range")
    found = dict.fromkeys(entry for each in legends for entry in each)

    def place(entry: LegendEntry) -> tuple[int, int, str]:
        name = sort_key(entry.label) if entry.kind == "group" else ""
        return kinds.index(entry.kind), -entry.confidence, name

    return tuple(sorted(found, key=place))
