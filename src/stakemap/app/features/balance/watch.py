"""Computes the balance of the issue and snapshot in view, during drags too; inactive while it is hidden."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from stakemap.analysis.balance.balance import Balance, balance
from stakemap.analysis.balance.counted import Inputs, gather, with_positions
from stakemap.analysis.balance.intervals import Interval, Intervals, intervals, missing_ranges
from stakemap.analysis.balance.sides import SideLimits
from stakemap.app.kit.derived import Derived, is_cancelled
from stakemap.app.kit.motion import VIEW_CHANGE_DELAY
from stakemap.editing.gesture import Gesture
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.changes import touched
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver

#: Maps with more actors are computed by a worker, debounced by `_DEBOUNCE` milliseconds.
WORKER_THRESHOLD = 1_500
_DEBOUNCE = 250
#: Delay of the first intervals in milliseconds: importing their dependencies is slow and must not delay the
#: opening of the window.
FIRST_DELAY = 400

_Computed = tuple[StakeMap, Inputs, Balance, tuple[str, ...]]


def _compute(
    document: StakeMap, snapshot: str, issue: str, limits: SideLimits, resolver: Resolver
) -> _Computed:
    inputs = gather(document, snapshot, issue, resolver)
    return document, inputs, balance(inputs, *limits), missing_ranges(inputs)


def _compute_intervals(inputs: Inputs, threshold: float, cancelled: Callable[[], bool]) -> Intervals | None:
    return intervals(inputs, threshold, cancelled=cancelled)


class BalanceWatch(QObject):
    """The balance on the issue and snapshot in view; emits `changed` when it may differ.

    `result` is None while the watch is inactive, or without issue or snapshot. `intervals` are None until a
    worker has computed them; `missing` are the counted actors whose lack of a range prevents that. During a
    drag (`is_live`) there are point values only.
    """

    changed = Signal()

    def __init__(
        self,
        session: Session,
        view: ViewState,
        resolver: Resolver,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._view, self._resolver = session, view, resolver
        self._limits = SideLimits()
        self._active = False
        self._document = session.document
        self._inputs: Inputs | None = None
        # Deferred until the canvas has handled the edit, and once for a sequence of edits.
        self._balance = Derived(
            self,
            self._balance_inputs,
            _compute,
            is_large=lambda document, *_: len(document.actors) > WORKER_THRESHOLD,
        )
        self._balance.changed.connect(self._balance_changed)
        self._intervals = Derived(self, self._interval_inputs, _compute_intervals, is_large=lambda *_: True)
        self._intervals.changed.connect(self._intervals_changed)
        self.result: Balance | None = None
        self.missing: tuple[str, ...] = ()
        self.intervals: Intervals | None = None
        self.is_live = False
        #: Issue and snapshot of the last interval of the difference, and its ends relative to the difference.
        self._last_spread: tuple[str | None, str | None, float, float] | None = None
        #: Whether the result is of another issue, snapshot or state of the map than the view.
        self._is_stale = False
        self._first_delay = QTimer(self, singleShot=True, interval=FIRST_DELAY)
        self._first_delay.timeout.connect(self._start_intervals)
        session.changed.connect(self._document_changed)
        session.gesture_changed.connect(self._gesture_changed)
        view.changed.connect(self._view_changed)

    @property
    def document(self) -> StakeMap:
        """The map of the result, which may be one edit old."""
        return self._document

    @property
    def threshold(self) -> float:
        """The alignment (0 to 100) below which an actor counts as undecided."""
        return self._limits.threshold

    @property
    def margin(self) -> float:
        """The difference, in per cent of the weight, up to which the sides are evenly balanced."""
        return self._limits.margin

    @property
    def net_interval(self) -> Interval | None:
        """The interval of the difference between the sides, None if unknown.

        During a drag, and until a worker has computed it, the last one moves along with the difference: a
        lead that the ranges do not bear out must not be called in the meantime.
        """
        if self.intervals is not None:
            return self.intervals.net
        result, spread = self.result, self._last_spread
        if result is None or spread is None or self.missing or spread[:2] != self._shown:
            return None
        return Interval(result.net + spread[2], result.net + spread[3])

    @property
    def awaits_interval(self) -> bool:
        """Whether there will be an interval of the difference, but nothing is known of it yet."""
        has_weight = self.result is not None and self.result.mean is not None
        return has_weight and not self.missing and self.net_interval is None

    @property
    def _shown(self) -> tuple[str | None, str | None]:
        return self._view.issue, self._view.snapshot

    def set_limits(self, limits: SideLimits) -> None:
        """Set what counts as undecided and as evenly balanced."""
        if limits != self._limits:
            self._limits = limits
            if self._active:
                self.refresh()

    def set_active(self, active: bool) -> None:
        """Start or stop computing; called by the widget that shows the balance."""
        if active == self._active:
            return
        self._active = active
        if active:
            self._balance.invalidate(0)
            self._first_delay.start()
        else:
            self._first_delay.stop()
            self._balance.stop()
            self._intervals.stop()
            self._inputs = self.result = self.intervals = None

    def refresh(self) -> None:
        """Compute the balance now; the intervals follow from a worker."""
        if self._active:
            self._balance.refresh()

    def _balance_inputs(self) -> tuple[StakeMap, str, str, SideLimits, Resolver] | None:
        document, snapshot, issue = self._session.document, self._view.snapshot, self._view.issue
        if snapshot is None or issue is None:
            return None
        known = snapshot in document.snapshots and issue in document.issues
        return (document, snapshot, issue, self._limits, self._resolver) if known else None

    def _interval_inputs(self) -> tuple[Inputs, float, Callable[[], bool]] | None:
        return None if self._inputs is None else (self._inputs, self.threshold, is_cancelled)

    def _balance_changed(self) -> None:
        nothing = self._session.document, None, None, ()
        self._document, self._inputs, self.result, self.missing = self._balance.value or nothing
        self._is_stale = self.is_live = False
        self.intervals = None
        if not self._first_delay.isActive():
            self._start_intervals()
        self.changed.emit()

    def _start_intervals(self) -> None:
        """Start a worker for the intervals, unless the result is about to be replaced."""
        result = self.result
        if result is None or self.missing or self.is_live or not self._balance.is_current:
            return
        if result.mean is not None:
            self._intervals.refresh()

    def _intervals_changed(self) -> None:
        self.intervals = self._intervals.value
        if self.intervals is not None and self.result is not None:
            net, interval = self.result.net, self.intervals.net
            self._last_spread = (*self._shown, interval.low - net, interval.high - net)
        self.changed.emit()

    def _schedule(self, milliseconds: int = 0) -> None:
        self._intervals.cancel()
        self._balance.renew(
            _DEBOUNCE if len(self._session.document.actors) > WORKER_THRESHOLD else milliseconds
        )

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        if not self._active:
            return
        difference = touched(before, after)
        if difference.snapshots or difference.issues or difference.actors:
            self._first_delay.stop()
            # Restarted by each edit.
            self._balance.stop()
            self._is_stale = True
            self._schedule()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if self._active and fields & {"issue", "snapshot"}:
            self._is_stale = True
            self._schedule(VIEW_CHANGE_DELAY)

    def _gesture_changed(self, gesture: Gesture | None) -> None:
        if not self._active:
            return
        here = gesture is not None and (gesture.issue, gesture.snapshot) == (
            self._view.issue,
            self._view.snapshot,
        )
        if gesture is None or not here:
            if self.is_live:
                self._schedule()
            return
        if self._inputs is None or self._is_stale:
            # The pending computation provides the inputs that later moves of the gesture need.
            return
        self._balance.cancel()
        self._intervals.cancel()
        self.intervals, self.is_live = None, True
        self.result = balance(with_positions(self._inputs, gesture.results()), *self._limits)
        self.changed.emit()
