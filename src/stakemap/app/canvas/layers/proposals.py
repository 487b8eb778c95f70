"""Ghosts of actors where an analysis would have them, or another version has them; outlines around camps."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from stakemap.app.canvas.layers.frame import Boxes, Frame
from stakemap.app.canvas.layers.many_ghosts import ManyGhosts
from stakemap.app.canvas.scene.hit_test import within
from stakemap.app.canvas.scene.scene import Scene
from stakemap.i18n import tr
from stakemap.paint.primitives import colour, paint_code, paint_label
from stakemap.picture.appearance.values import DiscStyle
from stakemap.picture.geometry import arrow_head
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.measure import TextMeasure, elide
from stakemap.picture.plot.curves import Curve, Point
from stakemap.picture.style import DISC_REACH
from stakemap.picture.theme import mix
from stakemap.text import plain

#: Size and weight of the text at a ghost and at a camp, and the greatest width of it, in pixels.
_SIZE, _WEIGHT, _WIDEST = 12.5, 600, 280.0
_LINE = 1.35
#: Distance of the text from its ghost, in pixels.
_BESIDE = 6.0
#: Width of the line around a ghost and of its arrow, in pixels.
_PEN = 2.0
#: Distance of an outline from the discs within, and its width, in pixels.
_AROUND, _OUTLINE = 7.0, 2.0
#: More ghosts are drawn as rings, since the codes of so many take long; nobody could read them.
_MOST_GHOSTS = 100
#: More actors of a camp are enclosed by their convex hull, since uniting so many shapes is slow.
_MOST_JOINED = 40
#: The corners of a polygon that looks like a circle of a disc's size, around its centre.
_RING = np.stack([turn(np.arange(24) * (math.tau / 24)) for turn in (np.cos, np.sin)], axis=1)
#: Dash patterns of the first camps, which tell them apart without colours.
_DASHES: tuple[tuple[float, ...], ...] = ((), (5.0, 3.0), (1.0, 2.0), (7.0, 2.5, 1.0, 2.5))


class ProposalLayer:
    """Paints the proposal of the interaction."""

    def __init__(self, measure: TextMeasure) -> None:
        self._measure, self._many = measure, ManyGhosts()
        #: The outlines painted last, with the positions that they are for.
        self._outlines: dict[tuple[float, ...], QPainterPath] = {}

    # Camps, which are part of the backdrop

    def marks(self, frame: Frame) -> dict[object, Boxes]:
        """The boxes of the outlines, keyed by what they enclose."""
        return {
            ("camp", *key): (_box_of(path), self._name_box(frame.scene, number))
            for number, key, path in self._camps(frame)
        }

    def boxes(self, scene: Scene) -> list[Box]:
        """The boxes of ghosts with their texts and of the names of camps, as obstacles for other names."""
        proposal = scene.interaction.proposal
        camps = range(len(proposal.camps)) if proposal is not None else ()
        return [
            *_ghost_boxes(scene),
            *(box for _, box in self.texts(scene)),
            *(self._name_box(scene, number) for number in camps),
        ]

    def lines(self, scene: Scene) -> list[list[tuple[float, float]]]:
        """The lines from actors to their ghosts, which names avoid."""
        return [[now, then] for _, now, then in _ghosts(scene) if math.dist(now, then) > 1]

    def paint_camps(self, painter: QPainter, frame: Frame) -> None:
        """Paint the outlines, beneath relations and discs."""
        theme = frame.scene.appearance.theme
        for number, _, path in self._camps(frame):
            name = self._name_box(frame.scene, number)
            for _ in frame.clips(painter, (_box_of(path), name)):
                pen = QPen(colour(theme.text_muted), _OUTLINE)
                dashes = _DASHES[number % len(_DASHES)]
                if dashes:
                    pen.setDashPattern(list(dashes))
                painter.setPen(pen)
                painter.setBrush(colour(mix(theme.canvas, theme.neutral, 0.35), 0.16))
                painter.drawPath(path)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                baseline = QPointF(name.left, name.top + 0.78 * _LINE * _SIZE)
                text = _camp_name(number)
                paint_label(painter, baseline, text, _SIZE, _WEIGHT, theme.text_muted, theme.halo)

    def _name_box(self, scene: Scene, number: int) -> Box:
        """The box of the name of a camp: above its highest disc, and in view; empty if none is on stage."""
        proposal = scene.interaction.proposal
        assert proposal is not None
        rows = scene.columns.rows(proposal.camps[number])
        if not len(rows):
            return Box(0, 0, 0, 0)
        x, y = scene.places_of(rows)
        highest = int(y.argmin())
        width = self._measure.extent(_camp_name(number), _SIZE, _WEIGHT).width
        reach = DISC_REACH * scene.radius + _AROUND
        left = min(max(float(x[highest]) - width / 2, 6.0), scene.projection.width - width - 6)
        top = max(float(y[highest]) - reach - _LINE * _SIZE - 2, 2.0)
        return Box(left, top, left + width, top + _LINE * _SIZE)

    def _camps(self, frame: Frame) -> Iterator[tuple[int, tuple[float, ...], QPainterPath]]:
        """The number of each camp with a member on stage, what its outline depends on, and the outline."""
        proposal, scene = frame.scene.interaction.proposal, frame.scene
        if proposal is None or not proposal.camps:
            self._outlines.clear()
            return
        found: dict[tuple[float, ...], QPainterPath] = {}
        for number, camp in enumerate(proposal.camps):
            rows = scene.columns.rows(camp)
            if not len(rows):
                continue
            x, y = scene.places_of(rows)
            key = (float(number), scene.radius, float(scene.interaction.is_draft), *x.tolist(), *y.tolist())
            outline = self._outlines.get(key)
            if outline is None:
                around = camp_outline if not scene.interaction.is_draft else hull_around
                outline = around(list(zip(x.tolist(), y.tolist(), strict=True)), scene.radius)
            found[key] = outline
            yield number, key, outline
        self._outlines = found

    # Ghosts

    def paint_ghosts(self, painter: QPainter, scene: Scene, ratio: float) -> None:
        """Paint the ghosts, with an arrow from each actor to its own and a few words on what would change.

        To where an actor is in another version there is a line. Of very many actors the ghosts are rings,
        except of those with a text.
        """
        proposal = scene.interaction.proposal
        if proposal is not None and len(proposal.by_actor) > _MOST_GHOSTS:
            self._many.paint(painter, scene, proposal, ratio)
        for actor, now, then in _ghosts(scene):
            moved = math.dist(now, then) > 1
            if moved:
                self._paint_arrow(painter, scene, now, then)
            self._paint_ghost(painter, scene, actor, then, moved=moved)
        theme = scene.appearance.theme
        for text, box in self.texts(scene):
            baseline = QPointF(box.left, box.top + _LINE * _SIZE * 0.78)
            paint_label(painter, baseline, text, _SIZE, _WEIGHT, theme.text, theme.halo)

    @staticmethod
    def _paint_arrow(
        painter: QPainter, scene: Scene, now: tuple[float, float], then: tuple[float, float]
    ) -> None:
        theme, radius, length = scene.appearance.theme, scene.radius, math.dist(now, then)
        begin, end = radius + 3, length - radius - 3
        if end - begin < 6:
            return
        along = (then[0] - now[0]) / length, (then[1] - now[1]) / length
        start, stop = (Point(now[0] + reach * along[0], now[1] + reach * along[1]) for reach in (begin, end))
        middle = Point((start.x + stop.x) / 2, (start.y + stop.y) / 2)
        head = arrow_head(Curve(start, middle, stop), max(8.0, 0.55 * radius))
        proposal = scene.interaction.proposal
        is_arrow = proposal is not None and not proposal.version
        for ink, width in ((theme.halo, _PEN + 3), (theme.selection, _PEN)):
            painter.setPen(QPen(colour(ink), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawLine(QPointF(*start), QPointF(*(head.stop if is_arrow else stop)))
        if not is_arrow:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(theme.selection))
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in head.corners]))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_ghost(
        self, painter: QPainter, scene: Scene, actor: str, place: tuple[float, float], *, moved: bool
    ) -> None:
        """Paint a hollow disc with the actor's code; a ring around the actor itself if it would not move."""
        theme, look = scene.appearance.theme, scene.appearance.actors[actor]
        centre, pen = QPointF(*place), QPen(colour(theme.selection), _PEN, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        if not moved:
            reach = DISC_REACH * scene.radius + 3
            painter.drawEllipse(centre, reach, reach)
            return
        painter.setBrush(colour(mix(theme.canvas, look.disc.colour, 0.12)))
        painter.drawEllipse(centre, scene.radius, scene.radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        style = DiscStyle(look.disc.code, look.disc.colour, carried=True)
        paint_code(painter, centre, scene.radius, style, theme, self._measure)

    def texts(self, scene: Scene) -> list[tuple[str, Box]]:
        """Who would change and how, beside each ghost, where it covers least of discs and of what else is
        proposed.
        """
        proposal = scene.interaction.proposal
        ghosts = list(_ghosts(scene))
        if proposal is None or not ghosts:
            return []
        reach, height = DISC_REACH * scene.radius, _LINE * _SIZE
        x, y = scene.places.x, scene.places.y
        taken = [Box(*then, *then).grown(scene.radius + 2) for _, _, then in ghosts]
        found: list[tuple[str, Box]] = []
        for actor, _, then in ghosts:
            if proposal.told is not None and actor not in proposal.told:
                continue
            name = plain(scene.appearance.document.actors[actor].name)
            text = tr("{name}: {change}", name=name, change=proposal.text_of(actor))
            text = elide(text, _WIDEST, _SIZE, self._measure, _WEIGHT)
            width = self._measure.extent(text, _SIZE, _WEIGHT).width

            def cost(box: Box) -> float:
                discs = len(within(x, y, *box.grown(scene.radius)))
                return discs + 2 * sum(map(box.overlaps, taken))

            best = min(_beside(then, reach, width, height, scene), key=cost)
            taken.append(best)
            found.append((text, best))
        return found


def _beside(
    place: tuple[float, float], reach: float, width: float, height: float, scene: Scene
) -> Iterator[Box]:
    """Boxes of a text above, below, right and left of a ghost, moved into view."""
    (x, y), off = place, reach + _BESIDE
    most_left, most_top = scene.projection.width - width - 6, scene.projection.height - height - 2
    for left, top in (
        (x - width / 2, y - off - height),
        (x - width / 2, y + off),
        (x + off, y - height / 2),
        (x - off - width, y - height / 2),
    ):
        left, top = max(min(left, most_left), 6.0), max(min(top, most_top), 2.0)
        yield Box(left, top, left + width, top + height)


def _ghost_boxes(scene: Scene) -> list[Box]:
    """The boxes of the ghosts that are not where their actors are."""
    reach = DISC_REACH * scene.radius
    return [Box(*then, *then).grown(reach) for _, now, then in _ghosts(scene) if math.dist(now, then) > 1]


def _ghosts(scene: Scene) -> Iterator[tuple[str, tuple[float, float], tuple[float, float]]]:
    """The actors on stage that would change, where each is drawn, and where it would be, in pixels.

    Of very many, only those with a text.
    """
    proposal = scene.interaction.proposal
    if proposal is None:
        return
    actors: Iterable[str] = proposal.by_actor
    if len(proposal.by_actor) > _MOST_GHOSTS:
        actors = sorted(proposal.by_actor.keys() & (proposal.told or ()))
    for actor in actors:
        place, row = scene.place_of(actor), scene.columns.row.get(actor)
        if place is None or row is None:
            continue
        judged = float(scene.columns.x[row]), float(scene.columns.y[row])
        then = proposal.place_of(actor, judged)
        yield actor, place, place if then == judged else scene.projection.to_pixels(*then)


def camp_outline(places: Sequence[tuple[float, float]], radius: float) -> QPainterPath:
    """The outline around discs of `radius` pixels at `places`: they are joined along the shortest lines that
    connect them all, so that few others lie within; very many are enclosed by their convex hull.
    """
    if len(places) > _MOST_JOINED:
        return hull_around(places, radius)
    reach = DISC_REACH * radius + _AROUND
    # One path of polygons, simplified once: uniting round shapes one by one takes thirty times as long.
    outline = QPainterPath()
    outline.setFillRule(Qt.FillRule.WindingFill)
    rim = (_RING * reach).tolist()
    for x, y in places:
        _add_polygon(outline, [(x + across, y + down) for across, down in rim])
    for one, other in _tree(places):
        _add_polygon(outline, _band(places[one], places[other], 0.55 * reach))
    return outline.simplified()


def _add_polygon(path: QPainterPath, corners: Iterable[tuple[float, float]]) -> None:
    path.addPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
    path.closeSubpath()


def _band(
    one: tuple[float, float], other: tuple[float, float], reach: float
) -> Sequence[tuple[float, float]]:
    """The corners of a rectangle around a line, turning the same way as the discs; none for no line."""
    length = math.dist(one, other)
    if not length:
        return ()
    across, down = (one[1] - other[1]) * reach / length, (other[0] - one[0]) * reach / length
    return (
        (one[0] + across, one[1] + down),
        (one[0] - across, one[1] - down),
        (other[0] - across, other[1] - down),
        (other[0] + across, other[1] + down),
    )


def _tree(places: Sequence[tuple[float, float]]) -> Iterator[tuple[int, int]]:
    """The edges of the minimum spanning tree (Prim 1957) of points, by their numbers."""
    points = np.array(places, dtype=np.float64)
    nearest = np.zeros(len(points), dtype=np.intp)
    distance = np.hypot(*(points - points[0]).T)
    distance[0] = np.inf
    for _ in range(len(points) - 1):
        found = int(distance.argmin())
        yield int(nearest[found]), found
        apart = np.hypot(*(points - points[found]).T)
        closer = (apart < distance) & np.isfinite(distance)
        nearest[closer], distance[closer] = found, apart[closer]
        distance[found] = np.inf


def hull_around(places: Sequence[tuple[float, float]], radius: float) -> QPainterPath:
    """The convex hull (Andrew 1979) around discs of `radius` pixels, which is fast enough for each frame."""
    # What encloses the corners of the hull of the places encloses all: far fewer points to sort.
    corners = np.array(_hull(places))
    rims = (corners[:, None, :] + _RING * (DISC_REACH * radius + _AROUND)).reshape(-1, 2)
    outline = QPainterPath()
    _add_polygon(outline, _hull([(x, y) for x, y in rims.tolist()]))
    return outline


def _hull(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The corners of the convex hull of points."""
    points = sorted(places)
    if len(points) < 3:
        return points
    halves: list[tuple[float, float]] = []
    for ordered in (points, points[::-1]):
        half: list[tuple[float, float]] = []
        for point in ordered:
            while len(half) > 1 and _turn(half[-2], half[-1], point) <= 0:
                half.pop()
            half.append(point)
        halves += half[:-1]
    return halves


def _turn(one: Sequence[float], two: Sequence[float], three: Sequence[float]) -> float:
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])


def _box_of(path: QPainterPath) -> Box:
    """The box of an outline with its line."""
    bounds = path.boundingRect().adjusted(-_OUTLINE, -_OUTLINE, _OUTLINE, _OUTLINE)
    return Box(bounds.left(), bounds.top(), bounds.right(), bounds.bottom())


def _camp_name(number: int) -> str:
    """The name of a camp: "Camp A", after the 26th "Camp 27"."""
    return tr("Camp {letter}", letter=chr(ord("A") + number) if number < 26 else number + 1)
