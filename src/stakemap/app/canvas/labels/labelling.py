"""Names and the legend of one canvas: what the legend explains now, and the placing of both."""

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

#: Up to so many held actors are looked at one by one, for the legend to give way.
_FEW_HELD = 40
#: Milliseconds without intervals until the legend explains them no more.
_INTERVAL_DELAY = 900
#: Up to so many actors on stage names are placed at once.
_AT_ONCE = 30


class Labelling(QObject):
    """Places names through the stage, and gives the legend its entries and what it must not cover."""

    def __init__(self, stage: Stage, legend: Legend) -> None:
        super().__init__(legend)
        self._stage, self._scene, self._legend = stage, stage.scene, legend
        self._tint_key: Callable[[Theme], Sequence[LegendEntry]] = lambda _theme: ()
        #: Whether the axis has the bars of intervals, which are away for a moment after each edit.
        self._has_intervals = False
        self._intervals_gone = QTimer(self)
        self._intervals_gone.setSingleShot(True)
        self._intervals_gone.setInterval(_INTERVAL_DELAY)
        self._intervals_gone.timeout.connect(self._forget_intervals)

    @property
    def is_quick(self) -> bool:
        """Whether names are placed so quickly that nothing has to wait for it."""
        return len(self._scene.columns) <= _AT_ONCE

    def set_tint_key(self, key: Callable[[Theme], Sequence[LegendEntry]]) -> None:
        """Say for the legend what the colours of a tint mean in a theme."""
        self._tint_key = key

    def set_axis_marks(self, marks: AxisMarks | None) -> None:
        """Show marks on the axis; the legend goes on to explain intervals while new ones are computed."""
        self._scene.interaction.axis_marks = marks
        if marks is None or marks.mean_interval is not None:
            self._intervals_gone.stop()
            self._has_intervals = marks is not None
        elif self._has_intervals and not self._intervals_gone.isActive():
            self._intervals_gone.start()

    def _forget_intervals(self) -> None:
        self._has_intervals = False
        self.explain()

    def explain(self) -> None:
        """Let the legend explain what is on show, where it covers nothing."""
        theme = self._scene.appearance.theme
        entries = signs_on_show(self._scene, self._tint_key(theme), intervals=self._has_intervals)
        self._legend.show_entries(entries, self._stage.obstacles(), theme)

    def explain_selection(self) -> None:
        """The same, where ranges and trails are those of the selection only."""
        if FEW_TRAILS < len(self._scene.columns) <= CROWDED:
            self.explain()

    def place_names(self, ratio: float) -> Steps[bool]:
        """Place all names step by step, for a device pixel ratio; in the end, whether any differs."""
        return self._stage.plan_labels(ratio, self._legend.box)

    def give_way(self, box_of: Callable[[str], QRectF], view: QRectF) -> bool:
        """Hide the legend where something is dragged over it; True when it is to come back soon."""
        held = self._scene.interaction.held
        # Of a crowd some come by in any case, and each frame of a drag is short.
        boxes = [view] if len(held) > _FEW_HELD else [box_of(actor) for actor in held]
        return self._legend.give_way([Box(box.left(), box.top(), box.right(), box.bottom()) for box in boxes])
