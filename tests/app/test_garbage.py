"""Garbage is collected in the GUI thread, between events, and never by a worker."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from stakemap.app.garbage import GarbageCollector
from stakemap.collection import collection_off


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[GarbageCollector]:
    owner = QObject(qapp)
    gc.collect()
    yield GarbageCollector(owner)
    owner.deleteLater()
    gc.enable()


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
        collector.look()
        if len(seen) == 2:
            break
    assert len(seen) == 2, number


def test_where_little_was_made_nothing_is_looked_for(
    collector: GarbageCollector, monkeypatch: pytest.MonkeyPatch
) -> None:
    gc.collect()
    asked: list[int] = []
    monkeypatch.setattr(gc, "collect", asked.append)
    collector.look()
    assert asked == []


def test_while_a_map_is_read_nothing_is_looked_for(
    collector: GarbageCollector, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    kept = [[number] for number in range(5_000)]
    with collection_off():
        monkeypatch.setattr(gc, "collect", asked.append)
        collector.look()
        assert asked == []
    collector.look()
    assert len(asked) == 1
    assert len(kept) == 5_000
    assert not gc.isenabled()
