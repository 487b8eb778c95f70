"""Keeping what supports a judgement on a new value, where the analyst says that it still applies."""

from __future__ import annotations

from collections.abc import Iterable

from stakemap.model.document import StakeMap
from stakemap.model.edit import edit
from stakemap.model.edits_base import Authorship, check_subject, put_judgements
from stakemap.model.judgements import Judgement
from stakemap.model.ledger import can_keep_support, succeeding, with_support_of, without_support_of
from stakemap.model.resolve import own_judgement, shown_judgement
from stakemap.model.subjects import Subject


def replacing(
    document: StakeMap,
    snapshot: str,
    subject: Subject,
    new: Judgement,
    authorship: Authorship,
    keep_below: float = 0.0,
) -> Judgement:
    """`new` signed, with the ledger of the judgement that it replaces in this snapshot."""
    own = own_judgement(document, snapshot, subject)
    base = _of_base(document, snapshot, subject) if keep_below or (own and own.support_kept) else None
    return succeeding(own, new, authorship, base, keep_below=keep_below)


def _of_base(document: StakeMap, snapshot: str, subject: Subject) -> Judgement | None:
    """The judgement that a snapshot would carry over if it had none of its own."""
    return shown_judgement(document, document.snapshots[snapshot].based_on, subject)


def replaced_judgement(document: StakeMap, snapshot: str, subject: Subject) -> Judgement | None:
    """What a snapshot's own judgement replaced: the newest of its ledger, else what was carried over."""
    own = own_judgement(document, snapshot, subject)
    ledger = () if own is None else own.with_earlier()[1:]
    return ledger[0] if ledger else _of_base(document, snapshot, subject)


def may_keep_support(document: StakeMap, snapshot: str, subject: Subject) -> bool:
    """Whether it is open if what supported the replaced value applies to the one judged in a snapshot.

    It is no longer where the new value has a reason or sources of its own.
    """
    own = own_judgement(document, snapshot, subject)
    if own is None or not (own.support_kept or not (own.is_explained or own.citations)):
        return False
    return can_keep_support(own, replaced_judgement(document, snapshot, subject))


@edit("keep-support")
def keep_support(
    document: StakeMap, snapshot: str, subjects: Iterable[Subject], kept: bool, authorship: Authorship
) -> StakeMap:
    """Say whether reason, citations, confidence and basis of what was replaced still apply to the new values.

    They are added to what supports the judgements made in this snapshot, or removed from it; text that was
    written for the new value stays. Judgements of an unchanged value, or which replaced nothing that was
    supported, are left alone.
    """
    changes: dict[Subject, Judgement | None] = {}
    for subject in subjects:
        check_subject(document, snapshot, subject)
        own = own_judgement(document, snapshot, subject)
        old = replaced_judgement(document, snapshot, subject)
        if own is None or old is None or own.support_kept == kept or not can_keep_support(own, old):
            continue
        new = with_support_of(own, old) if kept else without_support_of(own, old)
        changes[subject] = replacing(document, snapshot, subject, new, authorship)
    return put_judgements(document, snapshot, changes) if changes else document
