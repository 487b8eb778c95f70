"""What a window shows: zoom, snapshot, issue, relations, theme, panels, full screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from stakemap.model.order import along_the_line, issues_in_order

if TYPE_CHECKING:
    from stakemap.app.shell.main_window import MainWindow
    from stakemap.editing.view_state import RelationsShown, ViewState

__all__ = ["ViewCommands"]


class ViewCommands:
    """Commands of one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._desk = window, window.desk

    @property
    def _view(self) -> ViewState:
        assert self._window.view is not None
        return self._window.view

    def zoom_in(self) -> None:
        """Show less, larger."""
        if self._window.canvas is not None:
            self._window.canvas.zoom_in()

    def zoom_out(self) -> None:
        """Show more, smaller."""
        if self._window.canvas is not None:
            self._window.canvas.zoom_out()

    def zoom_to_fit(self) -> None:
        """Show both scales from end to end."""
        if self._window.canvas is not None:
            self._window.canvas.zoom_to_fit()

    def _step_snapshot(self, step: int) -> None:
        assert self._window.session is not None
        snapshots = along_the_line(self._window.session.document)
        self._view.set(snapshot=_neighbour(snapshots, self._view.snapshot, step))

    def previous_snapshot(self) -> None:
        """The snapshot to the left."""
        self._step_snapshot(-1)

    def next_snapshot(self) -> None:
        """The snapshot to the right."""
        self._step_snapshot(1)

    def _step_issue(self, step: int) -> None:
        assert self._window.session is not None
        issues = issues_in_order(self._window.session.document)
        self._view.set(issue=_neighbour(issues, self._view.issue, step))

    def previous_issue(self) -> None:
        """The issue before."""
        self._step_issue(-1)

    def next_issue(self) -> None:
        """The issue after."""
        self._step_issue(1)

    def _show_relations(self, shown: RelationsShown) -> None:
        self._view.set(relations=shown)

    def relations_all(self) -> None:
        """Show all relations."""
        self._show_relations("all")

    def relations_selection(self) -> None:
        """Show the relations of the selected actors."""
        self._show_relations("selection")

    def relations_none(self) -> None:
        """Show no relations."""
        self._show_relations("none")

    def theme_system(self) -> None:
        """Follow the system's theme."""
        self._desk.change_settings(theme="system")

    def theme_light(self) -> None:
        """Use the light theme."""
        self._desk.change_settings(theme="light")

    def theme_dark(self) -> None:
        """Use the dark theme."""
        self._desk.change_settings(theme="dark")

    def toggle_actors(self) -> None:
        """Show or hide the actor table."""
        self._window.show_panel("actors", not self._window.shows_panel("actors"))

    def _toggle_side(self, name: str) -> None:
        shown = not self._window.shows_panel(name)
        self._window.show_panel(name, shown)
        if shown and self._window.workspace is not None:
            self._window.workspace.side.focus_first(name)

    def toggle_sources(self) -> None:
        """Show the sources and go to them, or hide them."""
        self._toggle_side("sources")

    def toggle_evidence(self) -> None:
        """Show what the map claims without backing it and go there, or hide it."""
        self._toggle_side("evidence")

    def toggle_history(self) -> None:
        """Show how the judgements of the selected actor came about, or hide it."""
        self._toggle_side("history")

    def find(self) -> None:
        """Go to the search field."""
        if self._window.workspace is not None:
            self._window.workspace.find()

    def show_everybody(self) -> None:
        """Clear search and filters."""
        if self._window.workspace is not None:
            self._window.workspace.filters.clear()

    def show_matrix(self) -> None:
        """Show all actors on all issues."""
        if self._window.workspace is not None:
            self._window.workspace.show_matrix()

    def show_distance(self) -> None:
        """Tell how far all actors are from the one clicked last."""
        if self._window.workspace is not None and self._view.primary is not None:
            self._window.workspace.show_distance(self._view.primary)

    def end_distance(self) -> None:
        """Show the actors as ever."""
        workspace = self._window.workspace
        if workspace is not None and workspace.distance is not None:
            workspace.distance.end()

    def toggle_balance(self) -> None:
        """Show or hide the balance below the canvas, now and in future."""
        self._desk.change_settings(balance_shown=not self._desk.settings.balance_shown)
        self._window.refresh()

    def toggle_legend(self) -> None:
        """Unfold the legend, even where that covers something, or fold it."""
        if self._window.canvas is not None:
            self._window.canvas.legend.toggle()
            self._window.refresh()

    def balance_in_full(self) -> None:
        """Show the balance and all there is to say about it."""
        workspace = self._window.workspace
        if not self._desk.settings.balance_shown:
            self.toggle_balance()
        if workspace is not None and workspace.centre.balance is not None:
            workspace.centre.balance.show_details()

    def toggle_inspector(self) -> None:
        """Show or hide the inspector."""
        self._window.show_panel("inspector", not self._window.shows_panel("inspector"))

    def show_details(self) -> None:
        """Go to the inspector's first field."""
        self._window.show_panel("inspector", True)
        self._window.focus_inspector()

    def next_pane(self) -> None:
        """Go to the next part of the window."""
        self._window.step_pane(1)

    def previous_pane(self) -> None:
        """Go to the part of the window before."""
        self._window.step_pane(-1)

    def full_screen(self) -> None:
        """Fill the screen, or be a window again."""
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()


def _neighbour(keys: Sequence[str], current: str | None, step: int) -> str | None:
    """The key a step further, staying at the ends."""
    if not keys:
        return None
    if current not in keys:
        return keys[0]
    return keys[min(max(keys.index(current) + step, 0), len(keys) - 1)]
