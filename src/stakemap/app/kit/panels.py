"""The panels of a window: what a feature says of its panel, and the docks that are made from that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QWidget

from stakemap.app.kit.actions.action import Action
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.dock_panel import Panel
from stakemap.app.kit.widgets.lazy import Lazy
from stakemap.app.kit.widgets.side_tabs import SideTabs

__all__ = ["PanelContent", "PanelSpec", "Panels"]

_LEFT_WIDTH, _RIGHT_WIDTH, _LEAST = GRID * 42, GRID * 44, GRID * 36


class PanelContent(Protocol):
    """What the content of a panel can do besides being a widget; `attempt() -> bool`, which stores what is
    being typed and is False when that does not fit, may be missing.
    """

    def focus_first(self) -> None:
        """Go to where work begins."""


@dataclass(frozen=True, slots=True)
class PanelSpec:
    """A panel at a side of the window. Those on the left take turns, those on the right share the side.

    `factory` makes its content, a widget that is a `PanelContent`, when the panel is first shown, or at once
    where it is `shown` from the beginning. `action` shows and hides it. `least` is its minimum width in
    pixels. `remembered` panels keep their width, and whether they are shown, from one start to the next.
    """

    id: str
    title: str
    side: Literal["left", "right"]
    factory: Callable[[], QWidget]
    action: Action
    least: int = _LEAST
    shown: bool = False
    remembered: bool = True


class Panels(QObject):
    """The docks of a window's panels. `changed` comes when one was shown or hidden.

    Showing a panel on the left hides the one shown there, and it takes over the width.
    """

    changed = Signal()

    def __init__(self, window: QMainWindow, specs: Iterable[PanelSpec], leave: Callable[[], object]) -> None:
        """`leave` takes the focus of a panel that is hidden."""
        super().__init__(window)
        self._window, self._leave = window, leave
        self._specs = {spec.id: spec for spec in specs}
        self._contents: dict[str, Lazy[Any]] = {}
        self._latest = ""
        self.docks: dict[str, Panel] = {}
        for side in ("left", "right"):
            for spec in self._specs.values():
                if spec.side == side:
                    self._add(spec)

    def _add(self, spec: PanelSpec) -> None:
        content = self._contents[spec.id] = Lazy(spec.factory)
        if spec.side == "left":
            titles = {one.id: one.title for one in self._specs.values() if one.side == "left"}
            tabs = SideTabs(titles, spec.id)
            tabs.chosen.connect(lambda other: self._turn(other, tabs.hasFocus()))
            panel = Panel(spec.title, spec.id, content, _LEFT_WIDTH, spec.least, self._window, head=tabs)
            self._window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, panel)
            self._latest = self._latest or spec.id
        else:
            panel = Panel(spec.title, spec.id, content, _RIGHT_WIDTH, spec.least, self._window)
            self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, panel)
        panel.setVisible(spec.shown)
        if spec.shown:
            _ = content.content
        self.docks[spec.id] = panel
        panel.visibilityChanged.connect(lambda _visible: self.changed.emit())

    def _turn(self, name: str, with_focus: bool) -> None:
        self.show(name, True)
        if with_focus:
            tabs = self.docks[name].findChild(SideTabs)
            assert isinstance(tabs, SideTabs)
            tabs.setFocus(Qt.FocusReason.TabFocusReason)

    def on_side(self, side: str) -> list[str]:
        """The panels of a side that are shown, in the order of their registration."""
        return [key for key, spec in self._specs.items() if spec.side == side and self.shows(key)]

    def content(self, name: str) -> Any:
        """The content of a panel, made now if need be."""
        return self._contents[name].content

    def made(self) -> Iterator[Any]:
        """The contents that have been made so far."""
        return (lazy.made for lazy in self._contents.values() if lazy.made is not None)

    def shows(self, name: str) -> bool:
        """Whether a panel is shown."""
        return not self.docks[name].isHidden()

    def show(self, name: str, shown: bool) -> None:
        """Show or hide a panel."""
        had_focus = self.docks[name].isAncestorOf(self._window.focusWidget() or self._window)
        if shown and self._specs[name].side == "left":
            self._show_only(name)
        else:
            self.docks[name].setVisible(shown)
        if had_focus and not shown:
            self._leave()
        self.changed.emit()

    def _show_only(self, name: str) -> None:
        """Show a panel on the left in place of the one that is shown there."""
        shown = [self.docks[other] for other in self.on_side("left")]
        width = shown[0].width() if shown and shown[0] is not self.docks[name] else 0
        for panel in shown:
            panel.setVisible(panel is self.docks[name])
        self.docks[name].show()
        self._latest = name
        if width > 0:
            self._window.resizeDocks([self.docks[name]], [width], Qt.Orientation.Horizontal)

    def toggle(self, name: str, *, focus: bool = False) -> None:
        """Show or hide a panel, and go to where work in it begins if it is shown and `focus` asks for it."""
        shown = not self.shows(name)
        self.show(name, shown)
        if shown and focus:
            self.focus(name)

    def show_and_focus(self, name: str) -> None:
        """Show a panel and go to where work in it begins."""
        self.show(name, True)
        self.focus(name)

    def focus(self, name: str) -> None:
        """Go to where work in a panel begins."""
        cast("PanelContent", self.content(name)).focus_first()

    def attempt(self) -> bool:
        """Store what is being typed in any of them; False when something does not fit."""
        results = [made.attempt() for made in self.made() if hasattr(made, "attempt")]
        return all(results)

    # What is remembered

    @property
    def _remembered(self) -> list[str]:
        return [key for key, spec in self._specs.items() if spec.remembered]

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths of the remembered panels in pixels, negative for hidden ones."""
        left = self.docks[self._latest].width() if self._latest else 0
        widths = {
            key: left if self._specs[key].side == "left" else self.docks[key].width()
            for key in self._remembered
        }
        return tuple(width if self.shows(key) else -width for key, width in widths.items())

    def restore(self, widths: Sequence[int]) -> None:
        """Give the panels the widths they had, and hide those that were hidden."""
        known = dict(zip(self._remembered, widths, strict=False))
        if len(known) < 2 or not all(widths):
            return
        for key, width in known.items():
            self.docks[key].setVisible(width > 0)
        # One of each side: those that share a side share its width.
        left = [key for key in known if self._specs[key].side == "left"]
        self._latest = next((key for key in left if known[key] > 0), self._latest)
        right = next(key for key in known if self._specs[key].side == "right")
        docks, wanted = zip(
            *((self.docks[key], abs(known[key])) for key in (self._latest, right)), strict=True
        )
        # Once the layout has been done for the size of the window.
        orientation = Qt.Orientation.Horizontal
        QTimer.singleShot(0, self, lambda: self._window.resizeDocks(docks, wanted, orientation))
