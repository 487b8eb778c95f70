"""The actions that help to find one's way: the palette, the shortcuts page, preferences, about."""

from __future__ import annotations

from collections.abc import Iterable

from stakemap.app.kit.actions.action import Action, Key, action
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr

__all__ = ["HelpFeature"]


class HelpFeature(Feature):
    """Palette, shortcuts, preferences and about."""

    def actions(self) -> Iterable[Action]:
        """The menu "Help", and what the menu "Edit" has of it."""
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
                on="toolbar",
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
                "about",
                tr("&About Stakemap"),
                self.about,
                about,
                icon="info",
            ),
        )

    def palette(self) -> None:
        """Find a command or an actor by typing some letters of its name."""
        from stakemap.app.shell.palette import PaletteDialog

        dialog = PaletteDialog(self._window)
        if self._context.questions.run(dialog) and dialog.chosen is not None:
            dialog.chosen.run()

    def shortcuts(self) -> None:
        """List all shortcuts."""
        from stakemap.app.shell.shortcuts import ShortcutsDialog

        self._context.questions.run(ShortcutsDialog(self._window, self._window.host.specs.values()))

    def preferences(self) -> None:
        """Change the analyst's name, theme and motion."""
        from stakemap.app.shell.preferences import PreferencesDialog

        dialog = PreferencesDialog(self._window, self._context.settings)
        if self._context.questions.run(dialog):
            self._context.change_settings(**dialog.changes())

    def about(self) -> None:
        """Say what Stakemap is and whose work it rests on."""
        from stakemap.app.shell.about import AboutDialog

        self._context.questions.run(AboutDialog(self._window))
