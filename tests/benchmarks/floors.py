"""What the work of a row costs at the least: Qt, numpy, SQLite, the disk and Python doing it bare."""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import numpy
from pyqtgraph.Qt import internals
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.harness import milliseconds_of
from stakemap.paint.fonts import font

__all__ = [
    "WINDOW",
    "draw_numbers",
    "measure_texts",
    "paint_pixmaps",
    "replace_and_sync",
    "stall_beside_thread",
    "sync_row",
    "waits_of_window",
    "write_and_sync",
]

#: The size of all windows, in pixels.
WINDOW = (1280, 800)
#: The side of a pixmap in pixels, about that of a disc with its arc; paints of one run, whose median counts.
_SIDE, _PAINTS = 24, 10
#: Milliseconds between two beats of a window's heart.
_BEAT = 1


class _Pixmaps(QWidget):
    """A window with so many pixmaps spread over it, all from one batch, as fast as Qt paints them."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.resize(*WINDOW)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        # The window that is measured stays the active one.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._disc = QPixmap(_SIDE, _SIDE)
        self._disc.fill(Qt.GlobalColor.transparent)
        with QPainter(self._disc) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.GlobalColor.darkCyan)
            painter.drawEllipse(1, 1, _SIDE - 2, _SIDE - 2)
        # A row each: middle x and y, source rectangle, two scales, rotation, opacity.
        self._batch = internals.PrimitiveArray(QPainter.PixmapFragment, 10)
        self._batch.resize(count)
        fields = self._batch.ndarray()
        fields[:, :2] = numpy.random.default_rng(1).random((count, 2)) * WINDOW
        fields[:, 2:] = (0, 0, _SIDE, _SIDE, 1, 1, 0, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), Qt.GlobalColor.white)
            painter.drawPixmapFragments(*self._batch.drawargs(), self._disc)


def paint_pixmaps(count: int) -> Callable[[], list[float]]:
    """Painting a window of as many pixmaps anew; a sample for each of some paints."""

    @cache
    def window() -> _Pixmaps:
        made = _Pixmaps(count)
        made.show()
        QApplication.processEvents()
        return made

    return lambda: [milliseconds_of(window().repaint) for _ in range(_PAINTS)]


def measure_texts(
    texts: Sequence[str], size: float, clock: Callable[[], float] = time.perf_counter
) -> Callable[[], float]:
    """Measuring the width of each of the texts once, at a size in pixels."""
    metrics = QFontMetricsF(font(size))

    def measure() -> None:
        for text in texts:
            metrics.horizontalAdvance(text)

    return lambda: milliseconds_of(measure, clock)


def draw_numbers(*shape: int) -> Callable[[], float]:
    """Drawing as many random numbers between 0 and 1."""
    return lambda: milliseconds_of(lambda: numpy.random.default_rng(1).random(shape))


def sync_row(folder: Path, data: bytes) -> Callable[[], float]:
    """Adding a row with `data` to a database with a write-ahead log, and syncing it."""

    def measure() -> float:
        with closing(sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("CREATE TABLE IF NOT EXISTS entry (id INTEGER PRIMARY KEY, data BLOB NOT NULL)")
            # Committed and synced as it ends.
            return milliseconds_of(lambda: database.execute("INSERT INTO entry (data) VALUES (?)", (data,)))

    return measure


def write_and_sync(path: Path, data: bytes) -> Callable[[], float]:
    """Writing `data` into a file and syncing it."""
    return lambda: milliseconds_of(lambda: _write_and_sync(path, data))


def replace_and_sync(path: Path, dump: Callable[[], str]) -> Callable[[], float]:
    """Dumping a text and replacing a file by it, so that a crash at any time leaves the old or the new one.

    The least for that is a new file that is synced and renamed, and a sync of the folder.
    """
    beside = path.with_name(f"{path.name}.new")

    def replace() -> None:
        _write_and_sync(beside, dump().encode())
        beside.replace(path)
        if sys.platform != "win32":
            folder = os.open(path.parent, os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)

    return lambda: milliseconds_of(replace)


def _write_and_sync(path: Path, data: bytes) -> None:
    with path.open("wb", buffering=0) as stream:
        rest = memoryview(data)
        while rest:
            rest = rest[stream.write(rest) :]
        os.fsync(stream.fileno())


@contextmanager
def waits_of_window() -> Iterator[list[float]]:
    """Milliseconds between each two events of a window that has one every millisecond, while this is open."""
    waits: list[float] = []
    last = time.perf_counter()

    def beat() -> None:
        nonlocal last
        now = time.perf_counter()
        waits.append(1_000 * (now - last))
        last = now

    heart = QTimer()
    heart.timeout.connect(beat)
    heart.start(_BEAT)
    try:
        yield waits
    finally:
        heart.stop()


def stall_beside_thread(seconds: float) -> Callable[[], float]:
    """The longest wait of a window while another thread does nothing but count, in Python."""

    def measure() -> float:
        end = time.perf_counter() + seconds

        def count() -> None:
            while time.perf_counter() < end:
                sum(range(100))

        thread = threading.Thread(target=count)
        with waits_of_window() as waits:
            thread.start()
            while thread.is_alive():
                QApplication.processEvents()
        thread.join()
        return max(waits)

    return measure
