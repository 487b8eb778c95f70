"""Registry of export formats, which the export dialog, file dialogs and `stakemap export` offer.

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
    from stakemap.picture.slides.slide import Slide

#: Options that an exporter may offer: scale, transparent background, text as paths, speaker notes, connectors
#: glued to discs.
Choice = Literal["scale", "transparent", "text-as-paths", "speaker-notes", "glued-connectors"]


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """Options of writing: scale of a PNG, text of an SVG as paths, speaker notes and glued connectors of a
    PowerPoint deck.
    """

    scale: float = 1.0
    text_as_paths: bool = False
    speaker_notes: bool = True
    glued_connectors: bool = False


@dataclass(frozen=True, slots=True)
class ExportJob:
    """The input of writing one file: slides of `document` and their speaker notes, if any.

    `progress` is called with the number of slides done; an exception it raises is propagated.
    """

    slides: Sequence[Slide]
    notes: Sequence[str]
    document: StakeMap
    options: WriteOptions
    progress: Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Exporter:
    """A file format. `title` names one such file, `plural` several; the first of `endings` is the default."""

    id: str
    title: Callable[[], str]
    plural: Callable[[], str]
    endings: tuple[str, ...]
    #: Returns the content of a file. Needs a QGuiApplication.
    write: Callable[[ExportJob], bytes]
    #: Whether one file holds all slides; otherwise each slide has its own file and job.
    holds_all_slides: bool = False
    choices: frozenset[Choice] = frozenset()


EXPORTERS: Registry[Exporter] = Registry("EXPORTERS", "stakemap.export.standard")


def all_endings() -> tuple[str, ...]:
    """The file name endings of all formats."""
    return tuple(ending for exporter in EXPORTERS for ending in exporter.endings)
