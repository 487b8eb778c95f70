"""Painting primitives for canvas and slides: discs, labels, ranges, trails, movements, relations.

Line widths are proportional to the radius of discs, which is the same for all actors: size would be read as
power.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from stakemap.paint.fonts import FAMILY, cap_height, font
from stakemap.picture.appearance.analysts import AnalystsDrawing
from stakemap.picture.appearance.values import SALIENCE_STEPS, DiscStyle
from stakemap.picture.geometry import relation_line, ticks, weak_sign
from stakemap.picture.measure import TextMeasure
from stakemap.picture.plot.curves import Curve
from stakemap.picture.plot.disc_code import CODE_WEIGHT, fit_code
from stakemap.picture.style import (
    ANALYST_BAND,
    ANALYST_OPACITY,
    ANALYST_WIDTH,
    ARC_PALE,
    ARC_RADIUS,
    ARC_WIDTH,
    DIMMED,
    GROUND,
    HALO_OPACITY,
    HOLLOW_WIDTH,
    LABEL_HALO,
    RANGE_CORNER,
    RANGE_FILL,
    TICK_WIDTH,
    WEAK_WIDTH,
    WHISKER_OPACITY,
    WHISKER_TICK,
    WHISKER_WIDTH,
    relation_dashes,
    relation_ink,
    relation_width,
)
from stakemap.picture.theme import Theme, mix, on_disc


@lru_cache(maxsize=1024)
def colour(name: str, alpha: float = 1.0) -> QColor:
    """A colour of the theme ("#rrggbb") with an opacity of 0 to 1; cached, so do not modify it."""
    result = QColor(name)
    result.setAlphaF(alpha)
    return result


def pen(name: str, width: float, dashes: Sequence[float] = (), alpha: float = 1.0) -> QPen:
    """A pen of a colour of the theme and a width in pixels; dashes are in pen widths."""
    result = QPen(colour(name, alpha), width)
    result.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashes:
        # Qt counts dashes in pen widths; a dash of length 0 with round caps is a dot.
        result.setDashPattern(list(dashes))
        if dashes[0] < 0.1:
            result.setCapStyle(Qt.PenCapStyle.RoundCap)
    return result


def paint_disc(
    painter: QPainter, centre: QPointF, radius: float, style: DiscStyle, theme: Theme, measure: TextMeasure
) -> None:
    """Paint an actor's disc with its code and signs, within DISC_REACH radii."""
    painter.save()
    if style.dimmed:
        painter.setOpacity(painter.opacity() * DIMMED)
    # A blank ring hides what lies beneath, so that disc and arc are legible.
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
        painter.setPen(pen(style.colour, ring))
        painter.drawEllipse(centre, radius - ring / 2, radius - ring / 2)
    else:
        painter.setBrush(colour(style.colour))
        painter.drawEllipse(centre, radius, radius)
    paint_code(painter, centre, radius, style, theme, measure)
    if style.confidence:
        paint_ticks(painter, centre, radius, style.confidence, code_colour(style, theme))
    if style.weak:
        paint_weak_sign(painter, centre, radius, theme)
    painter.restore()


def _paint_salience(
    painter: QPainter, centre: QPointF, radius: float, style: DiscStyle, theme: Theme
) -> None:
    reach = radius * ARC_RADIUS
    around = QRectF(centre.x() - reach, centre.y() - reach, 2 * reach, 2 * reach)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(mix(theme.canvas, style.colour, ARC_PALE), radius * ARC_WIDTH))
    painter.drawEllipse(around)
    painter.setPen(pen(style.colour, radius * ARC_WIDTH))
    # Clockwise from twelve o'clock, in sixteenths of a degree.
    painter.drawArc(around, 90 * 16, -round(360 * 16 * (style.salience or 0) / SALIENCE_STEPS))


def paint_ticks(painter: QPainter, centre: QPointF, radius: float, count: int, ink: str) -> None:
    """Paint the ticks of confidence of a disc."""
    painter.setPen(pen(ink, radius * TICK_WIDTH))
    for top, bottom in ticks(centre.x(), centre.y(), radius, count):
        painter.drawLine(QPointF(*top), QPointF(*bottom))


def paint_code(
    painter: QPainter, centre: QPointF, radius: float, style: DiscStyle, theme: Theme, measure: TextMeasure
) -> None:
    """Paint an actor's code in the middle of its disc, as large as fits."""
    if not style.code:
        return
    size, width = fit_code(style, radius, measure)
    painter.setPen(colour(code_colour(style, theme)))
    family = theme.font or FAMILY
    painter.setFont(font(size, CODE_WEIGHT, family))
    baseline = centre.y() + cap_height(size, CODE_WEIGHT, family) / 2
    painter.drawText(QPointF(centre.x() - width / 2, baseline), style.code)


def code_colour(style: DiscStyle, theme: Theme) -> str:
    """The colour of code and ticks, which has to be legible on the disc, or on the canvas in a hollow one."""
    return theme.text if style.carried else on_disc(style.colour, theme)


def paint_weak_sign(painter: QPainter, centre: QPointF, radius: float, theme: Theme) -> None:
    """Paint the sign of weak support of a disc, beside it."""
    sign = weak_sign(centre.x(), centre.y(), radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(theme.canvas))
    painter.drawEllipse(QPointF(*sign.centre), sign.ground, sign.ground)
    painter.setBrush(colour(theme.text_muted))
    painter.drawEllipse(QPointF(*sign.dot), sign.dot_radius, sign.dot_radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    outline = pen(theme.text_muted, radius * WEAK_WIDTH)
    outline.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(outline)
    painter.drawPolyline(QPolygonF([QPointF(*point) for point in sign.hook]))


def paint_text(
    painter: QPainter,
    baseline: QPointF,
    text: str,
    size: float,
    weight: int,
    ink: str,
    family: str = FAMILY,
) -> None:
    """Paint one line of plain text from the left end of its baseline."""
    painter.setPen(colour(ink))
    painter.setFont(font(size, weight, family))
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
    family: str = FAMILY,
) -> None:
    """Paint a line of plain text with a halo of `halo_width` pixels (default: LABEL_HALO ems) behind it."""
    reach = size * LABEL_HALO if halo_width is None else halo_width
    path = QPainterPath()
    path.addText(baseline, font(size, weight, family), text)
    outline = QPen(
        colour(halo, HALO_OPACITY),
        2 * reach,
        Qt.PenStyle.SolidLine,
        Qt.PenCapStyle.RoundCap,
        Qt.PenJoinStyle.RoundJoin,
    )
    painter.strokePath(path, outline)
    paint_text(painter, baseline, text, size, weight, ink, family)


def paint_whiskers(
    painter: QPainter,
    at: QPointF,
    x_span: tuple[float, float] | None,
    y_span: tuple[float, float] | None,
    radius: float,
    ink: str,
    dimmed: bool = False,
) -> None:
    """Paint ranges in pixels: whiskers through `at`, and a translucent box if both are known."""
    painter.save()
    if dimmed:
        painter.setOpacity(painter.opacity() * DIMMED)
    if x_span and y_span:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(ink, RANGE_FILL))
        box = QRectF(QPointF(x_span[0], y_span[0]), QPointF(x_span[1], y_span[1])).normalized()
        painter.drawRoundedRect(box, radius * RANGE_CORNER, radius * RANGE_CORNER)
    painter.setPen(pen(ink, radius * WHISKER_WIDTH, alpha=WHISKER_OPACITY))
    tick = radius * WHISKER_TICK
    if x_span:
        for x in x_span:
            painter.drawLine(QPointF(x, at.y() - tick), QPointF(x, at.y() + tick))
        painter.drawLine(QPointF(x_span[0], at.y()), QPointF(x_span[1], at.y()))
    if y_span:
        for y in y_span:
            painter.drawLine(QPointF(at.x() - tick, y), QPointF(at.x() + tick, y))
        painter.drawLine(QPointF(at.x(), y_span[0]), QPointF(at.x(), y_span[1]))
    painter.restore()


def paint_analysts(
    painter: QPainter, drawing: AnalystsDrawing, radius: float, ink: str, dimmed: bool = False
) -> None:
    """Paint what several analysts judge: a soft band for each pooled range, and thin whiskers before it."""
    painter.save()
    if dimmed:
        painter.setOpacity(painter.opacity() * DIMMED)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(ink, ANALYST_BAND))
    # Large translucent areas with smooth edges take ten times as long.
    is_smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for band in drawing.bands:
        painter.drawRect(QRectF(QPointF(band.left, band.top), QPointF(band.right, band.bottom)))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth)
    for lines, share in ((drawing.segments, 1.0), (drawing.ticks, 2.4)):
        painter.setPen(pen(ink, radius * ANALYST_WIDTH * share, alpha=ANALYST_OPACITY))
        painter.drawLines([QLineF(*line) for line in lines])
    painter.restore()


def paint_relation(
    painter: QPainter,
    curve: Curve,
    strength: int | None,
    directed: bool | None,
    radius: float,
    theme: Theme,
    dimmed: bool = False,
) -> None:
    """Paint a relation: thicker with |strength|; friendly solid, hostile dashed, unknown dotted; heads
    as of `relation_line`.
    """
    painter.save()
    if dimmed:
        painter.setOpacity(painter.opacity() * DIMMED)
    ink = relation_ink(strength, theme)
    width = radius * relation_width(strength)
    line = relation_line(curve, strength, directed, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(ink))
    for head in line.heads:
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in head.corners]))
    path = QPainterPath(QPointF(*line.curve.start))
    path.quadTo(QPointF(*line.curve.control), QPointF(*line.curve.end))
    painter.strokePath(path, pen(ink, width, relation_dashes(strength)))
    painter.restore()
