"""The tab bar in the title bar of panels of which one is shown at a time."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabBar, QWidget

from stakemap.app.kit.style import role_font
from stakemap.i18n import tr

__all__ = ["SideTabs"]


class SideTabs(QTabBar):
    """The tab bar of the panel `own`; `chosen` carries the name of another one that was clicked.

    `titles` maps names to titles in the order of the tabs; no title contains an ampersand.
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
            # Each panel has its own bar, which must show that panel's tab when it is shown again.
            self._show_own()
            self.chosen.emit(name)
