"""The order in which views list what a map holds, which its mappings leave open."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from stakemap.model.dates import end_of, start_of
from stakemap.model.document import StakeMap

__all__ = [
    "actors_in_order",
    "along_the_line",
    "dated_in_order",
    "folded",
    "issues_in_order",
    "latest_dated",
    "neighbour",
    "next_order",
    "snapshots_in_order",
    "sort_key",
]


_NUMBER = re.compile(r"\d+")
#: Numbers of more digits than this sort as they are written.
_LONGEST_NUMBER = 12


def folded(name: str) -> str:
    """A name without case or accents."""
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).casefold()


def sort_key(name: str) -> str:
    """A name as it sorts in a list: without case or accents, so that Ürümqi stands under U, and numbers in it
    by their value, so that the 9th army stands before the 10th.
    """
    return _NUMBER.sub(lambda found: found[0].rjust(_LONGEST_NUMBER, "0"), folded(name))


def actors_in_order(document: StakeMap, ids: Iterable[str] | None = None) -> tuple[str, ...]:
    """Ids of the given actors, or of all, by name."""
    chosen = document.actors if ids is None else ids
    return tuple(sorted(chosen, key=lambda actor: (sort_key(document.actors[actor].name), actor)))


def issues_in_order(document: StakeMap) -> tuple[str, ...]:
    """Ids of all issues by their order, then by id."""
    return tuple(sorted(document.issues, key=lambda issue: (document.issues[issue].order, issue)))


def neighbour(keys: Sequence[str], current: str | None, step: int) -> str | None:
    """The key so many steps from the present one, staying at the ends; None where there is no key."""
    if not keys:
        return None
    if current not in keys:
        return keys[0]
    return keys[min(max(keys.index(current) + step, 0), len(keys) - 1)]


def next_order(document: StakeMap) -> int:
    """The order that puts a new issue last."""
    return max((issue.order for issue in document.issues.values()), default=-1) + 1


Key = tuple[datetime.date, datetime.date, int, str, str]


def _keys(document: StakeMap) -> dict[str, Key]:
    """Sorts by date; a snapshot without one comes right after the nearest dated one that it builds on."""
    dates: dict[str, tuple[datetime.date, datetime.date, int]] = {}
    for start in document.snapshots:
        chain = []
        for ancestor in _upwards(document, start):
            if ancestor in dates:
                break
            chain.append(ancestor)
        for key in reversed(chain):
            snapshot = document.snapshots[key]
            nowhere = (datetime.date.min, datetime.date.min, 0)
            first, last, depth = dates.get(snapshot.based_on or "", nowhere)
            if snapshot.date is not None:
                first, last = start_of(snapshot.date), end_of(snapshot.date)
            dates[key] = (first, last, depth + 1)
    return {key: (*dates[key], sort_key(item.label), key) for key, item in document.snapshots.items()}


def _upwards(document: StakeMap, start: str) -> Iterator[str]:
    seen: set[str] = set()
    current: str | None = start
    while current in document.snapshots and current not in seen:
        yield current
        seen.add(current)
        current = document.snapshots[current].based_on


def snapshots_in_order(document: StakeMap) -> tuple[str, ...]:
    """Ids of all snapshots: the dated ones by date, each followed by the scenarios that build on it."""
    keys = _keys(document)
    scenarios: dict[str | None, list[str]] = {}
    trunk: list[str] = []
    for key in sorted(document.snapshots, key=keys.__getitem__):
        snapshot = document.snapshots[key]
        if snapshot.scenario:
            base = snapshot.based_on if snapshot.based_on in document.snapshots else None
            scenarios.setdefault(base, []).append(key)
        else:
            trunk.append(key)
    found: dict[str, None] = {}
    # Last come those that hang on nothing but each other, in a map that is not sound.
    for start in (*trunk, *scenarios.get(None, ()), *sorted(document.snapshots)):
        waiting = [start]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found[current] = None
                waiting.extend(reversed(scenarios.get(current, [])))
    return tuple(found)


def dated_in_order(document: StakeMap) -> tuple[str, ...]:
    """Ids of the snapshots that are no scenarios, by date: the line that a story goes along."""
    return tuple(key for key in snapshots_in_order(document) if not document.snapshots[key].scenario)


def along_the_line(document: StakeMap) -> tuple[str, ...]:
    """Ids of all snapshots as one steps through them: the dated ones by date, then the scenarios."""
    dated = dated_in_order(document)
    return (*dated, *(key for key in snapshots_in_order(document) if document.snapshots[key].scenario))


def latest_dated(document: StakeMap) -> str | None:
    """The last snapshot that is no scenario, else the last of all; None in a map without any."""
    candidates = dated_in_order(document) or snapshots_in_order(document)
    return candidates[-1] if candidates else None
