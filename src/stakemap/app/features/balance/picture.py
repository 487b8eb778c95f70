"""The picture of the balance: a stacked bar of power, and a key to the marks on the alignment axis."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from stakemap.analysis.balance import Balance
from stakemap.analysis.intervals import Interval
from stakemap.app.canvas.layers.axis_marks import MEAN_REACH, paint_mean, paint_median
from stakemap.app.canvas.scene.interaction import AxisMarks
from stakemap.app.features.balance.texts import result_text
from stakemap.app.features.balance.watch import BalanceWatch
from stakemap.app.kit.style import GRID, role_font
from stakemap.i18n import tr
from stakemap.picture.theme import Theme, mix

__all__ = ["BalancePicture", "axis_marks"]

_BAR = 16.0
_RADIUS = 4.0
#: Gap between the segments in pixels, which separates them in black and white too.
_GAP = 2.0
#: Overhang of the tick at half of the power above and below the bar, in pixels.
_TICK = 3.0
_MARK_WIDTH = 2 * MEAN_REACH + 6


def axis_marks(watch: BalanceWatch) -> AxisMarks | None:
    """Return the marks of mean and median on the alignment axis; None where nothing has weight."""
    result, found = watch.result, watch.intervals
    if result is None or result.mean is None or result.median is None:
        return None
    if found is None:
        return AxisMarks(result.mean, result.median)
    mean, median = ((each.low, each.high) for each in (found.mean, found.median))
    return AxisMarks(result.mean, result.median, mean, median)


class BalancePicture(QWidget):
    """Paints the balance of a watch: opposition at the left, as on the canvas, support at the right."""

    def __init__(self, watch: BalanceWatch, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watch, self._theme = watch, theme
        self.setFont(role_font("caption"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Balance"))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    @property
    def _line(self) -> int:
        return self.fontMetrics().height() + 3

    def sizeHint(self) -> QSize:
        """The height of three lines: bar, figures, key."""
        return QSize(GRID * 50, round(_BAR + 2 * _TICK + 2 * self._line))

    def minimumSizeHint(self) -> QSize:
        """A small minimum width at the height of the size hint."""
        return QSize(GRID * 20, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bar, figures and key; an empty bar where nothing has weight."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        result = self._watch.result
        bar = QRectF(0.5, _TICK + 0.5, self.width() - 1, _BAR - 1)
        if result is None or result.verdict == "nothing":
            painter.setPen(QPen(QColor(self._theme.border), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(bar, _RADIUS, _RADIUS)
            return
        self._paint_bar(painter, bar, result)
        top = _BAR + 2 * _TICK
        self._paint_powers(painter, QRectF(0, top, self.width(), self._line), result)
        self._paint_key(painter, QRectF(0, top + self._line, self.width(), self._line), result)

    def _paint_bar(self, painter: QPainter, bar: QRectF, result: Balance) -> None:
        theme = self._theme
        ground = QColor(mix(theme.canvas, theme.neutral, 0.22))
        hatch = QBrush(QColor(mix(theme.neutral, theme.canvas, 0.1)), Qt.BrushStyle.BDiagPattern)
        parts = (
            (result.opposition, [QBrush(QColor(theme.hostile))]),
            (result.undecided, [QBrush(ground), hatch]),
            (result.support, [QBrush(QColor(theme.friendly))]),
        )
        shown = [(value, brushes) for value, brushes in parts if value > 0]
        room = bar.width() - _GAP * (len(shown) - 1)
        whole = sum(value for value, _ in shown)
        outline = QPainterPath()
        outline.addRoundedRect(bar, _RADIUS, _RADIUS)
        painter.save()
        painter.setClipPath(outline)
        left = bar.left()
        for value, brushes in shown:
            width = room * value / whole
            for brush in brushes:
                painter.fillRect(QRectF(left, bar.top(), max(width, 1.0), bar.height()), brush)
            left += width + _GAP
        painter.restore()
        middle = round(bar.center().x()) + 0.5
        for ink, width in ((theme.surface, 3.0), (theme.text, 1.0)):
            painter.setPen(QPen(QColor(ink), width))
            painter.drawLine(QPointF(middle, bar.top() - _TICK), QPointF(middle, bar.bottom() + _TICK))

    def _paint_powers(self, painter: QPainter, row: QRectF, result: Balance) -> None:
        found = self._watch.intervals
        values = [
            (tr("Against"), result.opposition, found.opposition if found else None),
            (tr("Undecided"), result.undecided, found.undecided if found else None),
            (tr("For"), result.support, found.support if found else None),
        ]
        texts = self._fitting(
            row.width() - 4 * GRID,
            [result_text(*entry) for entry in values],
            [result_text(side, value, None) for side, value, _ in values],
        )
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
        for text, side in zip(texts, sides, strict=True):
            muted = side == Qt.AlignmentFlag.AlignHCenter and not result.undecided
            painter.setPen(QColor(self._theme.text_muted if muted else self._theme.text))
            painter.drawText(row, side | Qt.AlignmentFlag.AlignVCenter, text)

    def _fitting(self, room: float, *choices: list[str]) -> list[str]:
        """Return the first set of texts that fits side by side in `room` pixels, or the last."""
        measure = self.fontMetrics().horizontalAdvance
        return next((texts for texts in choices if sum(map(measure, texts)) <= room), choices[-1])

    def _paint_key(self, painter: QPainter, row: QRectF, result: Balance) -> None:
        """Paint both marks of the axis with their names and values."""
        if result.mean is None or result.median is None:
            return
        found = self._watch.intervals

        def texts(mean: str, median: str, spreads: tuple[Interval | None, Interval | None]) -> list[str]:
            assert result.mean is not None
            assert result.median is not None
            return [
                result_text(mean, result.mean, spreads[0], with_sign=True),
                result_text(median, result.median, spreads[1], with_sign=True),
            ]

        long, short = (tr("weighted mean"), tr("weighted median")), (tr("mean"), tr("median"))
        spreads = (found.mean, found.median) if found is not None else (None, None)
        shown = self._fitting(
            row.width() - 2 * _MARK_WIDTH - 3 * GRID,
            texts(*long, spreads),
            texts(*short, spreads),
            texts(*long, (None, None)),
            texts(*short, (None, None)),
        )
        middle = row.center().y()
        signs: list[tuple[Callable[[QPainter, QPointF, Theme], None], float]] = [
            (paint_mean, middle + 0.8 * MEAN_REACH),
            (paint_median, middle),
        ]
        left = row.left()
        for text, (sign, height) in zip(shown, signs, strict=True):
            sign(painter, QPointF(left + MEAN_REACH + 1, height), self._theme)
            painter.setPen(QColor(self._theme.text))
            width = self.fontMetrics().horizontalAdvance(text) + 2
            box = QRectF(left + _MARK_WIDTH, row.top(), width, row.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
            left += _MARK_WIDTH + width + 3 * GRID
