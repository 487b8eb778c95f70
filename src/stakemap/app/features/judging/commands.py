"""Why actors stand where they do: asking for reasons, or not, while a workshop is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.analysis.unexplained import Stop, stop_after, unexplained_stops
from stakemap.i18n import tr, tr_count

if TYPE_CHECKING:
    from stakemap.app.shell.main_window import MainWindow

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
        workspace = self._window.workspace
        assert workspace is not None
        waiting = workspace.workshop.waiting
        workshop = not self._desk.settings.workshop_mode
        self._desk.change_settings(workshop_mode=workshop)
        if workshop:
            self._window.say(tr("Workshop mode: moves stay unexplained until you explain them."))
        elif waiting:
            self._window.say(
                tr_count(
                    "Each move is followed by a card again. {count} waits for a reason: F8 goes to it.",
                    "Each move is followed by a card again. {count} wait for a reason: F8 goes to the next.",
                    waiting,
                )
            )
        else:
            self._window.say(tr("Each move is followed by a card that asks why."))

    def next_unexplained(self) -> None:
        """Go to the next move that lacks a reason, wherever it is, and ask why."""
        workspace = self._window.workspace
        assert workspace is not None
        document, view = workspace.session.document, workspace.view
        stops = unexplained_stops(document)
        here = Stop(view.snapshot or "", view.issue, view.primary or "")
        stop = stop_after(document, stops, here)
        if stop is None:
            self._window.say(tr("All that was judged in this map has a reason."))
            return
        issue = view.issue if stop.issue is None else stop.issue
        view.set(snapshot=stop.snapshot, issue=issue, selection={stop.actor}, primary=stop.actor)
        workspace.judging.explain_now()
        rest = len(stops) - 1
        if rest:
            self._window.say(
                tr_count(
                    "{count} more move of this map lacks a reason.",
                    "{count} more moves of this map lack a reason.",
                    rest,
                )
            )
