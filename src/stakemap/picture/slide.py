"""A slide: one picture of a map that goes into a briefing as it is, laid out for any size of page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from stakemap.i18n import isolate, tr
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver
from stakemap.picture.appearance import Appearance, TrayLook
from stakemap.picture.blocks import (
    Block,
    Flow,
    legend_block,
    name_row_height,
    names_block,
    tray_block,
    unnamed_block,
)
from stakemap.picture.dress import dressed
from stakemap.picture.header_footer import Edges, confidence_remark
from stakemap.picture.labels import Labelling
from stakemap.picture.legend import LegendEntry, legend
from stakemap.picture.marks import Mark
from stakemap.picture.measure import FixedMeasure, TextMeasure, elide, wrap
from stakemap.picture.occupancy import Box
from stakemap.picture.options import SlideOptions
from stakemap.picture.page_canvas import LINE, Sheet
from stakemap.picture.plot import Plot, PlotPlan
from stakemap.picture.sources import footnotes
from stakemap.picture.theme import Theme
from stakemap.text import plain
from stakemap.wording.names import snapshot_text

#: With so many actors a plot may need more room for the key of names than one column.
_CROWD = 24

__all__ = ["Frame", "Slide", "SlideOptions", "SlidePlan", "compose", "margin_of"]


@dataclass(frozen=True, slots=True)
class Slide:
    """A picture as marks, in pixels from the top left, in the order in which they are painted.

    `background` is None where what lies beneath the picture shows through. `plot` is the frame that positions
    lie in; `unnamed` are the ids of actors whose names found no room.
    """

    width: int
    height: int
    background: str | None
    marks: tuple[Mark, ...]
    title: str
    theme: Theme
    plot: Box
    unnamed: tuple[str, ...]
    #: The radius of discs in the plot.
    radius: float = 0.0


class Frame(NamedTuple):
    """The place of a plot and the radius of its discs, for slides that lie exactly over one another."""

    box: Box
    radius: float


@dataclass(frozen=True, slots=True)
class SlidePlan:
    """What a slide has beside its appearance: earlier places of actors (see `PlotPlan`) with the words that
    the legend has for them, a heading before the issue's name, what stands instead of the snapshot, a remark
    below, a given frame, room for a page number.
    """

    moves: Mapping[str, Sequence[tuple[float, float]]] = field(default_factory=dict)
    moved: str = ""
    heading: str = ""
    when: str = ""
    remark: str = ""
    frame: Frame | None = None
    is_paged: bool = False


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
    """Lay out what `appearance` shows of `document` on a page of `size` pixels.

    `theme` should be the one the appearance was built with. Text is measured with `measure`, which decides
    what fits; parts that a very small page has no room for are left out.
    """
    width, height = size
    sheet = Sheet(width, height, theme, measure or FixedMeasure())
    options = options or SlideOptions()
    shown = dressed(appearance, options)
    composer = _Composer(sheet, document, shown, options, resolver or Resolver(), plan or SlidePlan())
    composer.run()
    title = plain(document.title)
    plot, unnamed, radius = composer.plot_box, composer.unnamed, composer.radius
    return Slide(width, height, theme.canvas, tuple(sheet.marks), title, theme, plot, unnamed, radius)


def margin_of(sheet: Sheet) -> float:
    """What is left free around all that stands on a page, in pixels."""
    return min(sheet.px(26), sheet.width / 20, sheet.height / 16)


class _Names(NamedTuple):
    """Names that became numbers (number, actor id, name), and how many found no room at all."""

    numbered: tuple[tuple[int, str, str], ...]
    unnamed: int


_NO_NAMES = _Names((), 0)


class _Composer:
    def __init__(
        self,
        sheet: Sheet,
        document: StakeMap,
        appearance: Appearance,
        options: SlideOptions,
        resolver: Resolver,
        plan: SlidePlan,
    ) -> None:
        self.sheet = sheet
        self.plan = plan
        self.notes = footnotes(document, appearance, resolver)
        self.radius = 0.0
        self.document = document
        self.appearance = appearance
        self.options = options
        self.margin = margin_of(sheet)
        self.plot_box = Box(0.0, 0.0, sheet.width, sheet.height)
        self.unnamed: tuple[str, ...] = ()
        self.shares_spots = False
        #: A page smaller than this holds a title and the plot, and nothing beside them.
        self.is_tiny = sheet.width < sheet.px(330) or sheet.height < sheet.px(210)

    def run(self) -> None:
        """Lay out the page from its edges inwards."""
        sheet, margin = self.sheet, self.margin
        edges = Edges(sheet, self.document, self.options, margin, self.is_tiny)
        top = edges.header(margin)
        said = (self.plan.remark, confidence_remark(self.appearance) if self.options.confidence_note else "")
        remark = " · ".join(text for text in said if text)
        bottom = edges.footer(sheet.height - margin, self.notes, remark, self.plan.is_paged)
        top = edges.lead(top, bottom)
        body = Box(margin, top, sheet.width - margin, bottom)
        if self.is_tiny:
            self._draw_plot(body, 0)
        elif sheet.width >= 0.9 * sheet.height:
            self._with_sidebar(body)
        else:
            self._with_band(body)

    # Plot and what stands beside it.

    def _with_sidebar(self, body: Box) -> None:
        gap, width = self.sheet.px(20), min(self.sheet.px(158), 0.28 * body.width)
        flow = Flow(self.sheet, width, 1, 0.0)
        if not self._blocks(flow, body.height, _NO_NAMES):
            self._draw_plot(body, 0)
            return
        area = Box(body.left, body.top, body.right - width - gap, body.bottom)
        self._look_for_shared_spots(area)
        wide = self._wider(flow, body, area, gap)
        if wide is not None:
            flow, area = wide
            width = 2 * flow.column_width + flow.column_gap
        names = self._draw_plot(area, self._most_numbers(flow, body.height))
        flow.draw(self._blocks(flow, body.height, names), body.right - width, body.top, body.height)

    def _wider(self, flow: Flow, body: Box, area: Box, gap: float) -> tuple[Flow, Box] | None:
        """A sidebar of two columns, and what it leaves to the plot, where the key of a crowded plot lacks
        room in one and far fewer actors are without their names for it.
        """
        column_gap = self.sheet.px(14)
        width = 2 * flow.column_width + column_gap
        two = Flow(self.sheet, width, 2, column_gap)
        smaller = Box(area.left, area.top, body.right - width - gap, area.bottom)
        if self.plan.frame:
            return (two, smaller) if self.plan.frame.box.right <= smaller.right + 1 else None
        if len(self.appearance.actors) <= _CROWD:
            return None
        most = self._most_numbers(flow, body.height)
        names = self._names_without_room(area, most)
        if not names.unnamed or len(names.numbered) < most:
            return None
        left = self._names_without_room(smaller, self._most_numbers(two, body.height)).unnamed
        return (two, smaller) if left == 0 or names.unnamed - left > 2 else None

    def _with_band(self, body: Box) -> None:
        sheet = self.sheet
        gap, below = sheet.px(20), sheet.px(14)
        columns = max(1, min(4, int((body.width + gap) / (sheet.px(140) + gap))))
        flow = Flow(sheet, body.width, columns, gap)
        most = body.height * 0.36
        if not self._blocks(flow, most, _NO_NAMES):
            self._draw_plot(body, 0)
            return
        self._look_for_shared_spots(Box(body.left, body.top, body.right, body.bottom - most))
        names, numbers = _NO_NAMES, 0
        # The plot gets what the key of names leaves, and the key grows as the plot gets less: a few rounds
        # settle it.
        for _ in range(4):
            blocks = self._blocks(flow, most, names)
            height = flow.least_height(blocks, most) or most
            area = Box(body.left, body.top, body.right, body.bottom - height - below)
            if self.plan.frame:
                area = area._replace(bottom=self.plan.frame.box.bottom + self._under(body.width))
                height = max(height, body.bottom - below - area.bottom)
            tried = self._names_without_room(area, self._most_numbers(flow, most))
            if len(tried.numbered) <= numbers and tried.unnamed <= names.unnamed:
                break
            names, numbers = tried, len(tried.numbered)
        names = self._draw_plot(area, numbers)
        flow.draw(self._blocks(flow, height, names), body.left, area.bottom + below, height)

    def _look_for_shared_spots(self, area: Box) -> None:
        """Whether discs lie on top of each other, which the legend explains, is known only once the plot
        is.
        """
        plot = Plot(self.sheet, self.appearance, self._framed(area, draw=False))
        self.shares_spots = bool(plot.counts)

    def _most_numbers(self, flow: Flow, height: float) -> int:
        """How many names a key can hold in columns of `height` beside all that has to stand there."""
        sheet = self.sheet
        blocks = []
        if self.options.tray and self.appearance.tray:
            blocks.append(tray_block(sheet, self.appearance.tray, flow.column_width, "text", sheet.px(36)))
        blocks.extend(self._legend_blocks(flow.column_width, tray=False, tight=True))
        # Two blocks more, the key and the count of names left out, with their gaps; and each column ends in
        # a rest.
        needed = flow.height_of(blocks) + sheet.px(65) + (flow.columns - 1) * sheet.px(30)
        return max(0, int((height * flow.columns - needed) / name_row_height(sheet)))

    def _blocks(self, flow: Flow, height: float, names: _Names) -> list[Block]:
        """The fullest set of blocks that fits; as room runs out the tray gets shorter, then the legend
        tighter.
        """
        sheet, width, tray = self.sheet, flow.column_width, self.appearance.tray
        key = [names_block(sheet, names.numbered, width)] if names.numbered else []
        if names.unnamed:
            key.append(unnamed_block(sheet, names.unnamed, width))
        shown = tray if self.options.tray else ()
        blocks: list[Block] = []
        for tight in (False, True):
            last = [*key, *self._legend_blocks(width, tray=True, tight=tight)]
            for detail in ("full", "short") if 0 < len(shown) <= 40 else ():
                blocks = [tray_block(sheet, shown, width, detail, 0.0), *last]
                if flow.fits(blocks, height):
                    return blocks
            last = [*key, *self._legend_blocks(width, tray=False, tight=tight)]
            room = height * flow.columns - sum(flow.height_of([block]) + sheet.px(13) for block in last)
            for share in (1.0, 0.9, 0.75, 0.6, 0.45, 0.3, 0.15) if shown else (0.0,):
                if shown and share * room < sheet.px(36):
                    break
                blocks = [*self._tray_text(shown, width, share * room), *last]
                if flow.fits(blocks, height):
                    return blocks
        return [*self._tray_text(shown, width, sheet.px(26)), *last]

    def _tray_text(self, tray: Sequence[TrayLook], width: float, room: float) -> list[Block]:
        return [tray_block(self.sheet, tray, width, "text", room - self.sheet.px(16))] if tray else []

    def _legend_blocks(self, width: float, tray: bool, tight: bool) -> list[Block]:
        entries = self._legend(tray)
        return [legend_block(self.sheet, entries, width, tight)] if entries else []

    def _legend(self, tray: bool) -> tuple[LegendEntry, ...]:
        if not self.options.legend:
            return ()
        entries = legend(self.appearance, tray)
        if self.plan.moves and self.plan.moved:
            kept = [entry for entry in entries if entry.kind != "trail"]
            entries = (*kept, LegendEntry("move", self.plan.moved, self.sheet.theme.neutral))
        if self.shares_spots:
            ink = self.sheet.theme.text
            entries = (*entries, LegendEntry("count", tr("So many actors on one spot"), ink))
        return entries

    def _framed(self, area: Box, draw: bool) -> Box:
        """The frame of the plot: what the issue's name and the ends of the axes leave of `area`."""
        if self.is_tiny:
            return area
        size = self.sheet.size(10)
        row = size * LINE + self.sheet.px(2)
        if self.plan.frame:
            frame = self.plan.frame.box
            above = self._issue_row(area, draw=False) - area.top
            self._issue_row(Box(frame.left, frame.top - row - above, frame.right, area.bottom), draw)
            if draw:
                self._axis_ends(frame, size)
            return frame
        top = self._issue_row(area, draw)
        rows = max(len(lines) for lines in self._ends(area.width, size))
        frame = Box(area.left, top + row, area.right, area.bottom - (rows - 1) * size * LINE - row)
        if draw:
            self._axis_ends(frame, size)
        return frame

    def _issue_row(self, area: Box, draw: bool) -> float:
        """The issue's name, and the snapshot it is seen at; returns where they end."""
        sheet, appearance = self.sheet, self.appearance
        size, small = sheet.size(13.5), sheet.size(11)
        when = self._when(small, 0.46 * area.width)
        room = sheet.text_width(when, small, 500) + 1
        width = area.width - (room + sheet.px(16) if when else 0.0)
        name = plain(appearance.issue.name) if appearance.issue else ""
        if self.plan.heading:
            heading = self.plan.heading
            name = tr("{heading}: {name}", heading=heading, name=isolate(name)) if name else heading
        lines = wrap(name, width, size, sheet.measure, 640, max_lines=2)
        if draw:
            top = area.top + (size - small) * (LINE + 0.72) / 2
            sheet.text("snapshot", when, area.right - room, top, small, room, weight=500, align=1.0)
            for index, line in enumerate(lines):
                sheet.text("issue", line, area.left, area.top + index * size * LINE, size, width, weight=640)
        return area.top + max(1 if when else 0, len(lines)) * size * LINE

    def _when(self, size: float, room: float) -> str:
        """The snapshot, its label shortened where need be, but not its date."""
        snapshot, sheet = self.appearance.snapshot, self.sheet
        if snapshot is None:
            return ""
        if self.plan.when:
            return elide(self.plan.when, room, size, sheet.measure, 500)
        text = snapshot_text(snapshot)
        over = sheet.text_width(text, size, 500) - room
        if over > 0:
            label = plain(snapshot.label)
            width = sheet.text_width(label, size, 500) - over
            text = snapshot_text(snapshot, elide(label, width, size, sheet.measure, 500))
        return elide(text, room, size, sheet.measure, 500)

    def _under(self, width: float) -> float:
        """How much room the ends of the axes take below a frame."""
        size = self.sheet.size(10)
        rows = max(len(lines) for lines in self._ends(width, size))
        return rows * size * LINE + self.sheet.px(2)

    def _ends(self, width: float, size: float) -> tuple[list[str], list[str], list[str]]:
        """What is written below the plot: left end, middle, right end."""
        issue = self.appearance.issue
        low = isolate(plain(issue.low_label)) if issue else ""
        high = isolate(plain(issue.high_label)) if issue else ""
        room, measure = 0.37 * width, self.sheet.measure
        left = wrap(f"← {low}", room, size, measure, 500, max_lines=2) if low else []
        right = wrap(f"{high} →", room, size, measure, 500, max_lines=2) if high else []
        return left, ["↓ " + tr("less influential")], right

    def _axis_ends(self, frame: Box, size: float) -> None:
        sheet, ink = self.sheet, self.sheet.theme.text_muted
        top, below = frame.top - size * LINE - sheet.px(1), frame.bottom + sheet.px(2)
        more = "↑ " + tr("more influential")
        sheet.text("axis-end", more, frame.left, top, size, frame.width, weight=500, colour=ink, align=0.5)
        left, centre, right = self._ends(frame.width, size)
        widest = [
            max((sheet.text_width(line, size, 500) for line in lines), default=0.0) for lines in (left, right)
        ]
        middle = max(0.0, frame.width - 2 * max(widest) - 2 * sheet.px(8))
        places = (
            (left, frame.left, widest[0] + 1, 0.0),
            (centre, frame.centre[0] - middle / 2, middle, 0.5),
            (right, frame.right - widest[1] - 1, widest[1] + 1, 1.0),
        )
        for lines, x, width, align in places:
            for index, line in enumerate(lines):
                y = below + index * size * LINE
                sheet.text("axis-end", line, x, y, size, width, weight=500, colour=ink, align=align)

    def _plot(self, area: Box, draw: bool) -> Plot:
        issue = self.appearance.issue
        captions = issue.quadrants if issue and self.options.quadrants and not self.is_tiny else ()
        is_numbered = self.options.sources and self.options.note_numbers
        radius = self.plan.frame.radius if self.plan.frame else None
        notes = self.notes.by_actor if is_numbered else {}
        plan = PlotPlan(captions, self.plan.moves, notes, radius)
        return Plot(self.sheet, self.appearance, self._framed(area, draw), plan)

    def _names_without_room(self, area: Box, most_numbers: int) -> _Names:
        """What a plot in `area` would leave to a key, without drawing it."""
        plot = self._plot(area, draw=False)
        return self._names(plot.place_labels(most_numbers))

    def _names(self, labelling: Labelling) -> _Names:
        numbered = sorted((label.number, label.key) for label in labelling.labels if label.number is not None)
        names = tuple((number, key, self.appearance.actors[key].name) for number, key in numbered)
        return _Names(names, len(labelling.omitted))

    def _draw_plot(self, area: Box, most_numbers: int) -> _Names:
        """Draw the plot into `area`; returns the names that became numbers and how many found no room."""
        plot = self._plot(area, draw=True)
        self.plot_box, self.radius = plot.box, plot.radius
        plot.draw_ground()
        plot.draw_captions(above=False)
        if not plot.spots:
            plot.draw_notice(plot.notice())
            return _NO_NAMES
        plot.draw_beneath()
        labelling = plot.place_labels(most_numbers)
        plot.draw_discs()
        plot.draw_leaders(labelling)
        plot.draw_captions(above=True)
        if self.options.relation_labels:
            plot.draw_relation_labels(labelling)
        plot.draw_labels(labelling)
        self.unnamed = labelling.omitted
        return self._names(labelling)
