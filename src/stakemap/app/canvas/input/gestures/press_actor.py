"""A press on an actor, not yet a drag: a click that selects, or the begin of a move."""

from __future__ import annotations

from stakemap.app.canvas.input.gestures.base import START_DISTANCE, Bench, Pointer, Tool, read_only_message
from stakemap.app.canvas.input.gestures.move_actors import MoveActors
from stakemap.app.canvas.input.gestures.refused import Refused

__all__ = ["Press"]


class Press(Tool):
    """Selects at once what was not selected, so that a drag takes it along; the rest waits for the end."""

    def __init__(self, bench: Bench, start: Pointer, actor: str) -> None:
        super().__init__(bench, start)
        self.actor = actor
        view = bench.view_state
        self._adds = start.shift or start.control
        self._was_selected = actor in view.selection
        if not self._adds and not self._was_selected:
            view.select(actor)

    def move(self, pointer: Pointer) -> Tool:
        """Become a move once the pointer has gone far enough."""
        if pointer.distance(self.start) < START_DISTANCE:
            return self
        if self.bench.session.read_only:
            return Refused(self.bench, self.start, read_only_message())
        view = self.bench.view_state
        if self.actor not in view.selection:
            view.set(selection=view.selection | {self.actor}, primary=self.actor)
        return MoveActors(self.bench, self.start, self.actor).move(pointer)

    def finish(self, pointer: Pointer) -> None:
        """Select: this one alone, or with Shift or Ctrl in addition to the others or no more."""
        view = self.bench.view_state
        if not self._adds:
            view.select(self.actor)
        elif self._was_selected:
            view.set(selection=view.selection - {self.actor})
        else:
            view.set(selection=view.selection | {self.actor}, primary=self.actor)
