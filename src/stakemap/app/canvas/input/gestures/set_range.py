"""Dragging an end of the range (80 % plausible interval) of a value."""

from __future__ import annotations

from PySide6.QtCore import Qt

from stakemap.app.canvas.input.gesture_texts import range_label, range_line
from stakemap.app.canvas.input.gestures.base import START_DISTANCE, CanvasGesture
from stakemap.app.canvas.input.pointer import Pointer
from stakemap.app.canvas.input.port import CanvasPort
from stakemap.app.canvas.scene.interaction import Handle, Readout
from stakemap.app.canvas.scene.projection import ALIGNMENT, INFLUENCE
from stakemap.model.edits import set_range

Span = tuple[float, float]


class SetRange(CanvasGesture):
    """Sets one end of a range, with Shift both symmetrically; an empty range is removed.

    A new range begins symmetrically.
    """

    def __init__(self, port: CanvasPort, start: Pointer, handle: Handle) -> None:
        super().__init__(port, start)
        assert port.view_state.issue is not None
        assert port.view_state.snapshot is not None
        self.issue, self.snapshot = port.view_state.issue, port.view_state.snapshot
        assert handle.axis is not None
        self.handle, self.axis = handle, handle.axis
        look = port.scene.appearance.actors[handle.actor]
        across = self.axis == "alignment"
        self.cursor = Qt.CursorShape.SizeHorCursor if across else Qt.CursorShape.SizeVerCursor
        self._value = look.x if across else look.y
        self._before = look.x_range if across else look.y_range
        self._scale = ALIGNMENT if across else INFLUENCE
        self._span: Span | None = None
        port.scene.interaction.handle = handle

    def move(self, pointer: Pointer) -> CanvasGesture:
        """Move the end to the pointer."""
        if self._span is None and pointer.distance(self.start) < START_DISTANCE:
            return self
        x, y = self.port.scene.projection.to_data(pointer.x, pointer.y)
        self._span = self._stretched(x if self.axis == "alignment" else y, both=pointer.shift)
        interaction = self.port.scene.interaction
        interaction.spans = {(self.handle.actor, self.axis): self._span}
        line = range_line(self.axis, self._value, None if self._is_empty else self._span)
        interaction.readout = Readout((line,), pointer.x, pointer.y)
        self.port.repaint()
        return self

    def _stretched(self, end: float, *, both: bool) -> Span:
        value = self._value
        end = min(max(float(round(end)), self._scale.low), self._scale.high)
        low, high = self._before or (value, value)
        upper = end >= value if self.handle.end == "offer" else self.handle.end == "high"
        reach = max(end - value if upper else value - end, 0.0)
        if both or self.handle.end == "offer":
            low, high = max(value - reach, self._scale.low), min(value + reach, self._scale.high)
        elif upper:
            high = value + reach
        else:
            low = value - reach
        return low, high

    @property
    def _is_empty(self) -> bool:
        """Whether the range has no extent."""
        return self._span is not None and self._span[1] - self._span[0] < 1.0

    def finish(self, pointer: Pointer) -> None:
        """Write the range, as one edit."""
        span, session = self._span, self.port.session
        low, high = (None, None) if self._is_empty or span is None else span
        self.cancel()
        if span is None:
            return
        session.apply(
            set_range.of(
                self.snapshot, self.issue, self.handle.actor, self.axis, low, high, session.authorship
            ),
            label=range_label(session.document, self.handle.actor),
            touched=(self.handle.actor,),
        )

    def cancel(self) -> None:
        """Show the stored range again."""
        interaction = self.port.scene.interaction
        interaction.spans, interaction.handle, interaction.readout = {}, None, None
        self._span = None
        self.port.repaint()
