"""Edits of the tree of snapshots, none of which changes what descendant snapshots show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.document import Likelihood, Snapshot, StakeMap
from stakemap.model.edit import edit
from stakemap.model.edits_base import (
    add_record,
    check_judgement,
    need_actor,
    need_issue,
    need_relation,
    need_snapshot,
    only_fields,
    put_judgements,
    put_record,
)
from stakemap.model.headlines import without_headlines
from stakemap.model.judgements import Judgement
from stakemap.model.ledger import alone
from stakemap.model.place_attachments import without_about_gone
from stakemap.model.records import replace, without
from stakemap.model.resolve import Resolved, Resolver, children_of, lineage, shown_judgement
from stakemap.model.subjects import Subject

J = TypeVar("J", bound=Judgement)


@edit("add-snapshot")
def add_snapshot(document: StakeMap, snapshot_id: str, snapshot: Snapshot) -> StakeMap:
    """Add a snapshot with its own judgements; it carries over all others from its base."""
    _check_snapshot(document, snapshot)
    return add_record(document, "snapshots", snapshot_id, snapshot)


def _check_snapshot(document: StakeMap, snapshot: Snapshot) -> None:
    if snapshot.based_on is not None:
        need_snapshot(document, snapshot.based_on)
    if snapshot.likelihood is not None and not snapshot.scenario:
        raise EditError(tr("Only a scenario has a likelihood."))
    for kind, issue, judgements in snapshot.layers():
        if issue is not None:
            need_issue(document, issue)
        for key, judgement in judgements.items():
            (need_relation if kind == "tie" else need_actor)(document, key)
            check_judgement(document, judgement)


@edit("branch")
def branch(
    document: StakeMap,
    snapshot_id: str,
    base: str | None,
    label: str,
    *,
    scenario: bool,
    date: str | None = None,
    likelihood: Likelihood | None = None,
) -> StakeMap:
    """Add an empty snapshot or scenario based on `base`, which shows the same until it is judged."""
    if base is not None:
        need_snapshot(document, base)
    fields = {"date": date, "scenario": scenario, "likelihood": likelihood, "based_on": base, "label": label}
    return add_snapshot(document, snapshot_id, replace(Snapshot(label=""), **fields))


@edit("update-snapshot", fields=Snapshot, never={"based_on"})
def update_snapshot(document: StakeMap, snapshot_id: str, /, **fields: Any) -> StakeMap:
    """Change label, date, scenario, likelihood or note; clearing `scenario` clears the likelihood.

    Its base is changed by `rebase_snapshot`.
    """
    only_fields(Snapshot, fields, never={"based_on"})
    if fields.get("scenario") is False:
        fields.setdefault("likelihood", None)
    snapshot = replace(need_snapshot(document, snapshot_id), **fields)
    if "likelihood" in fields and snapshot.likelihood is not None and not snapshot.scenario:
        raise EditError(tr("Only a scenario has a likelihood."))
    return put_record(document, "snapshots", snapshot_id, snapshot)


@edit("insert-snapshot")
def insert_snapshot(document: StakeMap, snapshot_id: str, snapshot: Snapshot, before: str) -> StakeMap:
    """Add a snapshot between `before` and its base; what `before` shows is unchanged."""
    child = need_snapshot(document, before)
    added = add_snapshot(document, snapshot_id, replace(snapshot, based_on=child.based_on))
    moved = _rebased(added, before, snapshot_id)
    return _preserving_shown(document, moved, [before])


@edit("copy-snapshot")
def copy_snapshot(document: StakeMap, snapshot_id: str, snapshot: Snapshot, source: str) -> StakeMap:
    """Add a snapshot that shows what `source` shows, on whatever base; its own judgements come first.

    Judgements that its base shows as well stay carried over; the others are written into it without what
    they replaced.
    """
    need_snapshot(document, source)
    added = add_snapshot(document, snapshot_id, snapshot)
    return _with_shown(added, snapshot_id, document, source, keeps_ledgers=False)


@edit("duplicate-snapshot")
def duplicate_snapshot(document: StakeMap, snapshot_id: str, source: str, label: str) -> StakeMap:
    """Add a copy of a snapshot beside it: another label, the same base and own judgements, no ledgers."""
    original = need_snapshot(document, source)
    judgements = {
        subject: alone(judgement, shown_judgement(document, original.based_on, subject))
        for subject, judgement in original.judgements()
        if judgement.with_earlier()[1:]
    }
    copied = replace(original.with_judgements(judgements), label=label)
    return add_record(document, "snapshots", snapshot_id, copied)


@edit("rebase-snapshot")
def rebase_snapshot(document: StakeMap, snapshot_id: str, base: str | None) -> StakeMap:
    """Change the base of a snapshot, from which it carries judgements over; None makes it a root.

    What its children show is unchanged. Raises EditError for a cycle.
    """
    need_snapshot(document, snapshot_id)
    if base is not None:
        need_snapshot(document, base)
        if snapshot_id in lineage(document, base):
            raise EditError(tr("A snapshot cannot build on itself or on one that builds on it."))
    moved = _rebased(document, snapshot_id, base)
    return (
        document
        if moved is document
        else _preserving_shown(document, moved, children_of(document, snapshot_id))
    )


@edit("remove-snapshot")
def remove_snapshot(document: StakeMap, snapshot_id: str) -> StakeMap:
    """Remove a snapshot, the headlines of its pages and what is about it; its children are rebased onto its
    base, and what they show is unchanged.
    """
    snapshot = need_snapshot(document, snapshot_id)
    children = children_of(document, snapshot_id)
    changed = document
    for child in children:
        changed = _rebased(changed, child, snapshot.based_on)
    changed = replace(changed, snapshots=without(changed.snapshots, {snapshot_id}))
    changed = without_headlines(changed, snapshots={snapshot_id})
    changed = without_about_gone(document, changed)
    return _preserving_shown(document, changed, children)


def _rebased(document: StakeMap, snapshot_id: str, base: str | None) -> StakeMap:
    changed = replace(document.snapshots[snapshot_id], based_on=base)
    return put_record(document, "snapshots", snapshot_id, changed)


def _preserving_shown(before: StakeMap, after: StakeMap, snapshots: Iterable[str]) -> StakeMap:
    """Write into snapshots of `after` what they showed in `before`, where they would show something else."""
    for key in snapshots:
        after = _with_shown(after, key, before, key)
    return after


def _with_shown(
    document: StakeMap, snapshot_id: str, other: StakeMap, source: str, *, keeps_ledgers: bool = True
) -> StakeMap:
    """Write into a snapshot what `source` shows in the map `other`, where it would show something else.

    Its own judgements are kept. Where `source` shows no judgement, "unknown" is written to hide an inherited
    one: it invents no value.
    """
    old, new = Resolver(), Resolver()
    layers = {
        (kind, issue)
        for each, key in ((other, source), (document, snapshot_id))
        for ancestor in lineage(each, key)
        for kind, issue, _ in each.snapshots[ancestor].layers()
    }
    written: dict[Subject, Judgement | None] = {}
    for kind, issue in layers:
        shown, now = old.layer(other, source, kind, issue), new.layer(document, snapshot_id, kind, issue)
        own = document.snapshots[snapshot_id].layer(kind, issue)
        for each_id, judgement in _judgements_to_write(shown, now, own):
            subject = Subject(kind, each_id, issue)
            if judgement is not None and not keeps_ledgers:
                present = now[each_id].judgement if each_id in now else None
                if present is not None and replace(present, earlier=judgement.earlier) == judgement:
                    continue
                judgement = alone(judgement, present)
            written[subject] = judgement or subject.record(state="unknown")
    return put_judgements(document, snapshot_id, written)


def _judgements_to_write(
    shown: Mapping[str, Resolved[J]], now: Mapping[str, Resolved[J]], own: Mapping[str, J]
) -> Iterator[tuple[str, J | None]]:
    """Yield the minimal judgements to write so that a snapshot shows `shown` again; None means "unknown"."""
    for key, resolved in shown.items():
        present = now.get(key)
        if key not in own and (present is None or not _are_equal(present.judgement, resolved.judgement)):
            yield key, resolved.judgement
    for key, present in now.items():
        if key not in shown and key not in own and present.judgement.state != "unknown":
            yield key, None


def _are_equal(one: Judgement, other: Judgement) -> bool:
    return one is other or one == other
