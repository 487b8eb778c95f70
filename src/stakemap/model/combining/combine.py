"""Several analysts' maps as one: the records of all, and by subject what each analyst judges.

How judgements become one value is for an analysis to say; here each stays that of its analyst.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from stakemap.model.combining.matching import Confirmed, Suggestion, matched
from stakemap.model.combining.readings import Collected, collected
from stakemap.model.combining.renaming import Renames, renamed
from stakemap.model.document import Actor, StakeMap
from stakemap.model.judgements import Judgement
from stakemap.model.merging.conflicts import Conflict
from stakemap.model.merging.merge import merge
from stakemap.model.records import LIST_LIMIT
from stakemap.model.subjects import Subject
from stakemap.text import fold_latin

#: A snapshot and the subject of a judgement.
Where = tuple[str, Subject]


class Contribution(NamedTuple):
    """One analyst's map; what nobody signed in it is judged by `analyst`."""

    analyst: str
    document: StakeMap


class Difference(NamedTuple):
    """What the map of an analyst has otherwise than the maps before it, whose value stays."""

    analyst: str
    conflict: Conflict


class Collection(NamedTuple):
    """The records of several maps, with what each analyst judges, by snapshot and subject.

    `document` has no judgements yet.
    """

    document: StakeMap
    judged: Mapping[Where, Collected]
    suggestions: tuple[Suggestion, ...]
    differences: tuple[Difference, ...]


def contributions_of(maps: Iterable[tuple[str, StakeMap]]) -> list[Contribution]:
    """Maps with the names of their files as contributions: an analyst is called by the contact of the map,
    unless several have the same one, else by the file.
    """
    given = list(maps)
    contacts = Counter(document.contact.strip() for _, document in given)
    taken: set[str] = set()
    found = []
    for label, document in given:
        contact = document.contact.strip()
        name = unique = contact if contact and contacts[contact] == 1 else label
        number = 1
        while unique in taken:
            number += 1
            unique = f"{name} {number}"
        taken.add(unique)
        found.append(Contribution(unique, document))
    return found


def collect(contributions: Sequence[Contribution], confirmed: Confirmed | None = None) -> Collection:
    """Collect the records and judgements of maps; ids are those of the first map that has a record.

    `confirmed` says which records of later maps, by container and id, are which of earlier ones; their names
    become aliases. Of fields that differ that of the first map stays, unless it is at its default.
    """
    first = contributions[0].document
    nothing, document = StakeMap(id=first.id), _without_judgements(first)
    found: dict[Where, list[tuple[str, Judgement]]] = {}
    suggestions: dict[Suggestion, None] = {}
    differences: list[Difference] = []
    for number, (analyst, each) in enumerate(contributions):
        other = each
        if number:
            renames, near = matched(document, each, confirmed)
            suggestions |= dict.fromkeys(near)
            other = renamed(_with_known_names(document, each, renames), renames)
            bare = _without_judgements(other).model_copy(update={"id": first.id})
            document, conflicts = merge(nothing, document, bare)
            differences += [Difference(analyst, conflict) for conflict in conflicts]
        for key, snapshot in other.snapshots.items():
            for subject, judgement in snapshot.judgements():
                found.setdefault((key, subject), []).append((analyst, judgement))
    judged = {where: _collected(entries) for where, entries in found.items()}
    return Collection(document, judged, tuple(suggestions), tuple(differences))


def with_judgements(document: StakeMap, judgements: Mapping[Where, Judgement]) -> StakeMap:
    """The map with judgements, which refer to its records only."""
    by_snapshot: dict[str, dict[Subject, Judgement | None]] = {}
    for (snapshot, subject), judgement in judgements.items():
        by_snapshot.setdefault(snapshot, {})[subject] = judgement
    snapshots = {
        key: document.snapshots[key].with_judgements(changes) for key, changes in by_snapshot.items()
    }
    return document.model_copy(update={"snapshots": document.snapshots | snapshots})


def _collected(entries: Sequence[tuple[str, Judgement]]) -> Collected:
    judgement = entries[0][1]
    is_same = all(each == judgement for _, each in entries[1:])
    return collected(entries[:1] if is_same else entries)


def _without_judgements(document: StakeMap) -> StakeMap:
    empty: dict[str, Any] = {"standings": {}, "stances": {}, "ties": {}}
    snapshots = {key: each.model_copy(update=empty) for key, each in document.snapshots.items()}
    return document.model_copy(update={"snapshots": snapshots})


def _with_known_names(known: StakeMap, other: StakeMap, renames: Renames) -> StakeMap:
    """The other map with actors that are known by another id called as they are there, and by their names as
    aliases, so that they match by these from now on.
    """
    changed = {}
    for key, new in renames["actors"].items():
        actor = known.actors.get(new)
        if key != new and actor is not None:
            changed[key] = _called(other.actors[key], actor)
    return other.model_copy(update={"actors": other.actors | changed}) if changed else other


def _called(actor: Actor, known: Actor) -> Actor:
    named = {fold_latin(name) for name in (known.name, *known.aliases)}
    aliases = _new(actor.aliases, named, actor.name)
    return actor.model_copy(update={"name": known.name, "aliases": aliases[:LIST_LIMIT]})


def _new(aliases: Iterable[str], named: set[str], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in (*aliases, name) if fold_latin(each) not in named))
