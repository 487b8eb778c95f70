"""Removes from an appearance what a slide's options leave out, so that its legend omits it, too."""

from __future__ import annotations

from dataclasses import replace

from stakemap.i18n import tr
from stakemap.picture.appearance.appearance import Appearance
from stakemap.picture.appearance.detail import ALL_DETAIL
from stakemap.picture.appearance.values import ActorLook, RelationLook
from stakemap.picture.options import SlideOptions

#: The least strength, friendly or hostile, of a strong relation.
STRONG = 2
#: The most relations on a slide: more are a grey sheet, and 100,000 took minutes to lay out and to write.
MOST_RELATIONS = 3_000


def apply_options(appearance: Appearance, options: SlideOptions) -> Appearance:
    """The appearance with the parts that `options` keep; the same object if they keep all."""
    keeps_all = options.detail == ALL_DETAIL and options.weak_support and options.relation_labels
    if keeps_all and options.relations and options.weak_relations:
        return appearance
    actors = {key: _apply_to_look(look, options) for key, look in appearance.actors.items()}
    return replace(appearance, actors=actors, relations=_relations(appearance, options))


def _relations(appearance: Appearance, options: SlideOptions) -> dict[str, RelationLook]:
    """The relations to show: of strong ones alone, if any strength is known. The sign of weak support is part
    of their labels.
    """
    shown = appearance.relations if options.relations else {}
    if not (options.weak_support and options.relation_labels):
        shown = {key: look._replace(weak=False) for key, look in shown.items()}
    if options.weak_relations or all(look.strength is None for look in shown.values()):
        return shown
    return {key: look for key, look in shown.items() if abs(look.strength or 0) >= STRONG}


def with_strongest_relations(appearance: Appearance) -> tuple[Appearance, str]:
    """The appearance with at most `MOST_RELATIONS` relations, and a sentence for the slide if some are left
    out: the weakest, and of those as strong as each other the last by id.
    """
    relations = appearance.relations
    if len(relations) <= MOST_RELATIONS:
        return appearance, ""
    strongest = sorted(relations, key=lambda key: (-abs(relations[key].strength or 0), key))[:MOST_RELATIONS]
    shown = {key: relations[key] for key in sorted(strongest)}
    said = tr(
        "The {shown} strongest of {count} relations are shown",
        shown=len(shown),
        count=len(relations),
    )
    return replace(appearance, relations=shown), said


def _apply_to_look(look: ActorLook, options: SlideOptions) -> ActorLook:
    return look._replace(
        x_range=look.x_range if options.ranges else None,
        y_range=look.y_range if options.ranges else None,
        salience=look.salience if options.salience else None,
        confidence=look.confidence if options.confidence else 0,
        weak=look.weak and options.weak_support,
        trail=look.trail if options.trails else None,
        x_others=look.x_others if options.others else (),
        y_others=look.y_others if options.others else (),
    )
