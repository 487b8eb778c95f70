"""Painting primitives for canvas and slides: discs, labels, ranges, trails, movements, relations.

Line widths are proportional to the radius of discs, which is the same for all actors: size would be read as
power.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPainterPath, QPen, QPolygonF

from stakemap.paint.fonts import FAMILY, cap_height, font
from stakemap.picture.analysts import AnalystsDrawing
from stakemap.picture.appearance import SALIENCE_STEPS, DiscStyle
from stakemap.picture.curves import Curve
from stakemap.picture.disc_code import CODE_WEIGHT, fit_code
from stakemap.picture.geometry import move_track, relation_line, ticks, weak_sign, wedge
from stakemap.picture.marks import MoveMark
from stakemap.picture.measure import TextMeasure
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
    MOVE_DOT,
    MOVE_DOT_EDGE,
    MOVE_GHOST,
    MOVE_GHOST_EDGE,
    MOVE_WIDTH,
    RANGE_CORNER,
    RANGE_FILL,
    TICK_WIDTH,
    TRAIL_FADE,
    TRAIL_GHOST,
    TRAIL_GHOST_EDGE,
    WEAK_WIDTH,
    WHISKER_OPACITY,
    WHISKER_TICK,
    WHISKER_WIDTH,
    move_ink,
    relation_dashes,
    relation_ink,
    relation_width,
    trail_ghost_fill,
)
from stakemap.picture.theme import Theme, mix, on_disc


@lru_cache(maxsize=1024)
def colour(name: str, alpha: float = 1.0) -> QColor:
    """A colour of the theme ("#rrggbb") with an opacity of 0 to 1; cached, so do not modify it."""
    result = QColor(name)
    result.setAlphaF(alpha)
    return result


def _pen(name: str, width: float, dashes: Sequence[float] = (), alpha: float = 1.0) -> QPen:
    pen = QPen(colour(name, alpha), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashes:
        # Qt counts dashes in pen widths; a dash of length 0 with round caps is a dot.
        pen.setDashPattern(list(dashes))
        if dashes[0] < 0.1:
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


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
        painter.setPen(_pen(style.colour, ring))
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
    painter.setPen(_pen(mix(theme.canvas, style.colour, ARC_PALE), radius * ARC_WIDTH))
    painter.drawEllipse(around)
    painter.setPen(_pen(style.colour, radius * ARC_WIDTH))
    # Clockwise from twelve o'clock, in sixteenths of a degree.
    painter.drawArc(around, 90 * 16, -round(360 * 16 * (style.salience or 0) / SALIENCE_STEPS))


def paint_ticks(painter: QPainter, centre: QPointF, radius: float, count: int, ink: str) -> None:
    """Paint the ticks of confidence of a disc."""
    painter.setPen(_pen(ink, radius * TICK_WIDTH))
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
    pen = _pen(theme.text_muted, radius * WEAK_WIDTH)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
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
    pen = QPen(
        colour(halo, HALO_OPACITY),
        2 * reach,
        Qt.PenStyle.SolidLine,
        Qt.PenCapStyle.RoundCap,
        Qt.PenJoinStyle.RoundJoin,
    )
    painter.strokePath(path, pen)
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
    painter.setPen(_pen(ink, radius * WHISKER_WIDTH, alpha=WHISKER_OPACITY))
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
        painter.setPen(_pen(ink, radius * ANALYST_WIDTH * share, alpha=ANALYST_OPACITY))
        painter.drawLines([QLineF(*line) for line in lines])
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
    """Paint the trail of an actor: a ghost of its disc at `start`, and a wedge with a gradient to `end`."""
    painter.save()
    if dimmed:
        painter.setOpacity(painter.opacity() * DIMMED)
    outline = wedge(start.x(), start.y(), end.x(), end.y(), radius)
    if outline:
        fade = QLinearGradient(start, end)
        # Opaque colours, since some PDF readers show a gradient of opacities as solid.
        for place, share in enumerate(TRAIL_FADE):
            fade.setColorAt(place, colour(mix(theme.canvas, ink, share)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(fade))
        painter.drawConvexPolygon(QPolygonF([QPointF(*corner) for corner in outline]))
    painter.setBrush(colour(trail_ghost_fill(ink, theme)))
    painter.setPen(_pen(theme.ghost, radius * TRAIL_GHOST_EDGE))
    painter.drawEllipse(start, radius * TRAIL_GHOST, radius * TRAIL_GHOST)
    painter.restore()


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
        pen = _pen(ink, width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, pen)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(ink))
        for head in (*track.earlier, *([track.head] if track.head else ())):
            painter.drawPolygon(QPolygonF([QPointF(*each) for each in head.corners]))
    painter.setPen(_pen(ink, width * MOVE_DOT_EDGE))
    painter.setBrush(colour(theme.canvas))
    for point in mark.points[1:-1]:
        painter.drawEllipse(QPointF(*point), mark.radius * MOVE_DOT, mark.radius * MOVE_DOT)
    _paint_ghost(painter, mark, theme, measure)
    painter.restore()


def _paint_ghost(painter: QPainter, mark: MoveMark, theme: Theme, measure: TextMeasure) -> None:
    style, reach = ghost_style(mark, theme), mark.radius * MOVE_GHOST
    centre = QPointF(*mark.points[0])
    painter.setPen(_pen(style.colour, reach * MOVE_GHOST_EDGE))
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
    painter.strokePath(path, _pen(ink, width, relation_dashes(strength)))
    painter.restore()
