"""The panels of a window: what a feature specifies of its panel, and the dock widgets made from that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, Protocol, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QWidget

from stakemap.app.kit.actions.action import Action
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.dock_panel import Panel
from stakemap.values import frozen

_LEFT_WIDTH, _RIGHT_WIDTH, _MINIMUM_WIDTH = GRID * 35, GRID * 37, GRID * 36
#: The most that panels on the left take by themselves, as long as canvas and rail keep so much between those
#: on both sides.
_WIDEST_LEFT, _CANVAS_WIDTH = GRID * 45, GRID * 85
#: The width of a window in pixels from which panels that open in a wide window do.
WIDE_WINDOW = 1_500
#: The width of canvas and rail in pixels below which panels give way to them.
LEAST_CANVAS_WIDTH = GRID * 64
#: The height in pixels that each panel stacked on the right has at least, and that of the bars around them.
_LEAST_HEIGHT, _BARS = GRID * 30, GRID * 12

Side = Literal["left", "right"]


class PanelContent(Protocol):
    """The interface of a panel's content besides QWidget, with two optional methods.

    `commit_pending() -> bool` stores pending input and returns False when that is invalid. `wanted_width() ->
    int` is the width in pixels at which nothing in it is cut; it gets that as far as the window has room.
    """

    def focus_first(self) -> None:
        """Give the keyboard focus to the first control."""


@frozen
class PanelSpec:
    """A panel at a side of the window. Of those on the left one is shown at a time, those on the right are
    stacked.

    `factory` creates its content, a widget that is a `PanelContent`, in a parent when it is first shown.
    `action` toggles it. `least` is its minimum width in pixels, `most` that which the user can give one on
    the right. `opens` says when it is open until the user opens or closes it: in a wide window, from the
    first selection on, or never. What the user chose is restored at the next start if it is `remembered`.
    """

    id: str
    title: str
    side: Side
    factory: Callable[[QWidget], QWidget]
    action: Action
    least: int = _MINIMUM_WIDTH
    most: int = _RIGHT_WIDTH
    opens: Literal["never", "wide", "selection"] = "never"
    remembered: bool = True


class Panels(QObject):
    """The dock widgets of a window's panels. `changed` is emitted when one is shown or hidden.

    A panel is open when the user opened it, or else as its specification says. One that is open is shown as
    long as that leaves LEAST_CANVAS_WIDTH of the window. In a narrower window panels are hidden until there
    is room again, first those that opened by themselves; what the user asks for is shown in any case, until
    the window is resized. So are those on the right for which the window is not high enough, first those
    that opened or were requested the longest ago.
    """

    changed = Signal()

    def __init__(
        self,
        window: QMainWindow,
        specs: Iterable[PanelSpec],
        leave: Callable[[], object],
        has_selection: Callable[[], bool],
    ) -> None:
        """`leave` is called to move the keyboard focus out of a panel that is hidden, or left with Esc."""
        super().__init__(window)
        self._window, self._move_focus_out, self._has_selection = window, leave, has_selection
        # In the order of the window, from which the tab order follows.
        self._specs = {spec.id: spec for spec in sorted(specs, key=lambda spec: spec.side)}
        self.docks: dict[str, Panel[Any]] = {}
        #: Which panels the user opened (True) or closed (False), the latest choice last.
        self._choices: dict[str, bool] = {}
        #: The panels that opened or were requested, the latest last.
        self._opened: dict[str, None] = {}
        #: Whether the panels that open with the first selection have opened.
        self._had_selection = False
        self._widths: dict[Side, int] = {"left": _LEFT_WIDTH, "right": _RIGHT_WIDTH}
        #: The width that those on the left have unless the user gave them another.
        self._usual_width = _LEFT_WIDTH
        self._asked: Side | None = None
        #: The panel that is shown in place of the others on its side.
        self._suggested: str | None = None
        for spec in self._specs.values():
            self._add(spec)
        self.arrange()

    def _add(self, spec: PanelSpec) -> None:
        most = None if spec.side == "left" else spec.most
        width = self._widths[spec.side]
        panel: Panel[Any] = Panel(spec.title, spec.id, spec.factory, width, spec.least, most, self._window)
        panel.hide()
        area = Qt.DockWidgetArea
        self._window.addDockWidget(
            area.LeftDockWidgetArea if spec.side == "left" else area.RightDockWidgetArea, panel
        )
        panel.close_requested.connect(lambda: self.show(spec.id, False))
        panel.left.connect(self._move_focus_out)
        panel.visibilityChanged.connect(lambda _visible: self.changed.emit())
        self.docks[spec.id] = panel

    def on_side(self, side: str) -> list[str]:
        """The visible panels of a side, in the order of their registration."""
        return [key for key, spec in self._specs.items() if spec.side == side and self.shows(key)]

    def content(self, name: str) -> Any:
        """The content of a panel, created now if it does not exist yet."""
        return self.docks[name].content

    def made(self) -> Iterator[Any]:
        """The contents that exist so far."""
        return (dock.existing for dock in self.docks.values() if dock.existing is not None)

    def shows(self, name: str) -> bool:
        """Whether a panel is shown."""
        return not self.docks[name].isHidden()

    # What is open

    def show(self, name: str, shown: bool) -> None:
        """Open or close a panel, as the user asked."""
        spec = self._specs[name]
        if self._suggested is not None and self._specs[self._suggested].side == spec.side:
            self._suggested = None
        if spec.side == "left" and shown:
            for other in [each for each in self._specs.values() if each.side == "left"]:
                self._choices[other.id] = False
        self._choices.pop(name, None)
        # What only shows details of the selection is not restored at the next start.
        if spec.opens != "selection" or not shown or not self._has_selection():
            self._choices[name] = shown
        self._asked = spec.side if shown else None
        if shown:
            self._note_opened(name)
        self.arrange()

    def _note_opened(self, name: str) -> None:
        self._opened.pop(name, None)
        self._opened[name] = None

    def suggest(self, name: str) -> None:
        """Show a panel in place of those on its side until the user opens or closes one of them there.

        Nothing of that is remembered.
        """
        self._suggested, self._asked = name, self._specs[name].side
        self.arrange()

    def toggle(self, name: str, *, focus: bool = False) -> None:
        """Open or close a panel for good; `focus` gives an opened one the keyboard focus."""
        shown = not self.shows(name)
        self.show(name, shown)
        if shown:
            self._choices[name] = True
            if focus:
                self.focus(name)

    def show_and_focus(self, name: str) -> None:
        """Show a panel and give it the keyboard focus."""
        self.show(name, True)
        self.focus(name)

    def focus(self, name: str) -> None:
        """Give the keyboard focus to the first control of a panel."""
        cast("PanelContent", self.content(name)).focus_first()

    def _is_open(self, spec: PanelSpec) -> bool:
        """Whether a panel is open, whether or not there is room for it."""
        if self._suggested is not None and self._specs[self._suggested].side == spec.side:
            return spec.id == self._suggested
        if spec.id in self._choices:
            return self._choices[spec.id]
        if spec.opens == "wide":
            return self._window.width() >= WIDE_WINDOW
        return spec.opens == "selection" and self._had_selection

    @property
    def awaits_selection(self) -> bool:
        """Whether a panel is still to open with the first selection."""
        waiting = (spec for spec in self._specs.values() if spec.opens == "selection")
        return not self._had_selection and any(spec.id not in self._choices for spec in waiting)

    def arrange(self) -> None:
        """Show the panels that are open and have room, and hide the others."""
        if any(dock.is_being_made for dock in self.docks.values()):
            # It selects an actor while it is made, at which others open.
            QTimer.singleShot(0, self, self.arrange)
            return
        if not self._had_selection and self._has_selection():
            self._had_selection = True
            for spec in self._specs.values():
                if spec.opens == "selection":
                    self._note_opened(spec.id)
        before = {name: self.shows(name) for name in self.docks}
        self._note_widths()
        opened = [spec for spec in self._specs.values() if self._is_open(spec)]
        # The side requested last comes first, then what the user opened, then what opened by itself.
        sides: list[Side] = sorted(
            {spec.side for spec in opened},
            key=lambda side: (
                side != self._asked,
                not any(self._choices.get(spec.id) for spec in opened if spec.side == side),
                side,
            ),
        )
        room = self._window.width() - LEAST_CANVAS_WIDTH
        shown: set[str] = set()
        for side in sides:
            if side == self._asked or self._widths[side] <= room:
                room -= self._widths[side]
                shown |= self._of_height([spec.id for spec in opened if spec.side == side])
        if shown != {name for name, visible in before.items() if visible}:
            self._apply(shown)

    def _of_height(self, names: Sequence[str]) -> set[str]:
        """Those of the open panels of a side for which the window is high enough, at least one."""
        most = max(1, (self._window.height() - _BARS) // _LEAST_HEIGHT)
        order = {name: place for place, name in enumerate(self._opened)}
        return set(sorted(names, key=lambda name: order.get(name, -1))[-most:])

    def _adapt_width(self) -> None:
        """Give the panels on the left the width that is usual in the window, unless the user chose one."""
        self._note_widths()
        if self._widths["left"] != self._usual_width:
            return
        contents = [made for made in self.made() if hasattr(made, "wanted_width")]
        wanted = max((made.wanted_width() for made in contents), default=_LEFT_WIDTH)
        room = self._window.width() - _CANVAS_WIDTH - _RIGHT_WIDTH
        self._usual_width = self._widths["left"] = max(min(wanted, room, _WIDEST_LEFT), _LEFT_WIDTH)
        self._resize(self.on_side("left"))

    def _apply(self, shown: set[str]) -> None:
        focus = self._window.focusWidget()
        left_behind = any(
            focus is not None and dock.isAncestorOf(focus) and name not in shown
            for name, dock in self.docks.items()
        )
        appeared = [dock for name, dock in self.docks.items() if name in shown and dock.isHidden()]
        if any(dock.existing is None for dock in appeared):
            for dock in appeared:
                _ = dock.content
            self._adapt_width()
        # Those that go go first: shown together, they might need more room than the screen has.
        for name, dock in sorted(self.docks.items(), key=lambda each: each[0] in shown):
            dock.setVisible(name in shown)
        if left_behind:
            self._move_focus_out()
        self._resize([name for name in shown if self.docks[name] in appeared])
        stacked = [self.docks[name] for name in self.on_side("right")]
        if len(stacked) > 1 and any(dock in appeared for dock in stacked):
            self._window.resizeDocks(stacked, [1] * len(stacked), Qt.Orientation.Vertical)
        self.changed.emit()

    def _resize(self, names: Iterable[str]) -> None:
        docks = [self.docks[name] for name in names]
        if docks:
            widths = [self._widths[self._specs[name].side] for name in names]
            self._window.resizeDocks(docks, widths, Qt.Orientation.Horizontal)

    def _note_widths(self) -> None:
        """Note the width that the user gave to the panels on the left; that on the right is fixed."""
        shown = self.on_side("left")
        layout = self._window.layout()
        if shown and layout is not None and self._window.isVisible():
            # A panel that was shown just now has no width yet.
            layout.activate()
            width, known = self.docks[shown[0]].width(), self._widths["left"]
            # One that needs more than the others have has taken it by itself.
            if not known < width == self._specs[shown[0]].least:
                self._widths["left"] = width

    def window_resized(self) -> None:
        """Arrange the panels for the new width of the window."""
        self._asked = None
        self._adapt_width()
        self.arrange()

    def commit_pending(self) -> bool:
        """Store pending input of all panels; False when some of it is invalid."""
        results = [made.commit_pending() for made in self.made() if hasattr(made, "commit_pending")]
        return all(results)

    # Remembering

    @property
    def choices(self) -> dict[str, bool]:
        """Which of the remembered panels the user opened (True) or closed (False)."""
        return {name: shown for name, shown in self._choices.items() if self._specs[name].remembered}

    @property
    def left_width(self) -> int:
        """The width of the panels on the left in pixels."""
        self._note_widths()
        return self._widths["left"]

    def restore(self, choices: Mapping[str, bool], left_width: int) -> None:
        """Open and close panels as remembered; unknown ones are ignored."""
        self._choices.update({name: shown for name, shown in choices.items() if name in self._specs})
        for name in (name for name, shown in self._choices.items() if shown):
            self._note_opened(name)
        if left_width not in (0, _LEFT_WIDTH):
            self._widths["left"] = left_width
        self.arrange()
        # After the window has been laid out at its own size.
        QTimer.singleShot(0, self, lambda: self._resize(self.on_side("left")))
