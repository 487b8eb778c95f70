"""A service registry: shared objects looked up by type and created on first use."""

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
        """Register the factory of a type."""
        self._factories[kind] = factory

    def get(self, kind: type[T]) -> T:
        """The object of a type, created on first use. Raises KeyError when no factory provides it."""
        if kind not in self._made:
            self._made[kind] = self._factories[kind]()
        return cast("T", self._made[kind])

    def made(self, kind: type[T]) -> T | None:
        """The object of a type if it exists already, else None."""
        return cast("T | None", self._made.get(kind))
