"""How many of the positions shown are weakly supported, and whether that is the rule rather than a sign."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from stakemap.i18n import isolate, joined, tr
from stakemap.model.order import sort_key
from stakemap.picture.appearance.values import ActorLook, RelationLook

#: The sign of weak support in a text, after a value or a name.
WEAK = "?"

#: With fewer weak positions than this each has its sign.
_LEAST = 5
#: A larger share of weak positions is said once, in the legend.
_SHARE = 2 / 3
#: At most so many well supported actors are named, with at most so many letters.
_MOST_NAMED, _MOST_LETTERS = 4, 60


class WeakSupport(NamedTuple):
    """How many of the positions on show are weakly supported; of one map also the names of other actors."""

    weak: int
    positions: int
    others: tuple[str, ...] = ()

    @property
    def is_usual(self) -> bool:
        """Whether nearly all positions are weakly supported, so that a sign on each would mean nothing."""
        return is_usual(self.weak, self.positions)

    def described(self, sign: str) -> str:
        """The meaning of the sign; where it is not drawn, with the positions at which it would stand."""
        if not self.is_usual:
            return sign
        if self.weak == self.positions:
            return tr("{sign}: all {count} positions", sign=sign, count=self.positions)
        names = joined([isolate(name) for name in sorted(self.others, key=sort_key)])
        if not 0 < len(self.others) <= _MOST_NAMED or len(names) > _MOST_LETTERS:
            return tr("{sign}: {weak} of {count} positions", sign=sign, weak=self.weak, count=self.positions)
        # Without numbers, which beside "5 of 7 have a source" would be taken for its opposite.
        return tr("{sign}: all but {names}", sign=sign, names=names)


def is_usual(weak: int, count: int) -> bool:
    """Whether so many weakly supported positions of `count` are too many for a sign on each."""
    return weak >= _LEAST and weak > _SHARE * count


def support_of(*maps: Collection[ActorLook]) -> WeakSupport:
    """The support of the positions on a page of these maps, each given by the looks of its actors."""
    looks = [look for each in maps for look in each]
    others = tuple(look.name for look in looks if not look.weak)
    return WeakSupport(len(looks) - len(others), len(looks), others if len(maps) == 1 else ())


class RelationSupport(NamedTuple):
    """How many of the relations on show are weakly supported, and whether discs have the sign of that."""

    weak: int
    relations: int
    on_discs: bool

    @property
    def has_signs(self) -> bool:
        """Whether those have the sign after their names: where discs have it, or unless nearly all would."""
        return self.on_discs or not is_usual(self.weak, self.relations)

    @property
    def described(self) -> str:
        """The meaning of the sign; where it is not drawn, how many would have it."""
        if self.has_signs:
            return tr("Weakly supported relation")
        if self.weak == self.relations:
            return tr("Weakly supported: all {count} relations", count=self.relations)
        return tr("Weakly supported: {weak} of {count} relations", weak=self.weak, count=self.relations)


def relation_support(looks: Collection[RelationLook], positions: WeakSupport) -> RelationSupport:
    """The support of these relations on a page with these positions."""
    on_discs = positions.weak > 0 and not positions.is_usual
    return RelationSupport(sum(look.weak for look in looks), len(looks), on_discs)
