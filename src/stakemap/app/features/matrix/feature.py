"""The feature of the heat map of actors × issues."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.app.features.matrix.window import MatrixWindow


class MatrixFeature(Feature):
    """Shows the matrix; `matrix` is its window, None until it is first shown."""

    matrix: MatrixWindow | None = None

    def actions(self) -> Iterable[Action]:
        """The action in the menu of panels."""
        return (
            action(
                "matrix",
                tr("Ma&trix of actors and issues…"),
                self.show,
                ("view/panels", 0),
                "Ctrl+8",
                tip=tr("Show all actors on all issues as a heat map"),
                icon="select-all",
                enabled=self._window.has_map,
            ),
        )

    def show(self) -> None:
        """Show the window of the matrix, which is modeless."""
        if self.matrix is None:
            from stakemap.app.features.matrix.window import MatrixWindow

            styler = self._context.styler
            self.matrix = MatrixWindow(
                self._window, self._session, self._view, self._window.resolver, lambda: styler.theme
            )
            self.matrix.chosen.connect(self._chosen)
        self.matrix.show()
        self.matrix.activateWindow()

    def _chosen(self, actor: str, issue: str | None) -> None:
        self._view.set(issue=issue or self._view.issue, selection={actor}, primary=actor)
