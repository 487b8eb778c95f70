"""The feature of the inspector panel, of focusing one of its fields, and of the map's own details."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from stakemap.app.canvas import Canvas
from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.forms.targets import JudgementTarget
from stakemap.app.kit.panels import PanelSpec
from stakemap.app.kit.window import Feature
from stakemap.errors import StakemapError
from stakemap.i18n import tr
from stakemap.model.subjects import Subject

if TYPE_CHECKING:
    from stakemap.app.features.inspector.inspector import Inspector


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
                "add-other",
                tr("Add another’s &judgement…"),
                self._add_other,
                ("team", 3),
                tip=tr("Add what another analyst judges of the selected actor or relation"),
                enabled=lambda: self._judged_target() is not None,
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
        """The inspector, created now if it does not exist yet."""
        inspector: Inspector = self._window.panels.content("inspector")
        return inspector

    def _make(self, parent: QWidget) -> Inspector:
        from stakemap.app.features.inspector.inspector import Inspector

        window = self._window
        context = self._context
        inspector = Inspector(self._session, self._view, context.settings.inspector_page, parent)
        inspector.message.connect(window.say)
        inspector.source_requested.connect(window.source_requested)
        inspector.history_requested.connect(lambda: window.panels.show("history", True))
        inspector.relation_requested.connect(window.relation_requested)
        inspector.groups_requested.connect(lambda: window.trigger("groups"))
        inspector.comments_requested.connect(lambda: window.trigger("comments-on-selection"))
        inspector.others_wanted.connect(self._handle_others)
        inspector.map_requested.connect(lambda: window.trigger("map-details"))
        inspector.page_chosen.connect(lambda page: context.change_settings(inspector_page=page))
        return inspector

    def map_shown(self) -> None:
        """Connect requests of the canvas and of other features to show a subject."""
        self._window.service(Canvas).inspect_requested.connect(self._inspect)
        self._window.judgement_requested.connect(self._show_field)
        self._window.map_details_requested.connect(self.map_details)

    def _inspect(self, actor: str) -> None:
        self._view.select(actor)
        self._focus()

    def _show_field(self, kind: str, field: str) -> None:
        self._window.panels.show("inspector", True)
        self.inspector.focus_field(kind, field)

    def _focus(self) -> None:
        self._window.panels.show_and_focus("inspector")

    def _handle_others(self, what: str, target: JudgementTarget, about: object) -> None:
        """Do what the form of judgements of others wants."""
        from stakemap.app.features.inspector.others_commands import OthersCommands

        try:
            OthersCommands(self._window, self._context.message_boxes).run(what, target, about)
        except StakemapError as error:
            self._window.say(str(error))

    def _add_other(self) -> None:
        """Ask what another analyst judges of the selected relation, or of the selected actor on the issue."""
        target = self._judged_target()
        if target is not None:
            self._handle_others("add", target, None)

    def _judged_target(self) -> JudgementTarget | None:
        """The judgement that the selection shows in the view, if it is judged."""
        session, view = self._window.session, self._window.view
        if session is None or view is None or view.snapshot is None or session.read_only:
            return None
        if view.relation is not None:
            subject = Subject.tie(view.relation)
        elif view.primary is None or len(view.selection) != 1:
            return None
        else:
            subject = (
                Subject.stance(view.issue, view.primary) if view.issue else Subject.standing(view.primary)
            )
        target = JudgementTarget(session, view.snapshot, subject)
        return target if target.exists and target.shown() is not None else None

    def map_details(self, field: str = "title") -> None:
        """Show the dialog of the map's own details, with the focus in a field."""
        from stakemap.app.features.inspector.map_dialog import MapDialog

        boxes = self._context.message_boxes
        boxes.run(MapDialog(self._window, self._session, field))
