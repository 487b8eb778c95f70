"""Sheets of paper: how large they are, which slides fit their shape, and where on them a slide is printed."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from stakemap.app.kit.latest_work import Stop
from stakemap.errors import CancelledError
from stakemap.export.pages import page_points
from stakemap.paint.fonts import QtMeasure
from stakemap.paint.marks import paint_slide
from stakemap.picture.slides.refit import refit
from stakemap.picture.slides.slide import Slide

PAPERS = {
    "A4": QPageSize.PageSizeId.A4,
    "A3": QPageSize.PageSizeId.A3,
    "A2": QPageSize.PageSizeId.A2,
    "A1": QPageSize.PageSizeId.A1,
    "A0": QPageSize.PageSizeId.A0,
}
#: The margin in points (5 mm) that slides keep where they are fitted; few printers reach the very edge.
_MARGIN = 14.2
#: The sides in pixels of a slide of the shape of A paper, which at 100 % takes a sheet of A4.
_LONG, _SHORT = 1684, 1190


class Sheet(NamedTuple):
    """A sheet of paper, and whether slides are fitted to it or printed in their own size."""

    paper: str = "A4"
    is_landscape: bool = True
    is_fitted: bool = True

    @property
    def layout(self) -> QPageLayout:
        """The sheet for a printer, without margins."""
        orientation = QPageLayout.Orientation
        return QPageLayout(
            QPageSize(PAPERS[self.paper]),
            orientation.Landscape if self.is_landscape else orientation.Portrait,
            QMarginsF(),
        )

    @property
    def points(self) -> QSizeF:
        """Width and height in points."""
        return self.layout.fullRect(QPageLayout.Unit.Point).size()

    @property
    def slide_size(self) -> tuple[int, int]:
        """Width and height in pixels of slides of the sheet's shape."""
        return (_LONG, _SHORT) if self.is_landscape else (_SHORT, _LONG)

    def place(self, slide: Slide) -> QRectF:
        """Where a slide is printed, in points from the upper left corner of the sheet."""
        sheet, size = self.points, QSizeF(*page_points(slide))
        if self.is_fitted:
            margin = QSizeF(2 * _MARGIN, 2 * _MARGIN)
            room = sheet - margin
            size *= min(room.width() / size.width(), room.height() / size.height())
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(QRectF(0, 0, sheet.width(), sheet.height()).center())
        return place


def paint_on_sheet(painter: QPainter, slide: Slide, sheet: Sheet, pixels_per_point: float) -> None:
    """Paint a slide in its place on a sheet whose upper left corner is the painter's origin."""
    place = sheet.place(slide)
    painter.save()
    painter.scale(pixels_per_point, pixels_per_point)
    painter.translate(place.topLeft())
    painter.scale(place.width() / slide.width, place.height() / slide.height)
    paint_slide(painter, refit(slide, QtMeasure(slide.theme.font)))
    painter.restore()


def draw_sheet(stop: Stop, _report: object, slide: Slide, sheet: Sheet, size: tuple[float, float]) -> QImage:
    """Draw a sheet with a slide on it to fit `size`, in pixels; raises CancelledError when cancelled."""
    if stop():
        raise CancelledError
    points = sheet.points
    scale = max(min(size[0] / points.width(), size[1] / points.height()), 0.01)
    image = QImage(
        max(1, round(points.width() * scale)),
        max(1, round(points.height() * scale)),
        QImage.Format.Format_RGB32,
    )
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    paint_on_sheet(painter, slide, sheet, scale)
    painter.end()
    return image
