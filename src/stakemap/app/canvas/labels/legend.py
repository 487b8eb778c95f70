"""The legend of the canvas, which explains the signs on show: docked beside the plot while it is open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from stakemap.app.canvas.labels.legend_entries import Entry, Heading
from stakemap.app.kit.accessible import tell_as
from stakemap.app.kit.icons import icon
from stakemap.app.kit.plain_text import PlainLabel, set_tooltip
from stakemap.app.kit.style import GRID
from stakemap.i18n import tr
from stakemap.paint.fonts import cap_height
from stakemap.paint.marks import paint_legend_symbol
from stakemap.paint.primitives import colour, paint_text
from stakemap.picture.marks import LegendMark
from stakemap.picture.measure import TextMeasure, wrap
from stakemap.picture.slides.legend import LegendEntry
from stakemap.picture.theme import Theme

#: The width that it takes from the plot, and the largest share of the canvas that it takes, in pixels.
_WIDTH, _SHARE = 212, 0.4
_SIZE, _LINE = 12.0, 16.0
#: The space between two entries, and above a heading, in pixels.
_GAP, _ABOVE = 5.0, 10.0
#: Offsets from the left edge to the centre of the symbols, and to the texts.
_SIGN, _WORDS = 20.0, 38.0
_RADIUS, _PAD = 6.0, 8.0
_MOST_LINES, _NARROWEST = 3, 120


class Legend(QWidget):
    """Lists its entries while it is open, which it becomes only when asked.

    `opened` carries whether it has been opened or closed by the user.
    """

    opened = Signal(bool)

    def __init__(self, measure: TextMeasure, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_open = False
        self.setAccessibleName(tr("Legend"))
        self.setAutoFillBackground(True)
        self._list = _EntryList(measure, theme)
        self._scroll = QScrollArea()
        tell_as(self._scroll, QAccessible.Role.Document)
        self._scroll.setAccessibleName(tr("Legend"))
        self._scroll.setWidget(self._list)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._close = QToolButton()
        self._close.clicked.connect(self.toggle)
        set_tooltip(self._close, tr("Close the legend"))
        self._close.setAccessibleName(tr("Close the legend"))
        head = QHBoxLayout()
        head.addWidget(PlainLabel(tr("Legend"), role="strong"), 1)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID // 2, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)
        self.set_theme(theme)
        self.hide()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What it explains; nothing before it is first opened."""
        return self._list.entries

    def show_entries(self, entries: Sequence[Entry], theme: Theme) -> None:
        """List these entries, in the colours of a theme."""
        if (tuple(entries), theme) != (self._list.entries, self._list.theme):
            self._list.show_entries(entries, theme)
            told = "\n".join(entry.label for entry in entries)
            for part in (self, self._scroll):
                part.setAccessibleDescription(told)

    @property
    def is_open(self) -> bool:
        """Whether it is beside the plot."""
        return self._is_open

    def toggle(self) -> None:
        """Open or close it."""
        self._is_open = not self._is_open
        self.opened.emit(self._is_open)

    def dock(self, room: QRect) -> QRect:
        """Take its place at the right of `room` if it is open; returns what is left."""
        width = min(_WIDTH, int(_SHARE * room.width())) if self._is_open else 0
        left = room.adjusted(0, 0, -width, 0)
        self.setGeometry(left.right() + 1, room.top(), width, room.height())
        self.setVisible(self._is_open)
        return left

    def set_theme(self, theme: Theme) -> None:
        """Take on the colours of another theme."""
        self._list.show_entries(self._list.entries, theme)
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, colour(theme.canvas))
        self.setPalette(palette)
        self._close.setIcon(icon("close", self._close.palette(), 16))
        self._close.setIconSize(QSize(14, 14))


class _EntryList(QWidget):
    """Paints entries below one another, each with its symbol and its text in lines."""

    def __init__(self, measure: TextMeasure, theme: Theme) -> None:
        super().__init__()
        self._measure, self.theme = measure, theme
        self.entries: tuple[Entry, ...] = ()

    def show_entries(self, entries: Sequence[Entry], theme: Theme) -> None:
        """List other entries, or the same in other colours."""
        self.entries, self.theme = tuple(entries), theme
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Narrow, its texts need more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all entries."""
        return round(sum(self._height(entry, width) for entry in self.entries) + _PAD)

    def sizeHint(self) -> QSize:
        """As high as all entries, so that they can be scrolled to."""
        return QSize(_NARROWEST, self.heightForWidth(max(self.width(), _NARROWEST)))

    def minimumSizeHint(self) -> QSize:
        """As high as all entries."""
        return self.sizeHint()

    def _lines(self, entry: Entry, width: int) -> list[str]:
        left = 0.0 if isinstance(entry, Heading) else _WORDS
        room, weight = max(width - left - _PAD, 40.0), _weight(entry)
        return wrap(entry.label, room, _SIZE, self._measure, weight, max_lines=_MOST_LINES)

    def _height(self, entry: Entry, width: int) -> float:
        above = _ABOVE if isinstance(entry, Heading) else 0.0
        return above + len(self._lines(entry, width)) * _LINE + _GAP

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint all entries."""
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), colour(self.theme.canvas))
            top = 0.0
            for entry in self.entries:
                self._paint(painter, entry, top)
                top += self._height(entry, self.width())
        finally:
            # The painter must be ended here, even if an entry still holds a reference to it.
            painter.end()

    def _paint(self, painter: QPainter, entry: Entry, top: float) -> None:
        theme, weight = self.theme, _weight(entry)
        left, ink = (0.0, theme.text_muted) if isinstance(entry, Heading) else (_WORDS, theme.text)
        if isinstance(entry, Heading):
            top += _ABOVE
            painter.setPen(QPen(colour(theme.border), 1))
            painter.drawLine(QPointF(0, top - _GAP), QPointF(self.width(), top - _GAP))
        elif isinstance(entry, LegendEntry):
            mark = LegendMark(entry, _SIGN, top + _LINE / 2, _RADIUS)
            paint_legend_symbol(painter, mark, theme)
        else:
            entry.paint(painter, QPointF(_SIGN, top + _LINE / 2), theme)
        baseline = top + _LINE / 2 + cap_height(_SIZE, weight) / 2
        for line in self._lines(entry, self.width()):
            paint_text(painter, QPointF(left, baseline), line, _SIZE, weight, ink)
            baseline += _LINE


def _weight(entry: Entry) -> int:
    return 600 if isinstance(entry, Heading) else 400
