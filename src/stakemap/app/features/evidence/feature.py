"""The feature of the evidence check and of the coverage by sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from stakemap.analysis.coverage import Coverage
from stakemap.app.features.evidence.coverage import coverage_in_view
from stakemap.app.kit.derived import Derived
from stakemap.app.kit.panels import PanelSpec
from stakemap.app.kit.style import GRID
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.app.features.evidence.panel import EvidencePanel


class EvidenceFeature(Feature):
    """The panel of the evidence check; `coverage` exists once a map is shown."""

    coverage: Derived[Coverage]

    def panels(self) -> Iterable[PanelSpec]:
        show = self._panel_action(
            "evidence",
            tr("&Evidence check"),
            "Ctrl+4",
            tip=tr("Show or hide the evidence check"),
            icon="check-list",
        )
        return (PanelSpec("evidence", tr("Evidence"), "left", self._make, show, least=GRID * 30),)

    def _make(self) -> EvidencePanel:
        from stakemap.app.features.evidence.panel import EvidencePanel

        panel = EvidencePanel(self._session, self._view, self.coverage)
        panel.place_chosen.connect(self._window.open_judgement)
        return panel

    def map_shown(self) -> None:
        """Create the coverage, which the status bar shows even while the panel is hidden."""
        self.coverage = coverage_in_view(self._session, self._view, self._window.resolver, self)
