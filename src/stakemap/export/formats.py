"""Slides in the format that the name of their file asks for; each format is loaded when it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from stakemap.errors import UsageError
from stakemap.export.pages import check_size
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.picture.deck import Page
from stakemap.picture.slide import Slide
from stakemap.storage.files import write_bytes_safely

__all__ = ["FORMATS", "WriteOptions", "check_ending", "files_for", "write_pages", "write_slide"]

#: The endings of the files that a slide can be written to.
FORMATS = (".png", ".svg", ".pdf", ".pptx")
#: Those that hold one page each.
_SINGLE = (".png", ".svg")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How files are written: pixels for each of the slide's in a PNG; text of an SVG as paths; whether a
    PowerPoint deck has notes pages.
    """

    scale: float = 1.0
    text_as_paths: bool = False
    speaker_notes: bool = True


_USUAL = WriteOptions()


def check_ending(path: Path) -> str:
    """The ending of a file's name in small letters; UsageError when no format goes by it."""
    ending = path.suffix.lower()
    if ending not in FORMATS:
        formats = ", ".join(FORMATS)
        raise UsageError(
            tr("A picture is written as {formats}; “{name}” ends otherwise.", formats=formats, name=path.name)
        )
    return ending


def files_for(path: Path, count: int) -> tuple[Path, ...]:
    """The files that so many pages are written to: one, or numbered ones where a format holds one page each:
    `slide-01.png`, `slide-02.png`. Raises UsageError for an unknown ending.
    """
    if check_ending(path) not in _SINGLE or count == 1:
        return (path,)
    digits = len(str(count))
    return tuple(path.with_stem(f"{path.stem}-{number:0{digits}}") for number in range(1, count + 1))


def write_slide(slide: Slide, document: StakeMap, path: Path, scale: float = 1.0) -> None:
    """Write a slide of `document` to `path`, whole or not at all; only pixels have a `scale`.

    Needs a QGuiApplication. Raises UsageError for an unknown ending or an impossible size, WriteError when
    the file cannot be written.
    """
    _write([slide], (), document, path, WriteOptions(scale), None)


def write_pages(
    pages: Sequence[Page],
    document: StakeMap,
    path: Path,
    options: WriteOptions = _USUAL,
    progress: Progress | None = None,
) -> tuple[Path, ...]:
    """Write the pages of a deck about `document`; returns the files, each of which is written whole or not at
    all, replacing what is there.

    `progress` is told how many of how many pages are done; what it raises ends the work. Needs a
    QGuiApplication. Raises UsageError without pages, for an unknown ending or an impossible size, WriteError
    when a file cannot be written.
    """
    notes = [page.notes for page in pages] if options.speaker_notes else []
    return _write([page.slide for page in pages], notes, document, path, options, progress)


def _write(
    slides: Sequence[Slide],
    notes: Sequence[str],
    document: StakeMap,
    path: Path,
    options: WriteOptions,
    progress: Progress | None,
) -> tuple[Path, ...]:
    files = files_for(path, len(slides))
    if not slides:
        raise UsageError(tr("There is no page to write."))
    # All sizes first, so that a deck is not left half written for want of memory.
    ending, count = check_ending(path), len(slides)
    for slide in slides:
        check_size(slide, options.scale if ending == ".png" else 1.0)

    def tell(done: int) -> None:
        if progress:
            progress(done, count)

    if ending in _SINGLE:
        for number, (slide, file) in enumerate(zip(slides, files, strict=True), 1):
            write_bytes_safely(file, _picture(slide, document, ending, options))
            tell(number)
    elif ending == ".pdf":
        from stakemap.export.pdf import pdf_bytes

        write_bytes_safely(path, pdf_bytes(slides, document.title, tell))
    else:
        from stakemap.export.pptx import pptx_bytes, properties_of

        write_bytes_safely(path, pptx_bytes(slides, properties_of(document), notes, tell))
    return files


def _picture(slide: Slide, document: StakeMap, ending: str, options: WriteOptions) -> bytes:
    if ending == ".svg":
        from stakemap.export.svg import svg_bytes

        return svg_bytes(slide, "paths" if options.text_as_paths else "text")
    from stakemap.export.png import encode, render

    return encode(render(slide, options.scale), document.title or slide.title)
