"""Objects that parts of a window share, found by their type and made when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

__all__ = ["Services"]

T = TypeVar("T")


class Services:
    """A registry of factories by type; each factory is called at most once."""

    def __init__(self) -> None:
        self._factories: dict[type[Any], Callable[[], Any]] = {}
        self._made: dict[type[Any], Any] = {}

    def provide(self, kind: type[T], factory: Callable[[], T]) -> None:
        """Register how the object of a type is made."""
        self._factories[kind] = factory

    def get(self, kind: type[T]) -> T:
        """The object of a type, made now if need be. Raises KeyError when nothing provides it."""
        if kind not in self._made:
            self._made[kind] = self._factories[kind]()
        return cast("T", self._made[kind])

    def made(self, kind: type[T]) -> T | None:
        """The object of a type if it has been made, else None."""
        return cast("T | None", self._made.get(kind))
