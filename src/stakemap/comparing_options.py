"""Options of the commands that compare or merge versions of maps, and of those that git calls."""

from __future__ import annotations

import argparse

from stakemap.arguments import add_largest, file_name
from stakemap.i18n import tr

__all__ = ["add_diff", "add_git_setup", "add_merge", "add_merge_driver", "add_textconv"]

#: The characters of a conflict marker of git.
_MARKER_SIZE = 7


def add_diff(parser: argparse.ArgumentParser) -> None:
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


def add_merge(parser: argparse.ArgumentParser) -> None:
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


def add_merge_driver(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `stakemap merge-driver`, which are those that git has for merge drivers."""
    parser.epilog = tr(
        "Git calls this; “stakemap git-setup” tells it to. Exit status: 0 merged, 1 something is in "
        "conflict. A conflict is recorded in the map, which opens; versions that cannot be merged stand in "
        "the file between conflict markers."
    )
    files = {
        "base": tr("the version from which both were made (%%O); an empty file where both were added"),
        "current": tr("the version to merge into, which is replaced (%%A)"),
        "other": tr("the other version (%%B)"),
    }
    for name, description in files.items():
        parser.add_argument(name, metavar=name.upper(), type=file_name, help=description)
    size = tr("the size of conflict markers (%%L)")
    parser.add_argument("marker_size", metavar="SIZE", type=int, nargs="?", default=_MARKER_SIZE, help=size)
    path = tr("the path of the map in the repository (%%P)")
    parser.add_argument("path", metavar="PATH", nargs="?", default="", help=path)
    add_largest(parser)


def add_git_setup(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stakemap git-setup`."""
    everywhere = tr("for all repositories of this user, not only that of the current folder")
    parser.add_argument("--global", dest="everywhere", action="store_true", help=everywhere)
    parser.add_argument("--undo", action="store_true", help=tr("take back what an earlier call set"))
    parser.epilog = tr(
        "It says what it sets: a merge driver and a text conversion in git’s configuration, and in git’s "
        "attributes that they are for *.stakemap.json and *.stakemap. Maps stay as they are."
    )


def add_textconv(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `stakemap textconv`."""
    parser.epilog = tr("A file that is no map, or a damaged one, is printed as it is.")
    parser.add_argument("file", metavar=tr("FILE"), type=file_name, help=tr("a map, whatever its name"))
    add_largest(parser)
