"""Groups the marks of a slide by actor, so that a disc, its label and its leader line become one object."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from stakemap.picture.marks import ActorMark, LabelMark, LeaderMark, Mark


@dataclass(frozen=True, slots=True)
class ActorPart:
    """The marks of one actor in one plot; `label` is None where its name found no room."""

    disc: ActorMark
    label: LabelMark | None = None
    leader: LeaderMark | None = None

    @property
    def label_align(self) -> float:
        """Which end of the label's lines faces the disc and stays fixed: 0 left, 0.5 both, 1 right."""
        if self.label is None or self.label.box.left >= self.disc.x:
            return 0.0
        return 1.0 if self.label.box.right <= self.disc.x else 0.5


def group_actor_marks(marks: Iterable[Mark]) -> tuple[Mark | ActorPart, ...]:
    """The marks in painting order, with the label and the leader line of each actor moved to its disc.

    A leader line that passes beneath another disc keeps its place in the order, so that the disc still covers
    it. On a slide of several plots an actor has a part in each.
    """
    marks = tuple(marks)
    discs = [mark for mark in marks if isinstance(mark, ActorMark)]
    found: list[Mark | ActorPart] = []
    leaders: dict[str, LeaderMark] = {}
    places: dict[str, int] = {}

    def part_of(actor: str) -> ActorPart:
        part = found[places[actor]]
        assert isinstance(part, ActorPart)
        return part

    for mark in marks:
        if isinstance(mark, LeaderMark):
            if _passes_beneath(mark, discs):
                found.append(mark)
            elif mark.actor in places:
                found[places[mark.actor]] = replace(part_of(mark.actor), leader=mark)
            else:
                leaders[mark.actor] = mark
        elif isinstance(mark, ActorMark):
            places[mark.actor] = len(found)
            found.append(ActorPart(mark, None, leaders.pop(mark.actor, None)))
        elif isinstance(mark, LabelMark) and mark.actor in places:
            found[places[mark.actor]] = replace(part_of(mark.actor), label=mark)
        else:
            found.append(mark)
    return (*found, *leaders.values())


def _passes_beneath(leader: LeaderMark, discs: Iterable[ActorMark]) -> bool:
    ax, ay, bx, by = leader.x0, leader.y0, leader.x1, leader.y1
    square = (bx - ax) ** 2 + (by - ay) ** 2 or 1.0
    for disc in discs:
        if disc.actor == leader.actor:
            continue
        along = ((disc.x - ax) * (bx - ax) + (disc.y - ay) * (by - ay)) / square
        share = min(1.0, max(0.0, along))
        if math.hypot(ax + share * (bx - ax) - disc.x, ay + share * (by - ay) - disc.y) < disc.radius:
            return True
    return False
