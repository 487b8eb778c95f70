"""Registries of extensions: slide kinds, exporters, importers.

A registry lists the modules that declare its built-in members and imports them on first use. Such a module is
quick to import: what does the work is imported by the function that needs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from importlib import import_module
from typing import Generic, Protocol, TypeVar


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


Member = TypeVar("Member", bound=_HasId)


class Registry(Generic[Member]):
    """Ordered members by id: those in the tuple `attribute` of each of `modules`, then registered ones.

    The first access raises ValueError when two modules declare the same id.
    """

    def __init__(self, attribute: str, *modules: str) -> None:
        self._attribute, self._modules = attribute, modules

    @cached_property
    def _members(self) -> dict[str, Member]:
        members: dict[str, Member] = {}
        for name in self._modules:
            for member in getattr(import_module(name), self._attribute):
                if member.id in members:
                    raise ValueError(f"{name}: the id {member.id!r} is taken")
                members[member.id] = member
        return members

    def __iter__(self) -> Iterator[Member]:
        return iter(tuple(self._members.values()))

    def __contains__(self, member_id: object) -> bool:
        return member_id in self._members

    def __getitem__(self, member_id: str) -> Member:
        """The member with that id. Raises KeyError."""
        return self._members[member_id]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all members, in their order."""
        return tuple(self._members)

    @contextmanager
    def registered(self, member: Member) -> Iterator[Member]:
        """Context manager: add a member temporarily. Raises ValueError if its id is taken."""
        if member.id in self:
            raise ValueError(member.id)
        self._members[member.id] = member
        try:
            yield member
        finally:
            del self._members[member.id]
