"""The feature of the evidence check and of the coverage by sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from stakemap.analysis.evidence.coverage import Coverage, coverage
from stakemap.app.kit.derived import Derived
from stakemap.app.kit.panels import PanelSpec
from stakemap.app.kit.style import GRID
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver

if TYPE_CHECKING:
    from stakemap.app.features.evidence.panel import EvidencePanel

#: Delay after an edit in milliseconds, so that no edit waits for the count.
_LAG = 150
#: Maps with more actors are counted by a worker, so that no frame waits for it.
_WORKER_THRESHOLD = 1_500


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

    def _make(self, parent: QWidget) -> EvidencePanel:
        from stakemap.app.features.evidence.panel import EvidencePanel

        panel = EvidencePanel(self._session, self._view, self.coverage, parent)
        panel.place_chosen.connect(self._window.open_judgement)
        return panel

    def map_shown(self) -> None:
        """Create the coverage, which the status bar shows even while the panel is hidden."""
        self.coverage = Derived(
            self,
            self._inputs,
            coverage,
            lag=_LAG,
            is_large=lambda document, *_: len(document.actors) > _WORKER_THRESHOLD,
        )
        self.coverage.follow(
            self._session,
            lambda difference: difference.snapshots or difference.issues or difference.actors,
            self._view,
            "issue",
            "snapshot",
        )
        self.coverage.invalidate()

    def _inputs(self) -> tuple[StakeMap, str, str | None, Resolver] | None:
        document, snapshot, issue = self._session.document, self._view.snapshot, self._view.issue
        if snapshot is None or snapshot not in document.snapshots:
            return None
        return document, snapshot, issue if issue in document.issues else None, self._window.resolver
