"""Where in a JSON text something is that makes it unfit, looked for only once it is known to be there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from stakemap.errors import Fault
from stakemap.i18n import tr
from stakemap.storage.exact import NumberRefusedError, read_constant, read_decimal, read_whole
from stakemap.storage.sentences import path_of, shown

__all__ = ["broken_text", "unfit"]


class _Found:
    """Something unfit, on its way up to the top of the value, its path growing at the front."""

    __slots__ = ("code", "message", "path")

    def __init__(self, code: str, message: str, path: tuple[str | int, ...] = ()) -> None:
        self.code = code
        self.message = message
        self.path = path

    def below(self, step: str | int) -> _Found:
        self.path = (step, *self.path)
        return self


def unfit(text: str) -> Fault | None:
    """The first repeated key or refused number of a JSON text; nothing else of the text is kept in memory."""
    found = json.loads(
        text,
        object_pairs_hook=_in_object,
        parse_float=_number(read_decimal),
        parse_int=_number(read_whole),
        parse_constant=_number(read_constant),
    )
    found = _inside(found)
    if found is None:
        return None
    path = path_of(found.path)
    return Fault(found.code, path, tr("{problem} (The place is {path}.)", problem=found.message, path=path))


def _number(read: Callable[[str], object]) -> Callable[[str], _Found | None]:
    def hook(literal: str) -> _Found | None:
        try:
            read(literal)
        except NumberRefusedError as error:
            return _Found("number", str(error))
        return None

    return hook


def _in_object(pairs: list[tuple[str, Any]]) -> _Found | None:
    seen: set[str] = set()
    for key, value in pairs:
        found = _inside(value)
        if found is not None:
            return found.below(key)
        if key in seen:
            message = tr("“{key}” stands twice in the same place.", key=shown(key))
            return _Found("duplicate-key", message, (key,))
        seen.add(key)
    return None


def _inside(value: Any) -> _Found | None:
    if isinstance(value, _Found):
        return value
    if isinstance(value, list):
        for index, item in enumerate(value):
            found = _inside(item)
            if found is not None:
                return found.below(index)
    return None


def broken_text(value: Any) -> Fault | None:
    """The first text or key of a JSON value that holds half of a surrogate pair, which no UTF-8 can say."""
    for path, text in _texts(value, ()):
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            place = path_of(path)
            message = tr("{place} holds half of a character that takes two parts.", place=place)
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
