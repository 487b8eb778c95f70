"""The feature of the command palette, the pages on shortcuts and teamwork, preferences and About dialog."""

from __future__ import annotations

from collections.abc import Iterable

from stakemap.app.kit.actions.action import Action, Key, action
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr

__all__ = ["HelpFeature"]


class HelpFeature(Feature):
    """Command palette, pages on shortcuts and teamwork, preferences and About dialog."""

    def actions(self) -> Iterable[Action]:
        """The actions of the menu "Help", and the preferences in the menu "Edit"."""
        find, about, settings = ("help", 0), ("help", 1), ("edit", 3)
        return (
            action(
                "preferences",
                tr("Pre&ferences…"),
                self.preferences,
                settings,
                Key.Preferences,
                "Ctrl+,",
                icon="settings",
            ),
            action(
                "palette",
                tr("&Find a command or an actor…"),
                self.palette,
                find,
                "Ctrl+K",
                icon="search",
            ),
            action(
                "shortcuts",
                tr("&Keyboard shortcuts"),
                self.shortcuts,
                find,
                Key.HelpContents,
                "F1",
                icon="keyboard",
            ),
            action(
                "working-together",
                tr("Working &together"),
                self.teamwork,
                find,
                tip=tr("How several people work on one map: by mail, with git, in rounds"),
            ),
            action(
                "about",
                tr("&About Stakemap"),
                self.about,
                about,
                icon="info",
            ),
        )

    def palette(self) -> None:
        """Show the command palette and run the entry that was chosen."""
        from stakemap.app.shell.palette import PaletteDialog

        dialog = PaletteDialog(self._window)
        if self._context.message_boxes.run(dialog) and dialog.chosen is not None:
            dialog.chosen.run()

    def shortcuts(self) -> None:
        """Show the page of keyboard shortcuts."""
        from stakemap.app.shell.shortcuts_page import ShortcutsDialog

        self._context.message_boxes.run(ShortcutsDialog(self._window, self._window.host.specs.values()))

    def teamwork(self) -> None:
        """Show the page on working together."""
        from stakemap.app.shell.teamwork_page import TeamworkDialog

        self._context.message_boxes.run(TeamworkDialog(self._window))

    def preferences(self) -> None:
        """Show the preferences and store what was changed."""
        from stakemap.app.shell.preferences import PreferencesDialog

        dialog = PreferencesDialog(self._window, self._context.settings)
        if self._context.message_boxes.run(dialog):
            self._context.change_settings(**dialog.changes())

    def about(self) -> None:
        """Show the About dialog."""
        from stakemap.app.shell.about import AboutDialog

        self._context.message_boxes.run(AboutDialog(self._window))
