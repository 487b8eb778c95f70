"""A worker that runs only the latest request: a new one cancels the one before."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QMetaMethod, QObject, Signal

from stakemap.app.kit.worker import Worker
from stakemap.errors import CancelledError, StakemapError

#: Returns whether the work was cancelled; called from its thread.
Stop = Callable[[], bool]


class LatestOnlyWorker(QObject):
    """Runs one function at a time in a worker thread and emits `done(result)` or `failed(error)` for the
    latest one.

    A function gets `stop`, which it should poll, raising `CancelledError` once it returns True; then
    `report`, which takes its progress, 0 to 1, for the signal `progress`; then its arguments. An error is
    raised like a `Worker`'s where `failed` is not connected.
    """

    done = Signal(object)
    failed = Signal(object)
    progress = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._next: tuple[Callable[..., Any], tuple[Any, ...]] | None = None
        self._worker: Worker | None = None
        self._cancelled = threading.Event()

    @property
    def is_busy(self) -> bool:
        """Whether a worker is running."""
        return self._worker is not None

    def start(self, function: Callable[..., Any], *args: Any) -> None:
        """Cancel the function that runs, if any, then run this one with immutable arguments."""
        self._next = (function, args)
        self._cancelled.set()
        if self._worker is None:
            self._begin()

    def cancel(self) -> None:
        """Cancel the function that runs; if it stops early, `failed` carries its `CancelledError`."""
        self._next = None
        self._cancelled.set()

    def wait(self, seconds: float) -> None:
        """Wait at most `seconds` for the function that runs to end, after `cancel`."""
        if self._worker is not None:
            self._worker.wait(seconds)

    def _begin(self) -> None:
        assert self._next is not None
        function, args = self._next
        self._next = None
        cancelled = self._cancelled = threading.Event()
        self._worker = Worker(_run, function, cancelled, args)
        self._worker.progress.connect(self.progress)
        self._worker.done.connect(self._end)
        self._worker.failed.connect(self._fail)
        self._worker.start()

    def _end(self, result: Any) -> None:
        self._worker = None
        if self._next is not None:
            self._begin()
        else:
            self.done.emit(result)

    def _fail(self, error: BaseException) -> None:
        self._worker = None
        if self._next is not None:
            self._begin()
        elif self.isSignalConnected(QMetaMethod.fromSignal(self.failed)):
            self.failed.emit(error)
        elif not isinstance(error, CancelledError | StakemapError):
            raise error


def _run(
    report: Callable[[float], bool],
    function: Callable[..., Any],
    cancelled: threading.Event,
    args: tuple[Any, ...],
) -> Any:
    return function(cancelled.is_set, report, *args)
