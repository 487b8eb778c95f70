"""The view: pyqtgraph's graphics view with one item in its view box, and events turned into gestures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyqtgraph import GraphicsView, ViewBox
from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsView, QWidget

from stakemap.app.canvas.input.gesture_controller import Hands
from stakemap.app.canvas.input.gestures.base import Bench, pointer_of
from stakemap.app.canvas.input.gestures.draw_relation import DrawRelation
from stakemap.app.canvas.input.gestures.pan import Pan
from stakemap.app.canvas.input.gestures.press_actor import Press
from stakemap.app.canvas.input.gestures.rubber_band import RubberBand
from stakemap.app.canvas.input.gestures.set_range import SetRange
from stakemap.app.canvas.input.handles import handle_at
from stakemap.app.canvas.input.keyboard import Keyboard
from stakemap.app.canvas.layers.stage import StageItem
from stakemap.app.canvas.scene.projection import Projection

if TYPE_CHECKING:
    from stakemap.app.canvas.accessibility import AccessibleActors

__all__ = ["CanvasView"]

#: One notch of a wheel (15 degrees, in eighths) enlarges this much.
_NOTCH, _ZOOM_A_NOTCH = 120.0, 1.18


class CanvasView(GraphicsView):
    """Shows the stage and knows which event begins which gesture; what gestures do is theirs.

    `pointed` carries a Pointer while no button is down, or None; `menu_wanted` a place in the view, or None
    when it was the keyboard that asked, and one on the screen.
    """

    pointed = Signal(object)
    double_clicked = Signal(object)
    menu_wanted = Signal(object, QPoint)
    resized = Signal()

    def __init__(self, item: StageItem, bench: Bench, hands: Hands, parent: QWidget) -> None:
        super().__init__(parent, background=None)
        self._bench, self._hands = bench, hands
        self.keyboard: Keyboard | None = None
        self.accessible_actors: AccessibleActors | None = None
        self.box = ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0.0)
        self.box.disableAutoRange()
        self.setCentralItem(self.box)
        self.box.addItem(item, ignoreBounds=True)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        # The stage paints every pixel, so that nothing has to be erased first.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)

    def look_through(self, projection: Projection) -> None:
        """Let the view box show what the scene shows."""
        self.box.setRange(xRange=projection.x, yRange=projection.y, padding=0)
        self.viewport().update()

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture: on an actor, on empty canvas, or of the view itself."""
        event.accept()
        if self._hands.busy:
            return
        pointer, bench = pointer_of(event), self._bench
        if self.keyboard is not None:
            self.keyboard.forget_focus()
        space_down = self.keyboard is not None and self.keyboard.space_is_down
        left = event.button() == Qt.MouseButton.LeftButton
        if event.button() == Qt.MouseButton.MiddleButton or (left and space_down):
            if self.keyboard is not None:
                self.keyboard.space_was_used()
            self._hands.begin(lambda: Pan(bench, pointer), pointer)
        elif left:
            handle = handle_at(bench.scene, pointer.x, pointer.y)
            actor = bench.scene.actor_at(pointer.x, pointer.y)
            self.pointed.emit(None)
            if handle is not None:
                make = DrawRelation if handle.end == "relate" else SetRange
                self._hands.begin(lambda: make(bench, pointer, handle), pointer)
            elif actor is None:
                self._hands.begin(lambda: RubberBand(bench, pointer), pointer)
            else:
                self._hands.begin(lambda: Press(bench, pointer, actor), pointer)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture, or point at something."""
        event.accept()
        if not self._hands.busy:
            self.pointed.emit(pointer_of(event))
        elif event.buttons() == Qt.MouseButton.NoButton:
            # The release went elsewhere: a window came between.
            self._hands.cancel()
        else:
            self._hands.move(pointer_of(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        event.accept()
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._hands.finish(pointer_of(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Rename an actor, or add one."""
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton and not self._hands.busy:
            self.double_clicked.emit(pointer_of(event))

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self.pointed.emit(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu at the pointer, or, from the keyboard, at the actor that has its focus."""
        event.accept()
        self._hands.cancel()
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        self.menu_wanted.emit(event.pos() if by_mouse else None, event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; two fingers on a touchpad pan, and zoom with Ctrl."""
        event.accept()
        scene = self._bench.scene
        touchpad = event.device() is not None and event.device().type() == QInputDevice.DeviceType.TouchPad
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if touchpad and not event.pixelDelta().isNull() and not control:
            delta = event.pixelDelta()
            self._move_view(scene.projection.shifted(delta.x(), delta.y()))
            return
        factor = _ZOOM_A_NOTCH ** (event.angleDelta().y() / _NOTCH)
        at = (event.position().x(), event.position().y())
        self._move_view(scene.projection.scaled(factor, at, scene.fit))

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom with two fingers pinching."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                scene = self._bench.scene
                at = (event.position().x(), event.position().y())
                self._move_view(scene.projection.scaled(1.0 + event.value(), at, scene.fit))
                return True
            return False
        return bool(super().viewportEvent(event))

    def _move_view(self, projection: Projection) -> None:
        # What is held would no longer be where the hand is.
        if not self._hands.busy:
            self.pointed.emit(None)
            self._bench.look_through(projection)

    # The keyboard

    def event(self, event: QEvent) -> bool:
        """During a gesture Esc belongs to it, whatever shortcut it has elsewhere."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self._hands.busy
        ):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the keyboard walk, nudge, select, zoom; what it does not know goes on to the window."""
        if self.keyboard is None or not self.keyboard.press(event):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Notice when Shift or the space bar is let go."""
        if self.keyboard is None or not self.keyboard.release(event):
            event.ignore()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from actor to actor, and from the last one on to the next panel."""
        if self.keyboard is not None and self.keyboard.walk(forward):
            return True
        return bool(super().focusNextPrevChild(forward))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is, if it was the keyboard that came."""
        super().focusInEvent(event)
        if self.keyboard is not None:
            self.keyboard.arrive(event.reason())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show no focus where there is none."""
        super().focusOutEvent(event)
        if self.keyboard is not None:
            self.keyboard.leave()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Fit the view box, then what it shows."""
        super().resizeEvent(event)
        # The base class calls this from its constructor, with no event.
        if event is not None:
            self.resized.emit()
