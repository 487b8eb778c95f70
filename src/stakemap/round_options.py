"""Options of `stakemap round`; imports nothing slow."""

from __future__ import annotations

import argparse

from stakemap.arguments import add_largest, file_name
from stakemap.i18n import tr

__all__ = ["add_arguments"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the commands that start a round and gather what analysts sent back."""
    commands = parser.add_subparsers(title=tr("commands"), metavar=tr("COMMAND"), dest="step", required=True)
    start = tr("start a round: record it in a map, and write a sheet for each analyst")
    _add_start(commands.add_parser("start", help=start, description=start, allow_abbrev=False))
    gather = tr("gather sheets that analysts sent back into a map")
    _add_gather(commands.add_parser("gather", help=gather, description=gather, allow_abbrev=False))


def _add_start(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "map", metavar=tr("MAP"), type=file_name, help=tr("the map, to which the round is added")
    )
    names = tr("their names, or a text file with one a line (default: those of the round before)")
    parser.add_argument("--analysts", metavar=tr("NAME"), nargs="+", default=[], help=names)
    folder = tr("the folder to write the sheets to")
    parser.add_argument("-o", "--output", metavar=tr("FOLDER"), type=file_name, required=True, help=folder)
    parser.add_argument("--issue", metavar="ID", help=tr("the issue to judge (default: the first)"))
    parser.add_argument("--snapshot", metavar="ID", help=tr("the snapshot to judge at (default: the latest)"))
    parser.add_argument("--influence", action="store_true", help=tr("also ask how influential each actor is"))
    most = tr("ask only for the N judgements on which analysts differ most; after --follows in that round")
    parser.add_argument("--disputed", metavar="N", type=int, help=most)
    parser.add_argument("--follows", metavar="ID", help=tr("the round before, which is closed"))
    parser.add_argument("--label", metavar=tr("TEXT"), default="", help=tr("what to call the round"))
    parser.add_argument("--question", metavar=tr("TEXT"), default="", help=tr("what analysts are told"))
    kind = tr("the protocol that the round follows (default: %(default)s)")
    parser.add_argument("--kind", choices=("idea", "delphi"), default="idea", help=kind)
    unnamed = tr("do not tell analysts in a later round who answered what")
    parser.add_argument("--unnamed", action="store_true", help=unnamed)
    sealed = tr("have analysts commit to their answers before they send them")
    parser.add_argument("--sealed", action="store_true", help=sealed)
    add_largest(parser)


def _add_gather(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "map", metavar=tr("MAP"), type=file_name, help=tr("the map in which the round was started")
    )
    sheets = tr("sheets that were sent back, and commitments")
    parser.add_argument("sheets", metavar=tr("SHEET"), type=file_name, nargs="+", help=sheets)
    output = tr("the map to write: a new file, or MAP, which is replaced")
    parser.add_argument("-o", "--output", metavar=tr("OUT"), type=file_name, required=True, help=output)
    parser.add_argument("--round", metavar="ID", help=tr("the round (default: the one that is open)"))
    add_largest(parser)
