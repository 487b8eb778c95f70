"""Garbage is collected by the GUI thread alone, between events.

Python collects cycles in whichever thread happens to allocate, at whatever moment. Among them are windows and
scenes that were closed, which Qt lets no other thread take apart, nor its own in the middle of an event; and
no drag should wait for it.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from stakemap.collection import may_collect

__all__ = ["GarbageCollector"]

#: Milliseconds between two looks at how much there may be: often, so that there is little each time.
_INTERVAL = 100


class GarbageCollector(QObject):
    """Takes over from Python's automatic collection, which stays off, by the same counts.

    Python looks through all there is only once it has grown by a quarter; here it is each time that is due,
    but only while no hand is at work.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.timeout.connect(self.look)
        timer.start(_INTERVAL)

    def look(self) -> None:
        """Collect the generations that are due; all of them only while no mouse button is down."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        young, middle, old = (count > most for count, most in zip(counts, thresholds, strict=True))
        if not young or not may_collect():
            return
        idle = QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton
        gc.collect(2 if middle and old and idle else 1 if middle else 0)
