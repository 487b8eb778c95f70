"""Pasting the judgements of copied actors onto actors that the map already has."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import TypeVar

from stakemap.model.bundles import Bundle, fitted_judgements, insert_bundle, with_sources
from stakemap.model.document import StakeMap
from stakemap.model.edit import edit
from stakemap.model.edits_base import Authorship, need_snapshot, put_judgements
from stakemap.model.judgements import Judgement
from stakemap.model.ledger import is_same_judgement, succeeding
from stakemap.model.records import replace
from stakemap.model.resolve import own_judgement, resolve
from stakemap.model.subjects import Subject
from stakemap.text import fold_latin

__all__ = ["matched_actors", "paste_positions"]

V = TypeVar("V")


def matched_actors(document: StakeMap, bundle: Bundle) -> dict[str, str]:
    """The actors of a bundle that the map has, by their ids in the bundle, with their ids in the map.

    In a copy from the same map an id tells who it is. In one from another map it tells so only together with
    the name, and a name only where one actor bears it.
    """
    by_name: dict[str, list[str]] = {}
    for key, actor in document.actors.items():
        by_name.setdefault(fold_latin(actor.name), []).append(key)
    found: dict[str, str] = {}
    for key, actor in bundle.actors.items():
        namesakes = by_name.get(fold_latin(actor.name), ())
        if key in document.actors and (bundle.origin == document.id or key in namesakes):
            found[key] = key
    for key, actor in bundle.actors.items():
        namesakes = by_name.get(fold_latin(actor.name), ())
        if key not in found and len(namesakes) == 1 and namesakes[0] not in found.values():
            found[key] = namesakes[0]
    return found


@edit("paste-positions")
def paste_positions(
    document: StakeMap, bundle: Bundle, snapshot: str, ids: Mapping[str, str], authorship: Authorship
) -> StakeMap:
    """Judge actors of the map at a snapshot as those of a bundle are judged, and add those that it lacks.

    `ids` names for each actor of the bundle one of the map (see `matched_actors`) or a new id. What the
    snapshot shows already is not written again; what is replaced goes to the ledger. Relations between two
    actors of the map stay as they are.
    """
    need_snapshot(document, snapshot)
    known = {key: ids[key] for key in bundle.actors if ids.get(key) in document.actors}
    result = insert_bundle(document, _of_new_actors(bundle, known), snapshot, ids)
    result, sources = with_sources(result, bundle)
    written: dict[Subject, Judgement | None] = {}
    for subject, judgement in fitted_judgements(result, bundle, known, {}, sources):
        shown = resolve(document, snapshot, subject)
        if shown is None or not is_same_judgement(shown.judgement, judgement):
            written[subject] = succeeding(own_judgement(document, snapshot, subject), judgement, authorship)
    if not written and known.keys() == bundle.actors.keys():
        return document
    return put_judgements(result, snapshot, written)


def _of_new_actors(bundle: Bundle, known: Container[str]) -> Bundle:
    """The part of a bundle about actors that the map lacks, with their relations to those that it has."""

    def new(records: Mapping[str, V]) -> dict[str, V]:
        return {key: record for key, record in records.items() if key not in known}

    relations = {
        key: relation
        for key, relation in bundle.relations.items()
        if relation.source not in known or relation.target not in known
    }
    return replace(
        bundle,
        actors=new(bundle.actors),
        groups={
            key: group
            for key, group in bundle.groups.items()
            if any(actor.group == key for actor in new(bundle.actors).values())
        },
        relations=relations,
        standings=new(bundle.standings),
        stances={issue: new(entries) for issue, entries in bundle.stances.items()},
    )
