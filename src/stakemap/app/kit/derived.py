"""Derived values: recomputed when their inputs change, after a delay and in a worker thread where needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, TypeVarTuple

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from stakemap.app.kit.latest_work import LatestOnlyWorker, Stop
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.changes import Touched, touched
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver
from stakemap.sameness import are_same

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

Inputs = tuple[Any, ...]
#: Inputs that equal no others: nothing computed yet.
_NOTHING: Inputs = (object(),)


def is_cancelled() -> bool:
    """Placeholder among the inputs of a computation that can be cancelled: in a worker it is replaced by a
    function that returns whether the result has become obsolete.
    """
    return False


class Derived(QObject, Generic[T]):
    """Keeps `value` equal to `compute(*inputs())` and emits `changed` after each computation.

    The inputs hold everything that `compute` reads. It is not called while they are equal: plain values are
    compared by value, all others, such as maps, by identity. `value` is None before the first computation
    and while `inputs` returns None, which means that there is nothing to compute.

    `invalidate` schedules a computation in `lag` milliseconds, or runs it at once if that is None; further
    calls do not restart the timer. With a widget `shown`, nothing is computed while it is hidden; the value
    is brought up to date when it is shown.

    If `is_large(*inputs)`, a worker thread computes and `started` is emitted; requests run one at a time and
    only the latest counts. A `Resolver` among the inputs is copied for the worker, since the GUI thread goes
    on using its own; with `is_cancelled` among them the computation can be cancelled.

    On an error `value` stays as it was; the error is passed to `on_error`, or raised without one.
    """

    changed = Signal()
    started = Signal()

    def __init__(
        self,
        owner: QObject,
        inputs: Callable[[], tuple[*Ts] | None],
        compute: Callable[[*Ts], T],
        *,
        lag: int | None = None,
        is_large: Callable[..., bool] = lambda *_inputs: False,
        shown: QWidget | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        super().__init__(owner)
        self._inputs: Callable[[], Inputs | None] = inputs
        self._compute: Callable[..., T] = compute
        self._lag, self._is_large, self._shown, self._on_error = lag, is_large, shown, on_error
        self.value: T | None = None
        #: The inputs of `value`, and those requested last; a worker is running while they differ.
        self._computed: Inputs | None = _NOTHING
        self._requested: Inputs | None = _NOTHING
        self._is_stale = True
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._timed_out)
        self._work = LatestOnlyWorker(self)
        self._work.done.connect(self._end)
        self._matters: Callable[[Touched], object] = bool
        self._fields: frozenset[str] = frozenset()
        if shown is not None:
            shown.installEventFilter(self)

    @property
    def is_busy(self) -> bool:
        """Whether a worker is computing the latest request."""
        return self._requested is not self._computed

    @property
    def is_current(self) -> bool:
        """Whether `value` belongs to the present inputs, if `invalidate` was called for each change."""
        return not self._is_stale and not self.is_busy

    def follow(
        self,
        session: Session,
        matters: Callable[[Touched], object] = bool,
        view: ViewState | None = None,
        *fields: str,
    ) -> None:
        """Invalidate the value after edits whose difference `matters`, and when one of the view's `fields`
        changes. `Session.disconnect_listeners` disconnects it when its owner's window is closed.
        """
        self._matters, self._fields = matters, frozenset(fields)
        session.changed.connect(self._document_changed)
        if view is not None:
            view.changed.connect(self._view_changed)

    def invalidate(self, lag: int | None = None) -> None:
        """Schedule a computation, since the inputs may differ; `lag` overrides the delay in milliseconds."""
        self._is_stale = True
        if self._shown is not None and not self._shown.isVisible():
            return
        lag = self._lag if lag is None else lag
        if lag is None:
            self.refresh()
        elif not self._timer.isActive():
            self._timer.start(lag)

    def refresh(self) -> None:
        """Compute now or start a worker, shown or not; does nothing while the inputs are equal."""
        self._timer.stop()
        self._is_stale = False
        try:
            inputs = self._inputs()
            if are_same(inputs, self._requested):
                return
            is_large = inputs is not None and self._is_large(*inputs)
        except BaseException as error:
            self._is_stale = True
            self._report(error)
            return
        self._requested = inputs
        if inputs is not None and is_large:
            copies = tuple(value.copy() if isinstance(value, Resolver) else value for value in inputs)
            self._work.start(_run, self._compute, inputs, copies)
            self.started.emit()
            return
        self._work.cancel()
        try:
            value = None if inputs is None else self._compute(*inputs)
        except BaseException as error:
            self._fail(error)
        else:
            self._set_value(value)

    def cancel(self) -> None:
        """Cancel the computation under way or due; the next refresh computes even if the inputs are equal."""
        self._timer.stop()
        self._discard()

    def renew(self, lag: int | None = None) -> None:
        """Cancel the computation under way, and invalidate it even if the inputs are equal.

        A computation that is due already is not postponed.
        """
        self._discard()
        self.invalidate(lag)

    def _discard(self) -> None:
        self._work.cancel()
        self._computed = self._requested = _NOTHING
        self._is_stale = True

    def stop(self) -> None:
        """Drop the value without a signal, and compute nothing until it is invalidated or refreshed."""
        self.cancel()
        self.value = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring the value up to date when the widget is shown."""
        if event.type() == QEvent.Type.Show and self._is_stale:
            self.refresh()
        return False

    def _timed_out(self) -> None:
        if self._shown is None or self._shown.isVisible():
            self.refresh()

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        if self._matters(touched(before, after)):
            self.invalidate()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if fields & self._fields:
            self.invalidate()

    def _end(self, result: tuple[Inputs, T | None, BaseException | None]) -> None:
        inputs, value, error = result
        # Cancelled work may have run to its end all the same.
        if inputs is not self._requested:
            return
        if error is not None:
            self._fail(error)
        else:
            self._set_value(value)

    def _set_value(self, value: T | None) -> None:
        self.value, self._computed = value, self._requested
        self.changed.emit()

    def _fail(self, error: BaseException) -> None:
        self._requested, self._is_stale = self._computed, True
        self._report(error)

    def _report(self, error: BaseException) -> None:
        if self._on_error is None or not isinstance(error, Exception):
            raise error
        self._on_error(error)


def _run(
    stop: Stop, _report: Callable[[float], bool], compute: Callable[..., T], inputs: Inputs, copies: Inputs
) -> tuple[Inputs, T | None, BaseException | None]:
    """Run a computation in a worker thread; its inputs, and its value or error."""
    try:
        return inputs, compute(*(stop if value is is_cancelled else value for value in copies)), None
    except BaseException as error:
        return inputs, None, error
