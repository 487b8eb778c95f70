"""Earlier positions of actors, and their captions, for slides that show movement."""

from __future__ import annotations

from stakemap.analysis.movement import MIN_MOVEMENT, movers, trail
from stakemap.i18n import isolate, tr
from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.resolve import Resolver, lineage
from stakemap.picture.appearance import Appearance
from stakemap.text import plain
from stakemap.wording.dates import date_text

__all__ = ["Positions", "dates_between", "earlier_positions", "movement_texts"]

Positions = tuple[tuple[float, float], ...]


def earlier_positions(
    document: StakeMap, appearance: Appearance, resolver: Resolver
) -> tuple[dict[str, Positions], str]:
    """Earlier positions (alignment, influence) of the actors shown, the oldest first and without repetitions;
    and the legend label with their dates.
    """
    snapshot, issue = appearance.view.snapshot, appearance.view.issue
    if appearance.snapshot is None or appearance.issue is None or not snapshot or not issue:
        return {}, ""
    found: dict[str, Positions] = {}
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
    dates = " → ".join(_short_date(document.snapshots[key]) for key in line)
    return found, tr("Places over time: {dates}", dates=dates)


def dates_between(before: Snapshot, after: Snapshot) -> str:
    """The dates of two snapshots: "2020 → 1 July 2025"."""
    return f"{_short_date(before)} → {_short_date(after)}"


def movement_texts(
    document: StakeMap, appearance: Appearance, before: str, resolver: Resolver
) -> tuple[str, str]:
    """Legend label of the arrows from an earlier snapshot, and a remark that names the actors without an
    arrow, which had no position then or have none now.
    """
    label = tr("Moved since {when}", when=_short_date(document.snapshots[before]))
    now, issue = appearance.view.snapshot, appearance.view.issue
    if now is None or issue is None or appearance.issue is None:
        return label, ""
    movement = movers(document, issue, before, now, resolver)
    parts = []
    if movement.appeared:
        names = ", ".join(isolate(plain(document.actors[key].name)) for key in movement.appeared)
        parts.append(tr("No position before: {names}", names=names))
    if movement.vanished:
        names = ", ".join(isolate(plain(document.actors[key].name)) for key in movement.vanished)
        parts.append(tr("No position any more: {names}", names=names))
    return label, ". ".join(parts)


def _has_moved(before: tuple[float, float], after: tuple[float, float]) -> bool:
    return abs(after[0] - before[0]) >= MIN_MOVEMENT or abs(after[1] - before[1]) >= MIN_MOVEMENT


def _short_date(snapshot: Snapshot) -> str:
    return date_text(snapshot.date) or isolate(plain(snapshot.label))
