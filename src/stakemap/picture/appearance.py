"""From a map and a view of it to what is on show: where each actor is and how it looks, who has no position
and why.

Built once, then patched: an edit recomputes the looks of the actors it touched and shares all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import cycle
from types import MappingProxyType
from typing import NamedTuple

from stakemap.i18n import tr
from stakemap.model.document import Actor, Issue, Snapshot, StakeMap
from stakemap.model.judgements import Estimate, Stance, Standing
from stakemap.model.placing import Placing, placing
from stakemap.model.resolve import Resolved, Resolver, fresh_in
from stakemap.picture.looks import (
    OUTLINES,
    SALIENCE_STEPS,
    ActorLook,
    DiscStyle,
    GroupLook,
    Outline,
    RelationLook,
    TrayLook,
    TrayState,
    View,
    actor_colour,
)
from stakemap.picture.theme import Theme, alike, disc_colour
from stakemap.text import graphemes, plain

__all__ = [
    "SALIENCE_STEPS",
    "ActorLook",
    "Appearance",
    "DiscStyle",
    "GroupLook",
    "Outline",
    "RelationLook",
    "TrayLook",
    "View",
    "build",
    "code_of",
    "group_looks",
    "update",
    "with_view",
]

#: A position that differs less than this (in units of its scale) from an earlier one has not moved.
_MOVED = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Appearance:
    """What is on show. Mappings are never changed: a later appearance shares what is the same."""

    document: StakeMap
    view: View
    theme: Theme
    issue: Issue | None
    snapshot: Snapshot | None
    actors: dict[str, ActorLook]
    tray: tuple[TrayLook, ...]
    relations: dict[str, RelationLook]
    groups: dict[str, GroupLook]
    #: Every relation between actors on stage, before the view's choice; `relations` is what is shown of it.
    all_relations: dict[str, RelationLook] = field(repr=False)
    #: The tray by actor, for patching.
    trayed: dict[str, TrayLook] = field(repr=False)


def code_of(actor: Actor) -> str:
    """What is written in the actor's disc: its code, else initials, else the first letters of its name."""
    if actor.code.strip():
        return plain(actor.code)
    words = plain(actor.name).split()
    if not words:
        return "?"
    letters = [graphemes(word)[0] for word in words if word[0].isalnum()][:3]
    if len(letters) < 2:
        letters = graphemes(words[0])[:3]
    # Georgian capitals are missing from most fonts and are not used so.
    return "".join(letter if "\u10d0" <= letter <= "\u10ff" else letter.upper() for letter in letters)


class _Dress(NamedTuple):
    """What is the same of an actor in every view of a map."""

    name: str
    code: str
    colour: str
    group: str | None


class _Looker:
    """Makes looks of one document in one view; `known` are looks of it in another one, in the same theme."""

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
        self.snapshot = view.snapshot if view.snapshot in document.snapshots else None
        self.issue = view.issue if view.issue in document.issues else None
        self.standings, self.stances = _judgements(document, resolver, self.snapshot, self.issue)
        self.fresh = frozenset[str]() if self.snapshot is None else fresh_in(document, self.snapshot)
        before = view.trail_from if view.trail_from in document.snapshots else None
        self.standings_before, self.stances_before = _judgements(document, resolver, before, self.issue)

    def look(self, actor_id: str) -> ActorLook | TrayLook | None:
        """How the actor looks; None when the issue or the question does not apply to it."""
        placed = placing(self.standings, self.stances, actor_id)
        if placed.placement == "not-applicable":
            return None
        x, y = placed.position
        stance = placed.stance
        if x is None or y is None or stance is None:
            return self._tray(actor_id, placed)
        judged = stance.judgement
        dress = self._dress(actor_id)
        return ActorLook(
            actor=actor_id,
            name=dress.name,
            code=dress.code,
            colour=dress.colour,
            group=dress.group,
            x=x,
            y=y,
            x_range=_range(judged.alignment),
            y_range=_range(placed.influence),
            outline=OUTLINES[judged.confidence],
            carried=stance.snapshot not in self.fresh,
            open_mark=not placed.is_supported,
            salience=_salience(judged.salience),
            dimmed=actor_id in self.view.dimmed,
            trail=self._trail(actor_id, x, y),
        )

    def _dress(self, actor_id: str) -> _Dress | ActorLook | TrayLook:
        known = self._known.get(actor_id)
        if known is not None:
            return known
        actor = self.document.actors[actor_id]
        group = actor.group if actor.group in self.groups else None
        colour = actor_colour(actor.colour, self.groups.get(group) if group else None, self.theme)
        return _Dress(plain(actor.name), code_of(actor), colour, group)

    def _tray(self, actor_id: str, placed: Placing) -> TrayLook:
        state: TrayState = "unknown" if placed.placement == "unknown" else "unjudged"
        dress = self._dress(actor_id)
        return TrayLook(
            actor=actor_id,
            name=dress.name,
            code=dress.code,
            colour=dress.colour,
            group=dress.group,
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
        return tr("Stance unknown")
    return tr("Influence not judged") if placed.standing is None else tr("Influence unknown")


def group_looks(document: StakeMap, theme: Theme) -> dict[str, GroupLook]:
    """Groups in their own colours, the others in those of the theme that are not like one already taken."""
    own = {
        group_id: disc_colour(group.colour, theme)
        for group_id, group in document.groups.items()
        if group.colour and not theme.monochrome
    }
    free = [colour for colour in theme.categorical if not any(alike(colour, taken) for taken in own.values())]
    palette = cycle(free or theme.categorical)
    return {
        group_id: GroupLook(
            plain(document.groups[group_id].name), own.get(group_id) or disc_colour(next(palette), theme)
        )
        for group_id in sorted(document.groups)
    }


def _relation_looks(
    looker: _Looker,
    resolver: Resolver,
    actors: Mapping[str, ActorLook],
    known: Mapping[str, RelationLook] = MappingProxyType({}),
) -> dict[str, RelationLook]:
    """Relations between actors on stage; `known` are those of the same document in another view.

    One that was judged at some other date is absent where nothing is known of it; one never judged at all
    is shown as of unknown strength, so that what an analyst has just drawn is seen.
    """
    document, snapshot = looker.document, looker.snapshot
    if not document.relations or snapshot is None:
        return {}
    ties = resolver.ties(document, snapshot)
    judged = {relation for other in document.snapshots.values() for relation in other.ties}
    dimmed, fresh = looker.view.dimmed, looker.fresh
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
        is_dimmed = source in dimmed or target in dimmed
        look = known.get(relation_id)
        if look is None or (look.strength, look.carried, look.dimmed) != (strength, carried, is_dimmed):
            label, directed = plain(relation.label), relation.directed
            look = RelationLook(relation_id, source, target, label, directed, strength, carried, is_dimmed)
        shown[relation_id] = look
    return shown


def _shown(relations: dict[str, RelationLook], view: View) -> dict[str, RelationLook]:
    if view.ties != "all":
        sign = 1 if view.ties == "friendly" else -1
        relations = {key: look for key, look in relations.items() if (look.strength or 0) * sign > 0}
    if view.relations == "all":
        return relations
    if view.relations == "none":
        return {}
    selected = view.selection
    return {k: look for k, look in relations.items() if look.source in selected or look.target in selected}


def _sorted_tray(trayed: Mapping[str, TrayLook]) -> tuple[TrayLook, ...]:
    return tuple(sorted(trayed.values(), key=lambda look: (look.name.casefold(), look.actor)))


def build(
    document: StakeMap,
    view: View,
    theme: Theme,
    resolver: Resolver | None = None,
    *,
    known: Appearance | None = None,
) -> Appearance:
    """What `view` shows of `document` in the colours of `theme`.

    Ids of an issue or snapshot that the map lacks are taken as none: then every actor is in the tray. `known`
    is the same document in the same theme in another view: what is the same of actors and relations there is
    taken from it.
    """
    resolver = resolver or Resolver()
    looks: dict[str, ActorLook | TrayLook] = {}
    if known is not None:
        looks.update(known.trayed)
        looks.update(known.actors)
    looker = _Looker(document, view, theme, resolver, looks)
    actors: dict[str, ActorLook] = {}
    trayed: dict[str, TrayLook] = {}
    for actor_id in document.actors:
        _put(looker.look(actor_id), actor_id, actors, trayed)
    relations = _relation_looks(looker, resolver, actors, {} if known is None else known.all_relations)
    return Appearance(
        document=document,
        view=view,
        theme=theme,
        issue=document.issues.get(view.issue or ""),
        snapshot=document.snapshots.get(view.snapshot or ""),
        actors=actors,
        tray=_sorted_tray(trayed),
        relations=_shown(relations, view),
        groups=looker.groups,
        all_relations=relations,
        trayed=trayed,
    )


def _put(
    look: ActorLook | TrayLook | None,
    actor_id: str,
    actors: dict[str, ActorLook],
    trayed: dict[str, TrayLook],
) -> None:
    if isinstance(look, ActorLook):
        actors[actor_id] = look
        trayed.pop(actor_id, None)
    else:
        actors.pop(actor_id, None)
        if look is None:
            trayed.pop(actor_id, None)
        else:
            trayed[actor_id] = look


def update(
    appearance: Appearance, document: StakeMap, theme: Theme, resolver: Resolver, touched: Iterable[str]
) -> Appearance:
    """The appearance of a later version of the map in which only `touched` actors differ (their record,
    standing or stance here); relations are compared as well. All other looks are shared with
    `appearance`.

    Falls back on `build` when groups or the theme changed, or when the issue came or went, since then any
    actor may look different.
    """
    before = appearance.document
    has_issue = appearance.view.issue in document.issues
    if (
        document.groups is not before.groups
        or theme is not appearance.theme
        or has_issue is (appearance.issue is None)
    ):
        return build(document, appearance.view, theme, resolver)
    looker = _Looker(document, appearance.view, theme, resolver)
    actors = dict(appearance.actors)
    trayed = dict(appearance.trayed)
    stage_changed = tray_changed = False
    for actor_id in touched:
        was_on_stage, was_in_tray = actor_id in actors, trayed.get(actor_id)
        look = looker.look(actor_id) if actor_id in document.actors else None
        _put(look, actor_id, actors, trayed)
        stage_changed |= was_on_stage != (actor_id in actors)
        tray_changed |= was_in_tray != trayed.get(actor_id)
    relations = appearance.all_relations
    if stage_changed or document.relations is not before.relations or _ties_changed(before, document):
        relations = _relation_looks(looker, resolver, actors)
    return replace(
        appearance,
        document=document,
        issue=document.issues.get(appearance.view.issue or ""),
        snapshot=document.snapshots.get(appearance.view.snapshot or ""),
        actors=actors,
        tray=_sorted_tray(trayed) if tray_changed else appearance.tray,
        relations=_shown(relations, appearance.view),
        all_relations=relations,
        trayed=trayed if tray_changed else appearance.trayed,
    )


def _ties_changed(before: StakeMap, after: StakeMap) -> bool:
    if before.snapshots is after.snapshots:
        return False
    if before.snapshots.keys() != after.snapshots.keys():
        return True
    pairs = ((before.snapshots[key], snapshot) for key, snapshot in after.snapshots.items())
    return any(a.ties is not b.ties or a.based_on != b.based_on for a, b in pairs)


def with_view(appearance: Appearance, view: View, resolver: Resolver | None = None) -> Appearance:
    """The same map looked at through another view; quick when only selection, dimming or relations differ."""
    old = appearance.view
    if view == old:
        return appearance
    if (view.issue, view.snapshot, view.trail_from) != (old.issue, old.snapshot, old.trail_from):
        return build(appearance.document, view, appearance.theme, resolver, known=appearance)
    actors, trayed, relations = appearance.actors, appearance.trayed, appearance.all_relations
    if view.dimmed != old.dimmed:
        actors, trayed, relations = dict(actors), dict(trayed), dict(relations)
        for actor_id in view.dimmed ^ old.dimmed:
            dimmed = actor_id in view.dimmed
            if actor_id in actors:
                actors[actor_id] = actors[actor_id]._replace(dimmed=dimmed)
            elif actor_id in trayed:
                trayed[actor_id] = trayed[actor_id]._replace(dimmed=dimmed)
        for key, look in relations.items():
            dimmed = look.source in view.dimmed or look.target in view.dimmed
            if dimmed != look.dimmed:
                relations[key] = look._replace(dimmed=dimmed)
    return replace(
        appearance,
        view=view,
        actors=actors,
        trayed=trayed,
        tray=appearance.tray if trayed is appearance.trayed else _sorted_tray(trayed),
        all_relations=relations,
        relations=_shown(relations, view),
    )
