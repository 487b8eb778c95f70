"""The two versions of a file with conflict markers, and their base where it is there, too; read and written.

A line of JSON cannot begin with a marker: strings hold no line breaks, and nothing else has such characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

#: The line that begins a conflict. Git makes it longer than seven characters where configured.
_BEGIN = re.compile(rb"^<{7,}(?: [^\n]*)?\r?$", re.MULTILINE)
#: The characters of markers, and how many a marker has at least.
_SIGNS, _SHORTEST = (b"<", b"|", b"=", b">"), 7
#: The longest markers that are written on request: attributes of a repository could ask for gigabytes.
_LONGEST = 200
#: The beginning of a line that is as long as a marker.
_RUN = re.compile(rb"^(?:<{7,}|\|{7,}|={7,}|>{7,})", re.MULTILINE)


class MarkedVersions(NamedTuple):
    """The texts of both versions, and of the base if the conflicts were written with it."""

    base: bytes | None
    one: bytes
    other: bytes


def has_markers(data: bytes) -> bool:
    """Whether a line of the data begins a conflict."""
    return b"<<<<<<<" in data and _BEGIN.search(data) is not None


def versions_of(data: bytes) -> MarkedVersions | None:
    """The versions that data with conflict markers holds; None where there are none, or some are missing.

    There is no base where a conflict lacks it, or where that was in conflict itself.
    """
    parts = _Parts()
    for line in data.split(b"\n"):
        parts.take(line)
    if parts.size or not parts.count:
        return None
    base, one, other = (b"\n".join(lines) for lines in parts.texts)
    return MarkedVersions(base if parts.is_based and not has_markers(base) else None, one, other)


def with_markers(base: bytes, one: bytes, other: bytes, size: int = _SHORTEST) -> Iterator[bytes]:
    """The whole versions as one conflict, in pieces; without the base if that is empty.

    Markers have at least `size` characters, and more where a version has lines that begin with so many.
    """
    size = min(max(size, _SHORTEST), _LONGEST)
    for content in (base, one, other):
        if any(_has_line(content, sign * size) for sign in _SIGNS):
            size = max(size, 1 + max(len(found[0]) for found in _RUN.finditer(content)))
    parts = [(b"<", b" one version", one), (b"|", b" the common base", base), (b"=", b"", other)]
    for sign, label, content in parts:
        if content or sign != b"|":
            yield sign * size + label + b"\n"
            yield content
            yield b"" if content.endswith(b"\n") else b"\n"
    yield b">" * size + b" the other version\n"


def _has_line(content: bytes, beginning: bytes) -> bool:
    return content.startswith(beginning) or b"\n" + beginning in content


class _Parts:
    """The lines of base, one and other version, gathered line by line.

    `size` is that of the markers of the conflict that is being read, 0 outside of one.
    """

    def __init__(self) -> None:
        self.texts: tuple[list[bytes], list[bytes], list[bytes]] = ([], [], [])
        self.size = self.count = 0
        self.is_based = True
        #: The versions to which a line belongs, by their index.
        self._into: tuple[int, ...] = (0, 1, 2)
        self._has_base = False

    def take(self, line: bytes) -> None:
        """Take the next line, without its line feed."""
        text = line.removesuffix(b"\r")
        if not self.size:
            if _BEGIN.fullmatch(text):
                self.size = len(text) - len(text.lstrip(b"<"))
                self.count += 1
                self._into, self._has_base = (1,), False
                return
        elif self._into == (1,) and self._is(text, b"|"):
            self._into, self._has_base = (0,), True
            return
        elif self._into != (2,) and text == b"=" * self.size:
            self._into = (2,)
            return
        elif self._into == (2,) and self._is(text, b">"):
            self.size, self._into = 0, (0, 1, 2)
            self.is_based = self.is_based and self._has_base
            return
        for index in self._into:
            self.texts[index].append(line)

    def _is(self, text: bytes, character: bytes) -> bool:
        marker = character * self.size
        return text == marker or text.startswith(marker + b" ")
