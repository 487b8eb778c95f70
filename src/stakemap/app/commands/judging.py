"""Why actors stand where they do: asking for reasons, or not, while a workshop is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.app.main_window import MainWindow

__all__ = ["JudgingCommands"]


class JudgingCommands:
    """Commands of one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._desk = window, window.desk

    def explain(self) -> None:
        """Ask why, of the last move or of what is unexplained of the selected actors."""
        if self._window.workspace is not None:
            self._window.workspace.judging.explain_now()

    def toggle_workshop(self) -> None:
        """Ask after each move, or leave moves unexplained for later."""
        workshop = not self._desk.settings.workshop_mode
        self._desk.change_settings(workshop_mode=workshop)
        if workshop:
            self._window.say(tr("Workshop mode: moves stay unexplained until you explain them."))
        else:
            self._window.say(tr("Each move is followed by a card that asks why."))
