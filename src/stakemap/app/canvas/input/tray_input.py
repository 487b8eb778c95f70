"""Mouse input of the tray: dragging actors out of it and hovering."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from stakemap.app.canvas.input.gesture_controller import GestureController
from stakemap.app.canvas.input.gestures.judge_from_tray import PressInTray
from stakemap.app.canvas.input.hover import Hover
from stakemap.app.canvas.input.pointer import Pointer
from stakemap.app.canvas.input.port import CanvasPort
from stakemap.app.canvas.input.view_input import ViewInput
from stakemap.app.canvas.tray import Tray


class TrayInput(QObject):
    """Turns presses on chips into gestures, whose places are in pixels of the view.

    `rename_requested` carries the actor of a chip that was double-clicked.
    """

    rename_requested = Signal(str)

    def __init__(
        self,
        port: CanvasPort,
        gestures: GestureController,
        hover: Hover,
        tray: Tray,
        view: QWidget,
        mouse: ViewInput,
    ) -> None:
        """`mouse` is the input of the view, which notes where the mouse rests after a click."""
        super().__init__(gestures)
        self._port, self._gestures, self._hover, self._view = port, gestures, hover, view
        self._tray, content = tray, tray.content
        self._mouse = mouse
        content.pressed.connect(self._press)
        content.moved.connect(self._move)
        content.released.connect(self._release)
        content.left.connect(self._leave)

    def _in_view(self, in_tray: Pointer) -> Pointer:
        place = self._view.mapFromGlobal(in_tray.screen)
        return in_tray._replace(x=float(place.x()), y=float(place.y()))

    def _press(self, actor: str | None, in_tray: Pointer, again: bool) -> None:
        self._hover.leave()
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        pointer = self._in_view(in_tray)
        self._mouse.rest(pointer)
        if actor is None:
            self._port.view_state.set(selection=frozenset())
        else:
            rename = partial(self.rename_requested.emit, actor) if again else None
            self._gestures.begin(lambda: PressInTray(self._port, pointer, actor, rename), pointer)

    def _move(self, actor: str | None, in_tray: Pointer) -> None:
        if self._gestures.busy:
            if not self._tray.is_at(in_tray.screen):
                # It would cover where the actor may be dropped.
                self._tray.set_open(False)
            self._gestures.move(self._in_view(in_tray))
        else:
            self._hover.over(actor, in_tray.screen)
            self._mouse.move_on_from_click(self._in_view(in_tray))

    def _release(self, in_tray: Pointer) -> None:
        pointer = self._in_view(in_tray)
        self._mouse.rest(pointer)
        self._gestures.finish(pointer)

    def _leave(self) -> None:
        self._hover.leave()
        self._mouse.move_on()
