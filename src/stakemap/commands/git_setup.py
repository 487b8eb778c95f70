"""The command `stakemap git-setup`: git learns to merge maps, and to show how they differ in words."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
from pathlib import Path

from stakemap.commands.command import DONE
from stakemap.commands.output import say, write_file
from stakemap.commands.program import program_words
from stakemap.errors import UsageError
from stakemap.i18n import tr
from stakemap.storage.reading.regular_files import read_regular
from stakemap.storage.saving.targets import refusal_of
from stakemap.storage.saving.writing import write_bytes_safely

#: What an attributes file says of maps.
_PATTERNS = ("*.stakemap.json", "*.stakemap")
_ATTRIBUTES = "merge=stakemap diff=stakemap"
_LARGEST_ATTRIBUTES = 2**22
#: The sections of git's configuration that are ours, with their fields.
_FIELDS = {"merge.stakemap": ("name", "driver"), "diff.stakemap": ("textconv", "cachetextconv")}

#: What the shell does after the driver: where it could not start, or was killed before it wrote anything, git
#: would take the one version and forget the other. Both go into the file, between conflict markers. One that
#: was killed once it had merged leaves %A without markers, too, but newer than %B, which git writes last.
_OR_KEEP_BOTH = (
    " || { test $? -gt 1 && ! grep -q '^<<<<<<<' %A && ! test %A -nt %B && "
    "{ echo '<<<<<<<'; cat %A; echo; echo '======='; cat %B; echo; echo '>>>>>>>'; } >%A.both && "
    "mv -f %A.both %A; exit 1; }"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stakemap git-setup`."""
    everywhere = tr("for all repositories of this user, not only that of the current folder")
    parser.add_argument("--global", dest="everywhere", action="store_true", help=everywhere)
    parser.add_argument("--undo", action="store_true", help=tr("take back what an earlier call set"))
    parser.epilog = tr(
        "It says what it sets: a merge driver and a text conversion in git’s configuration, and in git’s "
        "attributes that they are for *.stakemap.json and *.stakemap. Maps stay as they are."
    )


def run(options: argparse.Namespace) -> int:
    """Configure git, or undo it."""
    _set_up_git(everywhere=options.everywhere, undo=options.undo)
    return DONE


def _set_up_git(*, everywhere: bool, undo: bool) -> None:
    """Configure git in the repository of the current folder, or for this user `everywhere`, or undo it.

    Says what was done, a line each. Doing it again changes nothing. Raises UsageError without git, outside a
    repository, and where git or the drive refuses; WriteError when the attributes cannot be written.
    """
    scope = "--global" if everywhere else "--local"
    top = None if everywhere else _top()
    attributes = _global_attributes() if top is None else top / ".gitattributes"
    if undo:
        _unconfigure(scope)
        _remove_attributes(attributes)
        return
    _configure(scope)
    _add_attributes(attributes)
    if top is not None:
        _check_attributes(top)
        say(
            tr(
                "Commit {file}, so that it holds for your colleagues too; each of them runs "
                "“stakemap git-setup” once.",
                file=attributes.name,
            )
        )
    say(
        tr(
            "Merge branches one after the other: with several at once (an octopus merge) git asks no merge "
            "driver, and gives up where they differ in the same lines."
        )
    )
    command = "stakemap git-setup --global --undo" if everywhere else "stakemap git-setup --undo"
    say(tr("To undo it: {command}", command=command))


def _git(*arguments: str, allowed: tuple[int, ...] = ()) -> str:
    """The output of git without its last line break. Raises UsageError for a status but 0 and `allowed`."""
    try:
        result = subprocess.run(["git", *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise UsageError(tr("Git is not installed, or not on the search path.")) from None
    except OSError as error:
        raise UsageError(tr("Git cannot be run: {problem}.", problem=refusal_of(error))) from error
    if result.returncode and result.returncode not in allowed:
        told = os.fsdecode(result.stderr).strip().splitlines()
        raise UsageError(tr("Git refused: {problem}", problem=told[0] if told else str(result.returncode)))
    return os.fsdecode(result.stdout).removesuffix("\n")


def _top() -> Path:
    """The top folder of the work tree. Raises UsageError outside a repository, and in one without files."""
    inside = _git("rev-parse", "--is-inside-work-tree", allowed=(128,))
    if inside != "true":
        _git("--version")
        raise UsageError(
            tr(
                "This folder is in no git repository; change to one, or use --global to set up git for all "
                "repositories of yours."
            )
        )
    return Path(_git("rev-parse", "--show-toplevel"))


# --- configuration -----------------------------------------------------------------------------------------


def _configure(scope: str) -> None:
    program = shlex.join(program_words())
    values = {
        "merge.stakemap.name": "Stakemap: a map, judgement by judgement",
        "merge.stakemap.driver": f"{program} merge-driver -- %O %A %B %L %P{_OR_KEEP_BOTH}",
        "diff.stakemap.textconv": f"{program} textconv --",
        # A later version of Stakemap may word a map otherwise.
        "diff.stakemap.cachetextconv": "false",
    }
    for name, value in values.items():
        _git("config", scope, "--replace-all", name, value)
        say(f"git config {scope} {name} {shlex.quote(value)}")


def _unconfigure(scope: str) -> None:
    for section, fields in _FIELDS.items():
        for field in fields:
            # Status 5: there is none.
            _git("config", scope, "--unset-all", f"{section}.{field}", allowed=(5,))
            say(f"git config {scope} --unset-all {section}.{field}")
        if not _git("config", scope, "--get-regexp", rf"^{section.replace('.', '[.]')}[.]", allowed=(1,)):
            # Status 128: git has removed it with its last field.
            _git("config", scope, "--remove-section", section, allowed=(128,))


# --- attributes --------------------------------------------------------------------------------------------


def _global_attributes() -> Path:
    """The file of attributes that hold in all repositories of the user."""
    named = _git("config", "--global", "--type=path", "--get", "core.attributesFile", allowed=(1,))
    if named:
        return Path(named)
    configuration = os.environ.get("XDG_CONFIG_HOME")
    return (Path(configuration) if configuration else Path.home() / ".config") / "git" / "attributes"


def _lines(file: Path) -> list[bytes]:
    """The lines of an attributes file with their ends; none where it is missing. Raises UsageError."""
    try:
        return read_regular(file, _LARGEST_ATTRIBUTES).splitlines(keepends=True)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise UsageError(
            tr("{file} cannot be read: {problem}.", file=file, problem=refusal_of(error))
        ) from error


def _is_ours(line: bytes) -> bool:
    return line.split() in [[pattern.encode(), *_ATTRIBUTES.encode().split()] for pattern in _PATTERNS]


def _add_attributes(file: Path) -> None:
    lines = _lines(file)
    present = {line.split()[0].decode() for line in lines if _is_ours(line)}
    missing = [f"{pattern} {_ATTRIBUTES}" for pattern in _PATTERNS if pattern not in present]
    if not missing:
        say(tr("{file}: has the lines for maps already", file=file))
        return
    end = b"\r\n" if lines and lines[0].endswith(b"\r\n") else b"\n"
    if lines and not lines[-1].endswith(b"\n"):
        lines.append(end)
    write_file(file, b"".join([*lines, *(line.encode() + end for line in missing)]))
    for line in missing:
        say(tr("{file}: added “{line}”", file=file, line=line))


def _remove_attributes(file: Path) -> None:
    lines = _lines(file)
    kept = [line for line in lines if not _is_ours(line)]
    if len(kept) == len(lines):
        say(tr("{file}: has no lines for maps", file=file))
    elif kept:
        write_bytes_safely(file, b"".join(kept))
        say(tr("{file}: removed the lines for maps", file=file))
    else:
        try:
            file.unlink()
        except OSError as error:
            raise UsageError(
                tr("{file} cannot be removed: {problem}.", file=file, problem=refusal_of(error))
            ) from error
        say(tr("{file}: removed, since it held nothing else", file=file))


def _check_attributes(top: Path) -> None:
    """Warn where another attributes file of the repository decides otherwise."""
    file = f"a{_PATTERNS[0][1:]}"
    found = _git("-C", str(top), "check-attr", "merge", "diff", "--", file).splitlines()
    if any(not line.endswith(": stakemap") for line in found):
        say(
            tr(
                "warning: another attributes file, such as .git/info/attributes, says something else of "
                "maps: {attributes}",
                attributes="; ".join(line.partition(": ")[2] for line in found),
            )
        )
