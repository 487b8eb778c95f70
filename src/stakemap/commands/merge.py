"""The command `stakemap merge`; its help imports nothing slow."""

from __future__ import annotations

import argparse

from stakemap.commands.arguments import add_largest, file_name
from stakemap.commands.command import DONE, FAULTY
from stakemap.i18n import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `stakemap merge`."""
    base = tr("the version from which both were made; “-” where it is not known")
    parser.add_argument("base", metavar=tr("BASE"), type=file_name, help=base)
    parser.add_argument("mine", metavar=tr("MINE"), type=file_name, help=tr("one version of the map"))
    parser.add_argument("theirs", metavar=tr("THEIRS"), type=file_name, help=tr("the other version"))
    output = tr("the map to write: a new file, or MINE, which is replaced")
    parser.add_argument("-o", "--output", metavar=tr("OUT"), type=file_name, required=True, help=output)
    add_largest(parser)
    parser.epilog = tr(
        "Where both versions judge the same anew, one judgement is current and the other one in its history. "
        "Exit status: 0 merged, 1 merged, but OUT keeps conflicts until somebody decides them, 2 nothing was "
        "written."
    )


def run(options: argparse.Namespace) -> int:
    """Merge the versions; FAULTY if anything is in conflict."""
    from stakemap.commands.merging import merge_files

    return DONE if merge_files(options) else FAULTY
