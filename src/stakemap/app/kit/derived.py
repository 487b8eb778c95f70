"""A value derived from others: brought up to date when they change, in a worker where that takes long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, TypeVarTuple

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from stakemap.app.kit.latest_work import LatestWork, Stop
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.changes import Touched, touched
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver

__all__ = ["Derived", "is_cancelled"]

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

Inputs = tuple[Any, ...]
#: Inputs that equal no others.
_NONE_YET: Inputs = (object(),)
#: Inputs of these types are compared by value; all others, such as maps, only by identity.
_PLAIN = (str, int, float, frozenset, tuple)


def is_cancelled() -> bool:
    """An input for computations that can be cancelled, which ask it now and then: for one in a worker it is
    replaced by what knows whether its result is not wanted any more.
    """
    return False


class Derived(QObject, Generic[T]):
    """Keeps `value` equal to `compute(*inputs())`; `changed` comes after each computation.

    The inputs hold all that `compute` reads. Nothing is computed while they are the same: plain values are
    compared by value, all others, such as maps, by identity. `value` is None until the first computation,
    and where `inputs` gives None: then there is nothing to compute.

    What `invalidate` asks for comes after `lag` milliseconds, at once where that is None; further calls
    meanwhile do not put it off. With a widget `shown`, nothing is computed while that is hidden, and all
    that was missed as soon as it is shown.

    Where `is_large(*inputs)` says so, a worker computes, which `started` tells; of several requests only the
    latest counts, and one at a time is worked on. A `Resolver` among the inputs is copied for the worker,
    since the GUI thread uses it meanwhile; with `is_cancelled` among them the computation can be cancelled.

    An error leaves `value` as it was. It is passed to `on_error`, and raised where there is none.
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
        #: The inputs of `value`, and those that were asked for last; a worker is at work while they differ.
        self._held: Inputs | None = _NONE_YET
        self._asked: Inputs | None = _NONE_YET
        self._is_stale = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._come_due)
        self._work = LatestWork(self)
        self._work.done.connect(self._end)
        self._matters: Callable[[Touched], object] = bool
        self._fields: frozenset[str] = frozenset()
        if shown is not None:
            shown.installEventFilter(self)

    @property
    def is_busy(self) -> bool:
        """Whether a worker is computing what was asked for last."""
        return self._asked is not self._held

    @property
    def is_current(self) -> bool:
        """Whether `value` is that of the inputs as they are, as far as it was told of changes."""
        return not self._is_stale and not self.is_busy

    def follow(
        self,
        session: Session,
        matters: Callable[[Touched], object] = bool,
        view: ViewState | None = None,
        *fields: str,
    ) -> None:
        """Invalidate it after edits whose difference `matters`, and when one of the view's `fields` changes.

        It hears nothing more once its owner's window is closed; see `Session.forget_listeners`.
        """
        self._matters, self._fields = matters, frozenset(fields)
        session.changed.connect(self._document_changed)
        if view is not None:
            view.changed.connect(self._view_changed)

    def invalidate(self, lag: int | None = None) -> None:
        """Tell that the inputs may differ; `lag` milliseconds instead of its own."""
        self._is_stale = True
        if self._shown is not None and not self._shown.isVisible():
            return
        lag = self._lag if lag is None else lag
        if lag is None:
            self.refresh()
        elif not self._timer.isActive():
            self._timer.start(lag)

    def refresh(self) -> None:
        """Compute now, shown or not, or let a worker begin; nothing happens where the inputs are the same."""
        self._timer.stop()
        self._is_stale = False
        inputs = self._inputs()
        if _same(inputs, self._asked):
            return
        self._asked = inputs
        if inputs is not None and self._is_large(*inputs):
            apart = tuple(value.copy() if isinstance(value, Resolver) else value for value in inputs)
            self._work.start(_run, self._compute, inputs, apart)
            self.started.emit()
            return
        self._work.call_off()
        try:
            value = None if inputs is None else self._compute(*inputs)
        except Exception as error:
            self._fail(error)
        else:
            self._take(value)

    def cancel(self) -> None:
        """Give up what is being computed, and compute next time even if the inputs are the same."""
        self._work.call_off()
        self._held = self._asked = _NONE_YET
        self._is_stale = True

    def stop(self) -> None:
        """Forget the value, without a signal, and compute no more until it is invalidated or refreshed."""
        self._timer.stop()
        self.cancel()
        self.value = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Catch up when the widget is shown."""
        if event.type() == QEvent.Type.Show and self._is_stale:
            self.refresh()
        return False

    def _come_due(self) -> None:
        if self._shown is None or self._shown.isVisible():
            self.refresh()

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        if self._matters(touched(before, after)):
            self.invalidate()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if fields & self._fields:
            self.invalidate()

    def _end(self, result: tuple[Inputs, T | None, Exception | None]) -> None:
        inputs, value, error = result
        # What was called off may have come to its end all the same.
        if inputs is not self._asked:
            return
        if error is not None:
            self._fail(error)
        else:
            self._take(value)

    def _take(self, value: T | None) -> None:
        self.value, self._held = value, self._asked
        self.changed.emit()

    def _fail(self, error: Exception) -> None:
        self._asked, self._is_stale = self._held, True
        if self._on_error is None:
            raise error
        self._on_error(error)


def _same(one: Inputs | None, other: Inputs | None) -> bool:
    if one is None or other is None:
        return one is other
    return len(one) == len(other) and all(
        a is b or (isinstance(a, _PLAIN) and a == b) for a, b in zip(one, other, strict=True)
    )


def _run(
    stop: Stop, _tell: Callable[[float], bool], compute: Callable[..., T], inputs: Inputs, apart: Inputs
) -> tuple[Inputs, T | None, Exception | None]:
    """The computation in a worker: the inputs it was asked for, and what came of it."""
    try:
        return inputs, compute(*(stop if value is is_cancelled else value for value in apart)), None
    except Exception as error:
        return inputs, None, error
