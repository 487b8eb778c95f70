"""The legend of a colour scale: a strip of its colours with captions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from stakemap.app.kit.accessible import tell_as
from stakemap.app.kit.style import GRID, role_font

_STRIP, _STEPS = 8.0, 48


class ColourScale(QWidget):
    """Shows the colours of a scale from its low end to its high one, with captions at even distances.

    `colour` maps a share of the scale, 0 to 1, to a colour; it is called at each paint and so can follow the
    theme.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour: Callable[[float], str] = lambda _share: "#808080"
        self._captions: tuple[str, ...] = ()
        self.setFont(role_font("caption"))
        tell_as(self, QAccessible.Role.Graphic)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_scale(self, colour: Callable[[float], str], captions: Sequence[str]) -> None:
        """Show another scale."""
        self._colour, self._captions = colour, tuple(captions)
        self.setAccessibleName(" – ".join(captions))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for its captions."""
        width = sum(self.fontMetrics().horizontalAdvance(text) + GRID * 2 for text in self._captions)
        return QSize(max(GRID * 24, width), round(_STRIP) + 3 + self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """The size hint."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the strip and the captions below it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strip = QRectF(0.5, 0.5, self.width() - 1, _STRIP)
        outline = QPainterPath()
        outline.addRoundedRect(strip, 3, 3)
        painter.setClipPath(outline)
        width = strip.width() / _STEPS
        for step in range(_STEPS):
            left = strip.left() + step * width
            # One pixel wider, so that no background shows between the steps.
            area = QRectF(left, strip.top(), width + 1, strip.height())
            painter.fillRect(area, QColor(self._colour(step / (_STEPS - 1))))
        painter.setClipping(False)
        painter.setPen(self.palette().placeholderText().color())
        row = QRectF(0, _STRIP + 3, self.width(), self.fontMetrics().height())
        last = len(self._captions) - 1
        for number, text in enumerate(self._captions):
            side = Qt.AlignmentFlag.AlignLeft if number == 0 else Qt.AlignmentFlag.AlignRight
            if 0 < number < last:
                side = Qt.AlignmentFlag.AlignHCenter
            painter.drawText(row, side | Qt.AlignmentFlag.AlignVCenter, text)
