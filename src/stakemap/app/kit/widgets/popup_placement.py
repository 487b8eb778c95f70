"""Placement of a popup beside the widget or actor that it is about, within a given area."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize

#: The distance of a popup from its subject, in pixels.
_GAP = 14


def beside(size: QSize, subject: QRect, area: QRect) -> QPoint:
    """The top left corner of a popup of `size`: right of `subject`, else left, below, above; kept in `area`.

    Without enough room on any side it is the position that covers least of the subject.
    """
    width, height = size.width(), size.height()
    level = subject.center().y() - height // 3
    middle = subject.center().x() - width // 2
    wanted = (
        QPoint(subject.right() + _GAP, level),
        QPoint(subject.left() - _GAP - width, level),
        QPoint(middle, subject.bottom() + _GAP),
        QPoint(middle, subject.top() - _GAP - height),
    )
    places = [_inside(place, size, area) for place in wanted]
    kept = subject.adjusted(-_GAP // 2, -_GAP // 2, _GAP // 2, _GAP // 2)

    def covered(place: QPoint) -> int:
        common = QRect(place, size).intersected(kept)
        return max(common.width(), 0) * max(common.height(), 0)

    return min(places, key=covered)


def _inside(place: QPoint, size: QSize, area: QRect) -> QPoint:
    left = max(area.left(), min(place.x(), area.right() + 1 - size.width()))
    top = max(area.top(), min(place.y(), area.bottom() + 1 - size.height()))
    return QPoint(left, top)
