"""Reviews in words: who approved what and when, what changed since, and what the status follows from."""

from __future__ import annotations

from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.reviews import Approval, MapStatus
from stakemap.model.teamwork import Review
from stakemap.text import capital, one_line
from stakemap.wording.dates import date_text
from stakemap.wording.names import snapshot_name


def approved_by(review: Review) -> str:
    """Who approved it and when: "Approved by B. Reader, 1 March 2026"; "Cleared by" if for outsiders."""
    reader, day = one_line(review.by), date_text(review.on)
    if day:
        text = tr("Cleared by {reader}, {day}") if review.clears else tr("Approved by {reader}, {day}")
        return text.format(reader=reader, day=day)
    return (tr("Cleared by {reader}") if review.clears else tr("Approved by {reader}")).format(reader=reader)


def approval_text(approval: Approval | None) -> str:
    """The state of the review of one judgement, in a line; "" where nobody approved it."""
    if approval is None:
        return ""
    if approval.holds:
        return approved_by(approval.review)
    reader, day = one_line(approval.review.by), date_text(approval.review.on)
    if day:
        return tr("Changed since {reader} approved it on {day}", reader=reader, day=day)
    return tr("Changed since {reader} approved it", reader=reader)


def _changed_since(document: StakeMap, snapshot: str, approval: Approval) -> str:
    day = date_text(approval.review.on)
    values = {"reader": one_line(approval.review.by), "snapshot": snapshot_name(document, snapshot)}
    count = len(approval.differences)
    if not day:
        return tr_count(
            "{count} judgement changed since {reader} approved {snapshot}",
            "{count} judgements changed since {reader} approved {snapshot}",
            count,
            **values,
        )
    return tr_count(
        "{count} judgement changed since {reader} approved {snapshot} on {day}",
        "{count} judgements changed since {reader} approved {snapshot} on {day}",
        count,
        **values,
        day=day,
    )


def status_sentence(document: StakeMap, status: MapStatus) -> str:
    """What the status of a map follows from, in a sentence or two; "" where its own field says it."""
    if not status.reviewed:
        return ""
    if status.status == "cleared":
        return tr("All dated snapshots are cleared for readers outside, and nothing changed since.")
    if not status.missing:
        return tr("Nothing is judged in a dated snapshot.")
    snapshot, approval = status.missing[-1]
    name = snapshot_name(document, snapshot)
    if approval is None:
        first = tr("Nobody has approved {snapshot}.", snapshot=name)
    elif approval.holds:
        first = tr("{snapshot} is approved, but not cleared for readers outside.", snapshot=capital(name))
    else:
        first = tr("{sentence}.", sentence=_changed_since(document, snapshot, approval))
    rest = len(status.missing) - 1
    if not rest:
        return first
    more = tr_count(
        "{count} more snapshot needs an approval.", "{count} more snapshots need an approval.", rest
    )
    return f"{first} {more}"
