"""The appearance of a map in a view: the look of each actor, of the tray and of relations.

Built once, then updated: an edit recomputes the looks of the actors it touched and shares all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from stakemap.model.document import Issue, Snapshot, StakeMap
from stakemap.model.order import sort_key
from stakemap.model.resolve import Resolver
from stakemap.picture.appearance.look_builder import LookBuilder
from stakemap.picture.appearance.values import ActorLook, GroupLook, RelationLook, TrayLook, View
from stakemap.picture.theme import Theme


@dataclass(frozen=True, slots=True, eq=False)
class Appearance:
    """What a view shows of a map. Immutable: a later appearance shares the mappings that are the same."""

    document: StakeMap
    view: View
    theme: Theme
    issue: Issue | None
    snapshot: Snapshot | None
    actors: dict[str, ActorLook]
    tray: tuple[TrayLook, ...]
    relations: dict[str, RelationLook]
    groups: dict[str, GroupLook]
    #: All relations between actors with a position; `relations` are those of them that the view shows.
    all_relations: dict[str, RelationLook] = field(repr=False)
    #: The tray by actor, for updates.
    trayed: dict[str, TrayLook] = field(repr=False)


def _visible_relations(relations: dict[str, RelationLook], view: View) -> dict[str, RelationLook]:
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
    return tuple(sorted(trayed.values(), key=lambda look: (sort_key(look.name), look.actor)))


def build(
    document: StakeMap,
    view: View,
    theme: Theme,
    resolver: Resolver | None = None,
    *,
    known: Appearance | None = None,
) -> Appearance:
    """Build what `view` shows of `document` in `theme`.

    Ids of an issue or snapshot that the map lacks count as None: every actor is then in the tray. `known` is
    an appearance of the same document and theme in another view, from which unchanged looks are reused.
    """
    resolver = resolver or Resolver()
    looks: dict[str, ActorLook | TrayLook] = {}
    if known is not None:
        looks.update(known.trayed)
        looks.update(known.actors)
    builder = LookBuilder(document, view, theme, resolver, looks)
    actors: dict[str, ActorLook] = {}
    trayed: dict[str, TrayLook] = {}
    for actor_id in document.actors:
        _put(builder.look(actor_id), actor_id, actors, trayed)
    relations = builder.relation_looks(actors, {} if known is None else known.all_relations)
    return Appearance(
        document=document,
        view=view,
        theme=theme,
        issue=document.issues.get(view.issue or ""),
        snapshot=document.snapshots.get(view.snapshot or ""),
        actors=actors,
        tray=_sorted_tray(trayed),
        relations=_visible_relations(relations, view),
        groups=builder.groups,
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
    """The appearance of a later version of the map, in which only `touched` actors differ (in their record,
    standing or stance); relations are compared as well. All other looks are shared with `appearance`.

    Falls back on `build` if groups or the theme changed, or the issue was added or removed, since any actor
    may then look different.
    """
    before = appearance.document
    has_issue = appearance.view.issue in document.issues
    if (
        document.groups is not before.groups
        or theme is not appearance.theme
        or has_issue is (appearance.issue is None)
    ):
        return build(document, appearance.view, theme, resolver)
    builder = LookBuilder(document, appearance.view, theme, resolver)
    actors = dict(appearance.actors)
    trayed = dict(appearance.trayed)
    placed_changed = tray_changed = False
    for actor_id in touched:
        was_placed, was_in_tray = actor_id in actors, trayed.get(actor_id)
        look = builder.look(actor_id) if actor_id in document.actors else None
        _put(look, actor_id, actors, trayed)
        placed_changed |= was_placed != (actor_id in actors)
        tray_changed |= was_in_tray != trayed.get(actor_id)
    relations = appearance.all_relations
    if placed_changed or document.relations is not before.relations or _ties_changed(before, document):
        relations = builder.relation_looks(actors)
    return replace(
        appearance,
        document=document,
        issue=document.issues.get(appearance.view.issue or ""),
        snapshot=document.snapshots.get(appearance.view.snapshot or ""),
        actors=actors,
        tray=_sorted_tray(trayed) if tray_changed else appearance.tray,
        relations=_visible_relations(relations, appearance.view),
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
    """The same map in another view; fast if only selection, dimming or the choice of relations differ."""
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
        relations=_visible_relations(relations, view),
    )
