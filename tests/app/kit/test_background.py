"""Work in the background: in order, off the GUI thread, whatever fails, and nobody waits for ever."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from guards import LogWatch
from stakemap.app.kit.background import Background
from stakemap.app.kit.worker import thread_pool


def test_functions_run_one_after_the_other_in_another_thread() -> None:
    background, seen = Background(), list[tuple[int, threading.Thread]]()
    for number in range(3):
        background.run(lambda number=number: seen.append((number, threading.current_thread())))
    assert background.wait(20)
    assert [number for number, _ in seen] == [0, 1, 2]
    assert {thread for _, thread in seen}.isdisjoint({threading.main_thread()})


def test_nothing_to_do_is_done() -> None:
    assert Background().wait(0)


def test_what_never_returns_is_not_waited_for() -> None:
    background, answers = Background(), threading.Event()
    background.run(partial(answers.wait, 60))
    assert not background.wait(0.01)
    answers.set()
    assert background.wait(20)


def test_an_error_is_logged_without_its_text_and_the_others_run(expected_log: LogWatch) -> None:
    background, seen = Background(), list[int]()
    expected_log.expect("ERROR .*: work in the background failed: ZeroDivisionError$")
    background.run(lambda: 1 // 0)
    background.run(lambda: seen.append(1))
    assert background.wait(20)
    assert seen == [1]


def test_what_found_no_thread_runs_with_the_next_function(
    monkeypatch: pytest.MonkeyPatch, expected_log: LogWatch
) -> None:
    def refused(_work: object) -> None:
        raise RuntimeError("can't start new thread")

    expected_log.expect("ERROR .*: no thread for work in the background: RuntimeError$")
    background, seen = Background(), list[int]()
    with monkeypatch.context() as refusing:
        refusing.setattr(thread_pool, "run", refused)
        background.run(lambda: seen.append(1))
    assert not background.wait(0)
    background.run(lambda: seen.append(2))
    assert background.wait(20)
    assert seen == [1, 2]
