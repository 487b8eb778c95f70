"""Workshop mode: how many moves wait for a reason meanwhile, told quietly in the status bar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from stakemap.analysis.unexplained import unexplained_stops
from stakemap.app.kit.worker import Worker
from stakemap.editing.session import Session
from stakemap.model.changes import touched
from stakemap.model.document import StakeMap

__all__ = ["WorkshopWatch"]

#: How long the number may lag behind an edit, in milliseconds.
_LAG = 250
#: Above so many actors a worker counts, so that no frame waits for it.
_MANY = 1_500


def _count(_report: Callable[[float], bool], document: StakeMap) -> int:
    return len(unexplained_stops(document))


def _fail(error: Exception) -> None:
    raise error


class WorkshopWatch(QObject):
    """Counts while workshop mode is on; `changed` comes when `waiting` may differ. It is None while off."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._is_on = False
        self._worker: Worker | None = None
        self.waiting: int | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LAG)
        self._timer.timeout.connect(self.count)
        session.changed.connect(self._document_changed)

    def set_on(self, on: bool) -> None:
        """Begin or cease to count."""
        if on != self._is_on:
            self._is_on = on
            self.count()

    def count(self) -> None:
        """Count now."""
        self._timer.stop()
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None
        document = self._session.document
        if not self._is_on:
            self._show(None)
        elif len(document.actors) <= _MANY:
            self._show(len(unexplained_stops(document)))
        else:
            self._worker = Worker(_count, document)
            self._worker.done.connect(self._show)
            self._worker.failed.connect(_fail)
            self._worker.start()

    def _show(self, waiting: int | None) -> None:
        self.waiting = waiting
        self.changed.emit()

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        # Not put off by one edit after the other.
        if self._is_on and not self._timer.isActive() and touched(before, after):
            self._timer.start()
