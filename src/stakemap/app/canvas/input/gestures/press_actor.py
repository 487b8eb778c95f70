"""A press on an actor, not yet a drag: a click that selects, or the start of a move."""

from __future__ import annotations

from collections.abc import Callable

from stakemap.app.canvas.input.gestures.base import START_DISTANCE, CanvasGesture
from stakemap.app.canvas.input.gestures.move_actors import MoveActors
from stakemap.app.canvas.input.gestures.refused import Refused
from stakemap.app.canvas.input.pointer import Pointer
from stakemap.app.canvas.input.port import CanvasPort, read_only_message


class PressActor(CanvasGesture):
    """Selects an unselected actor at once, so that a drag includes it; anything else waits for release."""

    def __init__(
        self, port: CanvasPort, start: Pointer, actor: str, instead: Callable[[], None] | None = None
    ) -> None:
        super().__init__(port, start, instead)
        self.actor = actor
        view = port.view_state
        self._adds = start.shift or start.control
        self._was_selected = actor in view.selection
        if not self._adds and not self._was_selected:
            view.select(actor)

    def move(self, pointer: Pointer) -> CanvasGesture:
        """Become a move once the pointer has gone far enough."""
        if pointer.distance(self.start) < START_DISTANCE:
            return self
        if self.port.session.read_only:
            return Refused(self.port, self.start, read_only_message())
        view = self.port.view_state
        if self.actor not in view.selection:
            view.set(selection=view.selection | {self.actor}, primary=self.actor)
        return MoveActors(self.port, self.start, self.actor).move(pointer)

    def finish(self, pointer: Pointer) -> None:
        """Select this actor alone, or toggle it with Shift or Ctrl."""
        view = self.port.view_state
        if self.instead is not None:
            self.instead()
        elif not self._adds:
            view.select(self.actor)
        elif self._was_selected:
            view.set(selection=view.selection - {self.actor})
        else:
            view.set(selection=view.selection | {self.actor}, primary=self.actor)
