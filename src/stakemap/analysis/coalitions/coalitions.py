"""Who can pass an issue under its rule, who can stop it, and whose change of sides turns that."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import Literal, NamedTuple

import numpy as np

from stakemap.analysis.balance.balance import Potential, powers, weighs_by_salience
from stakemap.analysis.balance.counted import counted_within
from stakemap.analysis.balance.sides import Side, side_of
from stakemap.analysis.coalitions.voting import (
    Game,
    Indices,
    MinimalSets,
    indices,
    minimal_blocking,
    minimal_winning,
)
from stakemap.analysis.question import Question
from stakemap.model.document import RuleKind

#: Weights of influence are counted in millionths, so that they are whole numbers, as votes are.
_MILLIONTHS = 10**6

#: Why a rule cannot be applied: nobody has weight, no votes are entered, the quota is more than there is, or
#: nobody decides.
Problem = Literal["no-weight", "no-votes", "quota-over-total", "nobody-decides"]


class Voter(NamedTuple):
    """An actor that counts under the rule: its votes or weight in units of the result, its alignment (None if
    unknown), whether it `accepts` as judged, and whether it can block.
    """

    actor: str
    weight: int
    alignment: float | None
    side: Side
    accepts: bool
    can_block: bool


class Pivot(NamedTuple):
    """The actors with whom the weight needed is reached, lined up from the most in favour; several if they
    stand at the same place. `before` is the weight of those more in favour, `reached` that with the pivot.
    """

    actors: tuple[str, ...]
    alignment: float
    before: int
    reached: int


class Turn(NamedTuple):
    """Actors whose change of sides turns the result, and what those who accept would weigh then."""

    actors: tuple[str, ...]
    weight: int


@dataclass(frozen=True)
class Coalitions:
    """Coalitions on one issue at one snapshot.

    `quota` is what the rule says: votes, or per cent of the weight; None is more than half. `needed` is the
    weight that a winning coalition has, in whole units: votes, actors, or millionths of weight (`unit`).
    `without_votes` have a stance and no votes, though votes decide; `left_out` is what actors left out could
    weigh at most, where weight decides. Actors who can block must accept, too.
    """

    rule: RuleKind
    is_stated: bool
    quota: float | None
    voters: tuple[Voter, ...]
    needed: int
    unit: int
    by_salience: bool
    without_votes: tuple[str, ...] = ()
    left_out: tuple[Potential, ...] = ()

    @cached_property
    def total(self) -> int:
        """The weight of all."""
        return sum(voter.weight for voter in self.voters)

    @cached_property
    def accepting(self) -> int:
        """The weight of those who accept as judged."""
        return sum(voter.weight for voter in self.voters if voter.accepts)

    def weight_on(self, side: Side) -> int:
        """The weight of those on a side."""
        return sum(voter.weight for voter in self.voters if voter.side == side)

    @property
    def lines_up(self) -> bool:
        """Whether weights or votes decide, and not the actors that have a role."""
        return self.rule not in ("unanimity", "blockers")

    @property
    def problem(self) -> Problem | None:
        """Why it cannot be determined who can pass it; None if it can."""
        if self.rule == "unanimity" and not self.total:
            return "nobody-decides"
        if self.lines_up and not self.total:
            return "no-votes" if self.rule == "votes" else "no-weight"
        return "quota-over-total" if self.needed > self.total else None

    @cached_property
    def obstacles(self) -> tuple[Voter, ...]:
        """Those who can block and do not accept."""
        return tuple(voter for voter in self.voters if voter.can_block and not voter.accepts)

    @property
    def has_enough(self) -> bool:
        """Whether those who accept have the weight needed, blocking actors aside."""
        return self.accepting >= self.needed

    @property
    def could_turn(self) -> int:
        """The number of actors whose alignment or weight is unknown, if they could turn whether those in
        favour have enough; else 0.
        """
        if not self.lines_up:
            return 0
        if self.rule == "votes":
            unknown = [voter for voter in self.voters if voter.side == "unknown" and voter.weight]
            makes_up = not self.has_enough and self.accepting + self.weight_on("unknown") >= self.needed
            return len(unknown) if makes_up else 0
        sides = ("against", "undecided", "unknown") if self.has_enough else ("for", "unknown")
        able = [each for each in self.left_out if each.side in sides]
        added = round(sum(each.weight for each in able) * self.unit)
        most = self.accepting if self.has_enough else self.accepting + added
        turned = (most >= _needed(self.rule, self.quota, self.total + added)) != self.has_enough
        return sum(each.number for each in able) if turned else 0

    @cached_property
    def passes(self) -> bool:
        """Whether those who accept, as judged, can pass it; who is unknown does not accept."""
        return self.has_enough and not self.obstacles

    @cached_property
    def game(self) -> Game:
        """The voting game; players are the voters in their order."""
        vetoes = frozenset(place for place, voter in enumerate(self.voters) if voter.can_block)
        return Game.with_vetoes([voter.weight for voter in self.voters], self.needed, vetoes)

    @cached_property
    def winning(self) -> MinimalSets:
        """The minimal winning coalitions."""
        return minimal_winning(self.game)

    @cached_property
    def blocking(self) -> MinimalSets:
        """The minimal coalitions that can stop it."""
        return minimal_blocking(self.game)

    @cached_property
    def indices(self) -> Indices | None:
        """The power indices, only where votes are entered for all; None also if too many to count."""
        return indices(self.game) if self.rule == "votes" and not self.without_votes else None

    def names(self, places: tuple[int, ...]) -> tuple[str, ...]:
        """The actors of a coalition."""
        return tuple(self.voters[place].actor for place in places)

    @property
    def dummies(self) -> tuple[str, ...]:
        """Those who are in no minimal winning coalition; empty where not all of these are known."""
        members = self.winning.members
        if members is None or not self.winning.count:
            return ()
        return tuple(voter.actor for place, voter in enumerate(self.voters) if place not in members)

    def pivot(self, unknown_accept: bool = False) -> Pivot | None:
        """The pivot, with the unknown first or last in the line; None if it is among them, or all fall short.

        With more than half of the weight it is the actor at the weighted median (Black 1948).
        """
        known = sorted(
            (-voter.alignment, voter.actor, voter.weight)
            for voter in self.voters
            if voter.alignment is not None and voter.weight
        )
        before = self.weight_on("unknown") if unknown_accept else 0
        if before >= self.needed:
            return None
        for minus, group in groupby(known, key=lambda each: each[0]):
            same = list(group)
            reached = before + sum(weight for *_, weight in same)
            if reached >= self.needed:
                return Pivot(tuple(actor for _, actor, _ in same), -minus, before, reached)
            before = reached
        return None

    def passes_after(self, voter: Voter) -> bool:
        """Whether it passes if one actor changed sides, all else held."""
        obstacles = len(self.obstacles) + (voter.can_block if voter.accepts else -voter.can_block)
        return self.weight_after(voter) >= self.needed and not obstacles

    def weight_after(self, voter: Voter) -> int:
        """The weight of those who accept if one actor changed sides."""
        return self.accepting - voter.weight if voter.accepts else self.accepting + voter.weight

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """The actors whose change of sides alone turns the result, those nearest to the middle first."""
        able = [
            voter
            for voter in self.voters
            if voter.accepts == self.passes and self.passes_after(voter) != self.passes
        ]
        able.sort(key=lambda voter: (101.0 if voter.alignment is None else abs(voter.alignment), voter.actor))
        return tuple(Turn((voter.actor,), self.weight_after(voter)) for voter in able)

    @cached_property
    def joint_turn(self) -> Turn | None:
        """A change of sides of the fewest actors that turns the result together; None if nothing does."""
        changing = [] if self.passes else list(self.obstacles)
        heaviest = sorted(
            (
                voter
                for voter in self.voters
                if voter.accepts == self.passes and (self.passes or not voter.can_block)
            ),
            key=lambda voter: (-voter.weight, voter.actor),
        )
        reached = self.accepting + sum(voter.weight for voter in changing)
        for voter in heaviest:
            if (reached >= self.needed) != self.passes:
                break
            reached += -voter.weight if self.passes else voter.weight
            changing.append(voter)
        if (reached >= self.needed) == self.passes:
            return None
        return Turn(tuple(voter.actor for voter in changing), reached)


def coalitions(question: Question) -> Coalitions:
    """Who counts under the rule of the issue in view, and how much is needed. Raises KeyError without a view.

    A majority and a share are of the weight of the balance (see `analysis.balance.balance.powers`), unanimity
    is of those who decide. Parts of an actor that has votes have none of their own.
    """
    rule = question.document.issues[question.issue or ""].rule
    kind = "majority" if rule is None else rule.kind
    inputs = question.inputs
    weights, missing = _weights(question, kind)
    blockers = {holder.actor for holder in inputs.roles if holder.role == "can-block"}
    places = _alignments(question)
    voters = []
    for actor in sorted({*weights, *blockers}):
        side = side_of(places.get(actor), question.limits.threshold)
        accepts = side == "for" or (kind == "blockers" and side == "undecided")
        can_block = actor in blockers
        voters.append(Voter(actor, weights.get(actor, 0), places.get(actor), side, accepts, can_block))
    quota = None if rule is None else rule.quota
    return Coalitions(
        rule=kind,
        is_stated=rule is not None,
        quota=quota,
        voters=tuple(voters),
        needed=_needed(kind, quota, sum(weights.values())),
        unit=_MILLIONTHS if kind in ("majority", "share") else 1,
        by_salience=weighs_by_salience(inputs),
        without_votes=missing,
        left_out=question.balance.potential if kind in ("majority", "share") else (),
    )


def _weights(question: Question, kind: RuleKind) -> tuple[Mapping[str, int], tuple[str, ...]]:
    """What each actor weighs under a rule, in units of the result, and who has a stance and no votes."""
    inputs = question.inputs
    if kind in ("majority", "share"):
        units = np.rint(powers(inputs) * _MILLIONTHS).astype(np.int64).tolist()
        return dict(zip(inputs.actors, units, strict=True)), ()
    if kind == "votes":
        return _votes(question)
    role = "decides" if kind == "unanimity" else "can-block"
    return {holder.actor: 1 for holder in inputs.roles if holder.role == role}, ()


def _votes(question: Question) -> tuple[Mapping[str, int], tuple[str, ...]]:
    document, absent = question.document, frozenset(question.inputs.not_applicable)
    entered = {
        actor: resolved.judgement
        for actor, resolved in question.stances.items()
        if actor in document.actors and actor not in absent
    }
    holders = frozenset(actor for actor, stance in entered.items() if stance.votes is not None)
    alone = {actor for actor in entered if counted_within(document, holders, actor) is None}
    held = {
        actor: stance.votes
        for actor, stance in entered.items()
        if actor in alone and stance.votes is not None
    }
    missing = (actor for actor in alone - held.keys() if entered[actor].role != "influences")
    return held, tuple(sorted(missing))


def _alignments(question: Question) -> dict[str, float]:
    """The known alignments, also of actors that do not count in the balance, such as parts of others."""
    return {
        actor: resolved.judgement.alignment.value
        for actor, resolved in question.stances.items()
        if resolved.judgement.alignment is not None
    }


def _needed(kind: RuleKind, quota: float | None, total: int) -> int:
    """The weight that a coalition needs, in units."""
    if kind in ("unanimity", "blockers"):
        return total
    if quota is None:
        return total // 2 + 1
    # As it is written in decimals, not as the binary number next to it.
    exact = Fraction(str(quota))
    return math.ceil(total * exact / 100) if kind == "share" else math.ceil(exact)
