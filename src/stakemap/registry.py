"""Registries of what can be extended: kinds of slides, exporters, importers.

A registry knows its built-in members by the names of the modules that declare them, which are imported when
it is first asked. Such a module is cheap to import: what does the work is imported by the function that needs
it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from importlib import import_module
from typing import Generic, Protocol, TypeVar

__all__ = ["Registry"]


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


Member = TypeVar("Member", bound=_HasId)


class Registry(Generic[Member]):
    """Members by id, in their order: those of the tuple `attribute` of each of `modules`, then those that
    were registered meanwhile.
    """

    def __init__(self, attribute: str, *modules: str) -> None:
        self._attribute, self._modules = attribute, modules

    @cached_property
    def _members(self) -> dict[str, Member]:
        modules = [import_module(name) for name in self._modules]
        return {member.id: member for module in modules for member in getattr(module, self._attribute)}

    def __iter__(self) -> Iterator[Member]:
        return iter(tuple(self._members.values()))

    def __contains__(self, member_id: object) -> bool:
        return member_id in self._members

    def __getitem__(self, member_id: str) -> Member:
        """The member of that id; KeyError when there is none."""
        return self._members[member_id]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all members, in their order."""
        return tuple(self._members)

    @contextmanager
    def registered(self, member: Member) -> Iterator[Member]:
        """Have one member more for as long as the context lasts; ValueError when its id is taken."""
        if member.id in self:
            raise ValueError(member.id)
        self._members[member.id] = member
        try:
            yield member
        finally:
            del self._members[member.id]
