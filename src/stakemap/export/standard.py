"""The built-in exporters; the modules of a format are imported when it is used."""

from __future__ import annotations

from stakemap.export.exporters import Exporter, ExportJob
from stakemap.i18n import tr


def _png(job: ExportJob) -> bytes:
    from stakemap.export.png import encode, render

    slide = job.slides[0]
    return encode(render(slide, job.options.scale), job.document.title or slide.title)


def _svg(job: ExportJob) -> bytes:
    from stakemap.export.svg import svg_bytes

    return svg_bytes(job.slides[0], "paths" if job.options.text_as_paths else "text")


def _pdf(job: ExportJob) -> bytes:
    from stakemap.export.pdf import pdf_bytes

    return pdf_bytes(job.slides, job.document.title, job.progress)


def _pptx(job: ExportJob) -> bytes:
    from stakemap.export.pptx import pptx_bytes, properties_of

    properties, glued = properties_of(job.document), job.options.glued_connectors
    return pptx_bytes(job.slides, properties, job.notes, job.progress, glued_connectors=glued)


EXPORTERS = (
    Exporter(
        "png",
        lambda: tr("PNG picture"),
        lambda: tr("PNG pictures"),
        (".png",),
        _png,
        choices=frozenset({"scale", "transparent"}),
    ),
    Exporter(
        "svg",
        lambda: tr("SVG drawing"),
        lambda: tr("SVG drawings"),
        (".svg",),
        _svg,
        choices=frozenset({"transparent", "text-as-paths"}),
    ),
    Exporter(
        "pdf", lambda: tr("PDF document"), lambda: tr("PDF documents"), (".pdf",), _pdf, holds_all_slides=True
    ),
    Exporter(
        "pptx",
        lambda: tr("PowerPoint deck"),
        lambda: tr("PowerPoint decks"),
        (".pptx",),
        _pptx,
        holds_all_slides=True,
        choices=frozenset({"transparent", "speaker-notes", "glued-connectors"}),
    ),
)
