"""Writing of slides to files, in the format given by the file name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from stakemap.errors import UsageError
from stakemap.export.exporters import EXPORTERS, Exporter, ExportJob, WriteOptions, all_endings
from stakemap.export.pages import check_size
from stakemap.export.policy import check_format
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.picture.deck import Page
from stakemap.picture.slides.slide import Slide
from stakemap.storage.policy.handling import check_marked
from stakemap.storage.saving.writing import write_bytes_safely

Progress = Callable[[int, int], None]

_DEFAULT = WriteOptions()


def exporter_for(path: Path) -> Exporter:
    """The exporter for a file name. Raises UsageError if no format has its ending, or it is not allowed."""
    ending = path.suffix.lower()
    for exporter in EXPORTERS:
        if ending in exporter.endings:
            check_format(exporter)
            return exporter
    formats = ", ".join(all_endings())
    raise UsageError(
        tr(
            "A picture is written as {formats}; “{name}” has another extension.",
            formats=formats,
            name=path.name,
        )
    )


def files_for(path: Path, count: int) -> tuple[Path, ...]:
    """The files that `count` pages are written to: one, or numbered ones (`slide-01.png`) if a file of the
    format holds one page. Raises UsageError for an unknown ending.
    """
    if exporter_for(path).holds_all_slides or count == 1:
        return (path,)
    digits = len(str(count))
    return tuple(path.with_stem(f"{path.stem}-{number:0{digits}}") for number in range(1, count + 1))


def write_slide(slide: Slide, document: StakeMap, path: Path, scale: float = 1.0) -> None:
    """Write a slide of `document` to `path` atomically; `scale` applies to raster images only.

    Needs a QGuiApplication. Raises UsageError for an unknown ending or an impossible size, WriteError if the
    file cannot be written.
    """
    _write([slide], (), document, path, WriteOptions(scale), None)


def write_pages(
    pages: Sequence[Page],
    document: StakeMap,
    path: Path,
    options: WriteOptions = _DEFAULT,
    progress: Progress | None = None,
) -> tuple[Path, ...]:
    """Write the pages of a deck of `document` and return the files, each of which is replaced atomically.

    `progress` is called with the number of pages done and their total; an exception it raises is propagated.
    Needs a QGuiApplication. Raises UsageError without pages, for an unknown ending, an impossible size and
    what the policy does not allow, WriteError if a file cannot be written.
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
        raise UsageError(tr("There are no pages to write."))
    check_marked(document)
    # Check all sizes first, so that no deck is left half written for lack of memory.
    for slide in slides:
        check_size(slide, options.scale if "scale" in exporter.choices else 1.0)

    def report(done: int) -> None:
        if progress:
            progress(done, count)

    if exporter.holds_all_slides:
        write_bytes_safely(path, exporter.write(ExportJob(slides, notes, document, options, report)))
        return files
    for number, (slide, file) in enumerate(zip(slides, files, strict=True), 1):
        job = ExportJob([slide], notes[number - 1 : number], document, options, lambda _: None)
        write_bytes_safely(file, exporter.write(job))
        report(number)
    return files
