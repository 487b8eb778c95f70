"""Copying, pasting and duplicating actors, within a map or between maps."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any, ClassVar, TypeVar

from pydantic import Field

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.citing import rewrite_judgement
from stakemap.model.cycles import in_cycles
from stakemap.model.document import Actor, Group, Relation, Source, StakeMap
from stakemap.model.edit import edit
from stakemap.model.edits_base import add_records, need_actor, need_snapshot, put_judgements
from stakemap.model.ids import mint
from stakemap.model.judgements import Judgement, Stance, Standing, Tie
from stakemap.model.ledger import alone
from stakemap.model.others import others_of
from stakemap.model.records import Id, Name, Record, replace
from stakemap.model.resolve import Resolver
from stakemap.model.subjects import Subject

J = TypeVar("J", bound=Judgement)


class Bundle(Record):
    """Copied actors: their judgements as one snapshot shows them, and the records that these refer to.

    Judgements have no ledgers. Citations and conditions refer to `sources` and to issues by id. `origin` is
    the id of the map from which they were copied, "" if it is not known.
    """

    containers: ClassVar[frozenset[str]] = frozenset(
        {"actors", "groups", "sources", "relations", "standings", "stances", "ties"}
    )

    origin: Name = ""
    actors: dict[Id, Actor] = Field(default_factory=dict)
    groups: dict[Id, Group] = Field(default_factory=dict)
    sources: dict[Id, Source] = Field(default_factory=dict)
    relations: dict[Id, Relation] = Field(default_factory=dict)
    standings: dict[Id, Standing] = Field(default_factory=dict)
    stances: dict[Id, dict[Id, Stance]] = Field(default_factory=dict)
    ties: dict[Id, Tie] = Field(default_factory=dict)

    def judged_actors(self, issue: str | None) -> frozenset[str]:
        """The actors that have a standing, or a stance on an issue."""
        return frozenset(self.standings).union(self.stances.get(issue or "", ()))


def extract_bundle(document: StakeMap, snapshot: str | None, actor_ids: Iterable[str]) -> Bundle:
    """Copy actors with their judgements as `snapshot` shows them, the relations among them and the sources.

    Without a snapshot, copy only the actors and their relations. Raises EditError for an unknown id.
    """
    actors = {key: need_actor(document, key) for key in actor_ids}
    relations = {
        key: relation
        for key, relation in document.relations.items()
        if relation.source in actors and relation.target in actors
    }
    standings: dict[str, Standing] = {}
    stances: dict[str, dict[str, Stance]] = {}
    ties: dict[str, Tie] = {}
    if snapshot is not None:
        need_snapshot(document, snapshot)
        resolver = Resolver()
        standings = _shown_judgements(resolver.standings(document, snapshot), actors)
        ties = _shown_judgements(resolver.ties(document, snapshot), relations)
        for issue in document.issues:
            entries = _shown_judgements(resolver.stances(document, snapshot, issue), actors)
            if entries:
                stances[issue] = entries
    judgements: list[Judgement] = [*standings.values(), *ties.values()]
    judgements += [stance for entries in stances.values() for stance in entries.values()]
    judgements += [other for judgement in judgements for other in others_of(judgement)]
    cited = {citation.source for judgement in judgements for citation in judgement.citations}
    groups = {actor.group for actor in actors.values()}
    return Bundle().model_copy(
        update={
            "origin": document.id,
            "actors": actors,
            "groups": {key: group for key, group in document.groups.items() if key in groups},
            "sources": {key: source for key, source in document.sources.items() if key in cited},
            "relations": relations,
            "standings": standings,
            "stances": stances,
            "ties": ties,
        }
    )


def _shown_judgements(resolved: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: alone(resolved[key].judgement) for key in keys if key in resolved}


def minted_ids(document: StakeMap, bundle: Bundle) -> dict[str, str]:
    """Map each actor id of a bundle to its id in this map: the same, or a new one where that is taken."""
    taken = set(document.actors)
    ids: dict[str, str] = {}
    for key, actor in bundle.actors.items():
        ids[key] = key if key not in taken else mint(actor.name, taken)
        taken.add(ids[key])
    return ids


@edit("insert-bundle")
def insert_bundle(
    document: StakeMap, bundle: Bundle, snapshot: str | None, ids: Mapping[str, str] | None = None
) -> StakeMap:
    """Paste a bundle: add its actors under `ids` (see `minted_ids`) and their judgements to `snapshot`.

    Groups and equal sources that the map already has are reused. Stances on issues that the map lacks are
    dropped, and all judgements when there is no snapshot. `part_of` is kept where the other actor is pasted
    too or is in the map. Raises EditError for an id that is taken.
    """
    if not bundle.actors:
        return document
    ids = minted_ids(document, bundle) if ids is None else ids
    if bundle.actors.keys() - ids.keys() or len(set(ids.values())) < len(ids):
        raise EditError(tr("Each pasted actor needs its own id."))
    if snapshot is not None:
        need_snapshot(document, snapshot)
    groups = {key: group for key, group in bundle.groups.items() if key not in document.groups}
    document = add_records(document, "groups", groups)
    document, sources = with_sources(document, bundle)
    document = _with_actors(document, bundle, ids)
    document, relations = _with_relations(document, bundle, ids)
    if snapshot is None:
        return document
    pasted = fitted_judgements(document, bundle, ids, relations, sources)
    return put_judgements(document, snapshot, dict(pasted))


def fitted_judgements(
    document: StakeMap,
    bundle: Bundle,
    actors: Mapping[str, str],
    relations: Mapping[str, str],
    sources: Mapping[str, str],
) -> Iterator[tuple[Subject, Judgement]]:
    """Yield the judgements of a bundle under new ids of actors, relations and sources, without ledgers.

    Left out are those on issues that the map lacks, and those of actors and relations without a new id.
    """
    issues = document.issues
    for subject, judgement in _pasted(bundle, issues, actors, relations):
        yield (
            subject,
            rewrite_judgement(
                alone(judgement),
                source=sources.get,
                issue=lambda issue: issue if issue in issues else None,
            ),
        )


def _pasted(
    bundle: Bundle, issues: Container[str], actors: Mapping[str, str], relations: Mapping[str, str]
) -> Iterator[tuple[Subject, Judgement]]:
    """Yield the judgements of a bundle on known issues, under the new ids of actors and relations."""
    for key, standing in bundle.standings.items():
        if key in actors:
            yield Subject.standing(actors[key]), standing
    for issue, entries in bundle.stances.items():
        if issue in issues:
            yield from (
                (Subject.stance(issue, actors[key]), stance)
                for key, stance in entries.items()
                if key in actors
            )
    for key, tie in bundle.ties.items():
        if key in relations:
            yield Subject.tie(relations[key]), tie


def with_sources(document: StakeMap, bundle: Bundle) -> tuple[StakeMap, dict[str, str]]:
    """The map with the sources of a bundle, and their ids in it; equal ones that it has are reused."""
    ids: dict[str, str] = {}
    added: dict[str, Source] = {}
    taken = set(document.sources)
    for key, source in bundle.sources.items():
        equal = key if document.sources.get(key) == source else _id_of_equal(source, document.sources)
        if equal is not None:
            ids[key] = equal
            continue
        ids[key] = key if key not in taken else mint(source.title, taken)
        taken.add(ids[key])
        added[ids[key]] = source
    return add_records(document, "sources", added), ids


def _id_of_equal(source: Source, sources: Mapping[str, Source]) -> str | None:
    """The id of an equal source, which an earlier paste may have added under another id."""
    return next((key for key, known in sources.items() if known == source), None)


def _with_actors(document: StakeMap, bundle: Bundle, ids: Mapping[str, str]) -> StakeMap:
    if next(in_cycles({key: actor.part_of for key, actor in bundle.actors.items()}), None) is not None:
        raise EditError(tr("An actor cannot be part of itself or of one of its parts."))
    known = document.actors
    added: dict[str, Actor] = {}
    for key, actor in bundle.actors.items():
        whole = actor.part_of
        if whole is not None:
            whole = ids.get(whole, whole if whole in known else None)
        group = actor.group if actor.group in document.groups else None
        added[ids[key]] = replace(actor, part_of=whole, group=group)
    return add_records(document, "actors", added)


def _with_relations(
    document: StakeMap, bundle: Bundle, ids: Mapping[str, str]
) -> tuple[StakeMap, dict[str, str]]:
    relations: dict[str, str] = {}
    added: dict[str, Relation] = {}
    taken = set(document.relations)
    for key, relation in bundle.relations.items():
        source, target = ids.get(relation.source), ids.get(relation.target)
        if source is None or target is None or source == target:
            continue
        relations[key] = key if key not in taken else mint(f"{source} {target}", taken)
        taken.add(relations[key])
        added[relations[key]] = replace(relation, source=source, target=target)
    return add_records(document, "relations", added), relations
