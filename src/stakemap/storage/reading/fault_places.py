"""The path of the first invalid part of a JSON text, searched only once it is known to be invalid.

Parsers report a line and column at most. A finding is passed up through the hooks of `json`, since keeping
all duplicate keys and walking the value afterwards takes twice the time and half as much memory again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from stakemap.errors import Fault
from stakemap.i18n import tr
from stakemap.storage.reading.exact import NumberRefusedError, read_constant, read_decimal, read_whole
from stakemap.text import with_code_points
from stakemap.wording.faults import path_of


class _Found:
    """An invalid part, passed up to the top of the value; each level prepends its key to the path."""

    __slots__ = ("code", "message", "path")

    def __init__(self, code: str, message: str, path: tuple[str | int, ...] = ()) -> None:
        self.code = code
        self.message = message
        self.path = path

    def below(self, step: str | int) -> _Found:
        self.path = (step, *self.path)
        return self


def find_invalid_part(text: str, *, with_numbers: bool = True) -> Fault | None:
    """Find the first duplicate key or refused number of a JSON text, without keeping the parsed value.

    Without `with_numbers`, for a text whose numbers are known to be valid, it takes half the time.
    """
    search = _Search()
    hooks: dict[str, Any] = search.number_hooks() if with_numbers else {}
    found = _inside(json.loads(text, object_pairs_hook=search.in_object, **hooks))
    if found is None:
        return None
    path = path_of(found.path)
    return Fault(found.code, path, tr("{problem} (The place is {path}.)", problem=found.message, path=path))


class _Search:
    """Checks the objects and numbers of a JSON text in the order of their ends, until one is invalid."""

    def __init__(self) -> None:
        self._is_over = False

    def in_object(self, pairs: list[tuple[str, Any]]) -> _Found | None:
        """The invalid part of an object: a duplicate key, or one found inside."""
        if self._is_over:
            for key, value in pairs:
                found = _inside(value)
                if found is not None:
                    return found.below(key)
            return None
        if len({key for key, _ in pairs}) == len(pairs):
            return None
        repeated = _repeated([key for key, _ in pairs])
        message = tr("“{key}” occurs twice in the same place.", key=with_code_points(repeated))
        return self._stop(_Found("duplicate-key", message, (repeated,)))

    def number_hooks(self) -> dict[str, Callable[[str], Any]]:
        """The arguments of `json.loads` that check numbers too."""
        return {
            "parse_float": self._number(read_decimal),
            "parse_int": self._number(read_whole),
            "parse_constant": self._number(read_constant),
        }

    def _number(self, read: Callable[[str], object]) -> Callable[[str], _Found | None]:
        def hook(literal: str) -> _Found | None:
            if not self._is_over:
                try:
                    read(literal)
                except NumberRefusedError as error:
                    return self._stop(_Found("number", str(error)))
            return None

        return hook

    def _stop(self, found: _Found) -> _Found:
        self._is_over = True
        return found


def _repeated(keys: list[str]) -> str:
    """The first duplicate of keys that are not unique."""
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            break
        seen.add(key)
    return key


def _inside(value: Any) -> _Found | None:
    if isinstance(value, _Found):
        return value
    if isinstance(value, list):
        for index, item in enumerate(value):
            # Nearly all are numbers or checked objects (None), for which calls would take noticeable time.
            if item is not None and not isinstance(item, str):
                found = _inside(item)
                if found is not None:
                    return found.below(index)
    return None


def find_lone_surrogate(value: Any) -> Fault | None:
    """Find the first string or key with a lone surrogate, which UTF-8 cannot encode."""
    for path, text in _texts(value, ()):
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            place = path_of(path)
            message = tr("{place} contains half of a two-part character.", place=place)
            return Fault("surrogate", place, message)
    return None


def _texts(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, part in value.items():
            here = (*path, key)
            yield here, key
            yield from _texts(part, here)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _texts(part, (*path, index))
