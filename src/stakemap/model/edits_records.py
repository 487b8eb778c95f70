"""Edits of the map's texts and its records: actors, groups, issues, sources and relations."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.citing import rewrite_references
from stakemap.model.colours import with_colours
from stakemap.model.document import Actor, Group, Issue, Relation, Snapshot, Source, StakeMap
from stakemap.model.edit import Edit, edit
from stakemap.model.edits_base import (
    add_record,
    need_actor,
    need_group,
    need_issue,
    need_relation,
    need_source,
    only_fields,
    put_record,
)
from stakemap.model.headlines import without_headlines
from stakemap.model.ids import mint
from stakemap.model.order import issues_in_order
from stakemap.model.place_attachments import without_about_gone
from stakemap.model.records import merged, replace, without

#: Fields that identify a map; no edit changes them.
_IDENTITY = frozenset({"format", "version", "id"})


@edit("set-texts", fields=StakeMap, never=_IDENTITY)
def set_texts(document: StakeMap, /, **fields: Any) -> StakeMap:
    """Change title, question, key_judgement, note, handling, status, cut_off or contact of the map."""
    only_fields(StakeMap, fields, never=_IDENTITY)
    return replace(document, **fields)


@edit("add-actor")
def add_actor(document: StakeMap, actor_id: str, actor: Actor) -> StakeMap:
    """Add an actor, without judgements."""
    _check_actor(document, actor_id, actor)
    return add_record(document, "actors", actor_id, actor)


@edit("update-actor", fields=Actor)
def update_actor(document: StakeMap, actor_id: str, /, **fields: Any) -> StakeMap:
    """Change fields of an actor; its id stays."""
    only_fields(Actor, fields)
    actor = replace(need_actor(document, actor_id), **fields)
    _check_actor(document, actor_id, actor)
    return put_record(document, "actors", actor_id, actor)


def _check_actor(document: StakeMap, actor_id: str, actor: Actor) -> None:
    if actor.group is not None:
        need_group(document, actor.group)
    seen, whole = {actor_id}, actor.part_of
    while whole is not None:
        if whole in seen:
            raise EditError(tr("An actor cannot be part of itself or of one of its parts."))
        seen.add(whole)
        whole = need_actor(document, whole).part_of


@edit("add-tags")
def add_tags(document: StakeMap, actors: Iterable[str], tags: Iterable[str]) -> StakeMap:
    """Add tags to actors, which keep those they have."""
    added = tuple(tags)
    for actor_id in actors:
        known = need_actor(document, actor_id).tags
        document = update_actor(document, actor_id, tags=tuple(dict.fromkeys((*known, *added))))
    return document


@edit("remove-actors")
def remove_actors(document: StakeMap, ids: Iterable[str]) -> StakeMap:
    """Remove actors with all their judgements and relations, and what is about them; `part_of` of their parts
    is cleared.
    """
    removed = set(ids)
    for actor_id in removed:
        need_actor(document, actor_id)
    if not removed:
        return document
    parts = {
        key: replace(actor, part_of=None)
        for key, actor in document.actors.items()
        if actor.part_of in removed and key not in removed
    }
    relations = [
        key for key, item in document.relations.items() if item.source in removed or item.target in removed
    ]

    def clear(snapshot: Snapshot) -> Snapshot:
        return replace(
            snapshot,
            standings=without(snapshot.standings, removed),
            stances=_cleared_stances(snapshot, removed),
            ties=without(snapshot.ties, relations),
        )

    after = replace(
        document,
        actors=without(merged(document.actors, parts), removed),
        relations=without(document.relations, relations),
        snapshots=_each_snapshot(document, clear),
    )
    return without_about_gone(document, after)


def _cleared_stances(snapshot: Snapshot, removed: set[str]) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    for issue, entries in snapshot.stances.items():
        kept = without(entries, removed)
        if kept is not entries:
            changed[issue] = kept or None
    return merged(snapshot.stances, changed)


def _each_snapshot(document: StakeMap, change: Callable[[Snapshot], Snapshot]) -> dict[str, Snapshot]:
    return merged(document.snapshots, {key: change(item) for key, item in document.snapshots.items()})


@edit("add-group")
def add_group(document: StakeMap, group_id: str, group: Group) -> StakeMap:
    """Add a group, which is given a colour that no other has; all groups keep theirs from now on."""
    document = add_record(_with_kept_colours(document), "groups", group_id, group)
    return _with_kept_colours(document)


@edit("update-group", fields=Group)
def update_group(document: StakeMap, group_id: str, /, **fields: Any) -> StakeMap:
    """Change fields of a group; its id stays. With a new colour, all others keep theirs."""
    only_fields(Group, fields)
    need_group(document, group_id)
    if "colour" in fields:
        document = _with_kept_colours(document)
    return put_record(document, "groups", group_id, replace(need_group(document, group_id), **fields))


@edit("remove-group")
def remove_group(document: StakeMap, group_id: str) -> StakeMap:
    """Remove a group; its actors are kept without a group, and the other groups keep their colours."""
    need_group(document, group_id)
    document = _with_kept_colours(document)
    members = {
        key: replace(actor, group=None) for key, actor in document.actors.items() if actor.group == group_id
    }
    after = replace(
        document, groups=without(document.groups, {group_id}), actors=merged(document.actors, members)
    )
    return without_about_gone(document, after)


def _with_kept_colours(document: StakeMap) -> StakeMap:
    return replace(document, groups=with_colours(document.groups))


@edit("add-issue")
def add_issue(document: StakeMap, issue_id: str, issue: Issue) -> StakeMap:
    """Add an issue, without stances."""
    return add_record(document, "issues", issue_id, issue)


@edit("update-issue", fields=Issue)
def update_issue(document: StakeMap, issue_id: str, /, **fields: Any) -> StakeMap:
    """Change fields of an issue; its id stays."""
    only_fields(Issue, fields)
    return put_record(document, "issues", issue_id, replace(need_issue(document, issue_id), **fields))


@edit("remove-issue")
def remove_issue(document: StakeMap, issue_id: str) -> StakeMap:
    """Remove an issue with all stances on it, headlines of its pages and what is about it; conditions that
    refer to it keep their text.
    """
    need_issue(document, issue_id)

    def clear(snapshot: Snapshot) -> Snapshot:
        return replace(snapshot, stances=without(snapshot.stances, {issue_id}))

    cleared = replace(document, snapshots=_each_snapshot(document, clear))
    cleared = rewrite_references(cleared, issue=lambda issue: None if issue == issue_id else issue)
    cleared = without_headlines(cleared, issues={issue_id})
    return without_about_gone(document, replace(cleared, issues=without(document.issues, {issue_id})))


@edit("reorder-issues")
def reorder_issues(document: StakeMap, ids: Iterable[str]) -> StakeMap:
    """Put these issues first, in this order; all others follow in their previous order."""
    wanted = list(dict.fromkeys(ids))
    for issue_id in wanted:
        need_issue(document, issue_id)
    wanted += [issue_id for issue_id in issues_in_order(document) if issue_id not in wanted]
    changed: Mapping[str, Issue] = {
        issue_id: replace(document.issues[issue_id], order=place) for place, issue_id in enumerate(wanted)
    }
    return replace(document, issues=merged(document.issues, changed))


@edit("add-source")
def add_source(document: StakeMap, source_id: str, source: Source) -> StakeMap:
    """Add a source that judgements can cite."""
    return add_record(document, "sources", source_id, source)


def _known_source(document: StakeMap, source: Source) -> str | None:
    """The id of an existing source with the same URL or all fields equal; None when there is none.

    Titles are not compared: annual reports share theirs.
    """
    link = source.url.strip()
    for key, known in document.sources.items():
        if known == source or (link and known.url.strip() == link):
            return key
    return None


def find_or_add_sources(document: StakeMap, sources: Iterable[Source]) -> tuple[StakeMap, tuple[str, ...]]:
    """Add the sources that the map lacks (see `_known_source`); returns the map and the id of each source."""
    ids = []
    for source in sources:
        key = _known_source(document, source)
        if key is None:
            key = mint(source.title, document.sources)
            document = add_source(document, key, source)
        ids.append(key)
    return document, tuple(ids)


def adding_sources(document: StakeMap, sources: Iterable[Source]) -> tuple[tuple[Edit, ...], tuple[str, ...]]:
    """The edits that add the sources that the map lacks, and the id of each source after them."""
    added, ids = find_or_add_sources(document, sources)
    new = (key for key in dict.fromkeys(ids) if key not in document.sources)
    return tuple(add_source.of(key, added.sources[key]) for key in new), ids


@edit("update-source", fields=Source)
def update_source(document: StakeMap, source_id: str, /, **fields: Any) -> StakeMap:
    """Change fields of a source; its id stays."""
    only_fields(Source, fields)
    return put_record(document, "sources", source_id, replace(need_source(document, source_id), **fields))


@edit("remove-source")
def remove_source(document: StakeMap, source_id: str) -> StakeMap:
    """Remove a source with all its citations, also those in ledgers; the judgements are kept."""
    need_source(document, source_id)
    cleared = rewrite_references(document, source=lambda source: None if source == source_id else source)
    return without_about_gone(document, replace(cleared, sources=without(document.sources, {source_id})))


@edit("add-relation")
def add_relation(document: StakeMap, relation_id: str, relation: Relation) -> StakeMap:
    """Add a relation between two actors; its strength at each snapshot is a `Tie`."""
    check_relation(document, relation)
    return add_record(document, "relations", relation_id, relation)


@edit("update-relation", fields=Relation)
def update_relation(document: StakeMap, relation_id: str, /, **fields: Any) -> StakeMap:
    """Change fields of a relation; its id stays."""
    only_fields(Relation, fields)
    relation = replace(need_relation(document, relation_id), **fields)
    check_relation(document, relation)
    return put_record(document, "relations", relation_id, relation)


def check_relation(document: StakeMap, relation: Relation) -> None:
    """Raise EditError for a relation that does not join two different actors of the map."""
    need_actor(document, relation.source)
    need_actor(document, relation.target)
    if relation.source == relation.target:
        raise EditError(tr("A relation joins two different actors."))


@edit("remove-relation")
def remove_relation(document: StakeMap, relation_id: str) -> StakeMap:
    """Remove a relation with its ties in all snapshots, and what is about it."""
    need_relation(document, relation_id)
    return remove_relations(document, {relation_id})


def remove_relations(document: StakeMap, removed: Collection[str]) -> StakeMap:
    """Remove relations as `remove_relation` does, all at once."""

    def clear(snapshot: Snapshot) -> Snapshot:
        return replace(snapshot, ties=without(snapshot.ties, removed))

    after = replace(
        document,
        relations=without(document.relations, removed),
        snapshots=_each_snapshot(document, clear),
    )
    return without_about_gone(document, after)
