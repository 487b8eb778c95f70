"""Functions that run one after the other in a worker thread, for what nobody waits for."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable

from stakemap.app.kit.worker import thread_pool

_log = logging.getLogger(__name__)


class Background:
    """Runs functions in their order, in a thread of the pool; errors are logged by their type."""

    def __init__(self) -> None:
        self._functions: deque[Callable[[], object]] = deque()
        self._is_running = False
        #: Guards both, and is notified when nothing is left to run.
        self._condition = threading.Condition()

    def run(self, function: Callable[[], object]) -> None:
        """Run a function after those before it."""
        with self._condition:
            self._functions.append(function)
            is_first = not self._is_running
            self._is_running = True
        if is_first:
            try:
                thread_pool.run(self._work)
            except (RuntimeError, MemoryError) as error:
                # The next function starts the thread for this one, too.
                _log.error("no thread for work in the background: %s", type(error).__name__)
                with self._condition:
                    self._is_running = False

    def wait(self, seconds: float) -> bool:
        """Wait until all functions have run; False if they have not in that time."""
        with self._condition:
            return self._condition.wait_for(lambda: not self._functions and not self._is_running, seconds)

    def _work(self) -> None:
        while (function := self._next()) is not None:
            try:
                function()
            except Exception as error:
                _log.error("work in the background failed: %s", type(error).__name__)

    def _next(self) -> Callable[[], object] | None:
        with self._condition:
            if self._functions:
                return self._functions.popleft()
            self._is_running = False
            self._condition.notify_all()
            return None
