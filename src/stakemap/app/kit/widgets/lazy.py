"""Lazy creation of a panel's content when the panel is first shown, so that windows open fast."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDockWidget, QVBoxLayout, QWidget

from stakemap.app.kit.tab_order import tab_in_reading_order

__all__ = ["LazyContent"]

W = TypeVar("W", bound=QWidget)


class LazyContent(QWidget, Generic[W]):
    """Placeholder of a widget, which fills it once created; `existing` is None until then."""

    def __init__(self, make: Callable[[], W]) -> None:
        super().__init__()
        self._make = make
        self.existing: W | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)

    @property
    def content(self) -> W:
        """The widget, created now if it does not exist yet."""
        if self.existing is None:
            self.existing = self._make()
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self.existing)
            tab_in_reading_order(self._panel())
        return self.existing

    def _panel(self) -> QWidget:
        """The dock widget around it, whose title bar precedes it in the tab order; itself without one."""
        holder = self.parentWidget()
        while holder is not None and not isinstance(holder, QDockWidget):
            holder = holder.parentWidget()
        return holder or self

    def showEvent(self, event: QShowEvent) -> None:
        """Create the widget before it is first shown."""
        _ = self.content
        super().showEvent(event)
