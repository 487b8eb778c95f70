"""The files of other programs that become maps: the dialogs "Open" and "Import", files dropped on a window
and `stakemap import` read them.

To add a format, write a module that declares it, and add its name to `IMPORTERS`:

    IMPORTERS = (Importer("notes", lambda: tr("Notes"), (".txt",), _looks_right, _read),)

where `_looks_right(data)` tells by the bytes of a file whether it is one, and `_read(job)` puts what the file
says into `job.into`: it makes records with `records.replace`, which says in a sentence what does not fit,
mints ids with `ids.mint`, and changes the map by the functions of `model.edits`. While it reads a long file
it calls `job.report` now and then and raises CalledOffError once that answers False. The module itself
imports nothing heavy: `stakemap import --help` reads it.
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
    """What one file is read from: its bytes, the map that it goes into, who judges and when. `report` is told
    now and then how much is done, 0 to 1; it answers False once the result is not wanted any more.
    """

    data: bytes
    into: StakeMap
    authorship: Authorship
    report: Callable[[float], bool] = lambda _share: True


@dataclass(frozen=True, slots=True)
class Imported:
    """The map with what a file says, and what was left out of it."""

    document: StakeMap
    warnings: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Importer:
    """A format of files. `title` is what such files are called in a file dialog."""

    id: str
    title: Callable[[], str]
    endings: tuple[str, ...]
    #: Whether the bytes of a file with such an ending are of this format.
    sniff: Callable[[bytes], bool]
    #: Reads a file. Raises MapReadError with all that is wrong with it, or the EditError of an edit.
    read: Callable[[ImportJob], Imported]

    def run(self, job: ImportJob) -> Imported:
        """What the file says. Raises MapReadError when it has faults."""
        try:
            return self.read(job)
        except EditError as error:
            raise MapReadError(str(error)) from error


IMPORTERS: Registry[Importer] = Registry("IMPORTERS", "stakemap.interchange.delimited")


def has_importer(path: PurePath) -> bool:
    """Whether a file goes by the ending of a format that can be imported."""
    return any(path.suffix.lower() in importer.endings for importer in IMPORTERS)


def importer_for(path: PurePath, data: bytes) -> Importer | None:
    """The importer of a file by its ending and its bytes; None when there is none."""
    ending = path.suffix.lower()
    return next((each for each in IMPORTERS if ending in each.endings and each.sniff(data)), None)
