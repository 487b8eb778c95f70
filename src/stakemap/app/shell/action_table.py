"""The table of all actions, in the order of the menus."""

from __future__ import annotations

from stakemap.app.kit.actions.action import ActionSpec
from stakemap.app.shell.action_table_edit import actor_actions, edit_actions
from stakemap.app.shell.action_table_file import file_actions
from stakemap.app.shell.action_table_judging import judging_actions, relation_actions
from stakemap.app.shell.action_table_time import time_actions
from stakemap.app.shell.action_table_view import panel_actions, view_actions, window_and_help_actions

__all__ = ["action_table"]


def action_table() -> tuple[ActionSpec, ...]:
    """All actions in the order of their menus, in the language of the moment."""
    return (
        *file_actions(),
        *edit_actions(),
        *actor_actions(),
        *judging_actions(),
        *time_actions(),
        *view_actions(),
        *relation_actions(),
        *window_and_help_actions(),
        *panel_actions(),
    )
