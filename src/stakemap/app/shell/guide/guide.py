"""The one window of the Guide that the app has open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext, Window
    from stakemap.app.shell.guide.window import GuideWindow


class Guide(QObject):
    """The one window of the Guide, while it is open; it closes with the last window of a map."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.shown: GuideWindow | None = None
        context.windows_changed.connect(self._close_with_last)

    def show(self, window: Window, page: str = "", anchor: str = "") -> None:
        """Show a page from a heading on, or the Guide as it is; `window` has the actions with shortcuts."""
        from stakemap.app.shell.guide.window import GuideWindow

        if self.shown is None:
            self.shown = GuideWindow(window.host.specs.values())
            self.shown.finished.connect(self._forget)
        guide = self.shown
        if page:
            guide.show_page(page, anchor)
        if QApplication.activeModalWidget() is not None and guide.isHidden():
            # Else it could not be used while the dialog is open.
            guide.setWindowModality(Qt.WindowModality.ApplicationModal)
        guide.show()
        if QGuiApplication.platformName() != "offscreen":
            guide.raise_()
        guide.activateWindow()

    def _close_with_last(self) -> None:
        if self.shown is not None and not self._context.windows:
            self.shown.close()

    def _forget(self) -> None:
        self.shown = None
