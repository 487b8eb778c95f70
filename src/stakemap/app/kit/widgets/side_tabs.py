"""The tabs in the titles of panels that share a side of the window, of which one is shown at a time."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabBar, QWidget

from stakemap.app.kit.style import role_font
from stakemap.i18n import tr

__all__ = ["SideTabs"]


class SideTabs(QTabBar):
    """Stands in the title of the panel `own` and leads to the others; `chosen` carries the name of one.

    `titles` are the panels in their order by name, each a text of the app with an ampersand nowhere in it.
    """

    chosen = Signal(str)

    def __init__(self, titles: Mapping[str, str], own: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names, self._own = list(titles), own
        self.setObjectName("side-tabs")
        self.setDrawBase(False)
        self.setExpanding(False)
        # Six panels fit with shorter titles; buttons that scroll would be stops for Tab in the way.
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFont(role_font("strong"))
        self.setAccessibleName(tr("Panels on this side"))
        for title in titles.values():
            self.addTab(title)
        self._show_own()
        self.currentChanged.connect(self._changed)

    def _show_own(self) -> None:
        self.setCurrentIndex(self._names.index(self._own))

    def _changed(self, index: int) -> None:
        name = self._names[index]
        if name != self._own:
            # This bar goes with its panel; when it comes back it tells of its own again.
            self._show_own()
            self.chosen.emit(name)
