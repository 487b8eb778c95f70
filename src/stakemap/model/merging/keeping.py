"""Records that a side removed and a merge keeps, with all that went with their removal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from stakemap.model.changes import ChangedLayer, changed_fields, changed_layers
from stakemap.model.citing import rewrite_references
from stakemap.model.document import StakeMap
from stakemap.model.edits_base import put_judgements
from stakemap.model.edits_records import (
    remove_actors,
    remove_group,
    remove_issue,
    remove_relation,
)
from stakemap.model.headlines import without_headlines
from stakemap.model.merging.references import Reference
from stakemap.model.records import Record, merged, replace
from stakemap.model.subjects import Subject

__all__ = ["with_kept"]


def with_kept(base: StakeMap, side: StakeMap, kept: Iterable[Reference]) -> StakeMap:
    """A side with those records of the base put back that it lacks.

    Removing an actor removes its judgements and relations, removing a source its citations, and so on: where
    the side has just what the removal left, it is given what the base has.
    """
    lacking: dict[str, set[str]] = {}
    for container, key in kept:
        if key not in getattr(side, container):
            lacking.setdefault(container, set()).add(key)
    if not lacking:
        return side
    for container, keys in lacking.items():
        known = getattr(base, container)
        whole = {key: known[key] for key in sorted(keys)}
        side = replace(side, **{container: merged(getattr(side, container), whole)})
    for layer in changed_layers(_without(base, lacking), base):
        if layer.kind is not None:
            side = _with_judgements(side, layer)
        elif layer.container != "snapshots":
            side = _with_records(side, layer)
    return side


def _without(base: StakeMap, removed: Mapping[str, Collection[str]]) -> StakeMap:
    """What the removal of these records leaves of the base; snapshots themselves stay."""
    sources = removed.get("sources", ())
    left = without_headlines(base, snapshots=removed.get("snapshots", ()))
    left = remove_actors(left, removed.get("actors", ()))
    if sources:
        left = rewrite_references(left, source=lambda source: None if source in sources else source)
    for container, remove in (("groups", remove_group), ("issues", remove_issue)):
        for key in sorted(removed.get(container, ())):
            left = remove(left, key)
    for key in sorted(removed.get("relations", ())):
        if key in left.relations:
            left = remove_relation(left, key)
    return left


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
