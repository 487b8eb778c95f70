"""Work of which only the latest counts."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from stakemap.app.kit.latest_work import LatestOnlyWorker
from stakemap.errors import CancelledError


@pytest.fixture
def work(qtbot: QtBot) -> LatestOnlyWorker:
    made = LatestOnlyWorker()
    made.results = []  # type: ignore[attr-defined]
    made.done.connect(made.results.append)  # type: ignore[attr-defined]
    return made


def _until_stopped(stop: Any, _tell: Any, begun: threading.Event) -> None:
    begun.set()
    while not stop():
        threading.Event().wait(0.002)
    raise CancelledError


def _same(_stop: Any, tell: Any, value: int) -> int:
    tell(0.5)
    return value


def test_what_is_asked_for_last_takes_the_place_of_what_runs(qtbot: QtBot, work: LatestOnlyWorker) -> None:
    begun, failed = threading.Event(), []
    work.failed.connect(failed.append)
    work.start(_until_stopped, begun)
    begun.wait(5)
    for value in (1, 2, 3):
        work.start(_same, value)
    with qtbot.waitSignal(work.done):
        pass
    assert work.results == [3]  # type: ignore[attr-defined]
    assert failed == []
    assert not work.is_busy


def test_calling_off_ends_in_its_error(qtbot: QtBot, work: LatestOnlyWorker) -> None:
    begun = threading.Event()
    work.start(_until_stopped, begun)
    begun.wait(5)
    with qtbot.waitSignal(work.failed) as failed:
        work.cancel()
    assert isinstance(failed.args[0], CancelledError)
    assert not work.is_busy


def test_progress_and_errors_are_told(qtbot: QtBot, work: LatestOnlyWorker) -> None:
    shares: list[float] = []
    work.progress.connect(shares.append)
    with qtbot.waitSignal(work.done):
        work.start(_same, 7)
    assert shares == [0.5]

    def fail(_stop: Any, _tell: Any) -> None:
        raise ValueError("no")

    with qtbot.waitSignal(work.failed) as failed:
        work.start(fail)
    assert isinstance(failed.args[0], ValueError)


def test_an_error_that_nobody_listens_for_is_raised(qtbot: QtBot, work: LatestOnlyWorker) -> None:
    def fail(_stop: Any, _tell: Any) -> None:
        raise ValueError("no")

    with qtbot.captureExceptions() as raised:
        work.start(fail)
        qtbot.waitUntil(lambda: bool(raised))
    assert raised[0][0] is ValueError
    assert not work.is_busy


def test_calling_off_is_no_error_where_nobody_listens(qtbot: QtBot, work: LatestOnlyWorker) -> None:
    begun = threading.Event()
    work.start(_until_stopped, begun)
    begun.wait(5)
    work.cancel()
    qtbot.waitUntil(lambda: not work.is_busy)
    assert work.results == []  # type: ignore[attr-defined]
