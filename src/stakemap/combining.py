"""The command `stakemap combine`: the maps of several analysts become one, and who agrees is told."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Sequence
from pathlib import Path

from stakemap.analysis.combining import combine
from stakemap.analysis.combining_words import told
from stakemap.arguments import add_largest, file_name
from stakemap.errors import MapReadError, UsageError
from stakemap.i18n import tr
from stakemap.model.combining.combine import contributions_of
from stakemap.model.combining.matching import CONFIRMABLE
from stakemap.model.document import StakeMap
from stakemap.model.rounds import round_of_sheet
from stakemap.output import save_new
from stakemap.storage.files import OpenedMap, check_suffix, open_map, save_map, without_suffix
from stakemap.storage.limits import Limits, limits_for
from stakemap.storage.targets import is_same_file, is_there
from stakemap.wording.names import listing

__all__ = ["add_arguments", "combine_files"]

#: Most names of analysts in a message, and the largest weight.
_NAMED, _HEAVIEST = 20, 1_000.0

Say = Callable[[str], None]


def combine_files(options: argparse.Namespace, say: Say, complain: Say) -> bool:
    """Combine maps of several analysts and write the result; says who agrees. False if readings are rivals.

    Nothing is written unless all of it could be done. Raises UsageError for a file that cannot be combined,
    for an analyst or a record that is not there, and where there is another file in the place of the output;
    WriteError when the result cannot be written.
    """
    output, files = Path(options.output), [Path(file) for file in options.files]
    check_suffix(output)
    _check_files(files)
    is_replaced = is_same_file(output, files[0])
    if not is_replaced and is_there(output):
        raise UsageError(tr("{file} already exists; give another name.", file=output))
    limits = limits_for(options.largest)
    maps = [_opened(file, limits) for file in files]
    for file, each in zip(files, maps, strict=True):
        if round_of_sheet(each.document) is not None:
            raise UsageError(
                tr("{file}: This is the sheet of a round; gather it with stakemap round gather.", file=file)
            )
    documents = [each.document for each in maps]
    contributions = contributions_of(zip(map(without_suffix, files), documents, strict=True))
    weights = dict(options.weight)
    combined = combine(contributions, options.pool, weights, _confirmed(options.match, documents))
    for name in weights:
        if name not in combined.analysts:
            there = listing(combined.analysts, _NAMED) or tr("none")
            raise UsageError(tr("No analyst is called “{name}”; there are: {there}.", name=name, there=there))
    if not is_replaced:
        save_new(output, combined.document, limits, complain)
    elif combined.document != documents[0]:
        save_map(output, combined.document, expected_digest=maps[0].digest, limits=limits, warn=complain)
    for line in told(combined):
        say(line)
    return not combined.rivals


def _check_files(files: Sequence[Path]) -> None:
    if len(files) < 2:
        raise UsageError(tr("Give the maps of at least two analysts."))
    for number, file in enumerate(files):
        if any(is_same_file(file, other) for other in files[:number]):
            raise UsageError(tr("{file} is given twice.", file=file))


def _opened(file: Path, limits: Limits) -> OpenedMap:
    """Read a map. Raises UsageError, which names the file, also for one of a newer version."""
    try:
        found = open_map(file, limits=limits)
    except MapReadError as error:
        raise UsageError(f"{file}: {error}") from error
    if found.read_only:
        raise UsageError(
            tr(
                "{file}: This map comes from a newer version of Stakemap; combine it with that version.",
                file=file,
            )
        )
    return found


def _confirmed(
    matches: Sequence[tuple[str, str]], documents: Sequence[StakeMap]
) -> dict[tuple[str, str], str]:
    """The records that are the same, by container. Raises UsageError where there is no such record."""
    confirmed: dict[tuple[str, str], str] = {}
    for other, known in matches:
        found = {
            (container, other): known
            for container in CONFIRMABLE
            if any(other in getattr(each, container) for each in documents[1:])
            and any(known in getattr(each, container) for each in documents[:-1])
            and other not in getattr(documents[0], container)
        }
        if not found:
            raise UsageError(
                tr(
                    "--match {other}={known}: “{other}” is no actor, issue or snapshot of a later map that "
                    "the first lacks, or “{known}” is none of an earlier one.",
                    other=other,
                    known=known,
                )
            )
        confirmed |= found
    return confirmed


# --- arguments ---------------------------------------------------------------------------------------------


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
