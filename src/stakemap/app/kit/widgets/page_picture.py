"""A picture of a page or a map, scaled to fit."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QAccessible, QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from stakemap.app.kit.accessible import tell_as
from stakemap.app.kit.style import GRID
from stakemap.i18n import tr

#: Side of the squares of the checkerboard behind a transparent page, in pixels.
_CHECK = 8


class PagePicture(QWidget):
    """Shows an image scaled to fit."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.setMinimumSize(QSize(GRID * 40, GRID * 24))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        tell_as(self, QAccessible.Role.Graphic)
        self.setAccessibleName(tr("Preview"))

    @property
    def available(self) -> tuple[float, float]:
        """The size available for a page in device pixels."""
        ratio = self.devicePixelRatioF()
        return max(1.0, (self.width() - 2) * ratio), max(1.0, (self.height() - 2) * ratio)

    def area_for(self, width: float, height: float) -> QRectF:
        """Return the rectangle of a picture with this aspect ratio, in logical pixels."""
        available = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        factor = min(available.width() / width, available.height() / height)
        area = QRectF(0, 0, width * factor, height * factor)
        area.moveCenter(available.center())
        return area

    def _place(self) -> QRectF:
        """Return the rectangle of the image, aligned to device pixels when drawn for the current size."""
        area, ratio = self.area_for(self.image.width(), self.image.height()), self.devicePixelRatioF()
        width, height = self.image.width() / ratio, self.image.height() / ratio
        if abs(width - area.width()) * ratio > 2:
            return area
        return QRectF(round(area.left() * ratio) / ratio, round(area.top() * ratio) / ratio, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.image.isNull():
            return
        painter = QPainter(self)
        area = self._place()
        if self.image.hasAlphaChannel():
            _paint_checks(painter, area, self.palette().base().color(), self.palette().midlight().color())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, self.image)
        painter.setPen(self.palette().mid().color())
        painter.drawRect(area)


def _paint_checks(painter: QPainter, area: QRectF, light: QColor, dark: QColor) -> None:
    painter.fillRect(area, light)
    for row in range(int(area.height() / _CHECK) + 1):
        for column in range(row % 2, int(area.width() / _CHECK) + 1, 2):
            square = QRectF(area.left() + column * _CHECK, area.top() + row * _CHECK, _CHECK, _CHECK)
            painter.fillRect(square.intersected(area), dark)
