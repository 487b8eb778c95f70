"""What was judged last, for when that turns out to belong into a new snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stakemap.editing.history import History
from stakemap.model.compare import changed_keys
from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.edits_anew import judged_snapshot
from stakemap.model.judgements import Judgement, Stance

__all__ = ["last_judged"]


def last_judged(history: History) -> tuple[StakeMap, str] | None:
    """The map before the last judgement, and the snapshot that was judged; None when it is not the last edit.

    What only explained a judgement (its reason, its citations) belongs to the edit that gave it its value.
    """
    documents = [step.document for step in history][: len(history.undo_labels) + 1]
    if len(documents) < 2:
        return None
    snapshot = judged_snapshot(documents[-2], documents[-1])
    if snapshot is None:
        return None
    latest = documents[-2]
    for before, after in zip(documents[-2::-1], documents[:0:-1], strict=False):
        if judged_snapshot(before, after) != snapshot:
            break
        if not _explains(before.snapshots[snapshot], after.snapshots[snapshot]):
            return before, snapshot
    return latest, snapshot


def _explains(before: Snapshot, after: Snapshot) -> bool:
    """Whether all judgements that differ have the same values as before."""
    pairs: list[tuple[Mapping[str, Judgement], Mapping[str, Judgement]]] = [
        (before.standings, after.standings),
        (before.ties, after.ties),
    ]
    pairs += [
        (before.stances.get(issue, {}), after.stances.get(issue, {}))
        for issue in changed_keys(before.stances, after.stances)
    ]
    return all(_same_values(old, new, changed_keys(old, new)) for old, new in pairs)


def _same_values(old: Mapping[str, Judgement], new: Mapping[str, Judgement], keys: Iterable[str]) -> bool:
    return all(key in old and key in new and _values(old[key]) == _values(new[key]) for key in keys)


def _values(judgement: Judgement) -> tuple[object, ...]:
    own = judgement.influence if isinstance(judgement, Stance) else None
    return judgement.state, getattr(judgement, judgement.measured), own
