"""The feature of undo and redo."""

from __future__ import annotations

from collections.abc import Iterable

from stakemap.app.kit.actions.action import Action, Key, action
from stakemap.app.kit.window import Feature
from stakemap.editing.history import Step
from stakemap.i18n import tr


class UndoFeature(Feature):
    """The actions undo and redo."""

    def actions(self) -> Iterable[Action]:
        """The first actions of the menu "Edit"."""
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
        """Whether existing is an edit to undo."""
        return self._window.session is not None and self._session.can_undo

    def _can_redo(self) -> bool:
        """Whether existing is an edit to redo."""
        return self._window.session is not None and self._session.can_redo

    def map_shown(self) -> None:
        """Keep the labels of both actions current."""
        self._session.state_changed.connect(self._state_changed)
        self._state_changed()

    def _state_changed(self) -> None:
        host, session = self._window.host, self._session
        host.set_object("undo", session.undo_label or "")
        host.set_object("redo", session.redo_label or "")

    def undo(self) -> None:
        """Undo the last edit and select the actors it touched."""
        step = self._session.undo()
        if step is not None:
            self._select_touched(step)
            self._window.say(tr("Undone: {what}", what=step.label))

    def redo(self) -> None:
        """Redo the edit undone last and select the actors it touched."""
        step = self._session.redo()
        if step is not None:
            self._select_touched(step)
            self._window.say(tr("Redone: {what}", what=step.label))

    def _select_touched(self, step: Step) -> None:
        """Select the actors that the step touched, as far as they exist."""
        existing = [actor for actor in step.touched if actor in self._document.actors]
        if existing:
            self._view.select(*existing)
