"""Where actors have been over several snapshots, for the slide that shows movement."""

from __future__ import annotations

from stakemap.analysis.movement import STILL, movers, trail
from stakemap.i18n import isolate, tr
from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.resolve import Resolver, lineage
from stakemap.picture.appearance import Appearance
from stakemap.text import plain
from stakemap.wording.dates import date_text

__all__ = ["Places", "dates_between", "since", "tracks"]

Places = tuple[tuple[float, float], ...]


def tracks(document: StakeMap, appearance: Appearance, resolver: Resolver) -> tuple[dict[str, Places], str]:
    """Earlier places (alignment, influence) of the actors on show, the oldest first, each once where an actor
    stood still; and the dates they are from, in words for the legend.
    """
    snapshot, issue = appearance.view.snapshot, appearance.view.issue
    if appearance.snapshot is None or appearance.issue is None or not snapshot or not issue:
        return {}, ""
    found: dict[str, Places] = {}
    used: set[str] = set()
    for actor, look in appearance.actors.items():
        places: list[tuple[float, float]] = []
        for point in trail(document, actor, issue, snapshot, resolver)[:-1]:
            place = (point.alignment, point.influence)
            if not places or _has_moved(places[-1], place):
                places.append(place)
                used.add(point.snapshot)
        if places and not _has_moved(places[-1], (look.x, look.y)):
            places.pop()
        if places:
            found[actor] = tuple(places)
    if not found:
        return {}, ""
    line = [key for key in reversed(lineage(document, snapshot)) if key in used or key == snapshot]
    dates = " → ".join(_short(document.snapshots[key]) for key in line)
    return found, tr("Places over time: {dates}", dates=dates)


def dates_between(before: Snapshot, after: Snapshot) -> str:
    """Two snapshots in few words: "2020 → 1 July 2025"."""
    return f"{_short(before)} → {_short(after)}"


def since(document: StakeMap, appearance: Appearance, before: str, resolver: Resolver) -> tuple[str, str]:
    """What the legend says of arrows from an earlier snapshot, and a remark on the actors that have none:
    they had no position then, or have none now.
    """
    words = tr("Moved since {when}", when=_short(document.snapshots[before]))
    now, issue = appearance.view.snapshot, appearance.view.issue
    if now is None or issue is None or appearance.issue is None:
        return words, ""
    movement = movers(document, issue, before, now, resolver)
    parts = []
    if movement.appeared:
        names = ", ".join(isolate(plain(document.actors[key].name)) for key in movement.appeared)
        parts.append(tr("No position before: {names}", names=names))
    if movement.vanished:
        names = ", ".join(isolate(plain(document.actors[key].name)) for key in movement.vanished)
        parts.append(tr("No position any more: {names}", names=names))
    return words, ". ".join(parts)


def _has_moved(before: tuple[float, float], after: tuple[float, float]) -> bool:
    return abs(after[0] - before[0]) >= STILL or abs(after[1] - before[1]) >= STILL


def _short(snapshot: Snapshot) -> str:
    return date_text(snapshot.date) or isolate(plain(snapshot.label))
