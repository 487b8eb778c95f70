"""The questions that say whether an action can be used, or is switched on, as things are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.editing.anew import last_judged
from stakemap.model.resolve import judged_here

if TYPE_CHECKING:
    from stakemap.app.shell.main_window import MainWindow

__all__ = ["Conditions"]


class Conditions:
    """Answers for one window; the table of actions names these methods."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def ask(self, question: str) -> bool:
        """The answer to a named question."""
        return bool(getattr(self, question)())

    def always(self) -> bool:
        """Whatever is open."""
        return True

    def has_map(self) -> bool:
        """A map is open in this window."""
        return self._window.session is not None

    def can_edit(self) -> bool:
        """A map is open that may be changed."""
        session = self._window.session
        return session is not None and not session.read_only

    def can_save(self) -> bool:
        """There is something to save, or the map has no file yet."""
        session = self._window.session
        return session is not None and (session.is_modified or session.path is None)

    def can_revert(self) -> bool:
        """There is a file to go back to, and something to go back from."""
        session = self._window.session
        return session is not None and session.path is not None and session.is_modified

    def can_undo(self) -> bool:
        """There is an edit to take back."""
        session = self._window.session
        return session is not None and session.can_undo

    def can_redo(self) -> bool:
        """There is an undone edit to bring back."""
        session = self._window.session
        return session is not None and session.can_redo

    def has_actors(self) -> bool:
        """The map has actors."""
        session = self._window.session
        return session is not None and bool(session.document.actors)

    def has_selection(self) -> bool:
        """Actors are selected."""
        view = self._window.view
        return view is not None and bool(view.selection)

    def can_edit_selection(self) -> bool:
        """Actors are selected in a map that may be changed."""
        return self.can_edit() and self.has_selection()

    def can_judge_selection(self) -> bool:
        """Actors are selected, and there is an issue and a snapshot to judge them on."""
        view = self._window.view
        return self.can_edit_selection() and view is not None and None not in (view.issue, view.snapshot)

    def can_withdraw(self) -> bool:
        """The snapshot itself holds a judgement of a selected actor, on the issue or of its influence."""
        view, session = self._window.view, self._window.session
        if not self.can_edit_selection() or view is None or session is None or view.snapshot is None:
            return False
        return bool(judged_here(session.document, view.snapshot, view.issue, view.selection))

    def can_rename(self) -> bool:
        """Just one actor is selected, or one of several was clicked last."""
        view = self._window.view
        return self.can_edit_selection() and view is not None and view.primary is not None

    def can_add_actor(self) -> bool:
        """The map may be changed."""
        return self.can_edit()

    def can_paste(self) -> bool:
        """The clipboard holds actors, or text that may be rows of a spreadsheet."""
        desk = self._window.desk
        rows = desk.clipboard_has_text and self.can_edit_snapshot()
        return self.can_edit() and (desk.clipboard_has_actors or rows)

    def can_delete(self) -> bool:
        """Actors or a relation are selected in a map that may be changed."""
        view = self._window.view
        return self.can_edit() and view is not None and bool(view.selection or view.relation)

    def can_relate(self) -> bool:
        """Two actors are selected in a map that may be changed."""
        view = self._window.view
        return self.can_edit() and view is not None and len(view.selection) == 2

    def _ties(self, wanted: str) -> bool:
        view = self._window.view
        return view is not None and view.ties == wanted

    def ties_all(self) -> bool:
        """Relations are shown however friendly they are."""
        return self._ties("all")

    def ties_friendly(self) -> bool:
        """Only friendly relations are shown."""
        return self._ties("friendly")

    def ties_hostile(self) -> bool:
        """Only hostile relations are shown."""
        return self._ties("hostile")

    def workshop_mode(self) -> bool:
        """Moves are not followed by a card that asks why."""
        return self._window.desk.settings.workshop_mode

    def has_issues(self) -> bool:
        """There is another issue to go to."""
        session = self._window.session
        return session is not None and len(session.document.issues) > 1

    def has_snapshots(self) -> bool:
        """There is another snapshot to go to."""
        session = self._window.session
        return session is not None and len(session.document.snapshots) > 1

    def can_edit_snapshot(self) -> bool:
        """A snapshot is shown of a map that may be changed."""
        view = self._window.view
        return self.can_edit() and view is not None and view.snapshot is not None

    def can_play(self) -> bool:
        """There are dated snapshots to go through."""
        session = self._window.session
        if session is None:
            return False
        return sum(not snapshot.scenario for snapshot in session.document.snapshots.values()) > 1

    def is_playing(self) -> bool:
        """The window goes through time by itself."""
        return self._window.time.is_playing

    def shows_movers(self) -> bool:
        """It is shown who moved."""
        return self._window.shows_panel("movers")

    def can_judge_anew(self) -> bool:
        """The last edit judged something in one snapshot."""
        session = self._window.session
        return session is not None and self.can_edit() and last_judged(session.history) is not None

    def _relations(self, wanted: str) -> bool:
        view = self._window.view
        return view is not None and view.relations == wanted

    def relations_all(self) -> bool:
        """All relations are shown."""
        return self._relations("all")

    def relations_selection(self) -> bool:
        """The relations of the selection are shown."""
        return self._relations("selection")

    def relations_none(self) -> bool:
        """No relations are shown."""
        return self._relations("none")

    def theme_system(self) -> bool:
        """The theme follows the system."""
        return self._window.desk.styler.choice == "system"

    def theme_light(self) -> bool:
        """The light theme was chosen."""
        return self._window.desk.styler.choice == "light"

    def theme_dark(self) -> bool:
        """The dark theme was chosen."""
        return self._window.desk.styler.choice == "dark"

    def shows_actors(self) -> bool:
        """The actor table is shown."""
        return self._window.shows_panel("actors")

    def shows_sources(self) -> bool:
        """The sources are shown."""
        return self._window.shows_panel("sources")

    def shows_evidence(self) -> bool:
        """The evidence check is shown."""
        return self._window.shows_panel("evidence")

    def shows_history(self) -> bool:
        """The history of judgements is shown."""
        return self._window.shows_panel("history")

    def shows_inspector(self) -> bool:
        """The inspector is shown."""
        return self._window.shows_panel("inspector")

    def has_primary(self) -> bool:
        """Just one actor is selected, or one of several was clicked last, and there is a snapshot."""
        view = self._window.view
        return view is not None and view.primary is not None and view.snapshot is not None

    def shows_distance(self) -> bool:
        """The canvas tells distances from an actor."""
        workspace = self._window.workspace
        return workspace is not None and workspace.distance is not None and workspace.distance.is_on

    def is_filtered(self) -> bool:
        """Search or filters may leave actors out."""
        workspace = self._window.workspace
        return workspace is not None and workspace.filters.is_active

    def shows_balance(self) -> bool:
        """The balance is shown below the canvas."""
        return self._window.desk.settings.balance_shown

    def shows_legend(self) -> bool:
        """The legend on the canvas is unfolded."""
        canvas = self._window.canvas
        return canvas is not None and canvas.legend.is_unfolded

    def is_full_screen(self) -> bool:
        """The window fills the screen."""
        return self._window.isFullScreen()
