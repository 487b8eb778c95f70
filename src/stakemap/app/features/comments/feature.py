"""The feature of comments: the panel, and the actions on the comments on what is selected."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.panels import PanelSpec
from stakemap.app.kit.style import GRID
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.app.features.comments.panel import CommentsPanel

__all__ = ["CommentsFeature"]


class CommentsFeature(Feature):
    """The panel of comments."""

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
                tr("Comments on the &selection"),
                self.show_about_selection,
                ("team", 0),
                tip=tr("List the comments on what is selected"),
                icon="comment",
                enabled=self._window.has_map,
            ),
        )

    def _make(self) -> CommentsPanel:
        from stakemap.app.features.comments.panel import CommentsPanel

        panel = CommentsPanel(self._session, self._view)
        panel.place_chosen.connect(self._go_to)
        panel.message.connect(self._window.say)
        panel.failed.connect(lambda error: self._context.show_error(self._window, error))
        return panel

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
