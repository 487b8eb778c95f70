"""The parts a picture is made of, drawn with Qt: discs, labels, ranges, trails, relations.

The canvas fills its atlas with them and slides are painted with them, so that both look the same. All
strokes are in proportion to the radius of a disc, which is the same for all actors: size would read as
power.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPainterPath, QPen, QPolygonF

from stakemap.paint.fonts import cap_height, font
from stakemap.picture.appearance import SALIENCE_STEPS, DiscStyle, Outline
from stakemap.picture.curves import Curve, point_on
from stakemap.picture.measure import TextMeasure
from stakemap.picture.style import (
    ARC_RADIUS,
    ARC_WIDTH,
    DIMMED,
    GROUND,
    HOLLOW_WIDTH,
    MARK_AT,
    MARK_RADIUS,
    OUTLINE_DASHES,
    OUTLINE_WIDTH,
    relation_colour,
    relation_dashes,
    relation_width,
)
from stakemap.picture.theme import Theme, mix, on_disc

__all__ = [
    "colour",
    "paint_code",
    "paint_disc",
    "paint_label",
    "paint_relation",
    "paint_text",
    "paint_trail",
    "paint_whiskers",
]

_CODE_WEIGHT = 650


@lru_cache(maxsize=1024)
def colour(name: str, alpha: float = 1.0) -> QColor:
    """A colour of the theme ("#rrggbb") with an opacity of 0 to 1; it is shared, so don't change it."""
    made = QColor(name)
    made.setAlphaF(alpha)
    return made


def _pen(name: str, width: float, dashes: Sequence[float] = (), alpha: float = 1.0) -> QPen:
    pen = QPen(colour(name, alpha), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashes:
        # Qt counts dashes in units of the pen's width; a dash of no length with round caps is a dot.
        pen.setDashPattern(list(dashes))
        if dashes[0] < 0.1:
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


def paint_disc(
    painter: QPainter, centre: QPointF, radius: float, style: DiscStyle, theme: Theme, measure: TextMeasure
) -> None:
    """One actor's disc with its code, outline, salience arc and open mark; it reaches `DISC_REACH` ×
    `radius` out.
    """
    painter.save()
    if style.dimmed:
        painter.setOpacity(painter.opacity() * DIMMED)
    # What runs beneath a disc stops short of it, so that outline and arc are read on plain ground.
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(theme.canvas))
    ground = radius * (GROUND if style.salience is None else ARC_RADIUS)
    painter.drawEllipse(centre, ground, ground)
    if style.salience is not None:
        _paint_salience(painter, centre, radius, style, theme)
    painter.setPen(Qt.PenStyle.NoPen)
    if style.carried:
        ring = radius * HOLLOW_WIDTH
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_pen(style.colour, ring))
        painter.drawEllipse(centre, radius - ring / 2, radius - ring / 2)
    else:
        painter.setBrush(colour(style.colour))
        painter.drawEllipse(centre, radius, radius)
    _paint_outline(painter, centre, radius, style.outline, theme)
    paint_code(painter, centre, radius, style, theme, measure)
    if style.open_mark:
        _paint_open_mark(painter, centre, radius, theme)
    painter.restore()


def _paint_salience(
    painter: QPainter, centre: QPointF, radius: float, style: DiscStyle, theme: Theme
) -> None:
    reach = radius * ARC_RADIUS
    around = QRectF(centre.x() - reach, centre.y() - reach, 2 * reach, 2 * reach)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(mix(theme.canvas, style.colour, 0.22), radius * ARC_WIDTH))
    painter.drawEllipse(around)
    painter.setPen(_pen(style.colour, radius * ARC_WIDTH))
    # Clockwise from twelve o'clock, in sixteenths of a degree.
    painter.drawArc(around, 90 * 16, -round(360 * 16 * (style.salience or 0) / SALIENCE_STEPS))


def _paint_outline(painter: QPainter, centre: QPointF, radius: float, outline: Outline, theme: Theme) -> None:
    if outline is Outline.NONE:
        return
    width = radius * OUTLINE_WIDTH
    # Dashes are fitted to the circle, so that the last one ends where the first begins.
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(theme.text, width, _round_dashes(OUTLINE_DASHES[outline.value], radius / width)))
    painter.drawEllipse(centre, radius, radius)


def _round_dashes(dashes: tuple[float, ...], radius: float) -> tuple[float, ...]:
    if not dashes:
        return ()
    round_trip = 2 * math.pi * radius
    period = sum(dashes)
    stretch = round_trip / (max(1, round(round_trip / period)) * period)
    return tuple(dash * stretch for dash in dashes)


def paint_code(
    painter: QPainter, centre: QPointF, radius: float, style: DiscStyle, theme: Theme, measure: TextMeasure
) -> None:
    """The code of an actor in the middle of its disc, as large as fits."""
    if not style.code:
        return
    size = 0.84 * radius
    width = measure.extent(style.code, size, _CODE_WEIGHT).width
    room = radius * (1.4 if style.carried else 1.52)
    size = max(1.0, math.floor(min(size, room * size / max(width, 1.0))))
    width = measure.extent(style.code, size, _CODE_WEIGHT).width
    painter.setPen(colour(theme.text if style.carried else on_disc(style.colour, theme)))
    painter.setFont(font(size, _CODE_WEIGHT))
    painter.drawText(
        QPointF(centre.x() - width / 2, centre.y() + cap_height(size, _CODE_WEIGHT) / 2), style.code
    )


def _paint_open_mark(painter: QPainter, centre: QPointF, radius: float, theme: Theme) -> None:
    offset = radius * MARK_AT * math.sqrt(0.5)
    place = QPointF(centre.x() + offset, centre.y() - offset)
    reach = radius * MARK_RADIUS
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(theme.canvas))
    painter.drawEllipse(place, reach * 1.55, reach * 1.55)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(theme.text, radius * 0.085))
    painter.drawEllipse(place, reach, reach)


def paint_text(painter: QPainter, baseline: QPointF, text: str, size: float, weight: int, ink: str) -> None:
    """One line of plain text from the left end of its baseline."""
    painter.setPen(colour(ink))
    painter.setFont(font(size, weight))
    painter.drawText(baseline, text)


def paint_label(
    painter: QPainter,
    baseline: QPointF,
    text: str,
    size: float,
    weight: int,
    ink: str,
    halo: str,
    halo_width: float | None = None,
) -> None:
    """One line of plain text with a halo of `halo_width` pixels (a sixth of the size unless given) behind
    it.
    """
    reach = size / 6 if halo_width is None else halo_width
    path = QPainterPath()
    path.addText(baseline, font(size, weight), text)
    pen = QPen(
        colour(halo, 0.92),
        2 * reach,
        Qt.PenStyle.SolidLine,
        Qt.PenCapStyle.RoundCap,
        Qt.PenJoinStyle.RoundJoin,
    )
    painter.strokePath(path, pen)
    paint_text(painter, baseline, text, size, weight, ink)


def paint_whiskers(
    painter: QPainter,
    at: QPointF,
    x_span: tuple[float, float] | None,
    y_span: tuple[float, float] | None,
    radius: float,
    ink: str,
    dimmed: bool = False,
) -> None:
    """Ranges in pixels: thin whiskers through `at`, and a soft box where both are known."""
    painter.save()
    if dimmed:
        painter.setOpacity(painter.opacity() * DIMMED)
    if x_span and y_span:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(ink, 0.075))
        box = QRectF(QPointF(x_span[0], y_span[0]), QPointF(x_span[1], y_span[1])).normalized()
        painter.drawRoundedRect(box, radius * 0.3, radius * 0.3)
    painter.setPen(_pen(ink, radius * 0.07, alpha=0.75))
    tick = radius * 0.22
    if x_span:
        for x in x_span:
            painter.drawLine(QPointF(x, at.y() - tick), QPointF(x, at.y() + tick))
        painter.drawLine(QPointF(x_span[0], at.y()), QPointF(x_span[1], at.y()))
    if y_span:
        for y in y_span:
            painter.drawLine(QPointF(at.x() - tick, y), QPointF(at.x() + tick, y))
        painter.drawLine(QPointF(at.x(), y_span[0]), QPointF(at.x(), y_span[1]))
    painter.restore()


def paint_trail(
    painter: QPainter,
    start: QPointF,
    end: QPointF,
    radius: float,
    ink: str,
    theme: Theme,
    dimmed: bool = False,
) -> None:
    """Where an actor came from: a ghost of its disc at `start`, and a wedge that grows stronger towards
    `end`.
    """
    painter.save()
    if dimmed:
        painter.setOpacity(painter.opacity() * DIMMED)
    length = math.hypot(end.x() - start.x(), end.y() - start.y())
    if length > 1:
        across = QPointF(-(end.y() - start.y()) / length, (end.x() - start.x()) / length)
        fade = QLinearGradient(start, end)
        fade.setColorAt(0, colour(ink, 0.10))
        fade.setColorAt(1, colour(ink, 0.50))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(fade))
        thin, thick = across * (radius * 0.06), across * (radius * 0.30)
        painter.drawPolygon(QPolygonF([start + thin, end + thick, end - thick, start - thin]))
    painter.setBrush(colour(mix(theme.canvas, ink, 0.12)))
    painter.setPen(_pen(theme.ghost, radius * 0.07))
    painter.drawEllipse(start, radius * 0.55, radius * 0.55)
    painter.restore()


def paint_relation(
    painter: QPainter,
    curve: Curve,
    strength: int | None,
    directed: bool,
    radius: float,
    theme: Theme,
    dimmed: bool = False,
) -> None:
    """A relation along `curve`: thicker with |strength|, friendly solid, hostile dashed, unknown dotted."""
    painter.save()
    if dimmed:
        painter.setOpacity(painter.opacity() * DIMMED)
    ink = mix(relation_colour(strength, theme), theme.canvas, 0.12)
    width = radius * relation_width(strength)
    path = QPainterPath(QPointF(*curve.start))
    end: tuple[float, float] = curve.end
    if directed:
        end = _paint_arrow_head(painter, curve, radius * 0.36 + 1.4 * width, ink)
    path.quadTo(QPointF(*curve.control), QPointF(*end))
    painter.strokePath(path, _pen(ink, width, relation_dashes(strength)))
    painter.restore()


def _paint_arrow_head(painter: QPainter, curve: Curve, size: float, ink: str) -> tuple[float, float]:
    """Draw the head at the curve's end; returns where the line has to stop, inside it."""
    tip = curve.end
    # The direction over the last stretch of about the head's length, so that the head sits on the curve.
    span = math.dist(curve.start, curve.control) + math.dist(curve.control, curve.end)
    near = point_on(curve, max(0.0, 1 - size / max(span, 1.0)))
    length = math.dist(near, tip) or 1.0
    along = ((tip.x - near.x) / length, (tip.y - near.y) / length)
    base = QPointF(tip.x - along[0] * size, tip.y - along[1] * size)
    across = QPointF(-along[1], along[0]) * (size * 0.46)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(ink))
    painter.drawPolygon(QPolygonF([QPointF(*tip), base + across, base - across]))
    return tip.x - along[0] * size * 0.7, tip.y - along[1] * size * 0.7
