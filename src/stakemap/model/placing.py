"""The position of an actor on an issue: the judgements that determine it, and whether it has one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from stakemap.model.judgements import Estimate, Stance, Standing
from stakemap.model.resolve import Placement, Resolved, placement, position


class Placing(NamedTuple):
    """The standing and stance of an actor as a snapshot shows them on one issue; None where not judged.

    All views that place, count or cite an actor use `placing`, which keeps them consistent. `placement` says
    whether the actor is on the canvas, in the tray (and why) or takes no part; `position` is its alignment
    (−100 to 100) and influence (0 to 100), None for what is not known.
    """

    standing: Resolved[Standing] | None
    stance: Resolved[Stance] | None
    placement: Placement
    position: tuple[float | None, float | None]

    @property
    def has_inapplicable_standing(self) -> bool:
        """Whether the actor's standing is not applicable, so that none of its stances counts."""
        return self.standing is not None and self.standing.judgement.state == "not-applicable"

    @property
    def weight(self) -> Resolved[Standing] | Resolved[Stance] | None:
        """The judgement that gives the influence: the stance where it has its own, else the standing."""
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
        """The judgements that determine the position: the stance, and the standing unless overridden.

        Empty where stance or standing is not applicable.
        """
        if self.placement == "not-applicable":
            return ()
        if self.stance is None:
            return () if self.standing is None else (self.standing,)
        if self.standing is None or self.has_own_influence:
            return (self.stance,)
        return (self.stance, self.standing)

    @property
    def is_sourced(self) -> bool:
        """Whether the actor has a position whose alignment cites a source that does not speak against it.

        A source for the influence alone says nothing of where the actor stands.
        """
        return self.placement == "placed" and self.stance is not None and self.stance.judgement.is_sourced

    @property
    def is_weak(self) -> bool:
        """Whether a judgement behind the position has low confidence, no reason or no supporting source."""
        return any(each.judgement.is_weak for each in self.judgements)


def placing(
    standings: Mapping[str, Resolved[Standing]], stances: Mapping[str, Resolved[Stance]], actor: str
) -> Placing:
    """The placing of one actor, given the resolved judgements of all actors (see `Resolver`)."""
    return placing_of(standings.get(actor), stances.get(actor))


def placing_of(standing: Resolved[Standing] | None, stance: Resolved[Stance] | None) -> Placing:
    """The placing that results from the resolved standing and stance of an actor."""
    of_actor = None if standing is None else standing.judgement
    on_issue = None if stance is None else stance.judgement
    where = position(of_actor, on_issue)
    return Placing(standing, stance, placement(of_actor, on_issue, where), where)
