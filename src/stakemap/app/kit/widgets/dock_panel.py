"""The dock widget of a panel: fixed at its side, with its own title bar and a close button."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QMainWindow, QWidget

from stakemap.app.kit.icons import IconButton
from stakemap.app.kit.plain_text import PlainLabel, set_tooltip
from stakemap.app.kit.style import GRID
from stakemap.app.kit.tab_order import tab_in_reading_order
from stakemap.i18n import tr

__all__ = ["Panel"]


class _Body(QWidget):
    """Wraps the content to give the dock its initial width as size hint."""

    def __init__(self, content: QWidget, width: int) -> None:
        super().__init__()
        self._width = width
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(content)

    def sizeHint(self) -> QSize:
        return QSize(self._width, GRID * 40)


class Panel(QDockWidget):
    """A dock widget that stays at its side; its close button emits `close_requested`, and Esc `left` where
    nothing in it has a use for the key.

    `width` is its initial width, `least` and `most` are the limits of what the user can give it, in pixels.
    """

    close_requested = Signal()
    left = Signal()

    def __init__(
        self,
        title: str,
        name: str,
        content: QWidget,
        width: int,
        least: int,
        most: int | None,
        window: QMainWindow,
    ) -> None:
        super().__init__(title, window)
        self.setObjectName(f"{name}-panel")
        self.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(GRID * 2, GRID, GRID, GRID - 4)
        close = IconButton("close", tr("Hide: {panel}", panel=title), size=16)
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_tooltip(close, tr("Hide this panel"))
        close.clicked.connect(self.close_requested)
        row.addWidget(PlainLabel(title, role="heading"), 1)
        row.addWidget(close)
        self.setTitleBarWidget(bar)
        body = _Body(content, width)
        body.setMinimumWidth(least)
        if most is not None:
            self.setMaximumWidth(most)
        self.setWidget(body)
        tab_in_reading_order(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take an Esc that no widget in the panel has used."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
