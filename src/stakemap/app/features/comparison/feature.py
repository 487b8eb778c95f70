"""The feature that compares the open map with another version of it, and merges what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stakemap.app.canvas import Canvas
from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.latest_work import LatestOnlyWorker, Stop
from stakemap.app.kit.other_version import OtherVersion
from stakemap.app.kit.panels import PanelSpec
from stakemap.app.kit.style import GRID
from stakemap.app.kit.window import Feature, Window
from stakemap.errors import StakemapError
from stakemap.i18n import tr, tr_count
from stakemap.model.changes import touched

if TYPE_CHECKING:
    from stakemap.app.canvas.proposal import Proposal
    from stakemap.app.features.comparison.panel import ComparePanel
    from stakemap.app.features.comparison.state import Comparing
    from stakemap.model.document import StakeMap
    from stakemap.model.edits import Edit
    from stakemap.model.merging.comparison import Comparison

_PANEL, _ACTION = "compare", "compare-panel"
_NOTICE = "open-conflicts"


class ComparisonFeature(Feature):
    """The panel in which versions are compared; opened by `Window.comparison_requested`."""

    _state: Comparing | None = None

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        #: The panels on the left before this one.
        self._before: list[str] = []
        #: The ghosts that the canvas shows for the panel.
        self._ghosts: Proposal | None = None
        self._work = LatestOnlyWorker(self)
        self._work.done.connect(self._merged)
        self._work.failed.connect(self._refused)

    def panels(self) -> Iterable[PanelSpec]:
        show = action(
            _ACTION,
            tr("Comparison of &versions"),
            lambda: self._window.panels.toggle(_PANEL, focus=True),
            ("view/panels", 0),
            tip=tr("Show or hide the comparison with another version of the map"),
            icon="compare",
            enabled=lambda: self.is_comparing,
            checked=lambda: self._window.shows_panel(_PANEL),
        )
        yield PanelSpec(
            _PANEL,
            tr("Compare"),
            "left",
            self._make,
            show,
            least=GRID * 50,
            remembered=False,
        )

    def actions(self) -> Iterable[Action]:
        """The action that shows the conflicts that merges left open."""
        yield action(
            "open-conflicts",
            tr("Open con&flicts…"),
            self.show_conflicts,
            ("team", 3),
            tip=tr("Show the conflicts of merges that nobody has decided yet"),
            enabled=lambda: self._window.has_map() and bool(self._document.conflicts),
        )

    def map_shown(self) -> None:
        """Listen to requests, and report conflicts that are open in the map."""
        self._window.comparison_requested.connect(self.compare)
        self._session.changed.connect(self._document_changed)
        self._offer_panel()
        self._tell_of_conflicts()

    @property
    def is_comparing(self) -> bool:
        """Whether there is anything in the panel."""
        return self._state is not None and self._state.is_active

    def _offer_panel(self) -> None:
        """Have the action of the panel in menus and rail as long as there is anything in it."""
        self._window.host.actions[_ACTION].setVisible(self.is_comparing)

    @property
    def state(self) -> Comparing:
        """What is being compared."""
        if self._state is None:
            from stakemap.app.features.comparison.state import Comparing

            self._state = Comparing(self._session, self)
        return self._state

    def _make(self, parent: QWidget) -> ComparePanel:
        from stakemap.app.features.comparison.panel import ComparePanel

        panel = ComparePanel(self.state, self._session, self._view, parent)
        panel.merge_wanted.connect(self._merge)
        panel.cancelled.connect(self._close)
        panel.shown_changed.connect(self._show_ghosts)
        return panel

    # Comparing

    def compare(self, version: OtherVersion) -> None:
        """Show the panel with the differences of the map and another version."""
        if self._window.commit_pending():
            self._begin(version)

    def show_conflicts(self) -> None:
        """Show the panel with the conflicts that are open in the map."""
        self._begin(None)

    def _begin(self, version: OtherVersion | None) -> None:
        self._work.cancel()
        self.state.begin(version)
        panels = self._window.panels
        if not panels.shows(_PANEL):
            self._before = panels.on_side("left")
        self._offer_panel()
        panels.show_and_focus(_PANEL)
        self._window.refresh()

    def _close(self) -> None:
        """Compare nothing any more, and show again the panel that stood where this one is."""
        self._work.cancel()
        self.state.end()
        panels = self._window.panels
        panels.show(_PANEL, False)
        for name in self._before:
            panels.show(name, True)
        self._before = []
        self._offer_panel()
        self._window.refresh()
        # Else Qt gives the focus to whatever comes next, such as the button that hides another panel.
        self._window.service(Canvas).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_ghosts(self) -> None:
        from stakemap.app.features.comparison.ghosts import ghosts_of

        state, panel = self.state, self._window.panels.content(_PANEL)
        ghosts = None
        if panel.isVisible() and state.version is not None:
            differing = state.judgements_at(self._view.snapshot, self._view.issue)
            ghosts = ghosts_of(differing, state.version.name, panel.list.current)
        canvas = self._window.service(Canvas)
        # What an analysis proposes meanwhile stays.
        if ghosts is not None or canvas.scene.interaction.proposal == self._ghosts:
            canvas.show_proposal(ghosts)
        self._ghosts = ghosts

    # Merging

    def _merge(self) -> None:
        """Apply what was decided as one edit; of a large map a worker makes it."""
        from stakemap.app.features.comparison.state import result_of

        state = self.state
        if not self._window.commit_pending():
            return
        comparison = state.comparison
        if comparison is None or not state.is_current:
            self._window.say(tr("The map has changed, so that it is compared again first."))
            return
        edit = state.edit()
        if state.is_large:
            self._window.panels.content(_PANEL).setEnabled(False)
            self._window.say(tr("Merging…"))
            self._work.start(_result, comparison, edit)
            return
        try:
            result = result_of(comparison, edit)
        except StakemapError as error:
            self._refused(error)
        else:
            self._merged((comparison, edit, result))

    def _refused(self, error: Exception) -> None:
        self._window.panels.content(_PANEL).setEnabled(True)
        if not isinstance(error, StakemapError):
            raise error
        self._context.show_error(self._window, error)

    def _merged(self, outcome: tuple[Comparison, Edit, StakeMap]) -> None:
        comparison, edit, result = outcome
        self._window.panels.content(_PANEL).setEnabled(True)
        state = self.state
        if comparison is not state.comparison or comparison.one is not self._document:
            self._window.say(tr("The map has changed, so that it is compared again first."))
            return
        version = state.version
        taken, settled, left_open = state.counts
        label = (
            tr_count("Settle {count} conflict", "Settle {count} conflicts", settled)
            if version is None
            else tr("Merge {version}", version=version.name)
        )
        try:
            actors = touched(comparison.one, result).judged_actors
            self._session.apply(edit.with_result(comparison.one, result), label=label, touched=actors)
        except StakemapError as error:
            self._refused(error)
            return
        if version is not None and version.taken is not None:
            version.taken()
        self._close()
        if version is None:
            self._window.say(tr_count("{count} conflict settled", "{count} conflicts settled", settled))
        else:
            count = taken + settled + left_open
            self._window.say(
                tr_count(
                    "{count} change of {version} merged",
                    "{count} changes of {version} merged",
                    count,
                    version=version.name,
                )
            )

    # Conflicts that are open in the map

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        if before.conflicts is not after.conflicts:
            self._tell_of_conflicts(since=len(before.conflicts))

    def _tell_of_conflicts(self, since: int = 0) -> None:
        """Post a notice if there are more open conflicts than before; withdraw it once there is none."""
        count = len(self._document.conflicts)
        notices = self._window.notices
        if count > since:
            notices.post(
                _NOTICE,
                tr_count(
                    "{count} conflict of a merge is open", "{count} conflicts of merges are open", count
                ),
                [(tr_count("Show it", "Show them", count), self.show_conflicts)],
            )
        elif not count:
            notices.withdraw(_NOTICE)


def _result(
    _stop: Stop, _report: object, comparison: Comparison, edit: Edit
) -> tuple[Comparison, Edit, StakeMap]:
    from stakemap.app.features.comparison.state import result_of

    return comparison, edit, result_of(comparison, edit)
