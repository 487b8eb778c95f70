"""Importing a file of another program as a new map, in a worker thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from stakemap.app.document.opening import run_by_size
from stakemap.app.kit.worker import Worker
from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.importers import Imported, ImportJob, has_importer, importer_for
from stakemap.model.edits_base import Authorship
from stakemap.model.records import replace
from stakemap.storage.files import SUFFIXES, read_file
from stakemap.storage.presets import BLANK, load_preset

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from stakemap.app.kit.message_boxes import MessageBoxes
    from stakemap.storage.limits import Limits

__all__ = ["is_import", "read_import"]

#: The most bytes that are read without a progress bar: some hundred rows.
_AT_ONCE = 50_000


def is_import(path: Path, limits: Limits) -> bool:
    """Whether a file has to be imported: by its name or, where that fits a map too, by its content."""
    if not has_importer(path) or path.suffix.lower() not in SUFFIXES:
        return has_importer(path)
    try:
        return importer_for(path, read_file(path, limits)) is not None
    except MapReadError:
        return False


def read_import(
    path: Path, parent: QWidget | None, message_boxes: MessageBoxes, limits: Limits, authorship: Authorship
) -> Imported | None:
    """A new map with the content of a file, titled after the file; None when the user cancelled.

    Raises MapReadError for a file that cannot be read, has no known format or has faults.
    """
    worker = Worker(_read, path, limits, authorship)
    text = tr("Importing “{name}”", name=path.name)
    imported = run_by_size(worker, path, parent, text, message_boxes, _AT_ONCE)
    assert imported is None or isinstance(imported, Imported)
    return imported


def _read(report: Callable[[float], bool], path: Path, limits: Limits, authorship: Authorship) -> Imported:
    data = read_file(path, limits)
    importer = importer_for(path, data)
    if importer is None and has_importer(path):
        raise MapReadError(tr("The content of this file does not match its extension."))
    if importer is None:
        raise MapReadError(tr("Stakemap cannot import this kind of file."))
    into = replace(load_preset(BLANK), title=path.stem)
    return importer.run(ImportJob(data, into, authorship, report))
