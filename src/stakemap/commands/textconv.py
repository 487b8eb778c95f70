"""The command `stakemap textconv`, which git calls."""

from __future__ import annotations

import argparse
from pathlib import Path

from stakemap.commands.arguments import add_largest, file_name
from stakemap.commands.command import DONE
from stakemap.commands.output import write_bytes
from stakemap.i18n import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `stakemap textconv`."""
    parser.epilog = tr("A file that is no map, or a damaged one, is printed as it is.")
    parser.add_argument("file", metavar=tr("FILE"), type=file_name, help=tr("a map, whatever its name"))
    add_largest(parser)


def run(options: argparse.Namespace) -> int:
    """Print the map in words."""
    from stakemap.commands.differences import text_for_git

    write_bytes(text_for_git(Path(options.file), options.largest))
    return DONE
