"""Making a new map of a file of another program: at once when it is small, in a thread when it is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from stakemap.app.document.opening import ProgressDialog, is_large
from stakemap.app.kit.worker import Worker
from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.importers import Imported, ImportJob, has_importer, importer_for
from stakemap.model.edits_base import Authorship
from stakemap.model.records import replace
from stakemap.storage.files import read_file
from stakemap.storage.presets import BLANK, load_preset

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from stakemap.app.kit.message_boxes import Questions
    from stakemap.storage.limits import Limits

__all__ = ["means_import", "read_import"]

#: Files up to this many bytes are read before anybody could look for a progress bar: some hundred rows.
_AT_ONCE = 50_000
#: The last endings of maps, which files of other programs may have, too.
_MAPS = (".json", ".stakemap")


def means_import(path: Path, limits: Limits) -> bool:
    """Whether opening a file means importing it: by its name and, where maps are called so, too, by what is
    in it.
    """
    if not has_importer(path) or path.suffix.lower() not in _MAPS:
        return has_importer(path)
    try:
        return importer_for(path, read_file(path, limits)) is not None
    except MapReadError:
        return False


def read_import(
    path: Path, parent: QWidget | None, questions: Questions, limits: Limits, authorship: Authorship
) -> Imported | None:
    """A new map of what a file says, titled after the file, or None when the user called it off.

    Raises MapReadError for a file that cannot be read, is of no known format or has faults.
    """
    if not is_large(path, _AT_ONCE):
        return _read(lambda _share: True, path, limits, authorship)
    worker = Worker(_read, path, limits, authorship)
    dialog = ProgressDialog(parent, tr("Importing “{name}”", name=path.name), worker)
    questions.run(dialog)
    if dialog.error is not None:
        raise dialog.error
    imported = dialog.result_value
    assert imported is None or isinstance(imported, Imported)
    return imported


def _read(report: Callable[[float], bool], path: Path, limits: Limits, authorship: Authorship) -> Imported:
    data = read_file(path, limits)
    importer = importer_for(path, data)
    if importer is None:
        raise MapReadError(tr("This is no file that Stakemap can import."))
    into = replace(load_preset(BLANK), title=path.stem)
    return importer.run(ImportJob(data, into, authorship, report))
