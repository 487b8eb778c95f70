"""The dock widget of a panel: fixed at its side, with its own title bar and a close button.

It is filled when it is first shown, so that windows open fast.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QMainWindow, QWidget

from stakemap.app.kit.box_layouts import row_layout
from stakemap.app.kit.icons import IconButton
from stakemap.app.kit.plain_text import PlainLabel, set_tooltip
from stakemap.app.kit.style import GRID
from stakemap.app.kit.tab_order import tab_in_reading_order
from stakemap.i18n import tr

W = TypeVar("W", bound=QWidget)


class _Body(QWidget):
    """Wraps the content to give the dock its initial width as size hint."""

    def __init__(self, parent: QWidget, width: int) -> None:
        super().__init__(parent)
        self._width = width

    def sizeHint(self) -> QSize:
        return QSize(self._width, GRID * 40)


class Panel(QDockWidget, Generic[W]):
    """A dock widget that stays at its side; its close button emits `close_requested`, and Esc `left` where
    nothing in it has a use for the key.

    `make` creates its content, before it is first shown or when it is first requested; `existing` is None
    until then. `width` is its initial width, `least` and `most` are the limits of what the user can give it,
    in pixels. The parent that `make` gets is in the dock already.
    """

    close_requested = Signal()
    left = Signal()

    def __init__(
        self,
        title: str,
        name: str,
        make: Callable[[QWidget], W],
        width: int,
        least: int,
        most: int | None,
        window: QMainWindow,
    ) -> None:
        super().__init__(title, window)
        self._make, self._width, self._least = make, width, least
        self.existing: W | None = None
        self.is_being_made = False
        self.setObjectName(f"{name}-panel")
        #: Where the tab order passes through the panel, since Qt puts a widget only after one that takes the
        #: focus, and after all that is inside of that. It is never shown.
        self._tab_place = QWidget(window, focusPolicy=Qt.FocusPolicy.TabFocus)
        # Screen readers learn of it all the same, as of something invisible.
        self._tab_place.setAccessibleName(title)
        self._tab_place.hide()
        self.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        if most is not None:
            self.setMaximumWidth(most)

    @property
    def content(self) -> W:
        """The content, created now with the title bar if it does not exist yet."""
        if self.existing is None:
            self.setTitleBarWidget(self._title_bar())
            # Content that was put into the dock only when it is made would be styled again as a whole.
            body = _Body(self, self._width)
            body.setMinimumWidth(self._least)
            self.setWidget(body)
            self.is_being_made = True
            try:
                self.existing = self._make(body)
            finally:
                self.is_being_made = False
            row_layout(self.existing, on=body)
            self._order_tabs()
        return self.existing

    def _title_bar(self) -> QWidget:
        title = self.windowTitle()
        bar = QWidget(self)
        row = QHBoxLayout(bar)
        row.setContentsMargins(GRID * 2, GRID, GRID, GRID - 4)
        self._close = IconButton("close", tr("Hide: {panel}", panel=title), size=16)
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_tooltip(self._close, tr("Hide this panel"))
        self._close.clicked.connect(self.close_requested)
        row.addWidget(PlainLabel(title, role="heading"), 1)
        row.addWidget(self._close)
        return bar

    def _order_tabs(self) -> None:
        """Have the tab order pass through the panel where it is, whenever its content was created."""
        self.setTabOrder(self._tab_place, self._close)
        tab_in_reading_order(self)

    def setVisible(self, visible: bool) -> None:
        """Show or hide it, with its content."""
        if visible:
            _ = self.content
        super().setVisible(visible)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take an Esc that no widget in the panel has used."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
