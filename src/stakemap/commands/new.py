"""The command `stakemap new`: a map to begin with, as a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from stakemap.commands.arguments import file_name
from stakemap.commands.command import DONE
from stakemap.commands.output import check_new, save_new
from stakemap.i18n import tr
from stakemap.storage.reading.limits import DEFAULT_LIMITS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the file to write, and what to start from."""
    parser.add_argument(
        "-o", "--output", metavar=tr("FILE"), type=file_name, required=True, help=tr("the file to write")
    )
    start = tr("what to start from (default: %(default)s)")
    parser.add_argument("--preset", metavar=tr("NAME"), default="blank", help=start)


def run(options: argparse.Namespace) -> int:
    """Write the map. Raises UsageError where there is a file already."""
    from stakemap.storage.files import check_suffix
    from stakemap.storage.presets import load_preset

    path = Path(options.output)
    check_suffix(path)
    check_new(path)
    save_new(path, load_preset(options.preset), DEFAULT_LIMITS)
    return DONE
