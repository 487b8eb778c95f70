"""Finding the latest judgements in the undo history, to move them into a new snapshot."""

from __future__ import annotations

from stakemap.editing.history import History
from stakemap.model.changes import changes
from stakemap.model.document import StakeMap
from stakemap.model.edits_new_snapshot import judged_snapshot
from stakemap.model.judgements import Judgement, Stance


def last_judged(history: History) -> tuple[StakeMap, str] | None:
    """The map before the latest judgement and the snapshot judged; None when the last edit was no judgement.

    Edits that only annotated a judgement (reason, citations) count with the edit that set its value.
    """
    documents = [step.document for step in history][: len(history.undo_labels) + 1]
    snapshot = judged_snapshot(history.previous, history.document)
    if snapshot is None:
        return None
    latest = documents[-2]
    for before, after in zip(documents[-2::-1], documents[:0:-1], strict=False):
        if judged_snapshot(before, after) != snapshot:
            break
        if not _only_annotates(before, after, snapshot):
            return before, snapshot
    return latest, snapshot


def is_judgement_last(history: History) -> bool:
    """Whether the last edit judged something in one snapshot, as `last_judged` finds at a higher cost."""
    return judged_snapshot(history.previous, history.document) is not None


def _only_annotates(before: StakeMap, after: StakeMap, snapshot: str) -> bool:
    """Whether the judgements of the snapshot differ only in their annotations, not in their values."""
    return all(
        isinstance(old, Judgement) and isinstance(new, Judgement) and _values(old) == _values(new)
        for (_, where, subject), old, new in changes(before, after)
        if subject is not None and where == snapshot
    )


def _values(judgement: Judgement) -> tuple[object, ...]:
    own = judgement.influence if isinstance(judgement, Stance) else None
    return judgement.state, getattr(judgement, judgement.measured), own
