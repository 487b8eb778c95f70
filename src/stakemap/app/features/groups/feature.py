"""The feature of the dialog of groups."""

from __future__ import annotations

from collections.abc import Iterable

from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr

__all__ = ["GroupsFeature"]


class GroupsFeature(Feature):
    """The action that shows the groups."""

    def actions(self) -> Iterable[Action]:
        """The action of the menu "Edit"."""
        return (
            action(
                "groups",
                tr("&Groups…"),
                self.groups,
                ("edit", 4),
                "Ctrl+Shift+G",
                tip=tr("Add, rename, recolour and remove groups, and put actors in"),
                icon="group",
                enabled=self._window.has_map,
            ),
        )

    def groups(self) -> None:
        """Show the dialog of groups."""
        from stakemap.app.features.groups.dialog import GroupsDialog

        message_boxes = self._context.message_boxes
        theme = self._context.styler.theme
        message_boxes.run(GroupsDialog(self._window, self._session, self._view, message_boxes, theme))
