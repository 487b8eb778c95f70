"""Relations as curves beneath the discs, worked out once for a view and only shifted while it is panned."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from stakemap.app.canvas.frame import Frame, Part
from stakemap.app.canvas.sizes import FEW
from stakemap.paint.marks import colour, paint_relation
from stakemap.picture.appearance import RelationLook
from stakemap.picture.curves import Curve, Point, Strands, from_line, point_on
from stakemap.picture.style import DISC_REACH
from stakemap.picture.theme import Theme

__all__ = ["RelationLayer"]

#: More curves than these are plain lines while the view moves.
_MANY = 120

#: How near a press has to be to mean a curve, in pixels, and at how many points that is measured.
_MEANT, _POINTS = 7.0, 24

Drawn = list[tuple[RelationLook, Curve]]


class RelationLayer:
    """Paints the relations that the view shows."""

    def __init__(self) -> None:
        self._known: Drawn = []
        self._known_for: tuple[object, ...] = ()
        self._known_at = (0.0, 0.0)

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """Draw the relations of `frame`: those of held actors with them, all others with the rest."""
        relations = frame.scene.appearance.relations
        if not relations:
            return
        if frame.part is Part.HELD:
            held = [look for look in relations.values() if _touches(look, frame.held)]
            self._draw(painter, frame, self._curves(frame, held), (0.0, 0.0))
            return
        if frame.scene.interaction.travelling and len(relations) > _MANY:
            self._draw_straight(painter, frame, relations.values())
            return
        drawn = self._all(frame)
        if frame.part is Part.REST:
            drawn = [(look, curve) for look, curve in drawn if not _touches(look, frame.held)]
        origin = frame.scene.projection.to_pixels(0.0, 0.0)
        shift = (origin[0] - self._known_at[0], origin[1] - self._known_at[1])
        if frame.scene.interaction.hurried and len(drawn) > _MANY:
            self._draw_plainly(painter, frame, drawn, shift)
        else:
            self._draw(painter, frame, drawn, shift)

    def at(self, frame: Frame, x: float, y: float) -> str | None:
        """The relation whose curve is nearest to a pixel and near enough to be meant."""
        found = [(_distance(curve, x, y), look.relation) for look, curve in self.curves(frame)]
        distance, relation = min(found, default=(_MEANT + 1, ""))
        return relation if distance <= _MEANT else None

    def curves(self, frame: Frame) -> Drawn:
        """All relations that the view shows, with their curves in pixels."""
        if not frame.scene.appearance.relations:
            return []
        drawn = self._all(frame)
        origin = frame.scene.projection.to_pixels(0.0, 0.0)
        dx, dy = origin[0] - self._known_at[0], origin[1] - self._known_at[1]
        return [(look, Curve(*(Point(x + dx, y + dy) for x, y in curve))) for look, curve in drawn]

    def _all(self, frame: Frame) -> Drawn:
        """The curves of all relations; panning shifts them, anything else bends them anew."""
        scene = frame.scene
        units = (round(scene.projection.unit_x, 6), round(scene.projection.unit_y, 6))
        fan = None if scene.fan is None else id(scene.fan)
        known_for = (scene.version, units, scene.radius, fan, frozenset(scene.appearance.relations))
        if known_for != self._known_for:
            looks = scene.appearance.relations.values()
            self._known = self._curves(frame, looks)
            self._known_for = known_for
            self._known_at = scene.projection.to_pixels(0.0, 0.0)
        return self._known

    @staticmethod
    def _curves(frame: Frame, looks: Iterable[RelationLook]) -> Drawn:
        """The curves of some relations; all those of a pair have to be among them, or none."""
        scene = frame.scene
        row_of = scene.columns.row
        clearance = DISC_REACH * scene.radius * 0.92
        crowded = len(scene.columns) > FEW or len(scene.appearance.relations) > FEW
        places = list(zip(frame.x.tolist(), frame.y.tolist(), strict=True)) if not crowded else []
        strands, drawn = Strands(), []
        for look in sorted(looks, key=lambda each: each.relation):
            source, target = row_of[look.source], row_of[look.target]
            a = (float(frame.x[source]), float(frame.y[source]))
            b = (float(frame.x[target]), float(frame.y[target]))
            others = [place for row, place in enumerate(places) if row not in (source, target)]
            curve = strands.curve((look.source, look.target), (a, b), clearance, others)
            if curve is not None:
                drawn.append((look, curve))
        return drawn

    @staticmethod
    def _draw(painter: QPainter, frame: Frame, drawn: Drawn, shift: tuple[float, float]) -> None:
        scene = frame.scene
        theme, radius = scene.appearance.theme, scene.radius
        painter.save()
        painter.translate(*shift)
        for look, curve in drawn:
            if _in_view(curve, frame, shift):
                if look.relation == scene.interaction.relation:
                    _paint_chosen(painter, curve, theme)
                paint_relation(painter, curve, look.strength, look.directed, radius, theme, look.dimmed)
        painter.restore()

    @staticmethod
    def _draw_straight(painter: QPainter, frame: Frame, looks: Iterable[RelationLook]) -> None:
        """Lines from disc to disc: bending curves anew in every frame takes too long."""
        row_of = frame.scene.columns.row
        x, y = frame.x.tolist(), frame.y.tolist()
        ends = [(row_of[look.source], row_of[look.target]) for look in looks]
        _paint_lines(painter, frame, [QLineF(x[a], y[a], x[b], y[b]) for a, b in ends])

    @staticmethod
    def _draw_plainly(painter: QPainter, frame: Frame, drawn: Drawn, shift: tuple[float, float]) -> None:
        lines = [QLineF(*curve.start, *curve.end) for _, curve in drawn if _in_view(curve, frame, shift)]
        _paint_lines(painter, frame, [line.translated(*shift) for line in lines])


def _paint_lines(painter: QPainter, frame: Frame, lines: list[QLineF]) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(colour(frame.scene.appearance.theme.neutral, 0.6), 1))
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
