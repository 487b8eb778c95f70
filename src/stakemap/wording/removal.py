"""The consequences of removing records, counted and named for a confirmation before the edit."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import Literal

from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.edits_base import (
    need_actor,
    need_group,
    need_issue,
    need_relation,
    need_snapshot,
    need_source,
)
from stakemap.model.headlines import headlines_of
from stakemap.model.order import sort_key
from stakemap.model.others import others_of
from stakemap.model.place_attachments import about_gone
from stakemap.model.records import without
from stakemap.model.resolve import children_of
from stakemap.values import frozen
from stakemap.wording.names import NAMERS, actor_name, listing, relation_name, snapshot_name

Kind = Literal["actors", "groups", "issues", "relations", "snapshots", "sources"]

_NEEDS: dict[Kind, Callable[[StakeMap, str], object]] = {
    "actors": need_actor,
    "groups": need_group,
    "issues": need_issue,
    "relations": need_relation,
    "snapshots": need_snapshot,
    "sources": need_source,
}


@frozen
class Removal:
    """What is removed together with records (judgements, relations, citations, headlines and what is about
    them), and what changes.

    `names` are those of the records themselves. `members` are actors that lose their group or the actor they
    are part of; `children` are snapshots that are rebased.
    """

    kind: Kind
    names: tuple[str, ...]
    judgements: int = 0
    relations: tuple[str, ...] = ()
    citations: int = 0
    members: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    headlines: int = 0
    comments: int = 0
    reviews: int = 0
    conflicts: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether nothing else is removed or changed."""
        parts = (self.judgements, self.relations, self.citations, self.members, self.children, self.headlines)
        return not any((*parts, self.comments, self.reviews, self.conflicts))

    @property
    def sentences(self) -> tuple[str, ...]:
        """The consequences, one plain-text sentence each; empty when `is_plain`."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[str]:
        if self.judgements and self.kind == "snapshots":
            yield tr_count(
                "{count} judgement was made there.", "{count} judgements were made there.", self.judgements
            )
        elif self.judgements:
            yield tr_count(
                "{count} judgement is removed too.", "{count} judgements are removed too.", self.judgements
            )
        if self.relations:
            yield tr_count(
                "{count} relation is removed too: {names}.",
                "{count} relations are removed too: {names}.",
                len(self.relations),
                names=listing(self.relations),
            )
        if self.citations:
            yield tr_count(
                "{count} citation is removed too.", "{count} citations are removed too.", self.citations
            )
        if self.headlines:
            yield tr_count(
                "{count} headline is removed too.", "{count} headlines are removed too.", self.headlines
            )
        yield from self._sentences_about()
        if self.members and self.kind == "groups":
            yield tr("These actors stay without a group: {names}.", names=listing(self.members))
        elif self.members:
            yield tr("These actors stay, no longer part of another: {names}.", names=listing(self.members))
        if self.children:
            yield tr("Snapshots that build on it keep what they show: {names}.", names=listing(self.children))

    def _sentences_about(self) -> Iterator[str]:
        if self.comments:
            yield tr_count(
                "{count} comment is removed too.", "{count} comments are removed too.", self.comments
            )
        if self.reviews:
            yield tr_count(
                "{count} approval is removed too.", "{count} approvals are removed too.", self.reviews
            )
        if self.conflicts:
            yield tr_count(
                "{count} conflict that is open is removed too.",
                "{count} conflicts that are open are removed too.",
                self.conflicts,
            )


def removal_of(document: StakeMap, kind: Kind, ids: Iterable[str]) -> Removal:
    """The consequences of removing these records. Raises EditError when one does not exist."""
    removed = dict.fromkeys(ids)
    for key in removed:
        _NEEDS[kind](document, key)
    names = tuple(NAMERS[kind](document, key) for key in removed)
    removal = _COUNTERS[kind](document, names, removed.keys())
    about = _about(document, kind, removed.keys())
    comments, reviews, conflicts = (len(about.get(name, ())) for name in ("comments", "reviews", "conflicts"))
    return dataclasses.replace(removal, comments=comments, reviews=reviews, conflicts=conflicts)


def _about(document: StakeMap, kind: Kind, removed: Set[str]) -> Mapping[str, list[str]]:
    """What is about the removed records and what goes with them."""
    gone: dict[str, Set[str]] = {kind: removed}
    if kind == "actors":
        gone["relations"] = _relations_of(document, removed)
    rest = {name: without(getattr(document, name), keys) for name, keys in gone.items()}
    return about_gone(document, document.model_copy(update=rest))


def _relations_of(document: StakeMap, actors: Set[str]) -> set[str]:
    return {key for key, item in document.relations.items() if {item.source, item.target} & actors}


def _of_actors(document: StakeMap, names: tuple[str, ...], removed: Set[str]) -> Removal:
    relations = _relations_of(document, removed)
    count = sum(
        len(judgements.keys() & (relations if kind == "tie" else removed))
        for snapshot in document.snapshots.values()
        for kind, _, judgements in snapshot.layers()
    )
    parts = (key for key, actor in document.actors.items() if actor.part_of in removed and key not in removed)
    named = tuple(sorted((relation_name(document, key) for key in relations), key=sort_key))
    return Removal("actors", names, count, named, members=_names(document, parts))


def _of_groups(document: StakeMap, names: tuple[str, ...], removed: Set[str]) -> Removal:
    members = (key for key, actor in document.actors.items() if actor.group in removed)
    return Removal("groups", names, members=_names(document, members))


def _of_issues(document: StakeMap, names: tuple[str, ...], removed: Set[str]) -> Removal:
    snapshots = document.snapshots.values()
    count = sum(len(snapshot.stances.get(issue, ())) for snapshot in snapshots for issue in removed)
    headlines = sum(1 for _ in headlines_of(document, issues=removed))
    return Removal("issues", names, judgements=count, headlines=headlines)


def _of_relations(document: StakeMap, names: tuple[str, ...], removed: Set[str]) -> Removal:
    count = sum(len(snapshot.ties.keys() & removed) for snapshot in document.snapshots.values())
    return Removal("relations", names, judgements=count)


def _of_snapshots(document: StakeMap, names: tuple[str, ...], removed: Set[str]) -> Removal:
    count = sum(document.snapshots[key].judgement_count for key in removed)
    children = {child for key in removed for child in children_of(document, key)} - removed
    labels = tuple(snapshot_name(document, child) for child in sorted(children))
    headlines = sum(1 for _ in headlines_of(document, snapshots=removed))
    return Removal("snapshots", names, judgements=count, children=labels, headlines=headlines)


def _of_sources(document: StakeMap, names: tuple[str, ...], removed: Set[str]) -> Removal:
    cited = [each.citations for each in document.resolutions.values()]
    cited += [each.citations for each in document.outcomes.values()]
    citations = sum(citation.source in removed for each in cited for citation in each)
    citations += sum(
        citation.source in removed
        for snapshot in document.snapshots.values()
        for _, _, layer in snapshot.layers()
        for judgement in layer.values()
        for entry in (*judgement.with_earlier(), *others_of(judgement))
        for citation in entry.citations
    )
    return Removal("sources", names, citations=citations)


_COUNTERS: dict[Kind, Callable[[StakeMap, tuple[str, ...], Set[str]], Removal]] = {
    "actors": _of_actors,
    "groups": _of_groups,
    "issues": _of_issues,
    "relations": _of_relations,
    "snapshots": _of_snapshots,
    "sources": _of_sources,
}


def _names(document: StakeMap, actors: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted((actor_name(document, actor) for actor in actors), key=sort_key))
