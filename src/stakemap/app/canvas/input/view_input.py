"""Mouse input of the view: which press begins which gesture, hovering, and the cursor."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QWidget

from stakemap.app.canvas.input.gesture_controller import GestureController
from stakemap.app.canvas.input.gestures.draw_relation import DrawRelation
from stakemap.app.canvas.input.gestures.pan import Pan
from stakemap.app.canvas.input.gestures.pinch import Pinch
from stakemap.app.canvas.input.gestures.press_actor import PressActor
from stakemap.app.canvas.input.gestures.rubber_band import RubberBand
from stakemap.app.canvas.input.gestures.set_range import SetRange
from stakemap.app.canvas.input.handles import handle_at
from stakemap.app.canvas.input.hover import Hover
from stakemap.app.canvas.input.pointer import Pointer
from stakemap.app.canvas.input.port import CanvasPort

#: The cursors over handles; over the relation handle it is a cross.
_HANDLE_CURSORS = {
    "alignment": Qt.CursorShape.SizeHorCursor,
    "influence": Qt.CursorShape.SizeVerCursor,
}


class ViewInput(QObject):
    """Turns mouse events into gestures and hovering.

    `rename_requested` carries an actor, `add_requested` a position in pixels of the view, `menu_requested`
    an actor or None and a position on the screen, which is None if the menu was opened by keyboard,
    `handle_changed` the handle under the pointer or None.
    `moved_on` is emitted when the mouse goes on from where it rested after a click, see `rests`, or (True)
    when the user goes on by keyboard.
    """

    rename_requested = Signal(str)
    add_requested = Signal(float, float)
    menu_requested = Signal(object, object)
    moved_on = Signal(bool)
    handle_changed = Signal(object)

    def __init__(
        self, port: CanvasPort, gestures: GestureController, hover: Hover, surfaces: tuple[QWidget, ...]
    ) -> None:
        """`surfaces` are the widgets that show the cursor."""
        super().__init__(gestures)
        self._port, self._gestures, self._hover, self._surfaces = port, gestures, hover, surfaces
        self._is_ready_to_pan = False
        #: Where a context menu was opened on empty canvas, in pixels of the view, until that menu is gone.
        self.menu_place: tuple[float, float] | None = None
        self._rests_at: Pointer | None = None
        gestures.cursor_changed.connect(self.update_cursor)
        hover.changed.connect(self.update_cursor)

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is under way."""
        return self._gestures.busy

    # Gestures

    def pan(self, pointer: Pointer) -> None:
        """Begin to pan."""
        self._gestures.begin(lambda: Pan(self._port, pointer), pointer)

    def pinch(self, pointer: Pointer) -> None:
        """Begin to pan and zoom with two fingers."""
        self._gestures.begin(lambda: Pinch(self._port, pointer), pointer)

    def cancel(self) -> None:
        """Take the gesture back."""
        self._gestures.cancel()

    def press(self, pointer: Pointer, *, again: bool = False) -> None:
        """Begin the gesture of whatever is under the pointer: a handle, an actor, or empty canvas.

        The second press of a double click is one `again`: released without a drag, it requests renaming the
        actor there, or adding one.
        """
        port, scene = self._port, self._port.scene
        handle = handle_at(scene, pointer.x, pointer.y)
        actor = scene.actor_at(pointer.x, pointer.y)
        self.point(None)
        if handle is not None:
            make = DrawRelation if handle.end == "relate" else SetRange
            self._gestures.begin(lambda: make(port, pointer, handle), pointer)
        elif actor is None:
            add = partial(self.add_requested.emit, pointer.x, pointer.y) if again else None
            self._gestures.begin(lambda: RubberBand(port, pointer, add), pointer)
        else:
            rename = partial(self.rename_requested.emit, actor) if again else None
            self._gestures.begin(lambda: PressActor(port, pointer, actor, rename), pointer)

    def move(self, pointer: Pointer, *, button_down: bool) -> None:
        """Continue the gesture, or hover."""
        if not self.is_busy:
            self.point(pointer)
            self.move_on_from_click(pointer)
        elif button_down:
            self._gestures.move(pointer)
        else:
            # The release event was lost to another window.
            self._gestures.cancel()

    def release(self, pointer: Pointer) -> None:
        """Finish the gesture."""
        self._gestures.finish(pointer)

    def double_click(self, pointer: Pointer) -> None:
        """Press and release for the second time in the same place."""
        if not self.is_busy:
            self.press(pointer, again=True)
            self.release(pointer)

    def context_menu(self, place: QPoint | None, screen: QPoint) -> None:
        """Request a context menu at a position in the view or, without one, that of the focused actor."""
        scene = self._port.scene
        if place is not None:
            actor = scene.actor_at(place.x(), place.y())
            self.menu_place = (place.x(), place.y()) if actor is None else None
            self.menu_requested.emit(actor, screen)
            return
        interaction = scene.interaction
        actor = interaction.focused if interaction.focus_shown else self._port.view_state.primary
        self.menu_requested.emit(actor, None if actor else screen)

    def menu_closed(self) -> None:
        """Forget where a context menu was opened."""
        self.menu_place = None

    # Hovering

    @property
    def rests(self) -> bool:
        """Whether the mouse is still where it clicked, or over an actor or a handle ever since.

        What is there must not move away from under it, or a second click or a drag would miss it.
        """
        return self._rests_at is not None

    def rest(self, pointer: Pointer) -> None:
        """Note where a button of the mouse was pressed or released."""
        self._rests_at = pointer

    def move_on(self, *, by_key: bool = False) -> None:
        """End the rest after a click, since the mouse has left or the user has gone on by keyboard."""
        rested, self._rests_at = self.rests, None
        if rested or by_key:
            self.moved_on.emit(by_key)

    def move_on_from_click(self, pointer: Pointer) -> None:
        """End the rest after a click if the mouse has gone away from it and from every actor and handle."""
        scene, clicked = self._port.scene, self._rests_at
        is_over = self._hover.actor is not None or scene.interaction.handle is not None
        if clicked is not None and not is_over and pointer.distance(clicked) > scene.radius:
            self.move_on()

    def point(self, pointer: Pointer | None) -> None:
        """Hover what is under the pointer; None ends hovering."""
        interaction = self._port.scene.interaction
        handle = None if pointer is None else handle_at(self._port.scene, pointer.x, pointer.y)
        if handle != interaction.handle:
            interaction.handle = handle
            self.handle_changed.emit(handle)
            self.update_cursor()
            self._port.repaint()
        if pointer is None:
            self._hover.leave()
        elif handle is not None:
            # The handle of the hovered actor must not disappear as the pointer approaches it.
            self._hover.over(None, pointer.screen)
            self._port.repaint()
        else:
            self._hover.over_canvas(pointer.x, pointer.y, pointer.screen)

    def get_ready_to_pan(self, ready: bool) -> None:
        """Show by the cursor whether a drag would pan."""
        self._is_ready_to_pan = ready
        self.update_cursor()

    def update_cursor(self) -> None:
        """Set the cursor of the gesture, of the handle, or of the hovered actor."""
        cursor = self._gestures.cursor
        handle = self._port.scene.interaction.handle
        if cursor is None and self._is_ready_to_pan:
            cursor = Qt.CursorShape.OpenHandCursor
        elif cursor is None and handle is not None:
            cursor = _HANDLE_CURSORS.get(handle.axis or "", Qt.CursorShape.CrossCursor)
        elif cursor is None:
            movable = self._hover.actor is not None and not self._port.session.read_only
            cursor = Qt.CursorShape.OpenHandCursor if movable else Qt.CursorShape.ArrowCursor
        for surface in self._surfaces:
            surface.setCursor(cursor)
