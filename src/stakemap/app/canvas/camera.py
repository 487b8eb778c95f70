"""The part of the scales in view: fitted to the window until the user zooms or pans."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stakemap.app.canvas.camera_animation import CameraAnimation
from stakemap.app.canvas.scene.projection import Projection
from stakemap.app.canvas.scene.scene import Scene

_STEP = 1.4


class Camera(QObject):
    """Zooms, pans and fits the projection of `scene`.

    `changed` is emitted after each change except by `resize`. `reduced_motion` disables animation.
    """

    changed = Signal()

    def __init__(self, scene: Scene, view: QWidget) -> None:
        super().__init__(view)
        self._scene, self._view = scene, view
        self.reduced_motion = False
        self._animation = CameraAnimation(self._show, self)
        self._fitted = True

    @property
    def is_moving(self) -> bool:
        """Whether an animated change is under way."""
        return self._animation.goal is not None

    def fit(self) -> None:
        """Show both scales whole, now and in a window of another size."""
        self._animate_to(self._scene.fit)
        self._fitted = True

    def zoom_in(self) -> None:
        """Zoom in about the centre of the view."""
        self._zoom(_STEP)

    def zoom_out(self) -> None:
        """Zoom out about the centre of the view."""
        self._zoom(1 / _STEP)

    def _zoom(self, factor: float) -> None:
        start = self._animation.goal or self._scene.projection
        self._animate_to(start.scaled(factor, (start.width / 2, start.height / 2), self._scene.fit))
        self._fitted = False

    def zoom_at(self, factor: float, x: float, y: float) -> None:
        """Zoom by `factor` about a pixel, without animation."""
        self.show_part(self._scene.projection.scaled(factor, (x, y), self._scene.fit))

    def pan(self, dx: float, dy: float) -> None:
        """Pan by `dx`, `dy` pixels to the right and down, without animation."""
        self.show_part(self._scene.projection.shifted(dx, dy))

    def show_part(self, projection: Projection) -> None:
        """Set the projection, without animation."""
        self._animation.stop()
        self._fitted = False
        self._show(projection)

    def bring_into_view(self, x: float, y: float) -> None:
        """Pan as little as brings a position in pixels into view."""
        projection, room = self._scene.projection, 3 * self._scene.radius
        if not (0 <= x <= projection.width and 0 <= y <= projection.height):
            inside_x = min(max(x, room), projection.width - room)
            inside_y = min(max(y, room), projection.height - room)
            self.pan(inside_x - x, inside_y - y)

    def resize(self, width: int, height: int) -> None:
        """Adapt to a new size of the view: stay fitted, or keep the same part of the scales."""
        self._animation.stop()
        fit = Projection.fitting(width, height)
        projection = fit if self._fitted else self._scene.projection.resized(width, height)
        self._scene.set_projection(projection, fit)

    def _animate_to(self, goal: Projection) -> None:
        at_once = self.reduced_motion or not self._view.isVisible()
        self._animation.go(self._scene.projection, goal, at_once=at_once)

    def _show(self, projection: Projection) -> None:
        self._scene.interaction.is_draft = True
        self._scene.set_projection(projection, self._scene.fit)
        self.changed.emit()
