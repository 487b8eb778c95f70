"""A mouse for the benchmarks: real events to a canvas, and how long the app takes over each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import partial

from pyqtgraph import ViewBox
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QGraphicsView, QWidget

from benchmarks.harness import BenchmarkError, milliseconds_of

__all__ = ["MouseDriver", "settle"]

Button = Qt.MouseButton
_NOTCH = 120


class _Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


class MouseDriver:
    """Moves a mouse over the first graphics view inside `widget`."""

    def __init__(self, widget: QWidget) -> None:
        view = widget.findChild(QGraphicsView)
        if view is None:
            raise BenchmarkError("there is no graphics view to put a mouse on")
        self._view, self.viewport = view, view.viewport()
        self._box = next(item for item in view.scene().items() if isinstance(item, ViewBox))
        self._paints = _Paints(self.viewport)

    def pixel_of(self, x: float, y: float) -> QPointF:
        """Where a position of the map is in the viewport."""
        return QPointF(self._view.mapFromScene(self._box.mapViewToScene(QPointF(x, y))))

    @property
    def centre(self) -> QPointF:
        """The middle of the viewport."""
        return QPointF(self.viewport.rect().center())

    def press(self, place: QPointF, button: Button = Button.LeftButton) -> None:
        """Push a button down."""
        self._send(QEvent.Type.MouseButtonPress, place, button, button)

    def release(self, place: QPointF, button: Button = Button.LeftButton) -> None:
        """Let the button go."""
        self._send(QEvent.Type.MouseButtonRelease, place, button, Button.NoButton)

    def zoom(self, notches: int) -> None:
        """Turn the wheel in the middle of the view, away from the user where positive."""
        place, screen = self.centre, QPointF(self.viewport.mapToGlobal(self.centre.toPoint()))
        for _ in range(abs(notches)):
            turn = QPoint(0, _NOTCH if notches > 0 else -_NOTCH)
            none, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
            event = QWheelEvent(place, screen, QPoint(), turn, Button.NoButton, none, phase, False)
            QApplication.sendEvent(self.viewport, event)
            QApplication.processEvents()

    def frames(self, places: Iterable[QPointF], button: Button = Button.LeftButton) -> list[float]:
        """Milliseconds from each move of the mouse until it is painted and nothing is left to do."""
        return [self._until_painted(partial(self._move, place, button)) for place in places]

    def _move(self, place: QPointF, button: Button) -> None:
        self._send(QEvent.Type.MouseMove, place, Button.NoButton, button)

    def key(self, key: Qt.Key) -> float:
        """Milliseconds from pressing a key until that is painted and nothing is left to do."""
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        return self._until_painted(lambda: QApplication.sendEvent(self._view, event))

    def drop(self, place: QPointF) -> float:
        """Milliseconds from letting go until that is painted and nothing is left to do."""
        return self._until_painted(partial(self.release, place))

    def _until_painted(self, act: Callable[[], object]) -> float:
        painted = self._paints.count

        def act_and_paint() -> None:
            act()
            QApplication.processEvents()

        spent = milliseconds_of(act_and_paint)
        if self._paints.count == painted:
            raise BenchmarkError("the mouse did something and nothing was painted")
        return spent

    def _send(self, kind: QEvent.Type, place: QPointF, button: Button, buttons: Button) -> None:
        screen = QPointF(self.viewport.mapToGlobal(place.toPoint()))
        event = QMouseEvent(kind, place, screen, button, buttons, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.viewport, event)


def settle(seconds: float = 0.6) -> list[float]:
    """Let the app do what it puts off until nothing happens; milliseconds that each turn of it took."""
    times: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        times.append(milliseconds_of(QApplication.processEvents))
        time.sleep(0.002)
    return times
