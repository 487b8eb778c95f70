"""The command `stakemap round`; its help imports nothing slow."""

from __future__ import annotations

import argparse

from stakemap.commands.arguments import add_largest, file_name
from stakemap.commands.authors import add_author
from stakemap.commands.command import DONE, FAULTY
from stakemap.i18n import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the commands that start a round and gather what analysts sent back."""
    commands = parser.add_subparsers(title=tr("commands"), metavar=tr("COMMAND"), dest="step", required=True)
    start = tr("start a round: record it in a map, and write a sheet for each analyst")
    _add_start(_add(commands, "start", start))
    gather = tr("gather sheets that analysts sent back into a map, and say how far the answers are apart")
    _add_gather(_add(commands, "gather", gather))


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, summary: str
) -> argparse.ArgumentParser:
    sentence = f"{summary[:1].upper()}{summary[1:]}."
    return commands.add_parser(name, help=summary, description=sentence, allow_abbrev=False)


def _add_start(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "map", metavar=tr("MAP"), type=file_name, help=tr("the map, to which the round is added")
    )
    names = tr("their names, or a text file with one a line (default: those of the round before)")
    parser.add_argument("--analysts", metavar=tr("NAME"), nargs="+", default=[], help=names)
    folder = tr("the folder to write the sheets to, which is there already")
    parser.add_argument("-o", "--output", metavar=tr("FOLDER"), type=file_name, required=True, help=folder)
    parser.add_argument("--issue", metavar="ID", help=tr("the issue to judge (default: the first)"))
    parser.add_argument("--snapshot", metavar="ID", help=tr("the snapshot to judge at (default: the latest)"))
    parser.add_argument("--influence", action="store_true", help=tr("also ask how influential each actor is"))
    most = tr("ask only for the N judgements on which analysts differ most; after --follows in that round")
    parser.add_argument("--disputed", metavar="N", type=int, help=most)
    parser.add_argument("--follows", metavar="ID", help=tr("the round before, which is closed"))
    label = tr("what to call the round (default: the issue, or the name of the round before)")
    parser.add_argument("--label", metavar=tr("TEXT"), default="", help=label)
    parser.add_argument("--question", metavar=tr("TEXT"), default="", help=tr("what analysts are told"))
    kind = tr("the protocol that the round follows, which the map records (default: %(default)s)")
    parser.add_argument("--kind", choices=("idea", "delphi"), default="idea", help=kind)
    unnamed = tr("do not tell analysts in a later round who answered what")
    parser.add_argument("--unnamed", action="store_true", help=unnamed)
    sealed = tr("have analysts commit to their answers before they send them")
    parser.add_argument("--sealed", action="store_true", help=sealed)
    add_author(parser)
    add_largest(parser)
    parser.epilog = tr(
        "It prints the sheets, one a line. Each is a map for one analyst, without what the others judge; "
        "send it as you like. “stakemap round gather” takes in what comes back. Exit status: 0 done, "
        "2 it could not be done."
    )


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
    parser.epilog = tr(
        "A sheet that is given again replaces its earlier answer. Exit status: 0 done, 1 done, but a sheet "
        "was refused, 2 it could not be done."
    )


def run(options: argparse.Namespace) -> int:
    """Start a round or gather answers; FAULTY where a sheet was refused."""
    from stakemap.commands.rounds import run_round

    return DONE if run_round(options) else FAULTY
