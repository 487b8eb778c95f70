"""Finding one's way: the command palette, the shortcuts page, preferences, about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stakemap.app.shell.main_window import MainWindow

__all__ = ["HelpCommands"]


class HelpCommands:
    """Commands of one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._desk = window, window.desk

    def palette(self) -> None:
        """Find a command or an actor by typing some letters of its name."""
        from stakemap.app.shell.palette import PaletteDialog

        dialog = PaletteDialog(self._window)
        if self._desk.questions.run(dialog) and dialog.chosen is not None:
            dialog.chosen.run()

    def shortcuts(self) -> None:
        """List all shortcuts."""
        from stakemap.app.shell.shortcuts import ShortcutsDialog

        self._desk.questions.run(ShortcutsDialog(self._window, self._window.host.specs.values()))

    def preferences(self) -> None:
        """Change the analyst's name, theme and motion."""
        from stakemap.app.shell.preferences import PreferencesDialog

        dialog = PreferencesDialog(self._window, self._desk.settings)
        if self._desk.questions.run(dialog):
            self._desk.change_settings(**dialog.changes())

    def about(self) -> None:
        """Say what Stakemap is and whose work it rests on."""
        from stakemap.app.shell.about import AboutDialog

        self._desk.questions.run(AboutDialog(self._window))
