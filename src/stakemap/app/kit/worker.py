"""Worker threads: run a function of immutable values off the GUI thread and get its result as a signal.

The threads are our own daemon threads: Python waits at exit for those of `concurrent.futures`, and Qt for
those of its pool, so that a network share which never answers would keep the program from ending.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, ClassVar

from PySide6.QtCore import QMetaMethod, QObject, Signal

from stakemap.errors import CancelledError, StakemapError

#: The name of a thread while it runs a task, and while it waits for one.
_AT_WORK, _IDLE = "stakemap-worker", "stakemap-idle"


class _ThreadPool:
    """Threads that are reused: starting one blocks the caller until it runs, longer than a frame on a busy
    machine.
    """

    def __init__(self) -> None:
        self._idle: deque[SimpleQueue[Callable[[], None]]] = deque()

    def run(self, work: Callable[[], None]) -> None:
        """Run `work` in an idle thread, or in a new one."""
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
            # Else an idle thread would keep the arguments of its last task alive.
            del task
            thread.name = _IDLE
            self._idle.append(tasks)


#: The threads of all workers.
thread_pool = _ThreadPool()


class _Job:
    """The part of a worker that its thread holds: no QObject, since the thread might release the last
    reference and so destroy it. For the same reason others must hold the arguments, too.
    """

    def __init__(self, function: Callable[..., Any], args: tuple[Any, ...], relay: _Relay) -> None:
        self._function, self._args, self._relay = function, args, relay
        self.cancelled = threading.Event()
        self.has_ended = threading.Event()
        self.outcome: tuple[Any, BaseException | None] | None = None

    def report(self, share: float) -> bool:
        """Report progress, 0 to 1; False once the work was cancelled."""
        is_wanted = not self.cancelled.is_set()
        if is_wanted:
            with suppress(RuntimeError):
                self._relay.progress.emit(self, share)
        return is_wanted

    def work(self) -> None:
        """Run the function and emit its result or error."""
        result: Any = None
        error: BaseException | None = None
        try:
            result = self._function(self.report, *self._args)
        except BaseException as raised:
            error = raised
        self.outcome = result, error
        try:
            # The app may have ended meanwhile, and the relay with it: then nobody waits for the result.
            with suppress(RuntimeError):
                self._relay.ended.emit(self, result, error)
        finally:
            self.has_ended.set()


class _Relay(QObject):
    """Delivers signals of worker threads in the GUI thread; one instance for all workers."""

    progress = Signal(object, float)
    ended = Signal(object, object, object)

    def __init__(self) -> None:
        super().__init__()
        self.progress.connect(self._forward_progress)
        self.ended.connect(self._end)

    def _forward_progress(self, job: _Job, share: float) -> None:
        worker = Worker._running.get(job)
        if worker is not None and not job.cancelled.is_set():
            worker.progress.emit(share)

    def _end(self, job: _Job, result: Any, error: BaseException | None) -> None:
        worker = Worker._running.pop(job, None)
        if worker is not None and not job.cancelled.is_set():
            worker._end(result, error)


class Worker(QObject):
    """Runs one function in a worker thread.

    The function gets `report` and immutable values. It may call `report(share)` with its progress, 0 to 1,
    which returns False once `cancel` was called. Exactly one of the signals `done(result)` and
    `failed(error)` is emitted, in the GUI thread, where workers are made; a cancelled worker emits neither.
    If `failed` is not connected, the error is raised there, except `StakemapError` and `CancelledError`,
    whose receiver may have been closed since.
    """

    done = Signal(object)
    failed = Signal(object)
    progress = Signal(float)

    #: Workers whose thread has not ended; they are kept alive here after their owner has gone.
    _running: ClassVar[dict[_Job, Worker]] = {}
    _relay: ClassVar[_Relay | None] = None

    def __init__(self, function: Callable[..., Any], *args: Any) -> None:
        super().__init__()
        if Worker._relay is None:
            Worker._relay = _Relay()
        self._job = _Job(function, args, Worker._relay)
        self._has_started = False

    @property
    def has_started(self) -> bool:
        """Whether the work has been started, and may have ended since."""
        return self._has_started

    def start(self) -> None:
        """Start the thread; to be called once."""
        self._has_started = True
        self._running[self._job] = self
        thread_pool.run(self._job.work)

    def cancel(self) -> None:
        """Stop the work at its next report of progress, and discard its result."""
        self._job.cancelled.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the work to end; whether it has."""
        return self._job.has_ended.wait(seconds)

    def deliver(self) -> None:
        """Emit at once the signal of work that has ended, which else waits for the event loop."""
        if self._job.outcome is not None and self._running.pop(self._job, None) is not None:
            self._end(*self._job.outcome)

    def _end(self, result: Any, error: BaseException | None) -> None:
        self._job.outcome = None
        if error is None:
            self.done.emit(result)
        elif self.isSignalConnected(QMetaMethod.fromSignal(self.failed)):
            self.failed.emit(error)
        elif not isinstance(error, CancelledError | StakemapError):
            # Handled by the error reporter like any other uncaught error.
            raise error
