"""The maps that a command is given: files, or a preset."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stakemap.commands.command import FAILED, FAULTY
from stakemap.errors import MapReadError, UsageError
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.model.document import StakeMap
    from stakemap.storage.files import OpenedMap
    from stakemap.storage.reading.limits import Limits


def read_map(file: str, largest: int) -> StakeMap:
    """Read a map of at most `largest` megabytes. Raises MapReadError with the file name in its message."""
    from stakemap.storage.files import open_map
    from stakemap.storage.reading.largest_file import limits_for

    try:
        return open_map(Path(file), limits=limits_for(largest)).document
    except MapReadError as error:
        raise MapReadError(f"{file}: {error}", error.faults) from error


def opened(file: Path, limits: Limits) -> OpenedMap:
    """Read a map that goes into another. Raises UsageError, which names the file, also for one of a newer
    version.
    """
    from stakemap.storage.files import open_map

    try:
        found = open_map(file, limits=limits)
    except MapReadError as error:
        raise UsageError(f"{file}: {error}") from error
    if found.read_only:
        raise UsageError(
            tr("{file}: This map comes from a newer version of Stakemap; use that version.", file=file)
        )
    return found


def status_of(error: MapReadError) -> int:
    """Exit status: FAILED if the file could not be read at all, FAULTY if it was read and has faults."""
    return FAILED if any(fault.code == "unreadable" for fault in error.faults) else FAULTY


def documents_of(files: Sequence[str], options: argparse.Namespace) -> list[StakeMap]:
    """The maps in files, or else the preset. Raises UsageError unless just one of them is given."""
    if bool(files) == (options.preset is not None):
        raise UsageError(tr("Give either a file or --preset NAME."))
    if files:
        return [read_map(file, options.largest) for file in files]
    from stakemap.storage.presets import load_preset

    return [load_preset(options.preset)]
