"""The formats that slides are written in: the export dialog, file dialogs and `stakemap export` offer them.

To add a format, write a module that declares it, and add its name to `EXPORTERS`:

    EXPORTERS = (Exporter("html", lambda: tr("Web page"), lambda: tr("Web pages"), (".html",), _write),)

where `_write(job)` imports what it needs and returns the bytes of the file. The module itself imports nothing
heavy: `stakemap export --help` reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from stakemap.registry import Registry

if TYPE_CHECKING:
    from stakemap.model.document import StakeMap
    from stakemap.picture.slide import Slide

__all__ = ["EXPORTERS", "Choice", "ExportJob", "Exporter", "WriteOptions", "all_endings"]

#: What an exporter may leave to the user: pixels for each of the slide's, no background, text as paths, notes
#: pages.
Choice = Literal["scale", "transparent", "text-as-paths", "speaker-notes"]


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How files are written: pixels for each of the slide's in a PNG; text of an SVG as paths; whether a
    PowerPoint deck has notes pages.
    """

    scale: float = 1.0
    text_as_paths: bool = False
    speaker_notes: bool = True


@dataclass(frozen=True, slots=True)
class ExportJob:
    """What one file is written from: slides of `document` and the texts of their notes pages, if any;
    `progress` is told how many slides are done, and what it raises ends the work.
    """

    slides: Sequence[Slide]
    notes: Sequence[str]
    document: StakeMap
    options: WriteOptions
    progress: Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format of files. `title` is what one such file is, `plural` several; the first of `endings` is the
    usual one.
    """

    id: str
    title: Callable[[], str]
    plural: Callable[[], str]
    endings: tuple[str, ...]
    #: The bytes of a file. Needs a QGuiApplication.
    write: Callable[[ExportJob], bytes]
    #: Whether one file holds all slides; else each has a file, and a job one slide.
    holds_all: bool = False
    choices: frozenset[Choice] = frozenset()


EXPORTERS: Registry[Exporter] = Registry("EXPORTERS", "stakemap.export.standard")


def all_endings() -> tuple[str, ...]:
    """The endings of the files that slides can be written to."""
    return tuple(ending for exporter in EXPORTERS for ending in exporter.endings)
