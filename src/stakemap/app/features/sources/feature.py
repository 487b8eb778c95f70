"""The feature of the panel of sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from stakemap.app.kit.panels import PanelSpec
from stakemap.app.kit.style import GRID
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.app.features.sources.panel import SourcesPanel


class SourcesFeature(Feature):
    """The panel of sources."""

    def panels(self) -> Iterable[PanelSpec]:
        show = self._panel_action(
            "sources", tr("&Sources"), "Ctrl+3", tip=tr("Show or hide the sources"), icon="source"
        )
        return (PanelSpec("sources", tr("Sources"), "left", self._make, show, least=GRID * 30),)

    def _make(self, parent: QWidget) -> SourcesPanel:

        from stakemap.app.features.sources.panel import SourcesPanel
        from stakemap.app.features.sources.references import References, may_write_references

        panel = SourcesPanel(self._session, self._context.message_boxes, parent)
        panel.message.connect(self._window.say)
        references = References(self._window, self._context, self._session)
        references.message.connect(self._window.say)
        references.imported.connect(panel.show_imported)
        panel.references_pasted.connect(references.import_text)
        menu = QMenu(panel)
        importing = menu.addAction(tr("&Import references…"), references.import_file)
        menu.aboutToShow.connect(lambda: importing.setEnabled(not self._session.read_only))
        exporting = menu.addAction(tr("&Export references…"), references.export)
        exporting.setEnabled(may_write_references())
        panel.set_references_menu(menu)
        panel.use_chosen.connect(
            lambda use: self._window.open_judgement(use.snapshot, use.subject, "citations")
        )
        return panel

    def map_shown(self) -> None:
        """Show a source when another feature requests it."""
        self._window.source_requested.connect(self._show_source)

    def _show_source(self, source: str) -> None:
        self._window.panels.show("sources", True)
        self._window.panels.content("sources").show_source(source)
