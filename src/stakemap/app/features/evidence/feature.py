"""The panel of the evidence check, and how much of what is shown is backed by sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from stakemap.analysis.coverage import Coverage
from stakemap.app.features.evidence.coverage import coverage_on_show
from stakemap.app.kit.derived import Derived
from stakemap.app.kit.panels import PanelSpec
from stakemap.app.kit.style import GRID
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.app.features.evidence.panel import EvidencePanel

__all__ = ["EvidenceFeature"]


class EvidenceFeature(Feature):
    """What the map claims without saying why or on what. `coverage` is there once a map is."""

    coverage: Derived[Coverage]

    def panels(self) -> Iterable[PanelSpec]:
        """The evidence check."""
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
        panel.place_chosen.connect(self._window.go_to)
        return panel

    def map_shown(self) -> None:
        """Count from the beginning how much is cited."""
        self.coverage = coverage_on_show(self._session, self._view, self._window.resolver, self)
