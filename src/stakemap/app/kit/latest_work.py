"""Work off the GUI thread of which only the latest counts: what was asked for before is given up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from stakemap.app.kit.worker import CalledOffError, Worker

__all__ = ["CalledOffError", "LatestWork", "Stop"]

#: Whether a piece of work is not wanted any more; asked from its thread.
Stop = Callable[[], bool]


class LatestWork(QObject):
    """Runs one function at a time in a thread: `done(result)` or `failed(error)` tell of the latest one.

    Each function gets `stop` first, which it should ask now and then and raise `CalledOffError` once that
    says so; then `tell`, which takes how much is done, 0 to 1, and reaches `progress`.
    """

    done = Signal(object)
    failed = Signal(object)
    progress = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._next: tuple[Callable[..., Any], tuple[Any, ...]] | None = None
        self._worker: Worker | None = None
        self._stopped = threading.Event()

    @property
    def is_busy(self) -> bool:
        """Whether a result is still to come."""
        return self._worker is not None

    def start(self, function: Callable[..., Any], *args: Any) -> None:
        """Run a function of immutable values in place of whatever runs now."""
        self._next = (function, args)
        self._stopped.set()
        if self._worker is None:
            self._begin()

    def call_off(self) -> None:
        """Ask what runs to end; if it does so early, `failed` brings its `CalledOffError`."""
        self._next = None
        self._stopped.set()

    def wait(self, seconds: float) -> None:
        """Let what runs come to its end, after `call_off`."""
        if self._worker is not None:
            self._worker.wait(seconds)

    def _begin(self) -> None:
        assert self._next is not None
        function, args = self._next
        self._next = None
        stopped = self._stopped = threading.Event()
        self._worker = Worker(_run, function, stopped, args)
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
        else:
            self.failed.emit(error)


def _run(
    report: Callable[[float], bool],
    function: Callable[..., Any],
    stopped: threading.Event,
    args: tuple[Any, ...],
) -> Any:
    return function(stopped.is_set, report, *args)
