"""Tracks of actors through their places at several dates, for pages that show movement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from stakemap.analysis.movement import MIN_MOVEMENT, movers, trail
from stakemap.i18n import comma_list, isolate, tr
from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.order import actors_in_order
from stakemap.model.resolve import Resolver, lineage
from stakemap.picture.appearance.appearance import Appearance
from stakemap.text import plain
from stakemap.wording.dates import date_text, short_date_text


class Tracks(NamedTuple):
    """Earlier places (alignment, influence) of actors, the oldest first; the short dates of these places, and
    of the present one if it was taken before the page's snapshot; their label in the legend; and the dates
    that the page spans.
    """

    places: Mapping[str, Sequence[tuple[float, float]]]
    dates: Mapping[str, Sequence[str]]
    label: str
    when: str


_NO_TRACKS = Tracks({}, {}, "", "")


def two_places(document: StakeMap, appearance: Appearance, before: str) -> Tracks:
    """Tracks from the places at the snapshot `before`, to which the trails of the appearance lead; a place
    has the date at which it was judged.
    """
    now = appearance.snapshot
    if before not in document.snapshots or now is None:
        return _NO_TRACKS
    then = document.snapshots[before]
    places = {key: (look.trail,) for key, look in appearance.actors.items() if look.trail}
    taken = {key: appearance.actors[key].trail_from for key in places}
    short = _short_dates({key: document.snapshots[key] for key in {before, *taken.values()}} | {"": now})
    dates = {key: (short[taken[key]],) for key in places}
    starts = set(taken.values())
    start = document.snapshots[starts.pop()] if len(starts) == 1 else then
    label = tr("Moved since {when}", when=_date(start))
    return Tracks(places, dates, label, f"{_date(then)} → {_date(now)}")


def all_places(document: StakeMap, appearance: Appearance, resolver: Resolver) -> Tracks:
    """Tracks through all different places in the lineage of the snapshot."""
    snapshot = appearance.view.snapshot
    tracks = tracks_of(document, appearance, resolver)
    tracks = {actor: track for actor, track in tracks.items() if len(track) > 1}
    if not tracks or snapshot is None:
        return _NO_TRACKS
    used = {key for track in tracks.values() for key in track} | {snapshot}
    line = {key: document.snapshots[key] for key in reversed(lineage(document, snapshot)) if key in used}
    short = _short_dates(line)
    return Tracks(
        {actor: tuple(track.values())[:-1] for actor, track in tracks.items()},
        {actor: tuple(_track_dates(track, short, snapshot)) for actor, track in tracks.items()},
        tr("Places over time"),
        " → ".join(short[key] for key in line),
    )


def tracks_of(
    document: StakeMap, appearance: Appearance, resolver: Resolver
) -> dict[str, dict[str, tuple[float, float]]]:
    """The different places of each actor shown, by the snapshot at which each was first taken, the oldest
    first; an actor that never moved has one.
    """
    snapshot, issue = appearance.view.snapshot, appearance.view.issue
    if appearance.snapshot is None or appearance.issue is None or not snapshot or not issue:
        return {}
    return {actor: _track(document, actor, issue, snapshot, resolver) for actor in appearance.actors}


def _track(
    document: StakeMap, actor: str, issue: str, snapshot: str, resolver: Resolver
) -> dict[str, tuple[float, float]]:
    """The different places of an actor by the snapshot at which each was first taken, the oldest first."""
    found: dict[str, tuple[float, float]] = {}
    last: tuple[float, float] | None = None
    for point in trail(document, actor, issue, snapshot, resolver):
        place = (point.alignment, point.influence)
        if last is None or _has_moved(last, place):
            found[point.snapshot] = last = place
    return found


def _track_dates(track: Iterable[str], short: Mapping[str, str], now: str) -> Iterator[str]:
    """The dates of the places on a track; of the present place only if it was taken before `now`."""
    *earlier, last = track
    yield from (short[key] for key in earlier)
    if last != now:
        yield tr("since {date}", date=short[last])


def without_track(document: StakeMap, appearance: Appearance, before: str, resolver: Resolver) -> str:
    """A remark that names the actors which had no position at the snapshot `before`, or have none now."""
    now, issue = appearance.view.snapshot, appearance.view.issue
    if now is None or issue is None or appearance.issue is None or before not in document.snapshots:
        return ""
    movement = movers(document, issue, before, now, resolver)
    return _remark(document, movement.appeared, movement.vanished)


def without_past(document: StakeMap, appearance: Appearance, resolver: Resolver) -> str:
    """A remark that names the actors which had no position before the snapshot shown, or have none now."""
    now, issue = appearance.view.snapshot, appearance.view.issue
    if now is None or issue is None or appearance.issue is None or len(lineage(document, now)) < 2:
        return ""
    tracks = tracks_of(document, appearance, resolver)
    appeared = [actor for actor, track in tracks.items() if next(iter(track)) == now]
    gone = [look.actor for look in appearance.tray if trail(document, look.actor, issue, now, resolver)]
    return _remark(document, actors_in_order(document, appeared), actors_in_order(document, gone))


def _remark(document: StakeMap, appeared: Iterable[str], vanished: Iterable[str]) -> str:
    parts = []
    for actors, text in (
        (appeared, tr("Position newly known: {names}")),
        (vanished, tr("Position no longer known: {names}")),
    ):
        names = comma_list([isolate(plain(document.actors[key].name)) for key in actors])
        if names:
            parts.append(text.format(names=names))
    return ". ".join(parts)


def _has_moved(before: tuple[float, float], after: tuple[float, float]) -> bool:
    return abs(after[0] - before[0]) >= MIN_MOVEMENT or abs(after[1] - before[1]) >= MIN_MOVEMENT


def _date(snapshot: Snapshot) -> str:
    return date_text(snapshot.date) or isolate(plain(snapshot.label))


def _short_dates(snapshots: Mapping[str, Snapshot]) -> dict[str, str]:
    """Short dates of snapshots, with the day where several fall into one month; else their labels."""
    short = {key: short_date_text(each.date) for key, each in snapshots.items()}
    count = Counter(short.values())
    return {
        key: short_date_text(each.date, with_day=count[short[key]] > 1) or isolate(plain(each.label))
        for key, each in snapshots.items()
    }
