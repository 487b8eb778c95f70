"""The one way to work off the GUI thread: a function of immutable values, its result a signal.

The threads are our own, since Python waits at its exit for those of `concurrent.futures`, and Qt for those of
its pool: a network share that never answers would keep the program from ending.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, ClassVar

from PySide6.QtCore import QMetaMethod, QObject, Signal

from stakemap.errors import CalledOffError, StakemapError

__all__ = ["CalledOffError", "Worker"]


#: What a thread is called while it works, and while it waits for work.
_AT_WORK, _IDLE = "stakemap-worker", "stakemap-idle"


class _Threads:
    """Threads that stay for the next work: whoever starts one has to wait until it runs, which on a busy
    machine takes longer than a frame.
    """

    def __init__(self) -> None:
        self._idle: deque[SimpleQueue[Callable[[], None]]] = deque()

    def run(self, work: Callable[[], None]) -> None:
        """Do `work` in a thread that has nothing to do, or in a new one."""
        try:
            tasks = self._idle.pop()
        except IndexError:
            tasks = SimpleQueue()
            threading.Thread(target=self._serve, args=(tasks,), name=_AT_WORK, daemon=True).start()
        tasks.put(work)

    def _serve(self, tasks: SimpleQueue[Callable[[], None]]) -> None:
        thread = threading.current_thread()
        while True:
            task = tasks.get()
            thread.name = _AT_WORK
            task()
            # The task holds what it was given.
            del task
            thread.name = _IDLE
            self._idle.append(tasks)


_threads = _Threads()


class _Job:
    """What a thread knows of a worker: not the worker, an object of Qt, lest the thread be the last to hold
    it and take it apart. What it is given to work with must be held by others, too.
    """

    def __init__(self, function: Callable[..., Any], args: tuple[Any, ...], relay: _Relay) -> None:
        self._function, self._args, self._relay = function, args, relay
        self.cancelled = threading.Event()
        self.has_ended = threading.Event()

    def report(self, share: float) -> bool:
        """Tell how much is done; False when it is not wanted any more."""
        wanted = not self.cancelled.is_set()
        if wanted:
            self._relay.progress.emit(self, share)
        return wanted

    def work(self) -> None:
        """Run the function and tell what came of it."""
        result: Any = None
        error: BaseException | None = None
        try:
            result = self._function(self.report, *self._args)
        except BaseException as raised:
            error = raised
        try:
            self._relay.ended.emit(self, result, error)
        finally:
            self.has_ended.set()


class _Relay(QObject):
    """Brings what threads tell of their jobs to the GUI thread; there is one, which stays."""

    progress = Signal(object, float)
    ended = Signal(object, object, object)

    def __init__(self) -> None:
        super().__init__()
        self.progress.connect(self._tell_progress)
        self.ended.connect(self._end)

    def _tell_progress(self, job: _Job, share: float) -> None:
        worker = Worker._running.get(job)
        if worker is not None and not job.cancelled.is_set():
            worker.progress.emit(share)

    def _end(self, job: _Job, result: Any, error: BaseException | None) -> None:
        worker = Worker._running.pop(job, None)
        if worker is not None and not job.cancelled.is_set():
            worker._end(result, error)


class Worker(QObject):
    """Runs one function in a thread.

    The function gets `report` and immutable values. From its thread it may call `report(share)`, 0 to 1,
    which answers False once `cancel` was called. Of the signals `done(result)` and `failed(error)` just one
    is emitted, in the GUI thread, where workers are made; a cancelled worker emits neither. An error that
    nobody listens for is raised there, but for one that Stakemap raises on purpose and a `CalledOffError`:
    whoever called the work off may have gone since.
    """

    done = Signal(object)
    failed = Signal(object)
    progress = Signal(float)

    #: Those whose thread may still tell of its end; a worker outlives whoever asked for it.
    _running: ClassVar[dict[_Job, Worker]] = {}
    _relay: ClassVar[_Relay | None] = None

    def __init__(self, function: Callable[..., Any], *args: Any) -> None:
        super().__init__()
        if Worker._relay is None:
            Worker._relay = _Relay()
        self._job = _Job(function, args, Worker._relay)

    def start(self) -> None:
        """Begin; to be called once."""
        self._running[self._job] = self
        _threads.run(self._job.work)

    def cancel(self) -> None:
        """Call the work off at its next report of progress; its result counts no more."""
        self._job.cancelled.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the work to end; whether it has."""
        return self._job.has_ended.wait(seconds)

    def _end(self, result: Any, error: BaseException | None) -> None:
        if error is None:
            self.done.emit(result)
        elif self.isSignalConnected(QMetaMethod.fromSignal(self.failed)):
            self.failed.emit(error)
        elif not isinstance(error, CalledOffError | StakemapError):
            # Nobody expected it, so it is told like any other error that nobody caught.
            raise error
