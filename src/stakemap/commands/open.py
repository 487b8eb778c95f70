"""The command `stakemap open`, which is also what a file alone means: maps in the app."""

from __future__ import annotations

import argparse
from pathlib import Path

from stakemap.commands.arguments import file_name
from stakemap.commands.output import say
from stakemap.errors import UsageError
from stakemap.i18n import tr
from stakemap.storage.saving.targets import absolute, is_there


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the maps to open."""
    parser.add_argument(
        "files", metavar=tr("FILE"), type=file_name, nargs="*", help=tr("a map; none opens the welcome page")
    )
    parser.add_argument("--preset", metavar=tr("NAME"), help=tr("open a preset as a new, unsaved map"))
    leaving = tr("quit after the first full paint, for benchmarks")
    parser.add_argument("--exit-when-painted", action="store_true", help=leaving)


def run(options: argparse.Namespace) -> int:
    """Open the maps, the preset or the welcome page; returns once all windows are closed."""
    if options.preset is not None and options.files:
        raise UsageError(tr("Give either files or --preset NAME."))
    from stakemap.storage.presets import check_preset

    if options.preset is not None:
        check_preset(options.preset)
    for file in options.files:
        if not is_there(Path(file)):
            raise UsageError(tr("There is no file or command “{file}”; see stakemap --help.", file=file))
    from stakemap.app.shell import application

    paths = tuple(absolute(Path(file)) for file in options.files)
    return application.run(paths, options.preset, options.exit_when_painted, say)
