"""The layer of handles of the selected and the hovered actor."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from stakemap.app.canvas.input.handles import HANDLE_SIZE, handles_of
from stakemap.app.canvas.scene.scene import Scene
from stakemap.paint.primitives import colour
from stakemap.picture.theme import Theme


class HandleLayer:
    """Paints handles: filled at the ends of a range, hollow and faint for a new range."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Draw the handles above everything."""
        theme, taken = scene.appearance.theme, scene.interaction.handle
        for one in handles_of(scene):
            at = QPointF(one.x, one.y)
            lit = taken is not None and taken[:3] == one[:3]
            size = HANDLE_SIZE + (1.5 if lit else 0.0)
            if one.end == "relate":
                x, y = scene.place_of(one.actor) or (one.x - 1, one.y - 1)
                outwards = QPointF(math.copysign(1, one.x - x), math.copysign(1, one.y - y))
                _paint_arrow(painter, at, size, outwards, theme, lit=lit)
            elif one.end == "offer":
                painter.setPen(QPen(colour(theme.selection, 1.0 if lit else 0.7), 1.25))
                painter.setBrush(colour(theme.canvas))
                painter.drawEllipse(at, size, size)
                arm = size - 2.25
                painter.drawLine(at - QPointF(arm, 0), at + QPointF(arm, 0))
                painter.drawLine(at - QPointF(0, arm), at + QPointF(0, arm))
            else:
                painter.setPen(QPen(colour(theme.halo), 1.5))
                painter.setBrush(colour(theme.selection))
                painter.drawEllipse(at, size, size)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_arrow(
    painter: QPainter, at: QPointF, size: float, outwards: QPointF, theme: Theme, *, lit: bool
) -> None:
    """A small disc with an arrow that points away from the actor, into the corner `outwards` (±1, ±1)."""
    painter.setPen(QPen(colour(theme.selection if lit else theme.text_muted), 1.25))
    painter.setBrush(colour(theme.canvas))
    painter.drawEllipse(at, size + 1, size + 1)
    tip = at + outwards * 2.2
    painter.drawLine(at - outwards * 2.2, tip)
    painter.drawLine(tip, tip - QPointF(3.4 * outwards.x(), 0.0))
    painter.drawLine(tip, tip - QPointF(0.0, 3.4 * outwards.y()))
