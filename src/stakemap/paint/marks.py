"""Painting of the marks of a slide with QPainter."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from stakemap.paint.fonts import FAMILY, QtMeasure, cap_height, font
from stakemap.paint.primitives import (
    colour,
    paint_analysts,
    paint_disc,
    paint_label,
    paint_relation,
    paint_text,
    paint_ticks,
    paint_weak_sign,
    paint_whiskers,
)
from stakemap.paint.trails import paint_move, paint_trail
from stakemap.picture.geometry import Badge, count_badge, diamond, hatching, second_edge
from stakemap.picture.marks import (
    ActorMark,
    AnalystsMark,
    CellMark,
    CountMark,
    FrameMark,
    LabelMark,
    LeaderMark,
    LegendMark,
    LineMark,
    MoveMark,
    RangeMark,
    RelationMark,
    ShapeMark,
    SignMark,
    TextMark,
    TrailMark,
    TrayMark,
)
from stakemap.picture.slides.legend_symbols import legend_symbol
from stakemap.picture.style import CELL_EDGE, DIMMED, LEADER_OPACITY, TEXT_HALO
from stakemap.picture.theme import Theme

if TYPE_CHECKING:
    from stakemap.picture.slides.slide import Slide


def paint_slide(painter: QPainter, slide: Slide) -> None:
    """Paint a slide in its own pixels; scale the painter for another resolution."""
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    if slide.background is not None:
        painter.fillRect(QRectF(0, 0, slide.width, slide.height), colour(slide.background))
    mark_painter = _MarkPainter(painter, slide.theme)
    for mark in slide.marks:
        mark_painter.paint(mark)
    painter.restore()


def paint_bare_texts(painter: QPainter, slide: Slide) -> None:
    """Paint all texts without halos.

    Done before `paint_slide` so that output is reproducible: Qt paints a text slightly differently if its
    outline, or that of another text with the same glyphs, was requested before it was first painted.
    """
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    family = slide.theme.font or FAMILY
    for mark in slide.marks:
        if isinstance(mark, LabelMark):
            for line in mark.lines:
                at = QPointF(line.x, line.baseline)
                paint_text(painter, at, line.text, mark.size, mark.weight, mark.colour, family)
        elif isinstance(mark, TextMark):
            at = QPointF(mark.x, mark.baseline)
            paint_text(painter, at, mark.text, mark.size, mark.weight, mark.colour, family)
    painter.restore()


def paint_legend_symbol(painter: QPainter, mark: LegendMark, theme: Theme) -> None:
    """Paint the symbol of a legend entry."""
    _MarkPainter(painter, theme).paint(mark)


class _MarkPainter:
    """Paints marks by their kind, in one theme."""

    def __init__(self, painter: QPainter, theme: Theme) -> None:
        self.painter = painter
        self.theme = theme
        self.family = theme.font or FAMILY
        self.measure = QtMeasure(self.family)
        self._painters: dict[type, Callable[[Any], None]] = {
            TextMark: self._text,
            FrameMark: self._frame,
            LineMark: self._line,
            ActorMark: self._actor,
            CountMark: self._count,
            LabelMark: self._label,
            LeaderMark: self._leader,
            RangeMark: self._range,
            AnalystsMark: self._analysts,
            TrailMark: self._trail,
            MoveMark: self._move,
            CellMark: self._cell,
            ShapeMark: self._shape,
            RelationMark: self._relation,
            TrayMark: self._actor,
            LegendMark: self._legend,
            SignMark: self._sign,
        }

    def paint(self, mark: object) -> None:
        """Paint one mark."""
        self._painters[type(mark)](mark)

    def _text(self, mark: TextMark) -> None:
        at = QPointF(mark.x, mark.baseline)
        if mark.halo:
            halo, reach = self.theme.halo, mark.size * TEXT_HALO
            paint_label(
                self.painter, at, mark.text, mark.size, mark.weight, mark.colour, halo, reach, self.family
            )
        else:
            paint_text(self.painter, at, mark.text, mark.size, mark.weight, mark.colour, self.family)

    def _frame(self, mark: FrameMark) -> None:
        self.painter.setPen(QPen(colour(mark.colour), mark.width) if mark.width else Qt.PenStyle.NoPen)
        self.painter.setBrush(colour(mark.fill) if mark.fill else Qt.BrushStyle.NoBrush)
        box = mark.box
        self.painter.drawRect(QRectF(box.left, box.top, box.width, box.height))
        if mark.hatch:
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(colour(mark.hatch))
            for stripe in hatching(box):
                self.painter.drawPolygon([QPointF(*point) for point in stripe])

    def _line(self, mark: LineMark) -> None:
        self.painter.setPen(QPen(colour(mark.colour), mark.width))
        self.painter.drawLine(QPointF(mark.x0, mark.y0), QPointF(mark.x1, mark.y1))

    def _actor(self, mark: ActorMark | TrayMark) -> None:
        centre = QPointF(mark.x, mark.y)
        paint_disc(self.painter, centre, mark.radius, mark.style, self.theme, self.measure)

    def _count(self, mark: CountMark) -> None:
        badge = count_badge(mark.x, mark.y, mark.radius, mark.count, mark.least)
        paint_badge(self.painter, badge, self.theme, self.measure)

    def _label(self, mark: LabelMark) -> None:
        self.painter.setOpacity(DIMMED if mark.dimmed else 1.0)
        for line in mark.lines:
            at = QPointF(line.x, line.baseline)
            halo, family = self.theme.halo, self.family
            paint_label(self.painter, at, line.text, mark.size, mark.weight, mark.colour, halo, family=family)
        self.painter.setOpacity(1.0)

    def _leader(self, mark: LeaderMark) -> None:
        self.painter.setPen(QPen(colour(mark.colour, DIMMED if mark.dimmed else LEADER_OPACITY), mark.width))
        self.painter.drawLine(QPointF(mark.x0, mark.y0), QPointF(mark.x1, mark.y1))

    def _range(self, mark: RangeMark) -> None:
        at = QPointF(mark.x, mark.y)
        paint_whiskers(self.painter, at, mark.x_span, mark.y_span, mark.radius, mark.colour, mark.dimmed)

    def _analysts(self, mark: AnalystsMark) -> None:
        paint_analysts(self.painter, mark.drawing, mark.radius, mark.colour, mark.dimmed)

    def _trail(self, mark: TrailMark) -> None:
        start, end = QPointF(mark.x0, mark.y0), QPointF(mark.x1, mark.y1)
        paint_trail(self.painter, start, end, mark.radius, mark.colour, self.theme, mark.dimmed)

    def _move(self, mark: MoveMark) -> None:
        paint_move(self.painter, mark, self.theme, self.measure)

    def _cell(self, mark: CellMark) -> None:
        painter, box = self.painter, mark.box
        edge = mark.size * CELL_EDGE
        painter.setPen(QPen(colour(mark.edge), edge) if mark.edge else Qt.PenStyle.NoPen)
        painter.setBrush(colour(mark.fill) if mark.fill else Qt.BrushStyle.NoBrush)
        inner = box.grown(-edge / 2) if mark.edge else box
        painter.drawRect(QRectF(inner.left, inner.top, inner.width, inner.height))
        self._centred(mark)

    def _centred(self, mark: CellMark | ShapeMark) -> None:
        x, y = mark.box.centre
        baseline = QPointF(x - mark.width / 2, y + cap_height(mark.size, mark.weight, self.family) / 2)
        paint_text(self.painter, baseline, mark.text, mark.size, mark.weight, mark.colour, self.family)

    def _shape(self, mark: ShapeMark) -> None:
        painter = self.painter
        painter.setPen(QPen(colour(mark.edge), mark.edge_width) if mark.edge else Qt.PenStyle.NoPen)
        painter.setBrush(colour(mark.fill))
        box = mark.box.grown(-mark.edge_width / 2)
        area = QRectF(box.left, box.top, box.width, box.height)
        if mark.form == "dot":
            painter.drawEllipse(area)
        elif mark.form == "diamond":
            painter.drawPolygon([QPointF(*corner) for corner in diamond(box)])
        else:
            painter.drawRect(area)
        if mark.hatch:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(mark.hatch))
            for stripe in hatching(mark.box.grown(-mark.edge_width)):
                painter.drawPolygon([QPointF(*point) for point in stripe])
        if mark.is_double:
            second = second_edge(mark.box, mark.edge_width)
            painter.setPen(QPen(colour(mark.colour), mark.edge_width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(second.left, second.top, second.width, second.height))
        if mark.text:
            self._centred(mark)

    def _relation(self, mark: RelationMark) -> None:
        paint_relation(
            self.painter, mark.curve, mark.strength, mark.directed, mark.radius, self.theme, mark.dimmed
        )

    def _sign(self, mark: SignMark) -> None:
        centre = QPointF(mark.x, mark.y)
        if mark.confidence:
            paint_ticks(self.painter, centre, mark.radius, mark.confidence, self.theme.text)
        else:
            paint_weak_sign(self.painter, centre, mark.radius, self.theme)

    def _legend(self, mark: LegendMark) -> None:
        self.paint(legend_symbol(mark))


def paint_badge(painter: QPainter, badge: Badge, theme: Theme, measure: QtMeasure) -> None:
    """Paint a number in a small disc."""
    at, size = QPointF(*badge.centre), badge.size
    painter.setPen(QPen(colour(theme.canvas), badge.edge))
    painter.setBrush(colour(theme.text))
    painter.drawEllipse(at, badge.reach, badge.reach)
    painter.setPen(colour(theme.canvas))
    painter.setFont(font(size, 700))
    width = measure.extent(badge.text, size, 700).width
    painter.drawText(QPointF(at.x() - width / 2, at.y() + cap_height(size, 700) / 2), badge.text)
