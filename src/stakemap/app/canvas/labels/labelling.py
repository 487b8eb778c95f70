"""Label placement and the content of the legend of one canvas."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from stakemap.app.canvas.labels.legend import Legend
from stakemap.app.canvas.labels.legend_entries import signs_on_show
from stakemap.app.canvas.layers.stage import Stage
from stakemap.app.canvas.scene.interaction import AxisMarks
from stakemap.picture.slides.legend import LegendEntry
from stakemap.picture.theme import Theme
from stakemap.steps import Steps

#: Milliseconds without intervals until their legend entry is removed.
_INTERVAL_DELAY = 900
#: The most actors on stage whose labels are placed synchronously.
_AT_ONCE = 30


class Labelling(QObject):
    """Places labels through the stage, and gives the legend its entries."""

    def __init__(self, stage: Stage, legend: Legend) -> None:
        super().__init__(legend)
        self._stage, self._scene, self._legend = stage, stage.scene, legend
        self._tint_key: Callable[[Theme], Sequence[LegendEntry]] = lambda _theme: ()
        #: Whether intervals are shown on the axis; they are missing briefly after each edit.
        self._has_intervals = False
        self._intervals_gone = QTimer(self)
        self._intervals_gone.setSingleShot(True)
        self._intervals_gone.setInterval(_INTERVAL_DELAY)
        self._intervals_gone.timeout.connect(self._forget_intervals)

    @property
    def is_quick(self) -> bool:
        """Whether there are few enough actors to place labels synchronously."""
        return len(self._scene.columns) <= _AT_ONCE

    def set_tint_key(self, key: Callable[[Theme], Sequence[LegendEntry]]) -> None:
        """Set the function that returns the legend entries of a tint for a theme."""
        self._tint_key = key

    def set_axis_marks(self, marks: AxisMarks | None) -> None:
        """Show marks on the axis; the legend keeps its entry for intervals while new ones are computed."""
        self._scene.interaction.axis_marks = marks
        if marks is None or marks.mean_interval is not None:
            self._intervals_gone.stop()
            self._has_intervals = marks is not None
        elif self._has_intervals and not self._intervals_gone.isActive():
            self._intervals_gone.start()

    def _forget_intervals(self) -> None:
        self._has_intervals = False
        self.update_legend()

    def update_legend(self) -> None:
        """Update the entries of the legend, if it is open."""
        if self._legend.is_open:
            theme = self._scene.appearance.theme
            entries = signs_on_show(self._scene, self._tint_key(theme), intervals=self._has_intervals)
            self._legend.show_entries(entries, theme)

    def place_names(self, ratio: float) -> Steps[bool]:
        """Place all labels step by step, for a device pixel ratio; returns whether any has changed."""
        return self._stage.plan_labels(ratio)
