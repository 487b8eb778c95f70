"""The plot of a slide: axes, captions, discs where their judgements put them, and names around them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from stakemap.i18n import tr
from stakemap.picture.appearance import ActorLook, Appearance
from stakemap.picture.captions import CAPTION_WEIGHT, caption_places, set_caption
from stakemap.picture.curves import Curve, Point, Strands, point_on
from stakemap.picture.labels import CROWD, Disc, Labelling, LabelRequest, LabelStyle, PlacedLabel, place
from stakemap.picture.looks import label_importance
from stakemap.picture.marks import (
    ActorMark,
    CountMark,
    FrameMark,
    LabelMark,
    LeaderMark,
    LineMark,
    MoveMark,
    RangeMark,
    RelationMark,
    TextMark,
    TrailMark,
)
from stakemap.picture.measure import elide
from stakemap.picture.occupancy import Box
from stakemap.picture.page_canvas import LINE, Sheet
from stakemap.picture.relation_labels import MOST_LABELLED, relation_labels
from stakemap.picture.sources import with_numbers
from stakemap.picture.spots import Spot, coinciding
from stakemap.picture.style import DISC_REACH, GROUND, MOVE_DOT, MOVE_GHOST

__all__ = ["Plot", "PlotPlan", "disc_radius"]

_LABEL_WEIGHT = 560
#: Discs nearer than this share of their radius lie on one spot.
_SAME_SPOT = 0.5


def disc_radius(sheet: Sheet, box: Box, actors: int) -> float:
    """The radius all discs of a picture share, in pixels: smaller when there are very many."""
    crowd: float = min(1.0, math.pow(32 / max(actors, 1), 0.36))
    return max(2.0, min(sheet.px(11.5) * crowd, box.width / 14, box.height / 10))


@dataclass(frozen=True)
class PlotPlan:
    """What a plot has beside its appearance.

    `moves` are earlier places (alignment, influence) of actors, the oldest first, drawn instead of trails.
    `notes` are the numbers of footnotes that stand beside names. `radius` of discs and `points` of names are
    worked out where they are None.
    """

    captions: Sequence[str] = ()
    moves: Mapping[str, Sequence[tuple[float, float]]] = field(default_factory=dict)
    notes: Mapping[str, Sequence[int]] = field(default_factory=dict)
    radius: float | None = None
    points: float | None = None


class Plot:
    """Draws one appearance into `box`; labels are placed on demand, since their key takes room elsewhere."""

    def __init__(self, sheet: Sheet, appearance: Appearance, box: Box, plan: PlotPlan | None = None) -> None:
        self.sheet = sheet
        self.appearance = appearance
        self.box = box
        self.plan = plan or PlotPlan()
        self.radius = self.plan.radius or disc_radius(sheet, box, len(appearance.actors))
        self.pad = self.radius * DISC_REACH + sheet.px(2)
        looks = sorted(appearance.actors.values(), key=lambda look: (look.y, look.x, look.actor))
        self.spots = [Spot(look, *self.place_of(look.x, look.y)) for look in looks]
        self.by_actor = {spot.look.actor: spot for spot in self.spots}
        self.counts = coinciding(self.spots, self.radius * _SAME_SPOT)
        self.tracks = {
            actor: (*(Point(*self.place_of(*place)) for place in places), Point(spot.x, spot.y))
            for actor, places in sorted(self.plan.moves.items())
            if (spot := self.by_actor.get(actor)) and places
        }
        self.curves = self._curves()
        found = (self._caption(index, text) for index, text in enumerate(self.plan.captions))
        self.captions = [caption for caption in found if caption is not None]

    def place_of(self, alignment: float, influence: float) -> tuple[float, float]:
        """Where a position lies in the picture, in pixels."""
        box, pad = self.box, self.pad
        x = box.left + pad + (alignment + 100) / 200 * (box.width - 2 * pad)
        y = box.bottom - pad - influence / 100 * (box.height - 2 * pad)
        return x, y

    # The ground.

    def draw_ground(self) -> None:
        """The frame and the axes."""
        sheet, box, theme = self.sheet, self.box, self.sheet.theme
        hairline = max(1.0, sheet.px(0.5))
        sheet.add(FrameMark(box, theme.axis, hairline))
        x, y = box.centre
        sheet.add(LineMark("axis", box.left, y, box.right, y, hairline, theme.axis))
        sheet.add(LineMark("axis", x, box.top, x, box.bottom, hairline, theme.axis))

    def _caption(self, index: int, text: str) -> tuple[list[TextMark], Box] | None:
        """A caption in its corner, on one line or two, and the room it takes: top left, top right, bottom
        left, bottom right.
        """
        sheet, box = self.sheet, self.box
        size, inset = sheet.size(9.5), sheet.px(7)
        caption = set_caption(text, box.width / 2 - 2 * inset, size, sheet.measure, max_lines=2)
        if caption is None or box.height < 10 * size:
            return None
        right, low = index % 2 == 1, index >= 2
        outer = box.right - inset - caption.width if right else box.left + inset
        inner = box.centre[0] + (inset if right else -inset - caption.width)
        top = box.bottom - inset - caption.height if low else box.top + inset
        places = caption_places(caption, outer, inner, top)
        free = [place for place in places if not self._is_covered(place)]
        place = free[0] if free else places[0]
        marks = [
            TextMark(
                "caption",
                line,
                left,
                baseline,
                width,
                size,
                CAPTION_WEIGHT,
                sheet.theme.caption,
                # Where discs lie all along its edge it has to stand over one of them.
                not free,
                str(index),
                1.0 if right else 0.0,
            )
            for line, left, baseline, width in caption.rows(place, at_right=right)
        ]
        return marks, place

    def draw_captions(self, above: bool) -> None:
        """The quadrants' captions: those that lie beneath all else, or those that have to stand above
        discs.
        """
        for marks, _ in self.captions:
            for mark in marks:
                if mark.halo == above:
                    self.sheet.add(mark)

    def _is_covered(self, place: Box) -> bool:
        near = place.grown(self.radius * DISC_REACH)
        return any(near.left < spot.x < near.right and near.top < spot.y < near.bottom for spot in self.spots)

    # What lies beneath the discs.

    def _curves(self) -> dict[str, Curve]:
        clearance, frame = self.radius * 1.5, self.box.grown(-0.3 * self.radius)
        strands = Strands()
        curves: dict[str, Curve] = {}
        cheap = len(self.spots) * len(self.appearance.relations) <= 4_000
        for key, look in sorted(self.appearance.relations.items()):
            a, b = self.by_actor[look.source], self.by_actor[look.target]
            others = [(s.x, s.y) for s in self.spots if s is not a and s is not b] if cheap else []
            ends, places = (look.source, look.target), ((a.x, a.y), (b.x, b.y))
            curve = strands.curve(ends, places, clearance, others, frame)
            if curve is not None:
                curves[key] = curve
        return curves

    def draw_beneath(self) -> None:
        """Ranges, trails and relations."""
        for spot in self.spots:
            look = spot.look
            if look.x_range or look.y_range:
                x_span, y_span = self._spans(look)
                self.sheet.add(
                    RangeMark(
                        look.actor, spot.x, spot.y, x_span, y_span, self.radius, look.colour, look.dimmed
                    )
                )
        for actor, points in self.tracks.items():
            look = self.by_actor[actor].look
            mark = MoveMark(actor, look.name, look.code, points, self.radius, look.colour, look.dimmed)
            self.sheet.add(mark)
        for spot in self.spots:
            if spot.look.trail and spot.look.actor not in self.plan.moves:
                x0, y0 = self.place_of(*spot.look.trail)
                look = spot.look
                self.sheet.add(
                    TrailMark(look.actor, x0, y0, spot.x, spot.y, self.radius, look.colour, look.dimmed)
                )
        for key, curve in self.curves.items():
            relation = self.appearance.relations[key]
            self.sheet.add(
                RelationMark(
                    key,
                    relation.source,
                    relation.target,
                    relation.label,
                    curve,
                    relation.strength,
                    relation.directed,
                    self.radius,
                    relation.dimmed,
                )
            )

    def _spans(self, look: ActorLook) -> tuple[tuple[float, float] | None, tuple[float, float] | None]:
        x_span = y_span = None
        if look.x_range:
            x_span = self.place_of(look.x_range[0], 0)[0], self.place_of(look.x_range[1], 0)[0]
        if look.y_range:
            y_span = self.place_of(0, look.y_range[1])[1], self.place_of(0, look.y_range[0])[1]
        return x_span, y_span

    # Discs and names.

    def draw_discs(self) -> None:
        """Discs, and a count where several lie on one spot."""
        shows_code = self.radius * 0.72 >= self.sheet.px(4.5)
        for spot in self.spots:
            look = spot.look
            style = look.disc if shows_code else look.disc._replace(code="")
            self.sheet.add(ActorMark(look.actor, look.name, spot.x, spot.y, self.radius, style))
        for (x, y), count in self.counts:
            self.sheet.add(CountMark(x, y, self.radius, count))

    def label_style(self, max_numbers: int) -> LabelStyle:
        """Sizes of names: large on a quiet map, 9 points on a crowded one."""
        sheet, count = self.sheet, len(self.spots)
        usual = 12.0 if count <= 24 else 11.0 if count <= 45 else 10.0 if count <= 90 else 9.0
        size = sheet.size(self.plan.points or usual)
        widest = min(0.32 * self.box.width, 15 * size)
        gap = max(2.0, 0.2 * self.radius)
        return LabelStyle(size, sheet.size(9), _LABEL_WEIGHT, widest, gap, max_numbers)

    def place_labels(self, max_numbers: int) -> Labelling:
        """Find a place for every name, in the least size for all where names of the usual one leave some
        out.
        """
        style = self.label_style(max_numbers)
        labelling = self._placed(style)
        if labelling.omitted and style.min_size < style.size and len(self.spots) <= CROWD:
            smaller = self._placed(replace(style, size=style.min_size))
            if len(smaller.omitted) < len(labelling.omitted):
                return smaller
        return labelling

    def _placed(self, style: LabelStyle) -> Labelling:
        requests = [
            LabelRequest(
                spot.look.actor,
                self._named(spot.look),
                spot.x,
                spot.y,
                self._reach(spot.look),
                label_importance(spot.look, self.appearance.view.selection),
            )
            for spot in self.spots
            if spot.look.name
        ]
        discs = [Disc(spot.x, spot.y, self._reach(spot.look)) for spot in self.spots]
        for points in self.tracks.values():
            discs.append(Disc(*points[0], self.radius * (MOVE_GHOST + 0.08)))
            discs.extend(Disc(*point, self.radius * (MOVE_DOT + 0.1)) for point in points[1:-1])
        return place(
            requests,
            discs,
            self.box.grown(-self.sheet.px(2)),
            self.sheet.measure,
            style,
            blocked=[*(box for _, box in self.captions), *self._count_boxes()],
            lines=self._lines(),
        )

    def _named(self, look: ActorLook) -> str:
        """The actor's name with the numbers of its footnotes."""
        return with_numbers(look.name, self.plan.notes.get(look.actor, ()))

    def _reach(self, look: ActorLook) -> float:
        """How far a name has to keep from the middle of a disc: its arc and mark lie within."""
        around = 1.36 if look.salience is not None else GROUND
        return self.radius * (1.47 if look.open_mark else around)

    def _count_boxes(self) -> list[Box]:
        reach = self.radius * 0.62
        offset = self.radius * 0.95
        return [
            Box(x - reach, y - reach, x + reach, y + reach)
            for x, y in ((x + offset, y + offset) for (x, y), _ in self.counts)
        ]

    def _lines(self) -> list[Sequence[tuple[float, float]]]:
        """What names keep off where they can: relations, whiskers, trails."""
        lines: list[Sequence[tuple[float, float]]] = [
            [point_on(curve, step / 14) for step in range(15)] for curve in self.curves.values()
        ]
        for key, curve in self.curves.items():
            if self.appearance.relations[key].directed:
                # An arrow head must not be hidden: it weighs more than a line.
                tip, reach = curve.end, self.radius * 0.4
                lines.extend(
                    [(tip.x - reach, tip.y + dy), (tip.x + reach, tip.y + dy)] for dy in (-reach, 0.0, reach)
                )
        lines.extend(self.tracks.values())
        for spot in self.spots:
            x_span, y_span = self._spans(spot.look)
            if x_span:
                lines.append([(x_span[0], spot.y), (x_span[1], spot.y)])
            if y_span:
                lines.append([(spot.x, y_span[0]), (spot.x, y_span[1])])
            if spot.look.trail and spot.look.actor not in self.plan.moves:
                x, y = self.place_of(*spot.look.trail)
                wide = self.radius * 0.2
                lines.extend([(x + d, y - d), (spot.x + d, spot.y - d)] for d in (-wide, 0.0, wide))
                ghost = self.radius * 0.5
                lines.extend([(x - ghost, y + dy), (x + ghost, y + dy)] for dy in (-ghost, 0.0, ghost))
        return lines

    def draw_leaders(self, labelling: Labelling) -> None:
        """Lines from discs to names that had to move away."""
        sheet, theme = self.sheet, self.sheet.theme
        for label in labelling.labels:
            if label.leader:
                dimmed = self.by_actor[label.key].look.dimmed
                width = max(1.0, sheet.px(0.5))
                sheet.add(LeaderMark(label.key, *label.leader, width, theme.text_muted, dimmed))

    def draw_labels(self, labelling: Labelling) -> None:
        """The names, above all else."""
        for label in labelling.labels:
            self.sheet.add(self._label_mark(label))

    def _label_mark(self, label: PlacedLabel) -> LabelMark:
        look = self.by_actor[label.key].look
        ink = self.sheet.theme.text
        return LabelMark(
            label.key,
            look.name,
            label.lines,
            label.box,
            label.size,
            _LABEL_WEIGHT,
            ink,
            label.number,
            look.dimmed,
        )

    def draw_relation_labels(self, labelling: Labelling) -> None:
        """What a relation is called, along its line, where there is room."""
        if len(self.curves) > MOST_LABELLED or self.box.width < self.sheet.px(230):
            return
        sheet = self.sheet
        size, ink = sheet.size(9), sheet.theme.text_muted
        curves = ((self.appearance.relations[key], curve) for key, curve in self.curves.items())
        for label in relation_labels(curves, labelling, sheet.measure, size, 0.2 * self.box.width):
            width, key = label.box.width, label.look.relation
            sheet.add(
                TextMark(
                    "relation",
                    label.text,
                    label.box.left,
                    label.baseline,
                    width,
                    size,
                    400,
                    ink,
                    True,
                    key,
                    0.5,
                )
            )

    def draw_notice(self, text: str) -> None:
        """A sentence in the middle of a plot without discs."""
        sheet, box = self.sheet, self.box
        size = sheet.size(12)
        width = box.width * 0.8
        top = box.centre[1] - size * LINE * 1.6
        shown = elide(text, width, size, sheet.measure)
        if shown and box.height > 4 * size:
            sheet.text(
                "notice",
                shown,
                box.left + box.width * 0.1,
                top,
                size,
                width,
                colour=sheet.theme.text_muted,
                align=0.5,
            )

    def notice(self) -> str:
        """Why there are no discs."""
        if self.appearance.issue is None and not self.appearance.tray:
            return tr("This map has no actors yet")
        if not self.appearance.tray:
            return tr("No actor takes part in this issue")
        return tr("No actor has a position on this issue")
