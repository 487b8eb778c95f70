"""The command `stakemap desktop-setup`: the desktop of one user on Linux opens maps with this program."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from stakemap.commands.command import DONE
from stakemap.commands.output import complain, say, write_file
from stakemap.commands.program import program_words
from stakemap.errors import UsageError
from stakemap.i18n import tr
from stakemap.resources import resource
from stakemap.storage.saving.targets import refusal_of

_ENTRY = "applications/stakemap.desktop"
_TYPE = "mime/packages/stakemap.xml"
_ICON_THEME = "icons/hicolor"
_ICON = f"{_ICON_THEME}/scalable/apps/stakemap.svg"

#: What has desktops notice, and the folder that it is called with.
_REFRESHING = {"update-mime-database": "mime", "update-desktop-database": "applications"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stakemap desktop-setup`."""
    parser.add_argument("--undo", action="store_true", help=tr("take back what an earlier call set"))
    parser.epilog = tr(
        "It puts Stakemap into your menu of programs and has *.stakemap.json and *.stakemap open with it, "
        "for you alone; with --portable, it is started with that, too. It says which files it writes. Call "
        "it again after you have moved the program. The package for Debian and Ubuntu needs none of this."
    )


def run(options: argparse.Namespace) -> int:
    """Have the user's desktop know the app, or no longer.

    Raises UsageError on other systems, and where the drive refuses; WriteError when a file cannot be written.
    """
    if not sys.platform.startswith("linux"):
        raise UsageError(tr("desktop-setup is for Linux; on this system the installer does what it does."))
    folder = _data_folder()
    if options.undo:
        _remove(folder)
    else:
        _write(folder, ["--portable"] if options.portable else [])
    _refresh(folder)
    if not options.undo:
        say(tr("To undo it: {command}", command="stakemap desktop-setup --undo"))
    return DONE


def _data_folder() -> Path:
    """The user's folder of data, as the XDG Base Directory Specification has it."""
    named = Path(os.environ.get("XDG_DATA_HOME", ""))
    return named if named.is_absolute() else Path.home() / ".local" / "share"


def _write(folder: Path, options: list[str]) -> None:
    for name, content in _files(options):
        file = folder / name
        write_file(file, content)
        say(tr("{file}: written", file=file))


def _files(options: list[str]) -> Iterator[tuple[str, bytes]]:
    """The files by their names in the folder of data; the entry starts the program with `options`."""
    yield _ICON, resource("icons", "stakemap.svg").read_bytes()
    yield _TYPE, resource("linux", "stakemap.mime.xml").read_bytes()
    entry = resource("linux", "stakemap.desktop").read_text(encoding="utf-8")
    words = [*program_words(), *options]
    if "%" in words[0]:
        # GLib looks for the first word as it stands in the entry.
        words = ["env", *words]
    command = " ".join(map(_quoted, words))
    try:
        yield _ENTRY, entry.replace("Exec=stakemap ", f"Exec={command} ").encode()
    except UnicodeEncodeError:
        raise UsageError(
            tr("Desktops start no program from a folder whose name is not UTF-8; move it to another one.")
        ) from None


def _quoted(word: str) -> str:
    """A word of a command in a desktop entry, by the Desktop Entry Specification 1.5, "The Exec key"."""
    for character in '\\"`$':
        word = word.replace(character, f"\\{character}")
    # The value as a whole is a string, in which a backslash is written as two.
    return '"' + word.replace("\\", "\\\\").replace("\n", "\\n").replace("%", "%%") + '"'


def _remove(folder: Path) -> None:
    for name in (_ENTRY, _TYPE, _ICON):
        file = folder / name
        try:
            file.unlink()
        except FileNotFoundError:
            say(tr("{file}: is not there", file=file))
        except OSError as error:
            raise UsageError(
                tr("{file} cannot be removed: {problem}.", file=file, problem=refusal_of(error))
            ) from error
        else:
            say(tr("{file}: removed", file=file))


def _refresh(folder: Path) -> None:
    """Have desktops notice what changed; warns where a program for that is missing, or refuses."""
    # Desktops look for new icons where this folder changed.
    with suppress(OSError):
        os.utime(folder / _ICON_THEME)
    for program, name in _REFRESHING.items():
        if not (folder / name).is_dir():
            continue
        try:
            subprocess.run([program, str(folder / name)], capture_output=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            complain(
                tr(
                    "warning: {program} is missing or failed; if the desktop opens no maps, log in again.",
                    program=program,
                )
            )
