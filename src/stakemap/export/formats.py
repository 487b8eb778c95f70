"""A slide in the format that the name of its file asks for; each format is loaded when it is wanted."""

from __future__ import annotations

from pathlib import Path

from stakemap.errors import UsageError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.picture.slide import Slide

__all__ = ["FORMATS", "check_ending", "write_slide"]

#: The endings of the files that a slide can be written to.
FORMATS = (".png", ".svg", ".pdf", ".pptx")


def check_ending(path: Path) -> str:
    """The ending of a file's name in small letters; UsageError when no format goes by it."""
    ending = path.suffix.lower()
    if ending not in FORMATS:
        raise UsageError(tr("A picture is written as {formats}.", formats=", ".join(FORMATS)))
    return ending


def write_slide(slide: Slide, document: StakeMap, path: Path, scale: float = 1.0) -> None:
    """Write a slide of `document` to `path`, whole or not at all; only pixels have a `scale`.

    Needs a QGuiApplication. Raises UsageError for an unknown ending or an impossible size, WriteError when
    the file cannot be written.
    """
    ending = check_ending(path)
    if ending == ".svg":
        from stakemap.export.svg import write_svg

        write_svg(slide, path)
    elif ending == ".pdf":
        from stakemap.export.pdf import write_pdf

        write_pdf([slide], path, document.title)
    elif ending == ".pptx":
        from stakemap.export.pptx import properties_of, write_pptx

        write_pptx([slide], path, properties_of(document))
    else:
        from stakemap.export.png import write_png

        write_png(slide, path, scale, document.title)
