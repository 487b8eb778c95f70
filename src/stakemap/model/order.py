"""The order in which views list what a map holds, which its mappings leave open."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable

from stakemap.model.dates import end_of, start_of
from stakemap.model.document import StakeMap
from stakemap.model.resolve import lineage

__all__ = [
    "actors_in_order",
    "issues_in_order",
    "latest_dated",
    "next_order",
    "snapshots_in_order",
    "sort_key",
]


def sort_key(name: str) -> str:
    """A name as it sorts in a list: without case or accents, so that Ürümqi stands under U."""
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).casefold()


def actors_in_order(document: StakeMap, ids: Iterable[str] | None = None) -> tuple[str, ...]:
    """Ids of the given actors, or of all, by name."""
    chosen = document.actors if ids is None else ids
    return tuple(sorted(chosen, key=lambda actor: (sort_key(document.actors[actor].name), actor)))


def issues_in_order(document: StakeMap) -> tuple[str, ...]:
    """Ids of all issues by their order, then by id."""
    return tuple(sorted(document.issues, key=lambda issue: (document.issues[issue].order, issue)))


def next_order(document: StakeMap) -> int:
    """The order that puts a new issue last."""
    return max((issue.order for issue in document.issues.values()), default=-1) + 1


def _key(document: StakeMap, snapshot_id: str) -> tuple[datetime.date, datetime.date, int, str, str]:
    """Sorts by date; without one, right after the nearest dated snapshot that it builds on."""
    chain = lineage(document, snapshot_id)
    for ancestor in chain:
        date = document.snapshots[ancestor].date
        if date is not None:
            first, last = start_of(date), end_of(date)
            break
    else:
        first = last = datetime.date.min
    return first, last, len(chain), sort_key(document.snapshots[snapshot_id].label), snapshot_id


def snapshots_in_order(document: StakeMap) -> tuple[str, ...]:
    """Ids of all snapshots: the dated ones by date, each followed by the scenarios that build on it."""
    scenarios: dict[str | None, list[str]] = {}
    dated: list[str] = []
    for snapshot_id, snapshot in document.snapshots.items():
        if snapshot.scenario:
            base = snapshot.based_on if snapshot.based_on in document.snapshots else None
            scenarios.setdefault(base, []).append(snapshot_id)
        else:
            dated.append(snapshot_id)
    found: dict[str, None] = {}

    def follow(start: str) -> None:
        waiting = [start]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found[current] = None
                branches = sorted(scenarios.get(current, ()), key=lambda item: _key(document, item))
                waiting.extend(reversed(branches))

    roots = sorted(scenarios.get(None, ()), key=lambda item: _key(document, item))
    for snapshot_id in (*sorted(dated, key=lambda item: _key(document, item)), *roots):
        follow(snapshot_id)
    for snapshot_id in sorted(document.snapshots):
        follow(snapshot_id)
    return tuple(found)


def latest_dated(document: StakeMap) -> str | None:
    """The last snapshot that is no scenario, else the last of all; None in a map without any."""
    ordered = snapshots_in_order(document)
    dated = [item for item in ordered if not document.snapshots[item].scenario]
    candidates = dated or list(ordered)
    return candidates[-1] if candidates else None
