"""The balance as a picture: a stacked bar of power, and the weighted mean and median on their scale."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from stakemap.analysis.balance import Balance
from stakemap.analysis.intervals import Interval
from stakemap.app.balance.texts import hover_text, place_text, power_text
from stakemap.app.balance.watch import BalanceWatch
from stakemap.app.plain import set_tooltip
from stakemap.app.style import GRID, role_font
from stakemap.i18n import tr
from stakemap.picture.theme import Theme, mix

__all__ = ["BalancePicture"]

_BAR = 12.0
_MARK = 4.5
#: The narrowest scale that is still worth drawing, in pixels.
_LEAST_SCALE = 90.0


class BalancePicture(QWidget):
    """Paints the balance of a watch: against on the left, as on the canvas, and for on the right."""

    def __init__(self, watch: BalanceWatch, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watch, self._theme = watch, theme
        self.setFont(role_font("caption"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Balance"))

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of another theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Three lines: bar, its figures, the scale."""
        return QSize(GRID * 50, round(_BAR + 4 + 2 * (self.fontMetrics().height() + 2)))

    def minimumSizeHint(self) -> QSize:
        """As narrow as need be."""
        return QSize(GRID * 20, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Put the tooltip into words only when somebody asks for it."""
        if event.type() in (QEvent.Type.ToolTip, QEvent.Type.QueryWhatsThis, QEvent.Type.WhatsThis):
            set_tooltip(self, hover_text(self._watch))
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bar, figures and scale; where nothing has weight, an empty bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        result = self._watch.result
        bar = QRectF(0.5, 0.5, self.width() - 1, _BAR)
        if result is None or result.verdict == "nothing":
            painter.setPen(QPen(QColor(self._theme.border), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(bar, 3, 3)
            return
        self._paint_bar(painter, bar, result)
        line = self.fontMetrics().height() + 2
        self._paint_powers(painter, QRectF(0, _BAR + 3, self.width(), line), result)
        self._paint_places(painter, QRectF(0, _BAR + 4 + line, self.width(), line), result)

    def _paint_bar(self, painter: QPainter, bar: QRectF, result: Balance) -> None:
        theme = self._theme
        whole = result.support + result.opposition + result.undecided
        left = bar.left()
        painter.setPen(Qt.PenStyle.NoPen)
        hatch = QBrush(QColor(mix(theme.neutral, theme.canvas, 0.1)), Qt.BrushStyle.BDiagPattern)
        parts = (
            (result.opposition, QBrush(QColor(theme.hostile))),
            (result.undecided, hatch),
            (result.support, QBrush(QColor(theme.friendly))),
        )
        for value, brush in parts:
            width = bar.width() * value / whole
            if width > 0:
                # A line of the ground keeps neighbours apart in black and white too.
                painter.fillRect(QRectF(left, bar.top(), max(width - 1.5, 1.0), bar.height()), brush)
            left += width
        painter.setPen(QPen(QColor(theme.text), 1))
        middle = round(bar.center().x()) + 0.5
        painter.drawLine(QPointF(middle, bar.top() - 1), QPointF(middle, bar.bottom() + 3))

    def _paint_powers(self, painter: QPainter, row: QRectF, result: Balance) -> None:
        found = self._watch.found
        values = (
            (tr("Against"), result.opposition, found.opposition if found else None),
            (tr("Undecided"), result.undecided, found.undecided if found else None),
            (tr("For"), result.support, found.support if found else None),
        )
        texts = [power_text(*entry) for entry in values]
        measure = self.fontMetrics().horizontalAdvance
        if sum(map(measure, texts)) + 4 * GRID > row.width():
            texts = [power_text(side, value, None) for side, value, _ in values]
        painter.setPen(QColor(self._theme.text))
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
        for text, side in zip(texts, sides, strict=True):
            painter.drawText(row, side | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_places(self, painter: QPainter, row: QRectF, result: Balance) -> None:
        if result.mean is None or result.median is None:
            return
        found = self._watch.found
        spreads = (found.mean, found.median) if found is not None else (None, None)
        names = (tr("weighted mean"), tr("weighted median"))
        room = row.width() - _LEAST_SCALE
        bare = (None, None)
        for shown, words in ((spreads, names), (bare, names), (bare, (tr("mean"), tr("median")))):
            texts = [
                place_text(word, value, spread)
                for word, value, spread in zip(words, (result.mean, result.median), shown, strict=True)
            ]
            if sum(map(self.fontMetrics().horizontalAdvance, texts)) + GRID * 10 <= room:
                break
        left = row.left()
        for number, text in enumerate(texts):
            left = self._paint_key(painter, QPointF(left, row.center().y()), number, text, row)
        scale = QRectF(left, row.top(), row.right() - left, row.height())
        if scale.width() >= _LEAST_SCALE / 2:
            self._paint_scale(painter, scale, (result.mean, result.median), spreads)

    def _paint_key(self, painter: QPainter, at: QPointF, number: int, text: str, row: QRectF) -> float:
        """The sign of a place and its figure; returns where they end."""
        self._paint_sign(painter, at + QPointF(_MARK + 1, 0), number)
        painter.setPen(QColor(self._theme.text))
        start = at.x() + 2 * _MARK + 6
        width = self.fontMetrics().horizontalAdvance(text)
        box = QRectF(start, row.top(), width + 2, row.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        return start + width + 2 * GRID

    def _paint_sign(self, painter: QPainter, centre: QPointF, number: int) -> None:
        """The mean is a triangle, the median a diamond."""
        reach = _MARK
        if number == 0:
            corners = [QPointF(0, -reach), QPointF(reach, reach), QPointF(-reach, reach)]
        else:
            corners = [QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0)]
        painter.setPen(QPen(QColor(self._theme.canvas), 1))
        painter.setBrush(QColor(self._theme.text if number == 0 else self._theme.accent))
        painter.drawPolygon(QPolygonF([centre + corner for corner in corners]))

    def _paint_scale(
        self,
        painter: QPainter,
        area: QRectF,
        values: tuple[float, float],
        spreads: tuple[Interval | None, Interval | None],
    ) -> None:
        inner = area.adjusted(_MARK + 1, 0, -_MARK - 1, 0)
        middle = inner.center().y()

        def x(value: float) -> float:
            return inner.left() + inner.width() * (value + 100) / 200

        painter.setPen(QPen(QColor(self._theme.text_muted), 1))
        painter.drawLine(QPointF(x(-100), middle), QPointF(x(100), middle))
        for value in (-100, 0, 100):
            painter.drawLine(QPointF(x(value), middle - 4), QPointF(x(value), middle + 4))
        colours = (self._theme.text, self._theme.accent)
        for number, spread in enumerate(spreads):
            if spread is not None:
                height = middle - 2 if number == 0 else middle + 2
                painter.setPen(QPen(QColor(colours[number]), 2))
                painter.drawLine(QPointF(x(spread.low), height), QPointF(x(spread.high), height))
        for number, place in enumerate(values):
            self._paint_sign(painter, QPointF(x(place), middle), number)
