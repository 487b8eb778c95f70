"""The view: pyqtgraph's GraphicsView with one item in its view box, the camera, and event handling."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pyqtgraph import GraphicsView, ViewBox
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QResizeEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsView, QWidget

from stakemap.app.canvas.camera import Camera
from stakemap.app.canvas.input.handles import handle_tip
from stakemap.app.canvas.input.pointer import pointer_of
from stakemap.app.canvas.input.touch import TouchInput
from stakemap.app.canvas.layers.stage import StageItem
from stakemap.app.canvas.scene.scene import Scene
from stakemap.app.kit.plain_text import set_tooltip

if TYPE_CHECKING:
    from stakemap.app.canvas.accessibility import AccessibleActors
    from stakemap.app.canvas.input.keyboard import Keyboard
    from stakemap.app.canvas.input.view_input import ViewInput


#: The zoom factor of one notch of a wheel (15 degrees, in eighths).
_NOTCH, _ZOOM_A_NOTCH = 120.0, 1.18
#: The keys that are held while the mouse is used.
_HELD_KEYS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_Space)


class CanvasView(GraphicsView):
    """Shows the stage through its camera, and passes mouse and keyboard on to what `attach` is given."""

    resized = Signal()

    def __init__(self, scene: Scene, item: StageItem, parent: QWidget) -> None:
        super().__init__(parent, background=None)
        self._scene = scene
        self.item = item
        self._input: ViewInput | None = None
        self._touch: TouchInput | None = None
        #: The mouse button that began the gesture under way, and ends it.
        self._button = Qt.MouseButton.NoButton
        self.keyboard: Keyboard | None = None
        self.accessible_actors: AccessibleActors | None = None
        self.box = ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0.0)
        self.box.disableAutoRange()
        self.setCentralItem(self.box)
        self.box.addItem(item, ignoreBounds=True)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        # The stage paints every pixel, so the background need not be erased.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        # On a Mac these would be the touches of its touchpad, whose gestures come as wheel and native events.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents, sys.platform != "darwin")
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        self.camera = Camera(scene, self)
        self.camera.changed.connect(self._show_part)

    def attach(self, mouse: ViewInput, keyboard: Keyboard) -> None:
        """Set what handles mouse, touches and keyboard."""
        self._input, self.keyboard = mouse, keyboard
        self._touch = TouchInput(mouse, keyboard.forget_focus, self)
        keyboard.space_changed.connect(mouse.get_ready_to_pan)
        # The base class shows the tooltip of the item under the mouse.
        mouse.handle_changed.connect(lambda handle: set_tooltip(self.item, handle_tip(handle)))

    def _show_part(self) -> None:
        projection = self._scene.projection
        self.box.setRange(xRange=projection.x, yRange=projection.y, padding=0)
        self.viewport().update()

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture, or pan with the middle button or the space bar."""
        self._press(event)

    def _press(self, event: QMouseEvent, *, again: bool = False) -> None:
        event.accept()
        if self._input is None or self._input.is_busy:
            return
        if self.keyboard is not None:
            self.keyboard.forget_focus()
        self._button = event.button()
        self._input.rest(pointer_of(event))
        if self._pans(event):
            if self.keyboard is not None:
                self.keyboard.space_was_used()
            self._input.pan(pointer_of(event))
        elif event.button() == Qt.MouseButton.LeftButton:
            self._input.press(pointer_of(event), again=again)

    def _pans(self, event: QMouseEvent) -> bool:
        """Whether a press begins to pan."""
        space_down = self.keyboard is not None and self.keyboard.space_is_down
        left = event.button() == Qt.MouseButton.LeftButton
        return event.button() == Qt.MouseButton.MiddleButton or (left and space_down)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Continue the gesture, or hover."""
        event.accept()
        if self._input is not None:
            self._input.move(pointer_of(event), button_down=bool(event.buttons() & self._button))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish the gesture, if this is the button that began it."""
        event.accept()
        if self._input is not None and event.button() == self._button:
            self._input.rest(pointer_of(event))
            self._input.release(pointer_of(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture that, released without a drag, renames the actor there or adds one."""
        self._press(event, again=True)

    def leaveEvent(self, event: QEvent) -> None:
        """End hovering."""
        if self._input is not None:
            self._input.point(None)
            self._input.move_on()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Request a context menu at the pointer, or, by keyboard, at the focused actor."""
        event.accept()
        if self._input is not None:
            by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
            self._input.context_menu(event.pos() if by_mouse else None, event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer; a touchpad pans, or zooms with Ctrl."""
        event.accept()
        touchpad = event.device() is not None and event.device().type() == QInputDevice.DeviceType.TouchPad
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not self._may_move():
            return
        if touchpad and not event.pixelDelta().isNull() and not control:
            self.camera.pan(event.pixelDelta().x(), event.pixelDelta().y())
            return
        factor = _ZOOM_A_NOTCH ** (event.angleDelta().y() / _NOTCH)
        self.camera.zoom_at(factor, event.position().x(), event.position().y())

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom and pan by touches, and by gestures on a touchpad."""
        if isinstance(event, QNativeGestureEvent):
            return self._native_gesture(event)
        if isinstance(event, QTouchEvent):
            # What is ignored comes back as the mouse; nothing is translated for the scene by QGraphicsView.
            event.setAccepted(self._touch is not None and self._touch.handle(event))
            return True
        return bool(super().viewportEvent(event))

    def _native_gesture(self, event: QNativeGestureEvent) -> bool:
        zooms = event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        if not zooms and event.gestureType() != Qt.NativeGestureType.PanNativeGesture:
            return False
        if not self._may_move():
            return True
        if zooms:
            self.camera.zoom_at(1.0 + event.value(), event.position().x(), event.position().y())
        else:
            self.camera.pan(event.delta().x(), event.delta().y())
        return True

    def _may_move(self) -> bool:
        """Whether zooming and panning are allowed: during a drag, actors would not stay at the pointer."""
        if self._input is None or self._input.is_busy:
            return False
        self._input.point(None)
        return True

    # The keyboard

    def event(self, event: QEvent) -> bool:
        """Override shortcuts for Esc during a gesture; by a key, also Tab, the user goes on from a click."""
        if isinstance(event, QKeyEvent) and self._input is not None:
            kind, key = event.type(), event.key()
            if kind == QEvent.Type.ShortcutOverride and key == Qt.Key.Key_Escape and self._input.is_busy:
                event.accept()
                return True
            if kind == QEvent.Type.KeyPress and key not in _HELD_KEYS:
                self._input.move_on(by_key=True)
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle a key; one that is not used goes on to the window."""
        if self.keyboard is None or not self.keyboard.press(event):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Handle the release of a modifier key or the space bar."""
        if self.keyboard is None or not self.keyboard.release(event):
            event.ignore()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Move the focus by Tab from actor to actor, and from the last one to the next panel."""
        if self.keyboard is not None and self.keyboard.move_focus(forward):
            return True
        return bool(super().focusNextPrevChild(forward))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus, if it came by keyboard."""
        super().focusInEvent(event)
        if self.keyboard is not None:
            self.keyboard.focus_in(event.reason())
        if self.accessible_actors is not None:
            # Qt announces the focus of the canvas itself after this.
            QTimer.singleShot(0, self.accessible_actors, self.accessible_actors.announce_shown_focus)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus."""
        super().focusOutEvent(event)
        if self.keyboard is not None:
            self.keyboard.focus_out()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Fit the view box, then what it shows."""
        super().resizeEvent(event)
        # The base class calls this from its constructor, with no event.
        if event is not None:
            self.camera.resize(self.viewport().width(), self.viewport().height())
            self._show_part()
            self.resized.emit()
