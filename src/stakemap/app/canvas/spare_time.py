"""Work that is done a few milliseconds at a time between events, so that no frame waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer

from stakemap.steps import Steps, all_at_once

__all__ = ["SpareTime"]

T = TypeVar("T")

#: Milliseconds of work between two events.
_SLICE = 4.0


class SpareTime(QObject):
    """Takes the steps of one piece of work, the latest that it was given."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Steps[Any] | None = None
        self._then: Callable[[Any], None] = lambda _result: None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_busy(self) -> bool:
        """Whether steps are left."""
        return self._steps is not None

    def take_up(self, steps: Steps[T], then: Callable[[T], None], *, at_once: bool = False) -> None:
        """Take `steps` and call `then` with their result; `at_once` does so before it returns."""
        self.drop()
        if at_once:
            then(all_at_once(steps))
        else:
            self._steps, self._then = steps, then
            self._timer.start()

    def drop(self) -> None:
        """Leave what is not finished."""
        self._timer.stop()
        if self._steps is not None:
            self._steps.close()
            self._steps = None

    def _go_on(self) -> None:
        assert self._steps is not None
        # What this thread does counts, not what others do meanwhile: else a busy machine would never end it.
        end = time.thread_time() + _SLICE / 1_000
        try:
            while time.thread_time() < end:
                next(self._steps)
        except StopIteration as finished:
            self.drop()
            self._then(finished.value)
        except BaseException:
            self.drop()
            raise
