"""Labels that give way to the handles of a range, while these are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from stakemap.picture.labels.occupancy import Box

#: The furthest in pixels that a label moves: it has to stay beside what it names.
_FURTHEST = 40.0


def off_handles(
    labels: Sequence[Box], handles: Sequence[Box], covers_disc: Callable[[Box], bool], view: Box
) -> list[tuple[float, float]]:
    """How far each label moves, right and down, so that no handle lies on it; (0, 0) for most.

    It moves above, below or beside the handles that lie on it: the shortest way on which it covers no other
    label, disc or handle and stays in view. Where there is none it stays.
    """
    placed = list(labels)
    for number, label in enumerate(labels):
        on_it = [handle for handle in handles if handle.overlaps(label)]
        if not on_it:
            continue
        ways = [
            (0.0, min(one.top for one in on_it) - label.bottom),
            (0.0, max(one.bottom for one in on_it) - label.top),
            (max(one.right for one in on_it) - label.left, 0.0),
            (min(one.left for one in on_it) - label.right, 0.0),
        ]
        others = [*placed[:number], *placed[number + 1 :], *handles]
        for way in sorted(ways, key=lambda way: abs(sum(way))):
            there = _moved(label, way)
            if abs(sum(way)) > _FURTHEST or not view.holds(there):
                continue
            if not any(map(there.overlaps, others)) and not covers_disc(there):
                placed[number] = there
                break
    return [
        (after.left - before.left, after.top - before.top)
        for before, after in zip(labels, placed, strict=True)
    ]


def _moved(box: Box, way: tuple[float, float]) -> Box:
    return Box(box.left + way[0], box.top + way[1], box.right + way[0], box.bottom + way[1])
