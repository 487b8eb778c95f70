"""Painting of trails and movements: where an actor stood before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPainterPath, QPolygonF

from stakemap.paint.fonts import FAMILY, cap_height, font
from stakemap.paint.primitives import colour, pen
from stakemap.picture.appearance.values import DiscStyle
from stakemap.picture.geometry import move_track, wedge
from stakemap.picture.marks import MoveMark
from stakemap.picture.measure import TextMeasure
from stakemap.picture.plot.disc_code import CODE_WEIGHT, fit_code
from stakemap.picture.style import (
    DIMMED,
    MOVE_DOT,
    MOVE_DOT_EDGE,
    MOVE_GHOST,
    MOVE_GHOST_EDGE,
    MOVE_WIDTH,
    TRAIL_FADE,
    TRAIL_GHOST,
    TRAIL_GHOST_EDGE,
    move_ink,
    trail_ghost_fill,
)
from stakemap.picture.theme import Theme, mix

#: Colours of a trail that is painted in steps; from one to the next they differ by at most 4 of 255.
_FADE_STEPS = 24


def paint_trail(
    painter: QPainter,
    start: QPointF,
    end: QPointF,
    radius: float,
    ink: str,
    theme: Theme,
    dimmed: bool = False,
    *,
    in_steps: bool = False,
) -> None:
    """Paint the trail of an actor: a ghost of its disc at `start`, and a wedge with a gradient to `end`.

    `in_steps` paints the gradient as a few plain colours, which on screen looks the same and takes a fifth
    of the time.
    """
    painter.save()
    if dimmed:
        painter.setOpacity(painter.opacity() * DIMMED)
    corners = [QPointF(*corner) for corner in wedge(start.x(), start.y(), end.x(), end.y(), radius)]
    # Opaque colours, since some PDF readers show a gradient of opacities as solid.
    pale, deep = (mix(theme.canvas, ink, share) for share in TRAIL_FADE)
    painter.setPen(Qt.PenStyle.NoPen)
    if corners and in_steps and not dimmed:
        _paint_faded_in_steps(painter, corners, pale, deep)
    elif corners:
        fade = QLinearGradient(start, end)
        fade.setColorAt(0, colour(pale))
        fade.setColorAt(1, colour(deep))
        painter.setBrush(QBrush(fade))
        painter.drawConvexPolygon(QPolygonF(corners))
    painter.setBrush(colour(trail_ghost_fill(ink, theme)))
    painter.setPen(pen(theme.ghost, radius * TRAIL_GHOST_EDGE))
    painter.drawEllipse(start, radius * TRAIL_GHOST, radius * TRAIL_GHOST)
    painter.restore()


def _paint_faded_in_steps(painter: QPainter, corners: Sequence[QPointF], pale: str, deep: str) -> None:
    """Paint a wedge, from its thin end on, as opaque parts that overlap by a pixel so that no seam shows."""
    thin, thick, other_thick, other_thin = corners
    along, across = thick - thin, other_thick - other_thin
    length = math.hypot(along.x(), along.y())
    colours = _faded(pale, deep)
    steps = len(colours)
    for step, part_colour in enumerate(colours):
        begin, end = step / steps, min(1.0, (step + 1) / steps + 1 / length)
        painter.setBrush(part_colour)
        part = (
            thin + along * begin,
            thin + along * end,
            other_thin + across * end,
            other_thin + across * begin,
        )
        painter.drawConvexPolygon(QPolygonF(part))


@lru_cache(maxsize=64)
def _faded(pale: str, deep: str) -> tuple[QColor, ...]:
    return tuple(colour(mix(pale, deep, (step + 0.5) / _FADE_STEPS)) for step in range(_FADE_STEPS))


def paint_move(painter: QPainter, mark: MoveMark, theme: Theme, measure: TextMeasure) -> None:
    """Paint a movement: a ghost of the disc at its start, dots at intermediate positions, an arrow."""
    painter.save()
    if mark.dimmed:
        painter.setOpacity(painter.opacity() * DIMMED)
    track = move_track(mark.points, mark.radius)
    ink = move_ink(mark.colour, theme)
    width = mark.radius * MOVE_WIDTH
    if track is not None:
        path = QPainterPath(QPointF(*track.line[0]))
        for point in track.line[1:]:
            path.lineTo(QPointF(*point))
        line = pen(ink, width)
        line.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, line)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(ink))
        for head in (*track.earlier, *([track.head] if track.head else ())):
            painter.drawPolygon(QPolygonF([QPointF(*each) for each in head.corners]))
    painter.setPen(pen(ink, width * MOVE_DOT_EDGE))
    painter.setBrush(colour(theme.canvas))
    for point in mark.points[1:-1]:
        painter.drawEllipse(QPointF(*point), mark.radius * MOVE_DOT, mark.radius * MOVE_DOT)
    _paint_ghost(painter, mark, theme, measure)
    painter.restore()


def _paint_ghost(painter: QPainter, mark: MoveMark, theme: Theme, measure: TextMeasure) -> None:
    style, reach = ghost_style(mark, theme), mark.radius * MOVE_GHOST
    centre = QPointF(*mark.points[0])
    painter.setPen(pen(style.colour, reach * MOVE_GHOST_EDGE))
    painter.setBrush(colour(ghost_fill(mark, theme)))
    painter.drawEllipse(centre, reach, reach)
    if style.code:
        size, width = fit_code(style, reach, measure)
        painter.setPen(colour(theme.text_muted))
        family = theme.font or FAMILY
        painter.setFont(font(size, CODE_WEIGHT, family))
        baseline = centre.y() + cap_height(size, CODE_WEIGHT, family) / 2
        painter.drawText(QPointF(centre.x() - width / 2, baseline), style.code)


def ghost_style(mark: MoveMark, theme: Theme) -> DiscStyle:
    """The style of the ghost disc at the start of a movement."""
    return DiscStyle(mark.code, mix(mark.colour, theme.canvas, 0.35), carried=True)


def ghost_fill(mark: MoveMark, theme: Theme) -> str:
    """Fill of the ghost disc: a tenth of its colour."""
    return mix(theme.canvas, mark.colour, 0.1)
