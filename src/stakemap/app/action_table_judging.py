"""The part of the table of actions about why actors stand where they do."""

from __future__ import annotations

from stakemap.app.actions import ActionSpec, make_action
from stakemap.i18n import tr

__all__ = ["judging_actions"]


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
            "workshop-mode",
            tr("&Workshop mode"),
            "judging.toggle_workshop",
            place,
            tip=tr("Workshop mode: do not ask why after each move"),
            when="has_map",
            checked="workshop_mode",
        ),
    )
