"""Garbage is collected by the GUI thread alone, between events.

Python collects cycles in whichever thread happens to allocate, at whatever moment. Among them are windows and
scenes that were closed, which Qt lets no other thread take apart, nor its own in the middle of an event; and
no drag should wait for it.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from stakemap.garbage_collection import may_collect

__all__ = ["GarbageCollector", "let_go_of_closed_windows"]

#: Milliseconds between two looks at how much there may be: often, so that there is little each time.
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
    but only while no hand is at work.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.timeout.connect(self.look)
        timer.start(_INTERVAL)
        self._thawing = QTimer(self)
        self._thawing.setSingleShot(True)
        self._thawing.setInterval(_QUIET)
        self._thawing.timeout.connect(self.thaw)

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
