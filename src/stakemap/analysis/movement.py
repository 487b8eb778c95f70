"""Movements of actors between two snapshots with their reasons, and the trail of an actor over time."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import Literal, NamedTuple

from stakemap.i18n import comma_list, number, tr
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Estimate, Stance, Standing
from stakemap.model.order import actors_in_order
from stakemap.model.placing import placing
from stakemap.model.resolve import Resolved, Resolver, is_carried_over, lineage
from stakemap.wording.numbers import signed

Axis = Literal["alignment", "influence"]
#: Changes smaller than this, in units of either scale, are no movement.
MIN_MOVEMENT = 0.5


class ChangeReason(NamedTuple):
    """The judgement behind a change on one axis: its reason (may be empty) and the snapshot that holds it."""

    axis: Axis
    reason: str
    snapshot: str


@dataclass(frozen=True, slots=True)
class Mover:
    """An actor with different positions in two snapshots.

    Positions are (alignment −100 … 100, influence 0 … 100). `distance` is 0 to 141: the alignment scale is
    twice as long as that of influence, so its change is halved, and either scale has a length of 100.
    """

    actor: str
    before: tuple[float, float]
    after: tuple[float, float]
    why: tuple[ChangeReason, ...]

    @property
    def alignment(self) -> float:
        """Change in alignment, −200 to 200."""
        return self.after[0] - self.before[0]

    @property
    def influence(self) -> float:
        """Change in influence, −100 to 100."""
        return self.after[1] - self.before[1]

    @property
    def distance(self) -> float:
        """Euclidean distance over both axes."""
        return hypot(self.alignment / 2, self.influence)


class Shift(NamedTuple):
    """The least and the greatest size of a change on one axis that the ranges of both positions allow."""

    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Movement:
    """Changes between two snapshots on one issue: movers by descending distance, other actors by name."""

    movers: tuple[Mover, ...]
    still: tuple[str, ...]
    appeared: tuple[str, ...]
    vanished: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrailPoint:
    """Position of an actor at one snapshot; `carried` if neither stance nor influence was judged there."""

    snapshot: str
    alignment: float
    influence: float
    carried: bool


class _Placed(NamedTuple):
    """An actor's position, and the judgements and estimates of its alignment and its influence."""

    place: tuple[float, float]
    stance: Resolved[Stance]
    weight: Resolved[Stance] | Resolved[Standing]
    estimates: tuple[Estimate, Estimate]


def _placed(document: StakeMap, snapshot: str, issue: str, actor: str, resolver: Resolver) -> _Placed | None:
    """The position of an actor at a snapshot; None if it has none."""
    standings = resolver.standings(document, snapshot)
    placed = placing(standings, resolver.stances(document, snapshot, issue), actor)
    alignment, influence = placed.position
    stance, weight = placed.stance, placed.weight
    if placed.placement != "placed" or stance is None or weight is None:
        return None
    judged = stance.judgement.alignment, placed.influence
    if alignment is None or influence is None or judged[0] is None or judged[1] is None:
        return None
    return _Placed((alignment, influence), stance, weight, (judged[0], judged[1]))


def _all_placed(document: StakeMap, snapshot: str, issue: str, resolver: Resolver) -> dict[str, _Placed]:
    found = {actor: _placed(document, snapshot, issue, actor, resolver) for actor in document.actors}
    return {actor: seen for actor, seen in found.items() if seen is not None}


def movers(document: StakeMap, issue: str, before: str, after: str, resolver: Resolver) -> Movement:
    """Compare positions at two snapshots on one issue; movers of equal distance are sorted by name.

    The reason of a movement is that of the judgement of the later position.
    """
    old, new = (_all_placed(document, snapshot, issue, resolver) for snapshot in (before, after))
    by_name = actors_in_order(document)
    moved: list[Mover] = []
    still: list[str] = []
    for actor in by_name:
        if actor not in old or actor not in new:
            continue
        why = tuple(_reasons(old[actor], new[actor]))
        if why:
            moved.append(Mover(actor, old[actor].place, new[actor].place, why))
        else:
            still.append(actor)
    moved.sort(key=lambda mover: -mover.distance)
    return Movement(
        movers=tuple(moved),
        still=tuple(still),
        appeared=tuple(actor for actor in by_name if actor in new and actor not in old),
        vanished=tuple(actor for actor in by_name if actor in old and actor not in new),
    )


def _reasons(old: _Placed, new: _Placed) -> list[ChangeReason]:
    reasons: list[ChangeReason] = []
    if abs(new.place[0] - old.place[0]) >= MIN_MOVEMENT:
        reasons.append(ChangeReason("alignment", new.stance.judgement.reason.strip(), new.stance.snapshot))
    if abs(new.place[1] - old.place[1]) >= MIN_MOVEMENT:
        reasons.append(ChangeReason("influence", new.weight.judgement.reason.strip(), new.weight.snapshot))
    return reasons


def judged_at(document: StakeMap, snapshot: str, issue: str, actor: str, resolver: Resolver) -> str:
    """The snapshot at which the position that an actor has at `snapshot` was judged, perhaps an earlier one:
    the later of those of its alignment and its influence; `snapshot` itself if it has no position.
    """
    seen = _placed(document, snapshot, issue, actor, resolver)
    if seen is None:
        return snapshot
    held = {seen.stance.snapshot, seen.weight.snapshot}
    return next((each for each in lineage(document, snapshot) if each in held), snapshot)


def shifts(
    document: StakeMap, issue: str, actor: str, before: str, after: str, resolver: Resolver
) -> tuple[Shift, Shift] | None:
    """How little and how much an actor may have moved between two snapshots by its ranges, in alignment and
    in influence; None unless it has a position at both. An estimate without a range counts as exact.
    """
    old, new = (_placed(document, each, issue, actor, resolver) for each in (before, after))
    if old is None or new is None:
        return None
    alignment, influence = map(_shift, old.estimates, new.estimates)
    return alignment, influence


def _shift(old: Estimate, new: Estimate) -> Shift:
    (low, high), (least, most) = _range(old), _range(new)
    ends = least - high, most - low
    return Shift(max(ends[0], -ends[1], 0.0), max(map(abs, ends)))


def _range(estimate: Estimate) -> tuple[float, float]:
    if estimate.low is None or estimate.high is None:
        return estimate.value, estimate.value
    return estimate.low, estimate.high


def trail(
    document: StakeMap, actor: str, issue: str, snapshot: str, resolver: Resolver
) -> tuple[TrailPoint, ...]:
    """An actor's positions in the lineage of `snapshot`, from the oldest to that one.

    Snapshots at which it has no position are skipped.
    """
    points: list[TrailPoint] = []
    for each in reversed(lineage(document, snapshot)):
        seen = _placed(document, each, issue, actor, resolver)
        if seen is not None:
            carried = all(is_carried_over(document, known, each) for known in (seen.stance, seen.weight))
            points.append(TrailPoint(each, *seen.place, carried))
    return tuple(points)


def steps_text(mover: Mover) -> str:
    """The change on each axis on which it moved: "alignment −10 → +35 (+45), influence …"."""
    return comma_list([step_text(mover, why.axis) for why in mover.why])


def step_text(mover: Mover, axis: Axis) -> str:
    """The change on one axis: "alignment −10 → +35 (+45)"."""
    if axis == "alignment":
        word, before, after = tr("alignment"), signed(mover.before[0]), signed(mover.after[0])
        step = mover.alignment
    else:
        word, before, after = tr("influence"), number(mover.before[1]), number(mover.after[1])
        step = mover.influence
    return tr("{axis} {before} → {after} ({step})", axis=word, before=before, after=after, step=signed(step))
