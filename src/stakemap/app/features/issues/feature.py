"""The feature of the dialog of issues and of stepping through issues."""

from __future__ import annotations

from collections.abc import Iterable

from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr
from stakemap.model.order import issues_in_order, neighbour


class IssuesFeature(Feature):
    """The dialog of issues, and the actions previous and next issue."""

    def actions(self) -> Iterable[Action]:
        """The actions of the menus "Edit" and "View"."""
        step = ("view", 1)
        return (
            action(
                "issues",
                tr("&Issues…"),
                self.issues,
                ("edit", 4),
                "Ctrl+Shift+T",
                tip=tr("Add, rename, reorder and remove issues"),
                icon="issue",
                enabled=self._window.has_map,
            ),
            action(
                "previous-issue",
                tr("Previous iss&ue"),
                lambda: self._step(-1),
                step,
                "Ctrl+Shift+PgUp",
                icon="previous",
                enabled=self._has_issues,
            ),
            action(
                "next-issue",
                tr("N&ext issue"),
                lambda: self._step(1),
                step,
                "Ctrl+Shift+PgDown",
                icon="next",
                enabled=self._has_issues,
            ),
        )

    def _has_issues(self) -> bool:
        """Whether there is more than one issue."""
        return self._window.session is not None and len(self._document.issues) > 1

    def _step(self, step: int) -> None:
        issues = issues_in_order(self._document)
        self._view.set(issue=neighbour(issues, self._view.issue, step))

    def issues(self) -> None:
        """Show the dialog of issues."""
        from stakemap.app.features.issues.dialog import IssuesDialog

        message_boxes = self._context.message_boxes
        message_boxes.run(IssuesDialog(self._window, self._session, self._view, message_boxes))
