"""Ghosts of very many actors, with the lines to them: rings without codes, drawn in two calls."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from stakemap.app.canvas.layers.fragments import FragmentBatch, LineBatch
from stakemap.app.canvas.proposal import Proposal
from stakemap.app.canvas.scene.actor_columns import ActorColumns
from stakemap.app.canvas.scene.arrays import Floats, Rows
from stakemap.app.canvas.scene.scene import Scene
from stakemap.paint.primitives import colour
from stakemap.picture.theme import Theme, mix

#: Width of rings and lines, in pixels.
_PEN = 1.25


class _Ends(NamedTuple):
    """The rows of the actors on stage, and where their ghosts are: alignment and influence."""

    rows: Rows
    alignment: Floats
    influence: Floats


class ManyGhosts:
    """Paints the ghosts of a proposal; what does not change from frame to frame is kept."""

    def __init__(self) -> None:
        self._lines, self._rings = LineBatch(), FragmentBatch()
        self._ends_of: tuple[Proposal | None, ActorColumns | None, int] = (None, None, -1)
        self._ends = _Ends(np.empty(0, np.intp), np.empty(0), np.empty(0))
        self._ring_of: tuple[Theme | None, float, float] = (None, 0.0, 0.0)
        self._ring = QPixmap()

    def paint(self, painter: QPainter, scene: Scene, proposal: Proposal, ratio: float) -> None:
        """Paint a line from each actor to its ghost, and the ghosts above."""
        rows, alignment, influence = self._found(scene, proposal)
        x, y = scene.places_of(rows)
        to_x, to_y = scene.projection.pixel_x(alignment), scene.projection.pixel_y(influence)
        length = np.hypot(to_x - x, to_y - y)
        reach, theme = scene.radius, scene.appearance.theme
        moved = length > 1
        joined = length > 2 * reach
        # Lines end where the discs do.
        part = reach / length[joined]
        across, down = (to_x - x)[joined] * part, (to_y - y)[joined] * part
        self._lines.fill(
            np.column_stack(
                [x[joined] + across, y[joined] + down, to_x[joined] - across, to_y[joined] - down]
            )
        )
        painter.setPen(QPen(colour(theme.selection, 0.5), _PEN))
        self._lines.draw(painter)
        ring = self._ring_for(theme, reach, ratio)
        size = float(ring.width())
        source = np.array([0.0, 0.0, size, size])
        self._rings.fill(np.rint(to_x[moved] * ratio), np.rint(to_y[moved] * ratio), source)
        painter.save()
        # In device pixels nothing is scaled, which is what makes the batch quick.
        painter.scale(1 / ratio, 1 / ratio)
        self._rings.draw(painter, ring)
        painter.restore()

    def _found(self, scene: Scene, proposal: Proposal) -> _Ends:
        ends_of = (proposal, scene.columns, scene.version)
        if any(one is not other and one != other for one, other in zip(ends_of, self._ends_of, strict=True)):
            columns = scene.columns
            rows = columns.rows(proposal.by_actor)
            ghosts = [
                proposal.place_of(columns.ids[row], (float(columns.x[row]), float(columns.y[row])))
                for row in rows.tolist()
            ]
            places = np.array(ghosts, np.float64).reshape(-1, 2)
            self._ends_of, self._ends = ends_of, _Ends(rows, places[:, 0], places[:, 1])
        return self._ends

    def _ring_for(self, theme: Theme, radius: float, ratio: float) -> QPixmap:
        ring_of = (theme, radius, ratio)
        if ring_of != self._ring_of:
            side = int(2 * (radius + 2) * ratio) + 1
            ring = QPixmap(side, side)
            ring.fill(Qt.GlobalColor.transparent)
            painter = QPainter(ring)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(ratio, ratio)
            painter.setPen(QPen(colour(theme.selection), _PEN, Qt.PenStyle.DashLine))
            painter.setBrush(colour(mix(theme.canvas, theme.neutral, 0.12)))
            centre = side / ratio / 2
            painter.drawEllipse(QPointF(centre, centre), radius, radius)
            painter.end()
            self._ring_of, self._ring = ring_of, ring
        return self._ring
