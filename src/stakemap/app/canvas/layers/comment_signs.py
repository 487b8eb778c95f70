"""Signs beside the discs of actors on whom there are open comments: a small speech bubble."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from stakemap.app.canvas.layers.frame import Boxes, Frame, Part
from stakemap.model.comments import open_by_actor
from stakemap.model.document import StakeMap
from stakemap.paint.primitives import colour
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.theme import Theme

#: Half the width and height of a bubble, and the height of its tail, in pixels.
_ACROSS, _DOWN, _TAIL = 5.5, 4.0, 3.5
#: The place of its centre from that of the disc, in radii: above left, where the other signs are not.
_OFF = 0.86
#: More signs would cover each other; then only actors that are looked at have one.
_MOST = 200


class CommentSigns:
    """Paints the signs while they are shown; they are no part of any picture that leaves the app."""

    def __init__(self) -> None:
        self._counted: StakeMap | None = None
        self._open: Mapping[str, int] = {}

    def marks(self, frame: Frame) -> dict[object, Boxes]:
        """The boxes of the signs, by actor and place."""
        return {("comments", actor, x, y): (_box(x, y),) for actor, x, y in self._places(frame)}

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """Draw them within the frame's limit, above the discs."""
        theme = frame.scene.appearance.theme
        for _actor, x, y in self._places(frame):
            for _ in frame.clips(painter, (_box(x, y),)):
                paint_bubble(painter, QPointF(x, y), theme)

    def _places(self, frame: Frame) -> list[tuple[str, float, float]]:
        """The actors in the frame that have a sign, with its centre in pixels."""
        scene = frame.scene
        if not scene.interaction.shows_comments:
            return []
        document = scene.appearance.document
        if self._counted is None or self._counted.comments is not document.comments:
            self._counted, self._open = document, open_by_actor(document)
        rows = scene.columns.row
        drawn = frame.mask()
        found = [actor for actor in self._open if actor in rows and drawn[rows[actor]]]
        if len(found) > _MOST:
            looked_at = scene.looked_at()
            found = [actor for actor in found if actor in looked_at]
        is_held = frame.part is Part.HELD
        off = _OFF * scene.radius
        return [
            (actor, float(frame.x[rows[actor]]) - off - _ACROSS / 2, float(frame.y[rows[actor]]) - off)
            for actor in found
            if (actor in frame.held) == is_held
        ]


def paint_bubble(painter: QPainter, centre: QPointF, theme: Theme) -> None:
    """Paint the sign."""
    bubble = _bubble(centre.x(), centre.y())
    painter.setPen(QPen(colour(theme.halo), 4.0))
    painter.drawPolygon(bubble)
    painter.setPen(QPen(colour(theme.text), 1.25, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(colour(theme.canvas))
    painter.drawPolygon(bubble)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _box(x: float, y: float) -> Box:
    return Box(x - _ACROSS - 2, y - _DOWN - 2, x + _ACROSS + 2, y + _DOWN + _TAIL + 2)


def _bubble(x: float, y: float) -> QPolygonF:
    corners = (
        (-_ACROSS, -_DOWN),
        (_ACROSS, -_DOWN),
        (_ACROSS, _DOWN),
        (0.5, _DOWN),
        (-_ACROSS + 2, _DOWN + _TAIL),
        (-_ACROSS + 2, _DOWN),
        (-_ACROSS, _DOWN),
    )
    return QPolygonF([QPointF(x + across, y + down) for across, down in corners])
