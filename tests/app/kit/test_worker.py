"""The worker: its result, its error, its progress, its cancelling, and that it outlives whoever asked."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from stakemap.app.kit.worker import Worker
from stakemap.errors import CancelledError, MapReadError


def is_gone(worker: weakref.ref[Worker]) -> bool:
    gc.collect()
    return worker() is None


def test_result_comes_in_the_thread_of_the_caller(qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []

    def work(report: Callable[[float], bool], number: int) -> int:
        threads.append(threading.current_thread())
        return number * 2

    worker = Worker(work, 21)
    received: list[tuple[object, threading.Thread]] = []
    worker.done.connect(lambda result: received.append((result, threading.current_thread())))
    with qtbot.waitSignal(worker.done):
        worker.start()
    assert received == [(42, threading.main_thread())]
    assert threads[0] is not threading.main_thread()


def test_errors_come_as_a_signal(qtbot: QtBot) -> None:
    def work(report: Callable[[float], bool]) -> None:
        raise ValueError("no")

    worker = Worker(work)
    with qtbot.waitSignal(worker.failed) as failed:
        worker.start()
    assert isinstance(failed.args[0], ValueError)


def test_an_error_that_nobody_listens_for_is_raised_where_it_is_reported(qtbot: QtBot) -> None:
    def work(report: Callable[[float], bool]) -> None:
        raise ValueError("unheard")

    with qtbot.captureExceptions() as raised:
        Worker(work).start()
        qtbot.waitUntil(lambda: bool(raised))
    assert str(raised[0][1]) == "unheard"


def test_work_called_off_by_somebody_who_has_gone_is_no_error(qtbot: QtBot) -> None:
    """As when the dialog that showed a preview is closed while the next one is under way."""

    def work(report: Callable[[float], bool]) -> None:
        raise CancelledError

    with qtbot.captureExceptions() as raised:
        worker = Worker(work)
        worker.start()
        assert worker.wait(10)
        QApplication.processEvents()
    assert not raised


def test_an_error_raised_on_purpose_may_go_unheard(qtbot: QtBot) -> None:
    def work(report: Callable[[float], bool]) -> None:
        raise MapReadError("no map")

    worker = Worker(work)
    worker.start()
    assert worker.wait(10)
    # What came of it was told to this thread before its end was.
    QApplication.processEvents()


def test_progress_and_cancelling(qtbot: QtBot) -> None:
    going = threading.Event()
    answers: list[bool] = []

    def work(report: Callable[[float], bool]) -> str:
        answers.append(report(0.5))
        going.wait(10)
        answers.append(report(0.9))
        return "done"

    worker = Worker(work)
    told: list[object] = []
    worker.done.connect(told.append)
    with qtbot.waitSignal(worker.progress) as progress:
        worker.start()
    assert progress.args == [0.5]
    worker.cancel()
    going.set()
    assert worker.wait(10)
    # What came of it was told to this thread before its end was.
    QApplication.processEvents()
    assert answers == [True, False]
    assert told == []


def test_a_worker_nobody_holds_still_ends_well(qtbot: QtBot) -> None:
    going, results = threading.Event(), list[object]()
    worker = Worker(lambda _report: going.wait(10))
    worker.done.connect(results.append)
    worker.start()
    gone = weakref.ref(worker)
    del worker
    gc.collect()
    assert gone() is not None
    going.set()
    qtbot.waitUntil(lambda: results == [True])
    qtbot.waitUntil(lambda: is_gone(gone))


def test_a_thread_stays_for_the_next_work_and_others_do_not_wait_for_it(qtbot: QtBot) -> None:
    goes_on = threading.Event()
    threads: list[int] = []

    def work(report: Callable[[float], bool], waits: bool) -> None:
        threads.append(threading.get_ident())
        assert not waits or goes_on.wait(10)

    def run(waits: bool) -> Worker:
        worker = Worker(work, waits)
        worker.start()
        return worker

    first = run(False)
    qtbot.waitUntil(lambda: first.wait(0.01))
    before = threading.active_count()
    second = run(False)
    qtbot.waitUntil(lambda: second.wait(0.01))
    assert threading.active_count() <= before
    busy, free = run(True), run(False)
    qtbot.waitUntil(lambda: free.wait(0.01))
    assert not busy.wait(0)
    goes_on.set()
    qtbot.waitUntil(lambda: busy.wait(0.01))
    assert threads[-1] != threads[-2]


def test_a_thread_that_is_slow_to_end_does_not_hold_the_worker(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt's objects are to be taken apart in their own thread, so no other may be the last to hold one."""
    goes_on = threading.Event()

    class SlowEvent(threading.Event):
        def set(self) -> None:
            goes_on.wait(10)
            super().set()

    with monkeypatch.context() as patch:
        patch.setattr(threading, "Event", SlowEvent)
        worker = Worker(lambda report: report(1.0))
    gone = weakref.ref(worker)
    worker.start()
    del worker
    qtbot.waitUntil(lambda: is_gone(gone))
    goes_on.set()


OUTLIVED = """
import threading
from PySide6.QtCore import QCoreApplication
from shiboken6 import isValid
from stakemap.app.kit.worker import Worker

app, goes_on = QCoreApplication([]), threading.Event()
worker = Worker(lambda report: goes_on.wait(10) and report(0.5))
worker.start()
app.shutdown()
assert not isValid(worker)
goes_on.set()
assert worker.wait(10)
"""


def test_work_that_outlives_the_app_ends_quietly() -> None:
    result = subprocess.run(
        [sys.executable, "-c", OUTLIVED], capture_output=True, text=True, check=False, timeout=60
    )
    assert (result.returncode, result.stderr) == (0, "")
