"""Runs work in slices of a few milliseconds while the event loop is idle, so that no frame waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer

from stakemap.steps import Steps, run_all_steps

T = TypeVar("T")

#: Milliseconds of work between two events, and on the clock, where others work at the same time.
_SLICE, _CLOCK = 4.0, 6.0


class IdleScheduler(QObject):
    """Runs the steps of one task at a time; a new task cancels the one before."""

    def __init__(self, parent: QObject, behind: IdleScheduler | None = None) -> None:
        """It has lower priority than `behind` and waits while that has steps to run."""
        super().__init__(parent)
        self._behind = behind
        self._steps: Steps[Any] | None = None
        self._then: Callable[[Any], None] = lambda _result: None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._run_slice)

    @property
    def is_busy(self) -> bool:
        """Whether steps are left."""
        return self._steps is not None

    def run(
        self, steps: Steps[T], then: Callable[[T], None], *, at_once: bool = False, after: int = 0
    ) -> None:
        """Run `steps` and call `then` with their result: synchronously with `at_once`, else starting in
        `after` milliseconds. A task under way is cancelled.

        An error among the steps is raised and ends the task.
        """
        self.cancel()
        if at_once:
            then(run_all_steps(steps))
        else:
            self._steps, self._then = steps, then
            self._timer.start(after)

    def cancel(self) -> None:
        """Close the task under way, if there is one."""
        self._timer.stop()
        if self._steps is not None:
            self._steps.close()
            self._steps = None

    def _run_slice(self) -> None:
        assert self._steps is not None
        self._timer.setInterval(0)
        if self._behind is not None and self._behind.is_busy:
            return
        # The time of this thread counts first, and at least a step is run: else a busy machine would never
        # end the task.
        end, latest = time.thread_time() + _SLICE / 1_000, time.perf_counter() + _CLOCK / 1_000
        try:
            while True:
                next(self._steps)
                if time.thread_time() >= end or time.perf_counter() >= latest:
                    return
        except StopIteration as finished:
            self.cancel()
            self._then(finished.value)
        except BaseException:
            self.cancel()
            raise
