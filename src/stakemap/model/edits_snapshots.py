"""Edits of the tree of snapshots, none of which changes what the snapshots below show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.document import Likelihood, Snapshot, StakeMap
from stakemap.model.edits_base import (
    Changes,
    add_record,
    check_judgement,
    need_actor,
    need_issue,
    need_relation,
    need_snapshot,
    only_fields,
    put_judgements,
    put_record,
    without,
)
from stakemap.model.judgements import Judgement, Stance, Standing, Tie
from stakemap.model.records import replace
from stakemap.model.resolve import Subject, children_of, lineage, own_judgement, resolve

__all__ = [
    "add_snapshot",
    "branch",
    "insert_snapshot",
    "rebase_snapshot",
    "remove_snapshot",
    "update_snapshot",
]

#: What is written into a snapshot that showed no judgement of a subject and must not begin to show one.
_UNKNOWN = {
    "standing": Standing(state="unknown"),
    "stance": Stance(state="unknown"),
    "tie": Tie(state="unknown"),
}


def add_snapshot(document: StakeMap, snapshot_id: str, snapshot: Snapshot) -> StakeMap:
    """Add a snapshot with what was judged in it; it carries over the rest from the one it builds on."""
    _check_snapshot(document, snapshot)
    return add_record(document, "snapshots", snapshot_id, snapshot)


def _check_snapshot(document: StakeMap, snapshot: Snapshot) -> None:
    if snapshot.based_on is not None:
        need_snapshot(document, snapshot.based_on)
    if snapshot.likelihood is not None and not snapshot.scenario:
        raise EditError(tr("Only a scenario has a likelihood."))
    for actor, standing in snapshot.standings.items():
        need_actor(document, actor)
        check_judgement(document, standing)
    for relation, tie in snapshot.ties.items():
        need_relation(document, relation)
        check_judgement(document, tie)
    for issue, stances in snapshot.stances.items():
        need_issue(document, issue)
        for actor, stance in stances.items():
            need_actor(document, actor)
            check_judgement(document, stance)


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
    """Add an empty snapshot, or a scenario, that shows what `base` shows until something is judged in it."""
    if base is not None:
        need_snapshot(document, base)
    fields = {"date": date, "scenario": scenario, "likelihood": likelihood, "based_on": base, "label": label}
    return add_snapshot(document, snapshot_id, replace(Snapshot(label=""), **fields))


def update_snapshot(document: StakeMap, snapshot_id: str, /, **fields: Any) -> StakeMap:
    """Change label, date, scenario, likelihood or note; what ceases to be a scenario loses its likelihood.

    What it builds on is changed by `rebase_snapshot`.
    """
    only_fields(Snapshot, fields, never={"based_on"})
    if fields.get("scenario") is False:
        fields.setdefault("likelihood", None)
    snapshot = replace(need_snapshot(document, snapshot_id), **fields)
    if "likelihood" in fields and snapshot.likelihood is not None and not snapshot.scenario:
        raise EditError(tr("Only a scenario has a likelihood."))
    return put_record(document, "snapshots", snapshot_id, snapshot)


def insert_snapshot(document: StakeMap, snapshot_id: str, snapshot: Snapshot, before: str) -> StakeMap:
    """Add a snapshot between `before` and its base; `before` goes on showing what it shows."""
    child = need_snapshot(document, before)
    added = add_snapshot(document, snapshot_id, replace(snapshot, based_on=child.based_on))
    moved = _rebased(added, before, snapshot_id)
    return _keeping(document, moved, [before])


def rebase_snapshot(document: StakeMap, snapshot_id: str, base: str | None) -> StakeMap:
    """Let a snapshot build on another one, or on none: what it carries over comes from there.

    The snapshots that build on it go on showing what they show. Raises EditError when it would build on
    itself.
    """
    need_snapshot(document, snapshot_id)
    if base is not None:
        need_snapshot(document, base)
        if snapshot_id in lineage(document, base):
            raise EditError(tr("A snapshot cannot build on itself, nor on one that builds on it."))
    moved = _rebased(document, snapshot_id, base)
    return document if moved is document else _keeping(document, moved, children_of(document, snapshot_id))


def remove_snapshot(document: StakeMap, snapshot_id: str) -> StakeMap:
    """Remove a snapshot; those that build on it build on its base then, and go on showing what they show."""
    snapshot = need_snapshot(document, snapshot_id)
    children = children_of(document, snapshot_id)
    changed = document
    for child in children:
        changed = _rebased(changed, child, snapshot.based_on)
    changed = replace(changed, snapshots=without(changed.snapshots, {snapshot_id}))
    return _keeping(document, changed, children)


def _rebased(document: StakeMap, snapshot_id: str, base: str | None) -> StakeMap:
    changed = replace(document.snapshots[snapshot_id], based_on=base)
    return put_record(document, "snapshots", snapshot_id, changed)


def _keeping(before: StakeMap, after: StakeMap, snapshots: Iterable[str]) -> StakeMap:
    """`after` with what these snapshots showed in `before` written into them, where they would differ.

    Unknown is the one honest thing to write where nobody had judged: no judgement is made up, none shines
    through.
    """
    for snapshot_id in snapshots:
        chains = {*lineage(before, snapshot_id)[1:], *lineage(after, snapshot_id)[1:]}
        standings: dict[str, Any] = {}
        stances: dict[str, dict[str, Any]] = {}
        ties: dict[str, Any] = {}
        subjects = dict.fromkeys(
            subject
            for ancestor in sorted(chains)
            for document in (before, after)
            if ancestor in document.snapshots
            for subject in _subjects(document.snapshots[ancestor])
        )
        for subject in subjects:
            if own_judgement(after, snapshot_id, subject) is not None:
                continue
            written = _to_write(before, after, snapshot_id, subject)
            if written is None:
                continue
            if subject.kind == "stance":
                stances.setdefault(subject.issue or "", {})[subject.id] = written
            else:
                (standings if subject.kind == "standing" else ties)[subject.id] = written
        after = put_judgements(after, snapshot_id, Changes(standings, stances, ties))
    return after


def _to_write(before: StakeMap, after: StakeMap, snapshot_id: str, subject: Subject) -> Judgement | None:
    shown, now = resolve(before, snapshot_id, subject), resolve(after, snapshot_id, subject)
    if now is None:
        return shown.judgement if shown is not None else None
    if shown is None:
        return _UNKNOWN[subject.kind] if now.judgement.is_judged else None
    return None if shown.judgement == now.judgement else shown.judgement


def _subjects(snapshot: Snapshot) -> Iterator[Subject]:
    for actor in snapshot.standings:
        yield Subject.standing(actor)
    for issue, stances in snapshot.stances.items():
        for actor in stances:
            yield Subject.stance(issue, actor)
    for relation in snapshot.ties:
        yield Subject.tie(relation)
