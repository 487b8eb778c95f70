"""Keeps the balance true to what a window shows, while actors are dragged too; idle while nobody looks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from stakemap.analysis.balance import DEFAULT_THRESHOLD, Balance, balance
from stakemap.analysis.counted import Inputs, gather, with_positions
from stakemap.analysis.intervals import Intervals, intervals, missing_ranges
from stakemap.app.worker import Worker
from stakemap.editing.gesture import Gesture
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.changes import touched
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver

__all__ = ["BalanceWatch"]


def _draw(report: Callable[[float], bool], inputs: Inputs, threshold: float) -> Intervals | None:
    """The intervals, for a worker."""
    return intervals(inputs, threshold, cancelled=lambda: not report(0.0))


class BalanceWatch(QObject):
    """The balance on the issue at the snapshot on show; `changed` comes when it may differ.

    `result` is None while it is not active or where there is no issue or snapshot. `found` are its intervals
    once they are worked out, `missing` the counted actors whose lack of a range bars them. While actors are
    dragged (`is_live`) there are point values only.
    """

    changed = Signal()

    def __init__(
        self,
        session: Session,
        view: ViewState,
        resolver: Resolver,
        parent: QObject | None = None,
        *,
        threshold: float = DEFAULT_THRESHOLD,
    ) -> None:
        super().__init__(parent)
        self._session, self._view, self._resolver = session, view, resolver
        self._threshold = threshold
        self._active = False
        self._inputs: Inputs | None = None
        self._worker: Worker | None = None
        self.result: Balance | None = None
        self.missing: tuple[str, ...] = ()
        self.found: Intervals | None = None
        self.is_live = False
        # After the canvas has been told of the edit, and once for any number of edits in a row.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.refresh)
        session.changed.connect(self._document_changed)
        session.gesture_changed.connect(self._gesture_changed)
        view.changed.connect(self._view_changed)

    @property
    def document(self) -> StakeMap:
        """The map it is about."""
        return self._session.document

    @property
    def threshold(self) -> float:
        """The alignment (0 to 100) below which an actor counts as undecided."""
        return self._threshold

    def set_threshold(self, threshold: float) -> None:
        """Count others as undecided."""
        if threshold != self._threshold:
            self._threshold = threshold
            if self._active:
                self.refresh()

    def set_active(self, active: bool) -> None:
        """Begin or cease to work; whoever shows the balance says so."""
        if active == self._active:
            return
        self._active = active
        if active:
            self._timer.start()
        else:
            self._timer.stop()
            self._call_off()
            self._inputs = self.result = self.found = None

    def refresh(self) -> None:
        """Weigh the map as it is, and let the intervals be worked out elsewhere."""
        self._timer.stop()
        if not self._active:
            return
        self._call_off()
        self._inputs, self.result, self.found, self.missing = self._gathered(), None, None, ()
        self.is_live = False
        if self._inputs is not None:
            self.result = balance(self._inputs, self._threshold)
            self.missing = missing_ranges(self._inputs)
            if not self.missing and self.result.verdict != "nothing":
                self._start(self._inputs)
        self.changed.emit()

    def _gathered(self) -> Inputs | None:
        document, view = self._session.document, self._view
        if view.snapshot not in document.snapshots or view.issue not in document.issues:
            return None
        return gather(document, view.snapshot, view.issue, self._resolver)

    def _start(self, inputs: Inputs) -> None:
        worker = self._worker = Worker(_draw, inputs, self._threshold)

        def done(found: Intervals | None) -> None:
            if worker is self._worker:
                self._worker = None
                self.found = found
                self.changed.emit()

        worker.done.connect(done)
        worker.failed.connect(self._failed)
        worker.start()

    def _failed(self, error: Exception) -> None:
        self._worker = None
        raise error

    def _call_off(self) -> None:
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        if not self._active:
            return
        difference = touched(before, after)
        if difference.snapshots or difference.issues or difference.actors:
            self._timer.start()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if self._active and fields & {"issue", "snapshot"}:
            self._timer.start()

    def _gesture_changed(self, gesture: Gesture | None) -> None:
        if not self._active:
            return
        here = gesture is not None and (gesture.issue, gesture.snapshot) == (
            self._view.issue,
            self._view.snapshot,
        )
        if gesture is None or not here:
            if self.is_live:
                self._timer.start()
            return
        if self._inputs is None:
            return
        self._call_off()
        self.found, self.is_live = None, True
        self.result = balance(with_positions(self._inputs, gesture.positions()), self._threshold)
        self.changed.emit()
