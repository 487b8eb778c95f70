"""Which records of one analyst's map are those of another: by id, by alias, by folded name.

A record means at most one of the other map. Where names are only near, or there is another hint, it is
suggested and taken for the same once it is confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from stakemap.countries import country_meant
from stakemap.model.combining.renaming import Renames, renamed_records
from stakemap.model.document import Actor, Relation, Resolution, Snapshot, Source, StakeMap
from stakemap.model.ids import mint
from stakemap.model.similar_names import NearNames
from stakemap.text import fold_latin

#: By container and id in the other map, the id of the record that somebody says it is.
Confirmed = Mapping[tuple[str, str], str]

#: The containers whose records may be confirmed to be the same.
CONFIRMABLE = ("actors", "issues", "snapshots")


#: Why records may be the same: their names are near, are names of one country, or their dates are the same.
SuggestionReason = Literal["near-name", "same-country", "same-date"]


class Suggestion(NamedTuple):
    """A record (`id`, `name`) of another map that may be one of the first (`candidate`), and why."""

    container: str
    id: str
    candidate: str
    name: str
    candidate_name: str
    reason: SuggestionReason


class Matching(NamedTuple):
    """The ids that the records of a map get, and what may be the same and was not confirmed."""

    renames: Renames
    suggestions: tuple[Suggestion, ...]


def matched(known: StakeMap, other: StakeMap, confirmed: Confirmed | None = None) -> Matching:
    """Match the records of another map with those of a map.

    `confirmed` counts for records whose ids the map does not have.
    """
    answers = confirmed or {}
    actors = _Pairing("actors", known.actors, other.actors, answers)
    actors.take_names(lambda actor: (actor.name, *actor.aliases))
    issues = _Pairing("issues", known.issues, other.issues, answers)
    issues.take_names(lambda issue: (issue.name,))
    snapshots = _Pairing("snapshots", known.snapshots, other.snapshots, answers)
    snapshots.take_names(lambda snapshot: (snapshot.label,), _are_of_one_date)
    groups = _Pairing("groups", known.groups, other.groups, answers)
    groups.take_names(lambda group: (group.name,))
    sources = _Pairing("sources", known.sources, other.sources, answers, _are_same_source)
    sources.take_names(lambda source: (source.title, source.url), _are_same_source)
    renames = {each.container: each.renames() for each in (actors, issues, snapshots, groups, sources)}
    relations = _Pairing(
        "relations", known.relations, renamed_records(other.relations, renames), answers, _have_same_ends
    )
    relations.take_names(_relation_names, _have_same_ends)
    resolutions = _Pairing(
        "resolutions",
        known.resolutions,
        renamed_records(other.resolutions, renames),
        answers,
        _are_of_one_value,
    )
    renames |= {each.container: each.renames() for each in (relations, resolutions)}
    suggestions = (
        *actors.suggestions(lambda actor: (actor.name, *actor.aliases)),
        *issues.suggestions(lambda issue: (issue.name,)),
        *snapshots.suggestions(lambda snapshot: (snapshot.label,)),
    )
    return Matching(renames, suggestions)


Names = Callable[[Any], Iterable[str]]
Agrees = Callable[[Any, Any], bool]


class _Pairing:
    """Pairs the records of one container; `agrees` says whether two of the same id can be the same."""

    def __init__(
        self,
        container: str,
        known: Mapping[str, Any],
        other: Mapping[str, Any],
        confirmed: Confirmed,
        agrees: Agrees = lambda *_: True,
    ) -> None:
        self.container, self._known, self._other = container, known, other
        self._found = {key: key for key in sorted(other) if key in known and agrees(known[key], other[key])}
        taken = set(self._found.values())
        for (answered, key), answer in sorted(confirmed.items()):
            is_open = key in other and key not in self._found
            if answered == container and is_open and answer in known and answer not in taken:
                self._found[key] = answer
                taken.add(answer)

    def _free(self) -> dict[str, Any]:
        """The records of the known map that nothing means yet."""
        taken = set(self._found.values())
        return {key: record for key, record in self._known.items() if key not in taken}

    def take_names(self, names: Names, agrees: Agrees = lambda *_: True) -> None:
        """Pair those that share a folded name with one record only."""
        waiting = [key for key in sorted(self._other) if key not in self._found]
        if not waiting:
            return
        called: dict[str, set[str]] = {}
        for key, record in self._free().items():
            for name in filter(None, map(fold_latin, names(record))):
                called.setdefault(name, set()).add(key)
        taken: set[str] = set()
        for key in waiting:
            record = self._other[key]
            for name in filter(None, map(fold_latin, names(record))):
                candidates = [
                    each for each in called.get(name, set()) - taken if agrees(self._known[each], record)
                ]
                if len(candidates) == 1:
                    self._found[key] = candidates[0]
                    taken.add(candidates[0])
                    break

    def renames(self) -> dict[str, str]:
        """The id of each record of the other map in the known one: new where it has no counterpart."""
        taken = {*self._known, *self._found.values()}
        result = dict(self._found)
        for key in sorted(self._other):
            if key not in result:
                result[key] = mint(key, taken) if key in taken else key
                taken.add(result[key])
        return result

    def suggestions(self, names: Names) -> Iterator[Suggestion]:
        """What may be the same, for each record that has no counterpart."""
        waiting, free = [key for key in sorted(self._other) if key not in self._found], self._free()
        if not waiting or not free:
            return
        near = NearNames((key, name) for key in sorted(free) for name in names(free[key]))
        countries = self._countries(free)
        for key in waiting:
            record = self._other[key]
            name = next(iter(names(record)))
            candidates: dict[str, SuggestionReason] = dict.fromkeys(near.near(name), "near-name")
            if isinstance(record, Actor):
                country = country_meant(name)
                if country is not None and country.names in countries:
                    candidates[countries[country.names]] = "same-country"
            if isinstance(record, Snapshot) and record.date is not None and not record.scenario:
                for each in sorted(free):
                    if free[each].date == record.date and not free[each].scenario:
                        candidates[each] = "same-date"
            for candidate, reason in candidates.items():
                named = next(iter(names(free[candidate])))
                yield Suggestion(self.container, key, candidate, name, named, reason)

    def _countries(self, free: Mapping[str, Any]) -> dict[tuple[str, ...], str]:
        if self.container != "actors":
            return {}
        found = ((key, country_meant(free[key].name)) for key in sorted(free))
        return {country.names: key for key, country in found if country is not None}


def _are_of_one_date(one: Snapshot, other: Snapshot) -> bool:
    return one.scenario == other.scenario and (one.date == other.date or None in (one.date, other.date))


def _are_same_source(one: Source, other: Source) -> bool:
    """Whether two sources have the same address, or the same title and no other date."""
    if one.url and one.url == other.url:
        return True
    return fold_latin(one.title) == fold_latin(other.title) and (
        one.date == other.date or None in (one.date, other.date)
    )


def _have_same_ends(one: Relation, other: Relation) -> bool:
    return one.directed == other.directed and _ends(one) == _ends(other)


def _ends(relation: Relation) -> tuple[str, ...]:
    ends = (relation.source, relation.target)
    return ends if relation.directed else tuple(sorted(ends))


def _relation_names(relation: Relation) -> tuple[str, ...]:
    # A relation is known by its label between its ends, which may be empty.
    return (" ".join((*_ends(relation), relation.label)),)


def _are_of_one_value(one: Resolution, other: Resolution) -> bool:
    return (one.snapshot, one.actor, one.issue, one.field) == (
        other.snapshot,
        other.actor,
        other.issue,
        other.field,
    )
