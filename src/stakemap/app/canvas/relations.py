"""Relations as curves beneath the discs, worked out once for a view and only shifted while it is panned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from stakemap.app.canvas.bends import Bends, Drawn, clearance_of, in_order
from stakemap.app.canvas.frame import Frame, Part
from stakemap.app.canvas.sizes import FEW
from stakemap.app.canvas.web import Web
from stakemap.paint.marks import colour, paint_relation
from stakemap.picture.appearance import RelationLook
from stakemap.picture.curves import Curve, Point, Strands, from_line, point_on
from stakemap.picture.theme import Theme, mix

__all__ = ["RelationLayer"]

#: More curves than these are plain lines while the view moves.
_MANY = 120

#: How thick a plain line is, in pixels.
_PLAIN = 1.05
#: How near a press has to be to mean a curve, in pixels, and at how many points that is measured.
_MEANT, _POINTS = 7.0, 24


class RelationLayer:
    """Paints the relations that the view shows.

    Their curves are kept in pixels from where both scales are 0, so that panning only shifts them.
    """

    def __init__(self) -> None:
        self._bends, self._web = Bends(), Web(_MANY)
        self._known: list[Drawn] = []
        self._known_for: tuple[object, ...] = ()
        self._rest: list[Drawn] = []
        self._rest_of: tuple[object, ...] = ()

    def forget(self) -> None:
        """Drop all pictures: colours changed."""
        self._web.forget()

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """Draw the relations of `frame`: those of held actors with them, all others with the rest."""
        scene = frame.scene
        relations, interaction = scene.appearance.relations, scene.interaction
        if not relations:
            return
        if frame.part is Part.HELD:
            held = [look for look in relations.values() if _touches(look, frame.held)]
            _draw(painter, frame, self._curves(frame, held))
            return
        if interaction.travelling and len(relations) > _MANY:
            _draw_straight(painter, frame, relations.values())
            return
        drawn = self._all(frame)
        if frame.part is Part.REST:
            drawn = self._without(drawn, frame.held)
        if len(drawn) <= _MANY:
            _draw(painter, frame, drawn)
        elif interaction.hurried or not self._draw_many(painter, frame, drawn):
            _draw_plainly(painter, frame, drawn)

    def _draw_many(self, painter: QPainter, frame: Frame, drawn: list[Drawn]) -> bool:
        """Draw very many curves as a picture that there may not be time for yet; False where none is fit."""
        scene, ratio = frame.scene, frame.ratio
        projection = scene.projection
        size = (round(projection.width * ratio), round(projection.height * ratio))
        made_for = (projection, scene.radius, scene.appearance.theme, ratio)

        def paint(on: QPainter, some: Sequence[Drawn]) -> None:
            _draw(on, frame, some, with_chosen=False)

        shown, whole = self._web.paint(painter, drawn, made_for, size, ratio, paint)
        if not whole:
            frame.budget.overdrawn = True
        if shown:
            chosen = [one for one in drawn if one[0].relation == scene.interaction.relation]
            _draw(painter, frame, chosen)
        return shown

    def _without(self, drawn: list[Drawn], held: frozenset[str]) -> list[Drawn]:
        """Those of nobody who is held; the same list for as long as that holds."""
        if self._rest_of != (id(drawn), held):
            self._rest = [one for one in drawn if not _touches(one[0], held)]
            self._rest_of = (id(drawn), held)
        return self._rest

    def at(self, frame: Frame, x: float, y: float) -> str | None:
        """The relation whose curve is nearest to a pixel and near enough to be meant."""
        found = [(_distance(curve, x, y), look.relation) for look, curve in self.curves(frame)]
        distance, relation = min(found, default=(_MEANT + 1, ""))
        return relation if distance <= _MEANT else None

    def curves(self, frame: Frame) -> list[Drawn]:
        """All relations that the view shows, with their curves in pixels of the view."""
        if not frame.scene.appearance.relations:
            return []
        dx, dy = _origin(frame)
        return [(look, Curve(*(Point(x + dx, y + dy) for x, y in curve))) for look, curve in self._all(frame)]

    def _all(self, frame: Frame) -> list[Drawn]:
        """The curves of all relations; panning shifts them, anything else bends them anew."""
        scene = frame.scene
        looks = scene.appearance.relations
        units = (round(scene.projection.unit_x, 6), round(scene.projection.unit_y, 6))
        fan = None if scene.fan is None else id(scene.fan)
        known_for = (scene.version, units, scene.radius, fan, frozenset(looks))
        if known_for != self._known_for:
            crowded = _is_crowded(frame)
            self._known = self._bends.of(frame) if crowded else self._curves(frame, looks.values())
            self._known_for = known_for
        return self._known

    @staticmethod
    def _curves(frame: Frame, looks: Iterable[RelationLook]) -> list[Drawn]:
        """The curves of some relations, which bend round the discs between where these are few; all those of
        a pair have to be among them, or none.
        """
        scene = frame.scene
        row_of = scene.columns.row
        dx, dy = _origin(frame)
        x, y = (frame.x - dx).tolist(), (frame.y - dy).tolist()
        places = [] if _is_crowded(frame) else list(zip(x, y, strict=True))
        strands, drawn = Strands(), []
        for look in in_order(looks):
            source, target = row_of[look.source], row_of[look.target]
            others = [place for row, place in enumerate(places) if row not in (source, target)]
            ends = ((x[source], y[source]), (x[target], y[target]))
            curve = strands.curve((look.source, look.target), ends, clearance_of(scene.radius), others)
            if curve is not None:
                drawn.append((look, curve))
        return drawn


def _is_crowded(frame: Frame) -> bool:
    """Whether there are too many discs and curves for these to go round those."""
    scene = frame.scene
    return len(scene.columns) > FEW or len(scene.appearance.relations) > FEW


def _origin(frame: Frame) -> tuple[float, float]:
    """Where both scales are 0, in pixels of the view."""
    return frame.scene.projection.to_pixels(0.0, 0.0)


def _draw(painter: QPainter, frame: Frame, drawn: Iterable[Drawn], *, with_chosen: bool = True) -> None:
    scene, shift = frame.scene, _origin(frame)
    theme, radius = scene.appearance.theme, scene.radius
    painter.save()
    painter.translate(*shift)
    for look, curve in drawn:
        if _in_view(curve, frame, shift):
            if with_chosen and look.relation == scene.interaction.relation:
                _paint_chosen(painter, curve, theme)
            paint_relation(painter, curve, look.strength, look.directed, radius, theme, look.dimmed)
    painter.restore()


def _draw_straight(painter: QPainter, frame: Frame, looks: Iterable[RelationLook]) -> None:
    """Lines from disc to disc, while all of them move."""
    row_of = frame.scene.columns.row
    x, y = frame.x.tolist(), frame.y.tolist()
    ends = [(row_of[look.source], row_of[look.target]) for look in looks]
    _paint_lines(painter, frame, [QLineF(x[a], y[a], x[b], y[b]) for a, b in ends])


def _draw_plainly(painter: QPainter, frame: Frame, drawn: Iterable[Drawn]) -> None:
    shift = _origin(frame)
    lines = [QLineF(*curve.start, *curve.end) for _, curve in drawn if _in_view(curve, frame, shift)]
    painter.save()
    painter.translate(*shift)
    _paint_lines(painter, frame, lines)
    painter.restore()


def _paint_lines(painter: QPainter, frame: Frame, lines: list[QLineF]) -> None:
    theme = frame.scene.appearance.theme
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    # Opaque and a trace thicker than a pixel, which Qt draws many times faster than a thin soft line.
    painter.setPen(QPen(colour(mix(theme.canvas, theme.neutral, 0.6)), _PLAIN))
    painter.drawLines(lines)
    painter.restore()


def _paint_chosen(painter: QPainter, curve: Curve, theme: Theme) -> None:
    """A broad soft band beneath the relation that is selected."""
    path = QPainterPath(QPointF(*curve.start))
    path.quadTo(QPointF(*curve.control), QPointF(*curve.end))
    for ink, width in ((theme.selection, 9.0), (theme.canvas, 6.0)):
        pen = QPen(colour(ink), width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.strokePath(path, pen)


def _touches(look: RelationLook, actors: frozenset[str]) -> bool:
    return look.source in actors or look.target in actors


def _in_view(curve: Curve, frame: Frame, shift: tuple[float, float]) -> bool:
    xs, ys = zip(*curve, strict=True)
    projection = frame.scene.projection
    across = max(xs) + shift[0] >= 0 and min(xs) + shift[0] <= projection.width
    return across and max(ys) + shift[1] >= 0 and min(ys) + shift[1] <= projection.height


def _distance(curve: Curve, x: float, y: float) -> float:
    """How far a pixel is from a curve."""
    points = [point_on(curve, step / _POINTS) for step in range(_POINTS + 1)]
    return min(from_line(a, b, x, y) for a, b in pairwise(points))
