"""Dragging actors: on the canvas revises their judgements, into the tray makes their stances unknown."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt

from stakemap.app.canvas.input.gesture_texts import (
    delta_lines,
    locked_line,
    move_label,
    moved_lines,
    unknown_label,
    unknown_line,
)
from stakemap.app.canvas.input.gestures.base import CanvasGesture
from stakemap.app.canvas.input.pointer import Pointer
from stakemap.app.canvas.input.port import CanvasPort, Moved
from stakemap.app.canvas.scene.interaction import Readout
from stakemap.editing.gesture import THRESHOLD
from stakemap.model.edits import Axis, make_unknown

#: A drag within 8° of an axis stays on it: the slope up to which the pointer may stray.
_STEADY_SLOPE = math.tan(math.radians(8.0))
#: Fewer points than these on the axis moved along less round to a change of at most 1, and are not meant.
_LEAST_MEANT = 1.5


class MoveActors(CanvasGesture):
    """Moves the selected actors on stage with the pointer, as one gesture of the session."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, port: CanvasPort, start: Pointer, actor: str) -> None:
        """`actor` is the one under the pointer; those selected with it come along."""
        super().__init__(port, start)
        scene, view = port.scene, port.view_state
        assert view.issue is not None
        assert view.snapshot is not None
        self.actor = actor
        self.issue, self.snapshot = view.issue, view.snapshot
        self.actors = tuple(sorted(view.selection & scene.columns.row.keys()))
        self._begun_at = {
            key: (scene.columns.looks[key].x, scene.columns.looks[key].y) for key in self.actors
        }
        #: The line that says that an axis stays although the pointer has left it, if so.
        self._note: tuple[str, ...] = ()
        label = move_label(port.session.document, self.actors)
        self._gesture = port.session.begin(label, self.actors, self.snapshot, self.issue)
        port.offer_tray(False)

    def move(self, pointer: Pointer) -> CanvasGesture:
        """Follow the pointer, along one axis where `_locked_axis` says so."""
        projection = self.port.scene.projection
        dx, dy = pointer.x - self.start.x, pointer.y - self.start.y
        move = dx / projection.unit_x, -dy / projection.unit_y
        locked = self._locked_axis(pointer)
        self._gesture.lock_axis(locked)
        self._gesture.move(*move)
        held_back = abs(move[0] if locked == "alignment" else move[1])
        strays = not pointer.shift and held_back >= THRESHOLD
        self._note = (locked_line(locked),) if locked is not None and strays else ()
        over_tray = self.port.is_over_tray(pointer.screen)
        self.port.offer_tray(over_tray)
        self.port.scene.interaction.readout = Readout(self._lines(over_tray), pointer.x, pointer.y)
        self.port.repaint()
        return self

    def _locked_axis(self, pointer: Pointer) -> Axis | None:
        """The axis along which the pointer has moved less, if its value is to stay.

        With Shift it always stays, with Ctrl never; else where the direction is close to that of the other
        axis, or the change is too small to be meant.
        """
        projection = self.port.scene.projection
        dx, dy = abs(pointer.x - self.start.x), abs(pointer.y - self.start.y)
        across = dx >= dy
        axis: Axis = "influence" if across else "alignment"
        if pointer.control and not pointer.shift:
            return None
        less, more = (dy, dx) if across else (dx, dy)
        points = less / (projection.unit_y if across else projection.unit_x)
        steady = less <= more * _STEADY_SLOPE or points < _LEAST_MEANT
        return axis if pointer.shift or steady else None

    def _lines(self, over_tray: bool) -> tuple[str, ...]:
        if over_tray:
            return (unknown_line(len(self.actors)),)
        if len(self.actors) > 1:
            lines = delta_lines(len(self.actors), *self._gesture.delta)
        else:
            lines = moved_lines(self._begun_at[self.actor], self._gesture.results()[self.actor])
        return (*lines, *self._note)

    def finish(self, pointer: Pointer) -> None:
        """Write the move, or, over the tray, that the stances are unknown."""
        session = self.port.session
        before = session.document
        try:
            if self.port.is_over_tray(pointer.screen):
                self._gesture.rollback()
                session.apply(
                    make_unknown.of(self.snapshot, self.issue, self.actors, session.authorship),
                    label=unknown_label(session.document, self.actors),
                    touched=self.actors,
                )
            else:
                self._gesture.commit()
        finally:
            self._clear()
        if session.document is not before:
            self.port.report_judgement(
                Moved(self.actors, self.snapshot, self.issue, before, session.document)
            )

    def cancel(self) -> None:
        """Roll the move back."""
        self._gesture.rollback()
        self._clear()

    def _clear(self) -> None:
        self.port.offer_tray(None)
        self.port.scene.interaction.readout = None
        self.port.repaint()
