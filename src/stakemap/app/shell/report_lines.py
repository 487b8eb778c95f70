"""The lines of logs and crash notes that a report may quote: written by Stakemap, and without names.

Logs hold no text of maps to begin with. Here each line is checked once more before it is shown to be sent: it
has to have the form of a line of ours, and must hold no name from an open map, of a file or of a person.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from stakemap.logs import PLAIN_MESSAGES
from stakemap.text import fold

#: What our modules log, in which %s is the type of an error.
LOGGED = (
    "an edit is journalled by its differences only: %s",
    "an error that could not be raised",
    "no thread for work in the background: %s",
    "recovery failed",
    "requests of a map are not journalled: %s",
    "the journal has trouble",
    "the journal stumbled: %s",
    "the settings are no JSON object",
    "the settings are not locked: %s",
    "the settings could not be kept: %s",
    "the settings could not be read: %s",
    "work in the background failed: %s",
)

_SYSTEM = r"(Linux|Windows|Darwin|macOS|\w*BSD)[ -]\d[\w.+~-]*"
_VERSIONS = rf"Stakemap \d[\w.+-]*, Python \d[\w.+]*(, Qt \d[\w.+]*)?, {_SYSTEM}"
_MESSAGE = "|".join(re.escape(template).replace("%s", r"\w+") for template in LOGGED)
_ENTRY = re.compile(
    rf"\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d(,\d+)? [A-Z]+ ({_VERSIONS}|{_MESSAGE}|(?P<qt>Qt [\w.]*: .*))"
)
#: The method that a message of Qt comes from; what follows it may quote a text.
_QT_ORIGIN = re.compile(r"Qt [\w.]*: (Q\w+(::~?\w+)+)?")
_FRAME = re.compile(r"  (\w[\w.-]*\.py|<frozen [\w.]+>|<string>):\d+ [\w<>]+")
_ERROR = re.compile(r"(?P<kind>\w+)(: (?P<message>.*))?")
_ERROR_TYPE = re.compile(r"[A-Z]\w*(Error|Exception|Exit|Interrupt|Iteration|Warning)")
_SYSTEM_MESSAGES = {os.strerror(number) for number in range(1, 200)}
_CRASH = re.compile(
    r"(Fatal Python error|Windows fatal exception): [\w .()-]+"
    r"|(Current thread|Thread) 0x[0-9a-f]+( \[stakemap-\w+\])? \(most recent call first\):"
    r"|Extension modules: [\w., ]+ \(total: \d+\)|  <no Python frame>|  \.\.\."
)
_CRASH_FRAME = re.compile(r'  File "(?P<path>[^"]*)", line (?P<line>\d+) in (?P<name>[\w<>]+)')
_WORD = re.compile(r"[^\W_]+")
#: How many words of a name are looked for, its first ones.
_LONGEST = 12


class Phrases:
    """Names that must not be quoted. They are found as whole words, whatever their case and accents."""

    def __init__(self, names: Iterable[str]) -> None:
        found = (_words(name)[:_LONGEST] for name in names)
        self._phrases = {words for words in found if len("".join(words)) > 1}

    def are_in(self, line: str) -> bool:
        """Whether a line holds any of the names."""
        words = _words(line)
        return any(
            words[start:end] in self._phrases
            for start in range(len(words))
            for end in range(start + 1, min(start + _LONGEST, len(words)) + 1)
        )


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))


class Told(NamedTuple):
    """The lines that may be quoted, and the number of the others."""

    lines: tuple[str, ...]
    left_out: int


def told_lines(text: str, names: Phrases) -> Told:
    """The lines of a log or of a crash note that are ours and hold none of the names, some shortened."""
    given = [line.rstrip() for line in text.splitlines()]
    told = [line for line in _known(given) if not names.are_in(line)]
    return Told(tuple(told), sum(map(bool, given)) - len(told))


def _known(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        entry = _ENTRY.fullmatch(line)
        crash_frame = _CRASH_FRAME.fullmatch(line)
        if entry is not None and entry["qt"] is not None:
            origin = _QT_ORIGIN.match(entry["qt"])
            assert origin is not None
            yield line[: entry.start("qt")] + origin[0].rstrip(": ")
        elif crash_frame is not None:
            file = re.split(r"[/\\]", crash_frame["path"])[-1]
            shortened = f"  {file}:{crash_frame['line']} {crash_frame['name']}"
            if _FRAME.fullmatch(shortened):
                yield shortened
        elif entry is not None or _FRAME.fullmatch(line) or _CRASH.fullmatch(line) or _is_error(line):
            yield line


def _is_error(line: str) -> bool:
    """Whether a line has the type of an error, and no message or one that quotes nothing."""
    match = _ERROR.fullmatch(line)
    if match is None or not _ERROR_TYPE.fullmatch(match["kind"]):
        return False
    message = match["message"]
    if message is None or message in _SYSTEM_MESSAGES or PLAIN_MESSAGES.fullmatch(message):
        return True
    # The name of something in our code.
    return match["kind"] in ("AttributeError", "NameError", "ImportError", "ModuleNotFoundError") and bool(
        re.fullmatch(r"[\w.]+", message)
    )
