"""The command `stakemap validate`: what is wrong with maps."""

from __future__ import annotations

import argparse
from pathlib import Path

from stakemap.commands.arguments import add_largest, file_name
from stakemap.commands.command import DONE, FAILED, FAULTY
from stakemap.commands.documents import status_of
from stakemap.commands.output import complain, say
from stakemap.errors import Fault, MapReadError
from stakemap.i18n import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the maps to check."""
    parser.add_argument("files", metavar=tr("FILE"), type=file_name, nargs="+", help=tr("a map to check"))
    parser.epilog = tr(
        "Warnings are findings, but no faults. Exit status: 0 no map has faults, 1 a map has faults or "
        "conflicts that nobody has decided, 2 a file could not be read."
    )
    add_largest(parser)


def run(options: argparse.Namespace) -> int:
    """Print a line for each finding; returns the worst status of all files."""
    return max([_validate(file, len(options.files) > 1, options.largest) for file in options.files])


def _validate(file: str, several: bool, largest: int) -> int:
    from stakemap.picture.kinds import headline_findings
    from stakemap.storage.files import open_map
    from stakemap.storage.reading.largest_file import limits_for
    from stakemap.wording.merging import conflict_findings

    status: int = DONE
    try:
        opened = open_map(Path(file), limits=limits_for(largest))
        conflicts = tuple(conflict_findings(opened.document))
        faults = (*conflicts, *opened.warnings, *headline_findings(opened.document))
        status = FAULTY if conflicts else DONE
    except MapReadError as error:
        status, faults = status_of(error), error.faults
        if status == FAILED:
            complain(f"{file}: {error}")
            return status
    for finding in [_sentence(fault) for fault in faults] or [tr("no faults")]:
        say(f"{file}: {finding}" if several else finding)
    return status


def _sentence(fault: Fault) -> str:
    return tr("warning: {fault}", fault=fault) if fault.severity == "warning" else str(fault)
