"""The history of a judgement: its ledger and those in all ancestors of its snapshot."""

from __future__ import annotations

from typing import NamedTuple

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.edit import edit
from stakemap.model.edits_base import Authorship
from stakemap.model.edits_judgements import judge, restore_judgement
from stakemap.model.judgements import Judgement
from stakemap.model.ledger import alone
from stakemap.model.resolve import lineage, own_judgement, resolve, shown_judgement
from stakemap.model.subjects import AnyJudgement, Subject


class Entry(NamedTuple):
    """One judgement of a history.

    `snapshot` is where it was made, `ledger_index` its index in the ledger there, None for the current one.
    `before` is what it replaced or, for the first one made there, what had been carried over; None where
    there was none. `is_shown` is set for the one that the requested snapshot shows.
    """

    snapshot: str
    subject: Subject
    ledger_index: int | None
    judgement: AnyJudgement
    before: AnyJudgement | None
    is_shown: bool


def history_of(document: StakeMap, snapshot: str, subject: Subject) -> tuple[Entry, ...]:
    """The judgements of a subject in a snapshot and its ancestors, newest first.

    Within each snapshot the current one comes first, then its ledger. Judgements of ancestors are included
    even where a later one hides them, since those snapshots still show them.
    """
    entries: list[Entry] = []
    for ancestor in lineage(document, snapshot):
        own = own_judgement(document, ancestor, subject)
        if own is None:
            continue
        ledger: tuple[Judgement, ...] = own.with_earlier()
        base = document.snapshots[ancestor].based_on
        inherited = resolve(document, base, subject) if base in document.snapshots else None
        first_before = inherited.judgement if inherited is not None else None
        for place, judgement in enumerate(ledger):
            before = ledger[place + 1] if place + 1 < len(ledger) else first_before
            index = place - 1 if place else None
            entries.append(Entry(ancestor, subject, index, judgement, before, not entries))
    return tuple(entries)


@edit("restore-entry")
def restore_entry(document: StakeMap, snapshot: str, entry: Entry, authorship: Authorship) -> StakeMap:
    """Restore an entry of a judgement's history in a snapshot.

    It is restored with its reason, citations and confidence and signed with `authorship`; the judgement it
    replaces goes to the ledger. The snapshot of the entry is unchanged. Raises EditError when the entry no
    longer exists.
    """
    own = own_judgement(document, entry.snapshot, entry.subject)
    ledger: tuple[Judgement, ...] = () if own is None else own.with_earlier()
    place = 0 if entry.ledger_index is None else entry.ledger_index + 1
    if not 0 <= place < len(ledger) or ledger[place] != entry.judgement:
        raise EditError(tr("The history of this judgement has no such entry."))
    if entry.snapshot == snapshot and entry.ledger_index is not None:
        return restore_judgement(document, snapshot, entry.subject, entry.ledger_index, authorship)
    return judge(
        document,
        snapshot,
        entry.subject,
        alone(entry.judgement, shown_judgement(document, snapshot, entry.subject)),
        authorship,
    )
