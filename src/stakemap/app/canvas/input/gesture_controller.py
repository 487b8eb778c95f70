"""Runs the gesture under way: begins, moves, finishes it, and cancels it after any error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Qt, Signal

from stakemap.app.canvas.input.gestures.base import CanvasGesture
from stakemap.app.canvas.input.pointer import Pointer
from stakemap.errors import StakemapError


class GestureController(QObject):
    """Holds at most one gesture.

    An error in a gesture cancels it and is raised; a StakemapError is emitted as `message` instead.
    `cursor_changed` is emitted when the gesture, and so perhaps its cursor, changes.
    """

    message = Signal(str)
    cursor_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gesture: CanvasGesture | None = None
        self._last: Pointer | None = None
        self._inside = False

    @property
    def busy(self) -> bool:
        """Whether a gesture is under way or about to begin."""
        return self._gesture is not None or self._inside

    @property
    def cursor(self) -> Qt.CursorShape | None:
        """The cursor of the gesture, None for the default."""
        return None if self._gesture is None else self._gesture.cursor

    def begin(self, make: Callable[[], CanvasGesture], pointer: Pointer) -> None:
        """Begin a gesture; one under way is cancelled."""
        self.cancel()
        self._last = pointer
        with self._guarded():
            self._gesture = make()
        self.cursor_changed.emit()

    def move(self, pointer: Pointer) -> None:
        """Pass a mouse move on; the gesture may be replaced by another one."""
        self._last = pointer
        if self._gesture is not None:
            before = self._gesture
            with self._guarded():
                self._gesture = self._gesture.move(pointer)
            if self._gesture is not before:
                self.cursor_changed.emit()

    def modifiers_changed(self, *, shift: bool, control: bool) -> None:
        """Pass a modifier key pressed or released during a gesture on as a mouse move without movement."""
        if self._gesture is not None and self._last is not None:
            self.move(self._last._replace(shift=shift, control=control))

    def finish(self, pointer: Pointer) -> None:
        """Finish the gesture where the button was released."""
        gesture = self._gesture
        if gesture is None:
            return
        with self._guarded():
            gesture.finish(pointer)
        self._gesture = None
        self.cursor_changed.emit()

    def cancel(self) -> bool:
        """Cancel the gesture; False when there was none."""
        gesture, self._gesture = self._gesture, None
        if gesture is None:
            return False
        gesture.cancel()
        self.cursor_changed.emit()
        return True

    def session_gesture_ended(self) -> None:
        """Cancel the gesture after undo or another window has ended the gesture of the session."""
        if not self._inside:
            self.cancel()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        self._inside = True
        try:
            yield
        except StakemapError as error:
            self.cancel()
            self.message.emit(str(error))
        except BaseException:
            self.cancel()
            raise
        finally:
            self._inside = False
