"""The part of the scales in view: fitted to the window until a hand zooms or pans."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from stakemap.app.canvas.camera_animation import Glide
from stakemap.app.canvas.scene.projection import Projection
from stakemap.app.canvas.scene.scene import Scene

__all__ = ["Camera"]

_STEP = 1.4


class Camera:
    """Moves what `scene` looks at; `show` puts a projection into the view, `moved` is called after each."""

    def __init__(
        self,
        scene: Scene,
        show: Callable[[Projection], None],
        moved: Callable[[], None],
        parent: QWidget,
        *,
        reduced_motion: bool,
    ) -> None:
        self._scene = scene
        self._show, self._moved = show, moved
        self._parent = parent
        self.reduced_motion = reduced_motion
        self._glide = Glide(self._look, parent)
        self._fitted = True

    @property
    def is_moving(self) -> bool:
        """Whether a smooth change is under way."""
        return self._glide.goal is not None

    def fit(self) -> None:
        """Show both scales whole, now and in a window of another size."""
        self._glide.go(self._scene.projection, self._scene.fit, at_once=self._at_once)
        self._fitted = True

    def zoom_in(self) -> None:
        """Enlarge about the middle."""
        self._zoom(_STEP)

    def zoom_out(self) -> None:
        """Shrink about the middle."""
        self._zoom(1 / _STEP)

    def _zoom(self, factor: float) -> None:
        start = self._glide.goal or self._scene.projection
        goal = start.scaled(factor, (start.width / 2, start.height / 2), self._scene.fit)
        self._glide.go(self._scene.projection, goal, at_once=self._at_once)
        self._fitted = False

    def look_through(self, projection: Projection) -> None:
        """Show what a hand turned to."""
        self._glide.stop()
        self._fitted = False
        self._look(projection)

    def bring_into_view(self, x: float, y: float) -> None:
        """Move on just so far that a place in pixels is in view, if it is not."""
        projection, room = self._scene.projection, 3 * self._scene.radius
        if not (0 <= x <= projection.width and 0 <= y <= projection.height):
            inside_x = min(max(x, room), projection.width - room)
            inside_y = min(max(y, room), projection.height - room)
            self.look_through(projection.shifted(inside_x - x, inside_y - y))

    def resize(self, width: int, height: int) -> None:
        """Show the same in a view of another size: both scales whole if that is how they were shown."""
        self._glide.stop()
        fit = Projection.fitting(width, height)
        projection = fit if self._fitted else self._scene.projection.resized(width, height)
        self._scene.look_through(projection, fit)
        self._show(projection)

    @property
    def _at_once(self) -> bool:
        return self.reduced_motion or not self._parent.isVisible()

    def _look(self, projection: Projection) -> None:
        self._scene.interaction.hurried = True
        self._scene.look_through(projection, self._scene.fit)
        self._show(projection)
        self._moved()
