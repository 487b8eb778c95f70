"""The canvas by keyboard alone: moving the focus, selecting, nudging, zooming."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from stakemap.app.canvas.camera import Camera
from stakemap.app.canvas.input.gesture_controller import GestureController
from stakemap.app.canvas.input.nudge import Nudger
from stakemap.app.canvas.input.port import CanvasPort, read_only_message
from stakemap.i18n import tr

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control)
_LARGE_STEP = 10


class Keyboard(QObject):
    """Turns keys into commands. The focus is on one actor; it is shown once a key has moved it.

    `focus_moved` carries the newly focused actor, to be brought into view and announced.
    """

    focus_moved = Signal(str)
    select_all_requested = Signal()
    rename_requested = Signal(str)
    inspect_requested = Signal(str)
    #: Go through the dated snapshots.
    play_requested = Signal()
    #: Whether the space bar is held, so that a drag pans.
    space_changed = Signal(bool)

    def __init__(self, port: CanvasPort, gestures: GestureController, camera: Camera) -> None:
        super().__init__(gestures)
        self._port, self._gestures, self._camera = port, gestures, camera
        self._nudger = Nudger(port)
        self.space_is_down = False
        self._space_used = False
        #: Whether the focus was shown when the canvas lost it.
        self._was_shown = False

    # Focus

    def move_focus(self, forward: bool) -> bool:
        """Focus the next actor, or the one before; False beyond the last one."""
        order = self._port.scene.focus_order()
        interaction = self._port.scene.interaction
        if interaction.focused in order:
            place = order.index(interaction.focused) + (1 if forward else -1)
        else:
            place = 0 if forward else len(order) - 1
        if not 0 <= place < len(order):
            return False
        self._focus(order[place])
        return True

    def _focus(self, actor: str) -> None:
        interaction = self._port.scene.interaction
        interaction.focused, interaction.focus_shown = actor, True
        self.focus_moved.emit(actor)
        self._port.repaint()

    def focus_in(self, reason: Qt.FocusReason) -> None:
        """Handle the canvas getting the keyboard focus: by Tab at the first actor, else where it was."""
        interaction = self._port.scene.interaction
        if reason == Qt.FocusReason.TabFocusReason:
            interaction.focused = None
            self.move_focus(forward=True)
        elif reason == Qt.FocusReason.BacktabFocusReason:
            interaction.focused = None
            self.move_focus(forward=False)
        elif self._was_shown and reason != Qt.FocusReason.MouseFocusReason:
            interaction.focus_shown = interaction.focused is not None
            self._port.repaint()

    def focus_out(self) -> None:
        """Handle the canvas losing the keyboard focus."""
        self._hold_space(False)
        self._was_shown = self._port.scene.interaction.focus_shown
        self.forget_focus()

    def forget_focus(self) -> None:
        """Hide the focus until a key moves it again."""
        interaction = self._port.scene.interaction
        if interaction.focus_shown:
            interaction.focus_shown = False
            self._port.scene.fan_out(None)
            self._port.repaint()

    def _target(self) -> str | None:
        """The actor that keys act on: the focused one, else the one selected last."""
        interaction, view = self._port.scene.interaction, self._port.view_state
        if interaction.focus_shown and interaction.focused is not None:
            return interaction.focused
        return view.primary

    # Keys

    def press(self, event: QKeyEvent) -> bool:
        """Handle a key press; False when the canvas does not use the key."""
        key = Qt.Key(event.key())
        if key in _MODIFIERS:
            self._modifiers(event, key, down=True)
            return False
        if self._gestures.busy:
            # A key must not change the map beneath a drag.
            return self._gestures.cancel() if key == Qt.Key.Key_Escape else True
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all_requested.emit()
            return True
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ARROWS:
            return self._nudge(key, modifiers)
        if modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            return self._plain(event, key)
        return False

    def release(self, event: QKeyEvent) -> bool:
        """Handle a key release; False when the canvas does not use the key."""
        key = Qt.Key(event.key())
        if key in _MODIFIERS:
            self._modifiers(event, key, down=False)
            return False
        if key == Qt.Key.Key_Space and not event.isAutoRepeat() and self.space_is_down:
            self._hold_space(False)
            if not self._space_used:
                self._toggle()
            return True
        return False

    def _hold_space(self, held: bool) -> None:
        if held != self.space_is_down:
            self.space_is_down = held
            self.space_changed.emit(held)

    def space_was_used(self) -> None:
        """Note that the held space bar has panned, so that its release does not select."""
        self._space_used = True

    def _modifiers(self, event: QKeyEvent, key: Qt.Key, *, down: bool) -> None:
        # The event of a modifier key still has the modifiers before it was pressed or released.
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._gestures.modifiers_changed(
            shift=down if key == Qt.Key.Key_Shift else shift,
            control=down if key == Qt.Key.Key_Control else control,
        )

    def _plain(self, event: QKeyEvent, key: Qt.Key) -> bool:
        actor = self._target()
        if key == Qt.Key.Key_Escape:
            return self._escape()
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space_used = False
                self._hold_space(True)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and actor is not None:
            if actor not in self._port.view_state.selection:
                self._port.view_state.select(actor)
            self.inspect_requested.emit(actor)
            return True
        if key == Qt.Key.Key_F2 and actor is not None:
            self.rename_requested.emit(actor)
            return True
        return self._zoom(key)

    def _zoom(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._camera.zoom_in()
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self._camera.zoom_out()
        elif key == Qt.Key.Key_0:
            self._camera.fit()
        else:
            return False
        return True

    def _escape(self) -> bool:
        view = self._port.view_state
        if view.selection:
            view.set(selection=frozenset())
            return True
        return False

    def _toggle(self) -> None:
        """The space bar selects the focused actor, or takes it out of the selection; without one it plays."""
        interaction, view = self._port.scene.interaction, self._port.view_state
        if interaction.focus_shown and interaction.focused is not None:
            view.set(selection=view.selection ^ {interaction.focused}, primary=interaction.focused)
        else:
            self.play_requested.emit()

    def _nudge(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if modifiers not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            return False
        scene, view, session = self._port.scene, self._port.view_state, self._port.session
        actor = self._target()
        chosen = view.selection if actor is None or actor in view.selection else frozenset({actor})
        if not chosen:
            return False
        actors = tuple(sorted(chosen & scene.columns.row.keys()))
        if session.read_only:
            self._port.say(read_only_message())
        elif not actors:
            self._port.say(
                tr(
                    "This actor has no position to nudge: press Enter to type one, or drag it onto "
                    "the canvas."
                )
            )
        else:
            step = _LARGE_STEP if modifiers == Qt.KeyboardModifier.ShiftModifier else 1
            dx, dy = _ARROWS[key]
            self._nudger.nudge(actors, dx * step, dy * step)
        return True
