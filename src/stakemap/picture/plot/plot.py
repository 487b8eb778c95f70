"""The plot of a slide: axes, captions, relations, discs at their positions, and labels."""

from __future__ import annotations

import math
from collections.abc import Callable

from stakemap.i18n import tr
from stakemap.picture.appearance.analysts import draw_analysts, pool_ahead
from stakemap.picture.appearance.appearance import Appearance
from stakemap.picture.appearance.values import ActorLook
from stakemap.picture.appearance.weak_support import relation_support, support_of
from stakemap.picture.geometry import move_track
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.labels.placement import CROWD
from stakemap.picture.labels.relation_labels import MOST_LABELLED, relation_labels
from stakemap.picture.labels.values import Disc, Labelling
from stakemap.picture.marks import (
    ActorMark,
    AnalystsMark,
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
from stakemap.picture.plot.captions import CAPTION_WEIGHT, caption_places, set_caption
from stakemap.picture.plot.code_tags import code_tags, tag_marks
from stakemap.picture.plot.curve_ends import spread_ends
from stakemap.picture.plot.curves import Curve, CurveRouter, Point
from stakemap.picture.plot.disc_code import covered_codes, ghost_code, with_legible_code
from stakemap.picture.plot.disc_positions import DiscPosition, coincident_discs
from stakemap.picture.plot.names import LABEL_WEIGHT, place_names
from stakemap.picture.plot.plan import PlotPlan
from stakemap.picture.plot.track_dates import earlier_places, track_dates
from stakemap.picture.slides.page_builder import LINE, SMALL, PageBuilder
from stakemap.picture.style import DISC_REACH, GROUND, TRAIL_GHOST

#: Discs nearer to each other than this share of their radius coincide.
_COINCIDENT = 0.5
#: Up to so many actors codes that are covered stand on tags.
_FEW = 30


def disc_radius(builder: PageBuilder, box: Box, actors: int) -> float:
    """The common radius of all discs in pixels, which decreases with their number."""
    crowd: float = min(1.0, math.pow(20 / max(actors, 1), 0.4))
    return max(2.0, min(builder.px(14) * crowd, box.width / 14, box.height / 10))


class Plot:
    """Draws one appearance in `box`. Labels are placed on demand, since their key needs room elsewhere."""

    def __init__(
        self, builder: PageBuilder, appearance: Appearance, box: Box, plan: PlotPlan | None = None
    ) -> None:
        self.builder = builder
        self.appearance = appearance
        self.box = box
        self.plan = plan or PlotPlan()
        self.radius = self.plan.radius or disc_radius(builder, box, len(appearance.actors))
        self.pad = self.radius * DISC_REACH + builder.px(2)
        looks = sorted(appearance.actors.values(), key=lambda look: (look.y, look.x, look.actor))
        self.positions = [DiscPosition(look, *self.place_of(look.x, look.y)) for look in looks]
        self.by_actor = {disc.look.actor: disc for disc in self.positions}
        #: Discs that coincide, the topmost last.
        self.clusters = coincident_discs(self.positions, self.radius * _COINCIDENT)
        fitting = {disc.look.actor: self._fitting_code(disc.look) for disc in self.positions}
        #: The codes of all actors, if any of them fits in its disc.
        self.codes = {
            disc.look.actor: disc.look.disc.code if any(fitting.values()) else "" for disc in self.positions
        }
        covered = covered_codes(self.positions, fitting, self.radius, builder.measure)
        self.tags = self._tags(covered)
        #: Actors whose code does not fit in their disc, or would be covered by another's, and stands on a tag
        #: or before the name instead.
        self.codes_beside = covered | {
            actor for actor, code in self.codes.items() if code and not fitting[actor]
        }
        weak_signs = self.plan.weak_signs
        #: Whether weak support has a sign; if nearly all positions are weak, the key says so once.
        self.weak_signs = not support_of(looks).is_usual if weak_signs is None else weak_signs
        self.move_points = {
            actor: (*(Point(*self.place_of(*place)) for place in places), Point(disc.x, disc.y))
            for actor, places in sorted(self.plan.moves.items())
            if (disc := self.by_actor.get(actor)) and places
        }
        #: The codes in the ghosts at the starts of movements; empty where there is none.
        self.ghost_codes = {
            actor: ghost_code(
                DiscPosition(self.by_actor[actor].look, *points[0]), self.positions, self.radius, builder
            )
            for actor, points in self.move_points.items()
        }
        pool_ahead(looks)
        #: What several analysts judge, by actor.
        self.analysts = {
            disc.look.actor: drawing
            for disc in self.positions
            if (drawing := draw_analysts(disc.look, (disc.x, disc.y), self.scales, self.radius, self.box))
        }
        self.curves = self._curves()
        found = (self._caption(index, text) for index, text in enumerate(self.plan.captions))
        self.captions = [caption for caption in found if caption is not None]

    def place_of(self, alignment: float, influence: float) -> tuple[float, float]:
        """Pixel coordinates of a position."""
        return self._across(alignment), self._down(influence)

    @property
    def scales(self) -> tuple[Callable[[float], float], Callable[[float], float]]:
        """The pixels across of an alignment, and down of an influence."""
        return self._across, self._down

    def _across(self, alignment: float) -> float:
        left, _, right, _ = self.box
        return left + self.pad + (alignment + 100) / 200 * (right - left - 2 * self.pad)

    def _down(self, influence: float) -> float:
        _, top, _, bottom = self.box
        return bottom - self.pad - influence / 100 * (bottom - top - 2 * self.pad)

    def _fitting_code(self, look: ActorLook) -> str:
        return with_legible_code(look.disc, self.radius, self.builder).code

    def _tags(self, covered: frozenset[str]) -> dict[str, Box]:
        """The tags of `covered` codes, though not of discs on one spot, whose names stand together; of many
        actors there are none, as they would take the room of names.
        """
        together = {disc.look.actor for cluster in self.clusters for disc in cluster}
        tagged = covered - together if len(self.positions) <= _FEW else ()
        return code_tags(self.positions, self.codes, tagged, self.radius, self.builder)

    def spans(self, look: ActorLook) -> tuple[tuple[float, float] | None, tuple[float, float] | None]:
        """The ends of an actor's ranges across and down, in pixels, as far as it has any."""
        x_span = y_span = None
        if look.x_range:
            x_span = self._across(look.x_range[0]), self._across(look.x_range[1])
        if look.y_range:
            y_span = self._down(look.y_range[1]), self._down(look.y_range[0])
        return x_span, y_span

    # Frame, axes and captions.

    def draw_axes(self) -> None:
        """The frame and the axes."""
        builder, box, theme = self.builder, self.box, self.builder.theme
        hairline = max(1.0, builder.px(0.5))
        builder.add(FrameMark(box, theme.axis, hairline))
        x, y = box.centre
        builder.add(LineMark("axis", box.left, y, box.right, y, hairline, theme.axis))
        builder.add(LineMark("axis", x, box.top, x, box.bottom, hairline, theme.axis))

    def _caption(self, index: int, text: str) -> tuple[list[TextMark], Box] | None:
        """The caption of a quadrant (top left, top right, bottom left, bottom right) and its box."""
        builder, box = self.builder, self.box
        size, inset = builder.size(SMALL), builder.px(7)
        caption = set_caption(text, box.width / 2 - 2 * inset, size, builder.measure, max_lines=2)
        if caption is None or box.height < 10 * size:
            return None
        right, low = index % 2 == 1, index >= 2
        outer = box.right - inset - caption.width if right else box.left + inset
        inner = box.centre[0] + (inset if right else -inset - caption.width)
        top = box.bottom - inset - caption.height if low else box.top + inset
        room = max(box.height / 2 - caption.height - 2 * inset, 0.0)
        places = caption_places(caption, outer, inner, top, -room if low else room)
        place = min(places, key=self._discs_at)
        covered = self._discs_at(place) > 0
        marks = [
            TextMark(
                "caption",
                line,
                left,
                baseline,
                width,
                size,
                CAPTION_WEIGHT,
                builder.theme.caption,
                # Without a free place it is painted above the discs.
                covered,
                str(index),
                1.0 if right else 0.0,
            )
            for line, left, baseline, width in caption.rows(place, at_right=right)
        ]
        return marks, place

    def draw_captions(self, above: bool) -> None:
        """Draw the captions of quadrants that lie above discs, or those that lie beneath everything."""
        for marks, _ in self.captions:
            for mark in marks:
                if mark.halo == above:
                    self.builder.add(mark)

    def _discs_at(self, place: Box) -> int:
        """The number of discs over a box."""
        near = place.grown(self.radius * DISC_REACH)
        return sum(
            near.left < disc.x < near.right and near.top < disc.y < near.bottom for disc in self.positions
        )

    # Ranges, trails and relations, beneath the discs.

    def _curves(self) -> dict[str, Curve]:
        clearance, frame = self.radius * 1.5, self.box.grown(-0.3 * self.radius)
        router = CurveRouter()
        curves: dict[str, Curve] = {}
        cheap = len(self.positions) * len(self.appearance.relations) <= 4_000
        for key, look in sorted(self.appearance.relations.items()):
            a, b = self.by_actor[look.source], self.by_actor[look.target]
            others = [(s.x, s.y) for s in self.positions if s is not a and s is not b] if cheap else []
            ends, places = (look.source, look.target), ((a.x, a.y), (b.x, b.y))
            curve = router.curve(ends, places, clearance, others, frame)
            if curve is not None:
                curves[key] = curve
        relations = self.appearance.relations
        joined = [(relations[key].source, relations[key].target) for key in curves]
        centres = {actor: (disc.x, disc.y) for actor, disc in self.by_actor.items()}
        return dict(zip(curves, spread_ends(list(curves.values()), joined, centres, frame), strict=True))

    def draw_underlay(self) -> None:
        """What several analysts judge, ranges, trails and relations."""
        for actor, drawing in self.analysts.items():
            look = self.by_actor[actor].look
            self.builder.add(AnalystsMark(actor, drawing, self.radius, look.colour, look.dimmed))
        for disc in self.positions:
            look = disc.look
            if look.x_range or look.y_range:
                ends, ink = self.spans(look), look.colour
                self.builder.add(RangeMark(look.actor, disc.x, disc.y, *ends, self.radius, ink, look.dimmed))
        for actor in self.move_points:
            if not self._is_head_covered(actor):
                self._draw_move(actor)
        for disc in self.positions:
            look = disc.look
            if look.trail and look.actor not in self.plan.moves:
                x0, y0 = self.place_of(*look.trail)
                self.builder.add(
                    TrailMark(look.actor, x0, y0, disc.x, disc.y, self.radius, look.colour, look.dimmed)
                )
        for key, curve in self.curves.items():
            relation = self.appearance.relations[key]
            self.builder.add(
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

    def _draw_move(self, actor: str) -> None:
        look, points, code = self.by_actor[actor].look, self.move_points[actor], self.ghost_codes[actor]
        self.builder.add(MoveMark(actor, look.name, code, points, self.radius, look.colour, look.dimmed))

    def _is_head_covered(self, actor: str) -> bool:
        """Whether a disc beneath the actor's would cover the arrow head of its movement."""
        track = move_track(self.move_points[actor], self.radius)
        if track is None or track.head is None or len(self.positions) > CROWD:
            return False
        beneath = self.positions[: self.positions.index(self.by_actor[actor])]
        return any(math.dist(track.head.tip, (disc.x, disc.y)) < self.radius * GROUND for disc in beneath)

    # Discs and names.

    def draw_discs(self) -> None:
        """Discs, each above the arrow that leads to it where another disc covered that; tags with codes that
        are covered; and a count badge where several coincide.
        """
        for disc in self.positions:
            look = disc.look
            if look.actor in self.move_points and self._is_head_covered(look.actor):
                self._draw_move(look.actor)
            code = "" if look.actor in self.codes_beside else self.codes[look.actor]
            style = look.disc._replace(code=code, weak=look.weak and self.weak_signs)
            self.builder.add(ActorMark(look.actor, look.name, disc.x, disc.y, self.radius, style))
        for actor, box in self.tags.items():
            for mark in tag_marks(self.by_actor[actor], self.codes[actor], box, self.builder):
                self.builder.add(mark)
        for cluster in self.clusters:
            (first, *_), count = cluster, len(cluster)
            self.builder.add(CountMark(first.x, first.y, self.radius, count, self.builder.size(SMALL)))

    def place_labels(self, max_numbers: int) -> Labelling:
        """Place the labels of all discs, of which at most so many are numbers."""
        return place_names(self, max_numbers)

    def obstacles(self) -> list[Disc]:
        """Discs, and the ghosts and dots of movements and trails, which labels do not cover."""
        discs = [Disc(disc.x, disc.y, self.clear_radius(disc.look), self.radius) for disc in self.positions]
        for points in self.move_points.values():
            discs.extend(earlier_places(points, self.radius))
        ghost = self.radius * (TRAIL_GHOST + 0.08)
        trails = (disc.look.trail for disc in self.positions if disc.look.actor not in self.plan.moves)
        discs.extend(
            Disc(*self.place_of(*start), ghost, self.radius * TRAIL_GHOST) for start in trails if start
        )
        return discs

    def clear_radius(self, look: ActorLook) -> float:
        """Radius around the centre of a disc that labels keep clear: that of its arc and signs."""
        around = 1.36 if look.salience is not None else GROUND
        return self.radius * (1.47 if look.weak and self.weak_signs else around)

    def badge_boxes(self) -> list[Box]:
        """The boxes of the counts of discs that coincide, and of tags."""
        reach = self.radius * 0.62
        offset = self.radius * 0.95
        counts = [
            Box(x - reach, y - reach, x + reach, y + reach)
            for x, y in ((first.x + offset, first.y + offset) for first, *_ in self.clusters)
        ]
        return [*counts, *self.tags.values()]

    def draw_leaders(self, labelling: Labelling) -> None:
        """Leader lines from discs to labels that are not beside them."""
        builder, theme = self.builder, self.builder.theme
        for label in labelling.labels:
            if label.leader:
                dimmed = self.by_actor[label.key].look.dimmed
                width = max(1.0, builder.px(0.5))
                builder.add(LeaderMark(label.key, *label.leader, width, theme.text_muted, dimmed))

    def draw_labels(self, labelling: Labelling) -> None:
        """Labels, above everything else."""
        for label in labelling.labels:
            look, ink = self.by_actor[label.key].look, self.builder.theme.text
            self.builder.add(
                LabelMark(
                    label.key,
                    look.name,
                    label.lines,
                    label.box,
                    label.size,
                    LABEL_WEIGHT,
                    ink,
                    label.number,
                    look.dimmed,
                )
            )

    def draw_dates(self, labelling: Labelling) -> None:
        """The dates of the places on tracks, as far as they find room whole."""
        if self.move_points and self.plan.dates:
            for mark in track_dates(self, labelling):
                self.builder.add(mark)

    def draw_relation_labels(self, labelling: Labelling) -> None:
        """Labels of relations on their curves, where there is room."""
        if len(self.curves) > MOST_LABELLED or self.box.width < self.builder.px(230):
            return
        builder = self.builder
        size, ink = builder.size(SMALL), builder.theme.text_muted
        curves = ((self.appearance.relations[key], curve) for key, curve in self.curves.items())
        positions = support_of(self.appearance.actors.values())
        signs = relation_support(self.appearance.relations.values(), positions).has_signs
        widest = 0.2 * self.box.width
        for label in relation_labels(curves, labelling, builder.measure, size, widest, weak_signs=signs):
            for line in label.lines:
                key = label.look.relation
                builder.add(TextMark("relation", *line, size, 400, ink, True, key, 0.5))

    def draw_notice(self, text: str) -> None:
        """A sentence in the middle of an empty plot."""
        builder, box = self.builder, self.box
        size = builder.size(12)
        left, width, ink = box.left + box.width * 0.1, box.width * 0.8, builder.theme.text_muted
        top = box.centre[1] - size * LINE * 1.6
        shown = elide(text, width, size, builder.measure)
        if shown and box.height > 4 * size:
            builder.text("notice", shown, left, top, size, width, colour=ink, align=0.5)

    def notice(self) -> str:
        """Why the plot is empty."""
        if not self.appearance.document.actors:
            return tr("This map has no actors yet")
        if self.appearance.issue is None:
            return tr("This map has no issue yet")
        if self.appearance.tray:
            return tr("No actor has a position on this issue")
        return tr("This issue applies to no actor")
