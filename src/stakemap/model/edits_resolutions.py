"""Edits of the track record: what was found of judgements, and whether scenarios came about.

Removing an actor, an issue or a snapshot keeps what was found of it: a track record that forgets is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.dates import end_of
from stakemap.model.document import Outcome, Resolution, ResolvedField, StakeMap
from stakemap.model.edit import edit
from stakemap.model.edits_base import (
    Authorship,
    add_record,
    check_subject,
    need_snapshot,
    need_source,
    only_fields,
    put_record,
)
from stakemap.model.judgements import Citation, Estimate
from stakemap.model.order import latest_dated
from stakemap.model.records import PartialDate, replace, without
from stakemap.model.resolve import resolve
from stakemap.model.subjects import Subject

#: What a resolution keeps of the judgement; no edit changes it.
_KEPT = frozenset(Resolution.model_fields) - {"found", "date", "reason", "citations", "by", "on"}


def resolution_of(document: StakeMap, snapshot: str, subject: Subject, field: ResolvedField) -> str | None:
    """The id of what was found of the judgement that a snapshot shows, or None.

    A judgement that was changed since in its snapshot counts as the same one.
    """
    shown = resolve(document, snapshot, subject)
    where = snapshot if shown is None else shown.snapshot
    wanted = (where, subject.id, subject.issue, field)
    return next(
        (
            key
            for key, each in document.resolutions.items()
            if (each.snapshot, each.actor, each.issue, each.field) == wanted
        ),
        None,
    )


def is_past(document: StakeMap, snapshot: str, today: str) -> bool:
    """Whether what a snapshot shows may have been found out by a day: it is no scenario, and its date is over
    or it is not the latest.
    """
    shown = document.snapshots.get(snapshot)
    if shown is None or shown.scenario:
        return False
    if snapshot != latest_dated(document):
        return True
    return shown.date is not None and end_of(shown.date).isoformat() < today


def as_judged(document: StakeMap, snapshot: str, subject: Subject, field: ResolvedField) -> Resolution | None:
    """The judgement that a snapshot shows, as it would be kept: nothing but its own value is found of it yet.

    None where there is no value.
    """
    shown = resolve(document, snapshot, subject)
    estimate = getattr(shown.judgement, field, None) if shown is not None else None
    if shown is None or not isinstance(estimate, Estimate):
        return None
    judged = shown.judgement
    return Resolution(
        snapshot=shown.snapshot,
        actor=subject.id,
        issue=subject.issue,
        field=field,
        name=document.actors[subject.id].name,
        snapshot_label=document.snapshots[shown.snapshot].label,
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        # The confidence of a judgement is about its own value, not about what else it holds.
        confidence=judged.confidence if field == judged.measured else None,
        judged_by=judged.by,
        judged_on=judged.on,
        found=estimate.value,
    )


@edit("resolve-judgement")
def resolve_judgement(
    document: StakeMap,
    resolution_id: str,
    snapshot: str,
    subject: Subject,
    field: ResolvedField,
    found: float,
    authorship: Authorship,
    date: PartialDate | None = None,
    reason: str = "",
    citations: Iterable[Citation] = (),
) -> StakeMap:
    """Record what was found to be the case beside the judgement that a snapshot shows, which is kept with it:
    value, range, confidence, author and day.

    A judgement that is carried over is that of the snapshot in which it was made. Raises EditError where
    there is no value, or when it is resolved already.
    """
    check_subject(document, snapshot, subject)
    judged = as_judged(document, snapshot, subject, field)
    if judged is None:
        raise EditError(tr("There is no value here that could be resolved."))
    if resolution_of(document, snapshot, subject, field) is not None:
        raise EditError(tr("What was found of this judgement is recorded already."))
    resolution = replace(
        judged,
        found=found,
        date=date,
        reason=reason,
        citations=_cited(document, citations),
        by=authorship.by,
        on=authorship.on,
    )
    return add_record(document, "resolutions", resolution_id, resolution)


@edit("update-resolution", fields=Resolution, never=_KEPT)
def update_resolution(document: StakeMap, resolution_id: str, /, **fields: Any) -> StakeMap:
    """Change what was found of a judgement, when, why, by which sources, and who recorded it."""
    only_fields(Resolution, fields, never=_KEPT)
    changed = replace(_need_resolution(document, resolution_id), **fields)
    _cited(document, changed.citations)
    return put_record(document, "resolutions", resolution_id, changed)


@edit("remove-resolution")
def remove_resolution(document: StakeMap, resolution_id: str) -> StakeMap:
    """Remove what was found of a judgement; the judgement is as it was."""
    _need_resolution(document, resolution_id)
    return replace(document, resolutions=without(document.resolutions, {resolution_id}))


@edit("record-outcome")
def record_outcome(
    document: StakeMap,
    scenario: str,
    happened: bool,
    authorship: Authorship,
    date: PartialDate | None = None,
    reason: str = "",
    citations: Iterable[Citation] = (),
) -> StakeMap:
    """Record whether a scenario came about; its likelihood is kept as it stood when that was first recorded.

    What is recorded can also be changed once the scenario is gone. Raises EditError for another one that is
    not in the map, and for a snapshot that is no scenario.
    """
    known = document.outcomes.get(scenario)
    if known is None or scenario in document.snapshots:
        snapshot = need_snapshot(document, scenario)
        if not snapshot.scenario:
            raise EditError(tr("Only a scenario has an outcome."))
        known = known or Outcome(label=snapshot.label, likelihood=snapshot.likelihood, happened=happened)
    outcome = replace(
        known,
        happened=happened,
        date=date,
        reason=reason,
        citations=_cited(document, citations),
        by=authorship.by,
        on=authorship.on,
    )
    return put_record(document, "outcomes", scenario, outcome)


@edit("remove-outcome")
def remove_outcome(document: StakeMap, scenario: str) -> StakeMap:
    """Remove what was recorded of the outcome of a scenario, which may be gone."""
    if scenario not in document.outcomes:
        raise EditError(tr("No outcome of this scenario is recorded."))
    return replace(document, outcomes=without(document.outcomes, {scenario}))


def _need_resolution(document: StakeMap, resolution_id: str) -> Resolution:
    resolution = document.resolutions.get(resolution_id)
    if resolution is None:
        raise EditError(tr("What was found of this judgement is not recorded."))
    return resolution


def _cited(document: StakeMap, citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """Citations of sources of the map. Raises EditError for one of another source."""
    cited = tuple(citations)
    for citation in cited:
        need_source(document, citation.source)
    return cited
