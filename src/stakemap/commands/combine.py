"""The command `stakemap combine`; its help imports nothing slow."""

from __future__ import annotations

import argparse
import math

from stakemap.commands.arguments import add_largest, file_name
from stakemap.commands.command import DONE, FAULTY
from stakemap.i18n import tr

#: The largest weight of an analyst.
_HEAVIEST = 1_000.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the maps, how they are pooled, and what is the same in them."""
    parser.epilog = tr(
        "Exit status: 0 done, 1 done, but readings exclude each other and are not averaged, 2 it could not "
        "be done."
    )
    maps = tr("the maps of the analysts; the first gives title, texts and ids")
    parser.add_argument("files", metavar=tr("FILE"), type=file_name, nargs="+", help=maps)
    output = tr("the map to write: a new file, or the first map, which is replaced")
    parser.add_argument("-o", "--output", metavar=tr("OUT"), type=file_name, required=True, help=output)
    pool = tr(
        "how values become one: the mean of the distributions (linear, the default), the median of the "
        "values, or the mean of the quantiles"
    )
    parser.add_argument("--pool", choices=["linear", "median", "quantile"], default="linear", help=pool)
    weight = tr("the weight of an analyst (default: 1 for each); may be given more than once")
    parser.add_argument(
        "--weight", metavar=tr("NAME=NUMBER"), type=_weight, action="append", default=[], help=weight
    )
    match = tr(
        "an actor, issue or snapshot of a later map that is one of an earlier map; may be given more than "
        "once"
    )
    parser.add_argument("--match", metavar="ID=ID", type=_match, action="append", default=[], help=match)
    add_largest(parser)


def run(options: argparse.Namespace) -> int:
    """Combine the maps; FAULTY if readings are rivals."""
    from stakemap.commands.combining import combine_files

    return DONE if combine_files(options) else FAULTY


def _weight(text: str) -> tuple[str, float]:
    """The name and the weight of an analyst: "A. Analyst=2"."""
    name, _, value = text.rpartition("=")
    try:
        weight = float(value)
    except ValueError:
        weight = math.nan
    if not name.strip() or not 0 < weight <= _HEAVIEST:
        raise argparse.ArgumentTypeError(
            tr("a weight is written as NAME=2, above 0 and at most {most}", most=int(_HEAVIEST))
        )
    return name.strip(), weight


def _match(text: str) -> tuple[str, str]:
    """Two ids: "turkey=turkiye"."""
    other, _, known = (part.strip() for part in text.partition("="))
    if not (other and known):
        raise argparse.ArgumentTypeError(tr("two records that are the same are written as ID=ID"))
    return other, known
