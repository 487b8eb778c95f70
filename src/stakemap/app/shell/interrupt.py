"""Ctrl+C in the terminal: it ends the event loop between two events, never in the middle of one."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from PySide6.QtCore import QSocketNotifier, QTimer

#: The exit status after Ctrl+C, as that of other programs.
INTERRUPTED = 130


@contextmanager
def interrupts_call(leave: Callable[[], object]) -> Iterator[None]:
    """Have Ctrl+C call `leave` from the event loop; pressed once more, it ends the process at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupted(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        QTimer.singleShot(0, leave)

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        with _woken_by_signals():
            yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _woken_by_signals() -> Iterator[None]:
    """Have Qt's event loop run some Python after each signal, which only then calls its handler.

    On Windows, where Qt cannot wait for a pipe, the handler is called with the next event that Python sees.
    """
    if sys.platform == "win32":
        yield
        return
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    notifier = QSocketNotifier(reading, QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda *_: os.read(reading, 1_024))
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        notifier.setEnabled(False)
        os.close(reading)
        os.close(writing)
