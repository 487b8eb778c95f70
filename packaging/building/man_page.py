"""The manual page `stakemap(1)`, made from what the commands answer to `--help`."""

import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

from building.environment import epoch, settings, version
from building.targets import BuildError
from environment import Environment

__all__ = ["man_page", "sections"]

FILES = """\
.SH FILES
.TP
.I /etc/stakemap/policy.json
Rules of an organisation, which hold for all users of this machine.
.PP
Settings lie in
.I stakemap
in each user's folder of settings, logs and recovery files in that of states (see the XDG Base Directory
Specification).
"""


def man_page(environment: Environment) -> str:
    """The page as roff. Raises BuildError if a command does not tell its help."""
    day = datetime.fromtimestamp(epoch(), UTC).date()
    told = _help(environment)
    head, _, _ = told.partition("\n\n")
    usage = [line.removeprefix("usage:").strip() for line in head.split("\n")]
    synopsis = "\n.br\n".join(_plain(line) for line in usage)
    parts = [
        f'.TH STAKEMAP 1 "{day}" "stakemap {version()}" "User Commands"',
        ".SH NAME",
        r"stakemap \- map who matters on a question and where they stand",
        ".SH SYNOPSIS",
        synopsis,
        ".SH DESCRIPTION",
        *sections(told.partition("\n\n")[2]),
    ]
    for name in _commands(told):
        of_command = _help(environment, name)
        head, _, rest = of_command.partition("\n\n")
        parts += [f".SH STAKEMAP {name.upper()}", _plain(_unwrapped(head).removeprefix("usage: ")), ".PP"]
        parts += sections(rest)
    return "\n".join(parts) + "\n" + FILES


def _commands(told: str) -> list[str]:
    """The names of the commands that the general help lists."""
    listed = re.search(r"^commands:\n((?: .*\n)+)", told, re.MULTILINE)
    names = re.findall(r"^    ([a-z][a-z-]*)(?:  |$)", listed[1] if listed else "", re.MULTILINE)
    if not names:
        raise BuildError("The general help lists no commands, so there is no manual page.")
    return names


def _help(environment: Environment, *command: str) -> str:
    # So wide that each option and its text stand on two lines at most.
    variables = settings() | {"COLUMNS": "2000", "LANGUAGE": "C"}
    call = [str(environment.python), "-P", "-m", "stakemap", *command, "--help"]
    result = subprocess.run(
        call, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", env=variables
    )
    if result.returncode:
        raise BuildError(f"stakemap {' '.join(command)} --help failed: {result.stderr.strip()[-200:]}")
    return result.stdout


def sections(told: str) -> Iterator[str]:
    """The lines of the page for the help after its usage: paragraphs, headings, options with their texts."""
    for paragraph in re.split(r"\n\n+", told.strip("\n")):
        lines = paragraph.split("\n")
        if not re.fullmatch(r"\S.*:", lines[0]) or len(lines) == 1:
            yield from (".PP", _plain(_unwrapped(paragraph)))
            continue
        yield f".SS {_plain(lines[0][:-1].capitalize())}"
        for line, following in pairwise([*lines[1:], ""]):
            indent = len(line) - len(line.lstrip())
            name, _, text = line.strip().partition("  ")
            if indent > 4:
                # What an option that is too long for its column is for stands below it.
                yield _plain(line.strip())
            elif text or following.startswith(" " * 5):
                yield from (".TP", f".B {_plain(name)}")
                if text:
                    yield _plain(text.strip())


def _unwrapped(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    """Text that roff prints as it is."""
    text = text.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{text}" if text.startswith((".", "'")) else text
