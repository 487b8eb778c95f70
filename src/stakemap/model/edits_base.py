"""Helpers shared by all edits: looking up records, checking references, writing judgements."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple, TypeVar

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.changes import note_judged
from stakemap.model.document import Actor, Group, Issue, Relation, Snapshot, Source, StakeMap
from stakemap.model.judgements import Judgement, Stance
from stakemap.model.records import Record, merged, replace
from stakemap.model.subjects import Subject

R = TypeVar("R", bound=Record)
V = TypeVar("V")

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ID_LIMIT = 120


class Authorship(NamedTuple):
    """The analyst who judges, by the name in the settings, and the day ("2025-07-01")."""

    by: str
    on: str | None


def need_actor(document: StakeMap, actor_id: str) -> Actor:
    """The actor with this id. Raises EditError when there is none."""
    return _found(document.actors, actor_id, lambda: tr("There is no actor “{id}” in this map.", id=actor_id))


def need_group(document: StakeMap, group_id: str) -> Group:
    """The group with this id. Raises EditError when there is none."""
    return _found(document.groups, group_id, lambda: tr("There is no group “{id}” in this map.", id=group_id))


def need_issue(document: StakeMap, issue_id: str) -> Issue:
    """The issue with this id. Raises EditError when there is none."""
    return _found(document.issues, issue_id, lambda: tr("There is no issue “{id}” in this map.", id=issue_id))


def need_snapshot(document: StakeMap, snapshot_id: str) -> Snapshot:
    """The snapshot with this id. Raises EditError when there is none."""
    return _found(
        document.snapshots,
        snapshot_id,
        lambda: tr("There is no snapshot “{id}” in this map.", id=snapshot_id),
    )


def need_relation(document: StakeMap, relation_id: str) -> Relation:
    """The relation with this id. Raises EditError when there is none."""
    return _found(
        document.relations,
        relation_id,
        lambda: tr("There is no relation “{id}” in this map.", id=relation_id),
    )


def need_source(document: StakeMap, source_id: str) -> Source:
    """The source with this id. Raises EditError when there is none."""
    return _found(
        document.sources, source_id, lambda: tr("There is no source “{id}” in this map.", id=source_id)
    )


def _found(records: Mapping[str, V], record_id: str, sentence: Callable[[], str]) -> V:
    record = records.get(record_id)
    if record is None:
        raise EditError(sentence())
    return record


def only_fields(kind: type[Record], fields: Mapping[str, Any], *, never: Collection[str] = ()) -> None:
    """Raise TypeError for fields that the record type lacks, its containers and those in `never`."""
    allowed = kind.model_fields.keys() - kind.containers - set(never)
    unexpected = fields.keys() - allowed
    if unexpected:
        raise TypeError(f"this edit does not change {', '.join(sorted(unexpected))} of {kind.__name__}")


def is_id(text: str) -> bool:
    """Whether a text may be the id of a record."""
    return len(text) <= _ID_LIMIT and _ID.fullmatch(text) is not None


def add_record(document: StakeMap, container: str, record_id: str, record: Record) -> StakeMap:
    """Add a record to a container of the map. Raises EditError when its id is malformed or taken."""
    return add_records(document, container, {record_id: record})


def add_records(document: StakeMap, container: str, records: Mapping[str, Record]) -> StakeMap:
    """Add records to a container of the map. Raises EditError when an id is malformed or taken."""
    known = getattr(document, container)
    for record_id in records:
        if not is_id(record_id):
            raise EditError(
                tr(
                    "“{id}” is not an id: an id is made of a–z, 0–9 and single hyphens between them.",
                    id=record_id,
                )
            )
        if record_id in known:
            raise EditError(tr("The id “{id}” is already in use in this map.", id=record_id))
    return replace(document, **{container: merged(known, records)})


def put_record(document: StakeMap, container: str, record_id: str, record: Record) -> StakeMap:
    """Add or replace a record in a container of the map, which is copied shallowly."""
    return replace(document, **{container: merged(getattr(document, container), {record_id: record})})


def put_judgements(
    document: StakeMap, snapshot_id: str, changes: Mapping[Subject, Judgement | None]
) -> StakeMap:
    """Set judgements in a snapshot, or remove those given as None; nothing is validated."""
    changed = document.snapshots[snapshot_id].with_judgements(changes)
    after = put_record(document, "snapshots", snapshot_id, changed)
    note_judged(document, after, snapshot_id, changes)
    return after


def check_subject(
    document: StakeMap, snapshot: str, subject: Subject, judgement: Judgement | None = None
) -> None:
    """Raise EditError for a subject that is not in the map, or a judgement that does not fit it."""
    need_snapshot(document, snapshot)
    if subject.kind != "stance" and subject.issue is not None:
        raise EditError(tr("Only a stance is about an issue."))
    (need_relation if subject.kind == "tie" else need_actor)(document, subject.id)
    if subject.kind == "stance":
        need_issue(document, subject.issue or "")
    if judgement is not None:
        if not isinstance(judgement, subject.record):
            raise EditError(tr("This kind of judgement does not fit its subject."))
        check_judgement(document, judgement)


def check_judgement(document: StakeMap, judgement: Judgement) -> None:
    """Raise EditError when a judgement, its ledger or its others refer to a missing source or issue."""
    others: tuple[Judgement, ...] = getattr(judgement, "others", ())
    for entry in (*judgement.with_earlier(), *others):
        for citation in entry.citations:
            need_source(document, citation.source)
        if isinstance(entry, Stance):
            for condition in entry.conditions:
                if condition.issue is not None:
                    need_issue(document, condition.issue)
