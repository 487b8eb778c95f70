"""The picture of the balance: a stacked bar of power; and its marks on the alignment axis."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QBrush, QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from stakemap.analysis.balance.balance import Balance
from stakemap.analysis.balance.sentences import end_labels
from stakemap.app.canvas.scene.interaction import AxisMarks
from stakemap.app.features.balance.watch import BalanceWatch
from stakemap.app.kit.accessible import tell_as
from stakemap.app.kit.style import GRID, role_font
from stakemap.i18n import tr
from stakemap.picture.theme import Theme, mix
from stakemap.wording.numbers import figure

_BAR = 10.0
_RADIUS = 3.0
#: Gap between the segments in pixels, which separates them in black and white too.
_GAP = 2.0
#: The width in pixels that the bar keeps between the names of its ends.
_BAR_WIDTH = 90
#: Overhang of the tick at half of the power above and below the bar, in pixels.
_TICK = 3.0


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
        tell_as(self, QAccessible.Role.Chart)
        self.setAccessibleName(tr("Balance"))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def _ends(self) -> list[tuple[str, str]]:
        """The texts at both ends, the fullest first: the share of each side in the weight with a name, then
        alone.
        """
        result = self._watch.result
        if result is None or result.mean is None:
            return [("", "")]
        against, support = (
            tr("{percent} %", percent=figure(100 * part / result.weight))
            for part in (result.opposition, result.support)
        )
        named = [
            (tr("{name} {value}", name=low, value=against), tr("{value} {name}", name=high, value=support))
            for low, high in end_labels(self._watch.document, result)
        ]
        return [*named, (against, support)]

    def _width_of(self, ends: tuple[str, str]) -> int:
        """The width that the bar needs with these texts at its ends."""
        return _BAR_WIDTH + sum(self.fontMetrics().horizontalAdvance(text) + GRID for text in ends)

    def width_within(self, most: int) -> int:
        """The width at which the bar names its ends as fully as it can in at most so many pixels."""
        return max((width for width in map(self._width_of, self._ends()) if width <= most), default=0)

    @property
    def ends(self) -> tuple[str, str]:
        """The texts at the left and the right end, as full as there is room for; empty without any weight."""
        found = self._ends()
        return next((ends for ends in found if self._width_of(ends) <= self.width()), found[-1])

    def sizeHint(self) -> QSize:
        """A bar of one line, with the share of each side at its end."""
        return QSize(GRID * 30, self.fontMetrics().height() + 4)

    def minimumSizeHint(self) -> QSize:
        """A small minimum width at the height of the size hint."""
        return QSize(GRID * 10, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar between the names and shares of both sides; empty where nothing has weight."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        result = self._watch.result
        bar = QRectF(0.5, (self.height() - _BAR) / 2, self.width() - 1, _BAR)
        if result is None or result.mean is None:
            painter.setPen(QPen(QColor(self._theme.border), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(bar, _RADIUS, _RADIUS)
            return
        ends = self.ends
        left, right = (self.fontMetrics().horizontalAdvance(text) + GRID for text in ends)
        self._paint_bar(painter, bar.adjusted(left, 0, -right, 0), result)
        painter.setPen(QColor(self._theme.text))
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
        for text, side in zip(ends, sides, strict=True):
            painter.drawText(self.rect(), side | Qt.AlignmentFlag.AlignVCenter, text)

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
