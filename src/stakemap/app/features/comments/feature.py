"""The feature of comments: the panel, and the actions on the comments on what is selected."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from stakemap.app.canvas import Canvas
from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.panels import PanelSpec
from stakemap.app.kit.style import GRID
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.app.features.comments.panel import CommentsPanel


class CommentsFeature(Feature):
    """The panel of comments, and the signs on the canvas, which are shown on request or with the panel."""

    _wants_signs = False

    def panels(self) -> Iterable[PanelSpec]:
        show = self._panel_action(
            "comments", tr("&Comments"), "Ctrl+Shift+R", tip=tr("Show or hide the comments"), icon="comment"
        )
        return (PanelSpec("comments", tr("Comments"), "left", self._make, show, least=GRID * 30),)

    def actions(self) -> Iterable[Action]:
        """The actions that begin a comment, and that list those on what is selected."""
        return (
            action(
                "comment",
                tr("&Comment…"),
                self.comment,
                ("team", 0),
                tip=tr("Comment on what is selected"),
                icon="comment",
                enabled=self._window.can_edit,
                on="actor",
            ),
            action(
                "comments-on-selection",
                tr("Comments on the se&lection"),
                self.show_about_selection,
                ("team", 0),
                tip=tr("List the comments on what is selected"),
                icon="comment",
                enabled=self._window.has_map,
            ),
            action(
                "show-comments",
                tr("Co&mments"),
                self.toggle_signs,
                ("view/show", 2),
                tip=tr("Show a sign beside actors with open comments"),
                enabled=self._window.has_map,
                checked=lambda: self._window.session is not None and self._shows_signs,
            ),
        )

    def _make(self, parent: QWidget) -> CommentsPanel:
        from stakemap.app.features.comments.panel import CommentsPanel

        panel = CommentsPanel(self._session, self._view, parent)
        panel.place_chosen.connect(self._go_to)
        panel.message.connect(self._window.say)
        panel.failed.connect(lambda error: self._context.show_error(self._window, error))
        return panel

    def map_shown(self) -> None:
        """Show the signs while the panel is open, from the time on when there are panels."""
        self._window.painted.connect(self._follow_panel)

    def _follow_panel(self) -> None:
        self._window.panels.changed.connect(self._show_signs)
        self._show_signs()

    @property
    def _shows_signs(self) -> bool:
        return self._window.service(Canvas).scene.interaction.shows_comments

    def toggle_signs(self) -> None:
        """Show the signs, also without the panel, or hide them."""
        self._wants_signs = not self._shows_signs
        self._set_signs(self._wants_signs)

    def _show_signs(self) -> None:
        self._set_signs(self._wants_signs or self._window.shows_panel("comments"))

    def _set_signs(self, shown: bool) -> None:
        canvas = self._window.service(Canvas)
        if canvas.scene.interaction.shows_comments != shown:
            canvas.scene.interaction.shows_comments = shown
            canvas.scheduler.place_soon()
            canvas.view.viewport().update()
            self._window.refresh()

    def comment(self) -> None:
        """Open the panel with the focus in the field, to comment on what is selected."""
        self._window.panels.show("comments", True)
        self._window.panels.content("comments").begin()

    def show_about_selection(self) -> None:
        """Open the panel with what was remarked of what is selected."""
        self._window.panels.show("comments", True)
        panel = self._window.panels.content("comments")
        panel.show_about_selection()
        panel.focus_first()

    def _go_to(self, path: str) -> None:
        from stakemap.app.features.comments.places import go_to

        if not go_to(self._window, path):
            self._window.say(tr("What this comment is about is no longer in the map."))
