"""The command `stakemap import`: makes a new map of files of other programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from stakemap.errors import MapReadError, UsageError
from stakemap.i18n import tr
from stakemap.interchange.importers import IMPORTERS, ImportJob, importer_for
from stakemap.model.edits_base import Authorship
from stakemap.model.records import replace
from stakemap.storage.files import read_file, save_map
from stakemap.storage.limits import Limits
from stakemap.storage.presets import BLANK, load_preset
from stakemap.storage.targets import is_there

__all__ = ["import_files"]


def import_files(
    files: Sequence[Path],
    output: Path,
    limits: Limits,
    report: Callable[[str], None],
    report_error: Callable[[str], None],
) -> bool:
    """Import the files, one after the other, into a new map with the name of the first as its title.

    Warnings are printed with `report`. If a file has faults, these are printed with `report_error`, nothing
    is written and the result is False. Raises UsageError for an unknown format or an existing `output`,
    MapReadError for an unreadable file, WriteError if the map cannot be written.
    """
    if is_there(output):
        raise UsageError(tr("{file} is there already; give another name.", file=output))
    document = replace(load_preset(BLANK), title=files[0].stem)
    for file in files:
        data = _read(file, limits)
        importer = importer_for(file, data)
        if importer is None:
            endings = ", ".join(ending for each in IMPORTERS for ending in each.endings)
            raise UsageError(
                tr("{file} cannot be imported; files to import are {endings}.", file=file, endings=endings)
            )
        try:
            imported = importer.run(ImportJob(data, document, Authorship("", date.today().isoformat())))
        except MapReadError as error:
            for fault in error.faults or (error,):
                report_error(f"{file}: {fault}")
            return False
        document = imported.document
        for warning in imported.warnings:
            report(tr("{file}: warning: {warning}", file=file, warning=warning))
    save_map(output, document)
    return True


def _read(file: Path, limits: Limits) -> bytes:
    try:
        return read_file(file, limits)
    except MapReadError as error:
        raise MapReadError(f"{file}: {error}", error.faults) from error
