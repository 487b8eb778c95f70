"""The slide of all issues as small multiples: a small plot for each, with the same actors and axes."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from stakemap.i18n import comma_list, isolate, tr
from stakemap.model.order import actors_in_order, issues_in_order, sort_key
from stakemap.picture.appearance.appearance import Appearance, build
from stakemap.picture.appearance.options import apply_options
from stakemap.picture.appearance.weak_support import support_of
from stakemap.picture.job import SlideJob
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.labels.values import Labelling, PlacedLabel, key_letter
from stakemap.picture.measure import wrap
from stakemap.picture.plot.names import LABEL_WEIGHT
from stakemap.picture.plot.plan import PlotPlan
from stakemap.picture.plot.plot import Plot, disc_radius
from stakemap.picture.slides.framed_page import FramedPage
from stakemap.picture.slides.header_footer import confidence_remark
from stakemap.picture.slides.key_line import MOST_OF_KEY, KeyLine, NameKey, short_key
from stakemap.picture.slides.legend import LegendEntry, legend, with_members
from stakemap.picture.slides.page_builder import LINE, SMALL
from stakemap.picture.slides.slide import Slide
from stakemap.picture.sources import footnotes_of_issues, numbers_by_actor
from stakemap.text import plain

#: Most issues on a page, up to so many actors; with more of them, fewer issues.
_MAX_ISSUES = ((12, 9), (24, 4), (40, 2))
_LEAST_ISSUES = 1
#: Most of the room of panels that the key of names takes.
_MOST_OF_ROOM = 0.5
#: The share of a panel's height that the actors without a position take at most.
_MOST_OF_PANEL = 0.3
#: The size of discs, which have no codes here, as a share of that on a map.
_DISCS = 0.6


def compose_issues(job: SlideJob) -> tuple[Slide, ...]:
    """Pages with a plot of each issue at the snapshot of `job`, in the order of the issues."""
    issues, actors = issues_in_order(job.document), len(job.document.actors)
    most = next((count for crowd, count in _MAX_ISSUES if actors <= crowd), _LEAST_ISSUES)
    # Panels are spread evenly over pages.
    count = math.ceil(len(issues) / math.ceil(len(issues) / most)) if issues else 1
    groups = [issues[start : start + count] for start in range(0, len(issues), count)] or [()]
    return tuple(_SmallMultiples(job, number).compose(group) for number, group in enumerate(groups))


class _Panel(NamedTuple):
    """The plot of one issue in the box of its panel, with its labels."""

    shown: Appearance
    box: Box
    plot: Plot
    labelling: Labelling

    @property
    def issue(self) -> str:
        """The id of its issue."""
        return self.shown.view.issue or ""


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
        #: The actors without a label, by issue.
        self.left_out: Mapping[str, Sequence[str]] = {}
        #: The support of the positions in all panels.
        self.support = support_of()

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
        self.support = support_of(*(each.actors.values() for each in shown))
        notes = footnotes_of_issues(self.document, self.appearance, self.resolver, issues)
        heading = tr("Where actors stand on each issue")
        body = self.page.frame(heading, notes, confidence_remark(*shown))
        if not shown:
            text, size = tr("This map has no issues yet"), self.builder.size(12)
            self.builder.text("notice", text, body.left, body.top, size, body.width)
            return self.page.slide(body)
        is_numbered = self.options.sources and self.options.note_numbers
        self.numbers = notes.numbers if is_numbered else {}
        entries: Sequence[LegendEntry] = ()
        if self.options.legend or self.options.key:
            legend_of = legend if self.options.legend else short_key
            entries = _union(legend_of(each, False, self.support) for each in shown)
            entries = with_members(entries, shown, self.options.tray, codes=False)
        room = self._draw_key(body, entries)
        self._draw_panels(room, shown)
        return self.page.slide(body)

    def _draw_panels(self, room: Box, shown: Sequence[Appearance]) -> None:
        """Draw the panels, and below them the key of the names for which they leave no room."""
        numbers = self._ranks(self.document.actors)
        numbered: set[str] = set()
        # As the key and the lines below the plots grow, the plots shrink: a few iterations converge.
        for _ in range(8):
            _, area = self._name_key(room, numbered)
            panels = self._panels(area, shown, numbers)
            more = self._most_influential(numbered | _numbered(panels), room, shown)
            if more <= numbered and self._left_out(panels) == self.left_out:
                break
            numbered, self.left_out = numbered | more, self._left_out(panels)
        _, area = self._name_key(room, numbered)
        panels = self._panels(area, shown, self._ranks(numbered))
        self.left_out = self._left_out(panels)
        # Some of them may have found room after all.
        key, _ = self._name_key(room, _numbered(panels))
        for panel in panels:
            self._draw_panel(self._renumbered(panel, self._ranks(_numbered(panels))))
        key.draw(room.left, room.bottom - key.height)

    def _left_out(self, panels: Iterable[_Panel]) -> dict[str, tuple[str, ...]]:
        """The actors of each issue that have neither name nor number beside their disc."""
        return {panel.issue: panel.labelling.omitted for panel in panels}

    def _renumbered(self, panel: _Panel, ranks: Mapping[str, int]) -> _Panel:
        """The panel with its labels renumbered."""
        labels: list[PlacedLabel] = []
        for label in panel.labelling.labels:
            if label.number is not None:
                number, (line, *_) = ranks[label.key], label.lines
                letter = key_letter(number)
                width = self.builder.text_width(letter, label.size, LABEL_WEIGHT)
                line = line._replace(text=letter, width=width)
                label = replace(label, number=number, lines=(line,))
            labels.append(label)
        return panel._replace(labelling=replace(panel.labelling, labels=tuple(labels)))

    def _ranks(self, actors: Iterable[str]) -> dict[str, int]:
        """Numbers of actors in the order of their names, from 1."""
        return {actor: rank for rank, actor in enumerate(actors_in_order(self.document, actors), 1)}

    def _name_key(self, room: Box, actors: Iterable[str]) -> tuple[NameKey, Box]:
        """The key of these actors' names, and the room that it leaves above it."""
        names = [
            (number, actor, plain(self.document.actors[actor].name))
            for actor, number in self._ranks(actors).items()
        ]
        key = NameKey(self.builder, names, room.width)
        return key, room._replace(bottom=room.bottom - (key.height + self.builder.px(6) if names else 0.0))

    def _most_influential(self, actors: Collection[str], room: Box, shown: Sequence[Appearance]) -> set[str]:
        """As many of these actors as a key of at most `_MOST_OF_ROOM` holds, the most influential first."""
        influence = {actor: look.y for each in shown for actor, look in each.actors.items()}
        ranked = sorted(actors, key=lambda actor: (-influence.get(actor, 0.0), actor))
        while ranked and self._name_key(room, ranked)[0].height > _MOST_OF_ROOM * room.height:
            ranked.pop()
        return set(ranked)

    def _draw_key(self, body: Box, entries: Sequence[LegendEntry]) -> Box:
        """Draw entries of the legend in lines at the bottom of the body; returns the box above it."""
        key = KeyLine(self.builder, entries, (), body.width, MOST_OF_KEY * body.height)
        if not key.height:
            return body
        key.draw(body.left, body.bottom - key.height)
        return body._replace(bottom=body.bottom - key.height - self.builder.px(6))

    def _panels(self, room: Box, shown: Sequence[Appearance], numbers: Mapping[str, int]) -> list[_Panel]:
        """The panels with their plots, all of one size, and their labels."""
        builder, size, gap = self.builder, self.builder.size(SMALL), self.builder.px(16)
        above, below = builder.size(11) * LINE + builder.px(2), size * LINE + builder.px(2)
        boxes = _grid(room, len(shown), gap, above + below + size * LINE)
        most = max(1, int(_MOST_OF_PANEL * boxes[0].height / (size * LINE)))
        notes = [self._note(each, boxes[0].width, most) for each in shown]
        texts = above + below + max(map(len, notes)) * size * LINE
        boxes = _grid(room, len(shown), gap, texts)
        plots = [Box(box.left, box.top + above, box.right, box.bottom - texts + above) for box in boxes]
        actors = len(self.document.actors)
        radius = _DISCS * min(disc_radius(builder, plot, actors) for plot in plots)
        return [
            self._panel(each, box, plot, radius, numbers)
            for each, box, plot in zip(shown, boxes, plots, strict=True)
        ]

    def _panel(
        self,
        shown: Appearance,
        box: Box,
        frame: Box,
        radius: float,
        numbers: Mapping[str, int],
    ) -> _Panel:
        sources = numbers_by_actor(self.document, shown, self.resolver, self.numbers)
        signs = not self.support.is_usual
        plan = PlotPlan(notes=sources, radius=radius, points=SMALL, numbers=numbers, weak_signs=signs)
        plot = Plot(self.builder, shown, frame, plan)
        return _Panel(shown, box, plot, plot.place_labels(0))

    def _note(self, shown: Appearance, width: float, most: int) -> list[str]:
        """At most so many lines that name the actors without a label or a position in a panel."""
        parts = []
        left_out = self.left_out.get(shown.view.issue or "", ())
        if left_out:
            names = comma_list([isolate(shown.actors[actor].name) for actor in left_out])
            parts.append(tr("Without a label ({count}): {names}", count=len(left_out), names=names))
        if shown.tray and self.options.tray:
            names = comma_list([isolate(look.name) for look in shown.tray])
            parts.append(tr("Without a position ({count}): {names}", count=len(shown.tray), names=names))
        size, measure = self.builder.size(SMALL), self.builder.measure
        return wrap(". ".join(parts), width / 1.03, size, measure, max_lines=most) if parts else []

    def _draw_panel(self, panel: _Panel) -> None:
        builder, issue, size = self.builder, panel.shown.issue, self.builder.size(SMALL)
        if issue is None:
            return
        (left, top, _, _), width, plot = panel.box, panel.box.width, panel.plot
        builder.text("issue", plain(issue.name), left, top, builder.size(11), width, weight=640)
        plot.draw_axes()
        if plot.positions:
            plot.draw_underlay()
            plot.draw_leaders(panel.labelling)
            plot.draw_discs()
            plot.draw_labels(panel.labelling)
        else:
            plot.draw_notice(plot.notice())
        ink, half, top = builder.theme.text_muted, 0.48 * width, plot.box.bottom + builder.px(2)
        low, high = isolate(plain(issue.low_label)), isolate(plain(issue.high_label))
        if low:
            builder.text("axis-end", f"← {low}", left, top, size, half, weight=500, colour=ink)
        if high:
            place = left + width - half
            builder.text("axis-end", f"{high} →", place, top, size, half, weight=500, colour=ink, align=1.0)
        # As many lines as the panels leave room for below their plots.
        most = max(1, round((panel.box.bottom - top) / (size * LINE)) - 1)
        for line in self._note(panel.shown, width, most):
            top += size * LINE
            builder.text("tray", line, left, top, size, width, colour=ink)


def _numbered(panels: Iterable[_Panel]) -> set[str]:
    """The actors that have a number instead of their name in any panel."""
    labels = (label for panel in panels for label in panel.labelling.labels)
    return {label.key for label in labels if label.number is not None}


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


def _union(legends: Iterable[Sequence[LegendEntry]]) -> tuple[LegendEntry, ...]:
    """The union of the plots' legends, in the order of a single map's."""
    kinds = ("group", "confidence", "salience", "carried", "weak", "range", "analysts")
    found = dict.fromkeys(entry for each in legends for entry in each)

    def place(entry: LegendEntry) -> tuple[int, int, str]:
        name = sort_key(entry.label) if entry.kind == "group" else ""
        return kinds.index(entry.kind), -entry.confidence, name

    return tuple(sorted(found, key=place))
