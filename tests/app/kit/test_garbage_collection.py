"""Garbage is collected in the GUI thread, between events, and never by a worker."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from samples import large
from stakemap.app.kit.garbage_collection import GarbageCollector
from stakemap.garbage_collection import collection_suspended

if TYPE_CHECKING:
    from conftest import OpenWindow


#: Milliseconds; a fifth of the interval that suits people, so that tests wait less.
INTERVAL = 20


@pytest.fixture
def collector(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[GarbageCollector]:
    monkeypatch.setattr("stakemap.app.kit.garbage_collection.CHECK_INTERVAL", INTERVAL)
    monkeypatch.setattr("stakemap.app.kit.garbage_collection.FULL_COLLECTION_DELAY", INTERVAL)
    owner, thresholds = QObject(qapp), gc.get_threshold()
    # Those of Python, with which the app runs.
    gc.set_threshold(700, 10, 10)
    gc.collect()
    yield GarbageCollector(owner)
    shiboken6.delete(owner)
    gc.unfreeze()
    gc.enable()
    gc.set_threshold(*thresholds)


class _Cycle:
    def __init__(self) -> None:
        self.itself = self


def _let_go(seen: list[int]) -> None:
    cycle = _Cycle()
    weakref.finalize(cycle, lambda: seen.append(threading.get_ident()))


def _allocate() -> None:
    kept = [[number] for number in range(200_000)]
    del kept


def test_a_worker_that_allocates_collects_nothing_and_the_gui_thread_does(
    collector: GarbageCollector, qtbot: QtBot
) -> None:
    seen: list[int] = []
    _let_go(seen)
    worker = threading.Thread(target=_allocate)
    worker.start()
    worker.join()
    assert seen == []
    ballast = [[number] for number in range(2_000)]
    qtbot.waitUntil(lambda: bool(seen), timeout=5_000)
    assert seen == [threading.main_thread().ident]
    assert len(ballast) == 2_000


def test_what_grew_old_is_collected_too(collector: GarbageCollector) -> None:
    seen: list[int] = []
    _let_go(seen)
    cycle = _Cycle()
    weakref.finalize(cycle, lambda: seen.append(0))
    gc.collect(1)
    del cycle
    assert len(seen) == 1
    kept = []
    for number in range(20 * 20):
        kept.append([[number] for number in range(1_000)])
        collector.collect_due()
        if len(seen) == 2:
            break
    assert len(seen) == 2, number


def test_where_little_was_made_nothing_is_looked_for(
    collector: GarbageCollector, monkeypatch: pytest.MonkeyPatch
) -> None:
    gc.collect()
    asked: list[int] = []
    monkeypatch.setattr(gc, "collect", asked.append)
    collector.collect_due()
    assert asked == []


def test_without_events_no_timer_fires_and_after_one_it_does(
    collector: GarbageCollector, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    looks: list[int] = []
    wakes: list[int] = []
    real = gc.get_count
    monkeypatch.setattr(gc, "get_count", lambda: (looks.append(1), real())[1])
    dispatcher = QAbstractEventDispatcher.instance()
    awake = dispatcher.awake.connect(lambda: wakes.append(1))
    request.addfinalizer(lambda: dispatcher.disconnect(awake))

    def wait() -> int:
        """How often it was looked in six times its interval."""
        looks.clear()
        wakes.clear()
        loop = QEventLoop()
        QTimer.singleShot(6 * INTERVAL, loop.quit)
        loop.exec()
        return len(looks)

    wait()
    for _ in range(3):
        wait()
        # It looks once after something else has woken the loop, and its timer wakes it for that: two wakes a
        # look. Looking by a timer of its own, it would have a wake a look. One wake may be that of before.
        # Timers of Qt, such as that of a blinking cursor, only add wakes.
        assert 2 * len(looks) <= len(wakes) + 1
    QTimer.singleShot(2 * INTERVAL, collector, lambda: None)
    assert wait() >= 1


def test_while_a_map_is_read_nothing_is_looked_for(
    collector: GarbageCollector, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    kept = [[number] for number in range(5_000)]
    with collection_suspended():
        monkeypatch.setattr(gc, "collect", asked.append)
        collector.collect_due()
        assert asked == []
    collector.collect_due()
    assert len(asked) == 1
    assert len(kept) == 5_000
    assert not gc.isenabled()


def test_a_window_that_was_open_when_all_was_frozen_goes_once_it_is_closed(
    collector: GarbageCollector, open_map: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_map(large(30, 1, 1))
    stays = open_map()
    gone = weakref.ref(first.window), weakref.ref(first.session)
    gc.freeze()
    first.session.history.mark_saved()
    first.window.close()
    del first
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert all(each() is not None for each in gone)
    qtbot.waitUntil(lambda: all(each() is None for each in gone), timeout=5_000)
    assert stays.window.isVisible()


def test_while_a_map_is_read_what_is_frozen_stays(
    collector: GarbageCollector, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    with collection_suspended():
        monkeypatch.setattr(gc, "unfreeze", lambda: asked.append(1))
        collector.collect_all()
        assert asked == []
    qtbot.waitUntil(lambda: asked == [1])
