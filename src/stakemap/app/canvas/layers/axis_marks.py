"""The weighted mean and median of an issue as marks on the alignment axis."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from stakemap.app.canvas.scene.projection import INFLUENCE
from stakemap.app.canvas.scene.scene import Scene
from stakemap.paint.primitives import colour
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.theme import Theme

#: Half the width of either mark, in pixels.
MEAN_REACH, MEDIAN_REACH = 5.5, 5.5
#: The distance of the interval bars from the axis, and their thickness, in pixels.
_BESIDE, _BAR = 4.0, 3.0
#: The distances from the axis at which the marks begin and end, in pixels.
_GAP = _BESIDE + _BAR / 2 + 1
MARKS_REACH = _GAP + 2 * MEDIAN_REACH + 1
#: Where the axis is out of view, the marks keep this far inside its edge.
_EDGE = 24.0


def paint_mean(painter: QPainter, tip: QPointF, theme: Theme) -> None:
    """The mark of the weighted mean, which points down at `tip`."""
    reach = MEAN_REACH
    corners = [QPointF(0, 0), QPointF(reach, -1.6 * reach), QPointF(-reach, -1.6 * reach)]
    _paint_sign(painter, [tip + corner for corner in corners], theme.text, theme)


def paint_median(painter: QPainter, centre: QPointF, theme: Theme) -> None:
    """The mark of the weighted median."""
    reach = MEDIAN_REACH
    corners = [QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0)]
    _paint_sign(painter, [centre + corner for corner in corners], theme.accent, theme)


def _paint_sign(painter: QPainter, corners: list[QPointF], ink: str, theme: Theme) -> None:
    painter.setPen(QPen(colour(theme.halo), 1.25))
    painter.setBrush(colour(ink))
    painter.drawPolygon(QPolygonF(corners))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _axis(scene: Scene) -> float:
    """The height of the axis in pixels, kept in view."""
    projection = scene.projection
    return min(max(projection.pixel_y(INFLUENCE.middle), _EDGE), projection.height - _EDGE)


def boxes(scene: Scene) -> list[Box]:
    """The boxes of marks and bars, as obstacles for texts."""
    marks = scene.interaction.axis_marks
    if marks is None:
        return []
    y, across = _axis(scene), scene.projection.pixel_x
    mean, median = across(marks.mean), across(marks.median)
    found = [
        Box(mean - MEAN_REACH, y - MARKS_REACH, mean + MEAN_REACH, y),
        Box(median - MEDIAN_REACH, y, median + MEDIAN_REACH, y + MARKS_REACH),
    ]
    for interval, side in ((marks.mean_interval, -1), (marks.median_interval, 1)):
        if interval is not None:
            bar = y + side * _BESIDE
            found.append(Box(across(interval[0]), bar - _BAR, across(interval[1]), bar + _BAR))
    return found


def axis_marks_drawn(scene: Scene) -> dict[object, tuple[Box, ...]]:
    """The boxes of the marks including their outlines, for damage tracking."""
    marks = scene.interaction.axis_marks
    return {} if marks is None else {marks: tuple(box.grown(3) for box in boxes(scene))}


def paint_axis_marks(painter: QPainter, scene: Scene) -> None:
    """The mean above the axis and the median below it, each with its interval as a bar along the axis."""
    marks, theme = scene.interaction.axis_marks, scene.appearance.theme
    if marks is None:
        return
    across, y = scene.projection.pixel_x, _axis(scene)
    for interval, ink, side in (
        (marks.mean_interval, theme.text, -1.0),
        (marks.median_interval, theme.accent, 1.0),
    ):
        if interval is not None:
            pen = QPen(colour(ink, 0.5), _BAR)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            height = y + side * _BESIDE
            painter.drawLine(QLineF(across(interval[0]), height, across(interval[1]), height))
    paint_mean(painter, QPointF(across(marks.mean), y - _GAP), theme)
    paint_median(painter, QPointF(across(marks.median), y + _GAP + MEDIAN_REACH), theme)
