"""Dragging actors: on the canvas revises their judgements, into the tray makes their stances unknown."""

from __future__ import annotations

from PySide6.QtCore import Qt

from stakemap.app.canvas.input.gesture_texts import (
    delta_lines,
    move_label,
    moved_lines,
    unknown_label,
    unknown_line,
)
from stakemap.app.canvas.input.gestures.base import CanvasGesture
from stakemap.app.canvas.input.pointer import Pointer
from stakemap.app.canvas.input.port import CanvasPort, Moved
from stakemap.app.canvas.scene.interaction import Readout
from stakemap.model.edits import make_unknown

__all__ = ["MoveActors"]


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
        label = move_label(port.session.document, self.actors)
        self._gesture = port.session.begin(label, self.actors, self.snapshot, self.issue)
        port.offer_tray(False)

    def move(self, pointer: Pointer) -> CanvasGesture:
        """Follow the pointer; Shift locks the axis along which it has moved less."""
        projection = self.port.scene.projection
        dx, dy = pointer.x - self.start.x, pointer.y - self.start.y
        if pointer.shift:
            self._gesture.lock_axis("influence" if abs(dx) >= abs(dy) else "alignment")
        else:
            self._gesture.lock_axis(None)
        self._gesture.move(dx / projection.unit_x, -dy / projection.unit_y)
        over_tray = self.port.is_over_tray(pointer.screen)
        self.port.offer_tray(over_tray)
        self.port.scene.interaction.readout = Readout(self._lines(over_tray), pointer.x, pointer.y)
        self.port.repaint()
        return self

    def _lines(self, over_tray: bool) -> tuple[str, ...]:
        if over_tray:
            return (unknown_line(len(self.actors)),)
        if len(self.actors) > 1:
            return delta_lines(len(self.actors), *self._gesture.delta)
        return moved_lines(self._begun_at[self.actor], self._gesture.positions()[self.actor])

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
