"""Cyclic garbage collection in the GUI thread alone, between events.

Python's automatic collection runs in whichever thread allocates. Closed windows and scenes are such garbage,
and Qt objects must be destroyed neither in another thread nor in the middle of an event. Nor may a drag wait.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from stakemap.garbage_collection import may_collect

#: Milliseconds from an event to the next check of the generations; short, so that each pass has little to do.
CHECK_INTERVAL = 100
#: Milliseconds from the closing of a window to a full collection.
FULL_COLLECTION_DELAY = 2_000


def collect_closed_windows() -> None:
    """Schedule a full collection after a window has closed, if the application has a `GarbageCollector`."""
    application = QCoreApplication.instance()
    collector = None if application is None else application.findChild(GarbageCollector)
    if collector is not None:
        collector.collect_all_soon()


class GarbageCollector(QObject):
    """Replaces Python's automatic collection, which stays off; it uses the same thresholds.

    Python skips a due collection of the oldest generation until that has grown by a quarter; here it always
    runs, but only while no mouse button is down. Without events no timer runs, so an idle application sleeps.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, singleShot=True, interval=CHECK_INTERVAL)
        self._timer.timeout.connect(self._timed_out)
        self._woken_by_timer = False
        QAbstractEventDispatcher.instance().awake.connect(self._event_loop_woken)
        self._full_timer = QTimer(self, singleShot=True, interval=FULL_COLLECTION_DELAY)
        self._full_timer.timeout.connect(self.collect_all)

    def _event_loop_woken(self) -> None:
        # The timer's own timeout wakes the loop too and must not start the timer again.
        if self._woken_by_timer:
            self._woken_by_timer = False
        elif not self._timer.isActive():
            self._timer.start()

    def _timed_out(self) -> None:
        self._woken_by_timer = True
        self.collect_due()

    def collect_due(self) -> None:
        """Collect the generations above their thresholds; the oldest only while no mouse button is down."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        young, middle, old = (count > most for count, most in zip(counts, thresholds, strict=True))
        if not young or not may_collect():
            return
        gc.collect(2 if middle and old and _is_idle() else 1 if middle else 0)

    def collect_all_soon(self) -> None:
        """Debounced `collect_all`."""
        self._full_timer.start()

    def collect_all(self) -> None:
        """Collect all generations, frozen objects too: windows that were open when a large map was read, and
        the maps of windows that have closed. Retried later while collection is paused or a button is down.
        """
        if not may_collect() or not _is_idle():
            self._full_timer.start()
            return
        gc.unfreeze()
        gc.collect()
        gc.freeze()


def _is_idle() -> bool:
    return QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton
