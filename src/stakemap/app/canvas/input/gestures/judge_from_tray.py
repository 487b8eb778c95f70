"""Dragging an actor out of the tray: where it is dropped on the canvas is how it is judged."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from stakemap.app.canvas.input.gesture_texts import judge_label, judged_lines
from stakemap.app.canvas.input.gestures.base import START_DISTANCE, CanvasGesture
from stakemap.app.canvas.input.gestures.refused import Refused
from stakemap.app.canvas.input.pointer import Pointer
from stakemap.app.canvas.input.port import CanvasPort, Moved, read_only_message
from stakemap.app.canvas.scene.interaction import Readout
from stakemap.app.canvas.scene.projection import ALIGNMENT, INFLUENCE
from stakemap.editing.gesture import Gesture
from stakemap.model.resolve import position, resolve_stance, resolve_standing

#: The start of an actor without a value: far off the scales, so that any position on them is a move.
_NOWHERE = (-1_000.0, -1_000.0)
#: An actor dropped within this many pixels of the alignment that it has already keeps that.
_SNAP = 14.0


class PressInTray(CanvasGesture):
    """A press on an actor in the tray: a click that selects, or the start of a drag that judges it."""

    def __init__(
        self, port: CanvasPort, start: Pointer, actor: str, instead: Callable[[], None] | None = None
    ) -> None:
        super().__init__(port, start, instead)
        self.actor = actor

    def move(self, pointer: Pointer) -> CanvasGesture:
        """Become a drag once the pointer has gone far enough."""
        view = self.port.view_state
        if pointer.distance(self.start) < START_DISTANCE or view.issue is None or view.snapshot is None:
            return self
        if self.port.session.read_only:
            return Refused(self.port, self.start, read_only_message())
        return JudgeFromTray(self.port, self.start, self.actor).move(pointer)

    def finish(self, pointer: Pointer) -> None:
        """Select it, or with Shift or Ctrl toggle it."""
        view = self.port.view_state
        if self.instead is not None:
            self.instead()
        elif not (pointer.shift or pointer.control):
            view.select(self.actor)
        else:
            view.set(selection=view.selection ^ {self.actor}, primary=self.actor)


class JudgeFromTray(CanvasGesture):
    """Drags one actor with the pointer; dropped on the tray it stays as it is.

    An influence that is known stays, since it counts for every issue; with Ctrl the height changes it.
    """

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, port: CanvasPort, start: Pointer, actor: str) -> None:
        super().__init__(port, start)
        self.actor = actor
        view, document = port.view_state, port.session.document
        assert view.issue is not None
        assert view.snapshot is not None
        self.issue, self.snapshot = view.issue, view.snapshot
        standing = resolve_standing(document, self.snapshot, actor)
        stance = resolve_stance(document, self.snapshot, self.issue, actor)
        self._known = position(standing and standing.judgement, stance and stance.judgement)
        self._gesture: Gesture | None = None
        view.select(actor)

    def move(self, pointer: Pointer) -> CanvasGesture:
        """Follow the pointer; the gesture of the session begins when it reaches the canvas."""
        port = self.port
        if port.is_over_tray(pointer.screen):
            self._roll_back()
            port.offer_tray(True)
            port.repaint()
            return self
        port.offer_tray(None)
        gesture = self._gesture or self._begin()
        x, y = self._target(pointer)
        start_x, start_y = self._start()
        gesture.move(x - start_x, y - start_y)
        kept = None if pointer.control else self._known[1]
        port.scene.interaction.guide = kept
        now = gesture.results()[self.actor]
        name = port.scene.appearance.trayed[self.actor].name
        lines = judged_lines(self._known, now, stays=kept is not None)
        port.scene.interaction.readout = Readout((name, *lines), pointer.x, pointer.y)
        port.repaint()
        return self

    def _begin(self) -> Gesture:
        session = self.port.session
        label = judge_label(session.document, self.actor)
        starts = {self.actor: _NOWHERE}
        self._gesture = session.begin(label, [self.actor], self.snapshot, self.issue, starts=starts)
        return self._gesture

    def _start(self) -> tuple[float, float]:
        x, y = self._known
        return (_NOWHERE[0] if x is None else x), (_NOWHERE[1] if y is None else y)

    def _target(self, pointer: Pointer) -> tuple[float, float]:
        projection = self.port.scene.projection
        x, y = projection.to_data(pointer.x, pointer.y)
        known_x, known_y = self._known
        if known_y is not None and not pointer.control:
            y = known_y
        if known_x is not None and abs(x - known_x) * projection.unit_x <= _SNAP:
            x = known_x
        return min(max(x, ALIGNMENT.low), ALIGNMENT.high), min(max(y, INFLUENCE.low), INFLUENCE.high)

    def finish(self, pointer: Pointer) -> None:
        """Judge the actor where it is dropped, unless that is on the tray."""
        session = self.port.session
        before = session.document
        try:
            if self._gesture is not None:
                self._gesture.commit()
        finally:
            self._gesture = None
            self.cancel()
        if session.document is not before:
            self.port.report_judgement(
                Moved((self.actor,), self.snapshot, self.issue, before, session.document)
            )

    def _roll_back(self) -> None:
        self.port.scene.interaction.readout = self.port.scene.interaction.guide = None
        if self._gesture is not None:
            self._gesture.rollback()
            self._gesture = None

    def cancel(self) -> None:
        """Leave it in the tray."""
        self._roll_back()
        self.port.offer_tray(None)
        self.port.repaint()
