"""Export of slides as the pages of a PDF, as vectors with embedded fonts."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF, QUuid
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter

from stakemap import __version__
from stakemap.errors import UsageError, WriteError
from stakemap.export.pages import page_points
from stakemap.export.svg_writer import xml_text
from stakemap.i18n import tr
from stakemap.paint.fonts import QtMeasure
from stakemap.paint.marks import paint_bare_texts, paint_slide
from stakemap.picture.slides.refit import refit
from stakemap.picture.slides.slide import Slide
from stakemap.text import plain

#: High enough that rounding of coordinates is invisible.
_DOTS_PER_INCH = 1200
#: Timestamps, which are blanked so that the same map gives the same bytes.
_TIMESTAMPS = re.compile(rb"/(?:CreationDate|ModDate) \(D:[^)]*\)")
_METADATA = """<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li>
</rdf:Alt></dc:title><xmp:CreatorTool>{software}</xmp:CreatorTool></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end='w'?>"""


def pdf_bytes(
    slides: Sequence[Slide], title: str = "", progress: Callable[[int], None] | None = None
) -> bytes:
    """A PDF with a page for each slide; its metadata are title and software only.

    `progress` is called after each page with the number done; an exception it raises is propagated. Needs a
    QGuiApplication. Raises UsageError without slides and for an empty one, WriteError if Qt cannot paint.
    """
    if not slides:
        raise UsageError(tr("There are no pages to write."))
    slides = [refit(slide, QtMeasure(slide.theme.font)) for slide in slides]
    title = plain(title or slides[0].title)
    # Thrown away; see `paint_bare_texts`.
    _written(slides, title, paint_bare_texts)
    data = _written(slides, title, paint_slide, progress)
    return _TIMESTAMPS.sub(lambda match: b" " * len(match[0]), data)


def _written(
    slides: Sequence[Slide],
    title: str,
    paint: Callable[[QPainter, Slide], None],
    progress: Callable[[int], None] | None = None,
) -> bytes:
    """A PDF whose pages `paint` paints."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _writer(buffer, title)
    _set_page(writer, slides[0])
    painter = QPainter()
    if not painter.begin(writer):
        raise WriteError(tr("The picture could not be made: {reason}.", reason="PDF"))
    try:
        for index, slide in enumerate(slides):
            if index:
                _set_page(writer, slide)
                writer.newPage()
            painter.save()
            painter.scale(writer.width() / slide.width, writer.height() / slide.height)
            paint(painter, slide)
            painter.restore()
            if progress:
                progress(index + 1)
    finally:
        painter.end()
        buffer.close()
    return bytes(data.data())


def _writer(buffer: QBuffer, title: str) -> QPdfWriter:
    software = f"Stakemap {__version__}"
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS_PER_INCH)
    writer.setTitle(xml_text(title))
    writer.setCreator(software)
    writer.setDocumentId(QUuid(str(uuid.uuid5(uuid.NAMESPACE_URL, title))))
    metadata = _METADATA.format(title=escape(xml_text(title)), software=software)
    writer.setDocumentXmpMetadata(QByteArray(metadata.encode()))
    return writer


def _set_page(writer: QPdfWriter, slide: Slide) -> None:
    size = QSizeF(*page_points(slide))
    exact = QPageSize.SizeMatchPolicy.ExactMatch
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Point, "", exact))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
