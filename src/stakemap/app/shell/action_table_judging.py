"""The parts of the table of actions about why actors stand where they do, and about their relations."""

from __future__ import annotations

from stakemap.app.kit.actions.action import ActionSpec, make_action
from stakemap.i18n import tr

__all__ = ["judging_actions", "relation_actions"]


def judging_actions() -> tuple[ActionSpec, ...]:
    """The last actions of the menu "Actor" in their order."""
    place = ("actor", 2)
    return (
        make_action(
            "explain",
            tr("&Explain…"),
            "judging.explain",
            place,
            "Ctrl+J",
            tip=tr("Explain the last move, or what the selected actors lack a reason for"),
            when="can_edit",
            on="actor",
        ),
        make_action(
            "next-unexplained",
            tr("Explain the ne&xt move without a reason…"),
            "judging.next_unexplained",
            place,
            "F8",
            tip=tr("Go to the next move that lacks a reason, wherever in the map, and explain it"),
            when="can_edit",
        ),
        make_action(
            "workshop-mode",
            tr("&Workshop mode"),
            "judging.toggle_workshop",
            place,
            tip=tr("Workshop mode: do not ask why after each move"),
            when="has_map",
            checked="workshop_mode",
        ),
        make_action(
            "relate",
            tr("Re&late the two selected…"),
            "relations.relate",
            ("actor", 3),
            "Ctrl+L",
            tip=tr("Add a relation to the actor selected last"),
            icon="relations",
            when="can_relate",
            on="actor",
        ),
        make_action(
            "next-relation",
            tr("Ne&xt relation"),
            "relations.next_relation",
            ("actor", 3),
            "Ctrl+Shift+L",
            tip=tr("Select the next relation shown, or one of the selected actors"),
            when="has_map",
        ),
    )


def relation_actions() -> tuple[ActionSpec, ...]:
    """The filters of the menu of relations shown."""
    entries = (
        (
            "ties-all",
            tr("&Friendly and hostile"),
            "friendly_and_hostile",
            tr("Show friendly and hostile ones"),
        ),
        ("ties-friendly", tr("Only f&riendly ones"), "friendly", tr("Show friendly relations only")),
        ("ties-hostile", tr("Only &hostile ones"), "hostile", tr("Show hostile relations only")),
    )
    return tuple(
        make_action(
            name,
            text,
            f"relations.{handler}",
            ("view/relations", 1),
            tip=tip,
            icon="relations",
            when="has_map",
            checked=name.replace("-", "_"),
            exclusive="ties",
        )
        for name, text, handler, tip in entries
    )
