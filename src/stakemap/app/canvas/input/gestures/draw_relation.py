"""Drawing a relation: from the handle at an actor's edge to another actor."""

from __future__ import annotations

from PySide6.QtCore import Qt

from stakemap.app.canvas.input.gesture_texts import relate_line
from stakemap.app.canvas.input.gestures.base import START_DISTANCE, CanvasGesture
from stakemap.app.canvas.input.pointer import Pointer
from stakemap.app.canvas.input.port import CanvasPort
from stakemap.app.canvas.scene.interaction import Handle, Readout
from stakemap.i18n import tr


class DrawRelation(CanvasGesture):
    """Shows a line from one actor to the pointer, or to the actor under it."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, port: CanvasPort, start: Pointer, handle: Handle) -> None:
        super().__init__(port, start)
        self.source = handle.actor
        self._target: str | None = None
        self._drawn = False

    def move(self, pointer: Pointer) -> CanvasGesture:
        """Draw the line to the pointer; over an actor, say what relation it would be."""
        if not self._drawn and pointer.distance(self.start) < START_DISTANCE:
            return self
        self._drawn = True
        scene = self.port.scene
        found = scene.actor_at(pointer.x, pointer.y) or self.port.actor_in_tray(pointer.screen)
        self._target = found if found != self.source else None
        at = scene.place_of(self._target) if self._target is not None else None
        scene.interaction.new_relation = (self.source, at or (pointer.x, pointer.y), self._target is not None)
        if self._target is None:
            scene.interaction.readout = None
        else:
            line = relate_line(self.port.session.document, self.source, self._target)
            scene.interaction.readout = Readout((line,), pointer.x, pointer.y)
        self.port.repaint()
        return self

    def finish(self, pointer: Pointer) -> None:
        """Report the relation, or say where to drop."""
        target, drawn = self._target, self._drawn
        self.cancel()
        if target is not None:
            self.port.report_relation(self.source, target)
        elif drawn:
            self.port.say(tr("Drop on another actor to add a relation."))

    def cancel(self) -> None:
        """Remove the line."""
        self._target, self._drawn = None, False
        interaction = self.port.scene.interaction
        interaction.new_relation, interaction.readout, interaction.handle = None, None, None
        self.port.repaint()
