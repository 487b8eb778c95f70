"""The actions that take edits back and bring them back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from stakemap.app.kit.actions.action import Action, Key, action
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.editing.history import Step

__all__ = ["UndoFeature"]


class UndoFeature(Feature):
    """Undo and redo."""

    def actions(self) -> Iterable[Action]:
        """What the menu "Edit" begins with."""
        history = ("edit", 0)
        return (
            action(
                "undo",
                tr("&Undo"),
                self.undo,
                history,
                Key.Undo,
                icon="undo",
                on="toolbar",
                enabled=self._can_undo,
            ),
            action(
                "redo",
                tr("&Redo"),
                self.redo,
                history,
                Key.Redo,
                "Ctrl+Shift+Z",
                "Ctrl+Y",
                icon="redo",
                on="toolbar",
                enabled=self._can_redo,
            ),
        )

    def _can_undo(self) -> bool:
        """There is an edit to take back."""
        return self._window.session is not None and self._session.can_undo

    def _can_redo(self) -> bool:
        """There is an undone edit to bring back."""
        return self._window.session is not None and self._session.can_redo

    def map_shown(self) -> None:
        """Let the actions say what they act on."""
        self._session.state_changed.connect(self._state_changed)
        self._state_changed()

    def _state_changed(self) -> None:
        host, session = self._window.host, self._session
        host.set_object("undo", session.undo_label or "")
        host.set_object("redo", session.redo_label or "")

    def undo(self) -> None:
        """Take the last edit back."""
        step = self._session.undo()
        if step is not None:
            self._attend(step)
            self._window.say(tr("Undone: {what}", what=step.label))

    def redo(self) -> None:
        """Bring the edit undone last back."""
        step = self._session.redo()
        if step is not None:
            self._attend(step)
            self._window.say(tr("Done again: {what}", what=step.label))

    def _attend(self, step: Step) -> None:
        """Select what the step touched, as far as it is there."""
        there = [actor for actor in step.touched if actor in self._document.actors]
        if there:
            self._view.select(*there)
