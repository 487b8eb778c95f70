"""What `stakemap import` does: files of other programs become one new map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from stakemap.errors import MapReadError, UsageError
from stakemap.i18n import tr
from stakemap.interchange.importers import IMPORTERS, ImportJob, has_importer, importer_for
from stakemap.model.edits_base import Authorship
from stakemap.model.records import replace
from stakemap.output import save_new
from stakemap.storage.files import check_suffix, read_file
from stakemap.storage.limits import Limits
from stakemap.storage.presets import BLANK, load_preset
from stakemap.storage.targets import is_there

__all__ = ["import_files"]


def import_files(
    files: Sequence[Path],
    output: Path,
    limits: Limits,
    say: Callable[[str], None],
    complain: Callable[[str], None],
) -> bool:
    """Write what the files say, one after the other, as a new map titled after the first; says what was left
    out. False, and nothing is written, when a file has faults, which are complained of a line each.

    Raises UsageError for a file of no known format and where `output` is there already or is not called as
    maps are, MapReadError for a file that cannot be read, WriteError when the map cannot be written.
    """
    check_suffix(output)
    if is_there(output):
        raise UsageError(tr("{file} already exists; give another name.", file=output))
    document = replace(load_preset(BLANK), title=files[0].stem)
    for file in files:
        data = _read(file, limits)
        importer = importer_for(file, data)
        if importer is None and has_importer(file):
            raise UsageError(tr("The content of {file} does not match its extension.", file=file))
        if importer is None:
            endings = ", ".join(ending for each in IMPORTERS for ending in each.endings)
            raise UsageError(
                tr("{file} cannot be imported; files to import are {endings}.", file=file, endings=endings)
            )
        try:
            imported = importer.run(ImportJob(data, document, Authorship("", date.today().isoformat())))
        except MapReadError as error:
            for fault in error.faults or (error,):
                complain(f"{file}: {fault}")
            return False
        document = imported.document
        for warning in imported.warnings:
            say(tr("{file}: warning: {warning}", file=file, warning=warning))
    save_new(output, document, limits, complain)
    return True


def _read(file: Path, limits: Limits) -> bytes:
    try:
        return read_file(file, limits)
    except MapReadError as error:
        raise MapReadError(f"{file}: {error}", error.faults) from error
