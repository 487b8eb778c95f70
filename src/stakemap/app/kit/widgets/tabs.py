"""Tabs that the wheel does not turn."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QTabBar, QTabWidget


class TabBar(QTabBar):
    """A row of tabs that leaves the wheel to what scrolls below it; QTabBar goes from tab to tab by it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel."""
        event.ignore()


class Tabs(QTabWidget):
    """Pages with a `TabBar`."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabBar(TabBar())
        # Only the bar takes the focus, and is a stop to screen readers; Qt sets the policy of both at once.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)
