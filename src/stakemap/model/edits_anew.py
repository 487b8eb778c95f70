"""The other meaning of a changed judgement: the world moved on, so it belongs into a new snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.edits_base import Changes, need_snapshot, put_judgements, put_record
from stakemap.model.edits_snapshots import add_snapshot
from stakemap.model.judgements import Judgement
from stakemap.model.records import replace

__all__ = ["judge_anew", "judged_snapshot"]

J = TypeVar("J", bound=Judgement)


def judged_snapshot(before: StakeMap, after: StakeMap) -> str | None:
    """The one snapshot whose judgements differ; None when there is none, or more than one.

    It compares by identity and costs next to nothing, so that a menu can ask it after every edit.
    """
    if before.snapshots is after.snapshots or before.snapshots.keys() != after.snapshots.keys():
        return None
    differing = [key for key, item in after.snapshots.items() if before.snapshots[key] is not item]
    if len(differing) != 1:
        return None
    (key,) = differing
    old, new = before.snapshots[key], after.snapshots[key]
    same = all(getattr(old, name) is getattr(new, name) for name in Snapshot.containers)
    return None if same else key


def judge_anew(document: StakeMap, before: StakeMap, snapshot: str, new_id: str, new: Snapshot) -> StakeMap:
    """Move what was judged in `snapshot` since `before` into a new snapshot that builds on it.

    `snapshot` and all that build on it then show again what they showed in `before`; `new` shows what
    `snapshot` shows in `document`. The judgements moved have no `earlier` there: nothing was replaced. Raises
    EditError when nothing was judged since.
    """
    old, judged = need_snapshot(before, snapshot), need_snapshot(document, snapshot)
    moved = Changes(
        standings=_judged_since(old.standings, judged.standings),
        stances={
            issue: _judged_since(old.stances.get(issue, {}), entries)
            for issue, entries in judged.stances.items()
        },
        ties=_judged_since(old.ties, judged.ties),
    )
    if not (moved.standings or moved.ties or any(moved.stances.values())):
        raise EditError(tr("Nothing was judged there that could be judged anew elsewhere."))
    containers = {name: getattr(old, name) for name in Snapshot.containers}
    restored = put_record(document, "snapshots", snapshot, replace(judged, **containers))
    added = add_snapshot(restored, new_id, replace(new, based_on=snapshot))
    return put_judgements(added, new_id, moved)


def _judged_since(old: Mapping[str, J], new: Mapping[str, J]) -> dict[str, J]:
    changed = {key: judgement for key, judgement in new.items() if old.get(key) is not judgement}
    return {key: replace(judgement, earlier=()) for key, judgement in changed.items()}
