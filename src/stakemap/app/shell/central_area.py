"""The middle of the main window: the canvas, and below it what features add as long as there is room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from stakemap.app.canvas import Canvas
from stakemap.app.canvas.scene.projection import least_view_height
from stakemap.app.kit.box_layouts import column_layout

#: In pixels.
_LEAST_WIDTH = 240


class CanvasArea(QWidget):
    """A canvas with widgets below it, which are hidden while the plot would be too low with them.

    In a window that is lower still, the canvas hides its tray.
    """

    def __init__(self, canvas: Canvas, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = canvas
        canvas.setParent(self)
        self._below = QWidget(self)
        self._column = column_layout(spacing=0, on=self._below)
        self.setFocusProxy(canvas)

    def add_below(self, widget: QWidget) -> None:
        """Append a widget below the canvas."""
        self._column.addWidget(widget)

    def minimumSizeHint(self) -> QSize:
        """That of the plot alone, since what is below it can be hidden."""
        return QSize(_LEAST_WIDTH, least_view_height(self.width()))

    def _lay_out(self) -> None:
        width, height = self.width(), self.height()
        wanted = self._below.sizeHint().height()
        least = least_view_height(width) + self._canvas.tray.row_height(width)
        fits = height - wanted >= least
        below = wanted if fits else 0
        # Nothing to show is no reason to hide it: from what is hidden no request for a new layout comes.
        self._below.setVisible(fits)
        self._canvas.setGeometry(0, 0, width, height - below)
        self._below.setGeometry(0, height - below, width, below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out canvas and what is below it."""
        super().resizeEvent(event)
        self._lay_out()

    def event(self, event: QEvent) -> bool:
        """Lay out again when the tray or something below the canvas is shown, hidden or resized."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._lay_out()
        return super().event(event)
