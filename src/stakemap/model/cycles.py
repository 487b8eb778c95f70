"""Who comes round to itself, where each may hang on one other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

__all__ = ["in_cycles"]


def in_cycles(above: Mapping[str, str | None]) -> Iterator[str]:
    """The ids that are reached again by going up from them; each is looked at once."""
    finished: set[str] = set()
    for start in above:
        trail: dict[str, None] = {}
        current: str | None = start
        while current is not None and current in above and current not in finished and current not in trail:
            trail[current] = None
            current = above[current]
        if current in trail:
            members = list(trail)
            yield from members[members.index(current) :]
        finished.update(trail)
