"""Layout of a slide that shows one map: header and footer, plot, and blocks beside or below the plot."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from stakemap.i18n import isolate, tr
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver
from stakemap.picture.appearance.appearance import Appearance
from stakemap.picture.appearance.options import apply_options, with_strongest_relations
from stakemap.picture.appearance.values import TrayLook
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.labels.values import Labelling
from stakemap.picture.measure import FixedMeasure, TextMeasure, elide, wrap
from stakemap.picture.options import SlideOptions
from stakemap.picture.plot.axis_labels import AxisLabels
from stakemap.picture.plot.plan import PlotPlan
from stakemap.picture.plot.plot import Plot
from stakemap.picture.slides.column_blocks import (
    Block,
    ColumnLayout,
    legend_block,
    name_row_height,
    names_block,
    tray_block,
    unnamed_block,
)
from stakemap.picture.slides.header_footer import HeaderFooter, confidence_remark
from stakemap.picture.slides.key_line import MOST_OF_KEY, KeyLine, short_key
from stakemap.picture.slides.legend import LegendEntry, legend, with_members
from stakemap.picture.slides.page_builder import LINE, PageBuilder
from stakemap.picture.slides.slide import Slide, SlidePlan
from stakemap.picture.sources import footnotes
from stakemap.picture.theme import Theme
from stakemap.text import plain
from stakemap.wording.names import snapshot_text

#: Above this number of actors the key of names may need a second column.
_CROWD = 24
#: Above this number of actors names are placed beside a sidebar for those without room.
_MOST_NAMED = 60


def compose(
    document: StakeMap,
    appearance: Appearance,
    theme: Theme,
    size: tuple[int, int] = (1920, 1080),
    measure: TextMeasure | None = None,
    options: SlideOptions | None = None,
    resolver: Resolver | None = None,
    plan: SlidePlan | None = None,
) -> Slide:
    """Lay out `appearance`, which is of `document`, on a page of `size` pixels.

    `theme` should be the one the appearance was built with. `measure` decides which text fits. A very small
    page lacks the parts for which it has no room.
    """
    width, height = size
    builder = PageBuilder(width, height, theme, measure or FixedMeasure())
    options = options or SlideOptions()
    shown, thinned = with_strongest_relations(apply_options(appearance, options))
    plan = plan or SlidePlan()
    plan = replace(plan, remark=" · ".join(filter(None, (plan.remark, thinned))))
    composer = _Composer(builder, document, shown, options, resolver or Resolver(), plan)
    composer.run()
    title = plain(document.title)
    plot, unnamed, radius = composer.plot_box, composer.unnamed, composer.radius
    marks = tuple(builder.marks)
    return Slide(width, height, theme.canvas, marks, title, theme, plot, unnamed, radius, thinned)


class _Names(NamedTuple):
    """Actors labelled by a number (number, actor id, name), and how many names found no room at all."""

    numbered: tuple[tuple[int, str, str], ...]
    unnamed: int


_NO_NAMES = _Names((), 0)


class _Composer:
    def __init__(
        self,
        builder: PageBuilder,
        document: StakeMap,
        appearance: Appearance,
        options: SlideOptions,
        resolver: Resolver,
        plan: SlidePlan,
    ) -> None:
        self.builder = builder
        self.plan = plan
        self.notes = footnotes(document, appearance, resolver)
        self.radius = 0.0
        self.document = document
        self.appearance = appearance
        self.options = options
        self.margin = builder.margin
        self.axis_labels = AxisLabels(builder, appearance.issue)
        self.plot_box = Box(0.0, 0.0, builder.width, builder.height)
        self.unnamed: tuple[str, ...] = ()
        self.has_coincident_discs = False
        #: A page smaller than this has a title and the plot only.
        self.is_tiny = builder.width < builder.px(330) or builder.height < builder.px(210)

    def run(self) -> None:
        """Lay out header and footer, then the plot with a sidebar, or with a band on an upright page."""
        builder, margin = self.builder, self.margin
        header_footer = HeaderFooter(builder, self.document, self.options, self.plan.headline, self.is_tiny)
        top = header_footer.header(margin)
        remarks = (
            self.plan.remark,
            confidence_remark(self.appearance) if self.options.confidence_note else "",
        )
        remark = " · ".join(text for text in remarks if text)
        bottom = header_footer.footer(builder.height - margin, self.notes, remark, self.plan.is_paged)
        if self.plan.has_key_judgement:
            top = header_footer.key_judgement(top, bottom)
        body = Box(margin, top, builder.width - margin, bottom)
        if self.is_tiny:
            self._draw_plot(body, 0)
        elif not self.options.legend and self._lay_out_plainly(body):
            return
        elif builder.width >= 0.9 * builder.height:
            self._lay_out_with_sidebar(body)
        else:
            self._lay_out_with_band(body)

    # The plot, and the blocks beside or below it.

    def _lay_out_plainly(self, body: Box) -> bool:
        """Lay out the plot over the whole width with its key in a line below it; False, without drawing, if
        there is more room beside the plot: on a low page, and where names need a key of their own.
        """
        if len(self.appearance.actors) > _MOST_NAMED:
            return False
        gap = self.builder.px(8)
        self._check_for_coincident_discs(body)
        tray = self.appearance.tray if self.options.tray else ()
        key = KeyLine(self.builder, self._legend(tray=False), tray, body.width, MOST_OF_KEY * body.height)
        area = body._replace(bottom=body.bottom - (key.height + gap if key.height else 0.0))
        if key.is_cut or self._try_names(area, 0).unnamed:
            return False
        self._draw_plot(area, 0)
        below = self.plot_box.bottom + self.axis_labels.height_below(self.plot_box.width) + gap
        key.draw(body.left, min(below, body.bottom - key.height))
        return True

    def _lay_out_with_sidebar(self, body: Box) -> None:
        gap, width = self.builder.px(20), min(self.builder.px(158), 0.28 * body.width)
        layout = ColumnLayout(self.builder, width, 1, 0.0)
        if not self._blocks(layout, body.height, _NO_NAMES):
            self._draw_plot(body, 0)
            return
        area = Box(body.left, body.top, body.right - width - gap, body.bottom)
        self._check_for_coincident_discs(area)
        wide = self._two_columns(layout, body, area, gap)
        if wide is not None:
            layout, area = wide
            width = 2 * layout.column_width + layout.column_gap
        names = self._draw_plot(area, self._max_numbers(layout, body.height))
        layout.draw(self._blocks(layout, body.height, names), body.right - width, body.top, body.height)

    def _two_columns(
        self, layout: ColumnLayout, body: Box, area: Box, gap: float
    ) -> tuple[ColumnLayout, Box] | None:
        """A sidebar of two columns and the area it leaves to the plot; None unless the key of a crowded plot
        is too long for one column and two leave at least three fewer actors without their names, or none.
        """
        column_gap = self.builder.px(14)
        width = 2 * layout.column_width + column_gap
        two = ColumnLayout(self.builder, width, 2, column_gap)
        smaller = Box(area.left, area.top, body.right - width - gap, area.bottom)
        if self.plan.frame:
            return (two, smaller) if self.plan.frame.box.right <= smaller.right + 1 else None
        if len(self.appearance.actors) <= _CROWD:
            return None
        most = self._max_numbers(layout, body.height)
        names = self._try_names(area, most)
        if not names.unnamed or len(names.numbered) < most:
            return None
        left = self._try_names(smaller, self._max_numbers(two, body.height)).unnamed
        return (two, smaller) if left == 0 or names.unnamed - left > 2 else None

    def _lay_out_with_band(self, body: Box) -> None:
        builder = self.builder
        gap, below = builder.px(20), builder.px(14)
        columns = max(1, min(4, int((body.width + gap) / (builder.px(140) + gap))))
        layout = ColumnLayout(builder, body.width, columns, gap)
        most = body.height * 0.36
        if not self._blocks(layout, most, _NO_NAMES):
            self._draw_plot(body, 0)
            return
        self._check_for_coincident_discs(Box(body.left, body.top, body.right, body.bottom - most))
        names, numbers = _NO_NAMES, 0
        # The plot gets the room that the key of names leaves, and the key grows as the plot shrinks: a few
        # iterations converge.
        for _ in range(4):
            blocks = self._blocks(layout, most, names)
            height = layout.least_height(blocks, most) or most
            area = Box(body.left, body.top, body.right, body.bottom - height - below)
            if self.plan.frame:
                below_frame = self.axis_labels.height_below(body.width)
                area = area._replace(bottom=self.plan.frame.box.bottom + below_frame)
                height = max(height, body.bottom - below - area.bottom)
            tried = self._try_names(area, self._max_numbers(layout, most))
            if len(tried.numbered) <= numbers and tried.unnamed <= names.unnamed:
                break
            names, numbers = tried, len(tried.numbered)
        names = self._draw_plot(area, numbers)
        layout.draw(self._blocks(layout, height, names), body.left, area.bottom + below, height)

    def _check_for_coincident_discs(self, area: Box) -> None:
        """Lay out the plot once to learn whether discs coincide, since the legend then explains the count."""
        plot = Plot(self.builder, self.appearance, self._plot_frame(area, draw=False))
        self.has_coincident_discs = bool(plot.clusters)

    def _max_numbers(self, layout: ColumnLayout, height: float) -> int:
        """Capacity of the key of names in columns of `height`, with the other blocks at their smallest."""
        builder = self.builder
        blocks = []
        if self.options.tray and self.appearance.tray:
            blocks.append(
                tray_block(builder, self.appearance.tray, layout.column_width, "text", builder.px(36))
            )
        blocks.extend(self._legend_blocks(layout.column_width, tray=False, tight=True))
        # Two more blocks, the key and the notice of names left out, with their gaps; and the unused end of
        # each column.
        needed = layout.height_of(blocks) + builder.px(65) + (layout.columns - 1) * builder.px(30)
        return max(0, int((height * layout.columns - needed) / name_row_height(builder)))

    def _blocks(self, layout: ColumnLayout, height: float, names: _Names) -> list[Block]:
        """The most detailed blocks that fit: with less room first the legend gets tighter, then the tray
        shorter.
        """
        builder, width, tray = self.builder, layout.column_width, self.appearance.tray
        key = [names_block(builder, names.numbered, width)] if names.numbered else []
        if names.unnamed:
            key.append(unnamed_block(builder, names.unnamed, width))
        shown = tray if self.options.tray else ()
        for detail in ("full", "short") if 0 < len(shown) <= 40 else ():
            for tight in (False, True):
                last = [*key, *self._legend_blocks(width, tray=True, tight=tight)]
                blocks = [tray_block(builder, shown, width, detail, 0.0), *last]
                if layout.fits(blocks, height):
                    return blocks
        for tight in (False, True):
            last = [*key, *self._legend_blocks(width, tray=False, tight=tight)]
            blocks = [*self._tray_text(shown, width, height * layout.columns), *last]
            if layout.fits(blocks, height):
                return blocks
        room = height * layout.columns - sum(layout.height_of([block]) + builder.px(13) for block in last)
        for share in (1.0, 0.9, 0.75, 0.6, 0.45, 0.3, 0.15) if shown else ():
            if share * room < builder.px(36):
                break
            blocks = [*self._tray_text(shown, width, share * room), *last]
            if layout.fits(blocks, height):
                return blocks
        first, entries = [*self._tray_text(shown, width, builder.px(26)), *key], self._legend(tray=False)

        def cut(most: int) -> list[Block]:
            return [*first, *([legend_block(builder, entries, width, True, most)] if entries else [])]

        counts = range(1, len(entries) + 1)
        most = bisect_left(counts, True, key=lambda count: not layout.fits(cut(count), height))
        return cut(max(1, most))

    def _tray_text(self, tray: Sequence[TrayLook], width: float, room: float) -> list[Block]:
        return [tray_block(self.builder, tray, width, "text", room - self.builder.px(16))] if tray else []

    def _legend_blocks(self, width: float, tray: bool, tight: bool) -> list[Block]:
        entries = self._legend(tray)
        return [legend_block(self.builder, entries, width, tight)] if entries else []

    def _legend(self, tray: bool) -> tuple[LegendEntry, ...]:
        if self.options.legend:
            entries = legend(self.appearance, tray)
        elif self.options.key:
            entries = short_key(self.appearance)
        else:
            return ()
        # Without a legend, the dates beside the places say what the arrows are.
        if self.plan.moves and self.plan.moved and self.options.legend:
            kept = [entry for entry in entries if entry.kind != "trail"]
            entries = (*kept, LegendEntry("move", self.plan.moved, self.builder.theme.neutral))
        if self.has_coincident_discs:
            ink = self.builder.theme.text
            entries = (*entries, LegendEntry("count", tr("Number of actors on one spot"), ink))
        return with_members(entries, [self.appearance], self.options.tray)

    def _plot_frame(self, area: Box, draw: bool) -> Box:
        """The frame of the plot: `area` without the issue's name and the axis labels."""
        if self.is_tiny:
            return area
        row = self.axis_labels.row
        if self.plan.frame:
            frame = self.plan.frame.box
            above = self._draw_issue_row(area, draw=False) - area.top
            self._draw_issue_row(Box(frame.left, frame.top - row - above, frame.right, area.bottom), draw)
            if draw:
                self.axis_labels.draw(frame)
            return frame
        top = self._draw_issue_row(area, draw)
        frame = Box(area.left, top + row, area.right, area.bottom - self.axis_labels.height_below(area.width))
        if draw:
            self.axis_labels.draw(frame)
        return frame

    def _draw_issue_row(self, area: Box, draw: bool) -> float:
        """The issue's name and the snapshot; returns the y coordinate below them."""
        builder, appearance = self.builder, self.appearance
        size, small = builder.size(13.5), builder.size(11)
        when = self._snapshot_text(small, 0.46 * area.width)
        room = builder.text_width(when, small, 500) + 1
        width = area.width - (room + builder.px(16) if when else 0.0)
        name = plain(appearance.issue.name) if appearance.issue else ""
        if self.plan.heading:
            heading = self.plan.heading
            name = tr("{heading}: {name}", heading=heading, name=isolate(name)) if name else heading
        lines = wrap(name, width, size, builder.measure, 640, max_lines=2)
        if draw:
            top = area.top + (size - small) * (LINE + 0.72) / 2
            builder.text("snapshot", when, area.right - room, top, small, room, weight=500, align=1.0)
            for index, line in enumerate(lines):
                builder.text(
                    "issue", line, area.left, area.top + index * size * LINE, size, width, weight=640
                )
        return area.top + max(1 if when else 0, len(lines)) * size * LINE

    def _snapshot_text(self, size: float, room: float) -> str:
        """The snapshot's label and date, of which the label is elided first."""
        snapshot, builder = self.appearance.snapshot, self.builder
        if snapshot is None:
            return ""
        if self.plan.when:
            return elide(self.plan.when, room, size, builder.measure, 500)
        text = snapshot_text(snapshot)
        over = builder.text_width(text, size, 500) - room
        if over > 0:
            label = plain(snapshot.label)
            width = builder.text_width(label, size, 500) - over
            text = snapshot_text(snapshot, elide(label, width, size, builder.measure, 500))
        return elide(text, room, size, builder.measure, 500)

    def _plot(self, area: Box, draw: bool) -> Plot:
        issue = self.appearance.issue
        captions = issue.quadrants if issue and self.options.quadrants and not self.is_tiny else ()
        is_numbered = self.options.sources and self.options.note_numbers
        radius = self.plan.frame.radius if self.plan.frame else None
        notes = self.notes.by_actor if is_numbered else {}
        plan = PlotPlan(captions, self.plan.moves, notes, radius, dates=self.plan.dates, elides=self.is_tiny)
        return Plot(self.builder, self.appearance, self._plot_frame(area, draw), plan)

    def _try_names(self, area: Box, max_numbers: int) -> _Names:
        """The names that a plot in `area` would leave to the key, without drawing it."""
        plot = self._plot(area, draw=False)
        return self._names(plot.place_labels(max_numbers))

    def _names(self, labelling: Labelling) -> _Names:
        numbered = sorted((label.number, label.key) for label in labelling.labels if label.number is not None)
        names = tuple((number, key, self.appearance.actors[key].name) for number, key in numbered)
        return _Names(names, len(labelling.omitted))

    def _draw_plot(self, area: Box, max_numbers: int) -> _Names:
        """Draw the plot in `area`; returns the actors labelled by numbers and the count of those unnamed."""
        plot = self._plot(area, draw=True)
        self.plot_box, self.radius = plot.box, plot.radius
        plot.draw_axes()
        plot.draw_captions(above=False)
        if not plot.positions:
            plot.draw_notice(plot.notice())
            return _NO_NAMES
        plot.draw_underlay()
        labelling = plot.place_labels(max_numbers)
        plot.draw_discs()
        plot.draw_leaders(labelling)
        plot.draw_captions(above=True)
        if self.options.relation_labels:
            plot.draw_relation_labels(labelling)
        plot.draw_dates(labelling)
        plot.draw_labels(labelling)
        self.unnamed = labelling.omitted
        return self._names(labelling)
