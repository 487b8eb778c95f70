"""The command `stakemap diff`; its help imports nothing slow."""

from __future__ import annotations

import argparse

from stakemap.commands.arguments import add_largest, file_name
from stakemap.commands.command import DONE, FAULTY
from stakemap.commands.documents import read_map
from stakemap.i18n import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `stakemap diff`."""
    parser.add_argument("before", metavar="A", type=file_name, help=tr("the earlier map"))
    parser.add_argument("after", metavar="B", type=file_name, help=tr("the later map"))
    as_json = tr("print JSON instead of sentences")
    parser.add_argument("--json", action="store_true", help=as_json)
    parser.epilog = tr(
        "The JSON is an object with a list “differences”. Each has the “place” in the map, such as “map”, "
        "“actors/eu” or “snapshots/2025/stances/opening/eu”; the “field” that differs, “” for a record or "
        "judgement that was added or removed, null for fields that this version does not know; its values "
        "“before” and “after” as a file has them, null where there are none; and the “sentence” that says "
        "so. Exit status: 0 the maps are the same, 1 they differ."
    )
    add_largest(parser)


def run(options: argparse.Namespace) -> int:
    """Say how the maps differ; FAULTY if they do."""
    before, after = (read_map(file, options.largest) for file in (options.before, options.after))
    from stakemap.commands.differences import compare

    return DONE if compare(before, after, as_json=options.json) else FAULTY
