"""The `CanvasPort` of a real canvas: forwards calls of gestures and emits their results as signals."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal

from stakemap.app.canvas.input.port import Moved
from stakemap.app.canvas.layers.stage import Stage
from stakemap.app.canvas.scene.projection import Projection
from stakemap.app.canvas.tray import Tray
from stakemap.app.canvas.view import CanvasView
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState


class LivePort(QObject):
    """The `CanvasPort` of a canvas on the screen.

    `message` carries a short sentence for the user, `judged` a Moved, `relation_drawn` from which actor to
    which.
    """

    message = Signal(str)
    judged = Signal(object)
    relation_drawn = Signal(str, str)

    def __init__(
        self, session: Session, view_state: ViewState, stage: Stage, view: CanvasView, tray: Tray
    ) -> None:
        super().__init__(view)
        self.session, self.view_state, self.scene = session, view_state, stage.scene
        self._stage, self._view, self._tray = stage, view, tray

    def repaint(self) -> None:
        """Schedule a repaint of view and tray."""
        self._view.viewport().update()
        self._tray.content.update()

    def say(self, text: str) -> None:
        """Emit `message`."""
        self.message.emit(text)

    def show_part(self, projection: Projection) -> None:
        """Set the projection, without animation."""
        self._view.camera.show_part(projection)

    def is_over_tray(self, screen: QPoint) -> bool:
        """Whether a place on the screen is over the tray."""
        return self._tray.is_at(screen)

    def actor_in_tray(self, screen: QPoint) -> str | None:
        """The actor whose chip is at a place on the screen."""
        return self._tray.dragged_to(screen)

    def offer_tray(self, lit: bool | None) -> None:
        """Show the tray as a drop target, highlighted if `lit`; None ends that."""
        self._tray.offer(lit, self._stage.background.boxes(self.scene))

    def report_judgement(self, moved: Moved) -> None:
        """Emit `judged`."""
        self.judged.emit(moved)

    def report_relation(self, source: str, target: str) -> None:
        """Emit `relation_drawn`."""
        self.relation_drawn.emit(source, target)

    def relation_at(self, x: float, y: float) -> str | None:
        """The relation whose curve is under a pixel of the view."""
        return self._stage.relation_at(x, y)
