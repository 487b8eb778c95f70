"""The tray: a row at the lower edge with the actors without a position on the issue, which opens for more."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollArea, QToolButton, QWidget

from stakemap.app.canvas.scene.scene import Scene
from stakemap.app.canvas.tray_content import ROW, TrayContent
from stakemap.app.kit.plain_text import set_tooltip
from stakemap.app.kit.style import mark
from stakemap.i18n import tr, tr_count
from stakemap.paint.fonts import QtMeasure
from stakemap.picture.labels.occupancy import Box

#: The height of the closed tray, and of an empty one while something is dragged that could be dropped there.
_CLOSED = 36
#: Rows in view of the open tray before it scrolls, and the most of its canvas that it covers.
_MOST_ROWS = 6.5
_MOST_OF_CANVAS = 0.6


class Tray(QScrollArea):
    """The actors without a position in one row, hidden when there are none.

    The button at its end shows how many more there are. It opens the tray, which then lies over the lower
    part of the canvas and has all of them; Esc, a press beside it and a drag out of it close it again.
    `resized` requests a new layout of the canvas.
    """

    resized = Signal()

    def __init__(self, scene: Scene, measure: QtMeasure, parent: QWidget, view: QWidget) -> None:
        """`view` is the view of the plot, whose keys and presses may close the tray."""
        super().__init__(parent)
        self._canvas, self._view = parent, view
        self.content = TrayContent(scene, measure)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self.content)
        # The content paints all of it, or, over the canvas, lets that through.
        for part in (self.viewport(), self.content):
            part.setAutoFillBackground(False)
        self.setAccessibleName(tr("Actors without a position"))
        self.more = QToolButton(self)
        self.more.setCheckable(True)
        mark(self.more, "outlined", True)
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more.hide()
        self.more.clicked.connect(self.set_open)
        view.installEventFilter(self)
        if isinstance(view, QAbstractScrollArea):
            view.viewport().installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Whether it shows all actors rather than one row."""
        return self.content.is_open

    def set_open(self, opened: bool) -> None:
        """Show all actors, or one row."""
        opened = opened and self.content.overflow > 0
        if opened == self.is_open:
            return
        self.content.is_open = opened
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if opened else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        if opened:
            self.raise_()
        self.resized.emit()

    def row_height(self, width: int) -> int:
        """The height of the row in a canvas of this width; 0 when all actors have a position."""
        return _CLOSED if self.content.lay_out(width) else 0

    def shown_height(self, room: QSize) -> int:
        """The height at which it lies at the lower edge of a canvas of this size; more than a row if open."""
        row, height = self.row_height(room.width()), self.content.lay_out(room.width())
        if not self.is_open or self.content.overflow == 0:
            return row
        return max(row, round(min(height, _MOST_ROWS * ROW, _MOST_OF_CANVAS * room.height())))

    def refresh(self) -> None:
        """Lay the chips out for the present width and repaint them."""
        # The room of a scroll bar is that of the button, so that no chip changes its row when it opens.
        width = self.width()
        height = self.content.lay_out(width)
        if self.is_open and not self.content.overflow:
            self.set_open(False)
            return
        inner = self.viewport().size()
        self.content.resize(inner.width(), max(height, inner.height()) if self.is_open else inner.height())
        self._show_more(width)
        self.content.update()

    def _show_more(self, width: int) -> None:
        """Show the button if the row has no room for some actors."""
        count = self.content.overflow
        self.more.setVisible(count > 0)
        if not count:
            return
        self.more.setChecked(self.is_open)
        self.more.setText(tr("Less") if self.is_open else tr("+{count}", count=count))
        name = tr_count("{count} more without a position", "{count} more without a position", count)
        self.more.setAccessibleName(name)
        set_tooltip(self.more, name)
        bar = self.verticalScrollBar()
        right = width - (bar.sizeHint().width() if self.is_open and bar.maximum() > 0 else 0)
        size = self.more.sizeHint()
        self.more.setGeometry(
            right - size.width() - 4, (_CLOSED - size.height()) // 2, size.width(), size.height()
        )
        self.more.raise_()

    def offer(self, lit: bool | None, texts: Iterable[Box] = ()) -> None:
        """Show it as a drop target, highlighted if `lit`; None ends that.

        An empty tray lies over the lower edge of its parent for as long as something could be dropped there.
        What is there stays visible; `texts` are the boxes, in pixels of the view, that its own text avoids.
        """
        if self.content.lit is not lit:
            self.content.lit = lit
            self.content.update()
        room = self._canvas.size()
        if self.row_height(room.width()) == 0:
            self.setGeometry(0, room.height() - _CLOSED, room.width(), _CLOSED)
            self.setVisible(lit is not None)
            self.raise_()
            dx, dy = (self._view.pos() - self.pos()).toTuple()
            self.content.avoid(Box(one[0] + dx, one[1] + dy, one[2] + dx, one[3] + dy) for one in texts)

    def is_at(self, screen: QPoint) -> bool:
        """Whether it covers a position on the screen."""
        return self.isVisible() and self.rect().contains(self.mapFromGlobal(screen))

    def dragged_to(self, screen: QPoint) -> str | None:
        """The actor whose chip something is dragged to, at a position on the screen; over the button the tray
        opens, so that a drag reaches every chip.
        """
        if self.more.isVisible() and self.more.rect().contains(self.more.mapFromGlobal(screen)):
            self.set_open(True)
        place = QPointF(self.content.mapFromGlobal(screen))
        return self.content.actor_at(place) if self.is_at(screen) else None

    def box_of(self, actor: str) -> QRect | None:
        """The box of an actor's chip in pixels of the canvas; that of the button if the chip is not shown."""
        chip = self.content.box_of(actor)
        if chip is not None:
            return QRect(self.content.mapTo(self._canvas, chip.topLeft()), chip.size())
        if not self.content.is_in_overflow(actor):
            return None
        return QRect(self.more.mapTo(self._canvas, QPoint()), self.more.size())

    def show_actor(self, actor: str) -> None:
        """Show an actor's chip: open the tray if the row has no room for it, and scroll to it."""
        if self.content.is_in_overflow(actor):
            self.set_open(True)
        box = self.content.box_of(actor)
        if box is not None:
            centre = box.center()
            self.ensureVisible(centre.x(), centre.y(), box.width() // 2, box.height() // 2)

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the chips out for the new width."""
        super().resizeEvent(event)
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close it on Esc."""
        if event.key() == Qt.Key.Key_Escape and self.is_open:
            self.set_open(False)
        else:
            event.ignore()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the open tray on Esc in the view, a press there, and when Tab leaves it."""
        if self.is_open and self._closes(event):
            self.set_open(False)
            return isinstance(event, QKeyEvent)
        return super().eventFilter(watched, event)

    def _closes(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape
        if isinstance(event, QFocusEvent):
            is_tab = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
            return is_tab and event.lostFocus() and not self.more.hasFocus()
        return event.type() == QEvent.Type.MouseButtonPress
