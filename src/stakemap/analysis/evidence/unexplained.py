"""Judgements without a reason, as a sequence of stops to visit one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from stakemap.model.document import StakeMap
from stakemap.model.order import issues_in_order, snapshots_in_order, sort_key
from stakemap.model.placing import placing
from stakemap.model.resolve import Resolver
from stakemap.wording.names import actor_name


class Stop(NamedTuple):
    """An actor whose judgement at a snapshot lacks a reason; `issue` is None for its influence."""

    snapshot: str
    issue: str | None
    actor: str


def unexplained_stops(document: StakeMap) -> tuple[Stop, ...]:
    """Stops at judgements with a value but no reason, by snapshot, issue and actor in the order of views.

    Influence has no stop of its own if a stance of the same actor at the same snapshot has one. Stances of
    actors that the question does not apply to there are skipped, as in the evidence check.
    """
    stops: set[Stop] = set()
    resolver = Resolver()
    for key, snapshot in document.snapshots.items():
        missing = [
            Stop(key, issue, actor)
            for kind, issue, layer in snapshot.layers()
            if kind != "tie"
            for actor, judgement in layer.items()
            if judgement.is_judged and not judgement.is_explained
        ]
        if any(stop.issue is not None for stop in missing):
            standings = resolver.standings(document, key)
            missing = [
                stop
                for stop in missing
                if stop.issue is None or not placing(standings, {}, stop.actor).has_inapplicable_standing
            ]
        with_stance = {stop.actor for stop in missing if stop.issue is not None}
        stops.update(stop for stop in missing if stop.issue is not None or stop.actor not in with_stance)
    order = _Order(document)
    return tuple(sorted(stops, key=order.place))


def stop_after(document: StakeMap, stops: Sequence[Stop], current: Stop) -> Stop | None:
    """The first of the `stops` after `current`, wrapping around; None if there are none."""
    place = _Order(document).place
    return next((stop for stop in stops if place(stop) > place(current)), stops[0] if stops else None)


class _Order:
    """Sort order of stops."""

    def __init__(self, document: StakeMap) -> None:
        self._document = document
        self._snapshots = {key: place for place, key in enumerate(snapshots_in_order(document))}
        self._issues = {key: place for place, key in enumerate(issues_in_order(document))}

    def place(self, stop: Stop) -> tuple[int, int, str, str]:
        """Sort key of a stop."""
        return (
            self._snapshots.get(stop.snapshot, -1),
            -1 if stop.issue is None else self._issues.get(stop.issue, -1),
            sort_key(actor_name(self._document, stop.actor)) if stop.actor else "",
            stop.actor,
        )
