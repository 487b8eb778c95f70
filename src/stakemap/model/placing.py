"""The judgements that place an actor on an issue: which of them count, and whether it has a place at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from stakemap.model.judgements import Estimate, Stance, Standing
from stakemap.model.resolve import Placement, Resolved, placement, position

__all__ = ["Placing", "placing", "placing_of"]


class Placing(NamedTuple):
    """What a snapshot shows of an actor on one issue: its standing and its stance, None where nobody judged.

    Every view that places, counts or cites an actor asks `placing`, so that all of them say the same.
    `placement` says whether the actor has a place, waits in the tray (and why), or takes no part; `position`
    is its alignment (−100 to 100) and influence (0 to 100), None for what is not known.
    """

    standing: Resolved[Standing] | None
    stance: Resolved[Stance] | None
    placement: Placement
    position: tuple[float | None, float | None]

    @property
    def is_off_stage(self) -> bool:
        """Whether the question does not concern the actor at all: then no stance of it counts."""
        return self.standing is not None and self.standing.judgement.state == "not-applicable"

    @property
    def weight(self) -> Resolved[Standing] | Resolved[Stance] | None:
        """The judgement that the influence is from: the stance where it has its own, else the standing."""
        return self.stance if self.has_own_influence else self.standing

    @property
    def influence(self) -> Estimate | None:
        """The influence on this issue with its range."""
        weight = self.weight
        return None if weight is None else weight.judgement.influence

    @property
    def has_own_influence(self) -> bool:
        """Whether the stance has an influence of its own, which replaces the standing's on this issue."""
        return self.stance is not None and self.stance.judgement.influence is not None

    @property
    def judgements(self) -> tuple[Resolved[Stance] | Resolved[Standing], ...]:
        """What places the actor, or would: its stance, and its standing unless that is replaced.

        Empty where the issue or the question does not concern the actor: nothing is claimed of it then.
        """
        if self.placement == "not-applicable":
            return ()
        if self.stance is None:
            return () if self.standing is None else (self.standing,)
        if self.standing is None or self.has_own_influence:
            return (self.stance,)
        return (self.stance, self.standing)

    @property
    def is_supported(self) -> bool:
        """Whether every judgement that places the actor has both a reason and a source."""
        return all(each.judgement.is_supported for each in self.judgements)


def placing(
    standings: Mapping[str, Resolved[Standing]], stances: Mapping[str, Resolved[Stance]], actor: str
) -> Placing:
    """The judgements of one actor among those that a snapshot shows of all (see `Resolver`)."""
    return placing_of(standings.get(actor), stances.get(actor))


def placing_of(standing: Resolved[Standing] | None, stance: Resolved[Stance] | None) -> Placing:
    """What follows from the two judgements that a snapshot shows of an actor."""
    of_actor = None if standing is None else standing.judgement
    on_issue = None if stance is None else stance.judgement
    where = position(of_actor, on_issue)
    return Placing(standing, stance, placement(of_actor, on_issue, where), where)
