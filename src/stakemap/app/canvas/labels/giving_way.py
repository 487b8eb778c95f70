"""Labels that give way to the handles of a range, while these are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stakemap.picture.occupancy import Box

#: The furthest in pixels that a label moves: it has to stay beside what it names.
_FURTHEST = 40.0


def off_handles(
    labels: Sequence[Box], handles: Sequence[Box], discs: Iterable[Box], view: Box
) -> list[tuple[float, float]]:
    """How far each label moves, right and down, so that no handle lies on it; (0, 0) for most.

    It moves above, below or beside the handles that lie on it, the way on which it covers the fewest other
    labels and discs and stays in view, and of these the shortest. Where every way covers another label or a
    disc it stays.
    """
    placed, blocked = list(labels), list(discs)
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
        others = [*placed[:number], *placed[number + 1 :], *blocked]
        free = [
            way
            for way in ways
            if abs(sum(way)) <= _FURTHEST
            and view.holds(_moved(label, way))
            and not any(_moved(label, way).overlaps(other) for other in (*others, *handles))
        ]
        if free:
            placed[number] = _moved(label, min(free, key=lambda way: abs(sum(way))))
    return [
        (after.left - before.left, after.top - before.top)
        for before, after in zip(labels, placed, strict=True)
    ]


def _moved(box: Box, way: tuple[float, float]) -> Box:
    return Box(box.left + way[0], box.top + way[1], box.right + way[0], box.bottom + way[1])
