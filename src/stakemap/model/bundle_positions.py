"""Pasting the judgements of copied actors onto actors that the map already has."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import TypeVar

from stakemap.model.bundles import Bundle, fitted_judgements, insert_bundle, with_sources
from stakemap.model.document import StakeMap
from stakemap.model.edit import edit
from stakemap.model.edits_base import need_snapshot, put_judgements
from stakemap.model.judgements import Judgement
from stakemap.model.ledger import completed, following, is_same_judgement
from stakemap.model.records import replace
from stakemap.model.resolve import own_judgement, shown_judgement
from stakemap.model.subjects import Subject
from stakemap.text import fold_latin

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
    document: StakeMap, bundle: Bundle, snapshot: str, issue: str | None, ids: Mapping[str, str]
) -> StakeMap:
    """Judge actors of the map at a snapshot as those of a bundle are judged, and add those that it lacks.

    `ids` names for each actor of the bundle one of the map (see `matched_actors`) or a new id. Of the actors
    that the map has, their influence and their stance on `issue` are judged, signed as in the bundle. What
    the snapshot shows already is not written again, nor what is unknown in the bundle and judged here; what
    is replaced goes to the ledger. Relations between two actors of the map stay as they are.
    """
    need_snapshot(document, snapshot)
    known = {key: ids[key] for key in bundle.actors if ids.get(key) in document.actors}
    result = insert_bundle(document, _of_new_actors(bundle, known), snapshot, ids)
    result, sources = with_sources(result, bundle)
    # Of these an influence that holds on this issue alone would hide the one that is pasted.
    placed = {known[key] for key, each in bundle.standings.items() if key in known and each.is_judged}
    written: dict[Subject, Judgement | None] = {}
    for subject, judgement in fitted_judgements(result, bundle, known, {}, sources):
        if subject.issue not in (None, issue):
            continue
        shown = shown_judgement(document, snapshot, subject)
        if shown is not None:
            judgement = completed(judgement, shown, but={"influence"} if subject.id in placed else ())
            if is_same_judgement(shown, judgement) or (shown.is_judged and judgement.state == "unknown"):
                continue
        written[subject] = following(own_judgement(document, snapshot, subject), judgement)
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
