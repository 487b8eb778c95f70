"""The layer of relations: curves beneath the discs, computed once for a view and only shifted by panning."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker, QPen

from stakemap.app.canvas.layers.fragments import LineBatch
from stakemap.app.canvas.layers.frame import Boxes, Frame, Part, hull
from stakemap.app.canvas.layers.relation_cache import PictureKey, RelationPictureCache
from stakemap.app.canvas.layers.relation_curves import Drawn, RelationCurves, clearance_of, in_order
from stakemap.app.canvas.scene.coincidence import Fan
from stakemap.app.canvas.scene.projection import ALIGNMENT, INFLUENCE
from stakemap.app.canvas.scene.sizes import FEW
from stakemap.paint.primitives import colour, paint_relation
from stakemap.picture.appearance.values import RelationLook
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.plot.curve_ends import spread_ends
from stakemap.picture.plot.curves import Curve, CurveRouter, Point, from_line, point_on
from stakemap.picture.theme import Theme, mix
from stakemap.steps import Steps

#: The most curves drawn while the view moves; more are drawn as straight lines.
CURVES_LIMIT = 120

#: The width of a straight line, in pixels.
_PLAIN = 1.05
#: The hit distance of a curve in pixels, and the number of points at which it is measured.
_MEANT, _POINTS = 7.0, 24
#: How far curves may leave the plot, in radii of discs.
_BEYOND = 0.5
#: The pieces of a curve that are redrawn by themselves.
_PIECES = 6


class _OfHeld(NamedTuple):
    """The relations `found` among `looks`, being of `actors`."""

    looks: Mapping[str, RelationLook]
    actors: frozenset[str]
    found: Collection[RelationLook]


class _OfOthers(NamedTuple):
    """The curves `found` among `drawn`, being of none of `actors`."""

    drawn: list[Drawn]
    actors: frozenset[str]
    found: list[Drawn]


class _Lines(NamedTuple):
    """What plain lines depend on; `looks` and `fan` are compared as objects, and so kept."""

    looks: Mapping[str, RelationLook]
    fan: Fan | None
    version: int
    held: frozenset[str]

    def is_as(self, other: _Lines) -> bool:
        """Whether the lines are the same."""
        same = self.looks is other.looks and self.fan is other.fan
        return same and (self.version, self.held) == (other.version, other.held)


class _Shown(NamedTuple):
    """How relations are drawn in a frame: curves, over straight lines or a cached pixmap, if any."""

    frame: Frame | None
    curves: Sequence[Drawn]
    over: Literal["nothing", "lines", "picture"]


class _Pen(NamedTuple):
    """Draws curves in a view of `width` × `height` pixels, translated by `shift`."""

    theme: Theme
    radius: float
    shift: tuple[float, float]
    width: float
    height: float

    @classmethod
    def of(cls, frame: Frame) -> _Pen:
        """The pen of a frame, which stays valid when the scene changes later."""
        scene = frame.scene
        size = scene.projection.width, scene.projection.height
        return cls(scene.appearance.theme, scene.radius, _origin(frame), *size)

    def draw(self, painter: QPainter, drawn: Iterable[Drawn], chosen: str | None = None) -> None:
        """Draw the curves in view, with a band beneath the selected relation `chosen`."""
        painter.save()
        painter.translate(*self.shift)
        try:
            for look, curve in drawn:
                if not self.sees(curve):
                    continue
                if look.relation == chosen:
                    _paint_chosen(painter, curve, self.theme)
                strength, directed = look.strength, look.directed
                paint_relation(painter, curve, strength, directed, self.radius, self.theme, look.dimmed)
        finally:
            painter.restore()

    def sees(self, curve: Curve) -> bool:
        """Whether a curve may be in view."""
        (x0, y0), (x1, y1), (x2, y2) = curve
        dx, dy = self.shift
        across = max(x0, x1, x2) + dx >= 0 and min(x0, x1, x2) + dx <= self.width
        return across and max(y0, y1, y2) + dy >= 0 and min(y0, y1, y2) + dy <= self.height

    def boxes(self, curve: Curve) -> Boxes:
        """The boxes that a curve covers in the view, including arrow head and selection band."""
        placed = self.placed(curve)
        points = [point_on(placed, step / _PIECES) for step in range(_PIECES + 1)]
        (x0, y0), (x1, y1), (x2, y2) = placed
        # The most by which a piece of the curve may deviate from the chord between its ends.
        bulge = math.hypot(x0 - 2 * x1 + x2, y0 - 2 * y1 + y2) / 4 / _PIECES**2
        return tuple(hull(*ends).grown(self.radius + 9 + bulge) for ends in pairwise(points))

    def placed(self, curve: Curve) -> Curve:
        """A curve in pixels of the view."""
        dx, dy = self.shift
        return Curve(*(Point(x + dx, y + dy) for x, y in curve))


class RelationLayer:
    """Paints the relations that the view shows.

    Their curves are cached in pixels from the origin of both scales, so that panning only shifts them.
    """

    def __init__(self) -> None:
        self._bends, self._cache = RelationCurves(), RelationPictureCache(CURVES_LIMIT)
        self._known: list[Drawn] = []
        self._known_for: tuple[object, ...] = ()
        #: Compared as objects, so they are kept: another may get the number of one that has gone.
        self._known_of: Mapping[str, RelationLook] = {}
        self._known_fan: Fan | None = None
        self._lines, self._lines_of = LineBatch(), _Lines({}, None, 0, frozenset())
        self._lines_edition = 0
        self._shown = _Shown(None, (), "nothing")
        self._known_filled: dict[Drawn, Boxes] = {}
        self._filled_for: _Pen | None = None
        self._of_held = _OfHeld({}, frozenset(), [])
        self._of_others = _OfOthers([], frozenset(), [])

    @property
    def version(self) -> int:
        """A counter that rises when a more exact drawing of the same relations is ready."""
        return self._cache.version

    @property
    def requests(self) -> int:
        """A counter that rises when other relations have to be drawn between frames."""
        return self._cache.requests

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to be drawn between frames."""
        return self._cache.is_whole

    @property
    def is_urgent(self) -> bool:
        """Whether pending curves are missing in the view, not only stale ones left over."""
        return self._cache.is_urgent

    def draw_pending(self) -> Steps[None]:
        """Draw what frames had no time for."""
        return self._cache.draw_pending()

    def clear(self) -> None:
        """Clear the cache, after a change of colours."""
        self._cache.clear()

    def marks(self, frame: Frame) -> Mapping[object, Boxes]:
        """The marks of a frame in drawing order, with the boxes each covers."""
        scene, shown = frame.scene, self._show(frame)
        chosen, found = scene.interaction.relation, dict[object, Boxes]()
        if shown.over == "lines":
            found["lines", self._edition_of_lines(frame)] = (_view(frame),)
        elif shown.over == "picture":
            found["picture", self._cache.version] = (_view(frame),)
        for drawn in shown.curves:
            found[drawn, drawn[0].relation == chosen] = self._filled(_Pen.of(frame), drawn)
        return found

    def _edition_of_lines(self, frame: Frame) -> int:
        """A number that is another one whenever the plain lines are."""
        scene = frame.scene
        lines = _Lines(scene.appearance.relations, scene.fan, scene.version, frame.held)
        if not lines.is_as(self._lines_of):
            self._lines_of = lines
            self._lines_edition += 1
        return self._lines_edition

    def _filled(self, pen: _Pen, drawn: Drawn) -> Boxes:
        if pen != self._filled_for:
            self._filled_for, self._known_filled = pen, {}
        filled = self._known_filled.get(drawn)
        if filled is None:
            filled = self._known_filled[drawn] = pen.boxes(drawn[1])
        return filled

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """Draw the relations of `frame`: those of held actors with them, all others with the rest."""
        shown, chosen, pen = self._show(frame), frame.scene.interaction.relation, _Pen.of(frame)
        for _ in frame.clips(painter, (_view(frame),)):
            if shown.over == "lines":
                self._draw_straight(painter, frame)
            elif shown.over == "picture":
                self._cache.paint(painter)
        if not frame.is_limited:
            pen.draw(painter, shown.curves, chosen)
            return
        for drawn in shown.curves:
            for _ in frame.clips(painter, self._filled(pen, drawn)):
                pen.draw(painter, [drawn], chosen)

    def _show(self, frame: Frame) -> _Shown:
        """Choose how relations are drawn, once for each frame."""
        if self._shown.frame is not frame:
            self._shown = self._choose(frame)
        return self._shown

    def _choose(self, frame: Frame) -> _Shown:
        relations, interaction = frame.scene.appearance.relations, frame.scene.interaction
        if frame.part is Part.HELD:
            return _Shown(frame, self._curves(frame, self._held(frame)), "nothing")
        if not relations or (interaction.is_draft and len(relations) > CURVES_LIMIT):
            self._cache.cancel()
            return _Shown(frame, (), "lines" if relations else "nothing")
        drawn = self._all(frame) if frame.part is Part.ALL else self._rest(frame)
        if len(drawn) <= CURVES_LIMIT:
            self._cache.cancel()
            return _Shown(frame, drawn, "nothing")
        missing = self._missing(frame, drawn)
        if missing is None:
            return _Shown(frame, (), "lines")
        chosen = [one for one in drawn if one[0].relation == interaction.relation]
        return _Shown(frame, [*(one for one in missing if one not in chosen), *chosen], "picture")

    def _missing(self, frame: Frame, drawn: list[Drawn]) -> Sequence[Drawn] | None:
        """The curves that the cached pixmap of very many curves lacks; None if it cannot be shown."""
        scene, projection = frame.scene, frame.scene.projection
        size = (round(projection.width * frame.ratio), round(projection.height * frame.ratio))
        key = PictureKey((projection, scene.radius, scene.appearance.theme), size, frame.ratio)
        return self._cache.missing(drawn, key, _Pen.of(frame).draw)

    def _draw_straight(self, painter: QPainter, frame: Frame) -> None:
        """Draw straight lines from disc to disc, while too much changes for curves."""
        theme = frame.scene.appearance.theme
        self._lines.fill(self._bends.straight(frame))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        # Opaque and slightly wider than a pixel, which Qt draws many times faster than a hairline with alpha.
        painter.setPen(QPen(colour(mix(theme.canvas, theme.neutral, 0.6)), _PLAIN))
        self._lines.draw(painter)
        painter.restore()

    def _held(self, frame: Frame) -> Collection[RelationLook]:
        """The relations of held actors; cached during a drag."""
        relations, actors = frame.scene.appearance.relations, frame.held
        if self._of_held.looks is not relations or self._of_held.actors != actors:
            found = [look for look in relations.values() if _touches(look, actors)]
            self._of_held = _OfHeld(relations, actors, found)
        return self._of_held.found

    def _rest(self, frame: Frame) -> list[Drawn]:
        """The curves without held actors; the same list object while those do not change."""
        drawn, actors = self._all(frame), frame.held
        if self._of_others.drawn is not drawn or self._of_others.actors != actors:
            found = [one for one in drawn if not _touches(one[0], actors)]
            self._of_others = _OfOthers(drawn, actors, found)
        return self._of_others.found

    def at(self, frame: Frame, x: float, y: float) -> str | None:
        """The relation whose curve is nearest to a pixel, within the hit distance."""
        found = [(_distance(curve, x, y), look.relation) for look, curve in self.curves(frame)]
        distance, relation = min(found, default=(_MEANT + 1, ""))
        return relation if distance <= _MEANT else None

    def curves(self, frame: Frame) -> list[Drawn]:
        """All relations that the view shows, with their curves in pixels of the view."""
        if not frame.scene.appearance.relations:
            return []
        pen = _Pen.of(frame)
        return [(look, pen.placed(curve)) for look, curve in self._all(frame)]

    def avoided(self, frame: Frame) -> list[Drawn]:
        """The curves in view that labels and legend avoid; empty if too many curves or discs are shown."""
        if len(frame.rows) > FEW or not 0 < len(frame.scene.appearance.relations) <= CURVES_LIMIT:
            return []
        pen = _Pen.of(frame)
        return [(look, pen.placed(curve)) for look, curve in self._all(frame) if pen.sees(curve)]

    def _all(self, frame: Frame) -> list[Drawn]:
        """The curves of all relations, recomputed after any change except panning."""
        scene = frame.scene
        looks = scene.appearance.relations
        units = (round(scene.projection.unit_x, 6), round(scene.projection.unit_y, 6))
        known_for = (scene.version, units, scene.radius)
        same_fan = scene.fan is self._known_fan
        if known_for != self._known_for or looks is not self._known_of or not same_fan:
            crowded = _is_crowded(frame)
            self._known = self._bends.of(frame) if crowded else self._curves(frame, looks.values())
            self._known_for, self._known_of, self._known_fan = known_for, looks, scene.fan
        return self._known

    @staticmethod
    def _curves(frame: Frame, looks: Iterable[RelationLook]) -> list[Drawn]:
        """The curves of some relations, routed around discs and with their ends apart if there are few;
        `looks` must contain all relations of a pair of actors or none.
        """
        scene = frame.scene
        row_of = scene.columns.row
        dx, dy = _origin(frame)
        x, y = (frame.x - dx).tolist(), (frame.y - dy).tolist()
        places = [] if _is_crowded(frame) else list(zip(x, y, strict=True))
        router, frame_of_plot, drawn = CurveRouter(), _plot_frame(frame), []
        for look in in_order(looks):
            source, target = row_of[look.source], row_of[look.target]
            others = [place for row, place in enumerate(places) if row not in (source, target)]
            ends = ((x[source], y[source]), (x[target], y[target]))
            pair, clearance = (look.source, look.target), clearance_of(scene.radius)
            curve = router.curve(pair, ends, clearance, others, frame_of_plot)
            if curve is not None:
                drawn.append((look, curve))
        if not places:
            return drawn
        joined = [(look.source, look.target) for look, _ in drawn]
        centres = {actor: (x[row_of[actor]], y[row_of[actor]]) for pair in joined for actor in pair}
        spread = spread_ends([curve for _, curve in drawn], joined, centres, frame_of_plot)
        return [(look, curve) for (look, _), curve in zip(drawn, spread, strict=True)]


def _is_crowded(frame: Frame) -> bool:
    """Whether there are too many discs or relations to route curves around discs."""
    scene = frame.scene
    return len(scene.columns) > FEW or len(scene.appearance.relations) > FEW


def _view(frame: Frame) -> Box:
    return Box(0.0, 0.0, frame.scene.projection.width, frame.scene.projection.height)


def _origin(frame: Frame) -> tuple[float, float]:
    """The origin of both scales, in pixels of the view."""
    return frame.scene.projection.to_pixels(0.0, 0.0)


def _plot_frame(frame: Frame) -> Box:
    """Where curves stay, in pixels from the origin of both scales: the plot and a little more."""
    projection, (dx, dy) = frame.scene.projection, _origin(frame)
    left, top = projection.to_pixels(ALIGNMENT.low, INFLUENCE.high)
    right, bottom = projection.to_pixels(ALIGNMENT.high, INFLUENCE.low)
    return Box(left - dx, top - dy, right - dx, bottom - dy).grown(_BEYOND * frame.scene.radius)


def _paint_chosen(painter: QPainter, curve: Curve, theme: Theme) -> None:
    """Paint a translucent band with a thin outline beneath the selected relation."""
    path = QPainterPath(QPointF(*curve.start))
    path.quadTo(QPointF(*curve.control), QPointF(*curve.end))
    stroker = QPainterPathStroker()
    stroker.setWidth(13.0)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    band = stroker.createStroke(path).simplified()
    painter.setPen(QPen(colour(theme.selection, 0.55), 1.0))
    painter.setBrush(colour(theme.selection, 0.22))
    painter.drawPath(band)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _touches(look: RelationLook, actors: frozenset[str]) -> bool:
    return look.source in actors or look.target in actors


def _distance(curve: Curve, x: float, y: float) -> float:
    """The distance of a pixel from a curve, in pixels."""
    points = [point_on(curve, step / _POINTS) for step in range(_POINTS + 1)]
    return min(from_line(a, b, x, y) for a, b in pairwise(points))
