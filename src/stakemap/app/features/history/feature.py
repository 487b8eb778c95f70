"""The feature of the history panel."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from stakemap.app.kit.panels import PanelSpec
from stakemap.app.kit.style import GRID
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.app.features.history.panel import HistoryPanel


class HistoryFeature(Feature):
    """The panel of the history of judgements."""

    def panels(self) -> Iterable[PanelSpec]:
        show = self._panel_action(
            "history",
            tr("&History of judgements"),
            "Ctrl+5",
            tip=tr("Show or hide the history of judgements"),
            icon="recent",
        )
        return (PanelSpec("history", tr("History"), "left", self._make, show, least=GRID * 30),)

    def _make(self, parent: QWidget) -> HistoryPanel:
        from stakemap.app.features.history.panel import HistoryPanel

        panel = HistoryPanel(self._session, self._view, parent)
        panel.message.connect(self._window.say)
        panel.resolve_wanted.connect(self._window.resolution_requested)
        return panel
