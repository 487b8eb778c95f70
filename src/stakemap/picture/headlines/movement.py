"""Statements on movement for headlines: who moved and which way, since when, and how many moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from stakemap.analysis.balance.sides import side_of
from stakemap.analysis.movement import Mover
from stakemap.i18n import tr, tr_count
from stakemap.picture.headlines.movement_change import HARDLY, Change, Tense, named_movers
from stakemap.picture.headlines.names import end_name, headed_actors

if TYPE_CHECKING:
    from stakemap.picture.job import SlideJob

#: Where an actor stands that moved away from an end or not as far as the other.
_Stand = Literal["", "leans", "now-undecided", "still-undecided"]


class _Way(NamedTuple):
    """Which way an actor moved: to an end of the issue, away from one, or up or down in influence; and what
    of its present place that does not tell. Actors of different sides move "closer" to an end.
    """

    kind: Literal["towards", "away", "closer", "up", "down"]
    end: str = ""
    stand: _Stand = ""


def movement_statement(job: SlideJob, change: Change, *, tells_stand: bool = True) -> str:
    """Who moved furthest, or most weightily, and which way; empty where nobody moved.

    With `tells_stand` it adds where they stand, unless that is the side to which they moved.
    """
    found = change.movers
    if not found:
        return ""
    if found[0].distance < HARDLY:
        return _hardly_changed(change, len(job.appearance.actors))
    named, is_furthest = named_movers(change)
    tense = change.tense(named)
    names = headed_actors(job.document, (mover.actor for mover in named))
    starts = {change.starts.get(mover.actor, change.since) for mover in named}
    when = starts.pop() if len(starts) == 1 else change.since
    ways = {_way(job, mover) for mover in named}
    if len(ways) > 1:
        ways = _joint_way(job, named, ways)
    if len(ways) > 1:
        return _moved(tense, is_furthest=is_furthest).format(names=names, when=when)
    way = ways.pop()
    if way.kind in ("up", "down"):
        return _gain(tense, way.kind, is_plain=not is_furthest).format(names=names, when=when)
    text = _approach(tense, way, is_plain=not is_furthest).format(names=names, end=way.end, when=when)
    return _with_stand(text, tense, way.stand, len(named)) if tells_stand else text


def moved_count(change: Change, total: int) -> str:
    """How many of the actors shown moved, of those with an earlier position; a statement of its own if none
    did.
    """
    count, tense, comparable = len(change.movers), change.tense(change.movers), change.comparable
    if not comparable:
        return tr("No earlier position is known to compare with")
    if not count:
        return _none_changed(change, tense, total)
    foreseen = sum(mover.actor in change.hypothetical for mover in change.movers)
    if comparable < total:
        return _count_of_comparable(tense, count, comparable, foreseen)
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


def _count_of_comparable(tense: Tense, count: int, comparable: int, foreseen: int) -> str:
    """How many moved where others shown have no earlier position to compare with."""
    if 0 < foreseen < count:
        return tr_count(
            "{count} of {total} with an earlier position has moved, {more} more would",
            "{count} of {total} with an earlier position have moved, {more} more would",
            count - foreseen,
            total=comparable,
            more=foreseen,
        )
    if tense == "would":
        return tr("{count} of {total} with an earlier position would move", count=count, total=comparable)
    if tense == "would-have":
        text = tr("{count} of {total} with an earlier position would have moved")
        return text.format(count=count, total=comparable)
    return tr_count(
        "{count} of {total} with an earlier position has moved",
        "{count} of {total} with an earlier position have moved",
        count,
        total=comparable,
    )


def _none_changed(change: Change, tense: Tense, total: int) -> str:
    """That no position changed; only of those known before where others shown were not."""
    if change.comparable < total:
        text = {
            "past": tr("No position known since {when} has changed"),
            "would": tr("No position known since {when} would change"),
            "would-have": tr("No position known since {when} would have changed"),
        }[tense]
    else:
        text = {
            "past": tr("No position has changed since {when}"),
            "would": tr("No position would change"),
            "would-have": tr("No position would have changed since {when}"),
        }[tense]
    return text.format(when=change.since)


def no_other_moved(change: Change, total: int) -> str:
    """That nobody but the only actor that moved did, beside a statement that names it."""
    tense = change.tense(change.movers)
    if change.comparable == 1 < total:
        return tr("no other earlier position is known")
    if change.comparable < total:
        return {
            "past": tr("no other with an earlier position has moved"),
            "would": tr("no other with an earlier position would move"),
            "would-have": tr("no other with an earlier position would have moved"),
        }[tense]
    return {
        "past": tr("no other actor has moved"),
        "would": tr("no other actor would move"),
        "would-have": tr("no other actor would have moved"),
    }[tense]


def _hardly_changed(change: Change, total: int) -> str:
    """A statement where everybody is close to where they began, perhaps after a way there and back."""
    if change.widest >= HARDLY:
        text = {
            "past": tr("Positions are back close to those of {when}"),
            "would": tr("Positions would hardly change"),
            "would-have": tr("Positions would be back close to those of {when}"),
        }[change.tense(change.movers)]
    elif change.comparable < total:
        text = {
            "past": tr("Positions known since {when} have hardly changed"),
            "would": tr("Positions known since {when} would hardly change"),
            "would-have": tr("Positions known since {when} would hardly have changed"),
        }[change.tense(change.movers)]
    else:
        text = {
            "past": tr("Positions have hardly changed since {when}"),
            "would": tr("Positions would hardly change"),
            "would-have": tr("Positions would hardly have changed since {when}"),
        }[change.tense(change.movers)]
    return text.format(when=change.since)


def _moved(tense: Tense, *, is_furthest: bool) -> str:
    """Who moved, each another way."""
    if is_furthest:
        return {
            "past": tr("{names} moved furthest since {when}"),
            "would": tr("{names} would move furthest"),
            "would-have": tr("{names} would have moved furthest since {when}"),
        }[tense]
    return {
        "past": tr("{names} moved since {when}"),
        "would": tr("{names} would move"),
        "would-have": tr("{names} would have moved since {when}"),
    }[tense]


def _approach(tense: Tense, way: _Way, *, is_plain: bool) -> str:
    """Who moved furthest to one end of the issue, or away from one; who moved, if `is_plain`."""
    if way.kind == "away":
        # "Furthest away" would tell of a place, not of a movement.
        return {
            "past": tr("{names} moved away from {end} since {when}"),
            "would": tr("{names} would move away from {end}"),
            "would-have": tr("{names} would have moved away from {end} since {when}"),
        }[tense]
    if way.kind == "closer":
        return {
            "past": tr("{names} moved closer to {end} since {when}"),
            "would": tr("{names} would move closer to {end}"),
            "would-have": tr("{names} would have moved closer to {end} since {when}"),
        }[tense]
    if is_plain:
        return {
            "past": tr("{names} moved towards {end} since {when}"),
            "would": tr("{names} would move towards {end}"),
            "would-have": tr("{names} would have moved towards {end} since {when}"),
        }[tense]
    return {
        "past": tr("{names} moved furthest towards {end} since {when}"),
        "would": tr("{names} would move furthest towards {end}"),
        "would-have": tr("{names} would have moved furthest towards {end} since {when}"),
    }[tense]


def _with_stand(statement: str, tense: Tense, stand: _Stand, count: int) -> str:
    """The statement, and where those whom it names stand."""
    if not stand:
        return statement
    if tense != "past":
        text = {
            "leans": tr("{statement} but still lean towards it"),
            "now-undecided": tr("{statement} and be undecided"),
            "still-undecided": tr("{statement} but still be undecided"),
        }[stand]
        return text.format(statement=statement)
    if stand == "leans":
        return tr_count(
            "{statement} but still leans towards it",
            "{statement} but still lean towards it",
            count,
            statement=statement,
        )
    if stand == "now-undecided":
        return tr_count(
            "{statement} and is now undecided",
            "{statement} and are now undecided",
            count,
            statement=statement,
        )
    return tr_count(
        "{statement} but is still undecided",
        "{statement} but are still undecided",
        count,
        statement=statement,
    )


def _gain(tense: Tense, way: str, *, is_plain: bool) -> str:
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


def _joint_way(job: SlideJob, named: list[Mover], ways: set[_Way]) -> set[_Way]:
    """One way in place of several that lead to the same end of the issue."""
    directions = {mover.alignment > 0 for mover in named}
    if len(directions) > 1 or not {way.kind for way in ways} <= {"towards", "away"}:
        return ways
    return {_Way("closer", end_name(job, is_high=directions.pop()))}


def _way(job: SlideJob, mover: Mover) -> _Way:
    if abs(mover.alignment) / 2 < min(HARDLY, abs(mover.influence)):
        return _Way("up" if mover.influence > 0 else "down")
    is_rising = mover.alignment > 0
    aim = "for" if is_rising else "against"
    start, now = (side_of(place[0], job.style.limits.threshold) for place in (mover.before, mover.after))
    if now == aim or start == now == "undecided":
        end = end_name(job, is_high=is_rising)
        return _Way("towards", end, "" if now == aim else "still-undecided")
    end = end_name(job, is_high=not is_rising)
    return _Way("away", end, "now-undecided" if now == "undecided" else "leans")
