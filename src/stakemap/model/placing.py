"""The judgements that place an actor on an issue: which of them count, and whether it has a place at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from stakemap.model.judgements import Estimate, Stance, Standing
from stakemap.model.resolve import Placement, Resolved, placement, position

__all__ = ["Placing", "placing"]


class Placing(NamedTuple):
    """What a snapshot shows of an actor on one issue: its standing and its stance, None where nobody judged.

    Every view that places, counts or cites an actor asks this, so that all of them say the same.
    """

    standing: Resolved[Standing] | None
    stance: Resolved[Stance] | None

    @property
    def placement(self) -> Placement:
        """Whether the actor has a place, waits in the tray (and why), or takes no part."""
        return placement(self._standing, self._stance)

    @property
    def position(self) -> tuple[float | None, float | None]:
        """Alignment (−100 to 100) and influence (0 to 100), None for what is not known."""
        return position(self._standing, self._stance)

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
    def _standing(self) -> Standing | None:
        return None if self.standing is None else self.standing.judgement

    @property
    def _stance(self) -> Stance | None:
        return None if self.stance is None else self.stance.judgement


def placing(
    standings: Mapping[str, Resolved[Standing]], stances: Mapping[str, Resolved[Stance]], actor: str
) -> Placing:
    """The judgements of one actor among those that a snapshot shows of all (see `Resolver`)."""
    return Placing(standings.get(actor), stances.get(actor))
