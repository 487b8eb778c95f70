"""Scenarios beside the snapshot that they build on: the balance of each, who moves, what is rejudged, and
whether their likelihoods can hold together.

Scenarios stand side by side and are never averaged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from stakemap.analysis.balance.balance import Balance, powers
from stakemap.analysis.balance.counted import FloatArray, Inputs
from stakemap.analysis.balance.intervals import Interval
from stakemap.analysis.balance.verdict import Verdict, opposed_blockers, verdict
from stakemap.analysis.movement import MIN_MOVEMENT, Movement, movers
from stakemap.analysis.question import Question
from stakemap.model.document import Likelihood, StakeMap
from stakemap.model.judgements import Role
from stakemap.model.order import actors_in_order, snapshots_in_order

#: The bands of likelihood of the Intelligence Community Directive 203 (2015), in per cent.
BANDS: Mapping[Likelihood, tuple[int, int]] = {
    "almost-no-chance": (1, 5),
    "very-unlikely": (5, 20),
    "unlikely": (20, 45),
    "roughly-even-chance": (45, 55),
    "likely": (55, 80),
    "very-likely": (80, 95),
    "almost-certain": (95, 99),
}
#: The most scenarios that are compared, in the order of views: more cannot be read side by side.
MOST_SCENARIOS = 12


# --- which scenarios ---------------------------------------------------------------------------------------


class Viewed(NamedTuple):
    """A snapshot and the scenarios that are compared with it, in the order of views; `number` counts all."""

    base: str
    scenarios: tuple[str, ...]
    number: int


def viewed(document: StakeMap, snapshot: str) -> Viewed | None:
    """What is compared in the view of a snapshot; None if there is nothing.

    A scenario is compared with what it builds on, be that another scenario; a dated snapshot with all
    scenarios that build on it, directly or through other scenarios.
    """
    record = document.snapshots[snapshot]
    if record.scenario:
        base = record.based_on
        return None if base is None or base not in document.snapshots else Viewed(base, (snapshot,), 1)
    found = _built_on(document, snapshot)
    ordered = tuple(key for key in snapshots_in_order(document) if key in found)
    return Viewed(snapshot, ordered[:MOST_SCENARIOS], len(ordered)) if ordered else None


def _built_on(document: StakeMap, base: str) -> frozenset[str]:
    """The scenarios that build on a snapshot through nothing but scenarios."""
    children: dict[str | None, list[str]] = {}
    for key, record in document.snapshots.items():
        if record.scenario:
            children.setdefault(record.based_on, []).append(key)
    found: set[str] = set()
    waiting = [base]
    while waiting:
        new = [key for key in children.get(waiting.pop(), ()) if key not in found and key != base]
        found.update(new)
        waiting.extend(new)
    return frozenset(found)


def siblings(document: StakeMap, base: str) -> tuple[str, ...]:
    """The scenarios that build directly on a snapshot, in the order of views."""
    snapshots = document.snapshots
    return tuple(
        key
        for key in snapshots_in_order(document)
        if snapshots[key].scenario and snapshots[key].based_on == base
    )


# --- a scenario beside its base ----------------------------------------------------------------------------


class Strength(NamedTuple):
    """Σ weight × |alignment| ÷ 100 of each side, in units of weight."""

    support: float
    opposition: float


def strength(alignment: FloatArray, weights: FloatArray, threshold: float) -> Strength:
    """The strength of each side: Σ weight × |alignment| ÷ 100 (alignment −100 … 100).

    The feasibility sum of PolicyMaker (Reich and Cooper 1996), Σ|position| × power. Where that counts players
    who are not mobilised with a fixed position, nobody below `threshold` counts here.
    """
    decided = (np.abs(alignment) >= threshold) & (alignment != 0)
    firm = weights * np.abs(alignment) / 100 * decided
    return Strength(float(firm[alignment > 0].sum()), float(firm[alignment < 0].sum()))


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """An issue at one snapshot: its balance, verdict, strength, and who is against and can block."""

    snapshot: str
    inputs: Inputs
    balance: Balance
    interval: Interval | None
    verdict: Verdict
    strength: Strength
    blockers: tuple[str, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether nobody counts, or nobody who counts has weight."""
        return self.verdict == "nothing"


class Restated(NamedTuple):
    """A salience (0 … 100) or role that differs between two snapshots; None where it was not judged."""

    actor: str
    field: Literal["salience", "role"]
    before: float | Role | None
    after: float | Role | None


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """A scenario beside what it builds on: who moves, and whose salience or role differs."""

    before: Case
    after: Case
    movement: Movement
    restated: tuple[Restated, ...]

    @property
    def is_unchanged(self) -> bool:
        """Whether nothing that is compared differs."""
        moved = self.movement
        return not (moved.movers or moved.appeared or moved.vanished or self.restated)

    @property
    def has_one_unit(self) -> bool:
        """Whether both are weighted in the same way, so that their weights can be compared."""
        return self.before.balance.by_salience == self.after.balance.by_salience


def _case(question: Question) -> Case:
    result, inputs, interval = question.balance, question.inputs, question.net_interval
    return Case(
        question.snapshot or "",
        inputs,
        result,
        interval,
        verdict(result, interval),
        strength(inputs.alignment.value, powers(inputs), question.limits.threshold),
        actors_in_order(question.document, opposed_blockers(result)),
    )


def compared(question: Question, view: Viewed) -> tuple[Comparison, ...]:
    """The scenarios of a view beside its base, on the issue of the question; fewer if it is cancelled."""
    base = question.at(view.base)
    before = _case(base)
    found: list[Comparison] = []
    for scenario in view.scenarios:
        if question.cancelled():
            break
        after = question.at(scenario)
        movement = movers(
            question.document, question.issue or "", view.base, scenario, resolver=question.resolver
        )
        found.append(Comparison(before, _case(after), movement, tuple(_restated(base, after))))
    return tuple(found)


def _restated(before: Question, after: Question) -> list[Restated]:
    found: list[Restated] = []
    for actor in actors_in_order(before.document):
        old, new = (each.stances.get(actor) for each in (before, after))
        if new is None or (old is not None and old.judgement is new.judgement):
            continue
        old_salience = None if old is None or old.judgement.salience is None else old.judgement.salience.value
        salience = None if new.judgement.salience is None else new.judgement.salience.value
        if _differ(old_salience, salience):
            found.append(Restated(actor, "salience", old_salience, salience))
        old_role, role = None if old is None else old.judgement.role, new.judgement.role
        if old_role != role:
            found.append(Restated(actor, "role", old_role, role))
    return found


def _differ(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is not other
    return abs(one - other) >= MIN_MOVEMENT


# --- likelihoods -------------------------------------------------------------------------------------------


class Coherence(NamedTuple):
    """The sums of the low and the high ends of the likelihoods of scenarios that exclude each other.

    `judged` of `number` scenarios have a likelihood. `finding` is "too-likely" if even the low ends exceed 1,
    "leaves-room" if all are judged and the high ends do not reach 1, else "fits".
    """

    low: float
    high: float
    judged: int
    number: int
    finding: Literal["fits", "too-likely", "leaves-room"]


def coherence(likelihoods: Sequence[Likelihood | None]) -> Coherence | None:
    """Whether likelihoods can hold together: some probabilities within their bands sum to 1 iff
    Σ low ≤ 1 ≤ Σ high. None for fewer than two that are judged.

    Assumes that no two of the scenarios can both come about.
    """
    bands = [BANDS[each] for each in likelihoods if each is not None]
    if len(bands) < 2:
        return None
    low, high = (sum(ends) for ends in zip(*bands, strict=True))
    finding: Literal["fits", "too-likely", "leaves-room"] = "fits"
    if low > 100:
        finding = "too-likely"
    elif high < 100 and len(bands) == len(likelihoods):
        finding = "leaves-room"
    return Coherence(low / 100, high / 100, len(bands), len(likelihoods), finding)


def expectation(outcomes: Sequence[tuple[float, Likelihood]]) -> Interval | None:
    """The interval of Σ p × value over all probabilities that lie in the bands of the likelihoods and sum to
    1; None if there are none.

    Assumes that exactly one of the outcomes comes about. Exact: what the low ends leave of 1 goes to the
    outcomes of the greatest (the least) value first, each up to its high end.
    """
    low = sum(BANDS[likelihood][0] for _, likelihood in outcomes)
    high = sum(BANDS[likelihood][1] for _, likelihood in outcomes)
    if not low <= 100 <= high:
        return None
    ordered = sorted(outcomes)
    return Interval(_extreme(ordered, 100 - low), _extreme(ordered[::-1], 100 - low))


def _extreme(outcomes: Sequence[tuple[float, Likelihood]], left: int) -> float:
    total = 0.0
    for value, likelihood in outcomes:
        low, high = BANDS[likelihood]
        more = min(left, high - low)
        left -= more
        total += value * (low + more)
    return total / 100
