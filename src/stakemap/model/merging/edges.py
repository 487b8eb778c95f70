"""Cycles that only a merge closes: of actors that are part of others, of snapshots that build on others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from stakemap.model.cycles import in_cycles
from stakemap.model.document import StakeMap
from stakemap.model.merging.conflicts import CYCLIC, Conflict
from stakemap.model.records import Record, merged, replace
from stakemap.model.subjects import Place

R = TypeVar("R", bound=Record)


def without_cycles(
    merge: StakeMap, base: StakeMap, one: StakeMap, other: StakeMap, undecided: Collection[tuple[Place, str]]
) -> tuple[StakeMap, list[Conflict]]:
    """Open each cycle at its last edge, by id, that the base does not have, which then is that of the base.

    An edge about which the sides disagree anyway (`undecided`) goes first, and wholly, so that the other
    edges do not depend on which side is first.
    """
    conflicts = []
    for container, field in CYCLIC.items():
        before = _edges(base, container, field)
        edges = _edges(merge, container, field)
        opened: dict[str, Record] = {}
        while members := set(in_cycles(edges)):
            contested = {key for key in members if (Place(container, key), field) in undecided}
            new = {key for key in members if edges[key] != before.get(key)}
            key = max(contested or new or members)
            known = before.get(key)
            parent = known if key in new - contested and known in edges else None
            edges[key] = parent
            opened[key] = replace(getattr(merge, container)[key], **{field: parent})
        mine, theirs = _edges(one, container, field), _edges(other, container, field)
        conflicts += [
            Conflict(Place(container, key), field, before.get(key), mine.get(key), theirs.get(key), "cycle")
            for key in opened
        ]
        merge = replace(merge, **{container: merged(getattr(merge, container), opened)})
    return merge, conflicts


def _edges(document: StakeMap, container: str, field: str) -> dict[str, str | None]:
    records: Mapping[str, Any] = getattr(document, container)
    return {key: getattr(record, field) for key, record in records.items()}
