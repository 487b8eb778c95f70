"""Keeps the balance true to what a window shows, while actors are dragged too; idle while nobody looks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from stakemap.analysis.balance import DEFAULT_THRESHOLD, Balance, balance
from stakemap.analysis.counted import Inputs, gather, with_positions
from stakemap.analysis.intervals import Intervals, intervals, missing_ranges
from stakemap.app.kit.derived import Derived, is_cancelled
from stakemap.app.kit.motion import VIEW_FIRST
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


def _draw(inputs: Inputs, threshold: float, cancelled: Callable[[], bool]) -> Intervals | None:
    return intervals(inputs, threshold, cancelled=cancelled)


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
        # After the canvas has been told of the edit, and once for any number of edits in a row.
        self._weighed = Derived(
            self, self._on_show, _weigh, is_large=lambda document, *_: len(document.actors) > _MANY
        )
        self._weighed.changed.connect(self._show)
        self._drawn = Derived(self, self._to_draw, _draw, is_large=lambda *_: True)
        self._drawn.changed.connect(self._complete)
        self.result: Balance | None = None
        self.missing: tuple[str, ...] = ()
        self.found: Intervals | None = None
        self.is_live = False
        #: Whether what is told is about another issue, snapshot or state of the map than is on show.
        self._is_stale = False
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
            self._weighed.invalidate(0)
            self._opening.start()
        else:
            self._opening.stop()
            self._weighed.stop()
            self._drawn.stop()
            self._inputs = self.result = self.found = None

    def refresh(self) -> None:
        """Weigh the map as it is, and let the intervals be worked out elsewhere."""
        if self._active:
            self._weighed.refresh()

    def _on_show(self) -> tuple[StakeMap, str, str, float, Resolver] | None:
        document, snapshot, issue = self._session.document, self._view.snapshot, self._view.issue
        if snapshot is None or issue is None:
            return None
        known = snapshot in document.snapshots and issue in document.issues
        return (document, snapshot, issue, self._threshold, self._resolver) if known else None

    def _to_draw(self) -> tuple[Inputs, float, Callable[[], bool]] | None:
        return None if self._inputs is None else (self._inputs, self._threshold, is_cancelled)

    def _show(self) -> None:
        nothing = self._session.document, None, None, ()
        self._document, self._inputs, self.result, self.missing = self._weighed.value or nothing
        self._is_stale = self.is_live = False
        self.found = None
        if not self._opening.isActive():
            self._draw_intervals()
        self.changed.emit()

    def _draw_intervals(self) -> None:
        """Let a worker find the intervals of what is shown, unless it is about to be weighed anew."""
        result = self.result
        if result is None or self.missing or self.is_live or not self._weighed.is_current:
            return
        if result.verdict != "nothing":
            self._drawn.refresh()

    def _complete(self) -> None:
        self.found = self._drawn.value
        self.changed.emit()

    def _call_off(self) -> None:
        self._weighed.cancel()
        self._drawn.cancel()

    def _weigh_soon(self, milliseconds: int = 0) -> None:
        self._call_off()
        self._weighed.invalidate(_QUIET if len(self._session.document.actors) > _MANY else milliseconds)

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        if not self._active:
            return
        difference = touched(before, after)
        if difference.snapshots or difference.issues or difference.actors:
            self._opening.stop()
            # Put off by one edit after the other.
            self._weighed.stop()
            self._is_stale = True
            self._weigh_soon()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if self._active and fields & {"issue", "snapshot"}:
            self._is_stale = True
            self._weigh_soon(VIEW_FIRST)

    def _gesture_changed(self, gesture: Gesture | None) -> None:
        if not self._active:
            return
        here = gesture is not None and (gesture.issue, gesture.snapshot) == (
            self._view.issue,
            self._view.snapshot,
        )
        if gesture is None or not here:
            if self.is_live:
                self._weigh_soon()
            return
        if self._inputs is None or self._is_stale:
            # It is weighed soon, and from the next move of the hand on.
            return
        self._call_off()
        self.found, self.is_live = None, True
        self.result = balance(with_positions(self._inputs, gesture.positions()), self._threshold)
        self.changed.emit()
