"""The command `stakemap combine`: the maps of several analysts become one, with a report on who agrees."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from stakemap.analysis.combining.combining import combine
from stakemap.analysis.combining.sentences import told
from stakemap.commands.documents import opened
from stakemap.commands.output import check_new, complain, save_new, say
from stakemap.errors import UsageError
from stakemap.i18n import tr
from stakemap.model.combining.combine import contributions_of
from stakemap.model.combining.matching import CONFIRMABLE
from stakemap.model.document import StakeMap
from stakemap.model.rounds import round_of_sheet
from stakemap.storage.files import check_suffix, save_map, without_suffix
from stakemap.storage.policy.handling import with_default_handling
from stakemap.storage.reading.largest_file import limits_for
from stakemap.storage.saving.targets import is_same_file
from stakemap.wording.names import listing

#: Most names of analysts in a message.
_NAMED = 20


def combine_files(options: argparse.Namespace) -> bool:
    """Combine maps of several analysts and write the result; says who agrees. False if readings are rivals.

    Nothing is written unless all of it could be done. Raises UsageError for a file that cannot be combined,
    for an analyst or a record that is not there, and where there is another file in the place of the output;
    WriteError when the result cannot be written.
    """
    output, files = Path(options.output), [Path(file) for file in options.files]
    check_suffix(output)
    _check_files(files)
    is_replaced = is_same_file(output, files[0])
    if not is_replaced:
        check_new(output)
    limits = limits_for(options.largest)
    maps = [opened(file, limits) for file in files]
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
        save_new(output, with_default_handling(combined.document), limits)
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
