"""Structural sharing between a map and a version of it that was read again, as after an edit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.records import Record

R = TypeVar("R", bound=Record)


def sharing(before: StakeMap, after: StakeMap) -> StakeMap:
    """Return `after` with equal records replaced by those of `before`; `before` itself when all are equal.

    Views, undo and the journal, which compare by identity, then see only real differences.
    """
    if before is after:
        return before
    parts: dict[str, Any] = {
        name: _shared(getattr(before, name), getattr(after, name)) for name in StakeMap.containers
    }
    parts["snapshots"] = _shared(
        before.snapshots,
        {
            key: _shared_snapshot(before.snapshots.get(key), snapshot)
            for key, snapshot in after.snapshots.items()
        },
    )
    return _shared_fields(before, after, parts)


def _shared_snapshot(before: Snapshot | None, after: Snapshot) -> Snapshot:
    if before is None or before is after:
        return after
    stances = {
        issue: _shared(before.stances.get(issue, {}), stances) for issue, stances in after.stances.items()
    }
    parts: dict[str, Any] = {
        "standings": _shared(before.standings, after.standings),
        "ties": _shared(before.ties, after.ties),
        "stances": _identical_or(before.stances, stances),
    }
    return _shared_fields(before, after, parts)


def _shared(before: Mapping[str, R], after: Mapping[str, R]) -> Mapping[str, R]:
    if before is after:
        return before
    return _identical_or(
        before, {key: _shared_record(before.get(key), record) for key, record in after.items()}
    )


def _shared_record(before: R | None, after: R) -> R:
    same = before is after or (before is not None and before == after)
    return cast("R", before) if same else after


def _identical_or(before: Mapping[str, Any], after: Mapping[str, Any]) -> Mapping[str, Any]:
    """`before` when both have the same keys and identical values, else `after`."""
    same = before.keys() == after.keys() and all(value is before[key] for key, value in after.items())
    return before if same else after


def _shared_fields(before: R, after: R, parts: Mapping[str, Any]) -> R:
    kind = type(after)
    fields = kind.model_fields.keys() - kind.containers
    same = (
        all(getattr(before, name) == getattr(after, name) for name in fields)
        and before.model_extra == after.model_extra
        and all(getattr(before, name) is part for name, part in parts.items())
    )
    return before if same else after.model_copy(update=dict(parts))
