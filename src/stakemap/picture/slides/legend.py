"""The entries of the legend, for exactly what an appearance shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from stakemap.i18n import isolate, tr
from stakemap.model.order import sort_key
from stakemap.picture.appearance.appearance import Appearance
from stakemap.picture.appearance.values import ActorLook, RelationLook, TrayLook
from stakemap.picture.appearance.weak_support import WeakSupport, relation_support, support_of
from stakemap.picture.labels.relation_labels import MOST_LABELLED
from stakemap.text import plain
from stakemap.values import frozen
from stakemap.wording.dates import date_text
from stakemap.wording.names import listing

#: How many members of a group are listed, by their codes or by their names.
_MOST_MEMBERS, _MOST_NAMES = 10, 5

LegendKind = Literal[
    "group",
    "confidence",
    "salience",
    "carried",
    "weak",
    "weak-relation",
    "range",
    "analysts",
    "trail",
    "move",
    "count",
    "relation",
]


@frozen
class LegendEntry:
    """An entry of the legend: the look of its symbol, and its label."""

    kind: LegendKind
    label: str
    colour: str
    confidence: int = 0
    strength: int | None = None
    #: As of a relation; None for a line without heads.
    directed: bool | None = False
    #: Says what the discs do not show, and is therefore not cut.
    is_statement: bool = False


def legend(
    appearance: Appearance, tray: bool = True, support: WeakSupport | None = None
) -> tuple[LegendEntry, ...]:
    """Entries for groups, features of discs, ranges and trails, relations, in this order, as far as shown.

    `tray` says whether the discs of the tray are drawn, too; `support` is that of a page of several maps.
    """
    actors = list(appearance.actors.values())
    support = support or support_of(actors)
    return (
        *group_entries(appearance, tray),
        *_disc_entries(appearance, actors, support),
        *_trail(appearance, actors),
        *_relations(appearance, list(appearance.relations.values())),
        *_weak_relations(appearance, support),
    )


def with_members(
    entries: Iterable[LegendEntry], appearances: Sequence[Appearance], tray: bool, codes: bool = True
) -> tuple[LegendEntry, ...]:
    """The entries, in a monochrome theme with the members of each group, as greys are hard to tell apart:
    "Mediators: EU, USA". `tray` says whether those without a position are named on the page, too, and `codes`
    whether discs have their codes, which otherwise would mean nothing.
    """
    if not appearances or not appearances[0].theme.monochrome:
        return tuple(entries)
    members: dict[str, dict[str, str]] = {}
    for shown in appearances:
        looks: list[ActorLook | TrayLook] = [*shown.actors.values(), *(shown.tray if tray else ())]
        for look in looks:
            group = tr("No group") if look.group is None else shown.groups[look.group].name
            members.setdefault(group, {})[look.actor] = (codes and look.disc.code) or look.name
    most = _MOST_MEMBERS if codes else _MOST_NAMES
    return tuple(_naming(entry, members.get(entry.label, {}).values(), most) for entry in entries)


def _naming(entry: LegendEntry, members: Iterable[str], most: int) -> LegendEntry:
    named = sorted(filter(None, members), key=sort_key)
    if entry.kind != "group" or not named or named == [entry.label]:
        return entry
    label = tr("{group}: {members}", group=plain(entry.label), members=listing(named, most))
    return replace(entry, label=label)


def group_entries(appearance: Appearance, tray: bool) -> list[LegendEntry]:
    """The entries of the groups of actors with a position, and of those in the tray."""
    looks: list[ActorLook | TrayLook] = [*appearance.actors.values(), *(appearance.tray if tray else ())]
    present = {look.group for look in looks}
    shown = [(sort_key(group.name), key) for key, group in appearance.groups.items() if key in present]
    groups = (appearance.groups[key] for _, key in sorted(shown))
    entries = [LegendEntry("group", group.name, group.colour) for group in groups]
    if entries and None in present:
        colours = {look.colour for look in looks if look.group is None}
        if len(colours) == 1:
            entries.append(LegendEntry("group", tr("No group"), colours.pop()))
    return entries


def _disc_entries(appearance: Appearance, actors: list[ActorLook], support: WeakSupport) -> list[LegendEntry]:
    ink = appearance.theme.neutral
    labels = {3: tr("High confidence"), 2: tr("Moderate confidence"), 1: tr("Low confidence")}
    # One search each, since most end early.
    shown = [ticks for ticks in labels if any(look.confidence == ticks for look in actors)]
    entries = [LegendEntry("confidence", labels[ticks], ink, ticks) for ticks in shown]
    if any(look.salience is not None for look in actors):
        entries.append(LegendEntry("salience", tr("Salience (whole ring = 100)"), ink))
    if any(look.carried for look in actors):
        entries.append(LegendEntry("carried", tr("Carried over"), ink))
    if any(look.weak for look in actors):
        label = support.described(tr("Low confidence, or no reason or source"))
        entries.append(LegendEntry("weak", label, ink, is_statement=support.is_usual))
    if any(look.x_range or look.y_range for look in actors):
        entries.append(LegendEntry("range", tr("Plausible range (80 %)"), ink))
    if any(look.x_others or look.y_others for look in actors):
        entries.append(LegendEntry("analysts", tr("Each analyst; band: pool"), ink))
    return entries


def _trail(appearance: Appearance, actors: list[ActorLook]) -> list[LegendEntry]:
    document = appearance.document
    base, trails = appearance.view.trail_from or "", {look.trail_from for look in actors if look.trail}
    if base not in document.snapshots or not trails:
        return []
    # The date of judgements that the earlier snapshot only carries over, if that is the same for all.
    before = document.snapshots[trails.pop() if len(trails) == 1 else base]
    when = date_text(before.date) or isolate(plain(before.label))
    # Actors move between two dates; a scenario merely differs from the snapshot it is based on.
    is_scenario = appearance.snapshot is not None and appearance.snapshot.scenario
    label = tr("Differs from {when}", when=when) if is_scenario else tr("Moved since {when}", when=when)
    return [LegendEntry("trail", label, appearance.theme.neutral)]


def _relations(appearance: Appearance, relations: list[RelationLook]) -> list[LegendEntry]:
    theme = appearance.theme
    kinds = (
        (lambda s: s is not None and s > 0, tr("Friendly (thicker: stronger)"), theme.friendly),
        (lambda s: s is not None and s < 0, tr("Hostile (thicker: stronger)"), theme.hostile),
        (lambda s: s == 0, tr("Neutral relation"), theme.neutral),
        (lambda s: s is None, tr("Relation of unknown strength"), theme.neutral),
    )
    entries = []
    for belongs, label, colour in kinds:
        members = [look for look in relations if belongs(look.strength)]
        if members:
            strengths = [look.strength for look in members if look.strength is not None]
            typical = max(strengths, key=abs, default=None)
            # Without heads: these show who acts on whom, which the kind does not tell, and take the room that
            # the dashes need.
            entries.append(LegendEntry("relation", label, colour, strength=typical, directed=None))
    return entries


def _weak_relations(appearance: Appearance, positions: WeakSupport) -> list[LegendEntry]:
    """The entry of the sign after names of relations, unless discs have the same or there are no names."""
    support = relation_support(appearance.relations.values(), positions)
    if not support.weak or support.on_discs or support.relations > MOST_LABELLED:
        return []
    ink, is_statement = appearance.theme.neutral, not support.has_signs
    return [LegendEntry("weak-relation", support.described, ink, is_statement=is_statement)]
