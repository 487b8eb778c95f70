"""Moving the latest judgements of a snapshot into a new snapshot: the world changed, it was no correction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.changes import changes, touched
from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.edit import edit
from stakemap.model.edits_base import check_subject, need_snapshot, put_judgements
from stakemap.model.edits_snapshots import add_snapshot
from stakemap.model.judgements import Judgement
from stakemap.model.ledger import alone
from stakemap.model.others import others_of
from stakemap.model.records import replace
from stakemap.model.resolve import shown_judgement
from stakemap.model.subjects import AnyJudgement, Subject

J = TypeVar("J", bound=Judgement)

#: A subject that was rejudged, and its previous judgement, None where there was none.
Replaced = tuple[Subject, AnyJudgement | None]


def judged_snapshot(before: StakeMap, after: StakeMap) -> str | None:
    """The only snapshot whose judgements differ; None when there is none or more than one.

    Fast enough to enable a menu item after every edit, since the difference is cached.
    """
    difference = touched(before, after)
    if len(difference.snapshots) != 1 or before.snapshots.keys() != after.snapshots.keys():
        return None
    (key,) = difference.snapshots
    return key if difference.standings or difference.stances or difference.ties else None


def judged_since(before: StakeMap, after: StakeMap, snapshot: str) -> tuple[Replaced, ...]:
    """The subjects whose judgement in a snapshot differs, with their judgements of `before`."""
    old = need_snapshot(before, snapshot)
    return tuple(
        (subject, old.judgement(subject))
        for (_, where, subject), _, _ in changes(before, after)
        if subject is not None and where == snapshot
    )


@edit("judge-anew")
def judge_anew(
    document: StakeMap, snapshot: str, replaced: Iterable[Replaced], new_id: str, new: Snapshot
) -> StakeMap:
    """Move the latest judgements of `snapshot` into a new snapshot based on it.

    `replaced` are their subjects and previous judgements (see `judged_since`), which are restored, so that
    `snapshot` and its descendants show what they showed before; `new` shows what `snapshot` shows in
    `document`. The moved judgements have an empty `earlier`, and no `others` of the previous ones. Raises
    EditError when there are none.
    """
    judged, restored = need_snapshot(document, snapshot), dict(replaced)
    for subject, earlier in restored.items():
        check_subject(document, snapshot, subject, earlier)
    moved = {
        subject: judgement for subject in restored if (judgement := judged.judgement(subject)) is not None
    }
    if not moved:
        raise EditError(tr("There is no judgement there to move to another snapshot."))
    document = put_judgements(document, snapshot, restored)
    moved = {
        subject: _moved(judgement, restored[subject], shown_judgement(document, snapshot, subject))
        for subject, judgement in moved.items()
    }
    added = add_snapshot(document, new_id, replace(new, based_on=snapshot))
    return put_judgements(added, new_id, moved)


def _moved(judgement: J, previous: Judgement | None, shown: Judgement | None) -> J:
    known = () if previous is None else others_of(previous)
    others = tuple(each for each in others_of(judgement) if each not in known)
    return replace(alone(judgement, shown), others=others)
