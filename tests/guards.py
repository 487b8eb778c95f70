"""Watches that make a test fail on what it leaves behind: log warnings, running timers, threads, windows."""

from __future__ import annotations

import gc
import logging
import os
import re
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Iterable
from typing import Any, ClassVar

__all__ = ["LogWatch", "QtWatch", "ThreadWatch", "spare_linked_files"]

#: How long a worker that is about to end may still take, in seconds.
GRACE = 2.0


class _SparingLinks:
    """The module `os`, but for the modes of what a link leads to."""

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def chmod(self, path: str, mode: int) -> None:
        """Change the mode of what is no link."""
        if not os.path.islink(path):  # noqa: PTH114 - called for each file that cannot be removed
            os.chmod(path, mode)  # noqa: PTH101


def spare_linked_files() -> None:
    """Have temporary folders leave the modes of what links in them lead to, as Python does from 3.11.8 and
    3.12.1 on (CVE-2023-6597): as root, a link to /dev/null in one that is hard to remove closes it to all.
    """
    if not hasattr(tempfile, "_dont_follow_symlinks"):
        tempfile._os = _SparingLinks()  # type: ignore[attr-defined]


class LogWatch(logging.Handler):
    """Collects what is logged as a warning or worse, but for what a test announces with `expect`."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self._seen: list[str] = []
        self._expected: list[re.Pattern[str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._seen.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def expect(self, pattern: str) -> None:
        """Let messages pass that hold the regular expression `pattern`."""
        self._expected.append(re.compile(pattern))

    def leftovers(self) -> list[str]:
        """What was logged and not expected."""
        return [line for line in self._seen if not any(pattern.search(line) for pattern in self._expected)]


#: What a worker's thread is called while it waits for the next work (see `stakemap.app.kit.worker`).
_IDLE = "stakemap-idle"


class ThreadWatch:
    """Remembers the threads of before the test, to find those that it leaves running."""

    def __init__(self) -> None:
        self._before = set(threading.enumerate())

    def leftovers(self) -> list[str]:
        """Threads that a test started and that are still at work after the grace."""
        deadline = time.monotonic() + GRACE
        started = [thread for thread in threading.enumerate() if thread not in self._before]
        while any(map(_is_at_work, started)) and time.monotonic() < deadline:
            time.sleep(0.002)
        return [f"thread {thread.name!r} still runs" for thread in started if _is_at_work(thread)]


def _is_at_work(thread: threading.Thread) -> bool:
    """Whether it has not ended, nor stays for the next work to come."""
    return thread.is_alive() and thread.name != _IDLE


class QtWatch:
    """Finds timers, pool workers and windows that a test leaves behind, where Qt is loaded at all."""

    #: Every timer that Python code started, as long as it lives.
    _timers: ClassVar[weakref.WeakSet[Any]] = weakref.WeakSet()

    def __init__(self) -> None:
        self._application = self._find_application()
        if "PySide6.QtCore" in sys.modules:
            self._note_timers()
        self._timers_before = set(map(id, self._running_timers()))
        self._windows_before = set(map(id, self._windows()))

    @staticmethod
    def _find_application() -> Any:
        core = sys.modules.get("PySide6.QtCore")
        return core.QCoreApplication.instance() if core is not None else None

    @classmethod
    def _note_timers(cls) -> None:
        timer_type = sys.modules["PySide6.QtCore"].QTimer
        start = timer_type.start
        if getattr(start, "notes_timers", False):
            return

        def noting_start(timer: Any, *args: Any) -> None:
            cls._timers.add(timer)
            start(timer, *args)

        noting_start.notes_timers = True  # type: ignore[attr-defined]
        timer_type.start = noting_start

    @classmethod
    def _running_timers(cls) -> list[Any]:
        return [timer for timer in _alive(cls._timers) if timer.isActive()]

    @staticmethod
    def _windows() -> list[Any]:
        widgets = sys.modules.get("PySide6.QtWidgets")
        if widgets is None or not isinstance(widgets.QApplication.instance(), widgets.QApplication):
            return []
        # Qt keeps the one tooltip label to itself until it next needs it.
        return [
            widget
            for widget in _alive(widgets.QApplication.topLevelWidgets())
            if widget.parent() is None and widget.metaObject().className() != "QTipLabel"
        ]

    @staticmethod
    def _release_buttons() -> None:
        """Release the mouse buttons that a test left pressed, as `QTest.mouseDClick` always does.

        Qt keeps them for the whole process, and the app waits for their release before it disturbs the user.
        """
        widgets = sys.modules.get("PySide6.QtWidgets")
        if widgets is None or not isinstance(widgets.QApplication.instance(), widgets.QApplication):
            return
        from PySide6.QtTest import QTest

        for button in widgets.QApplication.mouseButtons():
            QTest.mouseRelease(widgets.QWidget(), button)

    def _settle(self) -> None:
        core = sys.modules["PySide6.QtCore"]
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
        core.QCoreApplication.processEvents()

    def _new_windows(self) -> list[Any]:
        return [widget for widget in self._windows() if id(widget) not in self._windows_before]

    def leftovers(self) -> list[str]:
        """What the test left behind, in words."""
        if self._find_application() is None:
            return []
        core = sys.modules["PySide6.QtCore"]
        self._release_buttons()
        self._settle()
        found = []
        if not core.QThreadPool.globalInstance().waitForDone(int(GRACE * 1000)):
            found.append("a worker of the global thread pool still runs")
        if self._new_windows():
            # A window that only a reference cycle keeps is nobody's any more.
            gc.collect()
            self._settle()
            for widget in self._new_windows():
                found.append(f"window {type(widget).__name__} {widget.objectName()!r} is still there")
                widget.hide()
        for timer in self._running_timers():
            if id(timer) not in self._timers_before:
                parent = type(timer.parent()).__name__
                found.append(f"timer of {parent} still runs, every {timer.interval()} ms")
                timer.stop()
        return found


def _alive(objects: Iterable[Any]) -> list[Any]:
    """Those whose C++ side still exists."""
    shiboken = sys.modules.get("shiboken6")
    return [one for one in list(objects) if shiboken is None or shiboken.isValid(one)]
