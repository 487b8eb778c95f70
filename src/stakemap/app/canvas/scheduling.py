"""Scheduling of what is too slow for a frame: label placement, and drawing very many relations."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from stakemap.app.canvas.idle_scheduler import IdleScheduler
from stakemap.app.canvas.input.gesture_controller import GestureController
from stakemap.app.canvas.labels.labelling import Labelling
from stakemap.app.canvas.layers.stage import Stage
from stakemap.app.canvas.view import CanvasView
from stakemap.steps import Steps

#: The debounce delay of label placement, in milliseconds.
_REST = 90
#: Milliseconds by which work that is not urgent yields to other work.
_NOT_URGENT = 250


class CanvasScheduler(QObject):
    """Places labels once the canvas is at rest, and draws pending relations between events.

    `painted` is emitted once, when everything in view has been painted.
    """

    painted = Signal()

    def __init__(
        self,
        stage: Stage,
        view: CanvasView,
        labelling: Labelling,
        gestures: GestureController,
        repaint: Callable[[], None],
    ) -> None:
        super().__init__(view)
        self._stage, self._interaction = stage, stage.scene.interaction
        self._view, self._labelling, self._gestures, self._repaint = view, labelling, gestures, repaint
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.place_now)
        self._names = IdleScheduler(self)
        self._drawing = IdleScheduler(self, behind=self._names)
        self._requests = 0
        self._was_painted = False
        view.camera.changed.connect(self.place_later)

    @property
    def is_waiting(self) -> bool:
        """Whether label placement is pending."""
        return self._rest.isActive() or self._names.is_busy

    @property
    def is_drawing(self) -> bool:
        """Whether drawing of relations is pending."""
        return self._drawing.is_busy

    @property
    def is_settled(self) -> bool:
        """Whether nothing is pending and no animation is running."""
        moving = self._view.camera.is_moving or self._interaction.is_transitioning
        return not (self.is_waiting or moving or self._gestures.busy)

    # Names

    def place_soon(self) -> None:
        """Place labels now if that is fast, else when the canvas is at rest."""
        if self._labelling.is_quick and not self._interaction.is_draft:
            self.place_now()
        else:
            self.place_later()

    def place_later(self) -> None:
        """Place labels when the canvas is at rest (debounced)."""
        self._names.cancel()
        self._rest.start()

    def place_now(self) -> None:
        """Place labels and legend, unless actors are animated or dragged."""
        self._rest.stop()
        interaction = self._interaction
        if interaction.is_transitioning or (self._gestures.busy and interaction.held):
            self.place_later()
            return
        is_draft, interaction.is_draft = interaction.is_draft, False
        self._labelling.update_legend()
        names = self._labelling.place_names(self._view.devicePixelRatioF())
        self._names.run(names, self._names_placed, at_once=self._labelling.is_quick)
        if is_draft:
            # Redraw in full quality what was drawn in draft quality.
            self._repaint()

    def _names_placed(self, changed: bool) -> None:
        if changed or not self._was_painted:
            self._repaint()

    def held_changed(self) -> None:
        """Restart label placement if held actors have moved since it began."""
        if self._names.is_busy:
            self.place_later()

    def transition_ended(self) -> None:
        """Place labels that waited for the end of a transition."""
        if self._rest.isActive():
            self.place_now()
        self._repaint()

    # Frames

    def frame_painted(self, whole: bool) -> None:
        """Schedule the drawing that a frame which is not `whole` had no time for."""
        if not whole:
            urgent, requests = self._stage.is_urgent, self._stage.requests
            if urgent or requests != self._requests or not self.is_drawing:
                update = self._view.viewport().update
                after = 0 if urgent else _NOT_URGENT
                self._drawing.run(self._draw_pending(), lambda _: update(), after=after)
            self._requests = requests
        elif not self._was_painted and self.is_settled:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def _draw_pending(self) -> Steps[None]:
        try:
            yield from self._stage.draw_pending()
        except Exception:
            self._view.item.stop_painting()
            raise
