"""Garbage is collected by the GUI thread alone, between events.

Python collects cycles in whichever thread happens to allocate, at whatever moment. Among them are windows and
scenes that were closed, which Qt lets no other thread take apart, nor its own in the middle of an event; and
no drag should wait for it.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from stakemap.garbage_collection import may_collect

__all__ = ["GarbageCollector", "let_go_of_closed_windows"]

#: Milliseconds from an event until the next look at how much there may be: few, so that there is little each
#: time.
_INTERVAL = 100
#: Milliseconds after a window has closed until all is looked through.
_QUIET = 2_000


def let_go_of_closed_windows() -> None:
    """Soon collect what belonged to a window that has closed, where the application collects by itself."""
    application = QCoreApplication.instance()
    collector = None if application is None else application.findChild(GarbageCollector)
    if collector is not None:
        collector.thaw_soon()


class GarbageCollector(QObject):
    """Takes over from Python's automatic collection, which stays off, by the same counts.

    Python looks through all there is only once it has grown by a quarter; here it is each time that is due,
    but only while no hand is at work. Without events nothing is looked at: no timer wakes the processor.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_INTERVAL)
        self._timer.timeout.connect(self._look_in_turn)
        self._woken_by_itself = False
        QAbstractEventDispatcher.instance().awake.connect(self._event_came)
        self._thawing = QTimer(self)
        self._thawing.setSingleShot(True)
        self._thawing.setInterval(_QUIET)
        self._thawing.timeout.connect(self.thaw)

    def _event_came(self) -> None:
        # The loop is awake after each timeout too, of which nothing new follows.
        if self._woken_by_itself:
            self._woken_by_itself = False
        elif not self._timer.isActive():
            self._timer.start()

    def _look_in_turn(self) -> None:
        self._woken_by_itself = True
        self.look()

    def look(self) -> None:
        """Collect the generations that are due; all of them only while no mouse button is down."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        young, middle, old = (count > most for count, most in zip(counts, thresholds, strict=True))
        if not young or not may_collect():
            return
        gc.collect(2 if middle and old and _is_idle() else 1 if middle else 0)

    def thaw_soon(self) -> None:
        """See `thaw`, once it is quiet."""
        self._thawing.start()

    def thaw(self) -> None:
        """Look through all there is, what was frozen too: windows that were open when a large map was read,
        and the map of one that has closed since.
        """
        if not may_collect() or not _is_idle():
            self._thawing.start()
            return
        gc.unfreeze()
        gc.collect()
        gc.freeze()


def _is_idle() -> bool:
    return QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton
