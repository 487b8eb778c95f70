"""A short animation from one part of the scales in view to another; none where motion is reduced."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation

from stakemap.app.canvas.scene.projection import Projection

_MILLISECONDS = 160


class CameraAnimation(QVariantAnimation):
    """Interpolates between two projections and hands each step to `show`."""

    def __init__(self, show: Callable[[Projection], None], parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        self._from: Projection | None = None
        self._to: Projection | None = None
        self.setDuration(_MILLISECONDS)
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.valueChanged.connect(self._step)

    @property
    def goal(self) -> Projection | None:
        """Where a running animation ends; None when none runs."""
        return self._to if self.state() == QVariantAnimation.State.Running else None

    def go(self, start: Projection, end: Projection, *, at_once: bool) -> None:
        """Show `end`, at once or animated from `start`; a running animation is stopped."""
        self.stop()
        if at_once:
            self._show(end)
            return
        self._from, self._to = start, end
        self.start()

    def _step(self, share: object) -> None:
        if self._from is not None and self._to is not None and isinstance(share, float):
            self._show(self._to if share >= 1.0 else self._from.between(self._to, share))
