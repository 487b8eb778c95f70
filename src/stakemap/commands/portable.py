"""Settings and state beside the program instead of in the user's folders, for a program on a stick."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from stakemap.errors import UsageError
from stakemap.i18n import tr

#: The folder beside the program.
DATA_FOLDER = "stakemap-data"


def use_portable_folders() -> None:
    """Keep settings and state beside the program, for this process and those that it starts.

    Raises UsageError where Stakemap is no program in a folder of its own, and where nothing can be written.
    """
    if not getattr(sys, "frozen", False):
        raise UsageError(
            tr("--portable is for the portable package, whose program lies in a folder of its own.")
        )
    from stakemap.private_files import private_folder, write_private

    folder = _place_of_program() / DATA_FOLDER
    try:
        private_folder(folder)
        # Asked for the rights, Windows answers that all folders can be written to.
        probe = folder / f".stakemap-{os.getpid()}"
        write_private(probe, b"")
        probe.unlink()
    except OSError as error:
        raise UsageError(
            tr(
                "Nothing can be kept in {folder} ({problem}); move the program to where it may write, or "
                "leave out --portable.",
                folder=folder,
                problem=error.strerror or type(error).__name__,
            )
        ) from error
    os.environ["STAKEMAP_CONFIG_DIR"] = str(folder / "config")
    os.environ["STAKEMAP_STATE_DIR"] = str(folder / "state")


def _place_of_program() -> Path:
    """The folder in which the program lies; on macOS that of the app, into which nothing may be written."""
    program = Path(os.path.realpath(sys.executable))
    return next((folder.parent for folder in program.parents if folder.suffix == ".app"), program.parent)
