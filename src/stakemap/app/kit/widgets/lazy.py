"""Content of a panel that is made when the panel is first shown, so that a window opens as fast as ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDockWidget, QVBoxLayout, QWidget

from stakemap.app.kit.tab_order import tab_in_reading_order

__all__ = ["Lazy"]

W = TypeVar("W", bound=QWidget)


class Lazy(QWidget, Generic[W]):
    """Holds the place of a widget; `made` is the widget once there is one."""

    def __init__(self, make: Callable[[], W]) -> None:
        super().__init__()
        self._make = make
        self.made: W | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)

    @property
    def content(self) -> W:
        """The widget, made now if need be."""
        if self.made is None:
            self.made = self._make()
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self.made)
            tab_in_reading_order(self._panel())
        return self.made

    def _panel(self) -> QWidget:
        """The dock that this is the content of, whose title comes before it; itself where there is none."""
        holder = self.parentWidget()
        while holder is not None and not isinstance(holder, QDockWidget):
            holder = holder.parentWidget()
        return holder or self

    def showEvent(self, event: QShowEvent) -> None:
        """Make it for the first time it is seen."""
        _ = self.content
        super().showEvent(event)
