"""Actors on their way from where they stood to where another snapshot or issue has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QObject, QVariantAnimation

from stakemap.app.canvas.layers.fragments import Floats
from stakemap.app.canvas.scene.actor_columns import ActorColumns
from stakemap.app.canvas.scene.scene import Scene

__all__ = ["Journey"]

_MILLISECONDS = 320


class Journey(QVariantAnimation):
    """Moves what the scene shows, never what the map says: it ends where the map has everybody.

    `moved` is called after each step, `arrived` once it is over, however it ended.
    """

    def __init__(self, moved: Callable[[], None], arrived: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._moved, self._arrived = moved, arrived
        self._scene: Scene | None = None
        self._columns: ActorColumns | None = None
        self._starts: tuple[Floats, ...] = ()
        self._goals: tuple[Floats, ...] = ()
        self.setDuration(_MILLISECONDS)
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self.valueChanged.connect(self._step)
        self.finished.connect(self._arrive)

    @property
    def is_under_way(self) -> bool:
        """Whether anybody is moving."""
        return self.state() == QAbstractAnimation.State.Running

    def begin(self, scene: Scene, places: Mapping[str, tuple[float, float]]) -> None:
        """Let all on stage come from `places` (alignment, influence); who had none there fades in."""
        self.stop()
        columns = scene.columns
        start_x, start_y = columns.x.copy(), columns.y.copy()
        start_opacity = columns.opacity.copy()
        for row, actor in enumerate(columns.ids):
            place = places.get(actor)
            if place is None:
                start_opacity[row] = 0.0
            else:
                start_x[row], start_y[row] = place
        goals = (columns.x.copy(), columns.y.copy(), columns.opacity.copy())
        starts = (start_x, start_y, start_opacity)
        if all(np.array_equal(start, goal) for start, goal in zip(starts, goals, strict=True)):
            return
        self._scene, self._columns = scene, columns
        self._starts, self._goals = starts, goals
        scene.interaction.hurried = scene.interaction.travelling = True
        self._put(0.0)
        self.start()

    def finish(self) -> None:
        """Be there at once."""
        if self.is_under_way:
            self.stop()
            self._put(1.0)
            self._arrive()

    def _step(self, share: object) -> None:
        if isinstance(share, float) and self._put(share):
            self._moved()

    def _put(self, share: float) -> bool:
        scene, columns = self._scene, self._columns
        if scene is None or columns is None or scene.columns is not columns:
            return False
        if len(columns) != len(self._goals[0]):
            return False
        for column, start, goal in zip(
            (columns.x, columns.y, columns.opacity), self._starts, self._goals, strict=True
        ):
            column[:] = goal if share >= 1.0 else start + (goal - start) * share
        scene.places_changed()
        return True

    def _arrive(self) -> None:
        if self._scene is not None:
            interaction = self._scene.interaction
            interaction.hurried = interaction.travelling = False
        self._scene = self._columns = None
        self._arrived()
