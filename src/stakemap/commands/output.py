"""The output of the command line: text safe for terminals, new maps, and one line for output that fails."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from stakemap.errors import UsageError, WriteError
from stakemap.i18n import tr, tr_count

if TYPE_CHECKING:
    from stakemap.model.document import StakeMap
    from stakemap.storage.reading.limits import Limits

#: Bidirectional control characters, which reorder the following text, in a terminal too.
_BIDIRECTIONAL = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def set_up() -> None:
    """Let both streams escape the characters that their encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Print a line on standard output. Raises WriteError, and BrokenPipeError when its reader has exited."""
    write_text(f"{neutral(text)}\n")


def write_text(text: str) -> None:
    """Write a text of our own to standard output. Raises as `say` does."""
    # Without a terminal there may be no stream.
    if sys.stdout is not None:
        with _sentences():
            sys.stdout.write(text)


def write_bytes(data: bytes) -> None:
    """Write data to standard output. Raises as `say` does."""
    if sys.stdout is not None:
        with _sentences():
            sys.stdout.flush()
            sys.stdout.buffer.write(data)


def finish() -> None:
    """Write what is still buffered. Raises as `say` does."""
    if sys.stdout is not None:
        with _sentences():
            sys.stdout.flush()


@contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        discard(sys.stdout)
        problem = error.strerror or type(error).__name__
        raise WriteError(tr("The output could not be written: {problem}.", problem=problem)) from error


def complain(text: str) -> None:
    """Print a line on standard error; where that fails, there is nobody to tell."""
    if sys.stderr is not None:
        try:
            sys.stderr.write(f"stakemap: {neutral(text)}\n")
        except OSError:
            discard(sys.stderr)


def discard(stream: TextIO) -> None:
    """Let a stream that cannot be written lead nowhere, so that flushing it raises no further error."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def check_new(path: Path) -> None:
    """Raise UsageError if there is a file of that name, which a new one does not replace.

    Raises WriteError if there is no such folder, which has to be known before anything else is written.
    """
    from stakemap.storage.saving.targets import absolute, is_there, write_error

    if is_there(path):
        raise UsageError(tr("{file} already exists; give another name.", file=path))
    path = absolute(path)
    try:
        # As a folder, which a file of that name is not.
        os.stat(os.path.join(path.parent, ""))  # noqa: PTH116, PTH118 - a Path drops the last part
    except OSError as error:
        raise write_error(path, error) from error


def check_replaced(files: Sequence[Path]) -> None:
    """Ask on a terminal whether those of the files that are there may be replaced.

    Raises UsageError if not, or if there is nobody to ask.
    """
    from stakemap.storage.saving.targets import is_there

    there = [file for file in files if is_there(file)]
    if not there:
        return
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr)):
        raise UsageError(
            tr("{file} already exists; give another name, or --force to replace it.", file=there[0])
        )
    question = tr_count(
        "{file} already exists; replace it? [y/N]",
        "{file} and others already exist; replace {count} files? [y/N]",
        len(there),
        file=there[0],
    )
    sys.stderr.write(f"{neutral(question)} ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise UsageError(tr("Nothing was written."))


def save_new(path: Path, document: StakeMap, limits: Limits, digest: str | None = "") -> None:
    """Save a map as a new file, and warn of what the drive refused, or if `limits` are too low to open it.

    Raises WriteError when the map cannot be saved, or a file of that name is there already, unless `digest`
    is None.
    """
    from stakemap.storage.files import OverLimitError, save_map

    try:
        save_map(path, document, expected_digest=digest, limits=limits, warn=complain)
    except OverLimitError as error:
        save_map(path, document, expected_digest=digest, warn=complain)
        complain(tr("warning: {fault}", fault=error))


def write_file(file: Path, content: bytes) -> None:
    """Write a file, and make the folders above it that are missing.

    Raises UsageError when a folder cannot be made, WriteError when the file cannot be written.
    """
    from stakemap.storage.saving.targets import refusal_of
    from stakemap.storage.saving.writing import write_bytes_safely

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            tr("{file} cannot be written: {problem}.", file=file, problem=refusal_of(error))
        ) from error
    write_bytes_safely(file, content)


def neutral(text: str) -> str:
    """A text that is safe to print: terminal and bidirectional control characters are escaped."""
    if text.isascii() and text.isprintable():
        return text
    from stakemap.lookalikes import isolates_in

    preserved = isolates_in(text)
    return "".join(
        _escaped(character) if _is_control(character) and place not in preserved else character
        for place, character in enumerate(text)
    )


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in _BIDIRECTIONAL


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
