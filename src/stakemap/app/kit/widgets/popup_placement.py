"""Where a card may lie: beside what it is about, inside a frame, never over its subject if there is room."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize

__all__ = ["beside"]

#: How far a card keeps from its subject, in pixels.
_GAP = 14


def beside(size: QSize, subject: QRect, area: QRect) -> QPoint:
    """The corner of a card of `size`: right of `subject`, else left of it, below, above; shifted into `area`.

    Where no side has room enough, it is the place that covers least of the subject.
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
