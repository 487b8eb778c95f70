"""The feature of the analyses: their panel, and an action for each."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from stakemap.analysis.methods import METHODS
from stakemap.app.canvas import Canvas
from stakemap.app.canvas.proposal import Proposal
from stakemap.app.kit.actions.action import Action, action, submenu
from stakemap.app.kit.forms.targets import short
from stakemap.app.kit.panels import PanelSpec
from stakemap.app.kit.style import GRID
from stakemap.app.kit.window import Feature
from stakemap.errors import StakemapError, UsageError
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.analysis.report import Finding
    from stakemap.app.features.analysis.panel import AnalysisPanel

_MENU = "view/analyses"


class AnalysisFeature(Feature):
    """The panel of analyses."""

    def panels(self) -> Iterable[PanelSpec]:
        show = self._panel_action(
            "analysis",
            tr("Anal&ysis"),
            "Ctrl+R",
            tip=tr("Show or hide the analysis: what would change the result"),
            icon="analysis",
        )
        return (
            PanelSpec(
                "analysis", tr("Analysis"), "right", self._make, show, most=GRID * 80, remembered=False
            ),
        )

    def actions(self) -> Iterable[Action]:
        """An action for each method."""
        window = self._window
        yield submenu(_MENU, ("view", 3), after="view/panels")
        for method in METHODS:
            yield action(
                f"analysis-{method.id}",
                method.title().replace("&", "&&"),
                partial(self.show_method, method.id),
                (_MENU, 0),
                tip=tr("Analysis: {method}", method=method.title()),
                enabled=window.has_map,
                checked=partial(self._tells, method.id),
                exclusive="analyses",
            )

    def _make(self, parent: QWidget) -> AnalysisPanel:
        from stakemap.app.features.analysis.panel import AnalysisPanel

        context, window = self._context, self._window
        panel = AnalysisPanel(
            self._session,
            self._view,
            window.resolver,
            context.styler.theme,
            lambda: context.settings.balance_limits,
            context.settings.analysis_method,
            window.host.actions,
            parent,
        )
        panel.place_chosen.connect(window.open_judgement)
        panel.scenario_wanted.connect(self.make_scenario)
        panel.proposed.connect(self._show_proposal)
        panel.method_chosen.connect(self._remember)
        panel.action_wanted.connect(self._run)
        panel.tables.copied.connect(self._copy_table)
        window.settings_changed.connect(panel.answers.refresh)
        window.theme_changed.connect(panel.charts.set_theme)
        return panel

    def _show_proposal(self, finding: Finding | None) -> None:
        proposal = None if finding is None else Proposal(finding.moves, finding.camps)
        self._window.service(Canvas).show_proposal(proposal)

    def _run(self, name: str) -> None:
        """Trigger an action that a finding names, as the selection is now."""
        self._window.refresh()
        self._window.trigger(name)

    def _copy_table(self, text: str) -> None:
        """Copy the text of a table where the policy allows it."""
        from stakemap.export.policy import check_table

        try:
            check_table(self._document)
        except UsageError as error:
            self._context.show_error(self._window, error)
        else:
            QGuiApplication.clipboard().setText(text)

    def _tells(self, method: str) -> bool:
        """Whether the panel shows the report of a method."""
        shown = self._window.shows_panel("analysis")
        return shown and self._window.panels.content("analysis").choice.currentData() == method

    def _remember(self, method: str) -> None:
        self._window.refresh()
        if method != self._context.settings.analysis_method:
            self._context.change_settings(analysis_method=method)

    def show_method(self, method: str) -> None:
        """Show the panel with the report of a method, and focus it."""
        panels = self._window.panels
        panels.show("analysis", True)
        panels.content("analysis").show_method(method)
        panels.focus("analysis")

    def make_scenario(self, finding: Finding) -> None:
        """Add a scenario to the snapshot in view in which the moves of a finding are made, and show it."""
        from stakemap.app.features.analysis.scenario import scenario_of

        if not self._window.commit_pending():
            return
        base, issue = self._view.snapshot, self._view.issue
        if base is None or issue is None:
            return
        if not self._window.panels.content("analysis").still_tells(finding):
            self._window.say(tr("The map has changed, so that this is calculated again first."))
            return
        made = scenario_of(self._document, base, issue, finding, self._session.authorship)
        label = tr("Add the scenario {name}", name=short(made.label))
        try:
            self._session.apply(made.edit, label=label, touched={move.actor for move in finding.moves})
        except StakemapError as error:
            # An actor may have gone since the finding was computed.
            self._context.show_error(self._window, error)
            return
        self._view.set(snapshot=made.id)
        self._window.say(tr("Scenario added: {name}", name=short(made.label)))
