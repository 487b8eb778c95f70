"""Which details of judgements are drawn besides a disc's code, colour, name and the sign of weak support."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from stakemap.values import frozen


@frozen
class Detail:
    """The details that are drawn of every actor; a canvas adds those of selected and hovered ones."""

    #: Plausible ranges of the position, as whiskers.
    ranges: bool = True
    #: How much the issue matters to the actor, as an arc around its disc.
    salience: bool = True
    #: The confidence in its alignment, as one to three ticks in its disc.
    confidence: bool = True
    #: Where it was at the snapshot before.
    trails: bool = True
    #: What several analysts judge of it, as a thin whisker for each before their pooled range.
    others: bool = True

    @classmethod
    def of(cls, names: Iterable[str]) -> Detail:
        """The details of these names, of which unknown ones are ignored."""
        wanted = set(names)
        return cls(**{name: name in wanted for name in DETAILS})

    @property
    def names(self) -> tuple[str, ...]:
        """The names of those that are on."""
        return tuple(name for name in DETAILS if getattr(self, name))


#: The names of all details, in the order of menus and legends.
DETAILS = tuple(field.name for field in fields(Detail))

ALL_DETAIL = Detail()
NO_DETAIL = Detail(ranges=False, salience=False, confidence=False, trails=False, others=False)
