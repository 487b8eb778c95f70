"""The command `stakemap import`; its help imports nothing slow."""

from __future__ import annotations

import argparse

from stakemap.commands.arguments import add_largest, file_name, setting
from stakemap.commands.authors import add_author
from stakemap.commands.command import DONE, FAULTY
from stakemap.commands.output import say
from stakemap.i18n import tr


class _FormatList(argparse.Action):
    """Prints the formats that can be imported, with the endings that their files mostly have."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from stakemap.interchange.formats import FORMATS

        for each in FORMATS:
            say(f"{each.title()} ({', '.join(each.endings)})")
        parser.exit()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the files to import and how to read them."""

    def add(name: str, metavar: str, text: str, group: argparse._ActionsContainer = parser) -> None:
        group.add_argument(f"--{name}", metavar=metavar, help=text)

    read = tr("a table, a workbook or a file of another program, told by its content")
    parser.add_argument("files", metavar=tr("FILE"), type=file_name, nargs="+", help=read)
    written = tr("the map to write: a new file, or that of --into")
    parser.add_argument("-o", "--output", metavar=tr("MAP"), type=file_name, help=written)
    add("into", tr("MAP"), tr("the map to merge the files into (default: a new one)"))
    add("plan", tr("PLAN"), tr("read registers as this plan says, which --save-plan wrote (.json)"))
    add("save-plan", tr("PLAN"), tr("write how the register was read to this new file (.json)"))
    add("sheet", tr("NAME"), tr("read only this sheet of a register"))
    into = parser.add_mutually_exclusive_group()
    add("snapshot", "ID", tr("the snapshot to import into (default: the latest)"), into)
    add("new-snapshot", tr("DATE"), tr("import into a new snapshot of this date (2025-07)"), into)
    add("label", tr("TEXT"), tr("the label of the new snapshot"))
    add("issue", tr("NAME"), tr("the issue of positions that name none (default: the first)"))
    contacts = tr("keep contact data, such as e-mail addresses and telephone numbers")
    parser.add_argument("--contacts", action="store_true", help=contacts)
    fill = tr("take only what the map lacks, and replace nothing")
    parser.add_argument("--fill", action="store_true", help=fill)
    add("rejects", tr("FILE"), tr("write the values that were refused to this new CSV file"))
    option = tr(
        "what a file leaves open, such as the end of a scale: position-high=100; "
        "a wrong NAME tells which ones it has; may be repeated"
    )
    parser.add_argument(
        "--option", metavar=tr("NAME=VALUE"), type=setting, action="append", default=[], help=option
    )
    formats = tr("list the formats that can be imported, and exit")
    parser.add_argument("--formats", action=_FormatList, nargs=0, help=formats)
    trial = tr("write nothing; say what would be imported")
    parser.add_argument("--dry-run", action="store_true", help=trial)
    add_author(parser)
    add_largest(parser)
    parser.epilog = tr(
        "Exit status: 0 all was imported, 1 imported, but values were refused, 2 nothing was written."
    )


def run(options: argparse.Namespace) -> int:
    """Import the files; FAULTY where values were refused."""
    from stakemap.commands.importing import import_files

    return DONE if import_files(options) else FAULTY
