"""Builds the looks of actors, groups and relations of a map in one view and theme."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle
from types import MappingProxyType
from typing import NamedTuple

from stakemap.i18n import tr
from stakemap.model.colours import group_colours
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Estimate, Stance, Standing
from stakemap.model.new_actors import code_of
from stakemap.model.placing import Placing, placing
from stakemap.model.resolve import Resolved, Resolver, fresh_in, lineage
from stakemap.picture.appearance.analysts import analyst_values
from stakemap.picture.appearance.values import (
    CONFIDENCE_TICKS,
    SALIENCE_STEPS,
    ActorLook,
    GroupLook,
    RelationLook,
    TrayLook,
    TrayState,
    View,
    actor_colour,
)
from stakemap.picture.theme import Theme, chosen_colour, disc_colour
from stakemap.text import plain

#: Least change of a position, in units of its scales, that counts as a movement.
_MOVED = 0.5


class _Identity(NamedTuple):
    """What looks of an actor have in common in all views of a map."""

    name: str
    code: str
    colour: str
    group: str | None


class LookBuilder:
    """Builds looks of one document in one view; `known` are those of another view in the same theme."""

    def __init__(
        self,
        document: StakeMap,
        view: View,
        theme: Theme,
        resolver: Resolver,
        known: Mapping[str, ActorLook | TrayLook] = MappingProxyType({}),
    ) -> None:
        self.document = document
        self.view = view
        self.theme = theme
        self.groups = group_looks(document, theme)
        self._known = known
        self._resolver = resolver
        self.snapshot = view.snapshot if view.snapshot in document.snapshots else None
        self.issue = view.issue if view.issue in document.issues else None
        self.standings, self.stances = _judgements(document, resolver, self.snapshot, self.issue)
        self.fresh = frozenset[str]() if self.snapshot is None else fresh_in(document, self.snapshot)
        before = view.trail_from if view.trail_from in document.snapshots else None
        self._line_before = lineage(document, before) if before else ()
        self.standings_before, self.stances_before = _judgements(document, resolver, before, self.issue)

    def look(self, actor_id: str) -> ActorLook | TrayLook | None:
        """The look of an actor; None if the issue or the question does not apply to it."""
        placed = placing(self.standings, self.stances, actor_id)
        if placed.placement == "not-applicable":
            return None
        x, y = placed.position
        stance = placed.stance
        if x is None or y is None or stance is None:
            return self._tray(actor_id, placed)
        judged = stance.judgement
        identity, trail = self._identity(actor_id), self._trail(actor_id, x, y)
        return ActorLook(
            actor=actor_id,
            name=identity.name,
            code=identity.code,
            colour=identity.colour,
            group=identity.group,
            x=x,
            y=y,
            x_range=_range(judged.alignment),
            y_range=_range(placed.influence),
            carried=stance.snapshot not in self.fresh,
            weak=placed.is_weak,
            confidence=CONFIDENCE_TICKS[judged.confidence],
            salience=_salience(judged.salience),
            dimmed=actor_id in self.view.dimmed,
            trail=trail,
            trail_from=self._judged_before(actor_id) if trail else "",
            x_others=analyst_values(judged, "alignment"),
            y_others=() if placed.weight is None else analyst_values(placed.weight.judgement, "influence"),
        )

    def _identity(self, actor_id: str) -> _Identity | ActorLook | TrayLook:
        known = self._known.get(actor_id)
        if known is not None:
            return known
        actor = self.document.actors[actor_id]
        group = actor.group if actor.group in self.groups else None
        colour = actor_colour(actor.colour, self.groups.get(group) if group else None, self.theme)
        return _Identity(plain(actor.name), code_of(actor), colour, group)

    def _tray(self, actor_id: str, placed: Placing) -> TrayLook:
        state: TrayState = "unknown" if placed.placement == "unknown" else "unjudged"
        identity = self._identity(actor_id)
        return TrayLook(
            actor=actor_id,
            name=identity.name,
            code=identity.code,
            colour=identity.colour,
            group=identity.group,
            state=state,
            reason=_why_no_position(self.issue, placed),
            dimmed=actor_id in self.view.dimmed,
        )

    def _trail(self, actor_id: str, x: float, y: float) -> tuple[float, float] | None:
        before = placing(self.standings_before, self.stances_before, actor_id)
        x_before, y_before = before.position
        if before.placement != "placed" or x_before is None or y_before is None:
            return None
        moved = abs(x - x_before) >= _MOVED or abs(y - y_before) >= _MOVED
        return (x_before, y_before) if moved else None

    def _judged_before(self, actor_id: str) -> str:
        """The snapshot at which the earlier position was judged: the later of its alignment and influence."""
        judgements = placing(self.standings_before, self.stances_before, actor_id).judgements
        held = {each.snapshot for each in judgements}
        return next((each for each in self._line_before if each in held), "")

    def relation_looks(
        self, actors: Mapping[str, ActorLook], known: Mapping[str, RelationLook] = MappingProxyType({})
    ) -> dict[str, RelationLook]:
        """Looks of relations between `actors`; `known` are those of the same document in another view.

        A relation judged only at other dates is absent; one never judged at all is shown with unknown
        strength, so that one just drawn is visible.
        """
        document, snapshot = self.document, self.snapshot
        if not document.relations or snapshot is None:
            return {}
        ties = self._resolver.ties(document, snapshot)
        judged = {relation for other in document.snapshots.values() for relation in other.ties}
        dimmed, fresh = self.view.dimmed, self.fresh
        shown: dict[str, RelationLook] = {}
        for relation_id, relation in document.relations.items():
            source, target = relation.source, relation.target
            tie = ties.get(relation_id)
            if source not in actors or target not in actors:
                continue
            if relation_id in judged if tie is None else tie.judgement.state == "not-applicable":
                continue
            strength = None if tie is None else tie.judgement.strength
            carried = tie is not None and tie.snapshot not in fresh
            weak = tie is not None and strength is not None and tie.judgement.is_weak
            is_dimmed = source in dimmed or target in dimmed
            look = known.get(relation_id)
            seen = strength, carried, is_dimmed, weak
            if look is None or (look.strength, look.carried, look.dimmed, look.weak) != seen:
                label, directed = plain(relation.label), relation.directed
                look = RelationLook(relation_id, source, target, label, directed, *seen)
            shown[relation_id] = look
        return shown


def _judgements(
    document: StakeMap, resolver: Resolver, snapshot: str | None, issue: str | None
) -> tuple[Mapping[str, Resolved[Standing]], Mapping[str, Resolved[Stance]]]:
    if snapshot is None:
        return {}, {}
    standings = resolver.standings(document, snapshot)
    return standings, {} if issue is None else resolver.stances(document, snapshot, issue)


def _range(estimate: Estimate | None) -> tuple[float, float] | None:
    if estimate is None or estimate.low is None or estimate.high is None:
        return None
    return (estimate.low, estimate.high)


def _salience(estimate: Estimate | None) -> int | None:
    if estimate is None:
        return None
    steps = round(estimate.value * SALIENCE_STEPS / 100)
    return max(steps, 1) if estimate.value > 0 else 0


def _why_no_position(issue: str | None, placed: Placing) -> str:
    if issue is None:
        return tr("No issue yet")
    if placed.stance is None:
        return tr("Not judged")
    if not placed.stance.judgement.is_judged:
        return tr("Unknown")
    return tr("Influence not judged") if placed.standing is None else tr("Influence unknown")


def group_looks(document: StakeMap, theme: Theme) -> dict[str, GroupLook]:
    """Looks of groups in their colours; a monochrome theme gives its greys in the order of their ids."""
    order = sorted(document.groups)
    if theme.monochrome:
        greys = cycle(theme.categorical)
        colours = {key: disc_colour(next(greys), theme) for key in order}
    else:
        given = group_colours(document.groups)
        colours = {key: chosen_colour(given[key], theme) for key in order}
    return {key: GroupLook(plain(document.groups[key].name), colours[key]) for key in order}
