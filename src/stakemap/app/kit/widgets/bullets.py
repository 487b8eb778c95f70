"""A list of sentences with bullets, whose further lines stand below the first one."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QWidget

from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID

_BULLET = "•"
#: The room for a bullet in pixels.
_ROOM = GRID * 2


class _Item(PlainLabel):
    """A wrapped text that leaves room for a bullet before all of its lines."""

    def __init__(self) -> None:
        super().__init__(wrap=True, selectable=True)
        self.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        self._make_room()

    def _make_room(self) -> None:
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.setContentsMargins(0 if is_mirrored else _ROOM, 0, _ROOM if is_mirrored else 0, 0)

    def changeEvent(self, event: QEvent) -> None:
        """Make room on the other side once the direction of writing is another."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bullet beside the first line."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        # A bullet alone has no direction, so Qt would put it on the left.
        side = QStyle.visualAlignment(self.layoutDirection(), self.alignment())
        painter.drawText(self.rect(), side | Qt.AlignmentFlag.AlignAbsolute, _BULLET)


class Bullets(QWidget):
    """Sentences one below the other, each with a bullet; hidden while there are none."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        super().__init__()
        self._column = column_layout(spacing=GRID // 2, on=self)
        self._items: list[_Item] = []
        self.set_texts(texts)

    def set_texts(self, texts: Iterable[str]) -> None:
        """Show other sentences."""
        wanted = list(texts)
        while len(self._items) < len(wanted):
            self._items.append(_Item())
            self._column.addWidget(self._items[-1])
        for place, item in enumerate(self._items):
            item.setText(wanted[place] if place < len(wanted) else "")
            item.setVisible(place < len(wanted))
        self.setVisible(bool(wanted))
