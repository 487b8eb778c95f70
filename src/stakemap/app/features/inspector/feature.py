"""The feature of the inspector panel, of focusing one of its fields, and of the map's own details."""

from __future__ import annotations

from collections.abc import Iterable

from stakemap.app.canvas import Canvas
from stakemap.app.features.inspector.inspector import Inspector
from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.panels import PanelSpec
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr

__all__ = ["InspectorFeature"]


class InspectorFeature(Feature):
    """The inspector panel."""

    def panels(self) -> Iterable[PanelSpec]:
        show = self._panel_action(
            "inspector",
            tr("&Inspector"),
            "Ctrl+2",
            tip=tr("Show or hide the inspector"),
            icon="panel-right",
            focus=False,
            on="toolbar",
        )
        return (PanelSpec("inspector", tr("Inspector"), "right", self._make, show, opens="selection"),)

    def actions(self) -> Iterable[Action]:
        """The actions of the menus "Actor" and "File"."""
        return (
            action(
                "details",
                tr("Show &details"),
                self._focus,
                ("actor", 0),
                "Ctrl+I",
                tip=tr("Go to the details of the selected actors"),
                icon="info",
                on="actor",
                enabled=self._window.has_selection,
            ),
            action(
                "map-details",
                tr("Map &details…"),
                self.map_details,
                ("file", 1),
                tip=tr("Change title, question, key judgement and other details of the map"),
                icon="info",
                enabled=self._window.has_map,
            ),
        )

    @property
    def inspector(self) -> Inspector:
        inspector = self._window.panels.content("inspector")
        assert isinstance(inspector, Inspector)
        return inspector

    def _make(self) -> Inspector:
        window = self._window
        context = self._context
        inspector = Inspector(self._session, self._view, context.settings.inspector_page)
        inspector.message.connect(window.say)
        inspector.source_requested.connect(window.source_requested)
        inspector.history_requested.connect(lambda: window.panels.show("history", True))
        inspector.relation_requested.connect(window.relation_requested)
        inspector.groups_requested.connect(lambda: window.trigger("groups"))
        inspector.comments_requested.connect(lambda: window.trigger("comments-on-selection"))
        inspector.map_requested.connect(lambda: window.trigger("map-details"))
        inspector.page_chosen.connect(lambda page: context.change_settings(inspector_page=page))
        return inspector

    def map_shown(self) -> None:
        """Connect requests of the canvas and of other features to show a subject."""
        self._window.service(Canvas).inspect_requested.connect(self._inspect)
        self._window.judgement_requested.connect(self._show_field)

    def _inspect(self, actor: str) -> None:
        self._view.select(actor)
        self._focus()

    def _show_field(self, kind: str, field: str) -> None:
        self._window.panels.show("inspector", True)
        self.inspector.focus_field(kind, field)

    def _focus(self) -> None:
        self._window.panels.show_and_focus("inspector")

    def map_details(self) -> None:
        """Show the dialog of the map's own details."""
        from stakemap.app.features.inspector.map_dialog import MapDialog

        boxes = self._context.message_boxes
        boxes.run(MapDialog(self._window, self._session))
