"""Label placement and the content of the legend of one canvas."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRectF, QTimer

from stakemap.app.canvas.labels.legend import Legend
from stakemap.app.canvas.labels.legend_entries import signs_on_show
from stakemap.app.canvas.labels.placement import CROWDED
from stakemap.app.canvas.layers.stage import Stage
from stakemap.app.canvas.scene.interaction import AxisMarks
from stakemap.app.canvas.scene.sizes import FEW_TRAILS
from stakemap.picture.legend import LegendEntry
from stakemap.picture.occupancy import Box
from stakemap.picture.theme import Theme
from stakemap.steps import Steps

__all__ = ["Labelling"]

#: The most dragged actors that are checked one by one against the legend.
_FEW_HELD = 40
#: Milliseconds without intervals until their legend entry is removed.
_INTERVAL_DELAY = 900
#: The most actors on stage whose labels are placed synchronously.
_AT_ONCE = 30


class Labelling(QObject):
    """Places labels through the stage, and gives the legend its entries and its obstacles."""

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
        """Update entries, obstacles and position of the legend."""
        theme = self._scene.appearance.theme
        entries = signs_on_show(self._scene, self._tint_key(theme), intervals=self._has_intervals)
        self._legend.show_entries(entries, self._stage.obstacles(), theme)

    def update_legend_of_selection(self) -> None:
        """Update the legend if ranges and trails are drawn only for the selection."""
        if FEW_TRAILS < len(self._scene.columns) <= CROWDED:
            self.update_legend()

    def place_names(self, ratio: float) -> Steps[bool]:
        """Place all labels step by step, for a device pixel ratio; returns whether any has changed."""
        return self._stage.plan_labels(ratio, self._legend.box)

    def hide_legend_under_held(self, box_of: Callable[[str], QRectF], view: QRectF) -> bool:
        """Hide the legend while actors are dragged over it; True when it should be placed again soon."""
        held = self._scene.interaction.held
        # Many actors are likely to overlap it, and checking each would slow down the drag.
        boxes = [view] if len(held) > _FEW_HELD else [box_of(actor) for actor in held]
        return self._legend.hide_under(
            [Box(box.left(), box.top(), box.right(), box.bottom()) for box in boxes]
        )
