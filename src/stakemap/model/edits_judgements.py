"""Edits of judgements: judge, move, annotate, make unknown, set a range, restore from the ledger."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple, TypeVar, cast

from stakemap.errors import EditError
from stakemap.i18n import number, tr
from stakemap.model.document import StakeMap
from stakemap.model.edit import edit
from stakemap.model.edits_base import (
    Authorship,
    check_judgement,
    check_subject,
    need_actor,
    need_issue,
    need_snapshot,
    only_fields,
    put_judgements,
)
from stakemap.model.edits_support import replacing
from stakemap.model.judgements import (
    AlignmentEstimate,
    Estimate,
    InfluenceEstimate,
    Judgement,
    Stance,
    Standing,
    whole,
)
from stakemap.model.ledger import (
    is_same_judgement,
    only_adds,
    revised,
    signed,
    still_kept,
    succeeding,
    with_own_influence,
)
from stakemap.model.records import replace
from stakemap.model.resolve import own_judgement, resolve, resolve_stance, resolve_standing
from stakemap.model.subjects import AnyJudgement, Subject

E = TypeVar("E", bound=Estimate)

Axis = Literal["alignment", "influence"]


class Move(NamedTuple):
    """The target of a move: alignment −100 to 100, influence 0 to 100; None leaves an axis unchanged."""

    alignment: float | None = None
    influence: float | None = None


@edit("judge")
def judge(
    document: StakeMap,
    snapshot: str,
    subject: Subject,
    judgement: AnyJudgement,
    authorship: Authorship,
    keep_below: float = 0.0,
) -> StakeMap:
    """Set the judgement of a subject in a snapshot; the previous one goes to its ledger.

    A judgement without support keeps the old one for a value less than `keep_below` points away.
    """
    check_subject(document, snapshot, subject, replace(judgement, others=(), earlier=()))
    new = replacing(document, snapshot, subject, judgement, authorship, keep_below)
    return put_judgements(document, snapshot, {subject: new})


#: Fields that an annotation cannot change: value, state, what its support was written for, and lists.
_VALUES = frozenset(
    {"state", "alignment", "influence", "strength", "support_kept", "pooled", "others", "earlier"}
)


@edit("annotate", fields=Stance, never=_VALUES)
def annotate(
    document: StakeMap,
    snapshot: str,
    subject: Subject,
    /,
    *,
    authorship: Authorship | None = None,
    **fields: Any,
) -> StakeMap:
    """Change the annotations of a judgement; its value stays.

    These are reason, citations, confidence, basis, watch_for, by and on; for a stance also salience, role,
    votes and conditions. `authorship` is who writes and when, by default the author and day of the judgement.

    - Text written for the first time or citations added, by the analyst who made the judgement and on the
      same day, complete the judgement in place.
    - Replacing or removing any text, even correcting a typing error on the same day, or writing as another
      analyst or on another day, moves the previous judgement to the ledger and signs the new one with
      `authorship`: `by` and `on` name who last confirmed all of it. Only another number for the salience by
      the same analyst on the same day is replaced in place, as for an unsteady drag.
    - `by` and `on` given as fields correct the signature; alone, they change nothing else.
    - A judgement that is carried over is affirmed: one with the same value is written into this snapshot and
      signed in the same way; the snapshot it came from is unchanged.

    Raises EditError when there is no judgement.
    """
    if fields.keys() & Stance.model_fields.keys() - subject.record.model_fields.keys():
        raise EditError(tr("This applies only to a stance."))
    only_fields(subject.record, fields, never=_VALUES)
    check_subject(document, snapshot, subject)
    shown = resolve(document, snapshot, subject)
    if shown is None:
        raise EditError(tr("There is no judgement here yet to add this to."))
    changed = replace(shown.judgement, **fields)
    if changed is shown.judgement:
        return document
    check_judgement(document, replace(changed, others=(), earlier=()))
    if changed.support_kept and not still_kept(shown.judgement, changed):
        changed = replace(changed, support_kept=False)
    writer = authorship or Authorship(shown.judgement.by, shown.judgement.on)
    if shown.snapshot != snapshot:
        changed = signed(changed, writer)
    elif not is_same_judgement(shown.judgement, changed):
        unsigned = authorship is None and only_adds(shown.judgement, changed)
        changed = changed if unsigned else succeeding(shown.judgement, changed, writer)
    given = {name: fields[name] for name in ("by", "on") if name in fields}
    return put_judgements(document, snapshot, {subject: replace(changed, **given)})


@edit("move-actors")
def move_actors(
    document: StakeMap,
    snapshot: str,
    issue: str,
    moves: Mapping[str, Move],
    authorship: Authorship,
    keep_below: float = 0.0,
) -> StakeMap:
    """Move actors on the canvas of an issue by revising the judgements that determine their positions.

    Targets are clamped to the scale and rounded to whole numbers; ranges are shifted and clamped. Influence
    is written to the stance where it has its own, else to the standing. Only values that changed are written,
    without the old reason, citations, confidence and basis, unless they changed by less than `keep_below`
    points; missing judgements are created. A stance keeps the support of its alignment when only its own
    influence changes.
    """
    need_snapshot(document, snapshot)
    need_issue(document, issue)
    changes: dict[Subject, Judgement | None] = {}
    for actor, move in moves.items():
        need_actor(document, actor)
        moved = _moved(document, snapshot, issue, actor, move)
        subjects = Subject.standing(actor), Subject.stance(issue, actor)
        for subject, judgement in zip(subjects, moved, strict=True):
            if judgement is not None:
                new = replacing(document, snapshot, subject, judgement, authorship, keep_below)
                changes[subject] = new
    return put_judgements(document, snapshot, changes)


def _moved(
    document: StakeMap, snapshot: str, issue: str, actor: str, move: Move
) -> tuple[Standing | None, Stance | None]:
    """The revised standing and stance of a moved actor; None for each that does not change."""
    shown = resolve_stance(document, snapshot, issue, actor)
    stance = shown.judgement if shown is not None else None
    alignment = _moved_estimate(AlignmentEstimate, stance.alignment if stance else None, move.alignment)
    moved_stance: Stance | None = None
    if alignment is not None:
        values: dict[str, Any] = {"state": "judged", "alignment": alignment}
        moved_stance = Stance(**values) if stance is None else revised(stance, **values)
    if stance is None or stance.influence is None:
        return _moved_standing(document, snapshot, actor, move.influence), moved_stance
    influence = _moved_estimate(InfluenceEstimate, stance.influence, move.influence)
    if influence is not None:
        moved_stance = with_own_influence(moved_stance or stance, influence)
    return None, moved_stance


def _moved_standing(document: StakeMap, snapshot: str, actor: str, target: float | None) -> Standing | None:
    shown = resolve_standing(document, snapshot, actor)
    standing = shown.judgement if shown is not None else None
    influence = _moved_estimate(InfluenceEstimate, standing.influence if standing else None, target)
    if influence is None:
        return None
    return Standing(influence=influence) if standing is None else revised(standing, influence=influence)


def _moved_estimate(kind: type[E], estimate: E | None, target: float | None) -> E | None:
    """The estimate moved to `target` with its range, or None when nothing changes."""
    if target is None or (estimate is not None and target == estimate.value):
        return None
    if not math.isfinite(target):
        raise EditError(tr("A position must be a finite number."))
    value = whole(target, kind.scale)
    if estimate is None:
        return kind(value=value)
    return None if value == estimate.value else estimate.moved_to(value)


@edit("make-unknown")
def make_unknown(
    document: StakeMap, snapshot: str, issue: str, actors: Iterable[str], authorship: Authorship
) -> StakeMap:
    """Set the stances of actors on an issue to unknown, which puts them into the tray.

    Salience, role, votes, conditions and own influence are kept. Stances already unknown are unchanged.
    """
    return _set_state(document, snapshot, issue, actors, "unknown", authorship)


@edit("make-not-applicable")
def make_not_applicable(
    document: StakeMap, snapshot: str, issue: str, actors: Iterable[str], authorship: Authorship
) -> StakeMap:
    """Set the stances of actors to not applicable, which removes them from the issue's canvas and tray."""
    return _set_state(document, snapshot, issue, actors, "not-applicable", authorship)


def _set_state(
    document: StakeMap,
    snapshot: str,
    issue: str,
    actors: Iterable[str],
    state: Literal["unknown", "not-applicable"],
    authorship: Authorship,
) -> StakeMap:
    own = need_snapshot(document, snapshot).stances.get(issue, {})
    need_issue(document, issue)
    changes: dict[Subject, Judgement | None] = {}
    for actor in actors:
        need_actor(document, actor)
        shown = resolve_stance(document, snapshot, issue, actor)
        if shown is not None and shown.judgement.state == state:
            continue
        if shown is None or state == "not-applicable":
            new = Stance(state=state)
        else:
            new = revised(shown.judgement, state=state, alignment=None)
        changes[Subject.stance(issue, actor)] = succeeding(own.get(actor), new, authorship)
    return put_judgements(document, snapshot, changes)


@edit("set-range")
def set_range(
    document: StakeMap,
    snapshot: str,
    issue: str,
    actor: str,
    axis: Axis,
    low: float | None,
    high: float | None,
    authorship: Authorship,
) -> StakeMap:
    """Set the 80 % plausible interval of an actor's alignment or influence on an issue; None removes it.

    Value and support are kept. Raises EditError when there is no value or the range does not contain it.
    """
    need_issue(document, issue)
    shown = resolve_stance(document, snapshot, issue, actor)
    subject = Subject.stance(issue, actor)
    judgement: Judgement | None = shown.judgement if shown is not None else None
    if axis == "influence" and (shown is None or shown.judgement.influence is None):
        subject = Subject.standing(actor)
        standing = resolve_standing(document, snapshot, actor)
        judgement = standing.judgement if standing is not None else None
    check_subject(document, snapshot, subject)
    estimate = cast("Estimate | None", getattr(judgement, axis)) if judgement is not None else None
    if judgement is None or estimate is None:
        raise EditError(tr("There is no value here yet for a range."))
    if low is not None and high is not None and not low <= estimate.value <= high:
        raise EditError(
            tr(
                "The range {low} to {high} does not include the value {value}.",
                low=number(low),
                high=number(high),
                value=number(estimate.value),
            )
        )
    changed = replace(judgement, **{axis: replace(estimate, low=low, high=high), "pooled": None})
    if changed is judgement:
        return document
    own = own_judgement(document, snapshot, subject)
    return put_judgements(document, snapshot, {subject: succeeding(own, changed, authorship)})


@edit("restore-judgement")
def restore_judgement(
    document: StakeMap, snapshot: str, subject: Subject, index: int, authorship: Authorship
) -> StakeMap:
    """Restore entry `index` of the ledger of a judgement made in this snapshot.

    It is restored with its reason, citations and confidence; the judgement it replaces goes to the ledger.
    Raises EditError when there is no such entry.
    """
    check_subject(document, snapshot, subject)
    own = own_judgement(document, snapshot, subject)
    ledger = () if own is None else own.with_earlier()[1:]
    if not 0 <= index < len(ledger):
        raise EditError(tr("The history of this judgement has no such entry."))
    return put_judgements(document, snapshot, {subject: succeeding(own, ledger[index], authorship)})


@edit("withdraw-judgements")
def withdraw_judgements(document: StakeMap, snapshot: str, subjects: Iterable[Subject]) -> StakeMap:
    """Remove judgements made in this snapshot with their ledgers; carried-over judgements show again."""
    chosen = tuple(subjects)
    for subject in chosen:
        check_subject(document, snapshot, subject)
    return put_judgements(document, snapshot, dict.fromkeys(chosen)) if chosen else document
