"""Export of a slide as PNG."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter, QPainter

from stakemap import __version__
from stakemap.errors import UsageError, WriteError
from stakemap.export.pages import check_size, page_points
from stakemap.i18n import tr
from stakemap.paint.fonts import QtMeasure
from stakemap.paint.marks import paint_bare_texts, paint_slide
from stakemap.picture.slides.refit import refit
from stakemap.picture.slides.slide import Slide
from stakemap.text import plain

#: Compression from 100 (none) to 0: less than the default, for a file a twentieth larger in half the time.
_QUALITY = 60


def render(slide: Slide, scale: float = 1.0) -> QImage:
    """Render the slide at `scale` times its size, with the resolution (DPI) at which it fills its page.

    Raises UsageError for an empty or too large image. Needs a QGuiApplication.
    """
    width, height = check_size(slide, scale)
    is_transparent = slide.background is None
    slide = refit(slide, QtMeasure(slide.theme.font))
    kind = QImage.Format.Format_ARGB32_Premultiplied if is_transparent else QImage.Format.Format_RGB32
    image = QImage(width, height, kind)
    if image.isNull():
        raise UsageError(tr("There is not enough memory for a picture of that size."))
    for paint in (paint_bare_texts, paint_slide):
        # The first pass is overpainted, or erased if the background is transparent.
        if is_transparent:
            image.fill(0)
        painter = QPainter(image)
        painter.scale(width / slide.width, height / slide.height)
        paint(painter, slide)
        painter.end()
    # Set after painting, since a painter scales fonts by the image's resolution.
    dots_per_inch = 72 * slide.width / page_points(slide)[0] * scale
    image.setDotsPerMeterX(round(dots_per_inch / 0.0254))
    image.setDotsPerMeterY(round(dots_per_inch / 0.0254))
    return image


def encode(image: QImage, title: str = "") -> bytes:
    """Encode as PNG, with no metadata but the title and the software. Raises WriteError."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"png")
    writer.setQuality(_QUALITY)
    if title:
        writer.setText("Title", plain(title))
    writer.setText("Software", f"Stakemap {__version__}")
    if not writer.write(image):
        raise WriteError(tr("The picture could not be made: {reason}.", reason=writer.errorString()))
    buffer.close()
    return bytes(data.data())
