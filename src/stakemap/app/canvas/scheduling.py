"""When the canvas does what no frame may wait for: placing names, and drawing very many relations."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from stakemap.app.canvas.idle_scheduler import IdleScheduler
from stakemap.app.canvas.input.gesture_controller import GestureController
from stakemap.app.canvas.labels.labelling import Labelling
from stakemap.app.canvas.layers.stage import Stage
from stakemap.app.canvas.view import CanvasView
from stakemap.steps import Steps

__all__ = ["CanvasScheduler"]

#: Milliseconds of rest until names are placed anew.
_REST = 90
#: Milliseconds that what is not urgent waits for other work.
_NOT_URGENT = 250


class CanvasScheduler(QObject):
    """Places names once the canvas rests, and draws relations that a frame had no time for between events.

    `painted` comes once, when all in view has been painted whole.
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
        """Whether names are still to be placed."""
        return self._rest.isActive() or self._names.is_busy

    @property
    def is_drawing(self) -> bool:
        """Whether relations are still to be drawn that no frame had time for."""
        return self._drawing.is_busy

    @property
    def is_settled(self) -> bool:
        """Whether names are placed and nothing is about to move."""
        moving = self._view.camera.is_moving or self._interaction.travelling
        return not (self.is_waiting or moving or self._gestures.busy)

    # Names

    def place_soon(self) -> None:
        """Place names now where that is quick, else when the canvas has come to rest."""
        if self._labelling.is_quick and not self._interaction.hurried:
            self.place_now()
        else:
            self.place_later()

    def place_later(self) -> None:
        """Place names when the canvas has come to rest."""
        self._names.cancel()
        self._rest.start()

    def place_now(self) -> None:
        """Place names and the legend, unless actors are moving or held."""
        self._rest.stop()
        interaction = self._interaction
        if interaction.travelling or (self._gestures.busy and interaction.held):
            self.place_later()
            return
        hurried, interaction.hurried = interaction.hurried, False
        self._labelling.explain()
        names = self._labelling.place_names(self._view.devicePixelRatioF())
        self._names.run(names, self._names_placed, at_once=self._labelling.is_quick)
        if hurried:
            # What was drawn in haste is drawn with care now.
            self._repaint()

    def _names_placed(self, changed: bool) -> None:
        if changed or not self._was_painted:
            self._repaint()

    def held_changed(self, legend_returns: bool) -> None:
        """Place names anew where held actors are elsewhere now than where names were being placed."""
        if legend_returns or self._names.is_busy:
            self.place_later()

    def transition_ended(self) -> None:
        """Place the names that waited for the end of a transition."""
        if self._rest.isActive():
            self.place_now()
        self._repaint()

    # Frames

    def frame_painted(self, whole: bool) -> None:
        """Draw what a frame that is not `whole` had no time for."""
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
            self._view.item.give_up()
            raise
