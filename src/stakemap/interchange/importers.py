"""Registry of importers of foreign file formats, for the dialogs "Open" and "Import", dropped files and
`stakemap import`.

To add a format, write a module that declares it, and add its name to `IMPORTERS`:

    IMPORTERS = (Importer("notes", lambda: tr("Notes"), (".txt",), _looks_right, _read),)

where `_looks_right(data)` says whether the content of a file has this format, and `_read(job)` adds it to the
map `job.into`: it makes records with `records.replace`, which raises EditError for invalid values, mints ids
with `ids.mint`, and changes the map with the functions of `model.edits`. While reading a long file it calls
`job.report` regularly and raises CancelledError once that returns False. The module itself imports nothing
heavy: `stakemap import --help` reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from stakemap.errors import EditError, MapReadError
from stakemap.registry import Registry

if TYPE_CHECKING:
    from stakemap.errors import Fault
    from stakemap.model.document import StakeMap
    from stakemap.model.edits_base import Authorship

__all__ = ["IMPORTERS", "ImportJob", "Imported", "Importer", "has_importer", "importer_for"]


@dataclass(frozen=True, slots=True)
class ImportJob:
    """The input of importing one file: its bytes, the map to add it to, analyst and date.

    `report` is called with the share done, 0 to 1; it returns False to cancel.
    """

    data: bytes
    into: StakeMap
    authorship: Authorship
    report: Callable[[float], bool] = lambda _share: True


@dataclass(frozen=True, slots=True)
class Imported:
    """The map with the content of a file, and warnings about what was left out."""

    document: StakeMap
    warnings: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Importer:
    """A file format. `title` names it in a file dialog."""

    id: str
    title: Callable[[], str]
    endings: tuple[str, ...]
    #: Whether the content of a file with such an ending has this format.
    sniff: Callable[[bytes], bool]
    #: Reads a file. Raises MapReadError with all its faults, or the EditError of an edit.
    read: Callable[[ImportJob], Imported]

    def run(self, job: ImportJob) -> Imported:
        """Read a file. Raises MapReadError if it has faults."""
        try:
            return self.read(job)
        except EditError as error:
            raise MapReadError(str(error)) from error


IMPORTERS: Registry[Importer] = Registry("IMPORTERS", "stakemap.interchange.delimited")


def has_importer(path: PurePath) -> bool:
    """Whether a file name has the ending of an importer."""
    return any(path.suffix.lower() in importer.endings for importer in IMPORTERS)


def importer_for(path: PurePath, data: bytes) -> Importer | None:
    """The importer for a file name's ending and content; None if there is none."""
    ending = path.suffix.lower()
    return next((each for each in IMPORTERS if ending in each.endings and each.sniff(data)), None)
