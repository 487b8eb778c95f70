"""All issues of a map on one page: a small plot for each, the same actors and axes in all."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from stakemap.i18n import isolate, tr, tr_count
from stakemap.model.order import issues_in_order
from stakemap.picture.appearance import Appearance, Outline, build
from stakemap.picture.blocks import Flow, legend_block
from stakemap.picture.dress import dressed
from stakemap.picture.header_footer import confidence_remark
from stakemap.picture.job import SlideJob
from stakemap.picture.legend import LegendEntry, legend
from stakemap.picture.measure import elide
from stakemap.picture.occupancy import Box
from stakemap.picture.page import FramedPage
from stakemap.picture.page_canvas import LINE
from stakemap.picture.plot import Plot, PlotPlan, disc_radius
from stakemap.picture.slide import Slide
from stakemap.picture.sources import footnotes_of_issues, numbers_by_actor
from stakemap.text import plain

__all__ = ["compose_issues"]

#: A page holds so many issues; the next ones get a page of their own.
_MOST = 9


def compose_issues(job: SlideJob) -> tuple[Slide, ...]:
    """A plot of each issue at the snapshot of `job`, in the order of the issues."""
    issues = issues_in_order(job.document)
    groups = [issues[start : start + _MOST] for start in range(0, len(issues), _MOST)] or [()]
    return tuple(_Multiples(job).compose(group, job.is_paged) for group in groups)


class _Multiples:
    def __init__(self, job: SlideJob) -> None:
        self.page = FramedPage(job.document, job.appearance, job.sheet(), job.options)
        self.sheet = self.page.sheet
        self.document = job.document
        self.appearance = job.appearance
        self.options = job.options
        self.resolver = job.resolver
        #: The numbers of sources that stand beside names.
        self.numbers: Mapping[str, int] = {}

    def compose(self, issues: Sequence[str], is_paged: bool) -> Slide:
        """The page of these issues."""
        view = replace(self.appearance.view, relations="none", trail_from=None)
        shown = [
            dressed(
                build(self.document, replace(view, issue=issue), self.sheet.theme, self.resolver),
                self.options,
            )
            for issue in issues
        ]
        notes = footnotes_of_issues(self.document, self.appearance, self.resolver, issues)
        remark = confidence_remark(*shown) if self.options.confidence_note else ""
        heading = tr("Where actors stand on each issue")
        body = self.page.frame(heading, notes, remark, is_paged, has_lead=True)
        if not shown:
            text, size = tr("This map has no issues yet"), self.sheet.size(12)
            self.sheet.text("notice", text, body.left, body.top, size, body.width)
            return self.page.slide(body)
        is_numbered = self.options.sources and self.options.note_numbers
        self.numbers = notes.numbers if is_numbered else {}
        entries = _entries(shown) if self.options.legend else ()
        grid = self._legend(body, entries)
        panels = _grid(grid, len(shown), self.sheet.px(16), self._beside())
        boxes = [self._frame(panel) for panel in panels]
        radius = min((disc_radius(self.sheet, box, len(self.document.actors)) for box in boxes), default=0.0)
        for panel, box, each in zip(panels, boxes, shown, strict=False):
            self._panel(panel, box, each, radius * 0.85)
        return self.page.slide(body)

    def _legend(self, body: Box, entries: Sequence[LegendEntry]) -> Box:
        """Draw the legend at the foot of the body, in columns; returns the room above it."""
        sheet = self.sheet
        if not entries:
            return body
        gap = sheet.px(16)
        columns = max(1, min(6, int((body.width + gap) / (sheet.px(140) + gap))))
        flow = Flow(sheet, body.width, columns, gap)
        blocks = [legend_block(sheet, entries, flow.column_width, tight=True)]
        height = flow.least_height(blocks, 0.3 * body.height) or 0.3 * body.height
        flow.draw(blocks, body.left, body.bottom - height, height)
        return Box(body.left, body.top, body.right, body.bottom - height - sheet.px(10))

    def _beside(self) -> float:
        """What the words above and below a plot take of its panel's height."""
        return self._above() + 2 * self.sheet.size(9) * LINE + self.sheet.px(2)

    def _above(self) -> float:
        return self.sheet.size(11) * LINE + self.sheet.px(2)

    def _frame(self, panel: Box) -> Box:
        top = panel.top + self._above()
        return Box(panel.left, top, panel.right, top + panel.height - self._beside())

    def _panel(self, panel: Box, box: Box, shown: Appearance, radius: float) -> None:
        sheet, issue, size = self.sheet, shown.issue, self.sheet.size(9)
        if issue is None:
            return
        sheet.text("issue", plain(issue.name), panel.left, panel.top, sheet.size(11), panel.width, weight=640)
        notes = numbers_by_actor(self.document, shown, self.resolver, self.numbers)
        plot = Plot(sheet, shown, box, PlotPlan(notes=notes, radius=radius, points=9.5))
        plot.draw_ground()
        if plot.spots:
            plot.draw_beneath()
            labelling = plot.place_labels(0)
            plot.draw_leaders(labelling)
            plot.draw_discs()
            plot.draw_labels(labelling)
            left_out = len(labelling.omitted)
        else:
            plot.draw_notice(plot.notice())
            left_out = 0
        ink, half, top = sheet.theme.text_muted, 0.48 * panel.width, box.bottom + sheet.px(2)
        low, high = isolate(plain(issue.low_label)), isolate(plain(issue.high_label))
        if low:
            sheet.text("axis-end", f"← {low}", panel.left, top, size, half, weight=500, colour=ink)
        if high:
            place = panel.right - half
            sheet.text("axis-end", f"{high} →", place, top, size, half, weight=500, colour=ink, align=1.0)
        self._beneath(panel, top + size * LINE, shown, left_out)

    def _beneath(self, panel: Box, top: float, shown: Appearance, left_out: int) -> None:
        """Who is not on the plot, in a line."""
        sheet, size = self.sheet, self.sheet.size(9)
        parts = []
        if left_out:
            parts.append(tr_count("{count} name left out", "{count} names left out", left_out))
        if shown.tray and self.options.tray:
            names = ", ".join(isolate(look.name) for look in shown.tray)
            text = tr("Without a position ({count}): {names}", count=len(shown.tray), names=names)
            parts.append(text)
        text = elide(". ".join(parts), panel.width, size, sheet.measure)
        sheet.text("tray", text, panel.left, top, size, panel.width, colour=sheet.theme.text_muted)


def _grid(room: Box, count: int, gap: float, beside: float) -> list[Box]:
    """Panels of one size in rows, whose plots are as near to the usual shape as goes; `beside` is what a
    panel's height holds besides.
    """

    def shape(columns: int) -> float:
        rows = math.ceil(count / columns)
        width = (room.width - gap * (columns - 1)) / columns
        height = (room.height - gap * (rows - 1)) / rows - beside
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


def _entries(shown: Sequence[Appearance]) -> tuple[LegendEntry, ...]:
    """What any of the plots shows, once, in the order of a single map's legend."""
    kinds = ("group", "confidence", "salience", "carried", "open", "range")
    outlines = tuple(Outline)
    found = dict.fromkeys(entry for each in shown for entry in legend(each, tray=False))

    def place(entry: LegendEntry) -> tuple[int, int, str]:
        name = entry.label.casefold() if entry.kind == "group" else ""
        return kinds.index(entry.kind), outlines.index(entry.outline), name

    return tuple(sorted(found, key=place))
