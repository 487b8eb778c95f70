"""Hovering: the actor under the pointer at once, the fan of a group and the hover card after a delay."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QTimer, Signal

from stakemap.app.canvas.scene.scene import Scene

#: Delays in milliseconds until a group fans out, and until the card appears.
FAN_DELAY, CARD_DELAY = 120, 400


class Hover(QObject):
    """Tracks the pointer while no button is down, over actors on stage and in the tray.

    `changed` carries the hovered actor or None, `rested` an actor and a position on the screen after the
    delay of the hover card; `moved_on` is emitted when the card is to be hidden.
    """

    changed = Signal(object)
    rested = Signal(str, QPoint)
    moved_on = Signal()

    def __init__(self, scene: Scene, repaint: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._scene = scene
        self._repaint = repaint
        self._screen = QPoint()
        self._fan_timer = self._timer(FAN_DELAY, self._fan_out)
        self._card_timer = self._timer(CARD_DELAY, self._rest)

    def _timer(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer

    @property
    def actor(self) -> str | None:
        """The hovered actor."""
        return self._scene.interaction.hovered

    def over_canvas(self, x: float, y: float, screen: QPoint) -> None:
        """Handle the pointer at a position of the view."""
        if not self._scene.in_fan(x, y) and self._scene.fan_out(None):
            self._repaint()
        self.over(self._scene.actor_at(x, y), screen)

    def over(self, actor: str | None, screen: QPoint) -> None:
        """Handle the pointer over an actor, or over none."""
        self._screen = screen
        if actor == self.actor:
            return
        self._scene.interaction.hovered = actor
        self._card_timer.stop()
        self.moved_on.emit()
        if actor is not None:
            self._card_timer.start()
            self._fan_timer.start()
        self.changed.emit(actor)
        self._repaint()

    def leave(self) -> None:
        """End hovering, since the pointer has left or a gesture has begun."""
        self._fan_timer.stop()
        self._card_timer.stop()
        self.moved_on.emit()
        fanned = self._scene.fan_out(None)
        if self.actor is not None:
            self._scene.interaction.hovered = None
            self.changed.emit(None)
            self._repaint()
        elif fanned:
            self._repaint()

    def _fan_out(self) -> None:
        if self.actor is not None and self._scene.fan_out(self.actor):
            self._repaint()

    def _rest(self) -> None:
        if self.actor is not None:
            self.rested.emit(self.actor, self._screen)
