"""Cycle detection where each item has at most one parent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def in_cycles(parents: Mapping[str, str | None]) -> Iterator[str]:
    """Yield the ids that are their own ancestors; `parents` maps an id to its parent. Linear time."""
    finished: set[str] = set()
    for start in parents:
        trail: dict[str, None] = {}
        current: str | None = start
        while current is not None and current in parents and current not in finished and current not in trail:
            trail[current] = None
            current = parents[current]
        if current in trail:
            members = list(trail)
            yield from members[members.index(current) :]
        finished.update(trail)
