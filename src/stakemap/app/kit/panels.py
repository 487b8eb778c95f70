"""The panels of a window: what a feature specifies of its panel, and the dock widgets made from that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QWidget

from stakemap.app.kit.actions.action import Action
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.dock_panel import Panel
from stakemap.app.kit.widgets.lazy import LazyContent
from stakemap.app.kit.widgets.side_tabs import SideTabs

__all__ = ["PanelContent", "PanelSpec", "Panels"]

_LEFT_WIDTH, _RIGHT_WIDTH, _MINIMUM_WIDTH = GRID * 42, GRID * 44, GRID * 36


class PanelContent(Protocol):
    """The interface of a panel's content besides QWidget. `commit_pending() -> bool` is optional: it stores
    pending input and returns False when that is invalid.
    """

    def focus_first(self) -> None:
        """Give the keyboard focus to the first control."""


@dataclass(frozen=True, slots=True)
class PanelSpec:
    """A panel at a side of the window. Of those on the left one is shown at a time, those on the right are
    stacked.

    `factory` creates its content, a widget that is a `PanelContent`, when the panel is first shown, or at
    once if it is `shown` at start. `action` toggles it. `least` is its minimum width in pixels. The width and
    visibility of `remembered` panels are restored at the next start.
    """

    id: str
    title: str
    side: Literal["left", "right"]
    factory: Callable[[], QWidget]
    action: Action
    least: int = _MINIMUM_WIDTH
    shown: bool = False
    remembered: bool = True


class Panels(QObject):
    """The dock widgets of a window's panels. `changed` is emitted when one is shown or hidden.

    A panel shown on the left replaces the one there and gets its width.
    """

    changed = Signal()

    def __init__(self, window: QMainWindow, specs: Iterable[PanelSpec], leave: Callable[[], object]) -> None:
        """`leave` is called to move the keyboard focus out of a panel that is hidden."""
        super().__init__(window)
        self._window, self._move_focus_out = window, leave
        self._specs = {spec.id: spec for spec in specs}
        self._contents: dict[str, LazyContent[Any]] = {}
        self._latest = ""
        self.docks: dict[str, Panel] = {}
        for side in ("left", "right"):
            for spec in self._specs.values():
                if spec.side == side:
                    self._add(spec)

    def _add(self, spec: PanelSpec) -> None:
        content = self._contents[spec.id] = LazyContent(spec.factory)
        if spec.side == "left":
            titles = {one.id: one.title for one in self._specs.values() if one.side == "left"}
            tabs = SideTabs(titles, spec.id)
            tabs.chosen.connect(lambda other: self._switch_to(other, tabs.hasFocus()))
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

    def _switch_to(self, name: str, with_focus: bool) -> None:
        self.show(name, True)
        if with_focus:
            tabs = self.docks[name].findChild(SideTabs)
            assert isinstance(tabs, SideTabs)
            tabs.setFocus(Qt.FocusReason.TabFocusReason)

    def on_side(self, side: str) -> list[str]:
        """The visible panels of a side, in the order of their registration."""
        return [key for key, spec in self._specs.items() if spec.side == side and self.shows(key)]

    def content(self, name: str) -> Any:
        """The content of a panel, created now if it does not exist yet."""
        return self._contents[name].content

    def made(self) -> Iterator[Any]:
        """The contents that exist so far."""
        return (lazy.existing for lazy in self._contents.values() if lazy.existing is not None)

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
            self._move_focus_out()
        self.changed.emit()

    def _show_only(self, name: str) -> None:
        """Show a panel on the left in place of the one there."""
        shown = [self.docks[other] for other in self.on_side("left")]
        width = shown[0].width() if shown and shown[0] is not self.docks[name] else 0
        for panel in shown:
            panel.setVisible(panel is self.docks[name])
        self.docks[name].show()
        self._latest = name
        if width > 0:
            self._window.resizeDocks([self.docks[name]], [width], Qt.Orientation.Horizontal)

    def toggle(self, name: str, *, focus: bool = False) -> None:
        """Show or hide a panel; `focus` gives a shown one the keyboard focus."""
        shown = not self.shows(name)
        self.show(name, shown)
        if shown and focus:
            self.focus(name)

    def show_and_focus(self, name: str) -> None:
        """Show a panel and give it the keyboard focus."""
        self.show(name, True)
        self.focus(name)

    def focus(self, name: str) -> None:
        """Give the keyboard focus to the first control of a panel."""
        cast("PanelContent", self.content(name)).focus_first()

    def commit_pending(self) -> bool:
        """Store pending input of all panels; False when some of it is invalid."""
        results = [made.commit_pending() for made in self.made() if hasattr(made, "commit_pending")]
        return all(results)

    # Restoring the layout

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
        """Restore the widths and the visibility of the panels from `widths`."""
        known = dict(zip(self._remembered, widths, strict=False))
        if len(known) < 2 or not all(widths):
            return
        for key, width in known.items():
            self.docks[key].setVisible(width > 0)
        # One panel of each side, since all of a side have the same width.
        left = [key for key in known if self._specs[key].side == "left"]
        self._latest = next((key for key in left if known[key] > 0), self._latest)
        right = next(key for key in known if self._specs[key].side == "right")
        docks, wanted = zip(
            *((self.docks[key], abs(known[key])) for key in (self._latest, right)), strict=True
        )
        # After the window has been laid out at its own size.
        orientation = Qt.Orientation.Horizontal
        QTimer.singleShot(0, self, lambda: self._window.resizeDocks(docks, wanted, orientation))
