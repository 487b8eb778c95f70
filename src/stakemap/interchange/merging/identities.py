"""Matching imported actors with those of the map: by an answer, an id, a name, aliases, else a code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stakemap.countries import all_names, country_meant
from stakemap.interchange.content import ImportedActor
from stakemap.interchange.merging.options import MergePolicy
from stakemap.interchange.names import Names
from stakemap.model.document import Actor

_CODE_LIMIT = 4


class Identities:
    """The actors of a map and those that a merge adds, found by what a file calls them.

    `answers` are ids by key of the content, "" for a new actor; `claimed` are ids of the map that the file
    has itself. With the policy "replace" the aliases of a record are what is said of it, and do not tell who
    it is.
    """

    def __init__(
        self, actors: Mapping[str, Actor], answers: Mapping[str, str], claimed: set[str], policy: MergePolicy
    ) -> None:
        self._before, self._answers, self._claimed, self._policy = actors, answers, claimed, policy
        self._names, self._aliases, self._codes = Names(), Names(), Names()
        self._coded: set[str] = set()
        for key, actor in actors.items():
            self.add(key, actor, actor.code)

    def add(self, key: str, actor: Actor, code: str) -> None:
        """Make an actor known by its name, its aliases and a code."""
        self._names.add(key, actor.name)
        self._aliases.add(key, *actor.aliases)
        self._codes.add(key, code)

    def learn(self, key: str, record: ImportedActor) -> None:
        """Make an actor known by what a record adds to it."""
        self._aliases.add(key, record.name, *self._names_beside(record))
        code, known = record.code.strip(), self._before.get(key)
        is_kept = self._policy == "fill" and known is not None and known.code
        if code and len(code) <= _CODE_LIMIT and key not in self._coded and not is_kept:
            self._coded.add(key)
            self._codes.add(key, code)

    def matching(self, record: ImportedActor) -> list[str]:
        """The actors that a record may mean, none for a new one."""
        answer = self._answers.get(record.key)
        if answer is not None and (not answer or answer in self._before):
            return [answer] if answer else []
        if record.map_id and record.map_id in self._names.ids:
            return [record.map_id]
        if not record.name.strip():
            return self._codes.find(record.code.strip()) if record.code and not record.map_id else []
        for found in self._called(record):
            # A file that gives ids means none of those that it has itself or adds.
            free = [key for key in found if not record.map_id or self._is_unclaimed(key)]
            if free:
                return free
        return []

    def _is_unclaimed(self, key: str) -> bool:
        return key in self._before and key not in self._claimed

    def _called(self, record: ImportedActor) -> Iterator[list[str]]:
        name = record.name.strip()
        yield self._names.find(name)
        yield self._aliases.find(name)
        beside = self._names_beside(record)
        for others in (_country_names(name), beside, _country_names(*beside)):
            for names in (self._names, self._aliases):
                yield list(dict.fromkeys(key for other in others for key in names.find(other.strip())))

    def _names_beside(self, record: ImportedActor) -> tuple[str, ...]:
        return () if self._policy == "replace" else names_beside(record)


def _country_names(*names: str) -> tuple[str, ...]:
    """All names of the countries that are called so."""
    countries = filter(None, map(country_meant, names))
    return tuple(name for country in countries for name in all_names(country))


def names_beside(record: ImportedActor) -> tuple[str, ...]:
    """The aliases that a record gives to the name it has: a code alone has none."""
    return record.aliases if record.name.strip() or record.map_id else ()
