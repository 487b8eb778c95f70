"""The animation of actors from one snapshot or issue to another."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QObject, QVariantAnimation, Signal

from stakemap.app.canvas.scene.actor_columns import ActorColumns
from stakemap.app.canvas.scene.arrays import Floats
from stakemap.app.canvas.scene.scene import Scene

_MILLISECONDS = 320


class ActorTransition(QVariantAnimation):
    """Animates the columns of a scene, never the map, up to the positions in the map.

    `stepped` is emitted after each step, `ended` when it is over, however it ended.
    """

    stepped = Signal()
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._columns: ActorColumns | None = None
        self._starts: tuple[Floats, ...] = ()
        self._goals: tuple[Floats, ...] = ()
        self.setDuration(_MILLISECONDS)
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self.valueChanged.connect(self._step)
        self.finished.connect(self._end)

    @property
    def is_running(self) -> bool:
        """Whether actors are moving."""
        return self.state() == QAbstractAnimation.State.Running

    def begin(self, scene: Scene, places: Mapping[str, tuple[float, float]]) -> None:
        """Animate all actors on stage from `places` (alignment, influence); those without one fade in."""
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
        scene.interaction.is_draft = scene.interaction.is_transitioning = True
        self._put(0.0)
        self.start()

    def finish(self) -> None:
        """Skip to the end."""
        if self.is_running:
            self.stop()
            self._put(1.0)
            self._end()

    def _step(self, share: object) -> None:
        if isinstance(share, float) and self._put(share):
            self.stepped.emit()

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

    def _end(self) -> None:
        if self._scene is not None:
            interaction = self._scene.interaction
            interaction.is_draft = interaction.is_transitioning = False
        self._scene = self._columns = None
        self.ended.emit()
