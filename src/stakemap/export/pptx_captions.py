"""Finds the text of each relation of a slide, which becomes one object with its line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from stakemap.export.pptx_writer import curve_bounds
from stakemap.picture.actor_parts import ActorPart
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import Mark, RelationMark, TextMark
from stakemap.picture.plot.curves import point_on

#: Chords of a curve, to find out whether it crosses a text.
_STEPS = 24


def text_box(lines: Sequence[TextMark]) -> Box:
    """The box of the lines of a text."""
    first, last = lines[0], lines[-1]
    left, right = min(line.x for line in lines), max(line.x + line.width for line in lines)
    return Box(left, first.baseline - 0.9 * first.size, right, last.baseline + 0.25 * last.size)


def captions_of(parts: Sequence[Mark | ActorPart]) -> dict[int, list[TextMark]]:
    """The lines of text of each relation that has one in the same plot, by its place in `parts`."""
    texts: dict[str, list[TextMark]] = {}
    found: dict[int, list[TextMark]] = {}
    for index in reversed(range(len(parts))):
        part = parts[index]
        if isinstance(part, TextMark) and part.role == "relation":
            texts.setdefault(part.key, []).insert(0, part)
        elif isinstance(part, RelationMark) and part.relation in texts:
            found[index] = texts.pop(part.relation)
    return found


def captions_above(parts: Sequence[Mark | ActorPart]) -> tuple[Mark | ActorPart, ...]:
    """`parts` with the relations in such an order that, where possible, none is drawn over the text of
    another, since a text is drawn together with its own relation.
    """
    captions = captions_of(parts)
    found: list[Mark | ActorPart] = []
    for is_relation, run in groupby(range(len(parts)), lambda index: isinstance(parts[index], RelationMark)):
        order = list(run)
        if is_relation:
            relations = {index: part for index in order if isinstance(part := parts[index], RelationMark)}
            order = _in_order(relations, captions)
        found.extend(parts[index] for index in order)
    return tuple(found)


def _in_order(relations: Mapping[int, RelationMark], captions: Mapping[int, Sequence[TextMark]]) -> list[int]:
    ordered = [index for index in relations if index not in captions]
    waiting = [index for index in relations if index in captions]
    while waiting:
        # Those after it must not cross its text.
        others = {index: [relations[other] for other in waiting if other != index] for index in waiting}
        free = (index for index in waiting if not _is_crossed(text_box(captions[index]), others[index]))
        chosen = next(free, waiting[0])
        ordered.append(chosen)
        waiting.remove(chosen)
    return ordered


def _is_crossed(box: Box, relations: Iterable[RelationMark]) -> bool:
    for relation in relations:
        whole = curve_bounds(relation.curve)
        if whole.right < box.left or whole.left > box.right:
            continue
        for step in range(_STEPS + 1):
            x, y = point_on(relation.curve, step / _STEPS)
            if box.left <= x <= box.right and box.top <= y <= box.bottom:
                return True
    return False
