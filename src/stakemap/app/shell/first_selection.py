"""Opens the panels that open with the first selection, but not while the pointer is busy on the canvas."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from stakemap.app.canvas import Canvas
from stakemap.app.kit.panels import Panels
from stakemap.editing.view_state import ViewState


class FirstSelection(QObject):
    """Waits for the first selection of a window, then until nobody is about to act on the canvas.

    An opening panel moves what is on the canvas, and takes the place of some of it. So it waits until a drag
    or the editing of a name has ended, until the mouse has moved on from what it clicked, and then until it
    has neither moved nor been pressed for as long as a double click may take. A key that ends the editing of
    a name, or goes on from a click, ends the wait at once, as long as the mouse is still.
    """

    def __init__(self, panels: Panels, canvas: Canvas, view: ViewState) -> None:
        super().__init__(panels)
        self._panels, self._canvas = panels, canvas
        self._cursor = QPoint()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look_again)
        view.changed.connect(self._view_changed)
        canvas.pointer_moved_on.connect(self._moved_on)

    def _view_changed(self, fields: frozenset[str]) -> None:
        if fields & {"selection", "relation"} and not self._timer.isActive():
            self._open()

    def _moved_on(self, by_key: bool) -> None:
        if not self._panels.awaits_selection:
            return
        if by_key and not (self._timer.isActive() and self._mouse_is_used()):
            self._timer.stop()
            self._open()
        else:
            self._wait()

    def _look_again(self) -> None:
        if self._mouse_is_used():
            self._wait()
        else:
            self._open()

    def _mouse_is_used(self) -> bool:
        """Whether the mouse has moved since the wait began, or has a button down."""
        return QCursor.pos() != self._cursor or QApplication.mouseButtons() != Qt.MouseButton.NoButton

    def _wait(self) -> None:
        self._cursor = QCursor.pos()
        self._timer.start(QApplication.doubleClickInterval())

    def _open(self) -> None:
        if not self._panels.awaits_selection:
            return
        if self._canvas.is_busy:
            self._wait()
        elif not self._canvas.pointer_rests:
            self._panels.arrange()
