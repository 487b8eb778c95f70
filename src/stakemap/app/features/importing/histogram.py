"""A histogram of the values that the cells of a column become."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from stakemap.app.kit.accessible import tell_as
from stakemap.app.kit.plain_text import set_tooltip
from stakemap.app.kit.style import GRID, role_font
from stakemap.i18n import comma_list, number, tr, tr_count

BINS = 20


def counted(values: Sequence[float], low: float, high: float, bins: int = BINS) -> list[int]:
    """How many values lie in each of the equal parts of a scale; the last one includes its end."""
    counts = [0] * bins
    for value in values:
        place = int((value - low) / (high - low) * bins)
        counts[min(max(place, 0), bins - 1)] += 1
    return counts


class Histogram(QWidget):
    """Bars of counts over the scale of the map; screen readers get the same in words."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: list[int] = []
        self._low, self._high = 0.0, 100.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        tell_as(self, QAccessible.Role.Chart)
        self.setAccessibleName(tr("Resulting positions"))

    def sizeHint(self) -> QSize:
        """As high as a dozen lines of the grid."""
        return QSize(GRID * 40, GRID * 13)

    def show_values(self, values: Sequence[float], low: float, high: float) -> None:
        """Show how values are spread over a scale from `low` to `high`."""
        self._counts, self._low, self._high = counted(values, low, high), low, high
        step = (high - low) / BINS
        parts = [
            tr(
                "{low} to {high}: {count}",
                low=number(low + place * step),
                high=number(low + (place + 1) * step),
                count=count,
            )
            for place, count in enumerate(self._counts)
            if count
        ]
        total = tr_count("{count} value", "{count} values", len(values))
        text = f"{total}. {comma_list(parts)}" if parts else total
        set_tooltip(self, text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars, the axis below them and its ends."""
        painter = QPainter(self)
        painter.setFont(role_font("caption"))
        line = painter.fontMetrics().height()
        area = QRectF(0, line, self.width(), self.height() - 2 * line - GRID // 2)
        palette = self.palette()
        width, most = area.width() / BINS, max([*self._counts, 1])
        for place, count in enumerate(self._counts):
            if not count:
                continue
            height = max(2.0, area.height() * count / most)
            left = area.left() + place * width
            painter.fillRect(QRectF(left + 1, area.bottom() - height, width - 2, height), palette.link())
            painter.setPen(palette.text().color())
            above = QRectF(left - width, area.bottom() - height - line, 3 * width, line)
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, str(count))
        painter.setPen(QPen(palette.dark().color(), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(palette.placeholderText().color())
        below = QRectF(0, area.bottom() + 2, self.width(), line)
        for flag, value in (
            (Qt.AlignmentFlag.AlignLeft, self._low),
            (Qt.AlignmentFlag.AlignHCenter, (self._low + self._high) / 2),
            (Qt.AlignmentFlag.AlignRight, self._high),
        ):
            painter.drawText(below, flag, number(value))
