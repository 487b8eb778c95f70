"""Records that a side removed and a merge keeps, with what went with their removal."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from stakemap.model.changes import ChangedLayer, changed_fields, changed_layers
from stakemap.model.citing import rewrite_references
from stakemap.model.document import Relation, StakeMap
from stakemap.model.edits_base import put_judgements
from stakemap.model.edits_records import remove_actors, remove_group, remove_issue, remove_relations
from stakemap.model.edits_snapshots import remove_snapshot
from stakemap.model.headlines import without_headlines
from stakemap.model.merging.references import REFERRED_TO, Reference
from stakemap.model.place_attachments import without_about_gone
from stakemap.model.records import Record, merged, replace, without
from stakemap.model.subjects import Subject

#: How records are removed one by one.
_REMOVE = (
    ("groups", remove_group),
    ("issues", remove_issue),
    ("snapshots", remove_snapshot),
)


def with_kept(base: StakeMap, side: StakeMap, opposite: StakeMap, kept: Collection[Reference]) -> StakeMap:
    """A side with those records of the base put back that it lacks.

    Removing an actor removes its judgements and relations, removing a source its citations, and so on: where
    the side has just what the removal left, it is given what there was, less what else it removed.
    """
    lacking: dict[str, set[str]] = {
        name: getattr(base, name).keys() - getattr(side, name).keys() for name in REFERRED_TO
    }
    back = {name: {key for key in keys if (name, key) in kept} for name, keys in lacking.items()}
    if not any(back.values()):
        return side
    gone = {name: keys - back[name] for name, keys in lacking.items()}
    # A relation without an end went with that, unless the opposite side removed it, too.
    gone["relations"] = {
        key
        for key in gone["relations"]
        if key not in opposite.relations or _has_ends(side, base.relations[key])
    }
    whole = without_records(base, gone)
    left = without_headlines(whole, snapshots=back["snapshots"])
    left = without_records(left, back | {"snapshots": set()})
    for name, keys in back.items():
        known = getattr(whole, name)
        added = {key: known[key] for key in sorted(keys) if key in known}
        side = replace(side, **{name: merged(getattr(side, name), added)})
    for layer in changed_layers(left, whole):
        if layer.kind is not None:
            side = _with_judgements(side, layer)
        elif layer.container != "snapshots":
            side = _with_records(side, layer)
    return side


def _has_ends(side: StakeMap, relation: Relation) -> bool:
    return relation.source in side.actors and relation.target in side.actors


def without_records(document: StakeMap, removed: Mapping[str, Collection[str]]) -> StakeMap:
    """The map after the removal of these records."""
    sources = removed["sources"]
    document = remove_actors(document, removed["actors"])
    if sources:
        cleared = rewrite_references(document, source=lambda key: None if key in sources else key)
        cleared = replace(cleared, sources=without(document.sources, sources))
        document = without_about_gone(document, cleared)
    document = remove_relations(document, removed["relations"])
    for container, remove in _REMOVE:
        for key in sorted(removed[container]):
            if key in getattr(document, container):
                document = remove(document, key)
    return document


def _with_judgements(side: StakeMap, layer: ChangedLayer) -> StakeMap:
    """Where the side has what the removal left (`before`), give it what was there (`after`)."""
    snapshot = side.snapshots.get(layer.snapshot)
    if snapshot is None or layer.kind is None:
        return side
    known = snapshot.layer(layer.kind, layer.issue)
    whole: dict[Subject, Any] = {
        change.place.subject: change.after
        for change in layer.changes()
        if change.place.subject is not None and known.get(change.place.subject.id) == change.before
    }
    return put_judgements(side, layer.snapshot, whole)


def _with_records(side: StakeMap, layer: ChangedLayer) -> StakeMap:
    """The same for records, field by field where the side has changed others."""
    known: dict[str, Record] = getattr(side, layer.container)
    whole: dict[str, Record] = {}
    for (_, key, _), left, after in layer.changes():
        has = known.get(key)
        if after is not None and has == left:
            whole[key] = after
        elif after is not None and left is not None and has is not None:
            whole[key] = _with_fields(has, left, after)
    return replace(side, **{layer.container: merged(known, whole)})


def _with_fields(has: Record, left: Record, after: Record) -> Record:
    fields: dict[str, Any] = {
        name: whole
        for name, gone, whole in changed_fields(left, after)
        if name and getattr(has, name) == gone
    }
    return replace(has, **fields)
