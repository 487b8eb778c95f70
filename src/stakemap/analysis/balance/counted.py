"""The inputs of a balance: the actors that count on an issue at a snapshot, in read-only arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stakemap.model.document import StakeMap
from stakemap.model.judgements import Estimate, Role, Stance
from stakemap.model.placing import Placing, placing
from stakemap.model.resolve import Resolver

FloatArray = npt.NDArray[np.float64]

ALIGNMENT_SCALE = (-100.0, 100.0)
PERCENT_SCALE = (0.0, 100.0)


@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """A judged quantity of all counted actors, in their order; NaN for a missing value or range."""

    value: FloatArray
    low: FloatArray
    high: FloatArray
    scale: tuple[float, float]

    @property
    def has_range(self) -> npt.NDArray[np.bool_]:
        """Mask of the actors whose range was judged."""
        return ~np.isnan(self.low)

    @property
    def is_judged(self) -> npt.NDArray[np.bool_]:
        """Mask of the actors whose value was judged."""
        return ~np.isnan(self.value)


class RoleHolder(NamedTuple):
    """An actor that decides or can block, and its alignment (None if unknown) with half of the width of its
    range (None without one).
    """

    actor: str
    role: Role
    alignment: float | None
    half_range: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """The actors that do not count since their alignment or influence is unknown, the weightiest first.

    `alignment` is NaN where it is unknown; `weight` is the most that each could weigh (0 … 100).
    """

    actors: tuple[str, ...]
    alignment: FloatArray
    weight: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """The inputs of a balance: the counted actors, sorted by id, and those left out, by reason.

    `unknown` were never judged on the issue or judged unknown, `without_influence` have a stance but no known
    influence, `within` are parts of a counted actor (part, whole); `left_out` has what the first two could
    weigh. Alignment runs from −100 to 100, influence and salience from 0 to 100. Immutable, so that it may be
    used in any thread.
    """

    actors: tuple[str, ...]
    alignment: Quantity
    influence: Quantity
    salience: Quantity
    left_out: LeftOut
    unknown: tuple[str, ...] = ()
    without_influence: tuple[str, ...] = ()
    within: tuple[tuple[str, str], ...] = ()
    not_applicable: tuple[str, ...] = ()
    roles: tuple[RoleHolder, ...] = ()
    issue: str = ""


def _frozen(array: FloatArray) -> FloatArray:
    array.flags.writeable = False
    return array


def _quantity(estimates: Sequence[Estimate | None], scale: tuple[float, float]) -> Quantity:
    rows = [
        (np.nan, np.nan, np.nan)
        if estimate is None
        else (
            estimate.value,
            np.nan if estimate.low is None else estimate.low,
            np.nan if estimate.high is None else estimate.high,
        )
        for estimate in estimates
    ]
    table = np.array(rows, dtype=np.float64).reshape(len(rows), 3)
    value, low, high = (_frozen(np.ascontiguousarray(table[:, column])) for column in range(3))
    return Quantity(value, low, high, scale)


def _half_range(estimate: Estimate | None) -> float | None:
    if estimate is None or estimate.low is None or estimate.high is None:
        return None
    return (estimate.high - estimate.low) / 2


class _Known(NamedTuple):
    """What is known of an actor left out."""

    actor: str
    alignment: float | None
    influence: float | None
    salience: float | None

    def most(self, *, by_salience: bool) -> float:
        """The most it could weigh: an unknown influence or salience may be as high as 100."""
        weight = 100.0 if self.influence is None else self.influence
        return weight * self.salience / 100 if by_salience and self.salience is not None else weight


def _left_out(known: Iterable[_Known], *, by_salience: bool) -> LeftOut:
    ranked = sorted((-each.most(by_salience=by_salience), each) for each in known)
    places = [np.nan if each.alignment is None else each.alignment for _, each in ranked]
    return LeftOut(
        tuple(each.actor for _, each in ranked),
        _frozen(np.array(places, dtype=np.float64)),
        _frozen(np.array([-weight for weight, _ in ranked], dtype=np.float64)),
    )


def _ancestors(document: StakeMap, actor: str) -> Iterator[str]:
    """The wholes that an actor is part of, nearest first; in a cycle each occurs once."""
    seen = {actor}
    record = document.actors.get(actor)
    while record is not None and record.part_of is not None and record.part_of not in seen:
        seen.add(record.part_of)
        yield record.part_of
        record = document.actors.get(record.part_of)


def _in_cycle(document: StakeMap, actor: str) -> bool:
    chain = list(_ancestors(document, actor))
    last = document.actors.get(chain[-1]) if chain else None
    return last is not None and last.part_of == actor


def counted_within(document: StakeMap, candidates: frozenset[str], actor: str) -> str | None:
    """The outermost of `candidates` that `actor` is part of, directly or indirectly; None if there is none.

    Actors in a cycle of parts (a fault that the checks report) all count for themselves.
    """
    if document.actors[actor].part_of is None:
        return None
    wholes = [whole for whole in _ancestors(document, actor) if whole in candidates]
    if not wholes or _in_cycle(document, actor):
        return None
    return wholes[-1]


@dataclass(slots=True)
class _Partition:
    """All actors, partitioned by whether and why they count."""

    placed: dict[str, tuple[Stance, Estimate]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    without_influence: list[str] = field(default_factory=list)
    not_applicable: list[str] = field(default_factory=list)
    roles: list[RoleHolder] = field(default_factory=list)
    left_out: list[_Known] = field(default_factory=list)

    def add(self, actor: str, placed: Placing) -> None:
        if placed.placement == "not-applicable":
            self.not_applicable.append(actor)
            return
        alignment, _ = placed.position
        stance = None if placed.stance is None else placed.stance.judgement
        if stance is not None and stance.role in ("decides", "can-block"):
            self.roles.append(RoleHolder(actor, stance.role, alignment, _half_range(stance.alignment)))
        influence = placed.influence
        if stance is not None and alignment is not None and influence is not None:
            self.placed[actor] = (stance, influence)
            return
        (self.unknown if alignment is None else self.without_influence).append(actor)
        salience = None if stance is None else stance.salience
        self.left_out.append(
            _Known(
                actor,
                alignment,
                None if influence is None else influence.value,
                None if salience is None else salience.value,
            )
        )


def gather(document: StakeMap, snapshot: str, issue: str, resolver: Resolver) -> Inputs:
    """Collect the inputs of a balance on `issue` from the judgements in effect at `snapshot`.

    An actor counts if both its alignment and its influence are known, unless it is part of an actor that
    counts. A part whose own stance is unknown is covered by its whole and not listed as unknown.
    """
    standings = resolver.standings(document, snapshot)
    stances = resolver.stances(document, snapshot, issue)
    partition = _Partition()
    for actor in sorted(document.actors):
        partition.add(actor, placing(standings, stances, actor))
    placed = partition.placed
    candidates = frozenset(placed)
    within = {
        actor: whole
        for actor in (*placed, *partition.unknown, *partition.without_influence)
        if (whole := counted_within(document, candidates, actor)) is not None
    }
    counted = [actor for actor in placed if actor not in within]
    salience = _quantity([placed[actor][0].salience for actor in counted], PERCENT_SCALE)
    left_out = (each for each in partition.left_out if each.actor not in within)
    return Inputs(
        actors=tuple(counted),
        alignment=_quantity([placed[actor][0].alignment for actor in counted], ALIGNMENT_SCALE),
        influence=_quantity([placed[actor][1] for actor in counted], PERCENT_SCALE),
        salience=salience,
        left_out=_left_out(left_out, by_salience=bool(salience.is_judged.all())),
        unknown=tuple(actor for actor in partition.unknown if actor not in within),
        without_influence=tuple(actor for actor in partition.without_influence if actor not in within),
        within=tuple(sorted(within.items())),
        not_applicable=tuple(partition.not_applicable),
        roles=tuple(partition.roles),
        issue=issue,
    )


def _shifted(quantity: Quantity, places: Mapping[int, float]) -> Quantity:
    value, low, high = quantity.value.copy(), quantity.low.copy(), quantity.high.copy()
    for index, target in places.items():
        step = target - value[index]
        value[index] = target
        low[index] += step
        high[index] += step
    bottom, top = quantity.scale
    for array in (value, low, high):
        np.clip(array, bottom, top, out=array)
    return Quantity(_frozen(value), _frozen(low), _frozen(high), quantity.scale)


def with_positions(inputs: Inputs, positions: Mapping[str, tuple[float, float]]) -> Inputs:
    """The inputs during a drag: actor → (alignment, influence); ranges are shifted with their values.

    Actors that are not counted (in the tray, part of another) are ignored until the drag ends.
    """
    places = {index: positions[actor] for index, actor in enumerate(inputs.actors) if actor in positions}
    roles = tuple(
        holder._replace(alignment=positions[holder.actor][0])
        if holder.actor in positions and holder.alignment is not None
        else holder
        for holder in inputs.roles
    )
    return replace(
        inputs,
        alignment=_shifted(inputs.alignment, {index: place[0] for index, place in places.items()}),
        influence=_shifted(inputs.influence, {index: place[1] for index, place in places.items()}),
        roles=roles,
    )
