"""Sort orders of actors, issues and snapshots for display; mappings of a map are unordered."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from stakemap.model.dates import end_of, start_of
from stakemap.model.document import StakeMap
from stakemap.text import fold_latin

_NUMBER = re.compile(r"\d+")
#: Digits up to which numbers in names sort by value.
_NUMBER_DIGITS = 12


@lru_cache(maxsize=32_768)
def sort_key(name: str) -> str:
    """The key by which names are sorted everywhere: case and accents ignored, numbers by value (9th before
    10th), and names that differ in nothing else by their characters.

    Latin names come first, with ı, ł, ø, đ and ə beside i, l, o, d and e; then script by script, each in its
    own alphabetical order.
    """
    plain = fold_latin(name)
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    natural = _NUMBER.sub(lambda found: found[0].rjust(_NUMBER_DIGITS, "0"), plain)
    # A character that sorts before all others keeps shorter names first.
    return f"{natural}\0{name}"


def actors_in_order(document: StakeMap, ids: Iterable[str] | None = None) -> tuple[str, ...]:
    """The ids of the given actors, or of all, sorted by name."""
    chosen = document.actors if ids is None else ids
    return tuple(sorted(chosen, key=lambda actor: (sort_key(document.actors[actor].name), actor)))


def relations_in_order(document: StakeMap, ids: Iterable[str]) -> tuple[str, ...]:
    """The given relations sorted by the names of their ends, then by label."""

    def key(relation: str) -> tuple[str, str, str, str]:
        record = document.relations[relation]
        source, target = (document.actors[end].name for end in (record.source, record.target))
        return sort_key(source), sort_key(target), sort_key(record.label), relation

    return tuple(sorted(ids, key=key))


def issues_in_order(document: StakeMap) -> tuple[str, ...]:
    """The ids of all issues, sorted by their `order`, then by id."""
    return tuple(sorted(document.issues, key=lambda issue: (document.issues[issue].order, issue)))


def neighbour(keys: Sequence[str], current: str | None, step: int) -> str | None:
    """The key `step` places after `current`, clamped to the ends; None when there are no keys."""
    if not keys:
        return None
    if current not in keys:
        return keys[0]
    return keys[min(max(keys.index(current) + step, 0), len(keys) - 1)]


def next_order(document: StakeMap) -> int:
    """The `order` that puts a new issue last."""
    return max((issue.order for issue in document.issues.values()), default=-1) + 1


Key = tuple[datetime.date, datetime.date, int, str, str]


def _keys(document: StakeMap) -> dict[str, Key]:
    """Sort keys by date; a snapshot without a date follows its nearest dated ancestor."""
    dates: dict[str, tuple[datetime.date, datetime.date, int]] = {}
    for start in document.snapshots:
        chain = []
        for ancestor in _ancestors(document, start):
            if ancestor in dates:
                break
            chain.append(ancestor)
        for key in reversed(chain):
            snapshot = document.snapshots[key]
            no_date = (datetime.date.min, datetime.date.min, 0)
            first, last, depth = dates.get(snapshot.based_on or "", no_date)
            if snapshot.date is not None:
                first, last = start_of(snapshot.date), end_of(snapshot.date)
            dates[key] = (first, last, depth + 1)
    return {key: (*dates[key], sort_key(item.label), key) for key, item in document.snapshots.items()}


def _ancestors(document: StakeMap, start: str) -> Iterator[str]:
    seen: set[str] = set()
    current: str | None = start
    while current in document.snapshots and current not in seen:
        yield current
        seen.add(current)
        current = document.snapshots[current].based_on


def snapshots_in_order(document: StakeMap) -> tuple[str, ...]:
    """The ids of all snapshots: dated ones by date, each followed by the scenarios based on it."""
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
    # Snapshots in a cycle come last, in a map that is not valid.
    for start in (*trunk, *scenarios.get(None, ()), *sorted(document.snapshots)):
        waiting = [start]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found[current] = None
                waiting.extend(reversed(scenarios.get(current, [])))
    return tuple(found)


def dated_in_order(document: StakeMap) -> tuple[str, ...]:
    """The ids of the snapshots that are not scenarios, by date."""
    return tuple(key for key in snapshots_in_order(document) if not document.snapshots[key].scenario)


def stepping_order(document: StakeMap) -> tuple[str, ...]:
    """The ids of all snapshots in stepping order: dated ones by date, then all scenarios."""
    dated = dated_in_order(document)
    return (*dated, *(key for key in snapshots_in_order(document) if document.snapshots[key].scenario))


def latest_dated(document: StakeMap) -> str | None:
    """The last snapshot by date that is not a scenario, else the last scenario; None without snapshots."""
    candidates = dated_in_order(document) or snapshots_in_order(document)
    return candidates[-1] if candidates else None
