"""Statements on movement for headlines: who moved furthest and which way, since when, and how many moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from stakemap.analysis.movement import Mover, movers
from stakemap.i18n import tr, tr_count
from stakemap.model.resolve import lineage
from stakemap.picture.headline_names import end_name, headed_actors, headed_date
from stakemap.picture.movement_trails import tracks_of

if TYPE_CHECKING:
    from stakemap.picture.job import SlideJob

__all__ = [
    "HARDLY",
    "Change",
    "change_over_time",
    "change_since_before",
    "moved_count",
    "movement_statement",
    "named_movers",
    "no_other_moved",
]

#: A distance (see `Mover`) below which positions count as hardly changed: 10 points of alignment.
HARDLY = 5.0
#: Distances that differ by less are equally far.
_EQUAL = 0.5

#: How much more weight the movement of another must have than that of those who moved furthest to be named.
_WEIGHTIER = 1.5
#: What a movement is measured by, what readers ask for first: alignment, influence, both.
_DISTANCES: tuple[Callable[[Mover], float], ...] = (
    lambda mover: abs(mover.alignment) / 2,
    lambda mover: abs(mover.influence),
    lambda mover: mover.distance,
)

#: What happened; what would happen in a scenario; what would have happened at its end, since a date.
_Tense = Literal["past", "would", "would-have"]


@dataclass(frozen=True, slots=True)
class Change:
    """How the positions on a page changed: the actors that moved, the furthest first.

    `since` is when that began, empty if there is nothing to compare with, and `starts` that of actors whose
    movement began otherwise. `is_comparable` says whether any position at an earlier date is known. Actors
    may be back where they began; `widest` is the greatest distance between the present place of an actor and
    an earlier one. `hypothetical` are those whose present place is that of a scenario.
    """

    movers: tuple[Mover, ...] = ()
    since: str = ""
    starts: Mapping[str, str] = field(default_factory=dict)
    is_comparable: bool = False
    widest: float = 0.0
    hypothetical: frozenset[str] = frozenset()
    page_tense: _Tense = "past"

    def tense(self, found: Sequence[Mover]) -> _Tense:
        """How to tell of some of the movers: what happened before a scenario is not hypothetical."""
        has_dates = self.page_tense == "would-have"
        if has_dates and found and self.hypothetical.isdisjoint(mover.actor for mover in found):
            return "past"
        return self.page_tense


def change_since_before(job: SlideJob) -> Change:
    """The change since the snapshot that the page is compared with."""
    view, before, shown = job.appearance.view, job.before, job.appearance
    known = job.document.snapshots
    if before is None or before not in known:
        return Change()
    since, tense = headed_date(known[before]), _tense(job, "would")
    if view.snapshot is None or view.issue is None or view.snapshot not in known or shown.issue is None:
        return Change(since=since, page_tense=tense)
    found = movers(job.document, view.issue, before, view.snapshot, job.resolver)
    moved = tuple(mover for mover in found.movers if mover.actor in shown.actors)
    is_comparable = bool(moved) or any(actor in shown.actors for actor in found.still)
    widest = moved[0].distance if moved else 0.0
    return Change(moved, since, is_comparable=is_comparable, widest=widest, page_tense=tense)


def change_over_time(job: SlideJob) -> Change:
    """The change along the tracks through all dates: from the first place of each actor to the present."""
    document, snapshot = job.document, job.appearance.view.snapshot
    line = lineage(document, snapshot or "")[::-1]
    if len(line) < 2:
        return Change()
    tracks = tracks_of(document, job.appearance, job.resolver)
    whens = {key: headed_date(document.snapshots[key]) for key in line}
    first = min((next(iter(track)) for track in tracks.values()), key=line.index, default=line[0])
    moved: list[Mover] = []
    widest = 0.0
    for actor, track in tracks.items():
        places = list(track.values())
        legs = [Mover(actor, place, places[-1], ()) for place in places[:-1]]
        moved.extend(legs[:1])
        widest = max([widest, *(leg.distance for leg in legs)])
    return Change(
        tuple(sorted(moved, key=lambda mover: -mover.distance)),
        whens[first],
        {actor: whens[next(iter(track))] for actor, track in tracks.items()},
        first != snapshot,
        widest,
        frozenset(
            actor for actor, track in tracks.items() if document.snapshots[next(reversed(track))].scenario
        ),
        _tense(job, "would-have"),
    )


def _tense(job: SlideJob, of_scenario: _Tense) -> _Tense:
    shown = job.appearance.snapshot
    return of_scenario if shown is not None and shown.scenario else "past"


def named_movers(change: Change) -> list[Mover]:
    """The actors that a statement on the movement names; none if nobody moved far.

    These are those that moved furthest, unless the movement of another has clearly more weight.
    """
    return _named(change)[0]


def _named(change: Change) -> tuple[list[Mover], bool]:
    """The actors to name, and whether they moved furthest."""
    found = change.movers
    if not found or found[0].distance < HARDLY:
        return [], False
    # Readers ask who changed sides before who gained weight.
    measured = ((each, _furthest(found, each)) for each in _DISTANCES)
    distance, furthest = next((each, most) for each, most in measured if most)

    def shift(mover: Mover) -> float:
        return distance(mover) * max(mover.before[1], mover.after[1])

    top = max(found, key=shift)
    is_weightier = distance(top) >= HARDLY and shift(top) > _WEIGHTIER * max(map(shift, furthest))
    return ([top], False) if is_weightier else (furthest, True)


def movement_statement(job: SlideJob, change: Change) -> str:
    """Who moved furthest, or most weightily, and where to; empty where nobody moved."""
    found = change.movers
    if not found:
        return ""
    if found[0].distance < HARDLY:
        return _hardly_changed(change)
    named, is_furthest = _named(change)
    is_plain = not is_furthest or len(found) == 1
    tense = change.tense(named)
    names = headed_actors(job.document, (mover.actor for mover in named))
    starts = {change.starts.get(mover.actor, change.since) for mover in named}
    when = starts.pop() if len(starts) == 1 else change.since
    ways = {_way(job, mover) for mover in named}
    if len(ways) > 1:
        text = {
            "past": tr("{names} moved furthest since {when}"),
            "would": tr("{names} would move furthest"),
            "would-have": tr("{names} would have moved furthest since {when}"),
        }[tense]
        return text.format(names=names, when=when)
    axis, way = ways.pop()
    if axis == "influence":
        return _gain(tense, way, is_plain=is_plain).format(names=names, when=when)
    return _approach(tense, is_plain=is_plain).format(names=names, way=way, when=when)


def moved_count(change: Change, total: int) -> str:
    """How many of the actors shown moved; a statement of its own if none did."""
    count, tense = len(change.movers), change.tense(change.movers)
    if not count:
        if not change.is_comparable:
            return tr("No earlier position is known to compare with")
        text = {
            "past": tr("No position has changed since {when}"),
            "would": tr("No position would change"),
            "would-have": tr("No position would have changed since {when}"),
        }[tense]
        return text.format(when=change.since)
    foreseen = sum(mover.actor in change.hypothetical for mover in change.movers)
    if 0 < foreseen < count:
        return tr_count(
            "{count} of {total} actors has moved, {more} more would",
            "{count} of {total} actors have moved, {more} more would",
            count - foreseen,
            total=total,
            more=foreseen,
        )
    if count == total:
        text = {
            "past": tr("all {count} actors have moved"),
            "would": tr("all {count} actors would move"),
            "would-have": tr("all {count} actors would have moved"),
        }[tense]
        return text.format(count=count)
    if tense == "would":
        return tr("{count} of {total} actors would move", count=count, total=total)
    if tense == "would-have":
        return tr("{count} of {total} actors would have moved", count=count, total=total)
    return tr_count(
        "{count} of {total} actors has moved", "{count} of {total} actors have moved", count, total=total
    )


def no_other_moved(change: Change) -> str:
    """That nobody but the only actor that moved did, beside a statement that names it."""
    return {
        "past": tr("no other actor has moved"),
        "would": tr("no other actor would move"),
        "would-have": tr("no other actor would have moved"),
    }[change.tense(change.movers)]


def _hardly_changed(change: Change) -> str:
    """A statement where everybody is close to where they began, perhaps after a way there and back."""
    if change.widest >= HARDLY:
        text = {
            "past": tr("Positions are back close to those of {when}"),
            "would": tr("Positions would hardly change"),
            "would-have": tr("Positions would be back close to those of {when}"),
        }[change.tense(change.movers)]
    else:
        text = {
            "past": tr("Positions have hardly changed since {when}"),
            "would": tr("Positions would hardly change"),
            "would-have": tr("Positions would hardly have changed since {when}"),
        }[change.tense(change.movers)]
    return text.format(when=change.since)


def _furthest(found: Sequence[Mover], distance: Callable[[Mover], float]) -> list[Mover]:
    """The actors that moved furthest, perhaps along one axis; none if nobody moved far."""
    most = max(map(distance, found))
    return [mover for mover in found if most >= HARDLY and most - distance(mover) < _EQUAL]


def _approach(tense: _Tense, *, is_plain: bool) -> str:
    """Who moved furthest to one end of the issue; who moved, if `is_plain`."""
    if is_plain:
        return {
            "past": tr("{names} moved {way} since {when}"),
            "would": tr("{names} would move {way}"),
            "would-have": tr("{names} would have moved {way} since {when}"),
        }[tense]
    return {
        "past": tr("{names} moved furthest {way} since {when}"),
        "would": tr("{names} would move furthest {way}"),
        "would-have": tr("{names} would have moved furthest {way} since {when}"),
    }[tense]


def _gain(tense: _Tense, way: str, *, is_plain: bool) -> str:
    """Who gained or lost the most influence; who gained or lost any, if `is_plain`."""
    if is_plain:
        return {
            ("past", "up"): tr("{names} gained influence since {when}"),
            ("would", "up"): tr("{names} would gain influence"),
            ("would-have", "up"): tr("{names} would have gained influence since {when}"),
            ("past", "down"): tr("{names} lost influence since {when}"),
            ("would", "down"): tr("{names} would lose influence"),
            ("would-have", "down"): tr("{names} would have lost influence since {when}"),
        }[tense, way]
    return {
        ("past", "up"): tr("{names} gained the most influence since {when}"),
        ("would", "up"): tr("{names} would gain the most influence"),
        ("would-have", "up"): tr("{names} would have gained the most influence since {when}"),
        ("past", "down"): tr("{names} lost the most influence since {when}"),
        ("would", "down"): tr("{names} would lose the most influence"),
        ("would-have", "down"): tr("{names} would have lost the most influence since {when}"),
    }[tense, way]


def _way(job: SlideJob, mover: Mover) -> tuple[str, str]:
    """The axis of a movement, and where it led: towards an end of the issue, or up or down."""
    if abs(mover.alignment) / 2 < min(HARDLY, abs(mover.influence)):
        return "influence", "up" if mover.influence > 0 else "down"
    return "alignment", tr("towards {end}", end=end_name(job, is_high=mover.alignment > 0))
