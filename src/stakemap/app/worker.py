"""The one way to work off the GUI thread: a function of immutable values, its result a signal."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import QMetaMethod, QObject, Signal

from stakemap.errors import StakemapError

__all__ = ["CalledOffError", "Worker"]


class CalledOffError(Exception):
    """The work was given up in the middle."""


class Worker(QObject):
    """Runs one function in a thread.

    The function gets `report` and immutable values. From its thread it may call `report(share)`, 0 to 1,
    which answers False once `cancel` was called. Of the signals `done(result)` and `failed(error)` just one
    is emitted, in the thread this object lives in; a cancelled worker emits neither. An error that nobody
    listens for is raised there, but for one that Stakemap raises on purpose and a `CalledOffError`: whoever
    called the work off may have gone since.
    """

    done = Signal(object)
    failed = Signal(object)
    progress = Signal(float)
    _ended = Signal(object, object)

    #: Those whose thread may still tell of its end; a worker outlives whoever asked for it.
    _running: ClassVar[set[Worker]] = set()

    def __init__(self, function: Callable[..., Any], *args: Any) -> None:
        super().__init__()
        self._function, self._args = function, args
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._work, name="stakemap-worker", daemon=True)
        self._ended.connect(self._end)

    def start(self) -> None:
        """Begin; to be called once."""
        self._running.add(self)
        self._thread.start()

    def cancel(self) -> None:
        """Call the work off at its next report of progress; its result counts no more."""
        self._cancelled.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the thread to end; whether it has."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def report(self, share: float) -> bool:
        """Tell from the worker how much is done, 0 to 1; False when it is not wanted any more."""
        wanted = not self._cancelled.is_set()
        if wanted:
            self.progress.emit(share)
        return wanted

    def _work(self) -> None:
        result: Any = None
        error: BaseException | None = None
        try:
            result = self._function(self.report, *self._args)
        except BaseException as raised:
            error = raised
        self._ended.emit(result, error)

    def _end(self, result: Any, error: BaseException | None) -> None:
        self._running.discard(self)
        if self._cancelled.is_set():
            return
        if error is None:
            self.done.emit(result)
        elif self.isSignalConnected(QMetaMethod.fromSignal(self.failed)):
            self.failed.emit(error)
        elif not isinstance(error, CalledOffError | StakemapError):
            # Nobody expected it, so it is told like any other error that nobody caught.
            raise error
