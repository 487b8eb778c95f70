"""A service registry: shared objects looked up by type and created on first use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Services:
    """A registry of factories by type; each factory is called at most once."""

    def __init__(self) -> None:
        self._factories: dict[type[Any], Callable[[], Any]] = {}
        self._made: dict[type[Any], Any] = {}
        self._being_made: set[type[Any]] = set()

    def provide(self, kind: type[T], factory: Callable[[], T]) -> None:
        """Register the factory of a type. Raises RuntimeError when its object exists or is being created."""
        if kind in self._made or kind in self._being_made:
            raise RuntimeError(f"{kind.__name__} has been made already")
        self._factories[kind] = factory

    def get(self, kind: type[T]) -> T:
        """The object of a type, created on first use.

        Raises KeyError when no factory provides it, RuntimeError when its factory asks for it.
        """
        if kind not in self._made:
            factory = self._factories[kind]
            if kind in self._being_made:
                raise RuntimeError(f"the factory of {kind.__name__} asks for what it makes")
            self._being_made.add(kind)
            try:
                self._made[kind] = factory()
            finally:
                self._being_made.discard(kind)
        return cast("T", self._made[kind])

    def made(self, kind: type[T]) -> T | None:
        """The object of a type if it exists already, else None."""
        return cast("T | None", self._made.get(kind))
