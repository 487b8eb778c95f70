"""Which judgement to check next: its share of the uncertainty of the result, what knowing it would be worth,
and what supports it now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import mul
from typing import Literal, NamedTuple

import numpy as np

from stakemap.analysis.balance.balance import powers
from stakemap.analysis.balance.counted import FloatArray, Inputs
from stakemap.analysis.balance.intervals import drawn_quantities, missing_ranges, simulation, triangle
from stakemap.analysis.balance.verdict import could_turn, turned_by
from stakemap.analysis.check_next.uncertainty import (
    BinnedShares,
    Distribution,
    Shares,
    distribution,
    shares_of_products,
    side_distribution,
    value_of_information,
)
from stakemap.analysis.question import Question
from stakemap.analysis.report import Place
from stakemap.model.judgements import Estimate, Judgement
from stakemap.model.order import sort_key
from stakemap.model.placing import placing

JudgedField = Literal["alignment", "influence", "salience"]
#: The judged values of an actor, in the order of `drawn_quantities`.
FIELDS: tuple[JudgedField, ...] = ("alignment", "influence", "salience")
#: An estimated share below this cannot be distinguished from chance.
NOISE = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Uncertainty:
    """The uncertainty of a balance, as far as ranges determine it; arrays have the shape (actors, fields).

    `lead` has the shares of the variance of the difference between the sides, Σ weight × side, `position`
    those of Σ weight × alignment, which the weighted mean is made of; None where it does not vary. `expected`
    is the expectation of the difference, `worth` what knowing each value would be worth, both in points of
    power. `distributions` are those of the fields, `side` that of the side of each actor.
    """

    lead: Shares | None
    position: Shares | None
    expected: float
    worth: FloatArray
    distributions: tuple[Distribution, ...]
    side: Distribution

    def factors(self) -> tuple[Distribution, ...]:
        """The factors of the difference: the side, influence and, if actors weigh by it, salience in parts
        of 1.
        """
        return _in_power(self.side, self.distributions)


def _in_power(position: Distribution, distributions: Sequence[Distribution]) -> tuple[Distribution, ...]:
    influence, *salience = distributions[1:]
    return (position, influence, *(Distribution(each.values / 100, each.chances) for each in salience))


def uncertainty(inputs: Inputs, threshold: float) -> Uncertainty | None:
    """The uncertainty of a balance; None if no actor is counted or ranges are missing."""
    if not inputs.actors or missing_ranges(inputs):
        return None
    triangles = [triangle(quantity) for quantity in drawn_quantities(inputs)]
    distributions = tuple(map(distribution, triangles))
    side = side_distribution(triangles[0], threshold)
    factors = _in_power(side, distributions)
    expected = float(reduce(mul, [factor.mean for factor in factors]).sum())
    return Uncertainty(
        lead=shares_of_products(factors),
        position=shares_of_products(_in_power(distributions[0], distributions)),
        expected=expected,
        worth=_worth(factors, expected),
        distributions=distributions,
        side=side,
    )


def _worth(factors: Sequence[Distribution], expected: float) -> FloatArray:
    """What knowing each factor of each actor would be worth (shape: actors, factors)."""
    columns: list[FloatArray] = []
    means = [factor.mean for factor in factors]
    for place, factor in enumerate(factors):
        slope = reduce(
            mul, (mean for other, mean in enumerate(means) if other != place), np.ones(len(factor.values))
        )
        known = expected + slope[:, None] * (factor.values - means[place][:, None])
        columns.append(value_of_information(known, factor.chances))
    worth = np.column_stack(columns)
    # What lies on one side of 0 but for rounding is worth nothing.
    worth[worth < 1e-9 * max(abs(expected), 1.0)] = 0.0
    return worth


class Drawn(NamedTuple):
    """What only draws tell: the shares of the variance of the weighted median (shape: actors, fields; None if
    it does not vary), and what knowing all values would be worth, in points of power.
    """

    median: FloatArray | None
    worth_of_all: float


def drawn(question: Question) -> Drawn | None:
    """The shares of the median, from the draws of the balance; None without them, or once it is cancelled."""
    inputs = question.inputs
    chunks = simulation(inputs, question.limits.threshold)
    if chunks is None:
        return None
    actors, fields = len(inputs.actors), len(drawn_quantities(inputs))
    shares = BinnedShares(fields * actors)
    differences: list[FloatArray] = []
    for uniform, results in chunks:
        if question.cancelled():
            return None
        support, opposition, _, _, median = results
        differences.append(support - opposition)
        shares.add(uniform.transpose(1, 0, 2).reshape(len(median), -1), median)
    difference = np.concatenate(differences)
    worth = float(value_of_information(difference, np.full(len(difference), 1 / len(difference))))
    found = shares.shares
    return Drawn(None if found is None else found.reshape(fields, actors).T, worth)


@dataclass(frozen=True, slots=True)
class Checkable:
    """A judged value that could be checked, or one that is not known.

    `weight` is that of the actor, or the most it could weigh. `share` is that of the uncertainty of the
    difference between the sides, `share_of_position` that of the weighted mean (0 … 1), `worth` in points
    of power; all None where ranges are missing or the value is not known. `row` and `column` are its place in
    the arrays of `Uncertainty`.
    """

    actor: str
    field: JudgedField
    place: Place
    weight: float
    judgement: Judgement | None = None
    estimate: Estimate | None = None
    share: float | None = None
    share_of_position: float | None = None
    worth: float | None = None
    row: int = -1
    column: int = -1

    @property
    def is_known(self) -> bool:
        """Whether there is a value."""
        return self.estimate is not None


def _ranked(question: Question, found: Uncertainty | None) -> tuple[Checkable, ...]:
    weak_first = found is None

    def key(each: Checkable) -> tuple[bool, float, float, float, str, str, int]:
        is_sound = weak_first and each.judgement is not None and not each.judgement.is_weak
        name = question.document.actors[each.actor].name
        shares = -round(each.share or 0.0, 12), -round(each.share_of_position or 0.0, 12)
        return is_sound, *shares, -each.weight, sort_key(name), each.actor, each.column

    known = sorted(_known(question, found), key=key)
    return (*_turning(question), *known)


def _known(question: Question, found: Uncertainty | None) -> list[Checkable]:
    inputs = question.inputs
    weights = powers(inputs).tolist()
    fields = FIELDS[: len(drawn_quantities(inputs))]
    entries: list[Checkable] = []
    for row, (actor, weight) in enumerate(zip(inputs.actors, weights, strict=True)):
        for column, field in enumerate(fields):
            judgement, place = _behind(question, actor, field)
            shares = (
                {}
                if found is None
                else {
                    "share": 0.0 if found.lead is None else float(found.lead.first[row, column]),
                    "share_of_position": (
                        0.0 if found.position is None else float(found.position.first[row, column])
                    ),
                    "worth": float(found.worth[row, column]),
                }
            )
            estimate = getattr(judgement, field, None)
            entries.append(
                Checkable(actor, field, place, weight, judgement, estimate, row=row, column=column, **shares)
            )
    return entries


def _behind(question: Question, actor: str, field: JudgedField) -> tuple[Judgement | None, Place]:
    """The judgement of a value of an actor, and its place."""
    placed = placing(question.standings, question.stances, actor)
    found = placed.weight if field == "influence" else placed.stance
    return None if found is None else found.judgement, question.place_of_value(actor, field)


def _turning(question: Question) -> list[Checkable]:
    """The values that are not known of those left out that could turn the verdict, the weightiest first."""
    result = question.balance
    if result.mean is not None and turned_by(result) != "unknowns":
        return []
    sides = {actor: each for each in result.potential for actor, _ in each.weightiest}
    weights = {actor: weight for each in result.potential for actor, weight in each.weightiest}
    entries: list[Checkable] = []
    for actor in could_turn(result)[0]:
        field: JudgedField = "alignment" if sides[actor].side == "unknown" else "influence"
        judgement, place = _behind(question, actor, field)
        entries.append(Checkable(actor, field, place, weights[actor], judgement))
    return entries


class Swing(NamedTuple):
    """The weighted mean with the alignment of an actor at either end of its range, all else held."""

    actor: str
    low: float
    high: float

    @property
    def crosses(self) -> bool:
        """Whether the mean would be on another side at one end than at the other."""
        return self.low < 0 < self.high


def swings(question: Question) -> tuple[Swing, ...]:
    """How far each range of an alignment moves the weighted mean, the widest first (a tornado, Eschenbach
    1992); none where no actor has weight.
    """
    inputs, mean = question.inputs, question.balance.mean
    if mean is None:
        return ()
    weights, places = powers(inputs), inputs.alignment
    parts = weights / weights.sum()
    low, high = (mean + parts * (end - places.value) for end in (places.low, places.high))
    found = [
        Swing(actor, start, end)
        for actor, start, end in zip(inputs.actors, low.tolist(), high.tolist(), strict=True)
        if end > start
    ]
    actors = question.document.actors
    found.sort(key=lambda each: (each.low - each.high, sort_key(actors[each.actor].name), each.actor))
    return tuple(found)


@dataclass(frozen=True)
class Answer:
    """All numbers of the answer to a question, computed once each; without a view it has no entries."""

    question: Question

    @cached_property
    def entries(self) -> tuple[Checkable, ...]:
        """All judged values that the balance rests on, the one most worth checking first.

        Values that are not known come first if they could turn the verdict. Then values come by their share
        of the uncertainty of the difference between the sides, then of the weighted mean; without ranges,
        those with weak support before others, by weight.
        """
        return _ranked(self.question, self.found) if self.question.has_view else ()

    @cached_property
    def known(self) -> tuple[Checkable, ...]:
        """The entries that have a value."""
        return tuple(each for each in self.entries if each.is_known)

    @cached_property
    def found(self) -> Uncertainty | None:
        """See `uncertainty`."""
        return uncertainty(self.question.inputs, self.question.limits.threshold)

    @cached_property
    def drawn(self) -> Drawn | None:
        """See `drawn`."""
        return drawn(self.question)

    @cached_property
    def worth_of_all(self) -> float:
        """What knowing all values would be worth; random draws may yield less than for a single value."""
        least = max((each.worth or 0.0 for each in self.known), default=0.0)
        return max(least, 0.0 if self.drawn is None else self.drawn.worth_of_all)

    def median_share(self, each: Checkable) -> float | None:
        """A value's share of the uncertainty of the median; below `NOISE` it may be due to chance."""
        if not each.is_known or self.drawn is None or self.drawn.median is None:
            return None
        return float(self.drawn.median[each.row, each.column])
