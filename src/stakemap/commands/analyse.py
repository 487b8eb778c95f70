"""The command `stakemap analyse`; its help imports nothing slow but registries."""

from __future__ import annotations

import argparse

from stakemap.analysis.methods import METHODS
from stakemap.commands.arguments import add_largest, file_name
from stakemap.commands.command import DONE
from stakemap.commands.documents import documents_of
from stakemap.commands.output import say
from stakemap.i18n import tr


class _MethodList(argparse.Action):
    """Prints the methods by their ids."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        width = max(map(len, METHODS.ids), default=0)
        for method in METHODS:
            say(f"{method.id:{width}}  {method.title()}")
        parser.exit()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the map, what of it is in view, and the methods."""
    parser.epilog = tr(
        "What counts as undecided, and as evenly balanced, is set in the app (“Balance details”). "
        "No method changes the map."
    )
    parser.add_argument("file", metavar=tr("FILE"), type=file_name, nargs="?", help=tr("a map to analyse"))
    parser.add_argument("--preset", metavar=tr("NAME"), help=tr("analyse a preset instead of a file"))
    parser.add_argument("--issue", metavar="ID", help=tr("the issue in view (default: the first)"))
    parser.add_argument("--snapshot", metavar="ID", help=tr("the snapshot in view (default: the latest)"))
    method = tr("a method, which --methods lists; may be given more than once (default: all)")
    parser.add_argument("--method", metavar="ID", action="append", default=[], help=method)
    how = tr("after each sentence, how its numbers are calculated")
    parser.add_argument("--how", action="store_true", help=how)
    everything = tr("all numbers with their inputs, as one JSON object")
    parser.add_argument("--json", action="store_true", help=everything)
    parser.add_argument("--methods", action=_MethodList, nargs=0, help=tr("list the methods, and exit"))
    add_largest(parser)


def run(options: argparse.Namespace) -> int:
    """Say what the methods find."""
    from stakemap.commands.analysing import analyse

    (document,) = documents_of([options.file] if options.file else [], options)
    analyse(document, options)
    return DONE
