"""How the positions on a page changed, and whom a statement on that names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import hypot
from typing import TYPE_CHECKING, Literal, NamedTuple

from stakemap.analysis.movement import Mover, Shift, judged_at, movers, shifts
from stakemap.model.resolve import lineage
from stakemap.picture.headlines.names import headed_date
from stakemap.picture.plot.movement_trails import tracks_of

if TYPE_CHECKING:
    from stakemap.picture.job import SlideJob

#: A distance (see `Mover`) below which positions count as hardly changed: 10 points of alignment.
HARDLY = 5.0
#: Distances that differ by less are equally far.
_EQUAL = 0.5
#: How much more weight the movement of another must have than that of those who moved furthest to be named.
_WEIGHTIER = 1.5

#: What a movement is measured by, given the changes in alignment and in influence; what readers ask for
#: first: alignment, influence, both.
_Measure = Callable[[float, float], float]
_MEASURES: tuple[_Measure, ...] = (
    lambda alignment, _: abs(alignment) / 2,
    lambda _, influence: abs(influence),
    lambda alignment, influence: hypot(alignment / 2, influence),
)

#: What happened; what would happen in a scenario; what would have happened at its end, since a date.
Tense = Literal["past", "would", "would-have"]


@dataclass(frozen=True, slots=True)
class Change:
    """How the positions on a page changed: the actors that moved, the furthest first.

    `since` is when that began, empty if there is nothing to compare with, and `starts` that of actors whose
    movement began otherwise. `comparable` is the number of actors with an earlier position. Actors may be
    back where they began; `widest` is the greatest distance between the present place of an actor and an
    earlier one. `hypothetical` are those whose present place is that of a scenario. `shift_of` returns by how
    much an actor may have moved by its ranges, in alignment and in influence. `is_by_weight` says that a
    weightier movement comes before a longer one.
    """

    movers: tuple[Mover, ...] = ()
    since: str = ""
    starts: Mapping[str, str] = field(default_factory=dict)
    comparable: int = 0
    widest: float = 0.0
    hypothetical: frozenset[str] = frozenset()
    page_tense: Tense = "past"
    shift_of: Callable[[str], tuple[Shift, Shift] | None] = lambda _: None
    is_by_weight: bool = True

    def tense(self, found: Sequence[Mover]) -> Tense:
        """How to describe some of the movers: what happened before a scenario is not hypothetical."""
        has_dates = self.page_tense == "would-have"
        if has_dates and found and self.hypothetical.isdisjoint(mover.actor for mover in found):
            return "past"
        return self.page_tense


def change_since_before(job: SlideJob) -> Change:
    """The change since the snapshot that the page is compared with."""
    document, view, before, shown = job.document, job.appearance.view, job.before, job.appearance
    if before is None or before not in document.snapshots:
        return Change()
    since, tense = headed_date(document.snapshots[before]), _tense(job, "would")
    now, issue = view.snapshot, view.issue
    if now is None or issue is None or now not in document.snapshots or shown.issue is None:
        return Change(since=since, page_tense=tense)
    found = movers(document, issue, before, now, job.resolver)
    moved = tuple(mover for mover in found.movers if mover.actor in shown.actors)
    # A position that is carried over was taken before.
    taken = {mover.actor: judged_at(document, before, issue, mover.actor, job.resolver) for mover in moved}
    return Change(
        moved,
        since,
        {actor: headed_date(document.snapshots[key]) for actor, key in taken.items()},
        len(moved) + sum(actor in shown.actors for actor in found.still),
        moved[0].distance if moved else 0.0,
        page_tense=tense,
        shift_of=lambda actor: shifts(document, issue, actor, before, now, job.resolver),
    )


def change_over_time(job: SlideJob) -> Change:
    """The change along the tracks through all dates: from the first place of each actor to the present."""
    document, snapshot = job.document, job.appearance.view.snapshot or ""
    line = lineage(document, snapshot)[::-1]
    if len(line) < 2:
        return Change()
    tracks = tracks_of(document, job.appearance, job.resolver)
    firsts = {actor: next(iter(track)) for actor, track in tracks.items()}
    whens = {key: headed_date(document.snapshots[key]) for key in line}
    moved: list[Mover] = []
    widest = 0.0
    for actor, track in tracks.items():
        places = list(track.values())
        legs = [Mover(actor, place, places[-1], ()) for place in places[:-1]]
        moved.extend(legs[:1])
        widest = max([widest, *(leg.distance for leg in legs)])
    issue = job.appearance.view.issue or ""
    return Change(
        tuple(sorted(moved, key=lambda mover: -mover.distance)),
        whens[min(firsts.values(), key=line.index, default=line[0])],
        {actor: whens[first] for actor, first in firsts.items()},
        sum(first != snapshot for first in firsts.values()),
        widest,
        frozenset(
            actor for actor, track in tracks.items() if document.snapshots[next(reversed(track))].scenario
        ),
        _tense(job, "would-have"),
        lambda actor: shifts(document, issue, actor, firsts[actor], snapshot, job.resolver),
        is_by_weight=False,
    )


def _tense(job: SlideJob, of_scenario: Tense) -> Tense:
    shown = job.appearance.snapshot
    return of_scenario if shown is not None and shown.scenario else "past"


class Named(NamedTuple):
    """The actors that a statement on the movement names; none if nobody moved far. `is_furthest` says whether
    they moved further than all others whatever their ranges.
    """

    movers: list[Mover]
    is_furthest: bool


def named_movers(change: Change) -> Named:
    """Those that moved furthest, unless the movement of another has clearly more weight."""
    found = change.movers
    if not found or found[0].distance < HARDLY:
        return Named([], False)
    # Readers ask who changed sides before who gained weight.
    measured = ((each, _furthest(found, each)) for each in _MEASURES)
    measure, furthest = next((each, most) for each, most in measured if most)

    def weight(mover: Mover) -> float:
        return _distance(measure, mover) * max(mover.before[1], mover.after[1])

    top = max(found, key=weight)
    is_far = _distance(measure, top) >= HARDLY
    if change.is_by_weight and is_far and weight(top) > _WEIGHTIER * max(map(weight, furthest)):
        return Named([top], False)
    return Named(furthest, len(found) > 1 and _is_certain(change, measure, furthest))


def _distance(measure: _Measure, mover: Mover) -> float:
    return measure(mover.alignment, mover.influence)


def _furthest(found: Iterable[Mover], measure: _Measure) -> list[Mover]:
    """The actors that moved furthest, perhaps along one axis; none if nobody moved far."""
    distances = [(mover, _distance(measure, mover)) for mover in found]
    most = max(distance for _, distance in distances)
    return [mover for mover, distance in distances if most >= HARDLY and most - distance < _EQUAL]


def _is_certain(change: Change, measure: _Measure, furthest: Sequence[Mover]) -> bool:
    """Whether each of those who moved furthest did so by more than any other could have, by their ranges."""
    first = {mover.actor for mover in furthest}
    spans = {mover.actor: change.shift_of(mover.actor) for mover in change.movers}
    least = [
        measure(*(axis.least for axis in span)) for actor, span in spans.items() if span and actor in first
    ]
    most = [
        measure(*(axis.most for axis in span)) for actor, span in spans.items() if span and actor not in first
    ]
    return not least or not most or min(least) > max(most)
