"""The entries of the legend for the symbols on show, and the obstacles that it must not cover."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from stakemap.app.canvas.labels.legend_placement import Obstacles
from stakemap.app.canvas.layers.axis_marks import MEAN_REACH, paint_mean, paint_median
from stakemap.app.canvas.layers.frame import Frame
from stakemap.app.canvas.scene.scene import Scene
from stakemap.app.canvas.scene.sizes import FEW, FEW_TRAILS
from stakemap.i18n import tr
from stakemap.paint.marks import colour
from stakemap.picture.curves import Curve, point_on
from stakemap.picture.legend import LegendEntry, LegendKind, legend
from stakemap.picture.occupancy import Box
from stakemap.picture.style import DISC_REACH
from stakemap.picture.theme import Theme, mix

__all__ = ["AxisEntry", "Entry", "obstacles", "signs_on_show"]

#: The number of points that stand for a line.
_POINTS = 40

Line = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class AxisEntry:
    """An entry for a symbol on the alignment axis, which only the canvas has: its painter and its label."""

    label: str
    paint: Callable[[QPainter, QPointF, Theme], None]


Entry = LegendEntry | AxisEntry


def _mean(painter: QPainter, centre: QPointF, theme: Theme) -> None:
    paint_mean(painter, centre + QPointF(0, 0.8 * MEAN_REACH), theme)


def _interval(painter: QPainter, centre: QPointF, theme: Theme) -> None:
    for ink, y in ((theme.text, -2.0), (theme.accent, 2.0)):
        pen = QPen(colour(ink, 0.5), 3.0)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(QLineF(centre.x() - 9, centre.y() + y, centre.x() + 9, centre.y() + y))


def signs_on_show(
    scene: Scene, colours: Sequence[LegendEntry] = (), *, intervals: bool = False
) -> tuple[Entry, ...]:
    """An entry for each symbol that the canvas draws now.

    `intervals` says whether the marks on the axis have theirs; `colours` are the entries of a tint, which
    replace those of groups. Of many actors only the selected ones have ranges and trails drawn.
    """
    appearance = scene.appearance
    entries: list[Entry] = list(legend(appearance))
    if scene.tint is not None:
        entries = [*colours, *_but("group", entries)]
    selection = sorted(appearance.view.selection & appearance.actors.keys())
    selected = [appearance.actors[actor] for actor in selection]
    if len(scene.columns) > FEW and not any(look.x_range or look.y_range for look in selected[: FEW + 1]):
        entries = _but("range", entries)
    if len(scene.columns) > FEW_TRAILS and not any(look.trail for look in selected[: FEW_TRAILS + 1]):
        entries = _but("trail", entries)
    theme = appearance.theme
    if appearance.view.dimmed and appearance.view.dimmed & appearance.actors.keys():
        pale = mix(theme.canvas, theme.neutral, 0.3)
        entries.append(LegendEntry("group", tr("Filtered out"), pale))
    if len(scene.coincidences.counts):
        entries.append(LegendEntry("count", tr("So many actors on one spot"), theme.text))
    if scene.interaction.axis_marks is not None:
        entries += [
            AxisEntry(tr("Weighted mean"), _mean),
            AxisEntry(tr("Weighted median"), paint_median),
        ]
        if intervals:
            entries.append(AxisEntry(tr("Intervals of both"), _interval))
    return tuple(entries)


def _but(kind: LegendKind, entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if not (isinstance(entry, LegendEntry) and entry.kind == kind)]


def obstacles(
    frame: Frame, words: Iterable[Box], curves: Iterable[Curve], lines: Iterable[Line]
) -> Obstacles:
    """The obstacles of a frame: boxes of discs, of texts (`words`) and along `lines`, points of `curves`."""
    reach = DISC_REACH * frame.scene.radius
    places = zip(frame.x[frame.rows].tolist(), frame.y[frame.rows].tolist(), strict=True)
    boxes = [Box(x, y, x, y).grown(reach) for x, y in places]
    boxes += words
    steps = [step / _POINTS for step in range(_POINTS + 1)]
    points: list[tuple[float, float]] = []
    for (x0, y0), (x1, y1) in ((line[0], line[-1]) for line in lines):
        points += [(x0 + (x1 - x0) * step, y0 + (y1 - y0) * step) for step in steps]
    boxes += [Box(x, y, x, y).grown(1.0) for x, y in points]
    bent = ((x, y) for x, y in (point_on(curve, step) for curve in curves for step in steps))
    return Obstacles(boxes, bent)
