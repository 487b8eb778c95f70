"""The command `stakemap export`; its help imports nothing slow but registries."""

from __future__ import annotations

import argparse
from pathlib import Path

from stakemap.commands.arguments import add_largest, file_name, page_numbers, scale, size
from stakemap.commands.command import DONE
from stakemap.commands.documents import documents_of
from stakemap.errors import UsageError
from stakemap.export.exporters import all_endings
from stakemap.i18n import tr
from stakemap.interchange.writers.formats import DATA_WRITERS, data_endings
from stakemap.picture.kinds import SLIDE_KINDS
from stakemap.picture.options import DEFAULT_STYLE, MATRIX_ORDERS, STYLE_IDS
from stakemap.storage.saving.targets import is_same_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `stakemap export`."""
    _add_files(parser)
    _add_look(parser)
    add_largest(parser)


def _add_files(parser: argparse.ArgumentParser) -> None:
    """Add what is exported, where to, and the view."""
    parser.add_argument("files", metavar=tr("FILE"), type=file_name, nargs="*", help=tr("a map to export"))
    parser.add_argument("--preset", metavar=tr("NAME"), help=tr("export a preset instead of a file"))
    parser.add_argument(
        "-o",
        "--output",
        metavar=tr("OUT"),
        type=file_name,
        required=True,
        help=tr(
            "the file to write: slides as {pictures}, data as {data}",
            pictures=", ".join(all_endings()),
            data=", ".join(data_endings()),
        ),
    )
    force = tr("replace files that are there already, instead of asking on a terminal or refusing")
    parser.add_argument("--force", action="store_true", help=force)
    parser.add_argument(
        "--issue", metavar="ID", help=tr("the issue to show (default: the first; in data all)")
    )
    parser.add_argument("--snapshot", metavar="ID", help=tr("the snapshot to show (default: the latest)"))
    pixels = tr("width x height in pixels (default: 1920x1080)")
    parser.add_argument("--size", metavar="WxH", type=size, default=(1920, 1080), help=pixels)
    sharper = tr("pixels for each of these, for a sharper .png (default: 1)")
    parser.add_argument("--scale", metavar="N", type=scale, default=1.0, help=sharper)


def _add_look(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose slides and their look."""
    parser.epilog = tr(
        "Headlines count an actor as undecided, and the sides as evenly balanced, within the limits set in "
        "the app (“Balance details”)."
    )
    kinds = SLIDE_KINDS.ids
    kind = tr("a kind of slide: {kinds}; may be given more than once (default: map)", kinds=", ".join(kinds))
    parser.add_argument("--slide", metavar=tr("KIND"), action="append", choices=kinds, help=kind)
    against = tr("the earlier snapshot of before-after (default: the dated one before)")
    parser.add_argument("--against", metavar="ID", help=against)
    parser.add_argument("--all-issues", action="store_true", help=tr("a slide for each issue"))
    parser.add_argument("--all-snapshots", action="store_true", help=tr("a slide for each snapshot"))
    theme = tr("light, dark, print, or a custom theme file (default: %(default)s)")
    parser.add_argument("--theme", metavar=tr("THEME"), default="light", help=theme)
    clear = tr("no background, in .png, .svg and .pptx")
    parser.add_argument("--transparent", action="store_true", help=clear)
    outlines = tr("text of an .svg as text, or as paths that look alike everywhere (default: %(default)s)")
    parser.add_argument("--text", choices=("text", "paths"), default="text", help=outlines)
    glued = tr("relations in a .pptx: freeform curves, or connectors glued to discs (default: %(default)s)")
    parser.add_argument("--connectors", choices=("freeform", "glued"), default="freeform", help=glued)
    style = tr(
        "minister: names, captions, strong relations; analyst: everything and a legend (default: %(default)s)"
    )
    parser.add_argument("--style", choices=STYLE_IDS, default=DEFAULT_STYLE, help=style)
    order = tr("sort the actors of a matrix by influence or by alignment (default: %(default)s)")
    parser.add_argument("--order", choices=MATRIX_ORDERS, default=MATRIX_ORDERS[0], help=order)
    named = tr(
        "write data in this format where the extension does not tell: {names}",
        names=", ".join(DATA_WRITERS.ids),
    )
    parser.add_argument(
        "--as", metavar=tr("FORMAT"), dest="data_format", choices=DATA_WRITERS.ids, help=named
    )
    # The option of earlier versions, in which everything was the default.
    parser.add_argument(
        "--minister", dest="style", action="store_const", const="minister", help=argparse.SUPPRESS
    )
    pages = tr("only these pages of the deck, by number: 1,3-5 (default: all)")
    parser.add_argument("--pages", metavar=tr("NUMBERS"), type=page_numbers, help=pages)
    cleaning = tr(
        "a copy for readers outside the team: no notes, earlier judgements, analysts or what to watch "
        "for; as .json the map itself"
    )
    parser.add_argument("--clean", action="store_true", help=cleaning)
    without = tr("with --clean: a scenario to leave out; may be given more than once")
    parser.add_argument("--without", metavar="ID", action="append", default=[], help=without)


def run(options: argparse.Namespace) -> int:
    """Write slides or data. Raises UsageError where that would replace the map."""
    from stakemap.commands.exporting import export

    if any(is_same_file(Path(options.output), Path(file)) for file in options.files):
        raise UsageError(tr("The export would replace the map; give another name."))
    export(documents_of(options.files, options), options)
    return DONE
