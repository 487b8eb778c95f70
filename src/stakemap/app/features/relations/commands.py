"""Relations: draw one between two selected actors, go from one to the next, show some of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.i18n import tr
from stakemap.model.wording import relation_name

if TYPE_CHECKING:
    from stakemap.app.shell.main_window import MainWindow
    from stakemap.editing.view_state import TiesShown, ViewState

__all__ = ["RelationCommands"]


class RelationCommands:
    """Commands of one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    @property
    def _view(self) -> ViewState:
        assert self._window.view is not None
        return self._window.view

    def relate(self) -> None:
        """Relate the two selected actors: to the one clicked last."""
        workspace, view = self._window.workspace, self._view
        if workspace is not None and len(view.selection) == 2:
            target = view.primary or max(view.selection)
            (source,) = view.selection - {target}
            workspace.relating.relate(source, target)

    def next_relation(self) -> None:
        """Select the next of the relations shown, or the first of those of the selected actors."""
        assert self._window.canvas is not None
        assert self._window.session is not None
        view, document = self._view, self._window.session.document
        looks = self._window.canvas.scene.appearance.relations.values()
        chosen = view.selection
        shown = sorted(
            (relation_name(document, look.relation), look.relation)
            for look in looks
            if not chosen or look.source in chosen or look.target in chosen
        )
        if not shown:
            self._window.say(tr("No relation is shown here."))
            return
        keys = [key for _, key in shown]
        place = keys.index(view.relation) + 1 if view.relation in keys else 0
        view.set(relation=keys[place % len(keys)])
        self._window.say(shown[place % len(keys)][0])

    def _show(self, ties: TiesShown) -> None:
        self._view.set(ties=ties)

    def friendly_and_hostile(self) -> None:
        """Show relations however friendly they are."""
        self._show("all")

    def friendly(self) -> None:
        """Show the friendly relations only."""
        self._show("friendly")

    def hostile(self) -> None:
        """Show the hostile relations only."""
        self._show("hostile")
