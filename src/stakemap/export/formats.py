"""Slides into files, in the format that the name of the file asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from stakemap.errors import UsageError
from stakemap.export.exporters import EXPORTERS, Exporter, ExportJob, WriteOptions, all_endings
from stakemap.export.pages import check_size
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.picture.deck import Page
from stakemap.picture.slide import Slide
from stakemap.storage.files import write_bytes_safely

__all__ = ["WriteOptions", "check_ending", "exporter_for", "files_for", "write_pages", "write_slide"]

Progress = Callable[[int, int], None]

_USUAL = WriteOptions()


def check_ending(path: Path) -> str:
    """The ending of a file's name in small letters; UsageError when no format goes by it."""
    exporter_for(path)
    return path.suffix.lower()


def exporter_for(path: Path) -> Exporter:
    """The exporter that a file's name asks for; UsageError when no format goes by its ending."""
    ending = path.suffix.lower()
    for exporter in EXPORTERS:
        if ending in exporter.endings:
            return exporter
    formats = ", ".join(all_endings())
    raise UsageError(
        tr("A picture is written as {formats}; “{name}” ends otherwise.", formats=formats, name=path.name)
    )


def files_for(path: Path, count: int) -> tuple[Path, ...]:
    """The files that so many pages are written to: one, or numbered ones where a format holds one page each:
    `slide-01.png`, `slide-02.png`. Raises UsageError for an unknown ending.
    """
    if exporter_for(path).holds_all or count == 1:
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
    exporter, files, count = exporter_for(path), files_for(path, len(slides)), len(slides)
    if not slides:
        raise UsageError(tr("There is no page to write."))
    # All sizes first, so that a deck is not left half written for want of memory.
    for slide in slides:
        check_size(slide, options.scale if "scale" in exporter.choices else 1.0)

    def tell(done: int) -> None:
        if progress:
            progress(done, count)

    if exporter.holds_all:
        write_bytes_safely(path, exporter.write(ExportJob(slides, notes, document, options, tell)))
        return files
    for number, (slide, file) in enumerate(zip(slides, files, strict=True), 1):
        job = ExportJob([slide], notes[number - 1 : number], document, options, lambda _: None)
        write_bytes_safely(file, exporter.write(job))
        tell(number)
    return files
