"""Keeps the balance true to what a window shows, while actors are dragged too; idle while nobody looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from stakemap.analysis.balance import DEFAULT_THRESHOLD, Balance, balance
from stakemap.analysis.counted import Inputs, gather, with_positions
from stakemap.analysis.intervals import Intervals, intervals, missing_ranges
from stakemap.app.kit.motion import VIEW_FIRST
from stakemap.app.kit.worker import Worker
from stakemap.editing.gesture import Gesture
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.changes import touched
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver

__all__ = ["BalanceWatch"]


#: Above so many actors the map is weighed by a worker, once nothing was edited for `_QUIET` milliseconds.
_MANY = 1_500
_QUIET = 250
#: Milliseconds after it was first shown that intervals wait: what draws them takes a while to load, in which
#: the window has to open.
_OPENING = 400

_Weighed = tuple[StakeMap, Inputs, Balance, tuple[str, ...]]


def _weigh(document: StakeMap, snapshot: str, issue: str, threshold: float, resolver: Resolver) -> _Weighed:
    inputs = gather(document, snapshot, issue, resolver)
    return document, inputs, balance(inputs, threshold), missing_ranges(inputs)


def _weigh_apart(
    _report: Callable[[float], bool],
    document: StakeMap,
    snapshot: str,
    issue: str,
    threshold: float,
    resolver: Resolver,
) -> _Weighed:
    """What is weighed, for a worker, which gets a resolver of its own."""
    return _weigh(document, snapshot, issue, threshold, resolver)


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
        self._document = session.document
        self._inputs: Inputs | None = None
        self._worker: Worker | None = None
        self.result: Balance | None = None
        self.missing: tuple[str, ...] = ()
        self.found: Intervals | None = None
        self.is_live = False
        #: Whether what is told is about another issue, snapshot or state of the map than is on show.
        self._is_stale = False
        # After the canvas has been told of the edit, and once for any number of edits in a row.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.refresh)
        self._opening = QTimer(self)
        self._opening.setSingleShot(True)
        self._opening.setInterval(_OPENING)
        self._opening.timeout.connect(self._draw_intervals)
        session.changed.connect(self._document_changed)
        session.gesture_changed.connect(self._gesture_changed)
        view.changed.connect(self._view_changed)

    @property
    def document(self) -> StakeMap:
        """The map that was weighed: for a moment after an edit, that before it."""
        return self._document

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
            self._timer.start(0)
            self._opening.start()
        else:
            self._timer.stop()
            self._opening.stop()
            self._call_off()
            self._inputs = self.result = self.found = None

    def refresh(self) -> None:
        """Weigh the map as it is, and let the intervals be worked out elsewhere."""
        self._timer.stop()
        if not self._active:
            return
        self._call_off()
        self.is_live = False
        document, snapshot, issue = self._session.document, self._view.snapshot, self._view.issue
        if snapshot not in document.snapshots or issue not in document.issues:
            self._document, self._is_stale = document, False
            self._inputs, self.result, self.found, self.missing = None, None, None, ()
            self.changed.emit()
        elif len(document.actors) > _MANY:
            values = (document, snapshot, issue, self._threshold, self._resolver.copy())
            self._start(self._show, _weigh_apart, *values)
        else:
            self._show(_weigh(document, snapshot, issue, self._threshold, self._resolver))

    def _show(self, weighed: _Weighed) -> None:
        self._document, self._inputs, self.result, self.missing = weighed
        self._is_stale = False
        self.found = None
        if not self._opening.isActive():
            self._draw_intervals()
        self.changed.emit()

    def _draw_intervals(self) -> None:
        """Let a worker find the intervals of what is shown, unless it is about to be weighed anew."""
        due = self._inputs is not None and self.result is not None and not self.is_live
        if not due or self._worker is not None or self._timer.isActive() or self.found is not None:
            return
        assert self.result is not None
        if not self.missing and self.result.verdict != "nothing":
            self._start(self._complete, _draw, self._inputs, self._threshold)

    def _complete(self, found: Intervals | None) -> None:
        self.found = found
        self.changed.emit()

    def _start(self, then: Callable[[Any], None], work: Callable[..., Any], *values: Any) -> None:
        worker = self._worker = Worker(work, *values)

        def done(result: Any) -> None:
            if worker is self._worker:
                self._worker = None
                then(result)

        worker.done.connect(done)
        worker.failed.connect(self._failed)
        worker.start()

    def _refresh_soon(self, milliseconds: int = 0) -> None:
        self._timer.start(_QUIET if len(self._session.document.actors) > _MANY else milliseconds)

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
            self._opening.stop()
            self._call_off()
            self._is_stale = True
            self._refresh_soon()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if self._active and fields & {"issue", "snapshot"}:
            self._call_off()
            self._is_stale = True
            if not self._timer.isActive():
                self._refresh_soon(VIEW_FIRST)

    def _gesture_changed(self, gesture: Gesture | None) -> None:
        if not self._active:
            return
        here = gesture is not None and (gesture.issue, gesture.snapshot) == (
            self._view.issue,
            self._view.snapshot,
        )
        if gesture is None or not here:
            if self.is_live:
                self._refresh_soon()
            return
        if self._inputs is None or self._is_stale:
            # It is weighed soon, and from the next move of the hand on.
            return
        self._call_off()
        self.found, self.is_live = None, True
        self.result = balance(with_positions(self._inputs, gesture.positions()), self._threshold)
        self.changed.emit()
