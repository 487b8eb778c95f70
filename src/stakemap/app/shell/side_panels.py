"""The panels that take turns at the left of the canvas: actors, sources and those that join them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol, cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.dock_panel import Panel
from stakemap.app.kit.widgets.lazy import Lazy
from stakemap.app.kit.widgets.side_tabs import SideTabs

__all__ = ["SideContent", "SidePanels"]

_WIDTH, _LEAST = GRID * 42, GRID * 30


class SideContent(Protocol):
    """What the content of a side panel can do besides being a widget."""

    def focus_first(self) -> None:
        """Go to where work begins."""


class SidePanels(QObject):
    """Makes the panels of the left side; showing one hides the others, and it takes over their width.

    `titles` name all of them in the order of their tabs. The first is given as it is, the others by what
    makes their content once they are shown.
    """

    def __init__(self, window: QMainWindow, titles: Mapping[str, str], choose: Callable[[str], None]) -> None:
        super().__init__(window)
        self._window, self._titles, self._choose = window, titles, choose
        self.panels: dict[str, Panel] = {}
        self._lazy: dict[str, Lazy[Any]] = {}
        self._latest = ""

    def add(self, name: str, content: QWidget, least: int = _LEAST) -> None:
        """Add a panel whose content is there already."""
        tabs = SideTabs(self._titles, name)
        tabs.chosen.connect(lambda other: self._turn(other, tabs.hasFocus()))
        panel = Panel(self._titles[name], name, content, _WIDTH, least, self._window, head=tabs)
        self._window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, panel)
        panel.setVisible(not self.panels)
        self._latest = self._latest or name
        self.panels[name] = panel

    def add_lazily(self, name: str, make: Callable[[], QWidget]) -> None:
        """Add a panel, hidden, whose content is made when it is first shown."""
        self._lazy[name] = Lazy(make)
        self.add(name, self._lazy[name])

    def _turn(self, name: str, with_focus: bool) -> None:
        self._choose(name)
        if with_focus:
            tabs = self.panels[name].findChild(SideTabs)
            assert isinstance(tabs, SideTabs)
            tabs.setFocus(Qt.FocusReason.TabFocusReason)

    def content(self, name: str) -> Any:
        """The content of a lazily made panel, made now if need be."""
        return self._lazy[name].content

    def made(self) -> Iterator[Any]:
        """The contents that have been made so far."""
        return (lazy.made for lazy in self._lazy.values() if lazy.made is not None)

    @property
    def width(self) -> int:
        """The width in pixels of the panel that is shown, or was shown last."""
        return self.panels[self._latest].width()

    def take_up(self, shown: Sequence[str]) -> str:
        """The panel whose width is that of the side, of those that were just shown or hidden."""
        self._latest = next((name for name in self.panels if name in shown), self._latest)
        return self._latest

    def show_only(self, name: str) -> None:
        """Show a panel in place of the one that is shown."""
        shown = [panel for panel in self.panels.values() if not panel.isHidden()]
        width = shown[0].width() if shown and shown[0] is not self.panels[name] else 0
        for panel in shown:
            panel.setVisible(panel is self.panels[name])
        self.panels[name].show()
        self._latest = name
        if width > 0:
            self._window.resizeDocks([self.panels[name]], [width], Qt.Orientation.Horizontal)

    def focus_first(self, name: str) -> None:
        """Go to where work in a panel begins."""
        cast("SideContent", self.content(name)).focus_first()

    def attempt(self) -> bool:
        """Store what is being typed in any of them; False when something does not fit."""
        results = [made.attempt() for made in self.made() if hasattr(made, "attempt")]
        return all(results)
