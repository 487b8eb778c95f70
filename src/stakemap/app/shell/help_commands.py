"""The feature of the Guide, the command palette, preferences and the About dialog."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtWidgets import QApplication

from stakemap.app.kit.actions.action import Action, Key, action
from stakemap.app.kit.window import Feature
from stakemap.app.shell.guide import FORMATS_PAGE, KEPT_PAGE, METHODS_PAGE, SHORTCUTS_PAGE, TEAM_PAGE
from stakemap.app.shell.guide.guide import Guide
from stakemap.app.shell.guide.places import place_about
from stakemap.i18n import tr


class HelpFeature(Feature):
    """Guide, command palette, preferences and About dialog."""

    def actions(self) -> Iterable[Action]:
        """The actions of the menu "Help", and the preferences in the menu "Edit"."""
        guide, find, about, settings = ("help", 0), ("help", 1), ("help", 2), ("edit", 3)
        return (
            action(
                "preferences",
                tr("Pr&eferences…"),
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
                "guide",
                tr("&Guide"),
                self.guide,
                guide,
                Key.HelpContents,
                "F1",
                tip=tr("Open the Guide: all there is to know about Stakemap, searchable"),
                icon="info",
            ),
            action(
                "tour",
                tr("&Tour"),
                self.tour,
                guide,
                tip=tr("Show five callouts beside the parts of the window"),
            ),
            self._page("shortcuts", tr("&Keyboard shortcuts"), SHORTCUTS_PAGE),
            self._page("working-together", tr("&Working together"), TEAM_PAGE),
            self._page("methods", tr("&Methods of analysis"), METHODS_PAGE),
            self._page("formats", tr("What can be &imported and exported"), FORMATS_PAGE),
            self._page("kept", tr("What &Stakemap keeps"), KEPT_PAGE),
            action(
                "report-problem",
                tr("&Report a problem…"),
                self.report_problem,
                about,
                tip=tr("Collect what a report of a problem needs; nothing is sent"),
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

    def guide(self, page: str = "") -> None:
        """Show a page of the Guide: the given one, or the one about the panel or dialog in use."""
        about = (page, "") if page else place_about(QApplication.focusWidget())
        self._context.service(Guide).show(self._window, *about)

    def _page(self, name: str, text: str, page: str) -> Action:
        return action(name, text, partial(self.guide, page), ("help", 0))

    def tour(self) -> None:
        """Begin the tour."""
        from stakemap.app.shell.tour import Tour

        Tour.begin(self._window)

    def preferences(self) -> None:
        """Show the preferences and store what was changed."""
        from stakemap.app.shell.preferences import PreferencesDialog

        dialog = PreferencesDialog(self._window, self._context.settings)
        if self._context.message_boxes.run(dialog):
            self._context.change_settings(**dialog.changes())

    def report_problem(self) -> None:
        """Show what a report of a problem says, to be copied or saved."""
        from stakemap.app.shell.report_dialog import ReportDialog

        self._context.message_boxes.run(ReportDialog(self._window, self._context))

    def about(self) -> None:
        """Show the About dialog."""
        from stakemap.app.shell.about import AboutDialog

        self._context.message_boxes.run(AboutDialog(self._window))
